"""Whether an item's dates can be true: not to come, not reversed, not left behind."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from editorial.checks_context import Context, about, missing
from editorial.content import Item
from editorial.content_fields import FIELDS
from editorial.dates import PartialDate, local_day
from editorial.deadlines import days_of, deadlines
from editorial.problem import Problem
from editorial.profile_schema import ITEM_DATES
from editorial.workdays import YearNotLoaded

MAY_COME = frozenset({"event_on", "effective_on"})
"""Dates that may lie ahead: an event announced, a text not yet in force."""

FIRST_YEAR = 1945
"""Documents of this State begin here; an earlier year is a slip of the keyboard."""

A_YEAR = timedelta(days=366)

_MONTHS = {"day": 0, "6 months": 6, "year": 12}


def check_past(item: Item, context: Context) -> Iterator[Problem]:
    """What has been done was done by today, and what an older site published was published by then."""
    today = PartialDate.of(context.today)
    for key in (*ITEM_DATES, "first_published_on"):
        day = _as_partial(getattr(item, key))
        if day and key not in MAY_COME and day > today:
            facts = {"label": FIELDS[key].label, "day": day.vietnamese(), "today": context.today}
            yield about(item, key, "date-in-future", "hold", "product", **facts)


def check_likely(item: Item, context: Context) -> Iterator[Problem]:
    """A year before the State's own is a slip."""
    for key in ITEM_DATES:
        day = _as_partial(getattr(item, key))
        if day and day.year < FIRST_YEAR:
            facts = {"label": FIELDS[key].label, "day": day.vietnamese()}
            yield about(item, key, "date-unlikely", "hold", "product", **facts)


def check_near(item: Item, context: Context) -> Iterator[Problem]:
    """A date that may come is seldom more than a year away."""
    days = {"event_on": item.event_on, "event_until": item.event_until, "effective_on": item.effective_on}
    days["alert_until"] = item.alert_until
    days["publish_at"] = local_day(item.publish_at) if item.publish_at else None
    for key, day in days.items():
        if isinstance(day, date) and day > context.today + A_YEAR:
            yield about(item, key, "date-far-ahead", "warn", "product", label=FIELDS[key].label, day=day)


def check_effect(item: Item, context: Context) -> Iterator[Problem]:
    """A text in force before it was issued is accepted and told (LCh-QD.4)."""
    issued = item.issued_on.as_date() if item.issued_on else None
    if issued and isinstance(item.effective_on, date) and item.effective_on < issued:
        facts = {"effective": item.effective_on, "issued": issued}
        yield about(item, "effective_on", "effective-before-issued", "warn", "PS-S3", **facts)


def check_span(item: Item, context: Context) -> Iterator[Problem]:
    """An event ends no earlier than it begins."""
    if item.event_until and item.event_on is None:
        yield about(item, "event_until", "event-without-start", "hold", "product")
    if item.event_until and item.event_on and item.event_until < item.event_on:
        facts = {"first": item.event_on, "last": item.event_until}
        yield about(item, "event_until", "event-reversed", "hold", "product", **facts)


def check_alert(item: Item, context: Context) -> Iterator[Problem]:
    """An alert of an item that nobody has signed has days left, else no reader sees it."""
    if item.alert_until and item.alert_until < context.today and item.id not in context.given:
        yield about(item, "alert_until", "alert-past", "warn", "product", day=item.alert_until)


def check_embargo(item: Item, context: Context) -> Iterator[Problem]:
    """An embargo of an item that nobody has signed lies ahead, else it holds nothing back."""
    if item.publish_at and item.publish_at <= context.now and item.id not in context.given:
        yield about(item, "publish_at", "embargo-past", "warn", "product", at=item.publish_at)


def check_late(item: Item, context: Context) -> Iterator[Problem]:
    """What nobody has signed and is past its time limit, or waits for a day after it, is late (ST-10.1c, LX-10.1).

    Late information is still published.
    """
    if context.calendar is None or item.id in context.given:
        return
    try:
        dues = deadlines(item.kind, item.relation, days_of(item), context.profile, context.calendar)
    except YearNotLoaded:
        return  # from before the calendar: whoever enters an old text is not late
    for due in dues:
        facts = {"days": due.rule.days, "due": due.due_on}
        if due.is_legal and due.is_missed(context.today):
            yield about(item, due.rule.from_, "item-late", "warn", due.clause, **facts)
        elif due.is_legal and item.publish_at and due.is_missed(local_day(item.publish_at)):
            yield about(item, "publish_at", "embargo-late", "warn", due.clause, at=item.publish_at, **facts)


def check_review(item: Item, context: Context) -> Iterator[Problem]:
    """Introductions and service lists are looked through again at the profile's interval (ST-7.2c, LX-22.1)."""
    for review in context.profile.content.review:
        if item.kind not in review.kinds or review.every not in _MONTHS:
            continue
        yield from missing(item, "reviewed_on", review.clause, "warn")
        if item.reviewed_on and _months_between(item.reviewed_on, context.today) >= _MONTHS[review.every] > 0:
            yield about(item, "reviewed_on", "review-due", "warn", review.clause, day=item.reviewed_on)


def _as_partial(value: object) -> PartialDate | None:
    if isinstance(value, PartialDate):
        return value
    return PartialDate.of(value) if isinstance(value, date) else None


def _months_between(first: date, last: date) -> int:
    """Return the whole months from one day to a later one."""
    return (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)


CHECKS = (
    check_past,
    check_likely,
    check_near,
    check_effect,
    check_span,
    check_alert,
    check_embargo,
    check_late,
    check_review,
)
