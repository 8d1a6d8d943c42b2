"""What one roster says and another does not: people, keys, roles, delegations, absences, assignments.

Source: LCh-2.3 (changes of the list of members are logged)
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import NamedTuple

from editorial.dates import Period, local_day
from editorial.problem import Problem
from editorial.profile import Profile
from editorial.roster import ROSTER, Roster


class Entry(NamedTuple):
    """One thing that a roster says. first: its first day, date.min for what has none; rest: what may be corrected"""

    words: str
    first: date = date.min
    rest: str = ""


def roster_changes(before: Roster, after: Roster, profile: Profile, at: datetime) -> Iterator[Problem]:
    """Yield what the later roster says and the former one, of the moment, did not, or the other way round."""
    was, now = set(_entries(before, profile)), set(_entries(after, profile))
    gone = {(entry.words, entry.first): entry.rest for entry in was - now}
    for entry in sorted(now - was):
        facts = {"entry": entry.words, "at": at, "days": entry.rest}
        if (entry.words, entry.first) in gone:
            former = gone.pop((entry.words, entry.first))
            yield Problem("roster-entry-moved", "warn", ROSTER, "product", facts | {"before": former})
        elif date.min < entry.first < local_day(at):
            yield Problem("roster-entry-backdated", "warn", ROSTER, "product", facts)
        else:
            yield Problem("roster-entry-added", "warn", ROSTER, "product", facts)
    for (words, _), rest in sorted(gone.items()):
        facts = {"entry": words, "at": at, "days": rest}
        yield Problem("roster-entry-removed", "warn", ROSTER, "product", facts)


def _entries(roster: Roster, profile: Profile) -> Iterator[Entry]:
    if roster.sample:
        yield Entry("đây là danh sách mẫu")
    for name in roster.names:
        yield Entry(f"chữ ký cho “{name}” được tính")
    for person in roster.people.values():
        told = (person.name, person.position, person.office, person.decision)
        yield Entry(f"“{person.id}”", rest=f" là {', '.join(filter(None, told))}")
        for key in person.keys:
            yield _lasting(f"khóa {key.public[:8]}… của “{person.id}”", key.period)
        for holding in person.roles:
            role = profile.role(holding.role)
            yield _lasting(f"“{person.id}” giữ vai trò {role.title if role else holding.role}", holding.period)
    for given in roster.delegations:
        kinds = "mọi loại" if "*" in given.kinds else ", ".join(given.kinds)
        yield _lasting(f"“{given.by}” ủy quyền cho “{given.to}” ({kinds}; {given.reference})", given.period)
    for absence in roster.absences:
        yield _lasting(f"“{absence.person}” vắng mặt ({absence.reference})", absence.period)
    for assigned in roster.assignments:
        words = f"“{assigned.person}” phụ trách {', '.join(assigned.areas)} ({assigned.reference})"
        yield _lasting(words, assigned.period)


def _lasting(words: str, period: Period) -> Entry:
    end = f" đến {period.last:%d/%m/%Y}" if period.last else ", không định hạn"
    return Entry(words, period.first, f" từ {period.first:%d/%m/%Y}{end}")
