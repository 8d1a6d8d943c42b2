"""Document numbers in a query, whatever the separators and the order. docs/search-format.md section 5.6."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from search.analysis import folded_words, number_key
from search.manifest import Manifest
from search.typed import Lookup, Word

_DATE = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}", re.ASCII)
_SYMBOL_AND_NUMBER = re.compile(r"([a-z]+)(\d{1,8}[a-z]?)|(\d{1,8})([a-z]{2,})", re.ASCII)
_NUMBER = re.compile(r"\d{1,8}[a-z]?", re.ASCII)
_FOUR_DIGITS = re.compile(r"\d{4}", re.ASCII)
_LEADING_ZEROS = re.compile(r"^0+(?=\d)", re.ASCII)
_BEFORE_NO_NUMBER = frozenset("thang ngay dieu khoan muc chuong quy nam gio".split())
_LONGEST_TYPE = 4


@dataclass(frozen=True)
class _Token:
    text: str
    begin: int
    end: int

    @property
    def is_year(self) -> bool:
        return _FOUR_DIGITS.fullmatch(self.text) is not None and "1945" <= self.text <= "2099"


def numbers_in(text: str, words: Sequence[Word], manifest: Manifest, lookup: Lookup) -> Iterable[tuple[str, int]]:
    """Yield the most precise key that matches for each document number of the query."""
    dates = [match.span() for match in _DATE.finditer(text)]
    tokens = [token for word in words for token in _tokens(word, manifest.types)]
    in_dates = [any(begin <= token.begin < end for begin, end in dates) for token in tokens]
    used: set[int] = set()
    places = [at for at, token in enumerate(tokens) if _NUMBER.fullmatch(token.text) and not in_dates[at]]
    for at in places:
        if at in used or (at and tokens[at - 1].text in _BEFORE_NO_NUMBER):
            continue
        year, bound = _year(tokens, at, in_dates, text, manifest.types)
        only = sum(1 for other in places if other != year) == 1
        kind, taken = _type(tokens, at, year, only, manifest.types)
        if tokens[at].is_year and not (kind and (at - 1 in taken or at + 1 in taken)):
            continue
        if year is not None:
            used.add(year)
        issuer = _issuer(tokens, at, taken, manifest)
        alone = all(i in (at, year) or token.text == "so" for i, token in enumerate(tokens))
        year_text = tokens[year].text if year is not None else ""
        for key, precision in _descent(tokens[at].text, year_text, bound, kind, issuer, alone):
            if lookup("n", key) is not None:
                yield key, precision
                break


def _tokens(word: Word, types: Mapping[str, str]) -> list[_Token]:
    match = _SYMBOL_AND_NUMBER.fullmatch(word.folded)
    parts = [part for part in match.groups() if part] if match else []
    if parts and (parts[0] in types or parts[-1] in types):
        return [_Token(part, word.begin, word.end) for part in parts]
    return [_Token(word.folded, word.begin, word.end)]


def _year(
    tokens: Sequence[_Token], at: int, in_dates: Sequence[bool], text: str, types: Mapping[str, str]
) -> tuple[int | None, bool]:
    """Return the place of a number's year, and whether it is written to the number with a slash or hyphen."""
    for place in (at + 1, at + 2):
        if place < len(tokens) and tokens[place].is_year and not in_dates[place]:
            if place == at + 1:
                return place, text[tokens[at].end : tokens[place].begin].strip() in ("/", "-")
            if tokens[at + 1].text in types:
                return place, False
    for place, token in enumerate(tokens):
        if place and place != at and token.is_year and tokens[place - 1].text == "nam" and not in_dates[place]:
            return place, False
    return None, False


def _type(
    tokens: Sequence[_Token], at: int, year: int | None, only: bool, types: Mapping[str, str]
) -> tuple[str, frozenset[int]]:
    """Return the symbol of a number's type and the places of its name; ("", empty) without."""
    before = at - 1
    while before >= 0 and tokens[before].text == "so":
        before -= 1
    behind = at + 2 if year == at + 1 else at + 1
    for size in range(_LONGEST_TYPE, 0, -1):
        if symbol := _named(tokens, before - size + 1, size, types):
            return symbol, frozenset(range(before - size + 1, at))
    for size in range(_LONGEST_TYPE, 0, -1):
        if symbol := _named(tokens, behind, size, types):
            return symbol, frozenset(range(at + 1, behind + size))
    for place in range(len(tokens)) if only else ():
        for size in range(_LONGEST_TYPE, 0, -1):
            if symbol := _named(tokens, place, size, types):
                return symbol, frozenset(range(place, place + size))
    return "", frozenset()


def _issuer(tokens: Sequence[_Token], at: int, taken: frozenset[int], manifest: Manifest) -> str:
    """Return the symbol of who issued it, as it stands or from the long form of an abbreviation; "" without."""
    for place, token in enumerate(tokens):
        if token.text in manifest.issuers and place not in taken and place != at:
            return token.text
    told = f" {' '.join(token.text for token in tokens)} "
    for short, long in manifest.short:
        symbol = " ".join(folded_words(short))
        if symbol in manifest.issuers and f" {' '.join(folded_words(long))} " in told:
            return symbol
    return ""


def _named(tokens: Sequence[_Token], begin: int, size: int, types: Mapping[str, str]) -> str:
    if begin < 0 or begin + size > len(tokens):
        return ""
    return types.get(" ".join(token.text for token in tokens[begin : begin + size]), "")


def _descent(number: str, year: str, bound: bool, kind: str, issuer: str, alone: bool) -> Iterable[tuple[str, int]]:
    """Yield the keys of a number from the most precise down, each with its precision."""
    number = _LEADING_ZEROS.sub("", number)
    if kind and issuer:
        if year:
            yield number_key(number, year, kind, issuer), 7
        yield number_key(number, "", kind, issuer), 6
    if kind and year:
        yield number_key(number, year, kind), 5
    if issuer and year:
        yield number_key(number, year, "", issuer), 4
    if kind:
        yield number_key(number, "", kind), 3
    if year and bound:
        yield number_key(number, year), 2
    if issuer:
        yield number_key(number, "", "", issuer), 2
    if kind or alone:
        yield number_key(number), 1
