"""Which files are edited while a preview is shown."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from editorial.settings import Settings

PROGRAM = ("editorial", "inquiries", "plugins", "search", "theme", "regulations", "pelicanconf.py", "publishconf.py")
"""What a running worker has loaded: another one must take over when it changes."""

QUIET_MS = 20
"""Editors write a file in several steps; this long after the last one it is read."""
TOGETHER_MS = 200
IDLE_MS = 500


def watched_edits(settings: Settings) -> Iterator[set[Path]]:
    """Yield the files just changed, or none at all every half a second.

    Raises: KeyboardInterrupt at Ctrl+C
    """
    from watchfiles import watch  # here, since every other verb starts faster without it

    places = [settings.content, settings.records, *(settings.root / name for name in PROGRAM)]
    there = [path for path in places if path.exists()]
    for changes in watch(
        *there, debounce=TOGETHER_MS, step=QUIET_MS, yield_on_timeout=True, rust_timeout=IDLE_MS, raise_interrupt=True
    ):
        yield {Path(name) for _, name in changes}


def edits_of(settings: Settings, changed: Collection[Path]) -> list[str] | None:
    """Return the paths below the content folder that changed, "" for anything on record; None for the program."""
    edits: set[str] = set()
    for path in changed:
        if path.is_relative_to(settings.content):
            below = path.relative_to(settings.content)
            if not any(part.startswith(".") for part in below.parts):
                edits.add(below.as_posix())
        elif path.is_relative_to(settings.records):
            edits.add("")
        elif path.is_relative_to(settings.state) or path.is_relative_to(settings.output):
            continue
        else:
            return None
    return sorted(edits)
