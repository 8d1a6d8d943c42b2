"""Who may do what on which day: records/roster.toml.

    schema = 1
    organisation = "Sở Nội vụ thành phố Cần Thơ"
    formerly = ["..."]                  # its former names: sign-offs name the organisation for which they were made
    sample = true                       # every key here is a published test key
    founding = "..."                    # the decision that set up the board, optional

    [[people]]
    id = "truong-ban"
    name = "Trưởng Ban Biên tập (mẫu)"
    position = "Trưởng Ban Biên tập"
    office = "..."                      # optional: the office that must hold the role (ST-5.2)
    decision = "..."; sent_on = ...     # optional: the assigning decision (LX-8.1)
    contact = "..."                     # optional: telephone or account, for colleagues; no page shows it (LCh-7.2)
    keys  = [{ public = "<64 hex>", from = 2026-01-01, until = 2026-12-31 }]
    roles = [{ role = "chief_editor", from = 2023-11-01 }]

    [[delegations]]
    by = "truong-ban"; to = "pho-truong-ban"; kinds = ["*"]; from = ...; until = ...; reference = "..."

    [[absences]]
    person = "truong-ban"; from = ...; until = ...; reference = "..."

    [[assignments]]                     # who looks after which areas first, set by the chief editor (ST-5.3, ST-6.1b)
    person = "thanh-vien"; areas = ["the-che"]; from = ...; until = ...; reference = "..."

Days are Vietnam days; `until` is the last day on which the entry still counts; absent = no end.
Entries are never deleted when somebody leaves: old sign-offs are judged by the day they were made.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from editorial.dates import Period
from editorial.frozen import frozen
from editorial.problem import Problem, Refused
from editorial.typed_toml import read_document

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from securesystemslib.signer import SSlibKey

ROSTER = "roster.toml"
"""Its name below records/."""

_TABLES = ("people", "delegations", "absences", "assignments")
_ALLOWED = {
    "": {"schema", "organisation", "formerly", "sample", "founding", *_TABLES},
    "people": {"id", "name", "position", "office", "decision", "sent_on", "contact", "keys", "roles"},
    "keys": {"public", "from", "until"},
    "roles": {"role", "from", "until"},
    "delegations": {"by", "to", "kinds", "from", "until", "reference"},
    "absences": {"person", "from", "until", "reference"},
    "assignments": {"person", "areas", "from", "until", "reference"},
}
_REQUIRED = {
    "": {"schema", "organisation", "people"},
    "people": {"id", "name", "position"},
    "keys": {"public", "from"},
    "roles": {"role", "from"},
    "delegations": {"by", "to", "from", "reference"},
    "absences": {"person", "from", "reference"},
    "assignments": {"person", "areas", "from", "reference"},
}
_DAYS, _LISTS = {"from", "until", "sent_on"}, {"kinds", "areas", "formerly"}
_READ_APART = {"schema", "keys", "roles", *_TABLES}
_HEX = re.compile(r"[0-9a-f]{64}")
_ID = re.compile(r"[a-z0-9][a-z0-9-]*")


@frozen
class PublicKey:
    """A person's Ed25519 key; public is its 32 bytes as hexadecimal digits."""

    public: str
    period: Period

    @cached_property
    def key(self) -> SSlibKey:
        """The key as the signature library holds it."""
        from securesystemslib.signer import SSlibKey

        return SSlibKey.from_crypto(self.verifier)

    @cached_property
    def verifier(self) -> Ed25519PublicKey:
        """The key as it proves a signature; making it costs as much as a tenth of a proof."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey  # here, as in signoffs

        return Ed25519PublicKey.from_public_bytes(bytes.fromhex(self.public))

    @property
    def id(self) -> str:
        """The id by which a signature names the key: a digest of the key, never typed by hand."""
        return self.key.keyid


@frozen
class Holding:
    """A role held for a period."""

    role: str
    period: Period


@frozen
class Person:
    """Somebody who may act."""

    id: str
    name: str
    position: str
    office: str = ""
    decision: str = ""
    sent_on: date | None = None
    contact: str = ""
    keys: tuple[PublicKey, ...] = ()
    roles: tuple[Holding, ...] = ()

    def holds(self, role: str, day: date) -> bool:
        """True when the person holds the role on the day."""
        return any(holding.role == role and holding.period.covers(day) for holding in self.roles)

    def roles_on(self, day: date) -> tuple[str, ...]:
        """Return the roles held on the day."""
        return tuple(holding.role for holding in self.roles if holding.period.covers(day))


@frozen
class Delegation:
    """A power given by one person to another for some kinds of item ("*" for all)."""

    by: str
    to: str
    kinds: tuple[str, ...]
    period: Period
    reference: str

    def covers(self, kind: str, day: date) -> bool:
        """True when an item of the kind may be signed under it on the day."""
        return self.period.covers(day) and ("*" in self.kinds or kind in self.kinds)


@frozen
class Absence:
    """A person away for a period."""

    person: str
    period: Period
    reference: str


@frozen
class Assignment:
    """Areas that a person looks after for a period; reference: the paper by which the chief editor said so."""

    person: str
    areas: tuple[str, ...]
    period: Period
    reference: str


@frozen
class Roster:
    """The people of an organisation, their keys, roles, delegations, absences and assignments."""

    organisation: str
    people: Mapping[str, Person]
    delegations: tuple[Delegation, ...] = ()
    absences: tuple[Absence, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    sample: bool = False
    founding: str = ""
    formerly: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The names under which the organisation signs or has signed."""
        return self.organisation, *self.formerly

    def owner_of(self, key_id: str) -> tuple[Person, PublicKey] | None:
        """Return whose key it is, whatever its period."""
        return self._owners.get(key_id)

    @cached_property
    def _owners(self) -> Mapping[str, tuple[Person, PublicKey]]:
        """The first to have a key, by its id."""
        pairs = [(person, key) for person in self.people.values() for key in person.keys]
        return {key.id: (person, key) for person, key in reversed(pairs)}

    def holders(self, role: str, day: date) -> list[Person]:
        """Return everybody who holds the role on the day, in the roster's order."""
        return [person for person in self.people.values() if person.holds(role, day)]

    def is_absent(self, person: str, day: date) -> bool:
        """True when an absence of the person covers the day."""
        return any(absence.person == person and absence.period.covers(day) for absence in self.absences)

    def looks_after(self, area: str, day: date) -> tuple[Person, ...]:
        """Return to whom the area is assigned on the day."""
        ids = (one.person for one in self.assignments if area in one.areas and one.period.covers(day))
        return tuple(self.people[person] for person in dict.fromkeys(ids))

    def delegations_between(self, by: str, to: str, kind: str, day: date) -> list[Delegation]:
        """Return the delegations from one person to another that cover the kind and the day."""
        return [d for d in self.delegations if (d.by, d.to) == (by, to) and d.covers(kind, day)]


def load_roster(path: Path) -> Roster:
    """Read the roster. Raises: Refused with every fault found, so that the gate stays shut; OSError"""
    where = path.name
    if not path.is_file():
        raise Refused(Problem("roster-missing", "fail", where, facts={"path": str(path)}))
    data = read_document(path).data
    problems = list(_shape_problems(data, where))
    if problems:
        raise Refused(*problems)
    people = [_person(entry) for entry in data["people"]]
    roster = Roster(
        organisation=data["organisation"],
        people={person.id: person for person in people},
        delegations=tuple(
            Delegation(d["by"], d["to"], tuple(d.get("kinds", ["*"])), _period(d), d["reference"])
            for d in data.get("delegations", [])
        ),
        absences=tuple(Absence(a["person"], _period(a), a["reference"]) for a in data.get("absences", [])),
        assignments=tuple(
            Assignment(a["person"], tuple(a["areas"]), _period(a), a["reference"]) for a in data.get("assignments", [])
        ),
        sample=data.get("sample", False),
        founding=data.get("founding", ""),
        formerly=tuple(data.get("formerly", ())),
    )
    problems = list(_sense_problems(roster, people, where))
    if problems:
        raise Refused(*problems)
    return roster


def _person(entry: Mapping[str, Any]) -> Person:
    return Person(
        id=entry["id"],
        name=entry["name"],
        position=entry["position"],
        office=entry.get("office", ""),
        decision=entry.get("decision", ""),
        sent_on=entry.get("sent_on"),
        contact=entry.get("contact", ""),
        keys=tuple(PublicKey(key["public"], _period(key)) for key in entry.get("keys", [])),
        roles=tuple(Holding(role["role"], _period(role)) for role in entry.get("roles", [])),
    )


def _period(entry: Mapping[str, Any]) -> Period:
    return Period(entry["from"], entry.get("until"))


def _shape_problems(data: Mapping[str, Any], where: str) -> Iterator[Problem]:
    """Yield unknown, missing and wrongly typed keys."""
    yield from _keys_of("", data, where)
    if data.get("schema") not in (None, 1):
        yield Problem("roster-schema", "fail", where, facts={"schema": data["schema"]})
    for table in _TABLES:
        yield from _tables(table, data.get(table, []), where)


def _tables(table: str, entries: object, where: str) -> Iterator[Problem]:
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        yield Problem("roster-not-tables", "fail", where, facts={"table": table})
        return
    for entry in entries:
        yield from _keys_of(table, entry, where)
        for inner in ("keys", "roles") if table == "people" else ():
            yield from _tables(inner, entry.get(inner, []), where)


def _keys_of(table: str, entry: Mapping[str, Any], where: str) -> Iterator[Problem]:
    name = str(entry.get("id") or entry.get("person") or entry.get("role") or entry.get("by") or table or "đầu tệp")
    for key in entry.keys() - _ALLOWED[table]:
        yield Problem("roster-unknown-key", "fail", where, facts={"key": key, "entry": name})
    for key in _REQUIRED[table] - entry.keys():
        yield Problem("roster-missing-key", "fail", where, facts={"key": key, "entry": name})
    for key in sorted(_ALLOWED[table] & entry.keys() - _READ_APART):
        if code := _other_shape(key, entry[key]):
            yield Problem(code, "fail", where, facts={"key": key, "entry": name})
    if table == "keys" and "public" in entry and not _HEX.fullmatch(str(entry["public"])):
        yield Problem("roster-bad-key", "fail", where, facts={"key": str(entry["public"])[:12]})


def _other_shape(key: str, value: object) -> str:
    """Return the code of what is wrong with a value, "" for nothing."""
    if key in _DAYS:
        return "" if type(value) is date else "roster-not-a-day"
    if key in _LISTS:
        listed = isinstance(value, list) and all(isinstance(one, str) for one in value)
        return "" if listed else "roster-not-a-list"
    if key == "sample":
        return "" if isinstance(value, bool) else "roster-not-a-flag"
    return "" if isinstance(value, str) else "roster-not-text"


def _sense_problems(roster: Roster, people: list[Person], where: str) -> Iterator[Problem]:
    """Yield duplicates, names that lead nowhere and periods that end before they begin."""
    seen: dict[str, str] = {}
    names: set[str] = set()
    for person in people:
        if person.id in names or not _ID.fullmatch(person.id):
            yield Problem("roster-bad-id", "fail", where, facts={"person": person.id})
        names.add(person.id)
        for key in person.keys:
            if key.public in seen:
                facts = {"person": person.id, "other": seen[key.public], "key": key.public[:8]}
                yield Problem("roster-duplicate-key", "fail", where, facts=facts)
            seen[key.public] = person.id
    for named in [d.by for d in roster.delegations] + [d.to for d in roster.delegations]:
        if named not in names:
            yield Problem("roster-unknown-person", "fail", where, facts={"person": named})
    for person_id in [absence.person for absence in roster.absences] + [one.person for one in roster.assignments]:
        if person_id not in names:
            yield Problem("roster-unknown-person", "fail", where, facts={"person": person_id})
    periods = [k.period for p in people for k in p.keys] + [r.period for p in people for r in p.roles]
    periods += [d.period for d in roster.delegations] + [a.period for a in roster.absences]
    periods += [one.period for one in roster.assignments]
    for period in periods:
        if period.is_over(period.first):
            yield Problem("roster-period-reversed", "fail", where, facts={"first": period.first, "last": period.last})
