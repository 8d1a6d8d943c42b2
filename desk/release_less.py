"""The site of the last run less what was withdrawn since, for an urgent withdrawal whose publish is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from desk.building import Wanted
from desk.former_records import as_published
from desk.live_site import at_work, bring_live, disk_full_told, forget_personal_data, live_manifest, refuse_foreign
from desk.progress import Steps
from desk.upload import bring_to_readers, check_target, owe, site_of_others
from desk.websub import announce
from editorial.problem import Problem, Refused
from editorial.publication import load
from editorial.published import PUBLISH, Run, next_run, read_log, record
from editorial.settings import Settings


class Less(NamedTuple):
    """A site that is live again, less what was withdrawn since. left: items that could not be proved any more"""

    run: Run
    left: tuple[str, ...]
    problems: tuple[Problem, ...]


def release_less(settings: Settings, now: datetime, by: str, steps: Steps, again: str) -> Less:
    """Make the site of the last run live once more, less what was withdrawn since; all else waits for a publish.

    What keeps a publish back today concerns none of it: it is made of the records as that run left them.
    again: the command that does this once more
    Raises: NotUploaded; Refused where it was another site, would show anything else, or cannot be made
    """
    with at_work(settings, steps.say):
        refuse_foreign(settings.output)
        check_target(settings)
        before = read_log(settings.published_log)
        if not before.last or before.last.site != settings.siteurl:
            raise Refused(Problem("less-other-site", "fail", "SITEURL", "product"))
        with as_published(settings, before, now) as (then, left), disk_full_told(settings):
            publication = load(then, now, remember=False)
            sites, shown = (live_manifest(settings), site_of_others(settings, before)), publication.editions.items()
            seen = [before.editions, *(site.editions for site in sites if site)]
            if not all(shown <= editions.items() for editions in seen):
                raise Refused(Problem("less-shows-more", "fail", settings.published_log.name, "product"))
            wanted = Wanted(then, now, publication, (), before.before(publication.editions))
            manifest, _ = bring_live(wanted, steps, lambda: None)
            run = next_run(before, manifest, publication.standings, {}, PUBLISH, by, now)
            run = replace(run, authority={})  # it was that of the last run
            forget_personal_data(settings, publication, run)
            owe(settings, again)
            record(settings.published_log, before, run, {})
        if settings.publish_to:
            bring_to_readers(settings, again)
    return Less(run, left, tuple(announce(settings, manifest)))
