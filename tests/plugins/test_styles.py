"""One small stylesheet: the same rules as the files of the theme, everything it needs under names of digests."""

from __future__ import annotations

import re
import shutil
from hashlib import sha256
from pathlib import Path
from typing import Any

import brotli
import pytest

from plugins.styles import by_digest, read_styles
from tests.organisation import ROOT
from tests.site_fixture import Build

THEME = ROOT / "theme"
RULES = """
() => [...document.styleSheets].flatMap(sheet => [...sheet.cssRules].map(rule => rule.cssText))
"""


def as_read(rule: str) -> str:
    """Return a rule without the name of a font's digest, and without the spaces that Chromium keeps in properties."""
    return re.sub(r"\s*([,:(){};])\s*", r"\1", re.sub(r"-[0-9a-f]{8}\.woff2", ".woff2", rule))


def test_the_stylesheet_holds_no_comment_and_fits_its_budget():
    styles = read_styles(THEME)
    assert b"/*" not in styles.css and b"\n" not in styles.css
    assert len(brotli.compress(styles.css)) <= 8_000
    assert sum(map(len, styles.fonts.values())) <= 24_000


def test_a_browser_reads_the_same_rules_before_and_after(chromium: Any):
    """In Chromium's own words, file by file in their order; only the names of the fonts differ."""
    styles = read_styles(THEME)
    first, last = ("fonts", "tokens", "base", "layout"), ("print",)
    files = {path.stem: path for path in sorted((THEME / "static/css").glob("*.css"))}
    order = [*first, *(name for name in files if name not in {*first, *last}), *last]
    page = chromium.new_page()
    told = []
    for css in ("\n".join(files[name].read_text() for name in order), styles.css.decode()):
        page.set_content(f"<style>{css}</style>")
        told.append([as_read(rule) for rule in page.evaluate(RULES)])
    page.close()
    assert len(told[0]) > 100 and told[0] == told[1]


def test_a_name_changes_with_the_bytes(tmp_path: Path):
    before = read_styles(THEME)
    theme = tmp_path / "theme"
    shutil.copytree(THEME, theme)
    font = theme / "static/fonts/be-vietnam-pro-400.woff2"
    font.write_bytes(font.read_bytes() + b"\0")
    after = read_styles(theme)
    assert before.address != after.address
    assert len(before.fonts.keys() & after.fonts.keys()) == len(before.fonts) - 1
    assert by_digest("a.b.css", b"x") == f"a.b-{sha256(b'x').hexdigest()[:8]}.css"


def test_a_font_that_the_theme_lacks_stops_the_build(tmp_path: Path):
    theme = tmp_path / "theme"
    shutil.copytree(THEME, theme)
    (theme / "static/fonts/be-vietnam-pro-700.woff2").unlink()
    with pytest.raises(FileNotFoundError):
        read_styles(theme)


def test_every_name_in_the_stylesheet_is_a_file_of_the_site(real: Build):
    [sheet] = (real.output / "theme").glob("site-*.css")
    asked = set(re.findall(r'url\("([^"]+)"\)', sheet.read_text()))
    assert asked and all((sheet.parent / name).is_file() for name in asked)
    assert all(sheet.name in page for page in real.pages().values())
