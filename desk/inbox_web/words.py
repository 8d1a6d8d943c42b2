"""What pages say of rows and clocks."""

from __future__ import annotations

from datetime import date

from desk.inquiries.reading import Row
from desk.wording import left_words
from inquiries.clocks import Clock


def time_left(clock: Clock | None) -> str:
    """Return how much time is left, "" where no clock runs."""
    return "" if clock is None or clock.left is None else left_words(clock.left, clock.state == "overdue")


def urgency(row: Row) -> str:
    """Return "overdue", "due_soon" or "" for the most urgent clock of a row."""
    states = [clock.state for clock in (row.clock, *row.others) if clock]
    return next((state for state in ("overdue", "due_soon") if state in states), "")


def urgent_clock(row: Row) -> Clock | None:
    """Return the clock that runs out first."""
    running = [clock for clock in (row.clock, *row.others) if clock and clock.stopped_on is None and clock.due_on]
    return min(running, key=lambda clock: clock.due_on or date.max, default=None)
