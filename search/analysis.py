"""What a text is found by: words, their keys, pairs of neighbours, document numbers. docs/search-format.md tells
the same to the browser.

Terms: a *word* is a run of letters and digits, in Vietnamese one syllable. Its *folded key* has no marks, its *exact
key* keeps the letters â ă ê ô ơ ư đ and has the tone written behind as a digit. A *pair* is two neighbouring words.

Rules
1. Text is composed (NFC), in lower case, and what looks like đ is đ. So a decomposed text has the same keys.
2. Exact key: the tone is taken out of the word and written behind (hoà, hòa: hoa1), so that it does not matter over
   which vowel it was put.
3. Folded key: no marks at all, đ is d. Letters with two marks are taken apart completely first.
4. i/y: h k l m s t v b r d n and a lone y have i (kỹ thuật, kĩ thuật); a leading "qui" is "quy". Nowhere else: "tay"
   is not "tai". Proper names (Mỹ) are touched too, which does no harm: readers see the original letters.
5. A word longer than 24 characters, or with a character beyond U+FFFF, is none: nobody types it, and the two halves
   of the search would sort it differently.
6. Pairs join neighbours of one field; never the last word of the title with the first of the text.
7. No stop words: pairs and soft coverage do their work.
8. A document number stands under every precision at which people know it: number, year, type, issuer, each but the
   number left out or not. 0012/2099/TT-ABC is found by 12, 12/2099, 12/TT, 12/2099/TT, 12/TT-ABC and all of it. A
   number in prose counts when its type stands before it ("Thông tư 12/2099", "Kế hoạch số 101"); a date, a sum, "5
   năm" or "6 tháng" does not. A number without a year also stands under the year of its date.
9. An abbreviation and what it stands for are one thing: where a page has one, it is found by the other (data file).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import product
from types import MappingProxyType

from editorial.frozen import frozen
from editorial.numbers import LEGAL_FORMS, TYPES, DocumentNumber, find_numbers, parse
from editorial.text import STRAY_D, fold

TONES = "\u0300\u0309\u0303\u0301\u0323"
"""huyền, hỏi, ngã, sắc, nặng: their places, from 1, are the digits of exact keys."""

WORD_LENGTH = 24

HEAD_LENGTH = 400
"""Characters within which "Số: …" is the number of the document itself."""

ISSUER_KEY = "///"
"""What the key of an issuer begins with: a number key without number. It tells the index which issuers there are."""

OWN, IN_TITLE, IN_TEXT = 3, 2, 1
"""How near a document number is to its page; the impact of its posting."""

_WORD = re.compile("(?:[^\\W_]|[\u0300-\u036f])+")
_TONE = re.compile(f"[{TONES}]")
_MARK = re.compile("[\u0300-\u036f]")
_LONE_Y = re.compile(r"^([hklmstvbrdn])y$")


@frozen
class Keys:
    """The folded and the exact key of a word."""

    folded: str
    exact: str

    @property
    def marked(self) -> bool:
        return self.exact != self.folded


def tidy(text: str) -> str:
    """Return the text composed, with the real đ; as long as what highlights count in."""
    text = unicodedata.normalize("NFC", text)
    for stray, letter in STRAY_D.items():  # four replacements are much faster than a translation
        text = text.replace(stray, letter)
    return text


def tidy_spaces(text: str) -> str:
    """Return the text composed, in one line, with single spaces: as cards show it."""
    return " ".join(tidy(text).replace("\ufeff", " ").split())  # a space in JavaScript, none in Python


def words(text: str) -> list[str]:
    """Return the words of a text in lower case, those without keys left out."""
    return [word for word in runs(text) if keys(word)]


def runs(text: str) -> list[str]:
    """Return what looks like a word in a text, in lower case."""
    found: list[str] = _WORD.findall(tidy(text).lower())
    return found


@lru_cache(maxsize=4_000)
def folded_words(text: str) -> tuple[str, ...]:
    """Return the folded keys of a text's words; names and abbreviations are asked at every query."""
    return tuple(found.folded for _, _, found in spans(tidy(text)))


def spans(tidied: str) -> Iterator[tuple[int, int, Keys]]:
    """Yield begin, end and keys of each word of a text that tidy() has made."""
    for match in _WORD.finditer(tidied):
        found = keys(match[0].lower())
        if found:
            yield match.start(), match.end(), found


@lru_cache(maxsize=200_000)
def keys(word: str) -> Keys | None:
    """Return the keys of a word in lower case; None for what is no word (rule 5)."""
    if len(word) > WORD_LENGTH or max(word) > "\uffff":
        return None
    apart = unicodedata.normalize("NFD", word)
    folded = i_or_y(_MARK.sub("", apart).replace("đ", "d"))
    if not folded:
        return None
    tones = _TONE.findall(apart)
    return Keys(folded, spell(_TONE.sub("", apart), TONES.index(tones[-1]) + 1 if tones else 0))


def spell(toneless: str, tone: int) -> str:
    """Return the exact key of a word without tone marks and its tone, 0 for none."""
    return i_or_y(unicodedata.normalize("NFC", toneless)) + (str(tone) if tone else "")


def i_or_y(word: str) -> str:
    """Return a word without tone by rule 4."""
    word = _LONE_Y.sub(r"\1i", word)
    return "quy" + word[3:] if word.startswith("qui") else word


# --- document numbers -------------------------------------------------------------------------------------------

TYPE_NAMES: Mapping[str, str] = MappingProxyType(
    {fold(name): fold(code) for code, name in {**TYPES, **LEGAL_FORMS}.items() if code not in ("L", "SY", "TrS", "SL")}
)
"""Names of document types without marks, and their symbols: "quyet dinh", "qd"."""

_NAME = "|".join(sorted((name for name in TYPE_NAMES if " " in name), key=len, reverse=True))
_NAME_BEFORE = re.compile(rf"\b({_NAME})(?:\s+so)?\s*:?\s+$")
_NAMED = re.compile(
    rf"\b(?P<name>{_NAME})(?: so)?\s*:?\s+"
    r"(?P<number>\d{1,5})(?P<letter>[a-z]?)(?:\s?[/-]\s?(?P<year>(?:19|20)\d\d))?"
    r"(?![\w/%])(?![.,]\d)(?!-[a-z])"
    r"(?!\s+(?:thang|ngay|quy|tuan|gio|phut|trieu|nghin|ngan|ty|dong|phan|trang|dieu|noi|muc|nhiem)\b)"
    r"(?!\s+nam(?! ?\d{4}))"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_DATED = re.compile(
    r"\s*,?\s*(?:ngay\s+)?\d{1,2}\s*(?:/|-|\.|\s+thang\s+)\s*\d{1,2}\s*(?:/|-|\.|\s+nam\s+)\s*((?:19|20)\d\d)"
)
_OF_YEAR = re.compile(r"\s+nam\s+((?:19|20)\d\d)")
_HEAD = re.compile(r"\bso\s*:\s*$")
_PLAIN_NUMBER = re.compile(r"(\d{1,5})([a-z]?)(?:[/-]((?:19|20)\d\d))?")
_GROUP = re.compile(r"[a-z0-9]+")


def number_key(number: str, year: str = "", kind: str = "", issuer: str = "") -> str:
    """Return the key of a number at one precision: "517//qd/snv"."""
    return f"{number}/{year}/{kind}/{issuer}"


def number_keys(number: str, title: str, body: str, year: str) -> dict[str, int]:
    """Return every number key of a page with its impact, the nearest place counting (rule 8).

    number: the document's own, "" without; year: of its date, "" without
    """
    found: dict[str, int] = {}
    own = _own(number)
    for key in _precisions(*own, years=(year,)) if own else ():
        found[key] = OWN
    for text, place in ((title, IN_TITLE), (body, IN_TEXT)):
        plain = fold(tidy(text))
        if len(plain) != len(tidy(text)):  # a letter that folds to two: places no longer agree
            plain = "".join(fold(letter)[:1] or " " for letter in tidy(text))
        for start, parts, years in _cited(tidy(text), plain):
            mine = _begins(plain, start, place)
            for key in _precisions(*parts, years=(year, *years) if mine else years):
                found[key] = max(found.get(key, 0), OWN if mine else place)
    return found


Parts = tuple[str, str, str, tuple[str, ...]]
"""Number with its letter, year, type, issuer groups; all folded, "" for what is missing."""


def _own(number: str) -> Parts | None:
    if not number:
        return None
    if read := parse(number):
        return _parts(read)
    match = _PLAIN_NUMBER.fullmatch(fold(tidy(number)).strip())
    return (f"{int(match[1])}{match[2]}", match[3] or "", "", ()) if match else None


def _parts(read: DocumentNumber) -> Parts | None:
    if read.number is None:
        return None
    kind = fold(read.type) or ("" if read.year else "cv")
    groups = tuple(dict.fromkeys(group for name in read.issuer for group in _GROUP.findall(fold(name))))
    return f"{read.number}{read.letter}", str(read.year or ""), kind, groups


def _cited(text: str, plain: str) -> Iterator[tuple[int, Parts, tuple[str, ...]]]:
    """Yield place, parts and the years told behind, of numbers with a symbol and of those behind a type's name."""
    for citation in find_numbers(text):
        parts = _parts(citation.number)
        if parts:
            number, year, kind, issuers = parts
            named = _NAME_BEFORE.search(plain, max(0, citation.start - 30), citation.start)
            kind = kind or (TYPE_NAMES[named[1]] if named else "")  # a law's number does not say its type
            yield citation.start, (number, year, kind, issuers), _years_behind(plain, citation.end)
    for match in _NAMED.finditer(plain):
        if not match["year"] and _YEAR.fullmatch(match["number"]):
            continue  # "Kế hoạch 2026" is the plan of a year
        parts = f"{int(match['number'])}{match['letter']}", match["year"] or "", TYPE_NAMES[match["name"]], ()
        yield match.start("number"), parts, _years_behind(plain, match.end())


def _years_behind(plain: str, end: int) -> tuple[str, ...]:
    match = _DATED.match(plain, end) or _OF_YEAR.match(plain, end)
    return (match[1],) if match else ()


def _begins(plain: str, start: int, place: int) -> bool:
    """Return True for the number that a title begins with, or the "Số:" at the head of a document."""
    before = plain[max(0, start - 40) : start]
    if place == IN_TITLE:
        return re.sub(r"\s+(?:so\s*:?)?\s*$", "", before.strip() + " ").strip() in TYPE_NAMES or not before.strip()
    return start < HEAD_LENGTH and _HEAD.search(before) is not None


def _precisions(number: str, year: str, kind: str, issuers: Sequence[str], years: Sequence[str] = ()) -> Iterator[str]:
    all_years = {"", *([year] if year else years)}
    for parts in product(sorted(all_years), sorted({"", kind}), ("", *issuers)):
        yield number_key(number, *parts)
    for issuer in issuers:
        yield ISSUER_KEY + issuer
