"""The items as lists have them: places of what was withdrawn stay empty, so that nothing else moves to another page.

A place is false where it is empty, and true where an entry stands (see editorial.vacancies).
"""

from __future__ import annotations

from bisect import insort
from collections.abc import MutableMapping, Sequence
from typing import Any, Literal

from editorial.vacancies import Vacancy, vacancies_of
from plugins.approval_gate import PUBLICATION
from plugins.entries import ENTRIES, SHELVES, Entry
from plugins.shelves import Shelves
from plugins.site_context import Place


class Vacant:
    """An empty place, with what lists ask of an entry."""

    id = ""
    unsigned = False

    def __init__(self, vacancy: Vacancy, shelves: Shelves) -> None:
        self.public, self.kind = vacancy, vacancy.kind
        self.named = vacancy.kind, vacancy.section, vacancy.areas
        self._shelves = shelves

    def __bool__(self) -> Literal[False]:
        return False

    @property
    def section(self) -> Place | None:
        return self._shelves.section(self.kind, self.public.section)

    @property
    def areas(self) -> tuple[Place, ...]:
        return self._shelves.areas(self.public.areas)

    @property
    def above(self) -> tuple[Place, ...]:
        return self._shelves.way_to(self.kind, self.public.section)


Slot = Entry | Vacant
"""A place in a list."""


LISTED = "LISTED"
"""The setting that holds all places, newest first, once they have been asked for."""


def listed(settings: MutableMapping[str, Any]) -> Sequence[Slot]:
    """Return the places of all items, newest first, the empty ones among them."""
    if LISTED not in settings:
        vacant = [Vacant(vacancy, settings[SHELVES]) for vacancy in vacancies_of(settings[PUBLICATION])]
        entries: Sequence[Entry] = settings[ENTRIES]
        oldest_first: list[Slot] = [*reversed(entries)]
        for one in vacant:
            insort(oldest_first, one, key=_since)
        settings[LISTED] = oldest_first[::-1]
    slots: Sequence[Slot] = settings[LISTED]
    return slots


def _since(slot: Slot) -> tuple[str, str]:
    shown = slot.public.shown
    return shown.published_at, shown.id
