"""What the plan found, marked in the original letters. docs/search-format.md section 8.

Marks come from the plan, never from what was typed: so repairs, decoded and cut words are marked as well, and typed
marks are respected.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from search.analysis import Keys, folded_words, spans
from search.manifest import Manifest
from search.queries import Plan, is_frequent

WINDOW = 32
LEAD = 4
DIFFERENT_WORD = 8
GAP = "…"

_NONE: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Shown:
    """title and text as HTML with <mark>; nothing else in them is markup"""

    title: str
    text: str


_Token = tuple[int, int, Keys]
"""Begin, end, keys."""

_Hits = list[frozenset[int]]
"""For each token of a text the numbers of the plan's words that it answers."""


class Highlighter:
    """Marks the results of one plan."""

    def __init__(self, plan: Plan, manifest: Manifest) -> None:
        self._plan = plan
        several = len(plan.words) > 1
        self._weak = {number for number, word in enumerate(plan.words) if several and is_frequent(word, manifest)}
        self._runs = list(_twin_runs(plan, manifest))

    def show(self, title: str, text: str) -> Shown:
        """Return a result's title in full and the best window of its text, marked; both as its card has them."""
        in_title, in_text = list(spans(title)), list(spans(text))
        fits = _Fits(self._plan, [token[2] for token in (*in_title, *in_text)])
        title_hits, text_hits = self._hits(in_title, title, fits), self._hits(in_text, text, fits)
        window = _window(in_text, text_hits, text)
        return Shown(_html(title, in_title, title_hits, (0, len(in_title))), _html(text, in_text, text_hits, window))

    def _hits(self, tokens: Sequence[_Token], text: str, fits: _Fits) -> _Hits:
        """Return what each token answers, frequent words only beside another one that does."""
        hits = [fits.of(found) for _, _, found in tokens]
        weak = {at for at, numbers in enumerate(hits) if numbers and numbers <= self._weak}
        for run, numbers in self._runs:
            for at in range(len(tokens) - len(run) + 1):
                if all(tokens[at + i][2].folded == key for i, key in enumerate(run)):
                    for place in range(at, at + len(run)):
                        hits[place] = hits[place] | numbers
                        weak.discard(place)
        alone = [at for at in weak if not _has_neighbour(tokens, hits, at, text)]
        for at in alone:
            hits[at] = _NONE
        return hits


class _Fits:
    """Knows which words of the plan the words of one page answer."""

    def __init__(self, plan: Plan, page: Iterable[Keys]) -> None:
        here: dict[str, set[str]] = {}
        for found in page:
            here.setdefault(found.folded, set()).add(found.exact)
        self._exact: dict[str, frozenset[int]] = {}
        self._folded: dict[str, frozenset[int]] = {}
        for number, word in enumerate(plan.words):
            this = frozenset((number,))
            spelled = [exact for exact in here.get(word.folded, ()) if plan.spelling_weight(word, exact) == 100]
            fits = [key for key, _ in word.repairs if key in here]
            if not spelled and not fits and word.folded in here:
                fits = [word.folded]
            for exact in spelled:
                self._exact[exact] = self._exact.get(exact, frozenset()) | this
            for key in fits:
                self._folded[key] = self._folded.get(key, frozenset()) | this

    def of(self, keys: Keys) -> frozenset[int]:
        """Return the numbers of the plan's words that a word of the page answers."""
        exact, folded = self._exact.get(keys.exact), self._folded.get(keys.folded)
        return exact | folded if exact and folded else exact or folded or _NONE


def _has_neighbour(tokens: Sequence[_Token], hits: _Hits, at: int, text: str) -> bool:
    before = at > 0 and bool(hits[at - 1]) and _joined(tokens[at - 1], tokens[at], text)
    return before or (at + 1 < len(tokens) and bool(hits[at + 1]) and _joined(tokens[at], tokens[at + 1], text))


def _twin_runs(plan: Plan, manifest: Manifest) -> Iterator[tuple[tuple[str, ...], frozenset[int]]]:
    """Yield what stands for an abbreviation of the query or for a long form in it, with the numbers of its words."""
    folded = [word.folded for word in plan.words]
    for pair in manifest.short:
        one, other = map(folded_words, pair)
        for run, meant in ((one, other), (other, one)):
            for at in range(len(folded) - len(run) + 1):
                if tuple(folded[at : at + len(run)]) == run:
                    yield meant, frozenset(range(at, at + len(run)))
                    break


def _joined(one: _Token, other: _Token, text: str) -> bool:
    return not text[one[1] : other[0]].strip()


def _window(tokens: Sequence[_Token], hits: _Hits, text: str) -> tuple[int, int]:
    """Return begin and end, in tokens, of the part of a text to show."""
    if len(tokens) <= WINDOW:
        return 0, len(tokens)
    places = [at for at, numbers in enumerate(hits) if numbers]
    lengths: dict[int, int] = {}
    for at in places:
        joined = at > 0 and hits[at - 1] and _joined(tokens[at - 1], tokens[at], text)
        lengths[at] = lengths[at - 1] + 1 if joined else 1
    best, begin = -1, 0
    for start in [0, *places]:
        inside = [at for at in places if start <= at < start + WINDOW]
        different = frozenset[int]().union(*(hits[at] for at in inside))
        # a run of n adds 1 + 3 + 5 … = n²; one that began before the window counts in full
        value = sum(2 * lengths[at] - 1 for at in inside) + DIFFERENT_WORD * len(different)
        if value > best:
            best, begin = value, start
    begin = max(0, min(begin - LEAD, len(tokens) - WINDOW))
    return begin, begin + WINDOW


def _html(text: str, tokens: Sequence[_Token], hits: _Hits, window: tuple[int, int]) -> str:
    begin, end = window
    if not tokens:
        return escape(text)
    start = 0 if begin == 0 else tokens[begin][0]
    stop = len(text) if end == len(tokens) else tokens[end - 1][1]
    parts, at = [GAP if start else ""], start
    place = begin
    while place < end:
        if not hits[place]:
            place += 1
            continue
        last = place
        while last + 1 < end and hits[last + 1] and _joined(tokens[last], tokens[last + 1], text):
            last += 1
        parts += [escape(text[at : tokens[place][0]])]
        parts += ["<mark>", escape(text[tokens[place][0] : tokens[last][1]]), "</mark>"]
        at, place = tokens[last][1], last + 1
    parts += [escape(text[at:stop]), "" if stop == len(text) else GAP]
    return "".join(parts)
