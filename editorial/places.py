"""Communes, districts and provinces with their validity, and what each became: records/places.toml.

1. A commune is its id, "unit/short"; neither name nor code is a key (PS-M1): both are borne by several.
2. A commune ends on the day of the merger that takes it, whole or in parts, and begins on the day of the one that makes
   it; what no act here says is not known, and None. Days are half-open.
3. A conversion follows dated hops, each with its act (PS-M4); of what was divided no single successor is told.
4. The next merger is a table more in the file (PS-M9).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from datetime import date
from functools import cached_property
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from types import MappingProxyType

from editorial.acts import load_acts
from editorial.frozen import frozen
from editorial.place_tables import District, Elsewhere, Merger, Province, Row, UnitId
from editorial.problem import Problem, Refused
from editorial.text import suggestion
from editorial.toml_document import read_document
from editorial.typed_toml import Fault, Reader, Schema

PLACES = "places.toml"


@frozen
class Hop:
    """One change seen from who gives. clause: "khoản 3 Điều 1", "" when not known; is_part: only a part went there"""

    act: str
    clause: str
    on: date
    giver: str
    receiver: str
    is_part: bool


@frozen
class Commune:
    """An xã, phường or thị trấn. units: ids of the district and the provinces that it lay or lies in"""

    id: str
    name: str
    code: str
    units: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None

    def existed_on(self, day: date) -> bool:
        """True unless the day is known to lie before its beginning or after its end."""
        return self.began_by(day) and (self.valid_to is None or day < self.valid_to)

    def began_by(self, day: date) -> bool:
        """True unless the day is known to lie before its beginning."""
        return self.valid_from is None or self.valid_from <= day


@frozen
class Route:
    """The way from a commune to one that stands on the day asked for."""

    origin: Commune
    hops: tuple[Hop, ...]
    place: Commune

    @property
    def is_part(self) -> bool:
        """True when only a part of the origin went this way."""
        return any(hop.is_part for hop in self.hops)


@frozen
class Places:
    """The file. All that is asked of it is asked for a day."""

    schema: Schema
    provinces: Mapping[UnitId, Province]
    districts: Mapping[UnitId, District]
    mergers: Mapping[str, Merger]
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    elsewhere: Elsewhere = field(default_factory=Elsewhere)

    def faults(self) -> Iterator[Fault]:
        """Yield changes between communes that are not there, taken twice, or out of their time."""
        for id in self.aliases.keys() - self._rows.keys():
            yield Fault("places-commune-unknown", ("aliases", id), self._unknown(id))
        for act, merger in self.mergers.items():
            for receiver, change in merger.changes.items():
                path = ("mergers", act, "changes", receiver)
                for id in {receiver, *change.whole, *change.part} - self._rows.keys():
                    yield Fault("places-commune-unknown", path, self._unknown(id))
                for id in (*change.whole, *change.part):
                    if self._ends.get(id) != merger.on or len(self.hops_of(id)) > 1 and id in change.whole:
                        yield Fault("places-taken-twice", path, {"value": id})
                ends = self._ends.get(receiver)
                if ends is not None and ends <= merger.on:
                    yield Fault("places-receiver-ended", path, {"value": receiver, "ended": ends, "on": merger.on})

    @cached_property
    def units(self) -> Mapping[str, Province | District]:
        """Provinces and districts by id."""
        return MappingProxyType({**self.provinces, **self.districts})

    @cached_property
    def communes(self) -> Mapping[str, Commune]:
        """Every commune by id."""
        begins = {
            receiver: merger.on
            for merger in self.mergers.values()
            for receiver, change in merger.changes.items()
            if not change.enlarges
        }
        return MappingProxyType(
            {
                id: Commune(id, row.name, row.code, units, self.aliases.get(id, ()), begins.get(id), self._ends.get(id))
                for id, (row, units) in self._rows.items()
            }
        )

    def standing(self, on: date) -> tuple[Commune, ...]:
        """Return the communes that existed on the day."""
        return tuple(commune for commune in self.communes.values() if commune.existed_on(on))

    def hops_of(self, id: str) -> tuple[Hop, ...]:
        """Return where a commune went when it ended."""
        return tuple(self._given.get(id, ()))

    def received(self, id: str) -> tuple[Hop, ...]:
        """Return what a commune was made of, or took in."""
        return tuple(self._received.get(id, ()))

    def routes(self, commune: Commune, on: date) -> Iterator[Route]:
        """Yield the ways from a commune to what stands in its place on the day."""
        hops = [hop for hop in self.hops_of(commune.id) if hop.on <= on]
        if not hops:
            yield Route(commune, (), commune)
        for hop in hops:
            for rest in self.routes(self.communes[hop.receiver], on):
                yield Route(commune, (hop, *rest.hops), rest.place)

    def lineage(self, commune: Commune) -> frozenset[str]:
        """Return the units of a commune and of all that went into it."""
        before = (self.lineage(self.communes[hop.giver]) for hop in self.received(commune.id))
        return frozenset(commune.units).union(*before)

    @cached_property
    def _rows(self) -> Mapping[str, tuple[Row, tuple[str, ...]]]:
        """Id to the commune as written and its units."""
        rows: dict[str, tuple[Row, tuple[str, ...]]] = {}
        for unit, holder in self.units.items():
            above = (holder.province,) if isinstance(holder, District) else ()
            units = (unit, *above)
            units += tuple(s for id in units if id in self.provinces and (s := self.provinces[id].successor))
            rows |= {f"{unit}/{row.short}": (row, units) for row in holder.communes}
        return rows

    @cached_property
    def _ends(self) -> Mapping[str, date]:
        return {
            id: merger.on
            for merger in self.mergers.values()
            for change in merger.changes.values()
            for id in (*change.whole, *change.part)
        }

    @cached_property
    def _given(self) -> Mapping[str, list[Hop]]:
        return {giver: list(hops) for giver, hops in groupby(sorted(self._hops, key=_giver), _giver)}

    @cached_property
    def _received(self) -> Mapping[str, list[Hop]]:
        return {receiver: list(hops) for receiver, hops in groupby(sorted(self._hops, key=_receiver), _receiver)}

    @cached_property
    def _hops(self) -> tuple[Hop, ...]:
        return tuple(
            Hop(
                act,
                f"khoản {change.clause} {merger.article}".strip() if change.clause else "",
                merger.on,
                giver,
                receiver,
                giver in change.part,
            )
            for act, merger in self.mergers.items()
            for receiver, change in merger.changes.items()
            for giver in (*change.whole, *change.part)
        )

    def _unknown(self, id: str) -> dict[str, object]:
        return {"value": id, "hint": suggestion(id, self._rows)}


def load_places(records: Path) -> Places | None:
    """Read records/places.toml, None where an organisation has none. Raises: Refused with every fault"""
    path = records / PLACES
    if not path.exists():
        return None
    document = read_document(path)
    places = Reader(document).read(Places)
    acts = load_acts(records)
    unknown = [
        Problem("places-act-unknown", "fail", document.at((table, id)), "PS-B1", {"act": act, "id": id})
        for table, id, act in _acts_named(places)
        if act not in acts
    ]
    if unknown:
        raise Refused(*unknown)
    return places


_giver = attrgetter("giver")
_receiver = attrgetter("receiver")


def _acts_named(places: Places) -> Iterable[tuple[str, str, str]]:
    yield from (("provinces", id, province.act) for id, province in places.provinces.items() if province.act)
    yield from (("mergers", act, act) for act in places.mergers)
