"""MiniSearch: a library whose whole index, serialised beforehand, a browser loads before the first answer."""

from __future__ import annotations

from pathlib import Path

from benchmarks.running import Deadline, run
from benchmarks.search.contender import Built
from benchmarks.search.corpus import Corpus
from benchmarks.search.packages import MODULES

NAME, MODULE = "MiniSearch", "minisearch"
SETTINGS = (
    "fields title, number (both weighed three times) and text; marks and đ folded; pages with every word, failing that "
    "with every word or one that begins with it or is like it (`prefix`, `fuzzy` 0.2), failing that with any; "
    "cards show title, number, date and the first 200 characters; the library as its package has it, which "
    "a minifier would shorten by 11 kB"
)

_INDEXER = Path(__file__).parent / "browser" / "minisearch-index.mjs"


def build(corpus: Corpus, folder: Path, deadline: Deadline) -> Built:
    """Time a script that adds the pages and writes the index."""
    library = package() / "dist" / "es"
    seconds, _ = run(["node", _INDEXER, library / "index.js", corpus.lines, folder / "index.json"], deadline, folder)
    return Built(seconds, {"library": library, "minisearch": folder}, (folder,), firsts=1)


def package() -> Path:
    """Return the folder of the library."""
    return MODULES / "minisearch"
