"""Real Chromium asks: what a first question costs on the wire, what is found, how long a search takes.

Each contender has a module of two functions in browser/: find(query) searches, ids(found) fetches the ten result cards
and gives their ids. Whatever a contender needs to search, its module loads with the first find.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from typing import Any

from benchmarks.running import Deadline, Failed
from benchmarks.search.contender import Built
from benchmarks.search.site import HARNESS, serve

ROUNDS, ENOUGH_MS = 3, 100
"""How often a warm search is timed, unless it has taken long already; the median counts."""

FIRST = "async ([name, q]) => { const { find, ids } = await import(name); return ids(await find(q)); }"
WARM = """async ([name, q, rounds, enough]) => {
  const { find } = await import(name);
  const times = [];
  for (let spent = 0; times.length < rounds && spent < enough; spent += times.at(-1)) {
    const begun = performance.now();
    await find(q);
    times.push(performance.now() - begun);
  }
  return times;
}"""

IN_TIME = """([told, milliseconds]) => Promise.race([
  (%s)(told),
  new Promise((_, fail) => setTimeout(fail, milliseconds, Error("no answer in the time of the run"))),
])"""


@dataclass(frozen=True)
class Asked:
    """Of each query: the ids of the ten best, and milliseconds of searching once everything is there; of each query
    asked first: bytes and requests"""

    ids: tuple[tuple[str, ...], ...]
    milliseconds: tuple[float, ...]
    bytes: tuple[int, ...]
    requests: tuple[int, ...]


@contextmanager
def chromium() -> Iterator[Any]:
    """Give a browser. Raises Failed where Playwright or Chromium is missing."""
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError as error:
        raise Failed("Playwright is not installed: run make python-dev") from error
    program = shutil.which("chromium")
    if program is None:
        raise Failed("Chromium is not installed: run scripts/setup-system.sh")
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        except Error as error:
            raise Failed("Chromium does not start here") from error
        try:
            yield browser
        finally:
            browser.close()


def ask(browser: Any, name: str, built: Built, queries: Sequence[str], deadline: Deadline) -> Asked:
    """Ask a contender every query. name: of its module in browser/. Raises Failed when its script does."""
    from playwright.sync_api import Error

    start, module = f"/{HARNESS}/", f"/{HARNESS}/{name}.mjs"
    with serve(built.folders) as (address, wire), browser.new_context(base_url=address) as context:
        page = context.new_page()
        try:
            firsts = []
            for query in queries[:: max(1, len(queries) // built.firsts)]:
                page.goto(start)
                wire.reset()
                _evaluate(page, FIRST, [module, query], deadline)
                firsts.append((wire.total, len(wire.sent)))
            page.goto(start)  # from here on everything is fetched and compiled before a time counts
            ids = [tuple(_evaluate(page, FIRST, [module, query], deadline)) for query in queries]
            times = [median(_evaluate(page, WARM, [module, query, ROUNDS, ENOUGH_MS], deadline)) for query in queries]
        except Error as error:
            raise Failed(f"{name} failed in Chromium: {error.message.splitlines()[0]}") from error
    sizes, counts = zip(*firsts, strict=True)
    return Asked(tuple(ids), tuple(times), sizes, counts)


def _evaluate(page: Any, script: str, told: list[object], deadline: Deadline) -> Any:
    return page.evaluate(IN_TIME % script, [told, deadline.left() * 1000])
