"""What a run found out: of each contender, of our doors, at each size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.search.browser import Asked
from benchmarks.search.ours import Doors
from search.evaluation import Figure, Judged, evaluate


@dataclass(frozen=True)
class Row:
    """One contender at one size. build: seconds of each round; files, size: of its index, bytes"""

    name: str
    build: tuple[float, ...]
    files: int
    size: int
    asked: Asked
    classes: dict[str, Figure]


@dataclass(frozen=True)
class Sized:
    """Everything at one size; the first row is ours. updates: seconds for one changed page, of each tried"""

    pages: int
    queries: int
    rows: tuple[Row, ...]
    doors: Doors
    updates: tuple[float, ...]

    @property
    def same_in_chromium(self) -> int:
        """Return for how many queries the browser shows the server's list."""
        return sum(mine == shown for mine, shown in zip(self.doors.ids, self.rows[0].asked.ids, strict=True))


def classes(queries: Sequence[Judged], ids: Sequence[Sequence[str]]) -> dict[str, Figure]:
    """Return recall@10 and MRR@10 of each class and of all; the times in them mean nothing here."""
    found = {judged.q: list(hits) for judged, hits in zip(queries, ids, strict=True)}
    return {figure.name: figure for figure in evaluate(queries, lambda query, size: found[query][:size])}


def share(values: Sequence[float], percent: int) -> float:
    """Return the value that so many percent of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]
