"""From a page to what is filed about it: its keys with impacts. docs/search-format.md section 4.

While pages are filed, a spelling is a whole number, and a pair of them is one; their words are told at the end.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from math import floor, log

from editorial.frozen import frozen
from search.analysis import Keys, keys, number_keys, runs
from search.pages import Page
from search.shards import can_be_filed
from search.vocabulary import Vocabulary

TITLE_WEIGHT = 3
LENGTH_SHARE = 0.5
SATURATION = 1.2
STEPS = 15
"""How many different impacts there are: as good as 255, and they compress to half."""

PAIR = 1 << 32
"""A pair is the number of its first spelling times this, plus that of the second."""

NO_WORD = -1

Spelled = tuple[str, str]
"""Folded key and exact key, the latter "" when equal."""


@frozen
class Frame:
    """What all impacts depend on, so coarse that one changed page practically never changes it.

    n: pages, to two leading bits; average: their mean length in words, to three, at least 1
    """

    n: int
    average: int


_Twin = tuple[tuple[str, ...], tuple[int, ...]]
"""Folded keys of a run, and the numbers of what it stands for."""


class Impacts(dict[int, int]):
    """Of a page: how often a key is in it, counted with weights, to its impact."""

    def __init__(self, page: Page, frame: Frame) -> None:
        super().__init__()
        self._norm = (1 - LENGTH_SHARE) + LENGTH_SHARE * length(page) / frame.average

    def __missing__(self, count: int) -> int:
        tf = count / self._norm
        impact = self[count] = max(1, floor(STEPS * tf / (SATURATION + tf) + 0.5)) * (255 // STEPS)
        return impact


class Filer:
    """Counts the keys of pages. spelled: the spelling of each number"""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.spelled: list[Spelled] = []
        self._numbers: dict[Spelled, int] = {}
        self._by_word = _ByWord(self)
        self._vocabulary = vocabulary
        self._twins: dict[int, dict[str, list[_Twin]]] = {}  # by the number that a run begins with, and its next word

    def count(self, page: Page) -> tuple[Counter[int], Counter[int]]:
        """Return how often each spelling and each pair is in a page, those of title and number with their weight."""
        singles: Counter[int] = Counter()
        pairs: Counter[int] = Counter()
        numbers = self._by_word
        for text, weight in ((page.title, TITLE_WEIGHT), (page.number, TITLE_WEIGHT), (page.words, 1), (page.body, 1)):
            found = [number for run in runs(text) if (number := numbers[run]) != NO_WORD] if text else []
            if not found:
                continue
            singles.update(found * weight)
            pairs.update([one * PAIR + other for one, other in pairwise(found)] * weight)
            for begin, meant, end in self._meant(found):
                chain = (*found[max(0, begin - 1) : begin], *meant, *found[end : end + 1])
                singles.update(meant * weight)
                pairs.update([one * PAIR + other for one, other in pairwise(chain)] * weight)
        return singles, pairs

    def file(self, page: Page, frame: Frame) -> dict[str, dict[Spelled, int]]:
        """Return the impacts of a page by kind of shard, (folded, exact) to impact; of numbers (key, "")."""
        impacts = Impacts(page, frame)
        singles, pairs = self.count(page)
        u = {self.spelled[number]: impacts[count] for number, count in singles.items()}
        b = {self.pair(number): impacts[count] for number, count in pairs.items()}
        n = {(key, ""): impact for key, impact in numbers_of(page).items()}
        return {
            kind: {spelled: impact for spelled, impact in held.items() if can_be_filed(spelled[0])}
            for kind, held in (("u", u), ("b", b), ("n", n))
        }

    def pair(self, number: int) -> Spelled:
        """Return the spelling of a pair."""
        (one, one_exact), (other, other_exact) = self.spelled[number // PAIR], self.spelled[number % PAIR]
        exact = f"{one_exact or one} {other_exact or other}" if one_exact or other_exact else ""
        return f"{one} {other}", exact

    def number_of(self, found: Keys) -> int:
        """Return the number of a spelling, a new one where it has none yet."""
        spelled = (found.folded, found.exact if found.marked else "")
        number = self._numbers.get(spelled)
        if number is None:
            number = self._numbers[spelled] = len(self.spelled)
            self.spelled.append(spelled)
            for run, meant in self._vocabulary.twins.get(found.folded, ()):
                twins = self._twins.setdefault(number, {}).setdefault(run[1] if len(run) > 1 else "", [])
                twins.append((run, tuple(map(self.number_of, meant))))
        return number

    def _meant(self, found: Sequence[int]) -> Iterator[tuple[int, tuple[int, ...], int]]:
        """Yield where an abbreviation or its long form begins, what stands for it besides, and where it ends."""
        spelled = self.spelled
        for at, number in enumerate(found):
            if number in self._twins:
                by_next = self._twins[number]
                following = spelled[found[at + 1]][0] if at + 1 < len(found) else ""
                for run, meant in (*by_next.get("", ()), *(by_next.get(following, ()) if following else ())):
                    end = at + len(run)
                    if tuple([spelled[one][0] for one in found[at:end]]) == run:
                        yield at, meant, end


class _ByWord(dict[str, int]):
    """Word in lower case to the number of its spelling, NO_WORD for what has no keys."""

    def __init__(self, filer: Filer) -> None:
        super().__init__()
        self._filer = filer

    def __missing__(self, word: str) -> int:
        found = keys(word)
        number = self[word] = self._filer.number_of(found) if found else NO_WORD
        return number


def numbers_of(page: Page) -> Mapping[str, int]:
    """Return the number keys of a page with their impacts."""
    return number_keys(page.number, page.title, page.body, page.year)


def frame_of(count: int, words: int) -> Frame:
    """Return the frame of so many pages that can be found, and have so many words together."""
    return Frame(_leading(count, 2), max(1, _leading(words // max(1, count), 3)))


def _leading(value: int, bits: int) -> int:
    """Return the value rounded down to its leading bits."""
    rest = max(0, value.bit_length() - bits)
    return value >> rest << rest


def length(page: Page) -> int:
    """Return how long a page is, in words, quickly."""
    return page.title.count(" ") + page.body.count(" ") + 2


def idf(count: int, n: int) -> int:
    """Return the weight of a key that stands in count of n pages; at least 1, one byte."""
    n = max(n, count)
    return min(255, max(1, floor(16 * log(1 + (n - count + 0.5) / (count + 0.5)) + 0.5)))
