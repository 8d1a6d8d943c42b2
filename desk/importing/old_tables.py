"""Tables of old pages, made ready for Markdown, whose tables have no merged cells and nothing but words in a cell."""

from __future__ import annotations

from bs4 import BeautifulSoup, Tag

_CELLS = ["td", "th"]
_MOST = 1000
"""Columns or rows that one cell may cover."""


def straighten(text: Tag) -> None:
    """Take apart the tables that only laid out a page; in the others give every row a cell for each column."""
    for table in text.select("table"):
        rows = table.find_all("tr")
        if table.find("table") or all(len(row.find_all(_CELLS, recursive=False)) < 2 for row in rows):
            _take_apart(table)
        else:
            _fill(rows)


def merged(text: Tag) -> int:
    """Return how many cells cover more than one row or column."""
    return sum(_span(cell, "rowspan") > 1 or _span(cell, "colspan") > 1 for cell in text.find_all(_CELLS))


def _take_apart(table: Tag) -> None:
    for part in table.find_all(["caption", "thead", "tbody", "tfoot", "tr", *_CELLS]):
        if part.find_parent("table") is table:
            part.name = "div"
    table.name = "div"


def _fill(rows: list[Tag]) -> None:
    """Put an empty cell where one from above reaches down, or what follows it would stand under another heading."""
    reaching: dict[int, int] = {}  # column to the rows that are covered yet
    for row in rows:
        column = 0
        for cell in row.find_all(_CELLS, recursive=False):
            while reaching.get(column):
                cell.insert_before(_empty())
                reaching[column] -= 1
                column += 1
            for covered in range(column, column := column + _span(cell, "colspan")):
                reaching[covered] = _span(cell, "rowspan") - 1
        while reaching.get(column):
            row.append(_empty())
            reaching[column] -= 1
            column += 1


def _empty() -> Tag:
    return BeautifulSoup("", "html.parser").new_tag("td")


def _span(cell: Tag, key: str) -> int:
    written = str(cell.get(key, ""))
    return min(_MOST, max(1, int(written))) if written.isascii() and written.isdigit() else 1
