"""What can be wrong with the characters of a text, each with its place: PS-N2, ST-9.1, LC-7.4.

Terms: *decomposed* text has letters and marks as separate characters (not NFC); a *confusable* letter
looks like the right one and is another; *invisible* characters have no shape or turn the reading
direction; *odd spaces* look like a space; *private* characters mean nothing outside one font.
Code, in a fence or in backticks, is left out of all but the first.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from editorial.finding import Finding, Lines, excerpt
from editorial.legacy_fonts import legacy_words
from editorial.problem import Severity
from editorial.syllables import is_bare_syllable, is_syllable
from editorial.text import STRAY_D

SEVERITY: Mapping[str, Severity] = MappingProxyType(
    {
        "text-decomposed": "hold",
        "text-legacy-font": "hold",  # ST-9.1: fails this text, and stops no other
        "text-confusable": "warn",  # PS-N2
        "text-invisible": "warn",
        "text-odd-space": "warn",
        "text-private-character": "warn",
    }
)

INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f"
    "\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e0fff]"
    # joiners belong to Khmer words and to emoji
    "(?<![\u1780-\u17ff\ufe0f\U0001f000-\U0001faff][\u200b-\u200d])"
)
ODD_SPACE = re.compile("[\x0b\x0c\x85\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")
PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]")

_LOOK_ALIKES = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеѕіјорсухһ" "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧοι",
    "ABESIJKMHOPCTYXaesijopcyxh" "ABEZHIKMNOPTYXoi",
)  # fmt: skip
_STRAY_D = str.maketrans(STRAY_D)
_MAYBE_CONFUSABLE = re.compile("[ÐƉðɖ\u0370-\u03ff\u0400-\u04ff]")
_WORD_WITH_STRAY_D = re.compile(r"(?<![^\W\d_])[^\W\d_]*[ÐƉðɖ][^\W\d_]*")
_WORD_OF_TWO_SCRIPTS = re.compile("(?<![^\\W\\d_])[^\\W\\d_]*[\u0370-\u03ff\u0400-\u04ff][^\\W\\d_]*")
_CONFUSABLE_WORDS = (_WORD_WITH_STRAY_D, _WORD_OF_TWO_SCRIPTS)
_FOREIGN = re.compile("[\u0370-\u03ff\u0400-\u04ff]")

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
INLINE_CODE = re.compile(r"(?<!`)(`+)(?!`)(?:.*?[^`\n])?\1(?!`)")
_ADDRESS = re.compile(
    r"(?:https?://|www\.|mailto:)[^\s<>\"]+|\]\([^()\[\]\n]*\)|(?<![\w.+-])[\w.+-]{1,64}@[\w.-]+|<[^<>\n]*>"
)
_WORD = re.compile(r"[^\W\d_]+")
_MARKED_WORD = re.compile(r"(?<![^\W\d_])[a-zA-Z]*[^\W\d_a-zA-Z][^\W\d_]*")
_LEAST_WORDS_FOR_SHARE = 12
_LEAST_WORDS = 4
_LEAST_MARKED_SHARE = 0.15

Faults = Callable[[str], Iterator[tuple[int, int, str]]]
"""From a text to start, end and code of each fault."""


def text_faults(text: str) -> Iterator[Finding]:
    """Yield every fault of the characters, at most one of a kind a line."""
    readable = without_code(text)
    lines = Lines(text)
    seen: set[tuple[str, int]] = set()
    for faults, searched in ((_decomposed, text), *((faults, readable) for faults in _OF_CHARACTERS)):
        for start, end, code in faults(searched):
            line = lines.of(start)
            if (code, line) not in seen:
                seen.add((code, line))
                shown = visible(excerpt(text, start, end))
                character = next((letter for letter in text[start:end] if not letter.isascii()), text[start])
                yield Finding(code, SEVERITY[code], line, shown, {"character": _code_point(character)})


def lacks_marks(text: str) -> bool:
    """Return True for Vietnamese written without its marks: LC-7.4/1; a text in another language may be taken for it.

    A dozen words are judged by how many are marked; a title only when every word could be Vietnamese.
    """
    if len(_MARKED_WORD.findall(text)) >= _LEAST_MARKED_SHARE * len(_WORD.findall(text)) > 0:
        return False
    words = _WORD.findall(_ADDRESS.sub(" ", without_code(text)))
    words = [word for word in words if not word.isupper()] or words
    marked = sum(1 for word in words if not word.isascii())
    if len(words) >= _LEAST_WORDS_FOR_SHARE:
        return marked < _LEAST_MARKED_SHARE * len(words)
    return len(words) >= _LEAST_WORDS and not marked and all(map(is_bare_syllable, words))


def visible(shown: str) -> str:
    """Return the text with what has no shape of its own written as its number, safe to print."""
    for pattern in (INVISIBLE, PRIVATE, ODD_SPACE):
        shown = pattern.sub(lambda found: f"[{_code_point(found[0])}]", shown)
    return shown


def without_code(text: str) -> str:
    """Return the text with code blanked out, every other character at its place."""
    if "`" not in text and "~~~" not in text:
        return text
    lines = text.split("\n")
    for index in fenced_lines(lines):
        lines[index] = " " * len(lines[index])
    return INLINE_CODE.sub(lambda code: " " * len(code[0]), "\n".join(lines))


def fenced_lines(lines: list[str]) -> set[int]:
    """Return the indexes of the lines of fenced code, fences included; a fence that is never closed holds nothing."""
    fenced: set[int] = set()
    opened, fence = -1, ""
    for index, line in enumerate(lines):
        mark = _FENCE.match(line)
        if not fence and mark:
            opened, fence = index, mark[1]
        elif fence and mark and mark[1].startswith(fence) and not line[mark.end() :].strip():
            fenced.update(range(opened, index + 1))
            fence = ""
    return fenced


def mend_confusable(word: str) -> str:
    """Return the word with the letters that it must have had; unchanged where it may be right as it is."""
    if _FOREIGN.search(word):
        mended = word.translate(_LOOK_ALIKES)
        # Δt and kΩ are meant; so is a word that is Greek or Cyrillic throughout
        if _FOREIGN.search(mended) or not any(letter.isalpha() and not _FOREIGN.match(letter) for letter in word):
            return word
        word = mended
    mended = word.translate(_STRAY_D)
    return mended if mended.isupper() or mended == "đ" or is_syllable(mended) else word


def mend_confusables(text: str) -> str:
    """Return the text with every such word mended."""
    if _MAYBE_CONFUSABLE.search(text):
        for pattern in _CONFUSABLE_WORDS:
            text = pattern.sub(lambda word: mend_confusable(word[0]), text)
    return text


def _decomposed(text: str) -> Iterator[tuple[int, int, str]]:
    if unicodedata.is_normalized("NFC", text):
        return
    start = 0
    for line in text.split("\n"):
        if not unicodedata.is_normalized("NFC", line):
            composed = unicodedata.normalize("NFC", line)
            first = next((i for i, (a, b) in enumerate(zip(line, composed, strict=False)) if a != b), 0)
            yield start + first, start + first + 1, "text-decomposed"
        start += len(line) + 1


def _legacy(text: str) -> Iterator[tuple[int, int, str]]:
    if words := legacy_words(text):
        pattern = re.compile("|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)))
        yield from ((word.start(), word.end(), "text-legacy-font") for word in pattern.finditer(text))


def _confusable(text: str) -> Iterator[tuple[int, int, str]]:
    if _MAYBE_CONFUSABLE.search(text):
        for pattern in _CONFUSABLE_WORDS:
            for word in pattern.finditer(text):
                if mend_confusable(word[0]) != word[0]:
                    yield word.start(), word.end(), "text-confusable"


def _of_pattern(pattern: re.Pattern[str], code: str) -> Faults:
    def faults(text: str) -> Iterator[tuple[int, int, str]]:
        return ((found.start(), found.end(), code) for found in pattern.finditer(text))

    return faults


_OF_CHARACTERS: tuple[Faults, ...] = (
    _legacy,
    _confusable,
    _of_pattern(INVISIBLE, "text-invisible"),
    _of_pattern(ODD_SPACE, "text-odd-space"),
    _of_pattern(PRIVATE, "text-private-character"),
)


def _code_point(character: str) -> str:
    return f"U+{ord(character):04X}"
