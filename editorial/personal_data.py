"""Personal data that slipped into a text: identity numbers, private phones, private mailboxes (PS-D4, PS-P5).

What is found is shown masked, never whole, so that logs and reports do not spread it. Document numbers,
dates, sums of money and addresses of web pages are not taken for personal data.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator

from editorial.finding import Finding, Lines
from editorial.problem import Severity

PRIVATE_MAIL = frozenset(
    "gmail.com googlemail.com yahoo.com yahoo.com.vn ymail.com rocketmail.com hotmail.com outlook.com outlook.com.vn "
    "live.com msn.com icloud.com me.com proton.me protonmail.com zoho.com mail.com gmx.com aol.com".split()
)
"""Domains where private persons have their mailboxes."""

_ID = re.compile(r"(?<![\w.,/+-])(?:\d(?:[ .]?\d){8}(?:(?:[ .]?\d){3})?|[A-Z]\d{7,8})(?![\w/-]|[.,]\d)")
_ID_LABEL = re.compile(
    r"\b(?:cccd|cmnd|cmtnd|căn\s+cước|chứng\s+minh(?:\s+(?:nhân\s+dân|thư))?|định\s+danh|hộ\s+chiếu|passport)\b[^\d\n]*$",
    re.IGNORECASE,
)
_CITIZEN_ID = re.compile(r"0(?:0[1-9]|[1-8]\d|9[0-6])[ .]?\d{3}[ .]?\d{3}[ .]?\d{3}")  # province 001 to 096
_OTHER_LABEL = re.compile(r"\b(?:mst|mã\s+số|tài\s+khoản|stk|mã\s+hồ\s+sơ)\b[^\d\n]{0,30}$", re.IGNORECASE)
_SEPARATOR = r"(?:[ .-]{0,3}|\)[ .-]?)"
_PHONE = re.compile(
    # the area or network code is never split, so that 05-11-2023 09:12 is no phone
    r"(?<![\w.,+])\(?(?:(?:\+|00)84\)?[ .-]?(?:\(0\)[ .-]?|0)?|84(?=\d{9,10}\b)|0)"
    rf"(?:[35789]\d(?:{_SEPARATOR}\d){{7}}|2\d(?:{_SEPARATOR}\d){{8}})(?!\d)"
)
_NATIONAL = re.compile(r"0(?:[35789]\d{8}|2\d{9})")
_MAIL = re.compile(r"(?<![\w.+-])([\w.+-]{1,64})@([\w-]{1,63}(?:\.[\w-]{1,63}){1,4})")
_WEB_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"]+", re.IGNORECASE)
_NOT_DIGITS = re.compile(r"\D")
_NEAR = 60
"""Characters before a number in which its label is looked for."""


def find_personal_data(text: str, office_phones: Collection[str] = ()) -> Iterator[Finding]:
    """Yield identity numbers (hold), phones that are not the office's (warn) and private mailboxes (warn).

    office_phones: numbers that may stand, in any spelling
    """
    searched = text
    if "://" in text or "www." in text.lower():
        searched = _WEB_ADDRESS.sub(lambda address: " " * len(address[0]), text)
    known = {national for phone in office_phones if (national := _national(phone))}
    lines = Lines(searched)
    for code, severity, find in _FINDERS:
        for start, shown in find(searched, known):
            yield Finding(code, severity, lines.of(start), shown)


Finder = Callable[[str, Collection[str]], Iterator[tuple[int, str]]]
"""From a text and the office's phones to where it begins and what may be shown."""


def _ids(text: str, known: Collection[str]) -> Iterator[tuple[int, str]]:
    for found in _ID.finditer(text):
        before = _label_space(text, found.start())
        bare = _CITIZEN_ID.fullmatch(found[0]) and not _OTHER_LABEL.search(before)
        if bare or _ID_LABEL.search(before):
            yield found.start(), _masked(found[0])


def _phones(text: str, known: Collection[str]) -> Iterator[tuple[int, str]]:
    for found in _PHONE.finditer(text):
        national = _national(found[0])
        if national and national not in known and not _OTHER_LABEL.search(_label_space(text, found.start())):
            yield found.start(), _masked(national)


def _label_space(text: str, start: int) -> str:
    return text[max(0, start - _NEAR) : start]


def _mailboxes(text: str, known: Collection[str]) -> Iterator[tuple[int, str]]:
    for found in _MAIL.finditer(text) if "@" in text else ():
        if found[2].lower() in PRIVATE_MAIL:
            yield found.start(), f"{found[1][:1]}***@{found[2].lower()}"


_FINDERS: tuple[tuple[str, Severity, Finder], ...] = (
    ("personal-id", "hold", _ids),
    ("personal-phone", "warn", _phones),
    ("personal-email", "warn", _mailboxes),
)


def _national(phone: str) -> str:
    """Return a Vietnamese number as 0…, whatever its spelling; "" for anything else."""
    digits = _NOT_DIGITS.sub("", phone)
    if "+" in phone or digits.startswith(("0084", "84")):
        digits = "0" + digits.removeprefix("00").removeprefix("84").removeprefix("0")
    return digits if _NATIONAL.fullmatch(digits) else ""


def _masked(value: str) -> str:
    """Return the first two and the last two characters, and "*" for every one between."""
    plain = re.sub(r"[ .-]", "", value)
    return plain[:2] + "*" * (len(plain) - 4) + plain[-2:]
