"""What is typed into a form, as plain composed text: nothing invisible, nothing that turns or hides other letters.

Kept: every visible character, also `<`, quotes and braces; they are escaped where they are shown, never here.
Dropped: controls, bidi and zero-width characters, tags, variation selectors, fillers that look like nothing,
surrogates, private and unassigned code points, and marks beyond two in a row. NFC, because NFKC would change
what people meant ("m²", "½").
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from editorial.text import nfc

MARKS_IN_A_ROW = 2
"""Vietnamese needs none in NFC; other languages two."""
SAFE_MARKS = 30
"""More never stand in a row in any language (UAX #15, section 13). Composing sorts them by insertion, so that 80,000
in a row would keep the process busy for seven seconds."""

FILLERS = frozenset(
    chr(code)
    for code in (0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0, 0xFFFC)
    + (*range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))
)  # fmt: skip
"""Letters, marks and signs by category, but seen as nothing; the selectors of variants among them."""

_DROPPED_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_LINE_BREAK = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_UNUSUAL = re.compile("[^\n -~¡-¬®-ɏ\u0300-\u034eḀ-ỿ–—‘’“”…•₫]")  # the rest need not be looked up
_MAY_BE_MARKS = "[^\n -~¡-¬®-ɏḀ-ỿ–—‘’“”…•₫]"
_TOO_MANY = re.compile(_MAY_BE_MARKS + f"{{{MARKS_IN_A_ROW + 1},}}")
_UNSAFE = re.compile(_MAY_BE_MARKS + f"{{{SAFE_MARKS + 1},}}")


def clean_line(text: str) -> str:
    """Return the text as one line without spaces at its ends or twice in a row."""
    return " ".join(_cleaned(text).split())


def clean_text(text: str) -> str:
    """Return the text with its lines and without blanks at its ends or those of a line."""
    return "\n".join(line.rstrip() for line in _cleaned(text).split("\n")).strip()


def _cleaned(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    kept = _UNUSUAL.sub(_kept, _LINE_BREAK.sub("\n", text))
    composed = nfc(_UNSAFE.sub(lambda run: _without_heaps(run[0], SAFE_MARKS), kept))
    return nfc(_TOO_MANY.sub(lambda run: _without_heaps(run[0], MARKS_IN_A_ROW), composed))


def _kept(found: re.Match[str]) -> str:
    return _kept_character(found[0])


@lru_cache(maxsize=4096)
def _kept_character(character: str) -> str:
    """Return the character, a space for any kind of blank, or nothing."""
    category = unicodedata.category(character)
    if character == "\t" or category == "Zs":
        return " "
    return "" if category in _DROPPED_CATEGORIES or character in FILLERS else character


def _without_heaps(run: str, most: int) -> str:
    """Return the run with at most so many marks one after the other."""
    kept, marks = [], 0
    for character in run:
        marks = marks + 1 if unicodedata.category(character).startswith("M") else 0
        if marks <= most:
            kept.append(character)
    return "".join(kept)
