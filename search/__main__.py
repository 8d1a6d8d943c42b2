"""The laboratory: index any pages, ask them, measure how good the answers are.

python -m search index PAGES.jsonl OUT/
python -m search query OUT/ --door server|shards --top 10 --json < queries.txt
python -m search eval OUT/ QUERIES.json
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from editorial.problem import Refused
from editorial.registry import load_registry
from search.cards import write_cards
from search.engine import Engine
from search.evaluation import Figure, evaluate, read_queries
from search.index import build
from search.numbering import by_date
from search.pages import read_lines
from search.queries import plan
from search.reader import Reader
from search.scoring import rank
from search.vocabulary import Vocabulary, aliases, read_abbreviations

DONE, PROBLEMS = 0, 1

Door = Callable[[str, int], list[str]]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m search", description="Try and measure the search.")
    verbs = parser.add_subparsers(dest="verb", required=True)
    verb = verbs.add_parser("index", help="build the index of a file of pages, one JSON object a line")
    verb.add_argument("pages", type=Path)
    verb.add_argument("out", type=Path)
    verb.add_argument("--records", type=Path, default=Path("records"), help="folder with bodies.toml (former names)")
    verb = verbs.add_parser("query", help="answer queries from standard input, one a line")
    verb.add_argument("out", type=Path)
    verb.add_argument("--door", choices=("server", "shards"), default="server")
    verb.add_argument("--top", type=int, default=10)
    verb.add_argument("--json", action="store_true", help="one JSON object a line (otherwise ids by line)")
    verb = verbs.add_parser("eval", help="recall@10 and MRR@10, by class and over all")
    verb.add_argument("out", type=Path)
    verb.add_argument("queries", type=Path)
    verb.add_argument("--json", action="store_true")
    told = parser.parse_args(arguments)
    try:
        {"index": _index, "query": _query, "eval": _eval}[told.verb](told)
    except (OSError, ValueError) as error:
        print(f"search: {error}", file=sys.stderr)
        return PROBLEMS
    return DONE


def _index(told: argparse.Namespace) -> None:
    begun = time.perf_counter()
    with told.pages.open(encoding="utf-8-sig") as lines:
        manifest = build(told.out, by_date(read_lines(lines)), vocabulary(told.records))
    write_cards(told.out)
    print(f"{manifest.documents} pages in {time.perf_counter() - begun:.1f} s", file=sys.stderr)


def vocabulary(records: Path) -> Vocabulary:
    """Return the abbreviations of the house, and the former names where records are at hand."""
    try:
        bodies = tuple(load_registry(records).bodies.values()) if (records / "bodies.toml").exists() else ()
    except Refused as refused:
        raise ValueError(f"{records}: {refused}") from refused
    return Vocabulary(read_abbreviations(), aliases(bodies))


def _query(told: argparse.Namespace) -> None:
    door = _server(told.out) if told.door == "server" else _shards(told.out)
    for line in sys.stdin:
        text = line.rstrip("\r\n")
        hits = door(text, told.top)
        print(json.dumps({"q": text, "hits": hits}, ensure_ascii=False) if told.json else "\t".join([text, *hits]))


def _server(out: Path) -> Door:
    return Engine(out).top


def _shards(out: Path) -> Door:
    """Answer as a browser does that has nothing yet: every query reads its files anew."""

    def top(text: str, size: int) -> list[str]:
        reader = Reader(out)
        ranking = rank(plan(text, reader.manifest, reader.lookup), reader.lookup)
        return [reader.card(document)["id"] for document, _, _ in ranking.hits[:size]]

    return top


def _eval(told: argparse.Namespace) -> None:
    engine = Engine(told.out)
    queries = read_queries(told.queries)
    figures = evaluate(queries, engine.top)
    if told.json:
        print(json.dumps([figure.__dict__ for figure in figures], ensure_ascii=False))
        return
    _print(figures)


def _print(figures: Iterable[Figure]) -> None:
    print(f"{'class':<16}{'queries':>8}{'recall@10':>11}{'MRR@10':>9}{'p50 ms':>9}{'p95 ms':>9}")
    for one in figures:
        print(f"{one.name:<16}{one.queries:>8}{one.recall:>11.3f}{one.mrr:>9.3f}{one.p50_ms:>9.1f}{one.p95_ms:>9.1f}")


if __name__ == "__main__":
    sys.exit(main())
