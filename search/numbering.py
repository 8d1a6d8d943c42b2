"""Under which number a page stands, and when numbers mean something else. docs/search-format.md section 1.

The caller gives the pages in an order in which new ones come last; a page's place is its document number for good. What
was withdrawn leaves its place empty (Gone).
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence

from search.pages import Entry, Gone, Listed, Page, Unread
from search.postings import Frame

HOLES_AT_MOST = 2
"""keeping_numbers() begins anew when the numbers are more than twice the pages."""


def pages_of(entries: Iterable[Entry]) -> list[Page]:
    """Return what can be found."""
    return [entry for entry in entries if isinstance(entry, Page)]


def by_date(pages: Iterable[Page]) -> list[Page]:
    """Return pages that nobody has numbered, the newest last; it wins where two are equally good."""
    return sorted(pages, key=lambda page: page.date)


def generation_of(ids: Sequence[str], frame: Frame, rules: str) -> str:
    """Return the name under which files may be mixed: the same until pages get other numbers or the frame changes.

    Only the first n numbers are told, so that pages can be added behind them.
    """
    told = "\n".join((f"{rules} {frame.n} {frame.average}", *ids[: frame.n]))
    return hashlib.sha256(told.encode()).hexdigest()[:8]


def keeping_numbers(known: Iterable[str], pages: Iterable[Page | Unread]) -> list[Listed]:
    """Return the pages in the order in which most of them stand already, for an index whose bytes are nobody's promise.

    known: ids by number, those of holes as well
    Raises: ValueError when two pages have one id
    """
    pages = list(pages)
    refuse_twins([page.id for page in pages])
    wanted = {page.id: page for page in pages}
    numbered: list[Listed] = [wanted.get(identity) or Gone(identity) for identity in known]
    if len(numbered) > HOLES_AT_MOST * len(wanted):
        numbered = []
    kept = {entry.id for entry in numbered}
    return [*numbered, *(page for page in wanted.values() if page.id not in kept)]


def refuse_twins(ids: Sequence[str]) -> None:
    """Raise ValueError when two numbers have one id."""
    if len(set(ids)) != len(ids):
        twin = next(one for one, count in Counter(ids).items() if count > 1)
        raise ValueError(f"two pages have the id {twin}")
