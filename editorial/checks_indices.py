"""An index (PAR INDEX, SIPAS, PCI …) is written so that it can be read as data, and joins nothing (PS-I1, PS-M7)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from editorial.checks_context import Context, in_body, missing
from editorial.checks_fields import GUIDANCE_MARK
from editorial.content import Item
from editorial.freezing import Frozen
from editorial.index_values import INDEX, Fault, Index, Place, label_of, read_index, read_place
from editorial.problem import Problem
from editorial.text import fold, nfc

VALUES = "PS-I1"
SOURCES = "PS-M7"
_OF_SOURCES = frozenset({"index-source-unknown", "index-source-unlinked", "index-published-unreadable"})


def check_index_fields(item: Item, context: Context) -> Iterator[Problem]:
    """An index says which one it is, its unit and its scale."""
    if item.kind == INDEX:
        for key in ("index_name", "index_unit", "index_scale"):
            yield from missing(item, key, VALUES)


def check_index(item: Item, frozen: Frozen, context: Context) -> Iterator[Problem]:
    """The tables can be read as data, and every place is a territory of records/places.toml in its own time."""
    if item.kind != INDEX or GUIDANCE_MARK.search(nfc(item.body)):
        return  # guidance that is left is told by checks_fields.check_template
    index, faults = read_index(item, frozen.edition.html)
    for fault in faults:
        clause = SOURCES if fault.code in _OF_SOURCES else VALUES
        yield Problem(fault.code, "hold", _where(item, fault), clause, fault.facts)
    if index:
        yield from _unknown_places(item, index, context)


def _where(item: Item, fault: Fault) -> str:
    """Return the place of the row, else of the first words like those at fault."""
    if not fault.words:
        return item.at("index_scale")
    for number, line in enumerate(item.body.split("\n") if fault.row else (), 1):
        if "|" in line and all(text in line for text in fault.row):
            return item.at_body(number)
    return in_body(item, fault.words)


def _unknown_places(item: Item, index: Index, context: Context) -> Iterator[Problem]:
    """Yield the places that are no territory: one that bears the name of two must say which of them it is."""
    if not context.territories:
        return
    known = [label_of(*one) for one in context.territories]
    for place in index.places:
        if place.label in known:
            continue
        near = [label for label in known if (one := read_place(label)) and fold(one.name) == fold(place.name)]
        facts: dict[str, object] = {"value": place.label, "allowed": "; ".join(near or known)}
        crossed = _crossed(place, index, near)
        if crossed:
            facts |= {"day": crossed}
        code = "index-joined-name" if crossed else "index-place-unknown"
        yield Problem(code, "hold", in_body(item, place.label), VALUES, facts)


def _crossed(place: Place, index: Index, near: list[str]) -> date | None:
    """Return the day on which one territory became another, where the years of a bare name lie on both sides."""
    years = {value.year for value in index.values if value.place == place.label}
    days = {day for label in near if (one := read_place(label)) for day in (one.since, one.until) if day}
    return next((day for day in sorted(days) if min(years) < day.year <= max(years)), None)


CHECKS = (check_index_fields,)
FROZEN_CHECKS = (check_index,)
