"""The fonts of the site are what the package gives, and hold every letter of Vietnamese."""

from __future__ import annotations

from io import BytesIO
from unicodedata import normalize

import pytest
from fontTools.ttLib import TTFont

from scripts.build_fonts import FONTS, WEIGHTS, build

VOWELS = "aăâeêioôơuưy"
TONES = "\u0300\u0301\u0303\u0309\u0323"
MOST_BYTES = 24_000


def letters() -> set[str]:
    """Return every letter of Vietnamese in both cases."""
    small = {normalize("NFC", vowel + tone) for vowel in VOWELS for tone in ("", *TONES)} | {"đ"}
    return small | {letter.upper() for letter in small}


@pytest.mark.parametrize("name", WEIGHTS)
def test_a_font_holds_every_letter_composed_and_its_marks(name: str) -> None:
    known = TTFont(FONTS / name).getBestCmap()
    assert [letter for letter in sorted(letters()) if ord(letter) not in known] == []
    assert [hex(ord(tone)) for tone in TONES if ord(tone) not in known] == []


def test_both_weights_fit_the_budget() -> None:
    assert sum((FONTS / name).stat().st_size for name in WEIGHTS) <= MOST_BYTES


def test_the_fonts_kept_are_those_that_the_package_makes() -> None:
    made = {name: TTFont(FONTS / name).getGlyphOrder() for name in WEIGHTS}
    for name, content in build().items():
        assert TTFont(BytesIO(content)).getGlyphOrder() == made[name]
