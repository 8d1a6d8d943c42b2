"""The server's door: the same answers as the browser's, from the same files, with filters, order and pages.

An engine is made once and asked by many threads. It sees by the manifest's file when the index has changed.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from search.columns import AREA, FACETS
from search.highlight import Highlighter
from search.queries import Plan, plan
from search.reader import Reader, stamp
from search.scoring import Ranking, rank
from search.suggestions import did_you_mean

PAGE_SIZE = 10
BY_RELEVANCE, BY_DATE = "relevance", "date"
FILTERS = (*FACETS, AREA)


@dataclass(frozen=True)
class Hit:
    """card: what is known of the page; title, text: HTML with <mark>, everything else escaped"""

    card: Mapping[str, Any]
    level: int
    score: int
    title: str
    text: str


@dataclass(frozen=True)
class Results:
    """total: of all pages; facets: name to value to how many hits it would leave, most first; relaxed: the quotes of
    the query were let go because nothing has these words side by side; meant: "có phải … muốn tìm", "" for nothing"""

    total: int
    hits: tuple[Hit, ...]
    page: int
    pages: int
    meant: str
    relaxed: bool
    plan: Plan = field(repr=False)
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict, repr=False)


class Engine:
    """Raises OSError or ValueError when there is no index that can be read."""

    def __init__(self, out: Path) -> None:
        self._out = out
        self._reader = Reader(out)
        self._lock = threading.Lock()

    @property
    def reader(self) -> Reader:
        """The index as it is now."""
        if stamp(self._out) != self._reader.stamp:
            with self._lock:
                if stamp(self._out) != self._reader.stamp:
                    self._reader = Reader(self._out)
        return self._reader

    def ranked(self, text: str) -> tuple[Plan, Ranking]:
        """Return the plan of a query and every document that answers it."""
        reader = self.reader
        made = plan(text, reader.manifest, reader.lookup)
        return made, rank(made, reader.lookup)

    def top(self, text: str, size: int = PAGE_SIZE) -> list[str]:
        """Return the ids of the best pages."""
        _, ranking = self.ranked(text)
        return [str(self.reader.card(document)["id"]) for document, _, _ in ranking.hits[:size]]

    def search(
        self,
        text: str,
        filters: Mapping[str, str] | None = None,
        order: str = BY_RELEVANCE,
        page: int = 1,
        with_facets: bool = True,
    ) -> Results:
        """Return one page of results.

        filters: name of FILTERS to the value wanted; unknown names and empty values are passed over
        page: from 1; beyond the last one there are no hits
        """
        reader = self.reader
        made = plan(text, reader.manifest, reader.lookup)
        ranking = rank(made, reader.lookup)
        chosen = {name: value for name, value in (filters or {}).items() if name in FILTERS and value}
        ranked = ranking.hits[: ranking.strong] if order == BY_DATE else ranking.hits
        hits = [hit for hit in ranked if all(_has(reader, hit[0], *one) for one in chosen.items())]
        if order == BY_DATE:
            days = reader.columns.days
            hits.sort(key=lambda hit: -days[hit[0]])
        marks = Highlighter(made, reader.manifest)
        shown = [_hit(reader, marks, *hit) for hit in hits[(max(1, page) - 1) * PAGE_SIZE :][:PAGE_SIZE]]
        return Results(
            total=len(hits),
            hits=tuple(shown),
            page=max(1, page),
            pages=-(-len(hits) // PAGE_SIZE),
            meant=did_you_mean(made, reader.lookup, reader.manifest.lexicon) if hits else "",
            relaxed=ranking.relaxed,
            plan=made,
            facets=_facets(reader, ranked, chosen) if with_facets else {},
        )


def _hit(reader: Reader, marks: Highlighter, document: int, level: int, score: int) -> Hit:
    card = reader.card(document)
    shown = marks.show(card["title"], card["text"])
    return Hit(card, level, score, shown.title, shown.text)


def _values(reader: Reader, document: int, name: str) -> tuple[str, ...]:
    columns = reader.columns
    if name == AREA:
        return columns.areas[document]
    value = columns.facets[name][document]
    return (value,) if value else ()


def _has(reader: Reader, document: int, name: str, value: str) -> bool:
    return value in _values(reader, document, name)


def _facets(
    reader: Reader, hits: Sequence[tuple[int, int, int]], chosen: Mapping[str, str]
) -> dict[str, dict[str, int]]:
    """Return for each filter how many hits each value would leave, all other filters applied."""
    facets = {}
    for name in FILTERS:
        others = [one for one in chosen.items() if one[0] != name]
        counts = Counter(
            value
            for document, _, _ in hits
            if all(_has(reader, document, *one) for one in others)
            for value in _values(reader, document, name)
        )
        facets[name] = dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
    return facets
