"""The archived pages of the feed of everything (RFC 5005): fifty items a page, in the order of their first appearance.

Items that went since keep their place, so a page that is complete moves only when one of its own items does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from editorial.addresses import FEEDS
from editorial.publication import Publication
from plugins.entries import Entry
from plugins.feed_items import Gone
from plugins.feed_list import ALL
from plugins.feed_xml import Paging

PER_PAGE = 50
CURRENT = f"{FEEDS}{ALL}.atom.xml"


@dataclass(frozen=True)
class Shelf:
    """One page. entries: those that are public still, newest first; gone: those that were withdrawn"""

    entries: tuple[Entry, ...]
    gone: tuple[Gone, ...]
    paging: Paging


def page_address(number: int, publication: Publication) -> str:
    """Return the address of a page, counted from 1; "" where there is none."""
    return f"{FEEDS}{ALL}/{number}.atom.xml" if 1 <= number <= complete(publication) else ""


def complete(publication: Publication) -> int:
    """Return how many pages are complete."""
    return len(publication.order_of_appearance()) // PER_PAGE


def shelves(by_id: Mapping[str, Entry], publication: Publication) -> Iterator[Shelf]:
    """Yield every complete page, the oldest first."""
    stones = {stone.item: stone for stone in publication.tombstones}
    order = publication.order_of_appearance()
    for number in range(1, complete(publication) + 1):
        ids = order[(number - 1) * PER_PAGE : number * PER_PAGE]
        address, older, newer = (page_address(n, publication) for n in (number, number - 1, number + 1))
        gone = tuple(Gone(item, stones[item].withdrawn_at) for item in ids if item in stones)
        entries = tuple(by_id[item] for item in reversed(ids) if item in by_id)
        yield Shelf(entries, gone, Paging(address, True, CURRENT, older, newer))


def unshelved(by_id: Mapping[str, Entry], publication: Publication) -> Sequence[Entry]:
    """Return what stands in no complete page yet, newest first."""
    rest = publication.order_of_appearance()[complete(publication) * PER_PAGE :]
    return [by_id[item] for item in reversed(rest) if item in by_id]


def key_of(by_id: Mapping[str, Entry], publication: Publication) -> tuple[object, ...]:
    """Return what tells apart all that the pages are planned from."""
    gone = tuple(Gone(stone.item, stone.withdrawn_at) for stone in publication.tombstones)
    return "\n".join(publication.order_of_appearance()), "\n".join(by_id), gone
