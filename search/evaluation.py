"""How good answers are: recall@10 and MRR@10 of a set of judged queries.

A set is a JSON list (or {"queries": [...]}) of {"q": text, "relevant": [ids], "class": name}. Recall of a query: how
many of its relevant pages are among the first ten, of those that could be (at most ten); reciprocal rank: 1 / place of
the first relevant one. A query without relevant pages must find nothing: both are 1 then, else 0.
"""

from __future__ import annotations

import json
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

TOP = 10
OVERALL = "overall"


@dataclass(frozen=True)
class Judged:
    q: str
    relevant: frozenset[str]
    name: str


@dataclass(frozen=True)
class Figure:
    """The figures of one class of queries, or of all; times in milliseconds"""

    name: str
    queries: int
    recall: float
    mrr: float
    p50_ms: float
    p95_ms: float


def read_queries(path: Path) -> list[Judged]:
    """Return the judged queries of a file. Raises ValueError for another shape."""
    told = json.loads(path.read_text(encoding="utf-8-sig"))
    told = told["queries"] if isinstance(told, dict) and "queries" in told else told
    if not isinstance(told, list):
        raise ValueError(f"{path}: expected a list of queries")
    judged = []
    for one in told:
        relevant = one.get("relevant", one.get("ids")) if isinstance(one, dict) else None
        if not isinstance(relevant, list) or not isinstance(one.get("q"), str):
            raise ValueError(f"{path}: expected q and relevant, got {one!r}")
        judged.append(Judged(one["q"], frozenset(map(str, relevant)), str(one.get("class", "other"))))
    return judged


def evaluate(queries: Sequence[Judged], answer: Callable[[str, int], list[str]]) -> list[Figure]:
    """Return the figures of each class, then of all queries."""
    results = defaultdict(list)
    for judged in queries:
        begun = time.perf_counter()
        hits = answer(judged.q, TOP)
        row = (*_judge(judged, hits), (time.perf_counter() - begun) * 1000)
        results[judged.name].append(row)
        results[OVERALL].append(row)
    names = [*sorted(name for name in results if name != OVERALL), OVERALL]
    return [_figure(name, results[name]) for name in names if results[name]]


def _judge(judged: Judged, hits: Sequence[str]) -> tuple[float, float]:
    if not judged.relevant:
        return (0.0, 0.0) if hits else (1.0, 1.0)
    places = [place for place, hit in enumerate(hits[:TOP], start=1) if hit in judged.relevant]
    return len(places) / min(TOP, len(judged.relevant)), 1 / places[0] if places else 0.0


def _figure(name: str, rows: Sequence[tuple[float, float, float]]) -> Figure:
    times = sorted(row[2] for row in rows)
    count = len(rows)
    recall = sum(row[0] for row in rows) / count
    mrr = sum(row[1] for row in rows) / count
    return Figure(name, count, recall, mrr, times[count // 2], times[min(count - 1, count * 95 // 100)])
