"""Measure our search side by side with Pagefind and MiniSearch: make bench-search, or

python -m benchmarks.search [--sizes 2000 20000] [--peers pagefind minisearch] [--every 1] [--minutes 15] [--out FILE]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from benchmarks import machine
from benchmarks.running import Deadline, Failed
from benchmarks.search import minisearch, ours, packages, pagefind
from benchmarks.search.browser import Asked, ask, chromium
from benchmarks.search.contender import Built, Contender, Peer
from benchmarks.search.corpus import Corpus, make
from benchmarks.search.figures import Row, Sized, classes
from benchmarks.search.report import Conditions, markdown
from benchmarks.search.targets import LARGE, SMALL
from benchmarks.telling import say

PEERS: dict[str, Peer] = {"pagefind": pagefind, "minisearch": minisearch}
NONE = "none"
REPORT = Path(__file__).resolve().parent.parent / "search.md"
BUILDS = 2
"""How often each index is built, in turns; the faster one counts, since other work on the machine only ever adds."""


def main(arguments: Sequence[str] | None = None) -> int:
    told = _parser().parse_args(arguments)
    names = [] if NONE in told.peers else told.peers
    is_whole = set(told.sizes) >= {SMALL, LARGE} and set(names) == set(PEERS) and told.every == 1
    out = told.out or (REPORT if is_whole else None)
    try:
        report = _run(told.sizes, names, told.every, Deadline(told.minutes))
    except Failed as failed:
        print(f"bench-search: {failed}", file=sys.stderr)
        return 1
    if out:
        out.write_text(report, encoding="utf-8")
        say(f"written to {out.name}")
    else:
        print(report)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.search", description="Measure our search beside others."
    )
    parser.add_argument("--sizes", nargs="+", type=int, default=[SMALL, LARGE], metavar="PAGES")
    parser.add_argument("--peers", nargs="+", choices=[*PEERS, NONE], default=list(PEERS))
    parser.add_argument("--every", type=int, default=1, metavar="N", help="ask only every n-th query, for a quick look")
    parser.add_argument("--minutes", type=float, default=15, help="give up when the run takes longer")
    parser.add_argument(
        "--out", type=Path, help=f"the report (a whole run writes {REPORT.name}, another one prints it)"
    )
    return parser


def _run(sizes: Sequence[int], names: Sequence[str], every: int, deadline: Deadline) -> str:
    began, begun, load = datetime.now().astimezone(), time.monotonic(), machine.load()
    contenders: list[Contender] = [ours, *(PEERS[name] for name in names)]
    if names:
        packages.install(deadline)
    with chromium() as browser:
        found = [_measure(size, every, contenders, browser, deadline) for size in sizes]
        versions = machine.versions(browser.version, bool(names), deadline)
    versions |= {PEERS[name].NAME: packages.version(PEERS[name].package()) for name in names}
    settings = {one.NAME: one.SETTINGS for one in contenders}
    minutes = (time.monotonic() - begun) / 60
    return markdown(Conditions(began, minutes, machine.facts(), versions, settings, load), found)


def _measure(size: int, every: int, contenders: Sequence[Contender], browser: Any, deadline: Deadline) -> Sized:
    with tempfile.TemporaryDirectory(prefix="bench-search-") as name:
        folder = Path(name)
        say(f"{size:,} pages: making them, and judging the queries")
        corpus = make(size, every, folder)
        built = _build(corpus, contenders, folder, deadline)
        rows = []
        for contender in contenders:
            say(f"{size:,} pages: asking {contender.NAME} {len(corpus.queries)} queries")
            asked = ask(browser, contender.MODULE, built[contender.NAME][-1], corpus.texts, deadline)
            rows.append(_row(contender.NAME, built[contender.NAME], asked, corpus))
        say(f"{size:,} pages: asking our server")
        out = built[ours.NAME][-1].index[0].parent
        doors = ours.doors(out, corpus.texts, deadline)
        say(f"{size:,} pages: changing one")
        return Sized(size, len(corpus.queries), tuple(rows), doors, ours.update_seconds(corpus, out))


def _build(corpus: Corpus, contenders: Sequence[Contender], folder: Path, deadline: Deadline) -> dict[str, list[Built]]:
    built: dict[str, list[Built]] = {contender.NAME: [] for contender in contenders}
    for turn in range(BUILDS):
        for contender in contenders:
            say(f"{len(corpus.pages):,} pages: {contender.NAME} builds its index, {turn + 1} of {BUILDS}")
            place = folder / f"{contender.MODULE}-{turn}"
            place.mkdir()
            built[contender.NAME].append(contender.build(corpus, place, deadline))
    return built


def _row(name: str, built: Sequence[Built], asked: Asked, corpus: Corpus) -> Row:
    files, size = built[-1].size
    seconds = tuple(one.seconds for one in built)
    return Row(name, seconds, files, size, asked, classes(corpus.queries, asked.ids))


if __name__ == "__main__":
    sys.exit(main())
