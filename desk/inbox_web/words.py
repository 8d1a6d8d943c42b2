"""What pages say of rows and clocks."""

from __future__ import annotations

from datetime import date

from desk.inquiries.reading import Row
from inquiries.clocks import Clock


def left_words(clock: Clock | None) -> str:
    """Return how much time is left, in working days."""
    if clock is None or clock.left is None:
        return ""
    if clock.state == "overdue":
        return f"trễ {-clock.left} ngày làm việc" if clock.left else "quá hạn"
    return f"còn {clock.left} ngày làm việc" if clock.left else "hết hạn hôm nay"


def urgency(row: Row) -> str:
    """Return "overdue", "due_soon" or "" for the most urgent clock of a row."""
    states = [clock.state for clock in (row.clock, *row.others) if clock]
    return next((state for state in ("overdue", "due_soon") if state in states), "")


def urgent_clock(row: Row) -> Clock | None:
    """Return the clock that runs out first."""
    running = [clock for clock in (row.clock, *row.others) if clock and clock.left is not None and clock.due_on]
    return min(running, key=lambda clock: clock.due_on or date.max, default=None)
