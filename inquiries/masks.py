"""Personal data in a text that is to be published: proposed for masking, never masked in silence.

Terms: a *mask* is a stretch of the text and what is to stand in its place. A person confirms or refuses each, so that
finding too much costs a keystroke and finding too little costs a citizen: in doubt a mask is proposed.

1. What the sender wrote into the form (name, address, telephone, e-mail) is looked for in any spelling: case, marks
   and stray spaces aside; of a name also its last words, since people are called by these.
2. Then what looks personal by its shape: mailboxes, telephones (also spelled out), numbers of identity papers and
   accounts, plates, house numbers, addresses after their label, other people's names after a form of address,
   profiles on social networks, tracking codes.
3. Masks never overlap; the one that begins first, then the longer one, stays.
4. Dates, sums of money and document numbers are not taken for personal data.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from editorial.text import fold
from inquiries.codes import read_code

KINDS: Mapping[str, str] = MappingProxyType(
    {
        "name": "tên người",
        "telephone": "số điện thoại",
        "email": "thư điện tử",
        "identity": "số giấy tờ",
        "account": "số tài khoản",
        "plate": "biển số xe",
        "address": "địa chỉ",
        "link": "liên kết",
        "code": "mã tra cứu",
        "number": "dãy số dài",
    }
)
"""Kind of what is masked to its name for people."""

ASKED_ALWAYS = frozenset({"name"})
"""Kinds that are confirmed one by one, whatever was confirmed wholesale."""


@dataclass(frozen=True)
class Mask:
    """A stretch of a text (start, end: indexes as Python counts) that shows who somebody is."""

    start: int
    end: int
    kind: str
    found: str

    @property
    def shown(self) -> str:
        """What stands in its place."""
        return f"[đã ẩn {KINDS[self.kind]}]"


def propose(text: str, known: Mapping[str, str] = MappingProxyType({})) -> tuple[Mask, ...]:
    """Return the masks of a text in its order.

    known: what the sender wrote into the form, by field name (ho_ten, dia_chi, dien_thoai, email)
    """
    found = sorted(set(_all(text, known)), key=lambda mask: (mask.start, -mask.end))
    kept: list[Mask] = []
    for mask in found:
        if not kept or mask.start >= kept[-1].end:
            kept.append(mask)
    return tuple(kept)


def apply(text: str, masks: Iterable[Mask]) -> str:
    """Return the text with the masks in place. Raises: ValueError for a mask of another text"""
    for mask in sorted(masks, key=lambda mask: mask.start, reverse=True):
        if text[mask.start : mask.end] != mask.found:
            raise ValueError("a mask belongs to the text for which it was proposed")
        text = text[: mask.start] + mask.shown + text[mask.end :]
    return text


def count(masks: Iterable[Mask]) -> dict[str, int]:
    """Return how many masks there are of each kind."""
    counts: dict[str, int] = {}
    for mask in masks:
        counts[mask.kind] = counts.get(mask.kind, 0) + 1
    return counts


def _all(text: str, known: Mapping[str, str]) -> Iterator[Mask]:
    for pattern, kind in _SHAPES:
        for found in pattern.finditer(text):
            yield Mask(found.start(), found.end(), kind, found[0])
    for find in (_numbers, _spelled_out, _addresses, _people, _codes):
        yield from find(text)
    yield from _of_sender(text, known)


_MAILBOX = re.compile(
    r"[\w.+-]{1,64}\s?(?:@|＠|[(\[]?\b(?:a\s?còng|a\s?cong|a\s?móc)\b[)\]]?|[(\[](?:at|a|@)[)\]])\s?"
    r"[\w-]{1,63}(?:\s?(?:[.,]|\b(?:chấm|cham|dot)\b)\s?[\w-]{2,63}){1,4}",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?<![\w/,])\(?\+?\d(?:[ .\-–()\u00a0]{0,3}\d){7,18}(?![\d/]|[.,]\d)")
_BETWEEN = r"[\W_]{0,3}"
_ALIKE = rf"{_BETWEEN}[\doOlI①-⑨⓪]"
_DISGUISED = re.compile(
    rf"(?<!\d)(?<!\d[.,])(?:\+?84{_BETWEEN}0?|[0oO⓪])"
    rf"(?:{_BETWEEN}[35789③⑤⑦⑧⑨](?:{_ALIKE}){{8}}|{_BETWEEN}[2②](?:{_ALIKE}){{9}})(?!\d)"
)
"""A telephone number with any signs between its digits, behind any letter, with letters that look like digits."""
_YEAR = re.compile(r"[/.-]\s?(?:19|20)\d\d(?!\d)")
_GLUED_IDENTITY = re.compile(r"(?<=[^\W\d_])0\d{11}(?!\d)")
_PASSPORT = re.compile(r"(?<!\w)[A-Z]\d{7,8}(?!\w)")
_TELEPHONE = re.compile(r"0(?:[35789]\d{8}|2\d{9})")
_DATE = re.compile(r"\d{1,2}\s?[.\-–]\s?\d{1,2}\s?[.\-–]\s?\d{4}(?:\s+\d{1,2}(?:[.:h]\d{2})?)?")
_MONEY = re.compile(r"\d{1,3}(?:[. ]\d{3})+")
_CURRENCY = re.compile(r"\s*(?:đồng|vnđ|vnd|đ\b|triệu|tỷ)", re.IGNORECASE)
_ACCOUNT_LABEL = re.compile(r"(?:tài khoản|stk|\btk)\b[^\n]{0,40}$", re.IGNORECASE)
_IDENTITY_DIGITS = (9, 12)
_DIGIT_WORDS = "khong mot hai ba bon tu nam lam sau bay tam chin linh le".split()
_SPELLED = re.compile(
    rf"(?<!\w)(?:(?:{'|'.join(_DIGIT_WORDS)})[\s,.-]+){{7,}}(?:{'|'.join(_DIGIT_WORDS)})(?!\w)", re.IGNORECASE
)
_PLATE = re.compile(
    r"(?<![\w/])\d{2}\s?[-–.]?\s?[A-ZĐ][A-Z\d]?\s?[-–. ]?\s?(?:\d{3}\s?[. ]\s?\d{2}|\d{4,5})(?![\w/])", re.IGNORECASE
)
_UPPER = "".join(letter for letter in map(chr, (*range(0x41, 0x1B1), *range(0x1EA0, 0x1EFA))) if letter.isupper())
"""The capitals of Vietnamese: in Unicode they alternate with their small letters, so a range would take both."""
_HOUSE = re.compile(
    r"(?<!\w)(?:(?:số\s+nhà|nhà\s+số|căn\s+hộ(?:\s+số)?|thửa(?:\s+đất)?(?:\s+số)?|tờ\s+bản\s+đồ(?:\s+số)?|hẻm|ngõ|ngách|kiệt)"
    r"\s*+:?\s*+\d{1,5}[a-zđ]?(?:\s?[/.-]\s?\d{1,5}[a-zđ]?){0,6}"
    r"|(?:số\s+)?(?<![/-])\d{1,5}[a-zđ]?(?:\s?[/-]\s?\d{1,5}[a-zđ]?){0,6}(?=\s*+,?\s*+(?:đường|phố|hẻm|ngõ|ngách|kiệt)\s))",
    re.IGNORECASE,
)
_ADDRESS_LABEL = re.compile(
    r"(?<!\w)(?:địa\s+chỉ(?:\s+(?:nhà|thường\s+trú|liên\s+hệ))?|nơi\s+ở|chỗ\s+ở|(?:thường\s+|tạm\s+|cư\s+)?trú(?:\s+(?:tại|ở))?"
    r"|nhà\s+(?:tôi|em|mình)\s+ở)(?!\w)\s*+(?:là(?!\w)|:)?\s*+(?=[^\n]*\d)([^\n.;]{1,120})",
    re.IGNORECASE,
)
_NAME_WORDS = rf"[{_UPPER}][\w’']*(?:[ \u00a0]+[{_UPPER}][\w’']*){{0,4}}"
_CALLED = re.compile(
    rf"(?<!\w)(?i:(?:tôi|em|mình|cháu|con)\s+(?:tên(?:\s+là)?|là)|tên\s+(?:tôi|em|mình|cháu|là)(?:\s+là)?|họ\s+(?:và\s+)?tên\s*:?"
    rf"|ký\s+tên\s*:?|người\s+(?:gửi|viết|hỏi)\s*:?)\s*({_NAME_WORDS})"
)
_ADDRESSED = re.compile(
    rf"(?<!\w)(?i:ông|bà|anh|chị|cô|chú|bác|thầy|vợ|chồng|con(?:\s+(?:trai|gái))?|mẹ|cha|bố|cán\s+bộ|đồng\s+chí)"
    rf"(?:\s+(?i:là|tên|tôi|em|tôi\s+là|tên\s+là))?[ \u00a0]+({_NAME_WORDS})"
)
_FAMILY_NAMES = (
    "nguyễn|nguyen|trần|tran|lê|phạm|pham|huỳnh|huynh|hoàng|hoang|phan|vũ|võ|đặng|dang|bùi|bui|đỗ|hồ|ngô|ngo"
    "|dương|duong|trương|truong|đinh|dinh|lâm|châu|chau|tạ|thạch|thach"
)
_FULL_NAME = re.compile(
    rf"(?<!\w)(?<!đường )(?<!phố )(?<!trường )(?i:(?:{_FAMILY_NAMES})\s+(?:văn|van|thị|thi)\s+[^\W\d_]+)"
    rf"(?:[ \u00a0]+[{_UPPER}][^\W\d_]*){{0,2}}"
)
"""Written with "văn" or "thị", a name is one in small letters and without a form of address as well."""
_NO_NAMES = frozenset("nhan dan trung so phong ban uy toa cong chi cuc tinh huyen quan xa phuong thanh bi tru".split())
"""First words that are no name after a form of address: "bà Nhân dân", "ông Chủ tịch" ends where an office begins."""
_LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>\"]+|(?<![\w.])(?:facebook|fb|zalo|tiktok|youtube|instagram|t)\.(?:com|me|vn)/[^\s<>\"]+",
    re.IGNORECASE,
)
_CODE = re.compile(r"(?<![\w-])[0-9A-Za-z](?:[-–— ]?[0-9A-Za-z]){12}(?![\w-])")
_LEAST_NAME = 2
_SHAPES = (
    (_MAILBOX, "email"),
    (_PASSPORT, "identity"),
    (_GLUED_IDENTITY, "identity"),
    (_PLATE, "plate"),
    (_HOUSE, "address"),
    (_FULL_NAME, "name"),
    (_LINK, "link"),
)
"""What is personal wherever it stands, and its kind."""


def _numbers(text: str) -> Iterator[Mask]:
    for found in _NUMBER.finditer(text):
        kind = _kind_of_number(found, _digits(found[0]), text)
        if kind:
            yield Mask(found.start(), found.end(), kind, found[0])
    for found in _DISGUISED.finditer(text):
        if not _YEAR.search(found[0]):  # two dates, one after the other
            yield Mask(found.start(), found.end(), "telephone", found[0])


def _digits(text: str) -> str:
    return "".join(str(unicodedata.digit(letter)) for letter in text if letter.isdigit())


def _national(digits: str) -> str:
    """Return a number without the code of the country."""
    if not digits.startswith(("0084", "84")):
        return digits
    return "0" + digits.removeprefix("00").removeprefix("84").removeprefix("0")


def _kind_of_number(found: re.Match[str], digits: str, text: str) -> str:
    """Return what a long number is; "" for a date or a sum."""
    if _ACCOUNT_LABEL.search(text, max(0, found.start() - 60), found.start()):
        return "account"
    if _TELEPHONE.fullmatch(_national(digits)):
        return "telephone"
    if _DATE.fullmatch(found[0]) or (_MONEY.fullmatch(found[0]) and _CURRENCY.match(text, found.end())):
        return ""
    return "identity" if len(digits) in _IDENTITY_DIGITS else "number"


def _spelled_out(text: str) -> Iterator[Mask]:
    folded, places = _folded(text)
    for found in _SPELLED.finditer(folded):
        start, end = places[found.start()], places[found.end() - 1] + 1
        yield Mask(start, end, "telephone", text[start:end])


def _addresses(text: str) -> Iterator[Mask]:
    for found in _ADDRESS_LABEL.finditer(text):
        yield Mask(found.start(1), found.end(1), "address", found[1])


def _people(text: str) -> Iterator[Mask]:
    for pattern in (_CALLED, _ADDRESSED):
        for found in pattern.finditer(text):
            first = fold(found[1].split()[0])
            if first not in _NO_NAMES and not first.startswith(("chu tich", "giam doc")):
                yield Mask(found.start(1), found.end(1), "name", found[1])


def _codes(text: str) -> Iterator[Mask]:
    for found in _CODE.finditer(text):
        if read_code(found[0]) and any(letter.isdigit() for letter in found[0]):
            yield Mask(found.start(), found.end(), "code", found[0])


def _of_sender(text: str, known: Mapping[str, str]) -> Iterator[Mask]:
    """Yield what the sender wrote into the form and repeats in the text, in any spelling."""
    folded, places = _folded(text)
    name = fold(known.get("ho_ten", "")).split()
    for length in range(len(name), _LEAST_NAME - 1, -1):
        yield from _words(name[-length:], "name", text, folded, places)
        yield from _words(name[:length], "name", text, folded, places)
    if len(name) > 1:
        yield from _given_name(known["ho_ten"].split()[-1], text)
    if len(name) == 1:
        yield from _words(name, "name", text, folded, places)
    yield from _words(fold(known.get("dia_chi", "")).split(), "address", text, folded, places)
    yield from _words(fold(known.get("email", "")).split(), "email", text, folded, places)
    for part in fold(known.get("dia_chi", "")).split(","):
        if any(letter.isdigit() for letter in part):
            yield from _words(part.split(), "address", text, folded, places)


def _given_name(given: str, text: str) -> Iterator[Mask]:
    """Yield the sender's given name where it stands alone, written as a name is: with a capital."""
    for found in re.finditer(rf"(?<!\w){re.escape(given[:1].upper() + given[1:].lower())}(?!\w)", text):
        if found.start() and text[: found.start()].rstrip(" ")[-1:] not in {".", "?", "!", "\n", ""}:
            yield Mask(found.start(), found.end(), "name", found[0])


def _words(words: Collection[str], kind: str, text: str, folded: str, places: list[int]) -> Iterator[Mask]:
    if not words or sum(map(len, words)) < _LEAST_NAME:
        return
    pattern = r"[\s\u00a0,.-]+".join(re.escape(word) for word in words)
    for found in re.finditer(rf"(?<!\w){pattern}(?!\w)", folded):
        start, end = places[found.start()], places[found.end() - 1] + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        yield Mask(start, end, kind, text[start:end])


def _folded(text: str) -> tuple[str, list[int]]:
    """Return the text folded, and for each of its letters the index of the letter it came from."""
    letters: list[str] = []
    places: list[int] = []
    for index, letter in enumerate(text):
        for part in fold(letter):
            letters.append(part)
            places.append(index)
    return "".join(letters), places
