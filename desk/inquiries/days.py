"""Days that a clerk names: one that is promised, and one on which something happened."""

from __future__ import annotations

from datetime import date

from desk.inquiries.doing import refusal
from inquiries.house import House


def refuse_day(house: House, id: str, day: date, today: date) -> None:
    """Raise Refused for a promised day that has passed, or on which nobody works. Raises: YearNotLoaded"""
    if day <= today:
        raise refusal(id, "inbox-day-passed", day=day, today=today)
    if not house.calendar.is_working(day):
        raise refusal(id, "inbox-day-off", day=day)


def refuse_past(id: str, day: date, first: date, last: date) -> None:
    """Raise Refused for a day on which it cannot have happened."""
    if not first <= day <= last:
        raise refusal(id, "inbox-day-outside", day=day, first=first, last=last)
