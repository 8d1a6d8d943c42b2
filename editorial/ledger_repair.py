"""Mend a ledger whose last write was cut off, without losing a sign-off.

A tail without its newline is one of two things. When it is a whole sign-off that follows the line
above, only the newline is missing: it is put there. Otherwise it never became a sign-off: it is
kept in records/signoffs/quarantine/ and taken off the ledger. Lines above the tail are never touched.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from editorial.dates import VIETNAM
from editorial.frozen import frozen
from editorial.problem import Refused
from editorial.signoffs import chained, ledger_items, ledger_lock, ledger_path
from editorial.store import locked, write_whole


@frozen
class Tear:
    """A cut-off end. whole: the lines above it; tail: its bytes; is_signoff: only its newline is missing."""

    item: str
    whole: bytes
    tail: bytes
    is_signoff: bool


def tear_in(records: Path, item: str) -> Tear | None:
    """Return the cut-off end of an item's ledger, None when there is none."""
    path = ledger_path(records, item)
    content = path.read_bytes() if path.exists() else b""
    end = content.rfind(b"\n") + 1
    if end == len(content):
        return None
    return Tear(item, content[:end], content[end:], _is_chained(content, item))


def tears(records: Path) -> list[Tear]:
    """Return the cut-off ends of all ledgers, by item. Raises: Refused without the folder of ledgers."""
    found = (tear_in(records, item) for item in ledger_items(records))
    return [tear for tear in found if tear]


def repair(records: Path, item: str, now: datetime) -> Path | None:
    """Mend the item's ledger; return where the tail is kept, None when nothing had to be taken off.

    Raises: Busy when somebody is signing
    """
    with locked(ledger_lock(records, item)):
        tear = tear_in(records, item)
        if tear is None:
            return None
        path = ledger_path(records, item)
        if tear.is_signoff:
            write_whole(path, tear.whole + tear.tail + b"\n")
            return None
        kept = _free_place(path.parent / "quarantine", f"{item}-{now.astimezone(VIETNAM):%Y%m%d-%H%M%S}")
        write_whole(kept, tear.tail)
        write_whole(path, tear.whole)
        return kept


def _is_chained(content: bytes, item: str) -> bool:
    try:
        chained(content.decode().split("\n"), item)
    except (UnicodeDecodeError, Refused):
        return False
    return True


def _free_place(folder: Path, name: str) -> Path:
    """Return a file that is not there yet: what was kept before is never overwritten."""
    place, number = folder / f"{name}.txt", 1
    while place.exists():
        number += 1
        place = folder / f"{name}-{number}.txt"
    return place
