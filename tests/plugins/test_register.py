from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from editorial.statuses import End, Span, Status, span_on, spans_of
from plugins.facets import STATUS, Value
from plugins.listings import PAGE_SIZE
from plugins.register import lists_of, pages_of
from plugins.site_context import Place

PLACE = Place("van-ban", "Văn bản", "/van-ban/")
DAY = date(2026, 1, 1)


@dataclass(frozen=True)
class Listed:
    """What the register asks of a document."""

    number: int
    published_on: date
    spans: tuple[Span, ...]
    today: date

    @property
    def facets(self) -> tuple[Value, ...]:
        return (Value(STATUS, span_on(self.spans, self.today).status.value, ""),)


def listed(ended: dict[int, date], count: int, today: date) -> list[Listed]:
    """Return documents published a day apart and in force from the first day, some of which have ended."""
    return [
        Listed(
            number,
            DAY + timedelta(number),
            spans_of(DAY, [End(ended[number], "A")] if number in ended and ended[number] <= today else []),
            today,
        )
        for number in range(count)
        if DAY + timedelta(number) <= today
    ]


def shown(status: Status, documents: list[Listed], today: date) -> dict[str, list[int]]:
    """Return the numbers on each page of a status, by its address; {} where it has no list."""
    lists = lists_of(documents, today)[STATUS]  # type: ignore[arg-type]
    slots = lists.get(Value(STATUS, status.value, ""), ())
    return {page.address: [one.number for one in page.entries] for page in pages_of(PLACE, slots, ())} if slots else {}


@given(st.lists(st.booleans(), max_size=130))
def test_every_document_still_there_stands_on_exactly_one_page(stays: list[bool]):
    slots = [number if stay else None for number, stay in enumerate(stays, 1)]
    pages = list(pages_of(PLACE, slots, ()))  # type: ignore[arg-type]
    assert [one for page in pages for one in reversed(page.entries)] == [one for one in slots if one]
    assert [page.newer for page in pages] == [page.address for page in pages[1:]] + [""]
    assert [page.older for page in pages] == [""] + [page.address for page in pages[:-1]]
    assert [page.count for page in pages] == [None] * (len(pages) - 1) + [sum(stays)]
    assert len({page.address for page in pages}) == len(pages)


@given(st.dictionaries(st.integers(0, 99), st.integers(100, 140).map(lambda days: DAY + timedelta(days)), max_size=30))
def test_what_ends_leaves_its_page_and_moves_no_other(ended: dict[int, date]):
    """A document that is replaced writes the page that it stood on and the newest pages, whatever else has ended."""
    today = DAY + timedelta(120)
    before, after = listed(ended, 100, today), listed({**ended, 41: today}, 100, today)
    was, now = (shown(Status.IN_FORCE, documents, today) for documents in (before, after))
    changed = [address for address in was if was[address] != now.get(address, [])]
    assert all(41 in was[address] for address in changed)
    ends = shown(Status.ENDED, after, today)
    of_before = shown(Status.ENDED, before, today)
    grown = [address for address in ends if address != PLACE.address and ends[address] != of_before.get(address)]
    assert len(grown) <= 1
    assert {one for page in (now, ends) for numbers in page.values() for one in numbers} == set(range(100))


def test_a_list_of_a_status_is_cut_from_all_that_ever_came_under_it():
    today = DAY + timedelta(60)
    pages = shown(Status.IN_FORCE, listed({0: today, 1: today}, 50, today), today)
    assert {address: len(numbers) for address, numbers in pages.items()} == {
        "/van-ban/trang/1/": PAGE_SIZE - 2,
        "/van-ban/trang/2/": PAGE_SIZE,
        "/van-ban/": 10,
    }
