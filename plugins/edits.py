"""What a reader is told of an item's changes: every public edition, and the words that came and went between two."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from editorial.changes import Passage
from editorial.dates import VIETNAM
from editorial.frozen import frozen
from editorial.publication import PublicItem
from editorial.shown_changes import compare_shown


@frozen
class Edit:
    """A public edition. number: from 1; public_at: "14:05"; note, decided_by: "" where it says nothing (CT-5.5)"""

    number: int
    public_on: date
    public_at: str
    note: str
    decided_by: str


@frozen
class Told:
    """An edition, and the places in which it differs from the one before; of the first one there are none."""

    edit: Edit
    passages: tuple[Passage, ...]


def edits_of(public: PublicItem) -> tuple[Edit, ...]:
    """Return the public editions, the newest first; () while there is only one."""
    found = []
    for number, past in enumerate(public.history, 1):
        at = past.public_at.astimezone(VIETNAM)
        found.append(Edit(number, at.date(), f"{at:%H:%M}", past.note, past.decided_by))
    return tuple(reversed(found))


def changes_of(public: PublicItem) -> tuple[Told, ...]:
    """Return the same with what changed. Raises: Refused when an edition is missing or altered"""
    editions = [public.store.get(past.digest) for past in public.history]
    passages = [(), *(compare_shown(before, after) for before, after in pairwise(editions))]
    return tuple(map(Told, edits_of(public), reversed(passages)))
