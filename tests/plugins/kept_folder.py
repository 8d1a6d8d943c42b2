"""A folder that is brought up to date as a publish does, held against a build from nothing."""

from __future__ import annotations

import json

from tests.organisation import Organisation
from tests.site_fixture import Build, build

UPDATE = """
import atexit, json
from pathlib import Path
from editorial.site_folder import SiteFolder
from plugins import site_update
site_update.LEAST = 4
folder = SiteFolder.open(Path({output!r}), Path({state!r}))
settings |= {{"WORKSHOP": lambda: folder, "PROCESSES": {processes}}}
def tell():
    folder.keep()
    print("made" + json.dumps(sorted(settings["SITE_WRITER"].written.made)))
atexit.register(tell)
"""


def update(site: Organisation, name: str = "kept", processes: int = 2) -> tuple[Build, set[str]]:
    """Bring a folder up to date; return it, and what was made anew."""
    tamper = UPDATE.format(output=str(site.base / name), state=str(site.settings.state), processes=processes)
    built = build(site, name, tamper)
    assert built.code == 0, built.said
    return built, set(json.loads(built.said.rpartition("made")[2]))


def same_as_clean(site: Organisation, built: Build) -> None:
    """Hold what was brought up to date against a build from nothing."""
    clean = build(site, f"clean-{site.now:%H%M%S}")
    assert clean.code == 0, clean.said
    ours, anew = built.files(), clean.files()
    assert ours.keys() == anew.keys()
    assert [name for name in anew if ours[name] != anew[name]] == []
