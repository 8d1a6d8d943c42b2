"""The page on which a reader checks a copy, and the lists that its script looks digests up in (editorial.copies).

The digest is made in the browser: nothing is sent but the request for one list, which tells the first digits. A site
for internal use has the page as well.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from pelican import Pelican, signals

from editorial.addresses import COPY_LIST, VERIFY
from editorial.copies import Shelf
from editorial.publication import Publication
from plugins.approval_gate import PUBLICATION
from plugins.output import put_file, write_page, write_sheaf
from plugins.scripts import SCRIPTS, address_of_scripts, read_scripts
from plugins.site_context import Link, add_globals, add_tool
from plugins.site_generator import SiteGenerator, site_planned
from plugins.site_writer import SiteWriter

VERIFY_PAGE = "VERIFY_PAGE"
"""The address of the page, for the receipt of every item."""
LOG = "LOG_BEFORE"
"""The setting that holds what the site says of the published log: its lines and its head (editorial.manifest)."""
LINK = Link("Kiểm tra một bản sao", VERIFY)
SCRIPT = "verify.js"


def register() -> None:
    """Connect after the gate has opened, and to the planning of the site."""
    signals.initialized.connect(add_page)
    site_planned.connect(write_verify_page)


def add_page(pelican: Pelican) -> None:
    """Give every template VERIFY_PAGE, and tell of the page."""
    settings = pelican.settings
    add_globals(settings, {VERIFY_PAGE: VERIFY})
    add_tool(settings, LINK)


def write_verify_page(generator: SiteGenerator, writer: SiteWriter) -> None:
    """Name the page, the script where the site has no other, and every list."""
    settings = generator.settings
    publication: Publication = settings[PUBLICATION]
    folder: str = settings[SCRIPTS]
    if not folder:
        content = read_scripts(Path(settings["THEME"]))[SCRIPT]
        folder = address_of_scripts({SCRIPT: content})
        put_file(writer, folder + SCRIPT, content)
    shelves = publication.copy_shelves
    digits = shelves[0].width
    lines, head = settings.get(LOG, (0, ""))
    told = {"script": folder + SCRIPT, "folder": COPY_LIST.partition("{")[0], "digits": digits}
    write_page(writer, VERIFY, "verify", **told, log_lines=lines, log_head=head)
    for shelf in shelves:
        write_sheaf(writer, f"copies {shelf.digits}", shelf.key, partial(_write_lists, writer, shelf))


def _write_lists(writer: SiteWriter, shelf: Shelf) -> None:
    for digits, told in shelf.lists().items():
        put_file(writer, COPY_LIST.format(digits=digits), told)
