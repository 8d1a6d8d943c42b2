"""The day by which a waiting item must be public, from the dates that it carries itself."""

from __future__ import annotations

from datetime import date

from editorial.content import Item
from editorial.dates import PartialDate
from editorial.deadlines import Due, deadlines
from editorial.profile import Profile
from editorial.profile_schema import ITEM_DATES
from editorial.workdays import WorkCalendar, YearNotLoaded

CHANGED = "changed_on"


def days_of(item: Item) -> dict[str, date]:
    """Return the full days that the item carries, by their names; a month without a day is none."""
    found = {key: _as_day(getattr(item, key)) for key in (*ITEM_DATES, "event_until")}
    return {key: day for key, day in found.items() if day}


def due_day(item: Item, is_public: bool, profile: Profile, calendar: WorkCalendar) -> Due | None:
    """Return the earliest due day, None when no clock runs.

    is_public: an older text of the item is; then only the clock of the change runs on
    Raises: YearNotLoaded for a year after those that are known; a text from before them is not late
    """
    try:
        found = deadlines(item.kind, item.relation, days_of(item), profile, calendar)
    except YearNotLoaded as error:
        if calendar.years and error.year < min(calendar.years):
            return None
        raise
    return next((due for due in found if not is_public or due.rule.from_ == CHANGED), None)


def _as_day(value: object) -> date | None:
    if isinstance(value, PartialDate):
        return value.as_date()
    return value if isinstance(value, date) else None
