"""Under what the register has a document: type, issuer, year, areas, status of today, territory.

What a document does not say puts it nowhere: no facet of documents without a year or a territory is made up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from editorial.addresses import FACETS
from editorial.publication import PublicItem
from editorial.statuses import in_full
from editorial.text import capitalised, slug
from plugins.documents import Library
from plugins.site_context import Place

TYPE, ISSUER, YEAR, AREA, STATUS, TERRITORY = FACETS

NAMES: Mapping[str, str] = MappingProxyType(
    {
        TYPE: "Loại văn bản",
        ISSUER: "Cơ quan ban hành",
        YEAR: "Năm ban hành",
        AREA: "Lĩnh vực",
        STATUS: "Tình trạng hiệu lực",
        TERRITORY: "Địa bàn áp dụng",
    }
)


_slug = cache(slug)
"""A register has few types, issuers and places, and asks for each as often as it has documents."""


class Value(NamedTuple):
    """One value of what a list is divided by: "loai", "quyet-dinh", "Quyết định"."""

    facet: str
    slug: str
    name: str


def facets_of(public: PublicItem, library: Library, areas: Iterable[Place]) -> tuple[Value, ...]:
    """Return the values of a document, those of one facet together."""
    return tuple(value for value in _values(public, library, areas) if value.slug)


def _values(public: PublicItem, library: Library, areas: Iterable[Place]) -> Iterator[Value]:
    told = public.metadata
    form, issuer, territory = (str(told.get(key, "")) for key in ("form", "issuer", "territory"))
    body = library.registry.bodies.get(issuer)
    year = str(told.get("issued_on", ""))[:4]
    status = library.span(public).status
    yield Value(TYPE, _slug(form), capitalised(form))
    yield Value(ISSUER, _slug(issuer), body.name if body else issuer)
    yield Value(YEAR, year if year.isdigit() else "", f"Năm {year}")
    for area in areas:
        yield Value(AREA, area.slug, area.name)
    yield Value(STATUS, status.value, in_full(status.words))
    yield Value(TERRITORY, _slug(territory), capitalised(territory))
