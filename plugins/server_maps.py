"""What the web server must know of addresses: which are gone for good, and which lead on.

Three nginx maps beside the manifest (deploy/nginx.conf includes them): what is gone, what leads on (to the successor of
a text that was withdrawn, or from an address of former days), and the same of old addresses with a query, which no file
can have. At all the others a page of the site stands in any case, so a server that knows no maps still shows what
became of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from editorial.addresses import ASKED_MAP, GONE_MAP, REDIRECTS_MAP
from editorial.publication import Publication
from plugins.approval_gate import PUBLICATION
from plugins.entries import SHELVES
from plugins.gone import stone_of
from plugins.moved import MOVED
from plugins.output import put_file
from plugins.shelves import Shelves
from plugins.site_generator import SiteGenerator, site_planned
from plugins.site_writer import SiteWriter

HEADING = b"# nginx map, made by every publishing; deploy/nginx.conf includes it\n"

_ADDRESS = re.compile(r"/(?!/)[A-Za-z0-9._~%/=&?+,-]*")
_TARGET = re.compile(r"(?:https://[A-Za-z0-9._~:-]+)?/(?!/)[A-Za-z0-9._~:/?#@!&()*+,=%-]*|1")
"""Nothing that could end a line of the map, begin a variable, or lead to another host unasked."""


def register() -> None:
    """Connect to the planning of the site."""
    site_planned.connect(write_maps)


def write_maps(generator: SiteGenerator, writer: SiteWriter) -> None:
    """Name the maps, empty ones too: the web server's configuration counts on them."""
    publication: Publication = generator.settings[PUBLICATION]
    gone: list[tuple[str, str]] = []
    moved: list[tuple[str, str]] = []
    for address, successor in withdrawn(publication, generator.settings[SHELVES]):
        (moved if successor else gone).append((address, successor or "1"))
    former: Mapping[str, str] = generator.settings[MOVED]
    asked = [(address, target) for address, target in former.items() if _is_asked(address)]
    moved += [(address, target) for address, target in former.items() if not _is_asked(address)]
    put_file(writer, GONE_MAP, as_map(gone))
    put_file(writer, REDIRECTS_MAP, as_map(moved))
    put_file(writer, ASKED_MAP, as_map(asked))


def _is_asked(address: str) -> bool:
    """True where nginx has to compare what was asked, letter for letter: its own reading knows no query."""
    return "?" in address or "%" in address


def withdrawn(publication: Publication, shelves: Shelves) -> Iterator[tuple[str, str]]:
    """Yield every address of a withdrawn item that no public item has taken over, and its public successor's or ""."""
    for tombstone in publication.stones():
        successor = stone_of(tombstone, shelves.by_id).replacement
        yield tombstone.address, successor if successor in publication.taken else ""


def as_map(lines: Iterable[tuple[str, str]]) -> bytes:
    """Return the map's bytes. Raises: ValueError for an address that no item can have"""
    told = [HEADING]
    for address, value in sorted({address.lower(): (address, value) for address, value in lines}.values()):
        if not _ADDRESS.fullmatch(address) or not _TARGET.fullmatch(value):
            raise ValueError(f"not an address of an item: {address!r} {value!r}")
        told.append(f'"{address}" "{value}";\n'.encode())
    return b"".join(told)
