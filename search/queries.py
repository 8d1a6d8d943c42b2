"""From what somebody typed to a plan: words, repairs, slots, document numbers. docs/search-format.md section 5.

A plan asks the index while it is made (does this pair occur?), so it needs a lookup; the browser's fetches the shards
that it needs, the server's has them.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from search.analysis import Keys, folded_words, tidy
from search.keyboard import LONGEST_PART, from_telex, from_vni, near, unglue
from search.manifest import Manifest, bucket
from search.number_queries import numbers_in
from search.typed import LONGEST_QUERY, MOST_WORDS, Lookup, Word, words_of

MOST_UNGLUED = 4
MOST_SINGLES = 8
MOST_PAIRS = 12
MOST_REPAIRS = 4
FIRST_WORD_CANDIDATES = 8
MOST_VARIANTS = 2
MOST_ODD = 2

OTHER_SPELLING = 20
UNMARKED_WORD = 50
UNKNOWN_REPAIR = 90
KNOWN_REPAIR = 70
VARIANT = 60

SINGLE_BASE, PAIR_BASE, SHORT_BASE = 2, 4, 6
"""How much a syllable, a pair and an abbreviation, which stands for several pairs, say about a page."""

_PLAIN = re.compile(r"[a-z]+")


@dataclass(frozen=True)
class Alternative:
    """A block that can fill a slot: its key, the typed word behind each part (None for a repair), its best weight"""

    key: str
    words: tuple[Word | None, ...]
    weight: int


@dataclass(frozen=True)
class Slot:
    """kind: "u" or "b"; required: a page without it is none (quoted)"""

    kind: str
    base: int
    alternatives: tuple[Alternative, ...]
    required: bool = False


@dataclass(frozen=True)
class Plan:
    """numbers: the key that each document number of the query matched, with its precision (1 to 7)"""

    text: str
    words: tuple[Word, ...] = ()
    marked: bool = False
    slots: tuple[Slot, ...] = ()
    numbers: tuple[tuple[str, int], ...] = ()
    variants: tuple[Plan, ...] = field(default=(), repr=False)

    def spelling_weight(self, word: Word, exact: str) -> int:
        """Return how well a spelling of the word's folded key answers the typed word, 20 to 100."""
        if not self.marked or exact == word.keys.exact:
            return 100
        return OTHER_SPELLING if word.keys.marked else UNMARKED_WORD


def plan(text: str, manifest: Manifest, lookup: Lookup) -> Plan:
    """Return the plan of a query; without slots and numbers when nothing can be found by it."""
    made = _plan(text, manifest, lookup)
    return replace(made, variants=tuple(_plan(other, manifest, lookup) for other in _renamed(made, manifest)))


def _plan(text: str, manifest: Manifest, lookup: Lookup) -> Plan:
    text = tidy(text)[:LONGEST_QUERY]
    lexicon = manifest.lexicon
    words = _decoded(words_of(text), lexicon, lookup)
    numbers = tuple(numbers_in(text, words, manifest, lookup))
    words = _unglued(words, lexicon, lookup)[:MOST_WORDS]
    words = list(_repaired(words, text, manifest, lookup))
    pairs = _limited(_pairs(words), MOST_PAIRS, lexicon)
    seen = {slot.alternatives[0].key for slot in pairs if lookup("b", slot.alternatives[0].key) is not None}
    singles = _limited(_singles(words, seen, manifest), MOST_SINGLES, lexicon)
    return Plan(text, tuple(words), any(word.keys.marked for word in words), (*singles, *pairs), numbers)


# --- words ------------------------------------------------------------------------------------------------------


def _decoded(words: Sequence[Word], lexicon: Mapping[str, int], lookup: Lookup) -> list[Word]:
    """Return the words with raw VNI and Telex read, where the reading is a known word that was seen beside another."""
    read = [_read(word, lexicon) for word in words]
    found = []
    for at, (word, meant) in enumerate(zip(words, read, strict=True)):
        kept = word is meant or not _is_odd(read, at, lexicon, lookup)
        found.append(meant if kept else word)
    return found


def _read(word: Word, lexicon: Mapping[str, int]) -> Word:
    if word.phrase or word.folded in lexicon:
        return word
    for reading in (from_vni, from_telex):
        meant = reading(word.typed)
        if meant and meant.folded in lexicon:
            return replace(word, keys=meant)
    return word


def _unglued(words: Iterable[Word], lexicon: Mapping[str, int], lookup: Lookup) -> list[Word]:
    found: list[Word] = []
    tried = 0
    for word in words:
        parts: list[str] = []
        if _may_be_glued(word, lexicon) and tried < MOST_UNGLUED:
            tried += 1
            parts = unglue(word.folded, lexicon)
            known = sum(lookup("b", f"{one} {other}") is not None for one, other in pairwise(parts))
            if 10 * known <= 30 * (len(parts) - 1 - known):
                parts = []
        found += [replace(word, keys=Keys(part, part), glued=True) for part in parts] or [word]
    return found


def _may_be_glued(word: Word, lexicon: Mapping[str, int]) -> bool:
    """Return True for an unknown word, and for a known one that is too long for a syllable (a part of an address)."""
    if word.phrase or not _is_plain(word) or len(word.folded) < 4:
        return False
    return word.folded not in lexicon or len(word.folded) > LONGEST_PART


def _is_plain(word: Word) -> bool:
    return _PLAIN.fullmatch(word.folded) is not None


# --- repair -----------------------------------------------------------------------------------------------------


def _repaired(words: Sequence[Word], text: str, manifest: Manifest, lookup: Lookup) -> Iterable[Word]:
    lexicon = manifest.lexicon
    odd: set[int] = set()
    if len(words) <= MOST_PAIRS:
        odd = {at for at in range(len(words)) if _may_slip(words, at, lexicon) and _is_odd(words, at, lexicon, lookup)}
    if len(odd) > MOST_ODD:
        odd = set()  # free speech, no slip
    for at, word in enumerate(words):
        unknown = word.folded not in lexicon
        if _may_repair(word, manifest) and (unknown or at in odd):
            completing = unknown and at + 1 == len(words) and word.end == len(text)
            candidates = near(word.folded, lexicon, completing)
            left = words[at - 1] if at else None
            right = words[at + 1] if at + 1 < len(words) else None
            best = _ranked(candidates, left, right, unknown, lexicon, lookup)[:MOST_REPAIRS]
            weight = UNKNOWN_REPAIR if unknown else KNOWN_REPAIR
            word = replace(word, repairs=tuple((key, weight) for key in best))
        yield word


def _may_repair(word: Word, manifest: Manifest) -> bool:
    named = word.folded in manifest.types or word.folded in manifest.issuers
    return not word.phrase and _is_plain(word) and not named


def _may_slip(words: Sequence[Word], at: int, lexicon: Mapping[str, int]) -> bool:
    """Return True where a slip is worth looking for: in known words; a short first one is like too many others."""
    word = words[at]
    return _is_plain(word) and word.folded in lexicon and len(word.folded) >= (2 if at else 3)


def _is_odd(words: Sequence[Word], at: int, lexicon: Mapping[str, int], lookup: Lookup) -> bool:
    """Return True for a known word that was seen beside none of its known neighbours."""
    word = words[at]
    beside = [(other, word) for other in words[max(0, at - 1) : at] if other.folded in lexicon]
    beside += [(word, other) for other in words[at + 1 : at + 2] if other.folded in lexicon]
    return bool(beside) and all(lookup("b", f"{one.folded} {other.folded}") is None for one, other in beside)


def _ranked(
    candidates: Sequence[str], left: Word | None, right: Word | None, unknown: bool,
    lexicon: Mapping[str, int], lookup: Lookup,
) -> list[str]:  # fmt: skip
    """Return candidates by how often they stand beside the neighbour; those that never do only as a last resort."""
    if left is None:
        candidates = candidates[:FIRST_WORD_CANDIDATES]
    sizes = {}
    for key in candidates:
        pair = f"{left.folded} {key}" if left else f"{key} {right.folded}" if right else None
        block = lookup("b", pair) if pair else None
        sizes[key] = block.size if block else 0
    seen = [key for key in candidates if sizes[key]]
    kept = seen if seen or not unknown else candidates
    return sorted(kept, key=lambda key: (-sizes[key], -lexicon[key], key))


# --- slots ------------------------------------------------------------------------------------------------------


def _singles(words: Sequence[Word], seen: Container[str], manifest: Manifest) -> Iterable[Slot]:
    """Yield a slot for each word but the frequent ones that stand in a pair already."""
    shorts = {" ".join(folded_words(short)) for short, _ in manifest.short}
    for at, word in enumerate(words):
        beside = [*words[max(0, at - 1) : at], *words[at + 1 : at + 2]]
        alone = word.phrase > 0 and all(word.phrase != other.phrase for other in beside)
        paired = at > 0 and f"{words[at - 1].folded} {word.folded}" in seen
        paired = paired or (at + 1 < len(words) and f"{word.folded} {words[at + 1].folded}" in seen)
        if paired and not alone and not word.repairs and is_frequent(word, manifest):
            continue
        base = SHORT_BASE if word.folded in shorts else SINGLE_BASE
        own = Alternative(word.folded, (word,), 100)
        yield Slot("u", base, (own, *(Alternative(key, (None,), weight) for key, weight in word.repairs)), alone)


def is_frequent(word: Word, manifest: Manifest) -> bool:
    """Return True for a word that stands in about every fourth page or more."""
    return manifest.lexicon.get(word.folded, 0) >= max(1, bucket(manifest.n) - 2)


def _pairs(words: Sequence[Word]) -> Iterable[Slot]:
    for one, other in pairwise(words):
        alternatives = []
        for left, left_word, left_weight in _choices(one):
            for right, right_word, right_weight in _choices(other):
                both = left_word is None and right_word is None
                weight = left_weight * right_weight // 100 if both else min(left_weight, right_weight)
                alternatives.append(Alternative(f"{left} {right}", (left_word, right_word), weight))
        yield Slot("b", PAIR_BASE, tuple(alternatives), one.phrase > 0 and one.phrase == other.phrase)


def _choices(word: Word) -> list[tuple[str, Word | None, int]]:
    return [(word.folded, word, 100), *((key, None, weight) for key, weight in word.repairs)]


def _limited(slots: Iterable[Slot], most: int, lexicon: Mapping[str, int]) -> tuple[Slot, ...]:
    """Return the slots without repeated ones, and only as many of the rarest as bytes and time allow."""
    unique: dict[str, Slot] = {}
    for slot in slots:
        unique.setdefault(slot.alternatives[0].key, slot)
    own = list(unique.values())
    free = [at for at, slot in enumerate(own) if not slot.required]
    free.sort(key=lambda at: (sum(lexicon.get(key, 0) for key in own[at].alternatives[0].key.split(" ")), at))
    dropped = set(free[most:])
    return tuple(slot for at, slot in enumerate(own) if at not in dropped)


# --- other names ------------------------------------------------------------------------------------------------


def _renamed(made: Plan, manifest: Manifest) -> Iterable[str]:
    """Yield the query with a former or other name replaced."""
    folded = [word.folded for word in made.words]
    given = 0
    for old, new in manifest.alias:
        run = old.split(" ")
        for at in range(len(folded) - len(run) + 1):
            if folded[at : at + len(run)] == run:
                end = made.words[at + len(run) - 1].end
                yield made.text[: made.words[at].begin] + new + made.text[end:]
                given += 1
                break
        if given == MOST_VARIANTS:
            return
