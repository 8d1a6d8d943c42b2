"""The register of documents in pages of 20, and a list for every type, issuer, year, area, status, territory.

Pages are cut from the oldest by the day of publication, as in plugins.listings, so that they stay. A list of a status
is another thing, since documents leave it: it is cut from all that ever came under that status on the site, by the day
on which they did, and shows those that still are under it. So a page may hold fewer than 20, and none moves when one
document is replaced. Counts stand on newest pages and on the list of a facet's values only.

A browser with a script refines the register in place, over data that list a thousand documents a file.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import partial

from editorial import numbers
from editorial.addresses import FACETS, REGISTER, REGISTER_DATA
from editorial.frozen import frozen
from editorial.profile_schema import DOCUMENT_KINDS
from editorial.statuses import Span, Status, in_full
from editorial.text import sort_key
from plugins import listings
from plugins.documents import Library
from plugins.entries import LIBRARY, Entry
from plugins.facets import AREA, ISSUER, NAMES, STATUS, YEAR, Value
from plugins.listings import ListPage
from plugins.output import write_made, write_page, write_sheaf
from plugins.readings import note
from plugins.site_context import SITE, Group, Link, Place, Site
from plugins.site_generator import SiteGenerator, site_planned
from plugins.site_writer import SiteWriter
from plugins.vacant import Slot, listed

ROWS = 1000
"""Documents in one file of data: a new one writes the last file, and a browser fetches few."""

Slots = Sequence[Slot | None]
"""Documents, oldest first; false where one has left the list."""


@frozen
class Office:
    """What the list of an issuer's documents says of the issuer. was, now: names with their lists, "" without one

    ended: the day on which it no longer was, "" while it stands; by: the act
    """

    was: tuple[Link, ...]
    now: tuple[Link, ...]
    ended: str
    by: str


@frozen
class Facet:
    """A way to divide the register. groups: its values, each with its list and count"""

    slug: str
    name: str
    address: str
    groups: tuple[Group, ...]


def register() -> None:
    """Connect to the planning of the site."""
    site_planned.connect(write_register)


def write_register(generator: SiteGenerator, writer: SiteWriter) -> None:
    """Name the pages of the register, of its facets, and the data."""
    settings = generator.settings
    library: Library = settings[LIBRARY]
    site: Site = settings[SITE]
    slots = [slot for slot in reversed(listed(settings)) if slot.kind in DOCUMENT_KINDS]
    vacant = [at for at, slot in enumerate(slots) if not slot]
    plan = partial(_plan_register, writer, slots, site, library)
    write_sheaf(writer, "register", (library.mark, library.today, site.is_internal, vacant), plan)


def _plan_register(writer: SiteWriter, slots: Sequence[Slot], site: Site, library: Library) -> None:
    documents = [slot for slot in slots if isinstance(slot, Entry)]
    lists = lists_of(documents, library.today)
    facets = facets_from(lists, site)
    data = () if site.is_internal else tuple(_write_data(writer, slots))
    home = Place("van-ban", next((one.name for one in site.sections if one.address == REGISTER), "Văn bản"), REGISTER)
    for page in pages_of(home, slots, ()):
        at_home = page.is_newest
        write_page(
            writer,
            page.address,
            "register",
            page_of_list=page,
            facets=facets if at_home else (),
            data=data if at_home else (),
            office=None,
        )
    for facet in facets:
        above = (Link(home.name, home.address),)
        write_page(writer, facet.address, "register_facet", facet=facet, above=above)
        for group in facet.groups:
            of_value = lists[facet.slug][Value(facet.slug, group.slug, group.name)]
            office = _office(library, facet, group.slug) if facet.slug == ISSUER else None
            for page in pages_of(group.place, of_value, (*above, Link(facet.name, facet.address))):
                told = office if page.is_newest else None
                write_page(writer, page.address, "register", page_of_list=page, facets=(), data=(), office=told)


def lists_of(documents: Sequence[Entry], today: date) -> Mapping[str, Mapping[Value, Slots]]:
    """Return every facet's lists by value; a value that only left documents have is none. documents: oldest first"""
    found: dict[str, defaultdict[Value, list[Entry | None]]] = {facet: defaultdict(list) for facet in FACETS}
    names: dict[tuple[str, str], Value] = {}
    entered: defaultdict[str, list[tuple[date, int, Entry | None]]] = defaultdict(list)
    statuses: dict[str, Value] = {}
    for order, entry in enumerate(documents):
        for value in entry.facets:
            if value.facet == STATUS:
                statuses[value.slug] = value
            else:  # one list for one address, whatever small differences of spelling there are
                found[value.facet][names.setdefault(value[:2], value)].append(entry)
        for span in _been(entry, today):
            stays = span.until is None or span.until > today
            entered[span.status].append(
                (max(entry.published_on, span.first or date.min), order, entry if stays else None)
            )
    for status, value in statuses.items():
        found[STATUS][value] = [entry for _, _, entry in sorted(entered[status], key=lambda one: one[:2])]
    return found


def _been(entry: Entry, today: date) -> Iterator[Span]:
    """The spans that have begun, without those that were over when the document came to the site."""
    for span in entry.spans:
        has_begun = span.first is None or span.first <= today
        if has_begun and (span.until is None or span.until > entry.published_on):
            yield span


def facets_from(lists: Mapping[str, Mapping[Value, Slots]], site: Site) -> tuple[Facet, ...]:
    """Return the facets with their counts, the values of each in the order in which people look for them."""
    areas = [area.slug for area in site.areas]
    orders = {
        YEAR: lambda value: -int(value.slug),
        AREA: lambda value: areas.index(value.slug),
        STATUS: lambda value: list(Status).index(Status(value.slug)),
    }
    return tuple(
        Facet(
            facet,
            NAMES[facet],
            f"{REGISTER}{facet}/",
            tuple(
                Group(
                    value.slug,
                    value.name,
                    f"{REGISTER}{facet}/{value.slug}/",
                    sum(entry is not None for entry in lists[facet][value]),
                )
                for value in sorted(lists[facet], key=orders.get(facet, lambda value: sort_key(value.name)))
            ),
        )
        for facet in FACETS
    )


def _office(library: Library, facet: Facet, issuer: str) -> Office | None:
    """Return what an issuer was and has become, None of one of which nothing is to be said (PS-M6)."""
    registry, today = library.registry, library.today
    body = registry.bodies.get(issuer)
    if body is None:
        return None
    lists = {group.slug: group.address for group in facet.groups}
    was, now = (
        tuple(Link(one.name, lists.get(one.id, "")) for one in bodies)
        for bodies in (registry.were(issuer, today), registry.became(issuer, today))
    )
    ended = body.valid_to if body.valid_to and body.valid_to <= today else None
    if not (was or now or ended):
        return None
    return Office(was, now, f"{ended:%d/%m/%Y}" if ended else "", body.ended_by if ended else "")


def pages_of(place: Place, slots: Slots, above: Sequence[Link | Group]) -> Iterator[ListPage]:
    """Yield the pages of a list, oldest first, as plugins.listings does; its count is that of the documents in it."""
    group = Group(place.slug, place.name, place.address, sum(map(bool, slots)))
    return listings.pages_of(group, slots[::-1], above)


def _write_data(writer: SiteWriter, slots: Slots) -> Iterator[str]:
    for number, start in enumerate(range(0, len(slots), ROWS), 1):
        if documents := tuple(filter(None, slots[start : start + ROWS])):
            address = REGISTER_DATA.format(number=number)
            write_made(writer, address, data_of, documents)
            yield address


def data_of(documents: Sequence[Entry]) -> bytes:
    """Return documents as data, oldest first.

    names: facet -> value -> name; rows: address, number, words, day of issue, values by facet but status, statuses
    in order, each with its first day ("" for all days before)
    """
    names: dict[str, dict[str, str]] = {facet: {} for facet in FACETS}
    names[STATUS] = {status.value: in_full(status.words) for status in Status}
    rows = []
    for entry in documents:
        note(f"head:{entry.id}")
        note(f"document:{entry.id}")
        values: dict[str, list[str]] = {facet: [] for facet in FACETS if facet != STATUS}
        for value in entry.facets:
            if value.facet != STATUS:
                names[value.facet].setdefault(value.slug, value.name)
                values[value.facet].append(value.slug)
        days = [[span.status.value, span.first.isoformat() if span.first else ""] for span in entry.spans]
        told = entry.public.metadata
        words = str(told.get("abstract", "")) or entry.title
        number = numbers.shown(str(told.get("document_no", ""))) or entry.title
        rows.append([entry.address, number, words, str(told.get("issued_on", "")), list(values.values()), days])
    return json.dumps({"names": names, "rows": rows}, ensure_ascii=False, separators=(",", ":")).encode()
