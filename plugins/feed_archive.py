"""The archived pages of the feed of everything (RFC 5005): fifty items a page, in the order of their first appearance.

Items that went since keep their place, so a page that is complete moves only when one of its own items does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from editorial.addresses import FEEDS
from editorial.frozen import frozen
from editorial.publication import Publication
from plugins.entries import Entry
from plugins.feed_items import Gone
from plugins.feed_list import ALL
from plugins.feed_xml import Paging

PER_PAGE = 50
TOGETHER = 16
"""Pages in one sheaf: where one of them has to be made, the others beside it are planned as well."""
CURRENT = f"{FEEDS}{ALL}.atom.xml"


@frozen
class ArchivedPage:
    """One page. entries: those that are public still, newest first; gone: those that were withdrawn"""

    entries: tuple[Entry, ...]
    gone: tuple[Gone, ...]
    paging: Paging


def page_address(number: int, publication: Publication) -> str:
    """Return the address of a page, counted from 1; "" where there is none."""
    return f"{FEEDS}{ALL}/{number}.atom.xml" if 1 <= number <= complete(publication) else ""


def complete(publication: Publication) -> int:
    """Return how many pages are complete."""
    return len(publication.order_of_appearance) // PER_PAGE


def blocks(by_id: Mapping[str, Entry], publication: Publication) -> Iterator[tuple[tuple[object, ...], range]]:
    """Yield what tells apart all that complete pages are planned from, and their numbers, so many together."""
    order, last = publication.order_of_appearance, complete(publication)
    stones = _gone(publication)
    for first in range(1, last + 1, TOGETHER):
        numbers = range(first, min(first + TOGETHER, last + 1))
        ids = order[(first - 1) * PER_PAGE : numbers[-1] * PER_PAGE]
        shown = "\n".join([item for item in ids if item in by_id])
        gone = [stones[item] for item in ids if item in stones]
        yield ("\n".join(ids), shown, gone, numbers[-1] < last), numbers


def archived_pages(
    by_id: Mapping[str, Entry], publication: Publication, numbers: Iterable[int]
) -> Iterator[ArchivedPage]:
    """Yield some of the complete pages."""
    stones = _gone(publication)
    order = publication.order_of_appearance
    for number in numbers:
        ids = order[(number - 1) * PER_PAGE : number * PER_PAGE]
        address, older, newer = (page_address(n, publication) for n in (number, number - 1, number + 1))
        gone = tuple(stones[item] for item in ids if item in stones)
        entries = tuple(by_id[item] for item in reversed(ids) if item in by_id)
        yield ArchivedPage(entries, gone, Paging(address, True, CURRENT, older, newer))


def not_archived(by_id: Mapping[str, Entry], publication: Publication) -> Sequence[Entry]:
    """Return what stands in no complete page yet, newest first."""
    rest = publication.order_of_appearance[complete(publication) * PER_PAGE :]
    return [by_id[item] for item in reversed(rest) if item in by_id]


def _gone(publication: Publication) -> Mapping[str, Gone]:
    """Return what was withdrawn by the ids."""
    return {stone.item: Gone(stone.item, stone.withdrawn_at) for stone in publication.tombstones}
