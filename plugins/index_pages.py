"""The file of values beside the page of every index (PAR INDEX, SIPAS, PAPI, PCI …)."""

from __future__ import annotations

from collections.abc import Sequence

from editorial.index_values import CSV_NAME, INDEX, table_of
from plugins.entries import ENTRIES, Entry
from plugins.output import write_made
from plugins.site_generator import SiteGenerator, site_planned
from plugins.site_writer import SiteWriter


def register() -> None:
    """Connect to the planning of the site."""
    site_planned.connect(write_tables)


def write_tables(generator: SiteGenerator, writer: SiteWriter) -> None:
    """Name the files; one of a text that cannot be read holds its head alone."""
    entries: Sequence[Entry] = generator.settings[ENTRIES]
    for entry in entries:
        if entry.kind == INDEX:
            write_made(writer, entry.address + CSV_NAME, table_made, entry)


def table_made(entry: Entry) -> bytes:
    """Return the values of an index as CSV."""
    entry.note_all()
    return table_of(entry.item, entry.html)
