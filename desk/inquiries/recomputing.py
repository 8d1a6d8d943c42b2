"""Due days after the calendar changed: written anew for open inquiries, the promised day stays on record."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from pathlib import Path

from inquiries.clocks import recomputed_due
from inquiries.events import SYSTEM, Event
from inquiries.house import House
from inquiries.states import OPEN
from inquiries.store import Conflict


def recompute(house: House, now: datetime) -> tuple[Event, ...]:
    """Write the due day anew for every open inquiry that a changed calendar moves; the promised day stays on record.

    Raises: YearNotLoaded; Refused
    """
    digest = calendar_digest(house.settings.records)
    written: list[Event] = []
    for inquiry in house.store.inquiries(OPEN):
        due_on = recomputed_due(inquiry, house.profile, house.calendar)
        if due_on is None:
            continue
        facts = {"due_on": due_on.isoformat(), "calendar": digest}
        event = Event(inquiry.id, inquiry.number + 1, "recomputed", now, SYSTEM, facts)
        try:
            house.store.append(event)
        except Conflict:
            continue  # a clerk was faster; the next run asks again
        written.append(event)
    return tuple(written)


def calendar_digest(records: Path) -> str:
    """Return the SHA-256 of all years of the calendar, in their order."""
    files = sorted((records / "holidays").glob("*.toml"))
    return sha256(b"".join(sha256(file.read_bytes()).digest() for file in files)).hexdigest()
