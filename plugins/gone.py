"""What readers find where nothing stands: tombstones of withdrawn items, and pages 404 and 503 of the web server."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from editorial.addresses import BROKEN
from editorial.frozen import frozen
from editorial.profile_schema import PRODUCT
from editorial.publication import Publication, Tombstone
from plugins.approval_gate import PUBLICATION
from plugins.entries import SHELVES, Entry
from plugins.output import write_page
from plugins.shelves import Shelves
from plugins.site_generator import SiteGenerator, site_planned
from plugins.site_writer import SiteWriter

SENTENCES: Mapping[str, str] = {
    "error": "Nội dung ở địa chỉ này được đăng nhầm nên đã gỡ khỏi trang.",
    "replaced": "Nội dung ở địa chỉ này đã được thay thế nên đã gỡ khỏi trang.",
    "personal_data": "Nội dung ở địa chỉ này có dữ liệu cá nhân nên đã gỡ khỏi trang.",
    "superseded": "Nội dung ở địa chỉ này không còn phù hợp nên đã gỡ khỏi trang.",
}
"""What a reader is told, by the kind of withdrawal."""


@frozen
class Stone:
    """A tombstone as its page shows it.

    clause: "" where no text orders the removal
    replacement: an address of the site or a URL, "" when there is none
    """

    address: str
    sentence: str
    reason: str
    clause: str
    withdrawn_on: date
    replacement: str
    replacement_name: str


def register() -> None:
    """Connect to the planning of the site."""
    site_planned.connect(write_gone)


def write_gone(generator: SiteGenerator, writer: SiteWriter) -> None:
    """Name every tombstone whose address no public item has taken over, and the web server's two pages."""
    publication: Publication = generator.settings[PUBLICATION]
    shelves: Shelves = generator.settings[SHELVES]
    for tombstone in publication.stones():
        write_page(writer, tombstone.address, "tombstone", stone=stone_of(tombstone, shelves.by_id))
    write_page(writer, "/404.html", "404")
    write_page(writer, BROKEN, "503")


def stone_of(tombstone: Tombstone, by_id: Mapping[str, Entry]) -> Stone:
    """Return the tombstone for its page; a replacement that is not public is not named."""
    target = by_id.get(tombstone.replacement)
    is_url = tombstone.replacement.startswith(("https://", "http://"))
    return Stone(
        address=tombstone.address,
        sentence=SENTENCES[tombstone.kind],
        reason=tombstone.reason,
        clause="" if tombstone.clause == PRODUCT else tombstone.clause,
        withdrawn_on=tombstone.withdrawn_on,
        replacement=target.address if target else tombstone.replacement if is_url else "",
        replacement_name=target.title if target else tombstone.replacement if is_url else "",
    )
