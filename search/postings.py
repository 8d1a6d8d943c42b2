"""From a page to what is filed about it: its keys with impacts. docs/search-format.md section 4."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import floor, log

from search.analysis import Keys, keys, number_keys, words
from search.pages import Page
from search.shards import can_be_filed
from search.vocabulary import Vocabulary

TITLE_WEIGHT = 3
LENGTH_SHARE = 0.5
SATURATION = 1.2
STEPS = 15
"""How many different impacts there are: as good as 255, and they compress to half."""

Spelled = tuple[str, str]
"""Folded key and exact key, the latter "" when equal."""


@dataclass(frozen=True)
class Frame:
    """What all impacts depend on, so coarse that one changed page practically never changes it.

    n: pages, to two leading bits; average: their mean length in words, to three, at least 1
    """

    n: int
    average: int


@dataclass(frozen=True)
class Filed:
    """Impacts of one page by kind of shard: (folded, exact) to impact; for numbers (key, "")."""

    u: dict[Spelled, int]
    b: dict[Spelled, int]
    n: dict[Spelled, int]

    def by_kind(self) -> tuple[tuple[str, dict[Spelled, int]], ...]:
        return ("u", self.u), ("b", self.b), ("n", self.n)


def frame_of(count: int, words: int) -> Frame:
    """Return the frame of so many pages that can be found, and have so many words together."""
    return Frame(_leading(count, 2), max(1, _leading(words // max(1, count), 3)))


def _leading(value: int, bits: int) -> int:
    """Return the value rounded down to its leading bits."""
    rest = max(0, value.bit_length() - bits)
    return value >> rest << rest


def file_page(page: Page, frame: Frame, vocabulary: Vocabulary) -> Filed:
    """Return the keys of a page with their impacts."""
    singles: Counter[str | Keys] = Counter()
    pairs: Counter[tuple[str | Keys, str | Keys]] = Counter()
    for text, weight in ((page.title, TITLE_WEIGHT), (page.number, TITLE_WEIGHT), (page.words, 1), (page.body, 1)):
        if not text:
            continue
        found = words(text)
        for _ in range(weight):
            singles.update(found)
            pairs.update(pairwise(found))
        for run in _twins(found, vocabulary):
            for _ in range(weight):
                singles.update(run.singles)
                pairs.update(run.pairs)
    norm = (1 - LENGTH_SHARE) + LENGTH_SHARE * length(page) / frame.average
    u = _impacts(((_spelled(word), count) for word, count in singles.items()), norm)
    b = _impacts(((spelled_pair(pair), count) for pair, count in pairs.items()), norm)
    numbers = number_keys(page.number, page.title, page.body, page.year)
    return Filed(u, b, {(key, ""): impact for key, impact in numbers.items() if can_be_filed(key)})


def length(page: Page) -> int:
    """Return how long a page is, in words, quickly."""
    return page.title.count(" ") + page.body.count(" ") + 2


def idf(count: int, n: int) -> int:
    """Return the weight of a key that stands in count of n pages; at least 1, one byte."""
    n = max(n, count)
    return min(255, max(1, floor(16 * log(1 + (n - count + 0.5) / (count + 0.5)) + 0.5)))


@dataclass(frozen=True)
class _Twin:
    singles: tuple[Keys, ...]
    pairs: tuple[tuple[str | Keys, str | Keys], ...]


def _twins(found: list[str], vocabulary: Vocabulary) -> Iterator[_Twin]:
    """Yield what stands besides wherever an abbreviation or its long form stands, with the pairs at its borders."""
    twins = vocabulary.twins
    folded = [_folded(word) for word in found]
    for at, first in enumerate(folded):
        for run, meant in twins.get(first, ()):
            end = at + len(run)
            if tuple(folded[at:end]) == run:
                chain: list[str | Keys] = [*found[max(0, at - 1) : at], *meant, *found[end : end + 1]]
                yield _Twin(meant, tuple(pairwise(chain)))


def _impacts(counted: Iterable[tuple[Spelled, int]], norm: float) -> dict[Spelled, int]:
    sums: dict[Spelled, int] = {}
    for spelled, count in counted:
        if spelled in sums or spelled[0].isascii() or can_be_filed(spelled[0]):
            sums[spelled] = sums.get(spelled, 0) + count
    steps: dict[int, int] = {}
    for spelled, count in sums.items():
        impact = steps.get(count)
        if impact is None:
            tf = count / norm
            impact = steps[count] = max(1, floor(STEPS * tf / (SATURATION + tf) + 0.5)) * (255 // STEPS)
        sums[spelled] = impact
    return sums


@lru_cache(maxsize=200_000)
def _spelled(word: str | Keys) -> Spelled:
    key = _keys(word)
    return key.folded, key.exact if key.marked else ""


@lru_cache(maxsize=1_000_000)
def spelled_pair(pair: tuple[str | Keys, str | Keys]) -> Spelled:
    one, other = _keys(pair[0]), _keys(pair[1])
    exact = f"{one.exact} {other.exact}" if one.marked or other.marked else ""
    return f"{one.folded} {other.folded}", exact


def _keys(word: str | Keys) -> Keys:
    if isinstance(word, Keys):
        return word
    found = keys(word)
    if found is None:
        raise ValueError(f"not a word: {word!r}")
    return found


def _folded(word: str) -> str:
    return _keys(word).folded
