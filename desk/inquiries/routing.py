"""The acts of staff by which an inquiry finds its unit, each one event: classified, approved, forwarded, coordinated.

1. What is forwarded under a regulation that wants a letter has its number and a day (LC-8.3), and goes to the unit
   that was approved.
2. On which day a unit had it, or gave its part, is a day that has come and was not before.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from desk.inquiries.clerk import Clerk
from desk.inquiries.days import refuse_day, refuse_past
from desk.inquiries.doing import begin, do, read, refusal, unit_fact
from desk.inquiries.reasons import CLASS_NAMES, listed
from editorial.dates import local_day
from inquiries.cleaning import clean_line
from inquiries.events import CLASSES, Event
from inquiries.house import House


def classify(
    house: House,
    who: Clerk,
    id: str,
    now: datetime,
    *,
    class_: str,
    unit: str = "",
    tags: Sequence[str] = (),
    sensitive: bool | None = None,
    duplicate_of: str = "",
    seen: int | None = None,
) -> Event:
    """Say what it is, and whose."""
    events, inquiry = begin(house, who, id, seen, "classified")
    if class_ not in CLASSES:
        raise refusal(id, "inbox-class-unknown", value=class_, known=listed(CLASS_NAMES))
    tagging = house.profile.inquiry_rules.tags
    for tag in tags:
        if tagging is None or tag not in tagging.list:
            known = ", ".join(f"“{one}”" for one in tagging.list) if tagging else "quy chế không đặt nhãn nào"
            raise refusal(id, "inbox-tag-unknown", tagging.clause if tagging else "", value=tag, known=known)
    if (class_ == "duplicate") != bool(duplicate_of) or duplicate_of == id:
        raise refusal(id, "inbox-duplicate-of")
    if duplicate_of:
        read(house, duplicate_of)
    facts: dict[str, Any] = {"class": class_}
    facts |= {"unit": clean_line(unit)} if unit else {}
    facts |= {"tags": list(tags)} if tags else {}
    facts |= {"sensitive": sensitive} if sensitive is not None else {}
    facts |= {"duplicate_of": duplicate_of} if duplicate_of else {}
    return do(house, who, inquiry, events, now, "classified", facts)


def approve_routing(house: House, who: Clerk, id: str, now: datetime, *, seen: int | None = None) -> Event:
    """Approve to whom it goes (LC-8.3)."""
    events, inquiry = begin(house, who, id, seen, "routing_approved")
    return do(house, who, inquiry, events, now, "routing_approved", unit_fact(inquiry.unit))


def forward(
    house: House,
    who: Clerk,
    id: str,
    now: datetime,
    *,
    unit: str = "",
    letter_no: str = "",
    reply_by: date | None = None,
    seen: int | None = None,
) -> Event:
    """Hand it to the unit that is to answer. unit: "" for the one it was classified to"""
    events, inquiry = begin(house, who, id, seen, "forwarded")
    routing = house.profile.inquiry_rules.routing
    unit = clean_line(unit) or inquiry.unit
    if not unit:
        raise refusal(id, "inbox-unit-missing", routing.clause if routing else "")
    if routing and "approve" in routing.steps and unit != inquiry.unit:
        raise refusal(id, "inbox-unit-not-approved", routing.clause, unit=unit, approved=inquiry.unit)
    if routing and routing.letter and not (letter_no and reply_by):
        raise refusal(id, "inbox-letter-missing", routing.clause)
    if reply_by:
        refuse_day(house, id, reply_by, local_day(now))
    facts: dict[str, Any] = {"unit": unit}
    facts |= {"letter_no": clean_line(letter_no)} if letter_no else {}
    facts |= {"reply_by": reply_by.isoformat()} if reply_by else {}
    return do(house, who, inquiry, events, now, "forwarded", facts)


def unit_received(house: House, who: Clerk, id: str, now: datetime, *, on: date, seen: int | None = None) -> Event:
    """Note on which day the unit had it: the regulation's clock may start there (LC-9.1)."""
    events, inquiry = begin(house, who, id, seen, "unit_received")
    forwarded = inquiry.last("forwarded")
    if forwarded:
        refuse_past(id, on, local_day(forwarded.at), local_day(now))
    return do(house, who, inquiry, events, now, "unit_received", {"on": on.isoformat(), **unit_fact(inquiry.unit)})


def request_coordination(
    house: House, who: Clerk, id: str, now: datetime, *, unit: str, on: date, seen: int | None = None
) -> Event:
    """Ask another unit for its part (LC-9.2)."""
    return _coordination(house, who, id, now, "coordination_requested", unit, on, seen)


def answer_coordination(
    house: House, who: Clerk, id: str, now: datetime, *, unit: str, on: date, seen: int | None = None
) -> Event:
    """Note that the other unit gave its part."""
    _, inquiry = begin(house, who, id, seen, "coordination_answered")
    asked = {step.facts["unit"] for step in inquiry.steps if step.act == "coordination_requested"}
    if clean_line(unit) not in asked:
        raise refusal(id, "inbox-never-asked", unit=unit, asked=", ".join(sorted(asked)) or "chưa đơn vị nào")
    return _coordination(house, who, id, now, "coordination_answered", unit, on, seen)


def confirm_unit(house: House, who: Clerk, id: str, now: datetime, *, seen: int | None = None) -> Event:
    """Note that the unit's head confirmed its answer (ST-7.2b)."""
    events, inquiry = begin(house, who, id, seen, "unit_confirmed")
    return do(house, who, inquiry, events, now, "unit_confirmed", unit_fact(inquiry.unit))


def _coordination(
    house: House, who: Clerk, id: str, now: datetime, act: str, unit: str, on: date, seen: int | None
) -> Event:
    events, inquiry = begin(house, who, id, seen, act)
    if not clean_line(unit):
        raise refusal(id, "inbox-unit-missing")
    refuse_past(id, on, local_day(inquiry.received_at), local_day(now))
    return do(house, who, inquiry, events, now, act, {"unit": clean_line(unit), "on": on.isoformat()})
