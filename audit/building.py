"""Build the site of this environment as `desk publish` does, and tell which template made which page.

python -m audit.building MOMENT FILE: as of the moment (ISO, aware); the file gets {page: template} as JSON
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from pelican import Pelican, log
from pelican.settings import read_settings

from plugins.jobs import Job, Sheaf
from plugins.site_generator import SiteGenerator, site_planned
from plugins.site_writer import SiteWriter


def build(now: datetime) -> dict[str, str]:
    """Build the site, and return the template of each page by its file. Raises: SystemExit, which Pelican ends by"""
    log.init(fatal="errors", handler=None)
    pelican = Pelican(read_settings("publishconf.py", {"NOW": now}))
    planned: list[tuple[SiteWriter, Mapping[str, Job | Sheaf]]] = []

    def keep(generator: SiteGenerator, writer: SiteWriter) -> None:
        planned.append((writer, writer.jobs))  # which the writer lets go of once the site is made

    with site_planned.connected_to(keep):
        pelican.run()
    [(writer, jobs)] = planned
    made = ((name, job if isinstance(job, Job) else job.jobs[name]) for name, job in jobs.items())
    return {name: job.arguments[0] for name, job in made if job.make == writer.render_page}


if __name__ == "__main__":
    moment, file = sys.argv[1:]
    Path(file).write_text(json.dumps(build(datetime.fromisoformat(moment))), encoding="utf-8")
