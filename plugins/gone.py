"""What readers find where nothing stands: tombstones of withdrawn items, and pages 404 and 503 of the web server."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from pelican import signals
from pelican.generators import ArticlesGenerator
from pelican.writers import Writer

from editorial.addresses import BROKEN
from editorial.publication import Publication, Tombstone
from plugins.approval_gate import PUBLICATION
from plugins.entries import ENTRIES, Entry
from plugins.output import write_page

SENTENCES: Mapping[str, str] = {
    "error": "Nội dung ở địa chỉ này được đăng nhầm nên đã gỡ khỏi trang.",
    "replaced": "Nội dung ở địa chỉ này đã được thay thế nên đã gỡ khỏi trang.",
    "superseded": "Nội dung ở địa chỉ này không còn phù hợp nên đã gỡ khỏi trang.",
}
"""What a reader is told, by the kind of withdrawal."""


@dataclass(frozen=True)
class Stone:
    """A tombstone as its page shows it. replacement: an address of the site or a URL, "" when there is none."""

    address: str
    sentence: str
    reason: str
    clause: str
    withdrawn_on: date
    replacement: str
    replacement_name: str


def register() -> None:
    """Connect to the end of the articles."""
    signals.article_writer_finalized.connect(write_gone)


def write_gone(generator: ArticlesGenerator, writer: Writer) -> None:
    """Write every tombstone whose address no public item has taken over, and the web server's two pages."""
    publication: Publication = generator.settings[PUBLICATION]
    by_id = {entry.item.id: entry for entry in generator.settings[ENTRIES]}
    taken = {entry.address for entry in by_id.values()}
    for tombstone in publication.tombstones:
        if tombstone.address not in taken:
            write_page(generator, writer, tombstone.address, "tombstone", stone=stone_of(tombstone, by_id))
    write_page(generator, writer, "/404.html", "404")
    write_page(generator, writer, BROKEN, "503")


def stone_of(tombstone: Tombstone, by_id: Mapping[str, Entry]) -> Stone:
    """Return the tombstone for its page; a replacement that is not public is not named."""
    target = by_id.get(tombstone.replacement)
    is_url = tombstone.replacement.startswith(("https://", "http://"))
    return Stone(
        address=tombstone.address,
        sentence=SENTENCES[tombstone.kind],
        reason=tombstone.reason,
        clause=tombstone.clause,
        withdrawn_on=tombstone.withdrawn_on,
        replacement=target.address if target else tombstone.replacement if is_url else "",
        replacement_name=target.item.title if target else tombstone.replacement if is_url else "",
    )
