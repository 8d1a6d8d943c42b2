"""Document numbers (số ký hiệu) as NĐ 30/2020 and older rules print them: read, written, compared, found.

Shapes, in the order in which they are tried:
1. Party, reversed: 02-CTr/TU
2. with a year, by "/" or in older texts by "-": 42/2022/NĐ-CP, 19-2017/NQ-CP, 91/2025/QH15
3. named administrative document, first group a type code: 517/QĐ-SNV, 30c/NQ-CP, 1668/NQ-UBTVQH15
4. công văn, no type code: 2231/SNV-CCHC&PC
A number may be left blank ("/QĐ-SNV"). A code is a whole group between "/" and "-", never a part of
one (PS-N9), and its case does not count (PS-N4); Đ is never D: HD and HĐ, DA and ĐA are different (PS-N1).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from editorial.problem import Problem
from editorial.text import STRAY_D, fold, nfc, slug

NO_NUMBER = "chưa có số"

TYPES: Mapping[str, str] = MappingProxyType(
    {
        "NQ": "nghị quyết", "QĐ": "quyết định", "CT": "chỉ thị", "QC": "quy chế", "QyĐ": "quy định",
        "TC": "thông cáo", "TB": "thông báo", "HD": "hướng dẫn", "CTr": "chương trình", "KH": "kế hoạch",
        "PA": "phương án", "ĐA": "đề án", "DA": "dự án", "BC": "báo cáo", "BB": "biên bản", "TTr": "tờ trình",
        "HĐ": "hợp đồng", "CĐ": "công điện", "BGN": "bản ghi nhớ", "BTT": "bản thỏa thuận",
        "GUQ": "giấy ủy quyền", "GM": "giấy mời", "GGT": "giấy giới thiệu", "GNP": "giấy nghỉ phép",
        "PG": "phiếu gửi", "PC": "phiếu chuyển", "PB": "phiếu báo",
        "SY": "sao y", "TrS": "trích sao", "SL": "sao lục",
    }
)  # fmt: skip
"""The 27 type codes and 3 copy marks of NĐ 30/2020, Phụ lục III."""

LEGAL_FORMS: Mapping[str, str] = MappingProxyType(
    {
        "L": "lệnh", "PL": "pháp lệnh", "NĐ": "nghị định", "TT": "thông tư", "TTLT": "thông tư liên tịch",
        "NQLT": "nghị quyết liên tịch", "VBHN": "văn bản hợp nhất", "KL": "kết luận", "CV": "công văn",
    }
)  # fmt: skip
"""Codes outside that list that stand in print; CV is a habit, and the Party's own."""

_NAMES = {**TYPES, **LEGAL_FORMS}
_CODES = {code.casefold(): code for code in _NAMES}
_UNMARKED = {fold(code): code for code in _NAMES if fold(code) not in _CODES}
"""QD for QĐ and the like: what is typed without its Đ and is no code itself."""
_PARTY_NAMES = {"TT": "thông tri"}
_OFFICE_LETTER = "công văn"
_KIND_NAMES = {"admin_document": "văn bản hành chính", "legal_document": "văn bản quy phạm pháp luật"}
_ISSUER_CASE = {"ttg": "TTg"}

_STRAY_D = str.maketrans(STRAY_D)
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
_PREFIX = re.compile(r"^số\b\s*:?", re.IGNORECASE)
_BLANK_MARKS = re.compile(r"^[\s.…_]+(?=[/-])")
_SEPARATOR = re.compile(r"\s*([/&-])\s*")

_HEAD = r"(?:(?P<number>[0-9]{1,6})(?P<letter>[A-Za-zĐđ])?)?"
_YEAR = r"(?:19|20)[0-9]{2}"
_GROUP = r"[^\W\d_](?:[^\W_]|[&.])*"
_PARTY = re.compile(rf"{_HEAD}-(?P<type>[^\W\d_]+)/(?P<groups>{_GROUP}(?:-{_GROUP})*)")
_STATE = re.compile(rf"{_HEAD}(?:[/-](?P<year>{_YEAR}))?/(?P<groups>{_GROUP}(?:-{_GROUP})*)")
_LAWMAKER = re.compile(r"(?:QH|UBTVQH)[0-9]{1,2}", re.IGNORECASE)

_CITED_GROUP = r"[^\W\d_](?:[^\W_]|&(?=[^\W\d_]))*"
_CITED = re.compile(
    rf"[0-9](?<![\w/.,–-][0-9])[0-9]{{0,5}}[A-Za-zđ]?(?:(?: ?[/-] ?{_YEAR})|-[^\W\d_]{{1,4}})? ?/ ?"
    rf"{_CITED_GROUP}(?:[-–]{_CITED_GROUP})*"
)
"""It begins with a digit and looks back from there, so that nothing is tried where no digit stands."""

Key = tuple[int | None, str, int | None, str, tuple[str, ...], bool]


@dataclass(frozen=True)
class DocumentNumber:
    """A document number taken apart; two are equal when they are written the same in canonical form.

    number: None while it is left blank; letter: "c" of 30c
    year: only where the number itself bears one
    type: a code of TYPES or LEGAL_FORMS in its canonical case, "" for a công văn or a law
    issuer: the groups after the type, ("UBTVQH15",) or ("SNV", "CCHC&PC")
    party: True for the reversed form of the Party
    """

    number: int | None
    letter: str = ""
    year: int | None = None
    type: str = ""
    issuer: tuple[str, ...] = ()
    party: bool = False

    def __str__(self) -> str:
        """Return the canonical form: 1 to 9 as 01 to 09, no spaces, year after "/"."""
        if self.party:
            return f"{self._head}-{self.type}/{'-'.join(self.issuer)}"
        year = f"/{self.year}" if self.year else ""
        return f"{self._head}{year}/{'-'.join([self.type, *self.issuer] if self.type else self.issuer)}"

    @property
    def key(self) -> Key:
        """What tells two numbers apart, whatever their zeros, spaces and case (PS-N3, PS-N4).

        Never the whole identity (PS-N8): the day and the issuer belong to it, and a blank number tells nothing.
        """
        issuer = tuple(group.casefold() for group in self.issuer)
        return self.number, self.letter, self.year, self.type, issuer, self.party

    @property
    def type_name(self) -> str:
        """The type in words, "quyết định"; "" for a law, whose number does not say what it is."""
        if self.party and self.type in _PARTY_NAMES:
            return _PARTY_NAMES[self.type]
        return _NAMES.get(self.type, "" if self.year else _OFFICE_LETTER)

    def slug(self) -> str:
        """Return the last part of its address, the type written out so that HĐ and HD stay apart (PS-N1).

        A year that the number bears is kept: 01/2020/QĐ-UBND and 01/QĐ-UBND of 2020 are two documents.
        """
        year = str(self.year) if self.year else ""
        return slug(" ".join([self._head or NO_NUMBER, year, self.type_name, *self.issuer]))

    @property
    def _head(self) -> str:
        return "" if self.number is None else f"{self.number:02d}{self.letter}"


def parse(text: str) -> DocumentNumber | None:
    """Read a number as printed, also with "Số:" before it; None for anything else, also "chưa có số"."""
    printed = " ".join(nfc(text).split())
    tidy = _PREFIX.sub("", printed.translate(_STRAY_D).translate(_DASHES)).strip()
    tidy = _SEPARATOR.sub(r"\1", _BLANK_MARKS.sub("", tidy)).rstrip(".")
    if (match := _PARTY.fullmatch(tidy)) and (code := _CODES.get(match["type"].casefold())):
        groups = match["groups"].split("-")
        number, letter = _head(match)
        return DocumentNumber(number, letter, None, code, tuple(map(_issuer, groups)), True)
    if not (match := _STATE.fullmatch(tidy)):
        return None
    first, *rest = match["groups"].split("-")
    year = int(match["year"]) if match["year"] else None
    code = _CODES.get(first.casefold(), "")
    issuer = tuple(map(_issuer, rest if code else [first, *rest]))
    number, letter = _head(match)
    return DocumentNumber(number, letter, year, code, issuer, False)


def shown(printed: str) -> str:
    """Return the number as people read it: a blank stays a blank, "/QĐ-SNV" is "…/QĐ-SNV"."""
    return f"…{printed}" if printed.startswith("/") else printed


def kind_suggested(number: DocumentNumber) -> str:
    """Return the kind that the number tells: a year makes it a legal_document (PS-N6)."""
    return "legal_document" if number.year else "admin_document"


@dataclass(frozen=True)
class Citation:
    """A number in running text, from index start to end."""

    number: DocumentNumber
    start: int
    end: int


def find_numbers(text: str) -> Iterator[Citation]:
    """Yield the numbers that a running text cites; never dates, fractions or parts of an address."""
    for match in _CITED.finditer(text.translate(_STRAY_D) if any(map(text.__contains__, STRAY_D)) else text):
        number = parse(match[0])
        if number and _is_cited(number):
            yield Citation(number, match.start(), match.end())


def mark_of(key: Key) -> str:
    """Return a key as one word, which is smaller to keep: "30c/2020/NĐ-cp"."""
    number, letter, year, code, issuer, party = key
    return f"{number}{letter}/{year or ''}/{code}-{'-'.join(issuer)}{'*' if party else ''}"


def marks_of(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the marks of the numbers that texts cite, each once."""
    return tuple(dict.fromkeys(mark_of(cited.number.key) for text in texts for cited in find_numbers(text)))


def number_problems(printed: str, kind: str, where: str) -> Iterator[Problem]:
    """Yield what is doubtful about an item's number; none of it keeps the item back.

    printed: the value of document_no; kind: the item's; where: the place of that line
    """
    number = parse(printed)
    if number is None and fold(printed.strip()) != fold(NO_NUMBER):
        yield Problem("number-unread", "warn", where, "PS-N10", {"number": printed})
    elif number is None or number.number is None:
        yield Problem("number-blank", "warn", where, "PS-N10", {"number": printed})
    if number is None:
        return
    if printed != (mended := printed.translate(_STRAY_D)):
        yield Problem("number-stray-letter", "warn", where, "PS-N2", {"number": printed, "mended": mended})
    if not number.type and (code := _UNMARKED.get(fold(number.issuer[0]))):
        facts = {"number": printed, "typed": number.issuer[0], "code": code, "name": _NAMES[code]}
        yield Problem("number-code-unmarked", "warn", where, "PS-N1", facts)
    if kind in _KIND_NAMES and kind != (told := kind_suggested(number)):
        facts = {"number": printed, "name": _KIND_NAMES[kind], "told": told, "told_name": _KIND_NAMES[told]}
        yield Problem("number-kind", "warn", where, "PS-N6", facts)


def _head(match: re.Match[str]) -> tuple[int | None, str]:
    return (int(match["number"]) if match["number"] else None), (match["letter"] or "").lower()


def _issuer(group: str) -> str:
    known = _ISSUER_CASE.get(group.casefold())
    return known or (group.upper() if group.islower() else group)


def _is_cited(number: DocumentNumber) -> bool:
    """Return True when nothing but a document number looks like this in a sentence."""
    if not number.issuer or not all(group[0].isupper() for group in number.issuer):
        return False
    if number.type:
        return True
    if number.year:
        return _LAWMAKER.fullmatch(number.issuer[0]) is not None
    return len(number.issuer) > 1 and all(len(group) > 1 and group.isupper() for group in number.issuer)
