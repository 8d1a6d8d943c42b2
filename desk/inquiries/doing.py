"""How every act on an inquiry is done: read, check who and what, seal, write, tell the sender by mail.

1. A person decides on what she saw: `seen` is the number of events she had before her. One more since then, or a lost
   race for the next number, and she is told who did what, instead of acting on a state that is gone.
2. A text for the sender is sealed twice: for the staff, and for whoever knows the tracking code. So it needs the duty
   key, which opens the code.
3. The act counts from when the store says so. A mail that could not be queued is told and undoes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from desk.inquiries.clerk import APPROVE, Clerk, acting_titles, approvers, may
from desk.wording import moment
from editorial.dates import local_day
from editorial.frozen import frozen
from editorial.problem import Problem, Refused
from editorial.profile_shapes import clause_of
from editorial.system_errors import reason_words
from inquiries.events import SENDER, SYSTEM, Event
from inquiries.house import House
from inquiries.mails import MAILS, is_address, write_mail
from inquiries.orders import unmet
from inquiries.outbox import Outbox
from inquiries.sealing import SealBroken, seal, seal_for_sender, unseal
from inquiries.states import ACTS, Inquiry, check, fold
from inquiries.store import OUTBOX, PREFIX_LETTERS, Conflict

if TYPE_CHECKING:  # lists are to come within a second
    from editorial.roster import Roster

MAILED = frozenset(MAILS) - {"received"}


def find(house: House, prefix: str) -> str:
    """Return the id that begins with what was typed. Raises: Refused for none, several, or less than 6 letters"""
    typed = prefix.strip().lower()
    if len(typed) < PREFIX_LETTERS:
        raise Refused(Problem("inbox-id-short", "fail", prefix, facts={"least": PREFIX_LETTERS}))
    found = house.store.find(typed)
    if len(found) == 1:
        return found[0]
    if not found:
        raise Refused(Problem("inquiry-unknown", "fail", prefix, facts={"inquiry": typed[:32]}))
    facts = {"prefix": typed, "ids": ", ".join(one[: len(typed) + 4] for one in found[:5])}
    raise Refused(Problem("inbox-id-several", "fail", prefix, facts=facts))


def read(house: House, inquiry: str) -> tuple[tuple[Event, ...], Inquiry]:
    """Return the events and what they make. Raises: Refused for an unknown id or a damaged file; StoreFailed"""
    events = house.store.events(inquiry)
    if not events:
        raise Refused(Problem("inquiry-unknown", "fail", inquiry, facts={"inquiry": inquiry[:8]}))
    return events, fold(events)


def unsealed(event: Event, who: Clerk) -> dict[str, Any]:
    """Return what is sealed in an event, {} where nothing is. Raises: Refused without the key, or with a wrong one"""
    if not event.sealed:
        return {}
    if who.identity is None:
        raise Refused(no_key(event.inquiry))
    try:
        opened: dict[str, Any] = json.loads(unseal(event.sealed, who.identity))
    except SealBroken:
        facts = {"name": who.identity.name, "inquiry": event.inquiry[:8]}
        raise Refused(Problem("inbox-other-key", "fail", event.inquiry, facts=facts)) from None
    return opened


def no_key(inquiry: str) -> Problem:
    """Return that the duty key is not on this machine."""
    return Problem("inbox-no-key", "fail", inquiry)


@frozen
class Doing:
    """An act that a clerk has begun: what was read for it, and what it is to be. events: all before it"""

    house: House
    who: Clerk
    now: datetime
    act: str
    events: tuple[Event, ...]
    inquiry: Inquiry

    def end(self, facts: Mapping[str, Any], *, text: str = "", note: Mapping[str, Any] | None = None) -> Event:
        """Write the act and return it as stored.

        text: for the sender; note: for the staff only
        Raises: Refused where the act is not theirs or not now, or somebody was faster; StoreFailed
        """
        house, who, inquiry = self.house, self.who, self.inquiry
        refuse_stranger(house, who, inquiry.id, self.act, self.now)
        first = unsealed(self.events[0], who) if text or self.act in MAILED else {}
        number = inquiry.number + 1
        private = {**(note or {}), **({"text": text} if text else {})}
        sealed = self._sealed(private) if private else ""
        for_sender = seal_for_sender(text.encode(), first["code"], inquiry.id, number) if text and first else ""
        event = Event(inquiry.id, number, self.act, self.now, who.person.id, dict(facts), sealed, for_sender)
        problem = check(inquiry, event)
        if problem:
            raise Refused(problem)
        try:
            house.store.append(event)
        except Conflict as conflict:
            raise Refused(overtaken(house, who, inquiry.id, inquiry.number)) from conflict
        _tell(house, inquiry, event, first)
        return event

    def _sealed(self, private: Mapping[str, Any]) -> str:
        keys = self.house.recipients.on(local_day(self.now))
        return seal(json.dumps(private, ensure_ascii=False).encode(), keys)


def begin(house: House, who: Clerk, id: str, now: datetime, act: str, seen: int | None) -> Doing:
    """Read what the act is about, once the person may go on. Raises: Refused when overtaken, or too early"""
    events, inquiry = read(house, id)
    refuse_overtaken(house, who, inquiry, seen)
    refuse_early(house, inquiry, act)
    return Doing(house, who, now, act, events, inquiry)


def refuse_overtaken(house: House, who: Clerk, inquiry: Inquiry, seen: int | None) -> None:
    """Raise Refused when more has happened than the person saw."""
    if seen is not None and seen != inquiry.number:
        raise Refused(overtaken(house, who, inquiry.id, seen))


def refuse_early(house: House, inquiry: Inquiry, act: str) -> None:
    """Raise Refused where the law or the regulation wants something else first."""
    problem = unmet(act, inquiry, house.profile)
    if problem:
        raise Refused(problem)


def refuse_stranger(house: House, who: Clerk, inquiry: str, act: str, now: datetime) -> None:
    """Raise Refused where the act is not this person's."""
    if not may(who.person, house.profile, act, local_day(now)):
        roles = approvers(house.profile) if act == APPROVE else acting_titles(house.profile)
        facts = {"name": who.person.name, "act": ACTS[act], "roles": roles}
        raise refusal(inquiry, "inbox-not-theirs", clause_of(house.profile.inquiry_rules.routing), **facts)


def overtaken(house: House, who: Clerk, inquiry: str, seen: int) -> Problem:
    """Return who did what after the events that were seen."""
    later = [event for event in house.store.events(inquiry) if event.number > seen]
    told = "; ".join(f"{name_of(one.by, who.roster)} đã {ACTS[one.act]} lúc {moment(one.at)}" for one in later)
    return Problem("inbox-overtaken", "fail", inquiry, facts={"inquiry": inquiry[:8], "told": told})


def outbox_of(house: House) -> Outbox:
    """Return the queue of the mails that wait."""
    return Outbox(house.store.folder / OUTBOX, house.recipients)


def unit_fact(unit: str) -> dict[str, Any]:
    """Return the fact that names a unit, none where it is not known."""
    return {"unit": unit} if unit else {}


def refusal(where: str, code: str, clause: str = "", **facts: object) -> Refused:
    """Return a refusal of one sentence. where: the inquiry's id"""
    return Refused(Problem(code, "fail", where, clause, facts))


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


def name_of(by: str, roster: Roster) -> str:
    """Return who did an event, in words."""
    if by == SENDER:
        return "người gửi"
    if by == SYSTEM:
        return "máy"
    known = roster.people.get(by)
    return f"{known.name} ({by})" if known else by


def _tell(house: House, inquiry: Inquiry, event: Event, first: Mapping[str, Any]) -> None:
    """Queue the mail of an act, where mails are sent and the sender gave an address."""
    address = first.get("values", {}).get("email", "")
    if event.act not in MAILED or house.settings.mail is None or not is_address(address):
        return
    due_on = date.fromisoformat(event.facts["new_due_on"]) if "new_due_on" in event.facts else None
    mail = write_mail(event.act, address, house.form.controller, house.settings.siteurl, due_on)
    try:
        outbox_of(house).put(inquiry.id, event.act, mail, event.at)
    except OSError as error:
        facts = {"inquiry": inquiry.id[:8], "reason": reason_words(error)}
        raise Refused(Problem("inbox-mail-not-queued", "warn", inquiry.id, facts=facts)) from error
