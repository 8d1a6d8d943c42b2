"""The picture that Zalo and Facebook show beside a shared link: the title on a card in the site's own look.

Only the newest items have one of their own; the others show that of their section. The lists of sections and areas have
theirs, every other page shows the one of the whole site (docs/decisions/0014). A site that search engines must leave
alone has none. How one is drawn: picture_card.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

from editorial.addresses import PICTURE_NAME
from plugins.entries import ENTRIES, Entry
from plugins.output import write_made, write_sheaf
from plugins.site_context import SITE, Site
from plugins.site_generator import SiteGenerator, site_planned
from plugins.site_writer import SiteWriter

NEWEST = 300
"""Items with a picture of their own: what is shared is new; ten thousand would take a minute to draw."""
SITE_PICTURE = f"/{PICTURE_NAME}"

_FONT = Path("static/fonts/be-vietnam-pro-700.woff2")


def register() -> None:
    """Connect to the planning of the site."""
    site_planned.connect(write_pictures)


def write_pictures(generator: SiteGenerator, writer: SiteWriter) -> None:
    """Name the pictures of the site, of its sections and areas and of the newest items."""
    site: Site = generator.settings[SITE]
    if site.unlisted:
        return
    font = Path(generator.settings["THEME"]) / _FONT
    told = (site.name, urlsplit(site.url).netloc, str(font), sha256(font.read_bytes()).hexdigest())
    write_made(writer, SITE_PICTURE, draw, site.name, site.directed_by, *told)
    for label, places in (("Chuyên mục", site.section_places), ("Lĩnh vực", site.area_places)):
        for place in places:
            write_made(writer, place.address + PICTURE_NAME, draw, place.name, label, *told)
    entries = list(newest(generator.settings[ENTRIES]))

    def plan() -> None:
        for entry in entries:
            write_made(writer, entry.address + PICTURE_NAME, draw, entry.title, _label(entry), *told)

    write_sheaf(writer, "pictures", (told, [entry.public.head_digest for entry in entries]), plan)


def _label(entry: Entry) -> str:
    """Return what stands above the title: a document's type and number, else the kind."""
    return f"{entry.item.form} {entry.number}".strip() if entry.number else entry.kind_name.strip()


def newest(entries: Sequence[Entry]) -> Iterator[Entry]:
    """Yield the items that have a picture of their own. entries: newest first"""
    left = NEWEST
    for entry in entries:
        if not left:
            return
        if not entry.is_page and not entry.unsigned:
            left -= 1
            yield entry


def picture_of(entry: Entry, has_own: bool) -> str:
    """Return the address of the picture that is shown for an item."""
    if has_own:
        return entry.address + PICTURE_NAME
    return entry.section.address + PICTURE_NAME if entry.section else SITE_PICTURE


def draw(title: str, label: str, site: str, host: str, font: str, digest: str) -> bytes:
    """Return the card as a PNG. digest: of the font, so that another font makes another picture"""
    from plugins.picture_card import card_bytes  # here, since few publishings draw any

    return card_bytes(title, label, site, host, font)
