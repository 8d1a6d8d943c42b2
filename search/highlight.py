"""What the plan found, marked in the original letters. docs/search-format.md section 8.

Marks come from the plan, never from what was typed: so repairs, decoded and cut words are marked as well, and typed
marks are respected.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from search.analysis import Keys, keys, spans, words
from search.queries import Plan, is_frequent
from search.shards import Manifest

WINDOW = 32
LEAD = 4
DIFFERENT_WORD = 8
GAP = "…"


@dataclass(frozen=True)
class Shown:
    """title and text as HTML with <mark>; nothing else in them is markup"""

    title: str
    text: str


@dataclass(frozen=True)
class _Token:
    begin: int
    end: int
    keys: Keys
    hits: frozenset[int] = frozenset()
    weak: bool = False


def show(plan: Plan, title: str, text: str, manifest: Manifest) -> Shown:
    """Return a result's title in full and the best window of its text, marked; both as its card has them."""
    in_title, in_text = _tokens(title), _tokens(text)
    marker = _Marker(plan, manifest, [token.keys for token in (*in_title, *in_text)])
    in_title, in_text = marker.marked(in_title, title), marker.marked(in_text, text)
    return Shown(_html(title, in_title, 0, len(in_title)), _html(text, in_text, *_window(in_text, text)))


def _tokens(text: str) -> list[_Token]:
    return [_Token(*span) for span in spans(text)]


class _Marker:
    """Knows which words of one page answer which words of the plan."""

    def __init__(self, plan: Plan, manifest: Manifest, page: Sequence[Keys]) -> None:
        here = {found.folded: set[str]() for found in page}
        for found in page:
            here[found.folded].add(found.exact)
        self.exact: dict[str, set[int]] = {}
        self.folded: dict[str, set[int]] = {}
        self.weak: set[int] = set()
        for number, word in enumerate(plan.words):
            spellings = {exact for exact in here.get(word.folded, ()) if plan.spelling_weight(word, exact) == 100}
            fits = [key for key, _ in word.repairs if key in here]
            if not spellings and not fits and word.folded in here:
                fits = [word.folded]
            for spelling in spellings:
                self.exact.setdefault(spelling, set()).add(number)
            for key in fits:
                self.folded.setdefault(key, set()).add(number)
            if len(plan.words) > 1 and is_frequent(word, manifest):
                self.weak.add(number)
        self.runs = list(_twin_runs(plan, manifest))

    def marked(self, tokens: list[_Token], text: str) -> list[_Token]:
        """Return the tokens with what they hit, frequent words only beside another hit."""
        found = []
        for token in tokens:
            hits = self.exact.get(token.keys.exact, set()) | self.folded.get(token.keys.folded, set())
            found.append(_Token(token.begin, token.end, token.keys, frozenset(hits), bool(hits) and hits <= self.weak))
        for run, numbers in self.runs:
            for at in range(len(found) - len(run) + 1):
                if all(found[at + i].keys.folded == key for i, key in enumerate(run)):
                    for place in range(at, at + len(run)):
                        one = found[place]
                        found[place] = _Token(one.begin, one.end, one.keys, one.hits | numbers)
        return [self._alone_is_none(found, at, text) for at in range(len(found))]

    def _alone_is_none(self, tokens: Sequence[_Token], at: int, text: str) -> _Token:
        token = tokens[at]
        if not token.weak:
            return token
        before = at > 0 and tokens[at - 1].hits and _joined(tokens[at - 1], token, text)
        behind = at + 1 < len(tokens) and tokens[at + 1].hits and _joined(token, tokens[at + 1], text)
        return token if before or behind else _Token(token.begin, token.end, token.keys)


def _twin_runs(plan: Plan, manifest: Manifest) -> Iterable[tuple[tuple[str, ...], frozenset[int]]]:
    """Yield what stands for an abbreviation of the query or for a long form in it, with the numbers of its words."""
    folded = [word.folded for word in plan.words]
    for pair in manifest.short:
        one, other = (tuple(found.folded for word in words(text) if (found := keys(word))) for text in pair)
        for run, meant in ((one, other), (other, one)):
            for at in range(len(folded) - len(run) + 1):
                if tuple(folded[at : at + len(run)]) == run:
                    yield meant, frozenset(range(at, at + len(run)))
                    break


def _joined(one: _Token, other: _Token, text: str) -> bool:
    return not text[one.end : other.begin].strip()


def _window(tokens: Sequence[_Token], text: str) -> tuple[int, int]:
    """Return begin and end, in tokens, of the part of a text to show."""
    if len(tokens) <= WINDOW:
        return 0, len(tokens)
    run, longest = 0, []
    for at, token in enumerate(tokens):
        joined = at > 0 and run > 0 and _joined(tokens[at - 1], token, text)
        run = (run + 1 if joined else 1) if token.hits else 0
        longest.append(run)
    best, begin = -1, 0
    for start in range(len(tokens)):
        if not tokens[start].hits and start:
            continue
        end = min(len(tokens), start + WINDOW)
        different = set[int]().union(*(token.hits for token in tokens[start:end]))
        # a run of n adds 1 + 3 + 5 … = n², however much of it the window holds
        value = sum(2 * n - 1 for n in longest[start:end] if n) + DIFFERENT_WORD * len(different)
        if value > best:
            best, begin = value, start
    begin = max(0, min(begin - LEAD, len(tokens) - WINDOW))
    return begin, min(len(tokens), begin + WINDOW)


def _html(text: str, tokens: Sequence[_Token], begin: int, end: int) -> str:
    if not tokens:
        return escape(text)
    start = 0 if begin == 0 else tokens[begin].begin
    stop = len(text) if end == len(tokens) else tokens[end - 1].end
    parts, at = [GAP if start else ""], start
    place = begin
    while place < end:
        if not tokens[place].hits:
            place += 1
            continue
        last = place
        while last + 1 < end and tokens[last + 1].hits and _joined(tokens[last], tokens[last + 1], text):
            last += 1
        parts += [escape(text[at : tokens[place].begin])]
        parts += ["<mark>", escape(text[tokens[place].begin : tokens[last].end]), "</mark>"]
        at, place = tokens[last].end, last + 1
    parts += [escape(text[at:stop]), "" if stop == len(text) else GAP]
    return "".join(parts)
