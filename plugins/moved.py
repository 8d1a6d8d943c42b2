"""Pages at addresses that were: each says where its text went, also on a web server that knows no redirects."""

from __future__ import annotations

import re
from collections.abc import Set
from urllib.parse import unquote

from editorial.addresses import file_of
from editorial.publication import Publication
from editorial.redirects import load_redirects
from plugins.approval_gate import PUBLICATION
from plugins.output import write_page
from plugins.site_generator import SiteGenerator, site_planned
from plugins.site_writer import SiteWriter

MOVED = "MOVED"
"""The setting that holds where addresses that were lead to: address to address or URL."""

_PAGE = re.compile(r"(?:/[A-Za-z0-9_~,-][A-Za-z0-9._~,-]*)+(?:/|\.html?)")
"""An address that a file can have."""


def register() -> None:
    """Connect to the planning of the site."""
    site_planned.connect(write_moved)


def _is_taken(origin: str, names: Set[str]) -> bool:
    """True where the site has a file of its own: asked last, when all others are named."""
    parts = unquote(origin).lower().strip("/").split("/")  # nginx compares without regard to case
    places = ("/".join(parts[:end]) for end in range(1, len(parts) + 1))
    return "?" not in origin and (f"{'/'.join(parts)}/index.html" in names or not names.isdisjoint(places))


def write_moved(generator: SiteGenerator, writer: SiteWriter) -> None:
    """Name a page for each old address that can have one; the web server's map holds the others as well."""
    publication: Publication = generator.settings[PUBLICATION]
    found = load_redirects(publication).targets
    names = frozenset(name.lower() for name in writer.jobs) if found else frozenset()
    targets = {origin: target for origin, target in found.items() if not _is_taken(origin, names)}
    generator.settings[MOVED] = targets
    for origin, target in targets.items():
        if _PAGE.fullmatch(origin) and file_of(origin) not in writer.jobs:
            write_page(writer, origin, "moved", target=target)
