"""Pagefind: it reads the finished HTML pages of a site and leaves index chunks that its WebAssembly searches."""

from __future__ import annotations

from html import escape
from pathlib import Path

from benchmarks.running import Deadline, Failed, run
from benchmarks.search.contender import Built
from benchmarks.search.corpus import Corpus
from benchmarks.search.packages import MODULES
from tests.search.corpus import Page

NAME, MODULE = "Pagefind", "pagefind"
SETTINGS = (
    'its own program over one HTML page each (`lang="vi"`, `data-pagefind-body`, the title as `h1`, which it weighs '
    "seven times, the document number and the text as paragraphs); asked through `pagefind.js`, without its interface; "
    "its ranking weights as shipped, since seven other settings left overall recall where it was; about a hundred of "
    "the queries, evenly spread, are asked as first ones"
)
FIRSTS = 100


def build(corpus: Corpus, folder: Path, deadline: Deadline) -> Built:
    """Write the pages, which a site has anyway, then time the command."""
    site = folder / "site"
    site.mkdir()
    for page in corpus.pages:
        (site / f"{page['id']}.html").write_text(html(page), encoding="utf-8")
    seconds, _ = run([package() / "bin" / "pagefind_extended", "--site", site, "--silent"], deadline, folder)
    bundle = site / "pagefind"
    return Built(seconds, {"pagefind": bundle}, (bundle / "index", bundle / "fragment"), FIRSTS)


def package() -> Path:
    """Return the folder of the program for this machine. Raises Failed where there is none."""
    found = next((MODULES / "@pagefind").glob("*/package.json"), None)
    if found is None:
        raise Failed("Pagefind is locked for Linux on x64 and arm64 only: leave it out with --peers minisearch")
    return found.parent


def html(page: Page) -> str:
    """Return a page as a site would publish it, without what surrounds the text."""
    title, number, body = (escape(str(page.get(name) or "")) for name in ("title", "number", "body"))
    told = f"<p>Số: {number}</p>" if number else ""
    return (
        f'<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>{title}</title></head>'
        f"<body><main data-pagefind-body><h1>{title}</h1>{told}<p>{body}</p></main></body></html>"
    )
