"""Tables of old pages, made ready for Markdown, whose tables have no merged cells and nothing but words in a cell."""

from __future__ import annotations

from bs4 import BeautifulSoup, Tag

_CELLS = ["td", "th"]
_MOST = 1000
"""Columns or rows that one cell may cover."""
_MOST_CELLS = 100_000
"""Of a table: a row of many cells makes as many of every other one."""


def straighten(text: Tag) -> None:
    """Take apart the tables that only laid out a page; in the others give every row a cell for each column."""
    for table in text.select("table"):
        rows = table.find_all("tr")
        lays_out = table.find("table") or all(len(row.find_all(_CELLS, recursive=False)) < 2 for row in rows)
        if lays_out or not _fill(rows):
            _take_apart(table)


def merged(text: Tag) -> int:
    """Return how many cells cover more than one row or column."""
    return sum(_span(cell, "rowspan") > 1 or _span(cell, "colspan") > 1 for cell in text.find_all(_CELLS))


def _take_apart(table: Tag) -> None:
    for part in table.find_all(["caption", "thead", "tbody", "tfoot", "tr", *_CELLS]):
        if part.find_parent("table") is table:
            part.name = "div"
    table.name = "div"


def _fill(rows: list[Tag]) -> bool:
    """Put an empty cell where one from above reaches down, or what follows it would stand under another heading.

    Return False, and be done, for a table that is larger than any that people read.
    """
    reaching: dict[int, int] = {}  # column to the rows that are covered yet
    widest = 0
    for row in rows:
        widest = max(widest, _fill_row(row, reaching))
        if widest * len(rows) > _MOST_CELLS:
            return False
    return True


def _fill_row(row: Tag, reaching: dict[int, int]) -> int:
    """Fill one row, and return how many columns it has."""
    column = 0
    for cell in [*row.find_all(_CELLS, recursive=False), None]:
        while reaching.get(column):
            cell.insert_before(_empty()) if cell else row.append(_empty())
            reaching[column] -= 1
            column += 1
        if cell and column < _MOST_CELLS:
            cell["colspan"] = str(span := _span(cell, "colspan"))
            rows_below = _span(cell, "rowspan") - 1
            reaching.update(dict.fromkeys(range(column, column := column + span), rows_below))
    return column


def _empty() -> Tag:
    return BeautifulSoup("", "html.parser").new_tag("td")


def _span(cell: Tag, key: str) -> int:
    written = str(cell.get(key, ""))
    return min(_MOST, max(1, int(written))) if written.isascii() and written.isdigit() and len(written) < 9 else 1
