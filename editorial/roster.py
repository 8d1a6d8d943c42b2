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

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from editorial.frozen import frozen
from editorial.problem import Problem, Refused
from editorial.text import suggestion
from editorial.toml_document import read_document
from editorial.typed_toml import ById, Fault, Form, Lasting, Reader, Schema

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from securesystemslib.signer import SSlibKey

ROSTER = "roster.toml"
"""Its name below records/."""

_PRIME = 2**255 - 19
_EIGHTH = 0x05FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826
_WEAK = frozenset({0, 1, _PRIME - 1, _EIGHTH, _PRIME - _EIGHTH})
"""The second coordinates of the points of small order (RFC 8032, 5.1): anybody can sign for a key at one of them."""

_PersonId = Annotated[str, Form(r"[a-z0-9][a-z0-9-]*", "mã người", "truong-ban")]
_Hex = Annotated[str, Form("[0-9a-f]{64}", "khóa công khai", "64 ký tự 0–9, a–f mà “python -m desk key new” in ra")]


@frozen
class PublicKey(Lasting):
    """A person's Ed25519 key; public is its 32 bytes as hexadecimal digits."""

    public: _Hex
    from_: date
    until: date | None = None

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
    def is_weak(self) -> bool:
        """True for a key in whose name everybody can sign, however its number is written."""
        return int.from_bytes(bytes.fromhex(self.public), "little") % 2**255 % _PRIME in _WEAK

    @property
    def id(self) -> str:
        """The id by which a signature names the key: a digest of the key, never typed by hand."""
        return self.key.keyid


@frozen
class Holding(Lasting):
    """A role held for a period."""

    role: str
    from_: date
    until: date | None = None


@frozen
class Person:
    """Somebody who may act."""

    id: _PersonId
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
class Delegation(Lasting):
    """A power given by one person to another for some kinds of item ("*" for all)."""

    by: str
    to: str
    reference: str
    from_: date
    until: date | None = None
    kinds: tuple[str, ...] = ("*",)

    def covers(self, kind: str, day: date) -> bool:
        """True when an item of the kind may be signed under it on the day."""
        return self.period.covers(day) and ("*" in self.kinds or kind in self.kinds)


@frozen
class Absence(Lasting):
    """A person away for a period."""

    person: str
    reference: str
    from_: date
    until: date | None = None


@frozen
class Assignment(Lasting):
    """Areas that a person looks after for a period; reference: the paper by which the chief editor said so."""

    person: str
    areas: tuple[str, ...]
    reference: str
    from_: date
    until: date | None = None


@frozen
class Roster:
    """The people of an organisation, their keys, roles, delegations, absences and assignments."""

    schema: Schema
    organisation: str
    people: Annotated[Mapping[str, Person], ById()]
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

    @cached_property
    def as_if_nobody_left(self) -> Roster:
        """The same without the end of any key or role: by it one knows what counted before something was revoked."""
        people = {
            id: replace(
                one,
                keys=tuple(replace(key, until=None) for key in one.keys),
                roles=tuple(replace(role, until=None) for role in one.roles),
            )
            for id, one in self.people.items()
        }
        return replace(self, people=people)

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

    def faults(self) -> Iterator[Fault]:
        """Yield keys of two owners or of everybody, and names that lead nowhere."""
        owners: dict[str, str] = {}
        for place, person in enumerate(self.people.values()):
            for at, key in enumerate(person.keys):
                if owner := owners.get(key.public):
                    facts = {"person": person.id, "other": owner, "key": key.public[:8]}
                    yield Fault("roster-duplicate-key", ("people", place, "keys", at, "public"), facts)
                if key.is_weak:
                    facts = {"person": person.id, "key": key.public[:8]}
                    yield Fault("roster-weak-key", ("people", place, "keys", at, "public"), facts)
                owners[key.public] = person.id
        named = [("delegations", at, "by", one.by) for at, one in enumerate(self.delegations)]
        named += [("delegations", at, "to", one.to) for at, one in enumerate(self.delegations)]
        named += [("absences", at, "person", one.person) for at, one in enumerate(self.absences)]
        named += [("assignments", at, "person", one.person) for at, one in enumerate(self.assignments)]
        for table, at, word, id in named:
            if id not in self.people:
                facts = {"person": id, "hint": suggestion(id, self.people)}
                yield Fault("roster-unknown-person", (table, at, word), facts)


def load_roster(path: Path) -> Roster:
    """Read the roster. Raises: Refused with every fault found, so that the gate stays shut; OSError"""
    if not path.is_file():
        raise Refused(Problem("roster-missing", "fail", path.name, facts={"path": str(path)}))
    return Reader(read_document(path)).read(Roster)
