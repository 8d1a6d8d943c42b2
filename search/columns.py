"""What filters and the date order need of every document: one shard a column. docs/search-format.md section 6."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date

from editorial.frozen import frozen
from search.pages import Entry, Page
from search.shards import json_bytes, unsqueeze_json

FACETS = ("kind", "section", "level", "issuer", "year", "status")
AREA = "area"
DATE = "date"

_NOTHING = Page("", "", "")
_EPOCH = date(1970, 1, 1).toordinal() - 1
_DAY = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


@frozen
class Columns:
    """facets: name to each document's value, "" for none; areas: of each; days: since the epoch plus 1, 0 for none"""

    facets: dict[str, list[str]]
    areas: list[tuple[str, ...]]
    days: list[int]

    @classmethod
    def of(cls, entries: Sequence[Entry]) -> Columns:
        pages = [entry if isinstance(entry, Page) else _NOTHING for entry in entries]
        facets = {name: [getattr(page, name) for page in pages] for name in FACETS}
        return cls(facets, [page.areas for page in pages], [day_number(page.date) for page in pages])

    @classmethod
    def read(cls, read: Callable[[str], bytes]) -> Columns:
        """Return the columns in the shards that `read` gives by their names."""
        facets = {}
        for name in FACETS:
            told = unsqueeze_json(read(name))
            values = [*told["values"], ""]  # -1 is none
            facets[name] = [values[place] for place in told["of"]]
        told = unsqueeze_json(read(AREA))
        areas = [tuple(told["values"][place] for place in places) for places in told["of"]]
        return cls(facets, areas, unsqueeze_json(read(DATE))["of"])

    def put(self, number: int, one: Columns) -> None:
        """Put the columns of one document at its number, or behind the last."""
        for name, column in self.facets.items():
            column[number : number + 1] = one.facets[name]
        self.areas[number : number + 1] = one.areas
        self.days[number : number + 1] = one.days

    def packed(self) -> dict[str, bytes]:
        """Return each column as it is told to readers, by its name."""
        told: dict[str, object] = {DATE: {"of": self.days}}
        for name, column in self.facets.items():
            values = sorted(set(column) - {""})
            place = {value: number for number, value in enumerate(values)} | {"": -1}
            told[name] = {"values": values, "of": [place[value] for value in column]}
        values = sorted({area for areas in self.areas for area in areas})
        place = {value: number for number, value in enumerate(values)}
        told[AREA] = {"values": values, "of": [[place[area] for area in areas] for areas in self.areas]}
        return {name: json_bytes(value) for name, value in told.items()}


def day_number(written: str) -> int:
    """Return days since 1970-01-01 plus 1 of an ISO day, month or year (its first day); 0 for anything else."""
    match = _DAY.match(written)
    if not match:
        return 0
    try:
        return max(0, date(int(match[1]), int(match[2] or 1), int(match[3] or 1)).toordinal() - _EPOCH)
    except ValueError:
        return 0
