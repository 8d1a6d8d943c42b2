"""Who acts on inquiries, and with which private key.

1. A clerk stands in the roster today and holds the routing's role, or one of the approval chain (the board). Who only
   watches over sensitive inquiries (LC-15.2) reads these and does nothing.
2. Where the regulation wants the routing approved (LC-8.3), only the roles that it names may do that.
3. Anything that a sender wrote, or is to read, needs the duty key; the facts that stand open do not.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from editorial.dates import local_day
from editorial.problem import Problem, Refused
from editorial.profile import Profile
from editorial.profile_shapes import clause_of
from editorial.text import suggestion
from inquiries.house import House
from inquiries.sealing import Identity

if TYPE_CHECKING:  # lists are to come within a second
    from editorial.roster import Person, Roster

APPROVE = "routing_approved"


@dataclass(frozen=True)
class Clerk:
    """Somebody of the roster who may act today; identity: None where no key opens what senders wrote."""

    person: Person
    roster: Roster
    identity: Identity | None = None


def open_clerk(house: House, roster: Roster, person: str, now: datetime, identity: Identity | None = None) -> Clerk:
    """Return the clerk. Raises: Refused for who is not in the roster, or has no part in inquiries today"""
    known = roster.people.get(person)
    if known is None:
        hint = suggestion(person, roster.people)
        raise Refused(Problem("inbox-nobody", "fail", person, facts={"hint": hint}))
    if not has_part(known, house.profile, local_day(now)):
        roles = ", ".join(_titles(house.profile, (*_roles(house.profile), *_watchers(house.profile))))
        facts = {"name": known.name, "roles": roles}
        raise Refused(Problem("inbox-no-part", "fail", person, clause_of(house.profile.inquiry_rules.routing), facts))
    return Clerk(known, roster, identity)


def has_part(person: Person, profile: Profile, day: date) -> bool:
    """True when the person holds a role of the routing, of the approval chain, or of those who watch, on the day."""
    return any(person.holds(role, day) for role in (*_roles(profile), *_watchers(profile)))


def may(person: Person, profile: Profile, act: str, day: date) -> bool:
    """True when the person may do the act on the day."""
    routing = profile.inquiry_rules.routing
    if act == APPROVE and routing:
        return any(person.holds(role, day) for role in routing.approvers)
    return any(person.holds(role, day) for role in _roles(profile))


def may_read(person: Person, profile: Profile, is_sensitive: bool, day: date) -> bool:
    """True when the person may open what a sender wrote on the day."""
    watches = is_sensitive and any(person.holds(role, day) for role in _watchers(profile))
    return watches or any(person.holds(role, day) for role in _roles(profile))


def approvers(profile: Profile) -> str:
    """Return the titles of who may approve a routing."""
    routing = profile.inquiry_rules.routing
    return ", ".join(_titles(profile, routing.approvers if routing else ()))


def acting_titles(profile: Profile) -> str:
    """Return the titles of who may act."""
    return ", ".join(_titles(profile, _roles(profile)))


def _roles(profile: Profile) -> tuple[str, ...]:
    routing = profile.inquiry_rules.routing
    owner = (routing.owner, *routing.approvers) if routing else ()
    chain = [step.role for step in profile.approval.steps if step.act != "confirm"]
    deputies = [name for name, role in profile.roles.items() if role.stands_in_for in chain and role.stands_in_for]
    named = (*owner, profile.approval.publisher.role, *chain, *deputies)
    return tuple(dict.fromkeys(role for role in named if role))


def _watchers(profile: Profile) -> tuple[str, ...]:
    sensitive = profile.inquiry_rules.sensitive
    return sensitive.seen_by if sensitive else ()


def _titles(profile: Profile, roles: tuple[str, ...]) -> list[str]:
    return [known.title if (known := profile.role(role)) else role for role in roles]
