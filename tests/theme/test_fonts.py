"""The fonts of the site are what the package gives, and hold every letter of Vietnamese."""

from __future__ import annotations

from base64 import b64encode
from io import BytesIO
from typing import Any
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
def test_a_font_holds_every_letter_composed(name: str) -> None:
    known = TTFont(FONTS / name).getBestCmap()
    assert [letter for letter in sorted(letters()) if ord(letter) not in known] == []


@pytest.mark.parametrize("name", WEIGHTS)
def test_a_browser_finds_decomposed_letters_too(name: str, chromium: Any) -> None:
    """The marks themselves are left out; what a person types decomposed is shown in the same font."""
    page = chromium.new_page()
    data = b64encode((FONTS / name).read_bytes()).decode()
    page.set_content(
        f'<style>@font-face {{ font-family: T; src: url("data:font/woff2;base64,{data}") }}'
        " p { font-family: T }</style>"
        f"<p>{normalize('NFD', ''.join(sorted(letters())))}</p>"
    )
    page.evaluate("document.fonts.load('16px T')")
    session = page.context.new_cdp_session(page)
    for domain in ("DOM", "CSS"):
        session.send(f"{domain}.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    node = session.send("DOM.querySelector", {"nodeId": root, "selector": "p"})["nodeId"]
    fonts = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    page.close()
    assert [(one["isCustomFont"], one["glyphCount"]) for one in fonts] == [(True, len(letters()))]


def test_both_weights_fit_the_budget() -> None:
    assert sum((FONTS / name).stat().st_size for name in WEIGHTS) <= MOST_BYTES


def test_the_fonts_kept_are_those_that_the_package_makes() -> None:
    made = {name: TTFont(FONTS / name).getGlyphOrder() for name in WEIGHTS}
    for name, content in build().items():
        assert TTFont(BytesIO(content)).getGlyphOrder() == made[name]
