"""Whether a roster fits the regulation under which its people sign: what was asked of it and it does not give."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path

from editorial.problem import Problem, Refused, Severity
from editorial.profile import Profile
from editorial.profile_duties import Founding
from editorial.profile_shapes import clause_of
from editorial.roster import ROSTER, Person, Roster
from editorial.sample_keys import SAMPLE_KEYS
from editorial.text import suggestion
from editorial.toml_document import read_document


def roles_beside(regulations: Path, rules: Mapping[str, Profile]) -> frozenset[str]:
    """Return the roles that the other regulations of the folder know, and the rules of former days."""
    known = {role for profile in rules.values() for role in profile.roles}
    for path in regulations.glob("*.toml"):
        with suppress(Refused):  # one that nobody uses may be broken
            known |= read_document(path).data.get("roles", {}).keys()
    return frozenset(known)


def check_roster(roster: Roster, profile: Profile, beside: Collection[str] = ()) -> Iterator[Problem]:
    """Yield what the profile asks of a roster and the roster does not give.

    beside: roles of other regulations; holding one is no misprint, only without effect under this one
    """
    yield from _role_problems(roster, profile, beside)
    yield from _area_problems(roster, profile)
    for person in roster.people.values():
        for holding in person.roles:
            role = profile.roles.get(holding.role)
            if role is not None and role.office and person.office and role.office != person.office:
                yield Problem(
                    "roster-office-differs",
                    "warn",
                    ROSTER,
                    role.clause,
                    {"person": person.id, "office": person.office, "role": role.title, "expected": role.office},
                )
    members = profile.members
    if members is None:
        return
    yield from _founding_problems(roster, members.founding)
    severity: Severity = "warn" if roster.sample else "fail"
    if members.eligible is not None:
        for person in roster.people.values():
            if person.office not in members.eligible.list:
                yield Problem(
                    "roster-office-not-eligible", severity, ROSTER, members.eligible.clause, {"person": person.id}
                )
    if members.assignment is not None:
        for person in roster.people.values():
            if lacks_decision(person, profile):
                yield Problem("roster-no-decision", "warn", ROSTER, members.assignment.clause, {"person": person.id})


def lacks_decision(person: Person, profile: Profile) -> bool:
    """True where the regulation wants people assigned by a decision that was sent, and this one's is not on record."""
    assignment = profile.members.assignment if profile.members else None
    return bool(assignment and assignment.by_decision) and not (person.decision and person.sent_on)


def _founding_problems(roster: Roster, founding: Founding | None) -> Iterator[Problem]:
    """Yield that the decision is not named which set up the board, or its number is a blank; a sample has none."""
    if founding and not roster.sample and (not roster.founding.strip() or "…" in roster.founding):
        yield Problem("roster-no-founding", "warn", ROSTER, founding.clause, {"by": founding.by})


def _role_problems(roster: Roster, profile: Profile, beside: Collection[str]) -> Iterator[Problem]:
    """Yield roles that mean nothing under the regulation: who holds one can sign nothing with it."""
    for person in roster.people.values():
        for role in dict.fromkeys(holding.role for holding in person.roles):
            facts = {"person": person.id, "role": role}
            if role in profile.roles:
                continue
            if role in beside:
                yield Problem("roster-role-beside", "warn", ROSTER, facts=facts)
            else:
                hint = suggestion(role, profile.roles) or suggestion(role, beside)
                yield Problem("roster-unknown-role", "fail", ROSTER, facts=facts | {"hint": hint})


def _area_problems(roster: Roster, profile: Profile) -> Iterator[Problem]:
    """Yield areas that the regulation does not know: nothing would ever be offered to who looks after them."""
    known = [area.slug for area in profile.areas.list] if profile.areas else []
    for one in roster.assignments:
        for area in one.areas:
            if area not in known:
                facts = {"person": one.person, "area": area, "hint": suggestion(area, known)}
                yield Problem("roster-unknown-area", "warn", ROSTER, facts=facts)


def idle_delegations(roster: Roster, profile: Profile, today: date) -> Iterator[Problem]:
    """Yield delegations, of today or later, by which nobody may sign anything under the regulation."""
    rule = profile.approval.delegation
    for given in roster.delegations:
        giver = {holding.role for holding in roster.people[given.by].roles}
        taker = {holding.role for holding in roster.people[given.to].roles}
        deputies = (profile.roles[role] for role in taker & profile.roles.keys())
        stands_in = any(one.stands_in_for in giver and "delegated" in one.when for one in deputies)
        may_give = rule is not None and (rule.by in giver or rule.by not in profile.roles)
        is_named = rule is not None and may_give and not taker.isdisjoint(rule.to)
        if stands_in or is_named or (given.period.last and given.period.last < today):
            continue
        allowed = ""
        if rule:
            takers = ", ".join(profile.roles[role].title for role in rule.to)
            by = profile.roles[rule.by].title if rule.by in profile.roles else rule.by or "lãnh đạo"
            allowed = f" Quy chế nói {by} ủy quyền cho {takers}."
        facts = {"by": given.by, "to": given.to, "reference": given.reference, "allowed": allowed}
        yield Problem("roster-delegation-idle", "warn", ROSTER, clause_of(rule), facts)


def check_real(roster: Roster) -> Iterator[Problem]:
    """Yield every person who has a published test key: a real edition trusts none of them."""
    if roster.sample:
        yield Problem("roster-is-sample", "fail", ROSTER)
    for person in roster.people.values():
        if any(key.public in SAMPLE_KEYS for key in person.keys):
            yield Problem("roster-sample", "fail", ROSTER, facts={"person": person.name})
