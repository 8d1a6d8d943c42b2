"""Lives of inquiries for tests: what happened on which day, in a line each."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from editorial.dates import VIETNAM
from editorial.profile import Profile
from editorial.workdays import WorkCalendar, load_calendar
from inquiries.clocks import promise
from inquiries.events import SENDER, SYSTEM, Event, pack
from inquiries.states import Inquiry, fold
from tests.organisation import ROOT, profile_named

CALENDAR = load_calendar(ROOT / "records")
PROFILES = {name: profile_named(name) for name in ("ct", "st", "lc", "lx")}
WHO = {"received": SENDER, "supplemented": SENDER, "rights_requested": SENDER, "recomputed": SYSTEM}
WHO["draft_confirmed"] = "van-thu"  # never who proposed it

Happened = tuple[str, str, dict[str, Any]]


def on(day: str, act: str, **facts: Any) -> Happened:
    """Return one thing that happened; on("24/11", "forwarded", unit="Sở Tư pháp")."""
    return day, act, facts


def day_of(written: str) -> date:
    """Return the day of "24/11" or "24/11/2027"; without a year it is 2026."""
    parts = [int(part) for part in written.split("/")]
    return date(parts[2] if len(parts) == 3 else 2026, parts[1], parts[0])


def received(profile: Profile, day: str, calendar: WorkCalendar = CALENDAR, **more: Any) -> Happened:
    """Return the receipt of a question, with what was promised then."""
    promised = promise(profile, calendar, day_of(day))
    facts: dict[str, Any] = {
        "kind": "kien_nghi",
        "area": "khac",
        "contact": "none",
        "consent": "tb-0123456789ab",
        "may_publish": False,
        "form": "tb-0123456789ab",
        "keep_days": 365,
        "due_clause": promised.clause,
        "flags": [],
        "files": [],
    }
    if promised.due_on:
        facts |= {"due_on": promised.due_on.isoformat(), "due_days": promised.days}
    return day, "received", facts | more


def life(*happened: Happened) -> Inquiry:
    """Return the inquiry to which all this happened, in this order; every event is one that can be stored."""
    events = []
    for number, (day, act, facts) in enumerate(happened, 1):
        at = datetime.combine(day_of(day), time(16, 55), VIETNAM)
        event = Event("a" * 32, number, act, at, WHO.get(act, "truc"), facts)
        pack(event)
        events.append(event)
    return fold(events)
