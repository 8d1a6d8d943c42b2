"""The pages that are searched, and the queries with their good answers among just these pages.

The queries are those of tests/search/queries.json, which names good answers among 2,000 pages. Another number of pages
has others, so each query's rule is asked again of every page. A query that no page of a small corpus answers is left
out. One rule needs widening: a number typed without its year asks for the documents of every year, and the file lists
only the years that occur among its 2,000 pages.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from search.evaluation import Judged
from tests.search.corpus import ROOT, Page, pages
from tests.search.make_queries import answers, unmarked, written

QUERIES = ROOT / "tests" / "search" / "queries.json"
NOTHING, UNMARKED, ANY_YEAR = "nothing", "unmarked ", "any year: "

_NUMBER = re.compile(r"number: (\d+)(?:/(\d{4}))?/(.+)")
_YEAR = re.compile(r"/\d{4}(?=/)")


@dataclass(frozen=True)
class Corpus:
    """lines: the pages as the laboratory reads them, one JSON object a line"""

    pages: tuple[Page, ...]
    queries: tuple[Judged, ...]
    lines: Path

    @property
    def texts(self) -> list[str]:
        return [query.q for query in self.queries]


def make(size: int, every: int, folder: Path) -> Corpus:
    """Return a corpus of some pages, its lines written to a folder.

    every: which queries are asked; 1: all, 10: every tenth
    """
    made = tuple(pages(size))
    lines = folder / "pages.jsonl"
    lines.write_text("".join(json.dumps(page, ensure_ascii=False) + "\n" for page in made), encoding="utf-8")
    return Corpus(made, tuple(judged(made)[::every]), lines)


def judged(made: Sequence[Page]) -> list[Judged]:
    """Return each query that some page answers, or none should, with the ids of its good answers."""
    known: dict[str, frozenset[str]] = {}
    found = []
    for told in json.loads(QUERIES.read_text(encoding="utf-8")):
        query, rule = told["q"], widened(told["rule"], told["q"])
        if rule not in known:
            known[rule] = relevant(rule, made)
        if known[rule] or rule == NOTHING:
            found.append(Judged(query, known[rule], told["class"]))
    return found


def widened(rule: str, query: str) -> str:
    """Return a rule over document numbers with the year left open where the query leaves it open."""
    parts = []
    for part in rule.split(" | "):
        number = _NUMBER.fullmatch(part)
        is_open = number and not (number[2] and number[2] in query)
        parts.append(f"{ANY_YEAR}{number[1]}/{number[3]}" if number and is_open else part)
    return " | ".join(dict.fromkeys(parts))


def relevant(rule: str, made: Sequence[Page]) -> frozenset[str]:
    """Return the ids of the pages that a rule asks for."""
    return frozenset(str(page["id"]) for part in rule.split(" | ") for page in made if _answers(part, page))


def _answers(rule: str, page: Page) -> bool:
    if rule == NOTHING:
        return False
    if rule.startswith(ANY_YEAR):
        return _YEAR.sub("", str(page.get("number", ""))) == rule.removeprefix(ANY_YEAR)
    if rule.startswith(UNMARKED):
        return rule.removeprefix(UNMARKED) in unmarked(written(page))
    return answers(rule, page)
