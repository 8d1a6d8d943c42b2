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
from desk.inquiries.doing import Doing, begin, read, refusal, refuse_day, refuse_past, unit_fact
from desk.inquiries.reasons import CLASS_NAMES, listed
from editorial.dates import local_day
from editorial.profile_shapes import clause_of
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
    doing = begin(house, who, id, now, "classified", seen)
    if class_ not in CLASSES:
        raise refusal(id, "inbox-class-unknown", value=class_, known=listed(CLASS_NAMES))
    tagging = house.profile.inquiry_rules.tags
    for tag in tags:
        if tagging is None or tag not in tagging.list:
            known = ", ".join(f"“{one}”" for one in tagging.list) if tagging else "quy chế không đặt nhãn nào"
            raise refusal(id, "inbox-tag-unknown", clause_of(tagging), value=tag, known=known)
    if (class_ == "duplicate") != bool(duplicate_of) or duplicate_of == id:
        raise refusal(id, "inbox-duplicate-of")
    if duplicate_of:
        read(house, duplicate_of)
    facts: dict[str, Any] = {"class": class_}
    facts |= {"unit": clean_line(unit)} if unit else {}
    facts |= {"tags": list(tags)} if tags else {}
    facts |= {"sensitive": sensitive} if sensitive is not None else {}
    facts |= {"duplicate_of": duplicate_of} if duplicate_of else {}
    return doing.end(facts)


def approve_routing(house: House, who: Clerk, id: str, now: datetime, *, seen: int | None = None) -> Event:
    """Approve to whom it goes (LC-8.3)."""
    doing = begin(house, who, id, now, "routing_approved", seen)
    return doing.end(unit_fact(doing.inquiry.unit))


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
    doing = begin(house, who, id, now, "forwarded", seen)
    routing = house.profile.inquiry_rules.routing
    unit = clean_line(unit) or doing.inquiry.unit
    if not unit:
        raise refusal(id, "inbox-unit-missing", clause_of(routing))
    if routing and "approve" in routing.steps and unit != doing.inquiry.unit:
        raise refusal(id, "inbox-unit-not-approved", routing.clause, unit=unit, approved=doing.inquiry.unit)
    if routing and routing.letter and not (letter_no and reply_by):
        raise refusal(id, "inbox-letter-missing", routing.clause)
    if reply_by:
        refuse_day(house, id, reply_by, local_day(now))
    facts: dict[str, Any] = {"unit": unit}
    facts |= {"letter_no": clean_line(letter_no)} if letter_no else {}
    facts |= {"reply_by": reply_by.isoformat()} if reply_by else {}
    return doing.end(facts)


def unit_received(house: House, who: Clerk, id: str, now: datetime, *, on: date, seen: int | None = None) -> Event:
    """Note on which day the unit had it: the regulation's clock may start there (LC-9.1)."""
    doing = begin(house, who, id, now, "unit_received", seen)
    forwarded = doing.inquiry.last("forwarded")
    if forwarded:
        refuse_past(id, on, local_day(forwarded.at), local_day(now))
    return doing.end({"on": on.isoformat(), **unit_fact(doing.inquiry.unit)})


def request_coordination(
    house: House, who: Clerk, id: str, now: datetime, *, unit: str, on: date, seen: int | None = None
) -> Event:
    """Ask another unit for its part (LC-9.2)."""
    return _coordination(begin(house, who, id, now, "coordination_requested", seen), unit, on)


def answer_coordination(
    house: House, who: Clerk, id: str, now: datetime, *, unit: str, on: date, seen: int | None = None
) -> Event:
    """Note that the other unit gave its part."""
    doing = begin(house, who, id, now, "coordination_answered", seen)
    asked = {step.facts["unit"] for step in doing.inquiry.steps if step.act == "coordination_requested"}
    meant = next((one for one in sorted(asked) if one.casefold() == clean_line(unit).casefold()), None)
    if meant is None:
        raise refusal(id, "inbox-never-asked", unit=unit, asked=", ".join(sorted(asked)) or "chưa đơn vị nào")
    return _coordination(doing, meant, on)


def confirm_unit(house: House, who: Clerk, id: str, now: datetime, *, seen: int | None = None) -> Event:
    """Note that the unit's head confirmed its answer (ST-7.2b)."""
    doing = begin(house, who, id, now, "unit_confirmed", seen)
    return doing.end(unit_fact(doing.inquiry.unit))


def _coordination(doing: Doing, unit: str, on: date) -> Event:
    inquiry = doing.inquiry
    if not clean_line(unit):
        raise refusal(inquiry.id, "inbox-unit-missing")
    refuse_past(inquiry.id, on, local_day(inquiry.received_at), local_day(doing.now))
    return doing.end({"unit": clean_line(unit), "on": on.isoformat()})
