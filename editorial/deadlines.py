"""By which day an item must be public, under the profile's time limits.

Clocks run from the item's own dates (event, issue, approval …), not from the day the board got it,
so an item can be late before anybody saw it (A13). A missed day is never more than a warning: late
information is still published.

1. Each rule for the item's kind and relation whose date is known gives one due day.
2. `days`: the last of so many working days. How the first day counts is the profile's setting.
3. `at_once`: no number stands in the text. The alarm after some working days is the product's own
   choice, and is never shown as a legal deadline (A8).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from editorial.content import Item
from editorial.dates import PartialDate
from editorial.frozen import frozen
from editorial.profile import Profile
from editorial.profile_process import Count, DeadlineRule
from editorial.profile_schema import ITEM_DATES
from editorial.workdays import WorkCalendar, YearNotLoaded, deadline, working_days_between

CHANGED = "changed_on"


@frozen
class Due:
    """One due day. clause: of the duty."""

    rule: DeadlineRule
    due_on: date
    clause: str
    is_estimated: bool = False

    @property
    def is_legal(self) -> bool:
        """True when the number of days stands in a regulation; False for the alarm of "at once"."""
        return not self.rule.at_once

    def is_missed(self, done_on: date) -> bool:
        """True from the day after the due day."""
        return done_on > self.due_on

    def days_left(self, today: date, calendar: WorkCalendar) -> int:
        """Return the working days that remain after today, negative when it is late. Raises: YearNotLoaded"""
        return working_days_between(today, self.due_on, calendar)


def deadlines(
    kind: str, relation: str, dates: Mapping[str, date], profile: Profile, calendar: WorkCalendar
) -> list[Due]:
    """Return the due days of an item, the earliest first.

    relation: "issuer", "governed" or "" when the item has none
    dates: known full days by the names of profile_schema.DATE_FIELDS, and "event_until";
        a document dated to the month only starts no clock
    Raises: YearNotLoaded
    """
    if profile.deadlines is None:
        return []
    rules = profile.deadline_rules(kind, relation)
    found = _due_days(rules, dates, profile.deadlines.count, calendar)
    return sorted(found, key=lambda due: (due.due_on, not due.is_legal))


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


def _due_days(
    rules: tuple[DeadlineRule, ...], dates: Mapping[str, date], count: Count, calendar: WorkCalendar
) -> Iterator[Due]:
    for rule in rules:
        start = _start(rule.from_, dates, count)
        days = count.at_once_alarm if rule.at_once else rule.days
        if start is None or not days:
            continue
        before_first = start if count.start == "next-day" else start - timedelta(days=1)
        due = deadline(before_first, days, calendar)
        yield Due(rule, due, rule.clause, calendar.is_estimated(due))


def _start(field: str, dates: Mapping[str, date], count: Count) -> date | None:
    """Return the day a clock starts; an event of several days starts it as the profile says (A12)."""
    if field == "event_on" and count.event == "last-day":
        return dates.get("event_until", dates.get("event_on"))
    return dates.get(field)


def _as_day(value: object) -> date | None:
    if isinstance(value, PartialDate):
        return value.as_date()
    return value if isinstance(value, date) else None
