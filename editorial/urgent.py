"""Which urgent withdrawals wait for a second person: notes beside the ledgers, so that every command can tell at once.

The ledgers are what counts. A note is put down by the act itself, and every publish puts the notes right.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from editorial.store import forget, write_whole

FOLDER = ".urgent"


def note(records: Path, item: str, confirm_by: date) -> None:
    """Note that an item's withdrawal waits, and until when."""
    write_whole(_folder(records) / item, confirm_by.isoformat().encode())


def strike(records: Path, item: str) -> None:
    """Forget an item's note."""
    forget(_folder(records) / item)


def noted(records: Path) -> dict[str, date | None]:
    """Return what is noted, by item; None for a note that cannot be read."""
    try:
        paths = sorted(_folder(records).iterdir())
    except OSError:  # none, or none that anybody can list: the ledgers tell it at the next publish
        return {}
    return {path.name: _day(path) for path in paths if not path.name.startswith(".")}


def put_right(records: Path, waiting: Mapping[str, date]) -> None:
    """Make the notes say what the ledgers say. waiting: last day by item"""
    there = noted(records)
    for item in there.keys() - waiting.keys():
        strike(records, item)
    for item, day in waiting.items():
        if there.get(item) != day:
            note(records, item, day)


def _folder(records: Path) -> Path:
    return records / "signoffs" / FOLDER


def _day(path: Path) -> date | None:
    try:
        return date.fromisoformat(path.read_text(encoding="utf-8").strip())
    except (OSError, ValueError):
        return None
