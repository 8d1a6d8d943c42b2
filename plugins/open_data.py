"""Open data (PS-T1, LC-2.2): every document and every item as data with a published schema, and which list shows what.

- /du-lieu/van-ban.json and .csv hold all documents; they change with a document only.
- /du-lieu/noi-dung-2026-1.json and so on hold all items by the year of their first publication, a thousand a file,
  oldest first, so that an edit writes one of them; so does a withdrawal, which leaves its place empty.
- /du-lieu/danh-muc.json names every file, and for every list of the site the field by which its items are found.

A site for internal use has none of it (LCh-1).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby

from pelican import Pelican, signals

from editorial.addresses import FACETS, OPEN_DATA, REGISTER
from editorial.frozen import frozen
from editorial.profile_schema import DOCUMENT_KINDS
from editorial.publication import Publication
from plugins.approval_gate import PUBLICATION
from plugins.entries import Entry
from plugins.facets import NAMES
from plugins.open_rows import DOCUMENT, ITEM, Field, csv_bytes, json_bytes, schema_bytes
from plugins.output import write_made, write_page, write_sheaf
from plugins.site_context import SITE, Link, Site, add_tool
from plugins.site_generator import SiteGenerator, site_planned
from plugins.site_writer import SiteWriter
from plugins.vacant import Slot, listed

LINK = Link("Dữ liệu mở", OPEN_DATA)
DOCUMENTS = f"{OPEN_DATA}van-ban"
ITEMS = f"{OPEN_DATA}noi-dung"
CATALOGUE = f"{OPEN_DATA}danh-muc.json"
SCHEMA = ".schema.json"
ROWS = 1000
"""Items in one file."""
FACET_FIELDS = dict(zip(FACETS, ("form", "issuer_id", "issued_on", "areas", "statuses", "territory"), strict=True))
"""By which field of a document the register divides it."""

Head = tuple[tuple[str, str], ...]
"""What every file of data says first, by its key: whose the data are, and how they may be used."""


@frozen
class Told:
    """A field as the page explains it."""

    key: str
    label: str
    words: str


def register() -> None:
    """Connect after the gate has opened, and to the planning of the site."""
    signals.initialized.connect(add_link)
    site_planned.connect(write_data)


def add_link(pelican: Pelican) -> None:
    """Tell of the page where there is one."""
    publication: Publication = pelican.settings[PUBLICATION]
    if not publication.profile.is_internal:
        add_tool(pelican.settings, LINK)


def write_data(generator: SiteGenerator, writer: SiteWriter) -> None:
    """Name the data, the schemas, the catalogue and the page that explains them."""
    site: Site = generator.settings[SITE]
    if site.is_internal:
        return
    oldest_first = [slot for slot in reversed(listed(generator.settings)) if not slot.unsigned]
    head = (("source", site.name), *((("reuse", site.reuse_line),) if site.reuse_line else ()))
    _write_documents(writer, site.url, head, oldest_first)
    addresses = tuple(_write_items(writer, site.url, head, oldest_first))
    for fields, place, title in (("document", DOCUMENTS, "Văn bản"), ("item", ITEMS, "Mọi nội dung")):
        write_made(writer, place + SCHEMA, schema_bytes, fields, f"{title} – {site.name}", site.url + place + SCHEMA)
    lists = tuple((group.name, group.address, "section", group.slug) for group in site.section_places) + tuple(
        (group.name, group.address, "areas", group.slug) for group in site.area_places
    )
    write_made(writer, CATALOGUE, catalogue, site.url, addresses, lists)
    write_page(
        writer,
        OPEN_DATA,
        "open_data",
        parts=addresses,
        fields=(("Văn bản", _told(DOCUMENT)), ("Mọi nội dung", _told(ITEM))),
    )


def _write_documents(writer: SiteWriter, base: str, head: Head, slots: Sequence[Slot]) -> None:
    """Name the data of all documents. slots: oldest first"""
    documents = tuple(slot for slot in slots if isinstance(slot, Entry) and slot.kind in DOCUMENT_KINDS)

    def plan() -> None:
        write_made(writer, f"{DOCUMENTS}.json", json_bytes, "document", documents, base, DOCUMENTS + SCHEMA, head)
        write_made(writer, f"{DOCUMENTS}.csv", csv_bytes, "document", documents, base)

    write_sheaf(writer, "data of documents", (base, head, _ids(documents)), plan)


def _write_items(writer: SiteWriter, base: str, head: Head, slots: Sequence[Slot]) -> Iterator[str]:
    """Name the data of all items, and yield the address of each file. slots: oldest first"""
    for address, entries in parts_of(slots):
        plan = partial(write_made, writer, address, json_bytes, "item", entries, base, ITEMS + SCHEMA, head)
        write_sheaf(writer, f"data {address}", (base, head, _ids(entries)), plan)
        yield address


def _ids(entries: Sequence[Entry]) -> str:
    """Return what tells apart which entries a file holds; what they say is read by it."""
    return "\n".join([entry.id for entry in entries])


def parts_of(slots: Sequence[Slot]) -> Iterator[tuple[str, tuple[Entry, ...]]]:
    """Yield the files of items with their addresses; one that all have left is none. slots: oldest first"""
    for year, of_year in groupby(slots, key=lambda slot: slot.public.shown.published_at[:4]):
        together = tuple(of_year)
        for number, start in enumerate(range(0, len(together), ROWS), 1):
            if entries := tuple([slot for slot in together[start : start + ROWS] if slot]):
                yield f"{ITEMS}-{year}-{number}.json", entries


def catalogue(base: str, parts: Sequence[str], lists: Sequence[tuple[str, str, str, str]]) -> bytes:
    """Return where all data lie, and which items each list of the site shows."""
    told = {
        "data": [
            {"name": "van-ban", "schema": f"{base}{DOCUMENTS}{SCHEMA}", "files": [f"{base}{DOCUMENTS}.json"],
             "csv": f"{base}{DOCUMENTS}.csv"},
            {"name": "noi-dung", "schema": f"{base}{ITEMS}{SCHEMA}", "files": [base + part for part in parts]},
        ],
        "lists": [
            {"title": name, "url": base + address, "data": "noi-dung", "field": field, "value": value}
            for name, address, field, value in lists
        ]
        + [
            {"title": NAMES[facet], "url": f"{base}{REGISTER}{facet}/", "data": "van-ban", "field": field}
            for facet, field in FACET_FIELDS.items()
        ],
    }  # fmt: skip
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def _told(fields: Sequence[Field]) -> tuple[Told, ...]:
    return tuple(Told(field.key, field.label, field.words) for field in fields)
