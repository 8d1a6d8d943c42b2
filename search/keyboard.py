"""What a keyboard makes of Vietnamese: raw Telex, raw VNI, glued syllables, one wrong letter; and back in letters.

docs/search-format.md sections 5.2 to 5.4 and 9.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping

from search.analysis import TONES, Keys, i_or_y, keys

EDIT_LETTERS = "abcdeghiklmnopqrstuvxy"
MOST_CANDIDATES = 40
LONGEST_COMPLETION = 5
MOST_PARTS = 6
LONGEST_PART = 7
PART_COST = 12
"""What a part must outweigh, so that few frequent parts win over many short ones."""

_CLUSTER = re.compile(r"^(qu|gi(?=[aeiouyâêôăơư]))?([^aeiouyâêôăơư]*)([aeiouyâêôăơư]+)(.*)$")

_VNI = re.compile(r"(?=.{2,12}$)[a-z]+[1-9][a-z1-9]*")
_VNI_TONES = "\u0301\u0300\u0309\u0303\u0323"
_TELEX = re.compile(r"[a-z]{2,9}")
_TELEX_TONE = re.compile(r"(.*[aeiouy].*?)([sfrxj])([^sfrxj]*)")
_TELEX_TONES = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_TELEX_LETTERS = (
    ("dd", "đ"), ("aa", "â"), ("ee", "ê"), ("oo", "ô"),
    ("uow", "ươ"), ("aw", "ă"), ("ow", "ơ"), ("uw", "ư"), ("w", "ư"),
)  # fmt: skip


def from_vni(word: str) -> Keys | None:
    """Return the keys of a word typed with digits for marks ("thu3"), None when it is none."""
    if not _VNI.fullmatch(word):
        return None
    letters, tone = "", ""
    for sign in word:
        if sign.isalpha():
            letters += sign
        elif sign in "12345":
            if not re.search("[aeiouyâêôăơư]", letters):
                return None
            tone = _VNI_TONES[int(sign) - 1]
        else:
            changed = _with_quality(letters, sign)
            if changed is None:
                return None
            letters = changed
    return keys(letters + tone)


def _with_quality(letters: str, digit: str) -> str | None:
    if digit == "9":
        return letters.replace("d", "đ", 1) if "d" in letters else None
    if digit == "7" and "uo" in letters:
        at = letters.rindex("uo")
        return letters[:at] + "ươ" + letters[at + 2 :]
    plain, marked = {"6": ("aeo", "âêô"), "7": ("uo", "ươ"), "8": ("a", "ă")}[digit]
    at = max(letters.rfind(letter) for letter in plain)
    if at < 0:
        return None
    return letters[:at] + marked[plain.index(letters[at])] + letters[at + 1 :]


def from_telex(word: str) -> Keys | None:
    """Return the keys of a word typed with letters for marks ("thuyr"), None when nothing stands for a mark."""
    if not _TELEX.fullmatch(word):
        return None
    letters, tone = word, ""
    if match := _TELEX_TONE.fullmatch(word):
        letters, tone = match[1] + match[3], _TELEX_TONES[match[2]]
    for typed, meant in _TELEX_LETTERS:
        letters = letters.replace(typed, meant)
    return None if letters == word else keys(letters + tone)


def unglue(word: str, lexicon: Mapping[str, int]) -> list[str]:
    """Return the likeliest cut of a run of syllables into known ones; empty when there is none."""
    best: list[list[tuple[int, tuple[str, ...]]]] = [[] for _ in range(len(word) + 1)]
    best[0] = [(0, ())]
    for end in range(2, len(word) + 1):
        by_count: dict[int, tuple[int, tuple[str, ...]]] = {}
        for size in range(min(LONGEST_PART, end), 1, -1):  # the longest last part wins a tie
            part = i_or_y(word[end - size : end])
            if part not in lexicon:
                continue
            for value, parts in best[end - size]:
                if len(parts) < MOST_PARTS:
                    way = value + lexicon[part] - PART_COST, (*parts, part)
                    held = by_count.get(len(way[1]))
                    if held is None or way[0] > held[0]:
                        by_count[len(way[1])] = way
        best[end] = [by_count[count] for count in sorted(by_count)]
    ways = [way for way in best[-1] if len(way[1]) > 1]
    return list(max(ways, key=lambda way: way[0])[1]) if ways else []


def near(key: str, lexicon: Mapping[str, int], completing: bool) -> list[str]:
    """Return the known keys one edit away, or that the key begins when completing; the most frequent ones, in order."""
    found = {other for other in _edits(key) if other in lexicon} if len(key) > 1 else set()
    if completing:
        found.update(
            other
            for other in lexicon
            if other.startswith(key) and len(key) < len(other) <= len(key) + LONGEST_COMPLETION
        )
    found.discard(key)
    return sorted(found, key=lambda other: (-lexicon[other], other))[:MOST_CANDIDATES]


def _edits(key: str) -> Iterator[str]:
    for at in range(len(key) + 1):
        before, after = key[:at], key[at:]
        if after:
            yield before + after[1:]
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
        for letter in EDIT_LETTERS:
            yield before + letter + after
            if after:
                yield before + letter + after[1:]


def in_letters(exact: str) -> str:
    """Return the word of an exact key, its tone over the vowel where most people put it: "hoa1" is hòa."""
    if not exact or exact[-1] not in "12345" or not exact[0].isalpha():
        return exact
    word, tone = exact[:-1], TONES[int(exact[-1]) - 1]
    match = _CLUSTER.match(word)
    if not match:
        return exact
    at = match.start(3) + _toned(match[3], bool(match[4]))
    return unicodedata.normalize("NFC", word[: at + 1] + tone + word[at + 1 :])


def _toned(vowels: str, closed: bool) -> int:
    """Return which of the vowels takes the tone."""
    marked = [at for at, vowel in enumerate(vowels) if vowel in "âêôăơư"]
    if marked:
        return marked[-1]
    if closed:
        return len(vowels) - 1
    return 1 if len(vowels) > 2 else 0
