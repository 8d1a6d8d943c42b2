"""The acts of staff towards the sender, and the ends of the work, each one event (to units: `routing`).

What must come before an act stands in `inquiries.orders`; here, what it must say.

1. A notice without a date is no notice (LX-10.1d): a working day, later than today.
2. An answer says yes or no to "general concern": yes leaves a reminder until the item is public.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from desk.inquiries.clerk import Clerk
from desk.inquiries.doing import Doing, begin, refusal, refuse_day, refuse_early, unit_fact
from desk.inquiries.reasons import CLOSING, REOPENING, RIGHT_OUTCOMES, SPAM, listed
from editorial.dates import local_day
from editorial.profile import Profile
from editorial.profile_shapes import clause_of
from inquiries.cleaning import clean_line, clean_text
from inquiries.events import Event
from inquiries.house import House
from inquiries.orders import unmet
from inquiries.states import STAFF, TRANSITIONS, Inquiry

LONGEST_TEXT = 20_000


def ask(house: House, who: Clerk, id: str, now: datetime, *, text: str, seen: int | None = None) -> Event:
    """Ask the sender for more."""
    doing = begin(house, who, id, now, "asked", seen)
    return doing.end({}, text=_text(id, text))


def notice(
    house: House, who: Clerk, id: str, now: datetime, *, text: str, new_due_on: date | None, seen: int | None = None
) -> Event:
    """Tell the sender how it stands, and by which day the answer comes (LX-10.1d)."""
    doing = begin(house, who, id, now, "noticed", seen)
    facts = {"new_due_on": check_notice(house, doing.inquiry, new_due_on, local_day(now)).isoformat()}
    return doing.end(facts, text=_text(id, text))


def redirect(
    house: House, who: Clerk, id: str, now: datetime, *, text: str, body: str, seen: int | None = None
) -> Event:
    """Tell the sender at once that this is for another body, and end the work here."""
    doing = begin(house, who, id, now, "redirected", seen)
    facts = {"body": check_redirect(house, doing.inquiry, body)}
    return doing.end(facts, text=_text(id, text))


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
    doing = begin(house, who, id, now, "answered", seen)
    general_concern = check_answer(house, doing.inquiry, general_concern)
    facts = {"general_concern": general_concern, **unit_fact(clean_line(unit) or doing.inquiry.unit)}
    return doing.end(facts, text=_text(id, text))


def check_notice(house: House, inquiry: Inquiry, new_due_on: date | None, today: date) -> date:
    """Return the new day. Raises: Refused without one, or where it cannot be kept; ask before a text is typed"""
    if new_due_on is None:
        raise refusal(inquiry.id, "inbox-notice-undated", clause_of(house.profile.inquiry_rules.answer))
    refuse_day(house, inquiry.id, new_due_on, today)
    return new_due_on


def check_redirect(house: House, inquiry: Inquiry, body: str) -> str:
    """Return the competent body. Raises: Refused without one"""
    if not clean_line(body):
        raise refusal(inquiry.id, "inbox-body-missing", clause_of(house.profile.inquiry_rules.out_of_scope))
    return clean_line(body)


def check_answer(house: House, inquiry: Inquiry, general_concern: bool | None) -> bool:
    """Return whether others need the answer too. Raises: Refused while it may not be answered, or that is not said"""
    refuse_early(house, inquiry, "answered")
    if general_concern is None:
        raise refusal(inquiry.id, "inbox-general-concern", clause_of(house.profile.inquiry_rules.publish))
    return general_concern


def close(
    house: House, who: Clerk, id: str, now: datetime, *, reason: str, note: str = "", seen: int | None = None
) -> Event:
    """End the work."""
    return _with_reason(begin(house, who, id, now, "closed", seen), reason, CLOSING, note)


def reopen(
    house: House, who: Clerk, id: str, now: datetime, *, reason: str, note: str = "", seen: int | None = None
) -> Event:
    """Take it up again; the clocks go on as if it had never ended."""
    return _with_reason(begin(house, who, id, now, "reopened", seen), reason, REOPENING, note)


def mark_spam(
    house: House, who: Clerk, id: str, now: datetime, *, reason: str, note: str = "", seen: int | None = None
) -> Event:
    """Put aside what is no inquiry."""
    return _with_reason(begin(house, who, id, now, "spam", seen), reason, SPAM, note)


def release(house: House, who: Clerk, id: str, now: datetime, *, seen: int | None = None) -> Event:
    """Let what the filter kept back be worked on; its clock ran from receipt."""
    doing = begin(house, who, id, now, "released", seen)
    return doing.end({})


def answer_right(
    house: House, who: Clerk, id: str, now: datetime, *, outcome: str, text: str, seen: int | None = None
) -> Event:
    """Answer what the sender asked about personal data (two working days, PS-D3)."""
    doing = begin(house, who, id, now, "rights_answered", seen)
    if outcome not in RIGHT_OUTCOMES:
        raise refusal(id, "inbox-outcome-unknown", "PS-D3", value=outcome, known=listed(RIGHT_OUTCOMES))
    return doing.end({"outcome": outcome}, text=_text(id, text))


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


def _with_reason(doing: Doing, reason: str, known: Mapping[str, str], note: str) -> Event:
    if reason not in known:
        raise refusal(doing.inquiry.id, "inbox-reason-unknown", value=reason, known=listed(known))
    kept = {"note": clean_text(note)} if note.strip() else None
    return doing.end({"reason": reason}, note=kept)


def _text(id: str, text: str) -> str:
    cleaned = clean_text(text).strip()
    if not cleaned:
        raise refusal(id, "inbox-text-missing")
    if len(cleaned) > LONGEST_TEXT:
        raise refusal(id, "inbox-text-long", most=LONGEST_TEXT, length=len(cleaned))
    return cleaned
