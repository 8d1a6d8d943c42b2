"""Other ways of writing a query that a reader holds for the same; a search has to answer them alike."""

from __future__ import annotations

import re
import unicodedata

_TONES = "\u0300\u0309\u0303\u0301\u0323"
_EARLY = re.compile(rf"(o(?=.[ae])|(?<!q)u(?=.y))([{_TONES}])([aey])(?![\w\u0300-\u036f])", re.IGNORECASE)
_LATE = re.compile(rf"(o(?=[ae])|(?<!q)u(?=y))([aey])([{_TONES}])(?!\w)", re.IGNORECASE)
_LONE = re.compile(rf"(?<![\w\u0300-\u036f])([hklmstvbrdn])([iy])(?=[{_TONES}]?(?![\w\u0300-\u036f]))", re.IGNORECASE)
_OTHER = {"i": "y", "y": "i", "I": "Y", "Y": "I"}


def variants(query: str) -> list[str]:
    """Return the query decomposed, with tones placed the other way (hoà, hòa), and with i for y (lý, lí)."""
    apart = unicodedata.normalize("NFD", query)
    moved = _LATE.sub(r"\1\3\2", apart)
    if moved == apart:
        moved = _EARLY.sub(r"\1\3\2", apart)
    swapped = _LONE.sub(lambda found: found[1] + _OTHER[found[2]], apart)
    return [apart, *(unicodedata.normalize("NFC", text) for text in (moved, swapped) if text != apart)]
