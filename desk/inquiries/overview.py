"""How every unit stands: open, due soon, overdue, answered, answered late (LC-8.3/4).

Nothing flatters: what was forwarded is not answered, and an answer is late by the clock that it had.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from editorial.dates import local_day
from editorial.workdays import YearNotLoaded
from inquiries.clocks import Clock, clocks
from inquiries.house import House
from inquiries.states import STATES, UNDONE, Inquiry

NO_UNIT = "(chưa giao)"
HEADINGS = ("Đơn vị", "Đang mở", "Sắp đến hạn", "Quá hạn", "Đã trả lời", "Trả lời trễ")


@dataclass
class Figures:
    """The figures of one unit."""

    open: int = 0
    due_soon: int = 0
    overdue: int = 0
    answered: int = 0
    late: int = 0

    def cells(self) -> tuple[str, ...]:
        """Return the figures in the order of HEADINGS."""
        return tuple(map(str, (self.open, self.due_soon, self.overdue, self.answered, self.late)))


def units(house: House, now: datetime) -> dict[str, Figures]:
    """Return the figures of every unit, by its name in order; an erased inquiry still counts."""
    figures: dict[str, Figures] = {}
    for inquiry in house.store.inquiries(tuple(STATES)):
        try:
            running = clocks(inquiry, house.profile, house.calendar, local_day(now))
        except YearNotLoaded:
            running = ()
        _add(figures.setdefault(inquiry.unit or NO_UNIT, Figures()), inquiry, running)
    return dict(sorted(figures.items()))


def _add(unit: Figures, inquiry: Inquiry, running: Iterable[Clock]) -> None:
    states = {clock.state for clock in running if clock.name in ("answer", "coordination")}
    if inquiry.state in UNDONE:
        unit.open += 1
        unit.overdue += "overdue" in states
        unit.due_soon += "overdue" not in states and "due_soon" in states
    elif inquiry.last("answered"):
        unit.answered += 1
        unit.late += any(clock.state == "late" for clock in running if clock.name == "answer")
