"""What the web server must know of addresses: which are gone for good, and which lead on to a successor.

Two nginx maps beside the manifest (deploy/nginx.conf includes them). A page of the site stands at each of their
addresses in any case, so a server that knows no maps still shows what became of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from editorial.publication import Publication
from plugins.approval_gate import PUBLICATION
from plugins.entries import ENTRIES, Entry
from plugins.gone import stone_of
from plugins.output import put_file
from plugins.site_generator import SiteGenerator, site_planned
from plugins.site_writer import SiteWriter

GONE = "/.well-known/cchc/gone.map"
REDIRECTS = "/.well-known/cchc/redirects.map"
HEADING = b"# nginx map, made by every publishing; deploy/nginx.conf includes it\n"

_ADDRESS = re.compile(r"(?:/[a-z0-9][a-z0-9-]*)+/")
"""Nothing that could end a line of the map or begin a variable."""


def register() -> None:
    """Connect to the planning of the site."""
    site_planned.connect(write_maps)


def write_maps(generator: SiteGenerator, writer: SiteWriter) -> None:
    """Name both maps, empty ones too: the web server's configuration counts on them."""
    publication: Publication = generator.settings[PUBLICATION]
    entries: Sequence[Entry] = generator.settings[ENTRIES]
    gone, moved = [], []
    for address, successor in withdrawn(publication, entries) if publication.tombstones else ():
        (moved if successor else gone).append((address, successor or "1"))
    put_file(writer, GONE, as_map(gone))
    put_file(writer, REDIRECTS, as_map(moved))


def withdrawn(publication: Publication, entries: Sequence[Entry]) -> Iterator[tuple[str, str]]:
    """Yield every address of a withdrawn item that no public item has taken over, and its public successor's or ""."""
    by_id = {entry.id: entry for entry in entries}
    taken = {entry.address for entry in entries}
    for tombstone in publication.tombstones:
        if tombstone.address not in taken:
            successor = stone_of(tombstone, by_id).replacement
            yield tombstone.address, successor if successor in taken else ""


def as_map(lines: Iterable[tuple[str, str]]) -> bytes:
    """Return the map's bytes. Raises: ValueError for an address that no item can have"""
    told = [HEADING]
    for address, value in sorted(lines):
        if not _ADDRESS.fullmatch(address) or not (value == "1" or _ADDRESS.fullmatch(value)):
            raise ValueError(f"not an address of an item: {address!r} {value!r}")
        told.append(f'"{address}" "{value}";\n'.encode())
    return b"".join(told)
