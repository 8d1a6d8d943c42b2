"""The tables of signed HTML as plain rows: what is taken from a text as data is what its reader sees in it."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import NamedTuple


class Cell(NamedTuple):
    """One cell. link: the target of its first link, "" without one; spans: it covers more than its own place"""

    text: str
    link: str = ""
    spans: bool = False


Table = tuple[tuple[Cell, ...], ...]
"""Rows from top to bottom, the head among them."""


def tables_of(html: str) -> tuple[Table, ...]:
    """Return the tables of sanitised HTML in their order; one inside another is part of the outer one's cell."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return tuple(tuple(tuple(row) for row in table) for table in reader.tables)


class _Reader(HTMLParser):
    """Gathers rows and cells of the outermost tables."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[Cell]]] = []
        self._depth = 0
        self._words: list[str] | None = None
        self._link, self._spans = "", False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag == "table":
            self._depth += 1
            if self._depth == 1:
                self.tables.append([])
        elif self._depth == 1 and tag == "tr":
            self.tables[-1].append([])
        elif self._depth == 1 and tag in ("td", "th"):
            self._words, self._link = [], ""
            self._spans = any(told.get(name, "1") != "1" for name in ("colspan", "rowspan"))
        elif tag == "a" and not self._link:
            self._link = told.get("href") or ""
        elif tag == "br":
            self.handle_data(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag == "table":
            self._depth -= 1
        elif self._depth == 1 and tag in ("td", "th") and self._words is not None and self.tables[-1]:
            text = " ".join("".join(self._words).split())
            self.tables[-1][-1].append(Cell(text, self._link, self._spans))
            self._words = None

    def handle_data(self, data: str) -> None:
        if self._words is not None:
            self._words.append(data)
