"""Our search: the laboratory's commands, the server's door in this process, the browser's door in Chromium."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from benchmarks.running import Deadline, Failed, run
from benchmarks.search.contender import Built
from benchmarks.search.corpus import Corpus
from benchmarks.search.variants import variants
from search.__main__ import vocabulary
from search.engine import Engine
from search.numbering import by_date
from search.pages import page_from
from search.updating import update
from tests.search.corpus import ROOT

NAME, MODULE = "Ours", "ours"
SETTINGS = "`python -m search index`; the scripts that the site serves, over its shards"

SCRIPTS = ROOT / "theme" / "static" / "js" / "built"
FIRST_SCRIPT = SCRIPTS / "search-main.js"
RECORDS = ROOT / "records"
Answer = TypeVar("Answer")

CHANGED = 3
"""How many pages are changed, one update each."""

ADDED = "Bổ sung giờ tiếp nhận hồ sơ buổi chiều thứ bảy"


@dataclass(frozen=True)
class Doors:
    """Of each query: the server's ids, milliseconds of its list, and of its whole page with highlights and counts;
    how many lists of `--door shards` are the same; how many other spellings were tried, and had the same list"""

    ids: tuple[tuple[str, ...], ...]
    list_ms: tuple[float, ...]
    page_ms: tuple[float, ...]
    same: int
    spellings: int
    same_spellings: int


def build(corpus: Corpus, folder: Path, deadline: Deadline) -> Built:
    """Time the laboratory's command."""
    command: list[str | Path] = [sys.executable, "-m", "search", "index", corpus.lines, folder, "--records", RECORDS]
    seconds, _ = run(command, deadline, ROOT)
    shards = folder / "shards"
    return Built(seconds, {"js": SCRIPTS, "tim-kiem": folder}, (shards,))


def doors(out: Path, queries: Sequence[str], deadline: Deadline) -> Doors:
    """Ask every query of a server that has nothing in memory yet, then of the shards' door, then otherwise spelt."""
    lists = Engine(out)
    asked = [_timed(lists.top, query) for query in queries]
    pages = Engine(out)
    shown = [_timed(pages.search, query) for query in queries]
    ids = tuple(tuple(found) for found, _ in asked)
    other = _shards_door(out, queries, deadline)
    deadline.left()
    tried = [(found, lists.top(spelt)) for query, found in zip(queries, ids, strict=True) for spelt in variants(query)]
    return Doors(
        ids,
        tuple(ms for _, ms in asked),
        tuple(ms for _, ms in shown),
        sum(mine == theirs for mine, theirs in zip(ids, other, strict=True)),
        len(tried),
        sum(list(found) == again for found, again in tried),
    )


def _timed(door: Callable[[str], Answer], query: str) -> tuple[Answer, float]:
    begun = time.perf_counter()
    answer = door(query)
    return answer, (time.perf_counter() - begun) * 1000


def _shards_door(out: Path, queries: Sequence[str], deadline: Deadline) -> list[tuple[str, ...]]:
    """Return the lists of a reader who has nothing yet: each query reads its files anew."""
    command: list[str | Path] = [sys.executable, "-m", "search", "query", out, "--door", "shards", "--json"]
    _, said = run(command, deadline, ROOT, "".join(f"{query}\n" for query in queries))
    return [tuple(json.loads(line)["hits"]) for line in said.splitlines()]


def update_seconds(corpus: Corpus, out: Path) -> tuple[float, ...]:
    """Return how long it takes to bring in a changed page, of each tried. Raises Failed when it is not found then."""
    words = vocabulary(RECORDS)
    pages = by_date(page_from(page) for page in corpus.pages)
    times = []
    for number in range(len(pages) - 1, 0, -(len(pages) // CHANGED))[:CHANGED]:
        pages[number] = replace(pages[number], body=f"{pages[number].body} {ADDED}.")
        begun = time.perf_counter()
        update(out, pages, words)
        times.append(time.perf_counter() - begun)
        if len(Engine(out).top(f'"{ADDED}"')) != len(times):
            raise Failed(f"page {pages[number].id} was changed, and is not found by its new words")
    return tuple(times)
