"""The acts of staff, each one event. What must come before an act stands in `inquiries.orders`; here, what it must say.

1. What is forwarded under a regulation that wants a letter has its number and a day (LC-8.3), and goes to the unit
   that was approved.
2. A notice without a date is no notice (LX-10.1d): a working day, later than today.
3. An answer says yes or no to "general concern": yes leaves a reminder until the item is public.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from desk.inquiries.clerk import Clerk
from desk.inquiries.doing import do, read, refuse_early, refuse_overtaken
from desk.inquiries.reasons import CLASS_NAMES, CLOSING, REOPENING, RIGHT_OUTCOMES, SPAM
from editorial.dates import local_day
from editorial.problem import Problem, Refused
from editorial.profile import Profile
from inquiries.cleaning import clean_line, clean_text
from inquiries.events import CLASSES, Event
from inquiries.house import House
from inquiries.orders import unmet
from inquiries.states import STAFF, TRANSITIONS, Inquiry

LONGEST_TEXT = 20_000


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
    events, inquiry = _open(house, who, id, seen, "classified")
    if class_ not in CLASSES:
        raise _bad(id, "inbox-class-unknown", value=class_, known=_listed(CLASS_NAMES))
    listed = house.profile.inquiry_rules.tags
    for tag in tags:
        if listed is None or tag not in listed.list:
            known = ", ".join(f"“{one}”" for one in listed.list) if listed else "quy chế không đặt nhãn nào"
            raise _bad(id, "inbox-tag-unknown", listed.clause if listed else "", value=tag, known=known)
    if (class_ == "duplicate") != bool(duplicate_of) or duplicate_of == id:
        raise _bad(id, "inbox-duplicate-of")
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
    events, inquiry = _open(house, who, id, seen, "routing_approved")
    return do(house, who, inquiry, events, now, "routing_approved", _unit(inquiry.unit))


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
    events, inquiry = _open(house, who, id, seen, "forwarded")
    routing = house.profile.inquiry_rules.routing
    unit = clean_line(unit) or inquiry.unit
    if not unit:
        raise _bad(id, "inbox-unit-missing", routing.clause if routing else "")
    if routing and "approve" in routing.steps and unit != inquiry.unit:
        raise _bad(id, "inbox-unit-not-approved", routing.clause, unit=unit, approved=inquiry.unit)
    if routing and routing.letter and not (letter_no and reply_by):
        raise _bad(id, "inbox-letter-missing", routing.clause)
    if reply_by:
        _refuse_day(house, id, reply_by, local_day(now))
    facts: dict[str, Any] = {"unit": unit}
    facts |= {"letter_no": clean_line(letter_no)} if letter_no else {}
    facts |= {"reply_by": reply_by.isoformat()} if reply_by else {}
    return do(house, who, inquiry, events, now, "forwarded", facts)


def unit_received(house: House, who: Clerk, id: str, now: datetime, *, on: date, seen: int | None = None) -> Event:
    """Note on which day the unit had it: the regulation's clock may start there (LC-9.1)."""
    events, inquiry = _open(house, who, id, seen, "unit_received")
    forwarded = inquiry.last("forwarded")
    if forwarded:
        _refuse_past(id, on, local_day(forwarded.at), local_day(now))
    return do(house, who, inquiry, events, now, "unit_received", {"on": on.isoformat(), **_unit(inquiry.unit)})


def request_coordination(
    house: House, who: Clerk, id: str, now: datetime, *, unit: str, on: date, seen: int | None = None
) -> Event:
    """Ask another unit for its part (LC-9.2)."""
    return _coordination(house, who, id, now, "coordination_requested", unit, on, seen)


def answer_coordination(
    house: House, who: Clerk, id: str, now: datetime, *, unit: str, on: date, seen: int | None = None
) -> Event:
    """Note that the other unit gave its part."""
    _, inquiry = _open(house, who, id, seen, "coordination_answered")
    asked = {step.facts["unit"] for step in inquiry.steps if step.act == "coordination_requested"}
    if clean_line(unit) not in asked:
        raise _bad(id, "inbox-never-asked", unit=unit, asked=", ".join(sorted(asked)) or "chưa đơn vị nào")
    return _coordination(house, who, id, now, "coordination_answered", unit, on, seen)


def confirm_unit(house: House, who: Clerk, id: str, now: datetime, *, seen: int | None = None) -> Event:
    """Note that the unit's head confirmed its answer (ST-7.2b)."""
    events, inquiry = _open(house, who, id, seen, "unit_confirmed")
    return do(house, who, inquiry, events, now, "unit_confirmed", _unit(inquiry.unit))


def ask(house: House, who: Clerk, id: str, now: datetime, *, text: str, seen: int | None = None) -> Event:
    """Ask the sender for more."""
    events, inquiry = _open(house, who, id, seen, "asked")
    return do(house, who, inquiry, events, now, "asked", {}, text=_text(id, text))


def notice(
    house: House, who: Clerk, id: str, now: datetime, *, text: str, new_due_on: date | None, seen: int | None = None
) -> Event:
    """Tell the sender how it stands, and by which day the answer comes (LX-10.1d)."""
    events, inquiry = _open(house, who, id, seen, "noticed")
    facts = {"new_due_on": check_notice(house, inquiry, new_due_on, local_day(now)).isoformat()}
    return do(house, who, inquiry, events, now, "noticed", facts, text=_text(id, text))


def redirect(
    house: House, who: Clerk, id: str, now: datetime, *, text: str, body: str, seen: int | None = None
) -> Event:
    """Tell the sender at once that this is for another body, and end the work here."""
    events, inquiry = _open(house, who, id, seen, "redirected")
    facts = {"body": check_redirect(house, inquiry, body)}
    return do(house, who, inquiry, events, now, "redirected", facts, text=_text(id, text))


def answer(
    house: House,
    who: Clerk,
    id: str,
    now: datetime,
    *,
    text: str,
    general_concern: bool | None,
    unit: str = "",
    seen: int | None = None,
) -> Event:
    """Answer the sender. general_concern: whether others need the answer too; None is refused"""
    events, inquiry = _open(house, who, id, seen, "answered")
    general_concern = check_answer(house, inquiry, general_concern)
    facts = {"general_concern": general_concern, **_unit(clean_line(unit) or inquiry.unit)}
    return do(house, who, inquiry, events, now, "answered", facts, text=_text(id, text))


def check_notice(house: House, inquiry: Inquiry, new_due_on: date | None, today: date) -> date:
    """Return the new day. Raises: Refused without one, or where it cannot be kept; ask before a text is typed"""
    limit = house.profile.inquiry_rules.answer
    if new_due_on is None:
        raise _bad(inquiry.id, "inbox-notice-undated", limit.clause if limit else "")
    _refuse_day(house, inquiry.id, new_due_on, today)
    return new_due_on


def check_redirect(house: House, inquiry: Inquiry, body: str) -> str:
    """Return the competent body. Raises: Refused without one"""
    if not clean_line(body):
        rule = house.profile.inquiry_rules.out_of_scope
        raise _bad(inquiry.id, "inbox-body-missing", rule.clause if rule else "")
    return clean_line(body)


def check_answer(house: House, inquiry: Inquiry, general_concern: bool | None) -> bool:
    """Return whether others need the answer too. Raises: Refused while it may not be answered, or that is not said"""
    refuse_early(house, inquiry, "answered")
    if general_concern is None:
        publish = house.profile.inquiry_rules.publish
        raise _bad(inquiry.id, "inbox-general-concern", publish.clause if publish else "")
    return general_concern


def close(
    house: House, who: Clerk, id: str, now: datetime, *, reason: str, note: str = "", seen: int | None = None
) -> Event:
    """End the work."""
    return _with_reason(house, who, id, now, "closed", reason, CLOSING, note, seen)


def reopen(
    house: House, who: Clerk, id: str, now: datetime, *, reason: str, note: str = "", seen: int | None = None
) -> Event:
    """Take it up again; the clocks go on as if it had never ended."""
    return _with_reason(house, who, id, now, "reopened", reason, REOPENING, note, seen)


def mark_spam(
    house: House, who: Clerk, id: str, now: datetime, *, reason: str, note: str = "", seen: int | None = None
) -> Event:
    """Put aside what is no inquiry."""
    return _with_reason(house, who, id, now, "spam", reason, SPAM, note, seen)


def release(house: House, who: Clerk, id: str, now: datetime, *, seen: int | None = None) -> Event:
    """Let what the filter kept back be worked on; its clock ran from receipt."""
    events, inquiry = _open(house, who, id, seen, "released")
    return do(house, who, inquiry, events, now, "released", {})


def answer_right(
    house: House, who: Clerk, id: str, now: datetime, *, outcome: str, text: str, seen: int | None = None
) -> Event:
    """Answer what the sender asked about personal data (two working days, PS-D3)."""
    events, inquiry = _open(house, who, id, seen, "rights_answered")
    if outcome not in RIGHT_OUTCOMES:
        raise _bad(id, "inbox-outcome-unknown", "PS-D3", value=outcome, known=_listed(RIGHT_OUTCOMES))
    return do(house, who, inquiry, events, now, "rights_answered", {"outcome": outcome}, text=_text(id, text))


def allowed(inquiry: Inquiry, profile: Profile) -> tuple[str, ...]:
    """Return the acts of staff that its state takes now and no order holds back, as the table lists them.

    Erasing is not among them: the clock or the sender's request opens it (desk.inquiries.erasing).
    """
    return tuple(
        act
        for act, transition in TRANSITIONS.items()
        if STAFF in transition.by
        and act != "erased"
        and inquiry.state in transition.sources
        and unmet(act, inquiry, profile) is None
    )


def _open(house: House, who: Clerk, id: str, seen: int | None, act: str) -> tuple[tuple[Event, ...], Inquiry]:
    events, inquiry = read(house, id)
    refuse_overtaken(house, who, inquiry, seen)
    refuse_early(house, inquiry, act)
    return events, inquiry


def _coordination(
    house: House, who: Clerk, id: str, now: datetime, act: str, unit: str, on: date, seen: int | None
) -> Event:
    events, inquiry = _open(house, who, id, seen, act)
    if not clean_line(unit):
        raise _bad(id, "inbox-unit-missing")
    _refuse_past(id, on, local_day(inquiry.received_at), local_day(now))
    return do(house, who, inquiry, events, now, act, {"unit": clean_line(unit), "on": on.isoformat()})


def _with_reason(
    house: House,
    who: Clerk,
    id: str,
    now: datetime,
    act: str,
    reason: str,
    known: Mapping[str, str],
    note: str,
    seen: int | None,
) -> Event:
    events, inquiry = _open(house, who, id, seen, act)
    if reason not in known:
        raise _bad(id, "inbox-reason-unknown", value=reason, known=_listed(known))
    kept = {"note": clean_text(note)} if note.strip() else None
    return do(house, who, inquiry, events, now, act, {"reason": reason}, note=kept)


def _refuse_day(house: House, id: str, day: date, today: date) -> None:
    """Raise Refused for a promised day that has passed, or on which nobody works. Raises: YearNotLoaded"""
    if day <= today:
        raise _bad(id, "inbox-day-passed", day=day, today=today)
    if not house.calendar.is_working(day):
        raise _bad(id, "inbox-day-off", day=day)


def _refuse_past(id: str, day: date, first: date, last: date) -> None:
    """Raise Refused for a day on which it cannot have happened."""
    if not first <= day <= last:
        raise _bad(id, "inbox-day-outside", day=day, first=first, last=last)


def _unit(unit: str) -> dict[str, Any]:
    return {"unit": unit} if unit else {}


def _text(id: str, text: str) -> str:
    cleaned = clean_text(text).strip()
    if not cleaned:
        raise _bad(id, "inbox-text-missing")
    if len(cleaned) > LONGEST_TEXT:
        raise _bad(id, "inbox-text-long", most=LONGEST_TEXT, length=len(cleaned))
    return cleaned


def _listed(words: Mapping[str, str]) -> str:
    return ", ".join(f"{name} ({told})" for name, told in words.items())


def _bad(where: str, code: str, clause: str = "", **facts: object) -> Refused:
    return Refused(Problem(code, "fail", where, clause, facts))
