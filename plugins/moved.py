"""Pages at addresses that were: each says where its text went, also on a web server that knows no redirects."""

from __future__ import annotations

import re

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


def write_moved(generator: SiteGenerator, writer: SiteWriter) -> None:
    """Name a page for each old address that can have one; the web server's map holds the others as well."""
    publication: Publication = generator.settings[PUBLICATION]
    targets = load_redirects(publication).targets
    generator.settings[MOVED] = targets
    for origin, target in targets.items():
        if _PAGE.fullmatch(origin):
            write_page(writer, origin, "moved", target=target)
