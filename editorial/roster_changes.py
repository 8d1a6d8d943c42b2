"""What one roster says and another does not: people, keys, roles, delegations, absences, assignments.

Source: LCh-2.3 (changes of the list of members are logged)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from typing import NamedTuple

from editorial.dates import Period, local_day
from editorial.problem import Problem
from editorial.profile import Profile
from editorial.profile_schema import KIND_NAMES
from editorial.roster import ROSTER, Roster


class Entry(NamedTuple):
    """One thing that a roster says. first: its first day, date.min for what has none; rest: what may be corrected"""

    words: str
    first: date = date.min
    rest: str = ""


def roster_changes(before: Roster, after: Roster, profile: Profile, at: datetime) -> Iterator[Problem]:
    """Yield what the later roster says and the former one, of the moment, did not, or the other way round."""
    was, now = Counter(_entries(before, profile)), Counter(_entries(after, profile))
    gone = sorted((was - now).elements())
    for entry in sorted((now - was).elements()):
        facts = {"entry": entry.words, "at": at, "days": entry.rest}
        if former := next((one for one in gone if one[:2] == entry[:2]), None):
            gone.remove(former)
            yield Problem("roster-entry-moved", "warn", ROSTER, "product", facts | {"before": former.rest})
        elif date.min < entry.first < local_day(at):
            yield Problem("roster-entry-backdated", "warn", ROSTER, "product", facts)
        else:
            yield Problem("roster-entry-added", "warn", ROSTER, "product", facts)
    for entry in gone:
        facts = {"entry": entry.words, "at": at, "days": entry.rest}
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
        kinds = "mọi loại" if "*" in given.kinds else ", ".join(KIND_NAMES.get(kind, kind) for kind in given.kinds)
        yield _lasting(f"“{given.by}” ủy quyền cho “{given.to}” ({kinds}; {given.reference})", given.period)
    for absence in roster.absences:
        yield _lasting(f"“{absence.person}” vắng mặt ({absence.reference})", absence.period)
    for assigned in roster.assignments:
        words = f"“{assigned.person}” phụ trách {', '.join(assigned.areas)} ({assigned.reference})"
        yield _lasting(words, assigned.period)


def _lasting(words: str, period: Period) -> Entry:
    return Entry(words, period.first, f" {period.vietnamese()}")
