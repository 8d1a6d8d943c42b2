"""Text typed for the fonts of the 1990s, TCVN3 (.VnTime, "ABC") and VNI (VNI-Times), read as Unicode.

Such text holds Latin letters and signs that only look Vietnamese in its own font: "C¶i c¸ch" and "Caûi
caùch" both mean "Cải cách". TCVN3 has one code a letter, and capitals with a tone exist only as a font of
capitals (.VnTimeH); VNI writes the base letter and then its marks.

A text is taken for legacy when words that are no Vietnamese syllables as they stand become ones by
the table, and nothing in it is Vietnamese in Unicode. French or German words do not pass that test.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Literal

from editorial.syllables import is_syllable

Font = Literal["TCVN3", "VNI"]

OFFICE_FILES = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf", b"%PDF-")
"""How files of Word and Excel, new and old, RTF and PDF begin, whatever their name says."""

_TCVN3_LETTERS = "àảãáạ ăằẳẵắặ âầẩẫấậ đ èẻẽéẹ êềểễếệ ìỉĩíị òỏõóọ ôồổỗốộ ơờởỡớợ ùủũúụ ưừửữứự ỳỷỹýỵ ĂÂÊÔƠƯĐ"
_TCVN3_CODES = "µ¶·¸¹ ¨»¼½¾Æ ©ÇÈÉÊË ® ÌÎÏÐÑ ªÒÓÔÕÖ ×ØÜÝÞ ßáâãä «åæçèé ¬êëìíî ïñòóô \u00adõö÷øù úûüýþ ¡¢£¤¥¦§"
TCVN3: Mapping[str, str] = MappingProxyType(
    dict(zip(_TCVN3_CODES.replace(" ", ""), _TCVN3_LETTERS.replace(" ", ""), strict=True))
)
"""Code, as Latin-1 shows it, to letter."""

_VNI_ROWS = {
    "a": ("àảãáạ âầẩẫấậ ăằẳẵắặ", "øûõùï âàåãáä êèúüéë"),
    "e": ("èẻẽéẹ êềểễếệ", "øûõùï âàåãáä"),
    "o": ("òỏõóọ ôồổỗốộ", "øûõùï âàåãáä"),
    "ô": ("ờởỡớợ", "øûõùï"),
    "u": ("ùủũúụ", "øûõùï"),
    "ö": ("ừửữứự", "øûõùï"),
    "y": ("ỳỷỹý", "øûõù"),
}
_VNI_SINGLE = {"ô": "ơ", "ö": "ư", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "í": "í", "ò": "ị", "î": "ỵ", "ñ": "đ"}
_VNI_LOWER = _VNI_SINGLE | {
    base + mark: letter
    for base, (letters, marks) in _VNI_ROWS.items()
    for letter, mark in zip(letters.replace(" ", ""), marks.replace(" ", ""), strict=True)
}
VNI: Mapping[str, str] = MappingProxyType(
    _VNI_LOWER
    | {code.upper(): letter.upper() for code, letter in _VNI_LOWER.items()}
    | {code[0].upper() + code[1]: letter.upper() for code, letter in _VNI_LOWER.items() if len(code) == 2}
)
"""Base letter with its marks to letter; a capital's marks may be written small."""

_TCVN3_TABLE = str.maketrans(dict(TCVN3))
_TCVN3_CAPITALS = frozenset("¡¢£¤¥¦§")
_VNI_CODE = re.compile("|".join(sorted(VNI, key=len, reverse=True)))
_WORD = re.compile(r"(?:[^\W\d_]|[\u00a1-\u00af\u00b5-\u00b9\u00bb-\u00be×÷])+")
_SUSPECT = re.compile(
    # signs and letters that Unicode Vietnamese never uses, or never after this vowel
    "[\u00a1-\u00af\u00b5-\u00be\u00c4-\u00c7\u00cb\u00ce-\u00d1\u00d6-\u00d8\u00db-\u00dc\u00de-\u00df"
    "\u00e4-\u00e7\u00eb\u00ee-\u00f1\u00f6-\u00f8\u00fb-\u00fc\u00fe]"
    "|[a-z][\u00c0-\u00de]|[aAeE][âêàãáèéúõùÂÊÀÃÁÈÉÚÕÙ]|[oOuUyYôÔ][âõùÂÕÙ]"
)
_UNICODE_ONLY = re.compile("[ăĂđĐĩĨũŨơƠưƯ\u1ea0-\u1ef9]")
_LEAST_WORDS = 2
_LEAST_SHARE = 0.25
_MOST_CONTRARY = 4


def from_tcvn3(text: str) -> str:
    """Return text typed in TCVN3 as Unicode; words of capitals, and lines of them, become capitals whole."""
    return "\n".join(_tcvn3_line(line) for line in text.split("\n"))


def from_vni(text: str) -> str:
    """Return text typed in VNI as Unicode."""
    return _VNI_CODE.sub(lambda code: VNI[code[0]], text)


CONVERT: Mapping[Font, Callable[[str], str]] = MappingProxyType({"TCVN3": from_tcvn3, "VNI": from_vni})


def legacy_font(text: str, likely: Font | None = None) -> Font | None:
    """Return the legacy font that the whole text was typed for, or None.

    likely: a font that the text around it was typed for, so that one word is enough
    """
    if not _SUSPECT.search(text) or _UNICODE_ONLY.search(text):
        return None
    words = set(_WORD.findall(text))
    font, telling, contrary = _weigh(words)
    least = 1 if font == likely else _LEAST_WORDS
    return font if len(telling) >= max(least, _LEAST_SHARE * len(words), _MOST_CONTRARY * contrary) else None


def legacy_words(text: str) -> frozenset[str]:
    """Return the words that only a legacy font makes readable, in a text that may otherwise be Unicode.

    Empty below two of them, and among other words with foreign marks: those may be names.
    """
    if not _SUSPECT.search(text):
        return frozenset()
    _, telling, contrary = _weigh(set(_WORD.findall(text)))
    return telling if len(telling) >= max(_LEAST_WORDS, contrary) else frozenset()


def _weigh(words: set[str]) -> tuple[Font, frozenset[str], int]:
    """Return the likelier font, the words that tell for it, and how many marked words nothing explains."""
    tells: dict[Font, frozenset[str]] = {font: frozenset(w for w in words if _tells(w, font)) for font in CONVERT}
    font = max(tells, key=lambda name: len(tells[name]))
    odd = (w for w in words if not w.isascii() and not w.isupper() and not _is_plain(w) and w not in tells[font])
    return font, tells[font], sum(1 for _ in odd)


@lru_cache(maxsize=65536)
def _tells(word: str, font: Font) -> bool:
    """Return True when the word is no Vietnamese syllable as it stands and the font's table makes it one."""
    return not word.isascii() and not _is_plain(word) and is_syllable(CONVERT[font](word))


def _is_plain(word: str) -> bool:
    """Return True for a syllable as Unicode writes it: small, capitalised or in capitals, never "chÝnh"."""
    return is_syllable(word) and (word[1:].islower() or word.isupper() or len(word) == 1)


def _tcvn3_line(line: str) -> str:
    words = _WORD.findall(line)
    if any(map(_is_capitals, words)) and not any(letter.isascii() and letter.islower() for letter in line):
        return line.translate(_TCVN3_TABLE).upper()
    return _WORD.sub(lambda word: _tcvn3_word(word[0]), line)


def _tcvn3_word(word: str) -> str:
    plain = word.translate(_TCVN3_TABLE)
    return plain.upper() if word != plain and _is_capitals(word) else plain


def _is_capitals(word: str) -> bool:
    """Return True for a word of a font of capitals: no small Latin letter, and a capital after the first letter."""
    if any(letter.isascii() and letter.islower() for letter in word):
        return False
    return any(letter in _TCVN3_CAPITALS or (letter.isascii() and letter.isupper()) for letter in word[1:])


def utf16_text(raw: bytes) -> str:
    """Return the text of bytes in UTF-16, which Notepad calls “Unicode”; "" of any others.

    A mark at the beginning tells; without it, that half of a line's first letters, spaces and signs are zero bytes.
    """
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    else:
        start = raw[:200]
        least = len(start) // 4
        encoding = "utf-16-le" if start[1::2].count(0) > least else "utf-16-be" if start[::2].count(0) > least else ""
    try:
        text = raw.decode(encoding).removeprefix("\ufeff") if encoding else ""
    except UnicodeDecodeError:
        return ""
    return "" if "\0" in text else text


def likely_encoding(raw: bytes) -> str:
    """Name the encoding that these bytes, which are neither UTF-8 nor UTF-16, were probably saved in."""
    as_windows = unicodedata.normalize("NFC", raw.decode("cp1258", "replace"))
    marked = sum(1 for character in as_windows if character in _WINDOWS_LETTERS)
    odd = sum(1 for character in as_windows if ord(character) > 127 and character not in _WINDOWS_LETTERS)
    return "Windows-1258" if marked > odd else "TCVN3 (phông .Vn…) hoặc VNI (phông VNI-…)"


_WINDOWS_LETTERS = frozenset(
    "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
    "ÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬĐÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
)
