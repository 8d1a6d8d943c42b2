"""Agencies and places with their validity, and who supplies information.

records/bodies.toml: everything that can issue a document or be named as a place

    schema = 1

    [[bodies]]
    id = "so-noi-vu-soc-trang"          # permanent; neither name nor code is a key (PS-M1)
    name = "Sở Nội vụ tỉnh Sóc Trăng"   # as printed
    kind = "department"                 # a key of BODY_KINDS
    symbol = "SNV"                      # in document numbers; several bodies may share one
    aliases = ["Sở Nội vụ Sóc Trăng"]   # other printed names, also former ones
    valid_from = 2004-01-01             # first day; absent = not known, never guessed (PS-B2)
    valid_to = 2025-07-01               # first day on which it no longer is; absent = no end known
    begun_by = "…"; ended_by = "…"      # the act of each change
    predecessors = []; successors = ["so-noi-vu-can-tho"]

records/providers.toml: who supplies information (CT-1.1), and which sources are official (ST-4.6)

    schema = 1

    [[providers]]
    id = "so-noi-vu-can-tho"
    name = "Sở Nội vụ thành phố Cần Thơ"
    kind = "agency"                     # a key of PROVIDER_KINDS
    aliases = []                        # other ways in which "source:" names it
    body = "so-noi-vu-can-tho"          # its id in bodies.toml, if it has one
    official = true                     # an official source
    consent_required = false            # re-use needs its written consent
    areas = []                          # areas it is in charge of (CT-11); empty = any
    focal = [{ name = "…", from = 2026-01-01, until = 2026-12-31 }]   # focal officers (ST-7.1), last day included
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from datetime import date
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Annotated

from editorial.frozen import frozen
from editorial.problem import Problem, Refused, gathering
from editorial.text import fold, spaced, suggestion
from editorial.toml_document import read_document
from editorial.typed_toml import ById, Fault, Form, Lasting, Reader, Schema, Words, days_reversed

BODIES = "bodies.toml"
PROVIDERS = "providers.toml"

BODY_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "national": "cơ quan nhà nước ở Trung ương",
        "ministry": "bộ, cơ quan ngang bộ",
        "council": "Hội đồng nhân dân",
        "committee": "Ủy ban nhân dân",
        "department": "sở, ban, ngành",
        "unit": "phòng, đơn vị trực thuộc",
        "party": "cơ quan của Đảng",
        "place": "đơn vị hành chính",
        "other": "cơ quan, tổ chức khác",
    }
)
PROVIDER_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "agency": "cơ quan",
        "unit": "đơn vị",
        "locality": "địa phương",
        "organisation": "tổ chức",
        "individual": "cá nhân",
        "press": "cơ quan báo chí",
    }
)

_Id = Annotated[
    str, Form(r"[a-z0-9][a-z0-9-]{2,39}", "mã (3 đến 40 chữ thường không dấu, số, dấu “-”)", "so-noi-vu-can-tho")
]


@frozen
class Body:
    """An agency or place; a change of what it is makes another body, with another id."""

    id: _Id
    name: str
    kind: Annotated[str, Words(BODY_KINDS, "loại cơ quan")]
    symbol: str = ""
    aliases: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    begun_by: str = ""
    ended_by: str = ""
    predecessors: tuple[str, ...] = ()
    successors: tuple[str, ...] = ()

    def existed_on(self, day: date) -> bool:
        """True unless the day is known to lie before its beginning or after its end."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day < self.valid_to)

    def faults(self) -> Iterator[Fault]:
        """Yield that it ends before it begins."""
        yield from days_reversed("valid_to", self.valid_from, self.valid_to)


@frozen
class Focal(Lasting):
    """A provider's focal officer, and for how long."""

    name: str
    from_: date
    until: date | None = None


@frozen
class Provider:
    """Somebody who supplies information, or a source that is quoted."""

    id: _Id
    name: str
    kind: Annotated[str, Words(PROVIDER_KINDS, "loại nơi cung cấp")]
    aliases: tuple[str, ...] = ()
    body: str = ""
    official: bool = False
    consent_required: bool = False
    areas: tuple[str, ...] = ()
    focal: tuple[Focal, ...] = ()


@frozen
class BodyFile:
    """records/bodies.toml."""

    schema: Schema
    bodies: Annotated[Mapping[str, Body], ById()] = field(default_factory=dict)

    def faults(self) -> Iterator[Fault]:
        """Yield ids before and after a body that name none."""
        for place, body in enumerate(self.bodies.values()):
            for key, ids in (("predecessors", body.predecessors), ("successors", body.successors)):
                for index, id in enumerate(ids):
                    if id not in self.bodies:
                        yield Fault("registry-body-unknown", ("bodies", place, key, index), self.unknown(id))

    def unknown(self, id: str) -> dict[str, object]:
        """Return what is told of an id that no body has."""
        return {"id": id, "hint": suggestion(id, self.bodies)}


@frozen
class ProviderFile:
    """records/providers.toml."""

    schema: Schema
    providers: Annotated[Mapping[str, Provider], ById()] = field(default_factory=dict)


@frozen
class Registry:
    """All bodies and providers, by id."""

    bodies: Mapping[str, Body]
    providers: Mapping[str, Provider]

    def bodies_named(self, name: str) -> tuple[Body, ...]:
        """Return every body of that name or alias (marks and case aside), of any time.

        Several may answer; none is ever picked silently (PS-M3).
        """
        folded = fold(name)
        return tuple(one for one in self.bodies.values() if folded in map(fold, (one.name, *one.aliases)))

    def were(self, id: str, on: date) -> tuple[Body, ...]:
        """Return the bodies that had become this one by the day; an end that is not known counts as none (PS-M6)."""
        before = (self.bodies[one] for one in self.bodies[id].predecessors)
        return tuple(one for one in before if one.valid_to is not None and one.valid_to <= on)

    def became(self, id: str, on: date) -> tuple[Body, ...]:
        """Return what stands in the place of a body on the day, along its successors; () while it stands itself."""
        heirs: dict[str, Body] = {}
        following, met = list(self.bodies[id].successors if not self.bodies[id].existed_on(on) else ()), {id}
        while following:
            one = self.bodies[following.pop(0)]
            if one.existed_on(on):
                heirs[one.id] = one
            elif one.id not in met:
                following += one.successors
            met.add(one.id)
        return tuple(heirs.values())

    def sources_in(self, text: str) -> tuple[Provider, ...]:
        """Return the providers whose name or alias occurs in a `source:` line (marks and case aside)."""
        words = spaced(text)
        return tuple(provider for names, provider in self._sources if any(name in words for name in names))

    @cached_property
    def _sources(self) -> tuple[tuple[tuple[str, ...], Provider], ...]:
        return tuple((tuple(map(spaced, (one.name, *one.aliases))), one) for one in self.providers.values())


def load_registry(records: Path) -> Registry:
    """Read both files. Raises: Refused with every fault found in them; a missing file is a fault."""
    problems: list[Problem] = []
    with gathering(problems):
        registered = Reader(read_document(records / BODIES), "PS-M1").read(BodyFile)
    with gathering(problems):
        reader = Reader(read_document(records / PROVIDERS), "product")
        providers = reader.read(ProviderFile).providers
    if problems:
        raise Refused(*problems)
    for place, provider in enumerate(providers.values()):
        if provider.body and provider.body not in registered.bodies:
            reader.problem("registry-body-unknown", ("providers", place, "body"), **registered.unknown(provider.body))
    if reader.problems:
        raise Refused(*reader.problems)
    return Registry(registered.bodies, providers)
