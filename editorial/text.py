"""Vietnamese text: one composed form, a folded form for comparing, addresses, and sorting.

Terms: a *mark* is what a letter carries, either its quality (ă â ê ô ơ ư) or its tone (à ả ã á ạ);
đ is a letter of its own and folds to d. Own tables, because collation and transliteration packages
either need a C library or know nothing of Vietnamese order.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from html import unescape
from types import MappingProxyType

SLUG_LENGTH = 80

STRAY_D = {"Ð": "Đ", "Ɖ": "Đ", "ð": "đ", "ɖ": "đ"}
"""Letters that look like đ and are other letters: U+00D0, U+0189, U+00F0, U+0256 (PS-N2)."""

LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
"""The order of the alphabet (PS section 7), with f j w z where other Latin alphabets have them."""

_TONES = "\u0300\u0309\u0303\u0301\u0323"  # huyền, hỏi, ngã, sắc, nặng: the order of dictionaries
_MARKS = re.compile("[\u0300-\u036f]+")
_TONE = re.compile(f"[{_TONES}]")
_WORDS = re.compile(r"[^\W_]+")
_WORD_OR_NUMBER = re.compile(r"\d+|[^\W\d_]+")
_NOT_IN_SLUG = re.compile(r"[^a-z0-9]+")
_D = re.compile("[đðɖ]")
_LONG_REFERENCE = re.compile("&#([0-9]{8,})")
_TAG = re.compile(r"<[^>]*>")
_MERGE_MARK = re.compile(r"^(?:<{7}|>{7})(?: |$)", re.MULTILINE)
_RANK = {ord(letter): chr(ord("A") + rank) for rank, letter in enumerate(LETTERS)}
_STRAY_D = str.maketrans(STRAY_D)

SortKey = tuple[tuple[tuple[int, int, str, str], ...], str]


def nfc(text: str) -> str:
    """Return the text in Unicode's composed form, in which every Vietnamese letter is one character."""
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """Return the text in lower case without marks, đ (and what looks like it) as d, for finding and comparing."""
    return _D.sub("d", _MARKS.sub("", unicodedata.normalize("NFD", text.lower())))


def capitalised(words: str) -> str:
    """Return the words with a capital first letter, all others as they are."""
    return words[:1].upper() + words[1:]


def without_comments(text: str) -> str:
    """Return Markdown without its comments, which no reader sees."""
    before, *parts = text.split("<!--")
    return before + "".join(part.partition("-->")[2] for part in parts)


def merge_mark(text: str) -> int | None:
    """Return the line of the first mark that git leaves where two people changed one place, None without any."""
    found = _MERGE_MARK.search(text) if "<<<<<<<" in text or ">>>>>>>" in text else None  # few texts are worth a search
    return text.count("\n", 0, found.start()) + 1 if found else None


def short_references(markup: str) -> str:
    """Return markup whose references to characters by number have eight digits at most, and mean what they meant.

    Zeros in front mean nothing, and no character has more digits; Python refuses to read a number of thousands.
    """
    return _LONG_REFERENCE.sub(lambda found: f"&#{found[1].lstrip('0')[:8] or '0'}", markup)


def unescaped(markup: str) -> str:
    """Return the text of markup without tags, as a browser reads its references to characters."""
    return unescape(short_references(markup))


def without_tags(markup: str) -> str:
    """Return the text of markup as this house writes it, whose attributes hold no ">"."""
    return unescape(_TAG.sub("", markup))


def slug(text: str) -> str:
    """Return a short ASCII name for an address: "1/22026" gives "1-22026", "Đề án" gives "de-an".

    At most SLUG_LENGTH characters, cut between words where there is a gap; "" when nothing can be kept.
    """
    name = _NOT_IN_SLUG.sub("-", fold(unicodedata.normalize("NFKD", text))).strip("-")
    if len(name) <= SLUG_LENGTH:
        return name
    whole_words = name[: SLUG_LENGTH + 1].rpartition("-")[0]
    return whole_words or name[:SLUG_LENGTH]


def sort_key(text: str) -> SortKey:
    """Return a key for sorted(): syllable by syllable, letters before tones, numbers by value.

    So "ba ba" comes before "bà", "Điều 2" before "Điều 10", and "đ" after every "d".
    """
    words = _WORD_OR_NUMBER.findall(nfc(text).lower().translate(_STRAY_D))
    return tuple(_word_key(word) for word in words), text


def did_you_mean(word: str, words: Iterable[str]) -> str | None:
    """Return the one of the words that the typed word most resembles, marks and case aside, or None."""
    by_folded = {fold(known): known for known in words}
    close = get_close_matches(fold(word), by_folded, n=1, cutoff=0.7)
    return by_folded[close[0]] if close else None


def some_of(items: Sequence[str], most: int = 5) -> str:
    """Return the first of the items, and how many more there are."""
    return ", ".join(items[:most]) + (f" và {len(items) - most} mục khác" if len(items) > most else "")


def spaced(text: str) -> str:
    """Return the folded words of a text between single spaces, so that a name is found in it only as whole words."""
    return f" {' '.join(_WORDS.findall(fold(text)))} "


def suggestion(word: str, words: Iterable[str], told: Mapping[str, str] = MappingProxyType({})) -> str:
    """Return " Ý bạn là “x”?" for the one of the words that was meant, "" when none was.

    told: what is said in the place of some of the words: a key where its Vietnamese name was meant
    """
    meant = did_you_mean(word, words)
    return f" Ý bạn là “{told.get(meant, meant)}”?" if meant else ""


def _word_key(word: str) -> tuple[int, int, str, str]:
    if word.isdecimal():
        digits = word.lstrip("0")
        return 0, len(digits), digits, ""
    apart = unicodedata.normalize("NFD", word)
    letters = nfc(_TONE.sub("", apart)).translate(_RANK)
    # a syllable has one tone; where it is written (hoà, hòa) does not matter
    tones = "".join(str(_TONES.index(mark)) for mark in _TONE.findall(apart))
    return 1, 0, letters, tones
