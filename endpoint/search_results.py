"""GET /tim-kiem/ket-qua: the search without a script.

The live search page is the frame (menu, footer and trial strip are those that readers see everywhere); between its two
marks stands what the theme's macro makes of the answer. Whatever was typed gets a page: words are cut and cleaned,
unknown filters passed over, pages beyond the last one are the last one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from markupsafe import Markup, escape

from editorial.addresses import REGISTER, SEARCH
from editorial.dates import PartialDate
from editorial.links import base_for
from editorial.text import nfc
from endpoint.components import component, is_trial, nameless
from endpoint.live_site import LiveSite, NoSearch
from search.engine import BY_DATE, BY_RELEVANCE, FILTERS, Hit, Results

RESULTS = SEARCH + "ket-qua"

QUERY, ORDER, PAGE = "q", "order", "page"
LONGEST_QUERY = 1_000
LONGEST_VALUE = 200
VALUES_SHOWN = 20

_FRAME = re.compile(r"(<!--search-->).*?(<!--/search-->)", re.DOTALL)


@dataclass(frozen=True)
class Asked:
    """What a reader wants to see, cleaned. filters: name to value; page: from 1"""

    query: str
    filters: Mapping[str, str]
    order: str
    page: int

    def address(self, **other: str | None) -> str:
        """Return the address of this search with some values changed, None for without; it starts at page 1."""
        values: dict[str, str | None] = {QUERY: self.query, **self.filters}
        if self.order != BY_RELEVANCE:
            values[ORDER] = self.order
        values |= other
        return "?" + urlencode([(name, value) for name, value in values.items() if value])


@dataclass(frozen=True)
class Choice:
    """A link that changes the search."""

    name: str
    address: str
    count: int = 0
    is_chosen: bool = False


@dataclass(frozen=True)
class Facet:
    """chosen: the value that is filtered by, "" for none"""

    chosen: str
    values: tuple[Choice, ...]


@dataclass(frozen=True)
class ShownHit:
    """title, text: marked, everything else in them escaped; number, day, status: "" for none"""

    address: str
    title: Markup
    text: Markup
    kind: str
    number: str
    day: str
    status: str


@dataclass(frozen=True)
class Answer:
    """What the macro shows; its words stand there. facets: by the engine's names; orders: name to address, "" for the
    chosen one; before, behind: addresses of neighbour pages, "" for none
    """

    query: str
    asked: bool
    total: int
    page: int
    pages: int
    hits: tuple[ShownHit, ...]
    facets: Mapping[str, Facet]
    orders: Mapping[str, str]
    meant: Choice | None
    relaxed: bool
    before: str
    behind: str


def results_page(live: LiveSite, told: Mapping[str, str]) -> str:
    """Return the page that answers what was told in the address.

    Raises: NoSearch when the live site has no index; what is wrong with an index that is being swapped
        is tried once more
    """
    asked = asked_for(told)
    try:
        answer = answer_to(live, asked)
    except (OSError, ValueError):  # another site was published in between
        answer = answer_to(live, asked)
    return framed(live, answer)


def asked_for(told: Mapping[str, str]) -> Asked:
    """Return what is asked, whatever was typed."""
    page = told.get(PAGE, "1")
    return Asked(
        query=_clean(told.get(QUERY, ""), LONGEST_QUERY),
        filters={name: value for name in FILTERS if (value := _clean(told.get(name, ""), LONGEST_VALUE))},
        order=BY_DATE if told.get(ORDER) == BY_DATE else BY_RELEVANCE,
        page=int(page) if re.fullmatch(r"0*[1-9][0-9]{0,5}", page) else 1,
    )


def answer_to(live: LiveSite, asked: Asked) -> Answer:
    """Return the answer of the live index. Raises: NoSearch; OSError, ValueError while it is being swapped"""
    engine = live.engine()
    found = engine.search(asked.query, asked.filters, asked.order, asked.page)
    if found.pages and not found.hits:
        found = engine.search(asked.query, asked.filters, asked.order, found.pages)
    return _shown(asked, found)


def framed(live: LiveSite, answer: Answer) -> str:
    """Return the live search page with the answer in its place. Raises: NoSearch for a page without the place"""
    page = live.page()
    trial = is_trial(page)
    register = REGISTER if live.has(REGISTER) else ""
    macros = component(live.templates, "search_results", trial)
    results = macros.search_results(answer, base_for(RESULTS, trial), register)
    page, places = _FRAME.subn(lambda marks: f"{marks[1]}{results}{marks[2]}", page)
    if places != 1:
        raise NoSearch("the search page has no place for results")
    head = f"{escape(answer.query[:60])} – " if answer.query else ""
    page = page.replace("<title>", f"<title>{head}", 1)
    return nameless(page)


def _clean(text: str, longest: int) -> str:
    """Return text in one line without control characters, cut."""
    kept = (" " if unicodedata.category(letter)[0] in "CZ" else letter for letter in nfc(text[: 4 * longest]))
    return " ".join("".join(kept).split())[:longest]


def _shown(asked: Asked, found: Results) -> Answer:
    page = min(found.page, max(1, found.pages))
    return Answer(
        query=asked.query,
        asked=bool(asked.query),
        total=found.total,
        page=page,
        pages=found.pages,
        hits=tuple(_shown_hit(hit) for hit in found.hits),
        facets=dict(_facets(asked, found)),
        orders={
            BY_RELEVANCE: asked.address(order=None) if asked.order == BY_DATE else "",
            BY_DATE: asked.address(order=BY_DATE) if asked.order == BY_RELEVANCE else "",
        },
        meant=Choice(found.meant, asked.address(q=found.meant)) if found.meant else None,
        relaxed=found.relaxed,
        before=asked.address(page=str(page - 1)) if page > 1 else "",
        behind=asked.address(page=str(page + 1)) if page < found.pages else "",
    )


def _shown_hit(hit: Hit) -> ShownHit:
    card = hit.card
    facts = card.get("kind", ""), card.get("number", ""), _day(card.get("date", "")), card.get("status", "")
    return ShownHit(card.get("address", ""), Markup(hit.title), Markup(hit.text), *facts)


def _day(written: str) -> str:
    """Return "20/11/2026", or what is known of a day; a date of another form as it is."""
    try:
        return PartialDate.parse(written).vietnamese()
    except ValueError:
        return written


def _facets(asked: Asked, found: Results) -> Iterator[tuple[str, Facet]]:
    """Yield the filters that would leave something else, and the chosen ones."""
    for key in FILTERS:
        counts, chosen = found.facets.get(key, {}), asked.filters.get(key, "")
        if len(counts) < 2 and not chosen:
            continue
        if chosen:  # first, so that it can be taken back
            counts = {chosen: counts.get(chosen, 0), **{value: n for value, n in counts.items() if value != chosen}}
        values = [
            Choice(value, asked.address(**{key: None if value == chosen else value}), count, value == chosen)
            for value, count in list(counts.items())[:VALUES_SHOWN]
        ]
        yield key, Facet(chosen, tuple(values))
