"""A few small stylesheets: the same rules as the files of the theme, all they need under names of digests."""

from __future__ import annotations

import re
import shutil
from hashlib import sha256
from pathlib import Path
from typing import Any

import brotli
import pytest
from markupsafe import escape

from editorial.unbroken import unbroken, without
from plugins.styles import by_digest, read_styles, sheets
from tests.organisation import ROOT
from tests.site_fixture import Build

THEME = ROOT / "theme"
LONG_NUMBER = "1668/NQ-UBTVQH15"
RULES = """
() => [...document.styleSheets].flatMap(sheet => [...sheet.cssRules].map(rule => rule.cssText))
"""
KEPT = """
css => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  const all = rules => [...rules].reduce((sum, rule) => sum + 1 + all(rule.cssRules ?? []), 0);
  return all(sheet.cssRules);
}
"""


def as_read(rule: str) -> str:
    """Return a rule without the name of a font's digest, and without the spaces that Chromium keeps in properties."""
    return re.sub(r"\s*([,:(){};])\s*", r"\1", re.sub(r"-[0-9a-f]{8}\.woff2", ".woff2", rule))


def test_the_stylesheets_hold_no_comment_and_fit_their_budget():
    styles = read_styles(THEME)
    for css in styles.css.values():
        assert b"/*" not in css and b"\n" not in css
    assert sum(len(brotli.compress(css)) for css in styles.css.values()) <= 10_500
    assert len(brotli.compress(styles.css[styles.address])) <= 5_000
    assert sum(map(len, styles.fonts.values())) <= 24_000


def test_a_browser_reads_the_same_rules_before_and_after(chromium: Any):
    """In Chromium's own words, file by file in their order; only the names of the fonts differ."""
    styles = read_styles(THEME)
    written = {name: "\n".join(file.read_text() for file in files) for name, files in sheets(THEME).items()}
    page = chromium.new_page()
    for name, address in {"site": styles.address, **styles.others}.items():
        told = []
        for css in (written.pop(name), styles.css[address].decode()):
            page.set_content(f"<style>{css}</style>")
            told.append([as_read(rule) for rule in page.evaluate(RULES)])
        assert len(told[0]) > 10 and told[0] == told[1], name
    page.close()
    assert written == {}


def test_a_browser_keeps_every_rule_of_a_file(chromium: Any):
    """For one selector that it cannot read a browser drops a whole rule, and says nothing."""
    files = sorted((THEME / "static/css").rglob("*.css"))
    bare = [re.sub(r"/\*.*?\*/", "", file.read_text(encoding="utf-8"), flags=re.DOTALL) for file in files]
    page = chromium.new_page()
    kept = {file.name: (page.evaluate(KEPT, css), css.count("{")) for file, css in zip(files, bare, strict=True)}
    page.close()
    assert len(kept) > 30 and {name: counts for name, counts in kept.items() if counts[0] != counts[1]} == {}


def test_paper_shows_all_of_a_wide_table_and_of_a_tall_picture(chromium: Any):
    """On a screen a table scrolls; on an A4 sheet of a document, 160 mm wide, what is not seen is lost."""
    styles = read_styles(THEME)
    row = "".join(f"<td>{cell}</td>" for cell in ("Sở Nông nghiệp và Môi trường", *["11.602"] * 8, "Số liệu tạm tính"))
    picture = "<svg xmlns='http://www.w3.org/2000/svg' width='200' height='2000'/>"
    text = f'<table><tr>{row}</tr></table><p><img src="data:image/svg+xml,{picture}" width="200" height="2000"></p>'
    page = chromium.new_page(viewport={"width": 605, "height": 900})
    page.emulate_media(media="print")
    page.set_content(
        f"<style>{styles.css[styles.address].decode()}</style>"
        f"<body class='cc-page cc-page--times'><div class='cc-prose'>{text}</div>"
    )
    table = page.locator("table")
    assert table.evaluate("one => getComputedStyle(one).overflowX !== 'auto' || one.scrollWidth <= one.clientWidth")
    assert table.evaluate("one => one.lastElementChild.getBoundingClientRect().right") <= 605
    box = page.locator("img").bounding_box()
    assert box["height"] < 850 and box["width"] == pytest.approx(box["height"] / 10, 0.02)
    page.close()


@pytest.mark.parametrize("letters", [16, 22, 32])
@pytest.mark.parametrize("width", [320, 412])
def test_a_document_number_is_parted_only_where_it_is_wider_than_the_page(chromium: Any, width: int, letters: int):
    """In a title, where it is largest; the characters stay, so that it is found and copied as it was signed."""
    styles = read_styles(THEME)
    leads = ("", "Theo số ", "Quyết định (số ")
    titles = "".join(f'<h1><a href="/">{unbroken(lead + LONG_NUMBER)}), còn hiệu lực</a></h1>' for lead in leads)
    page = chromium.new_page(viewport={"width": width, "height": 800})
    page.set_content(
        f"<!doctype html><style>{styles.css[styles.address].decode()} html {{ font-size: {letters}px }}</style>"
        f"<body class='cc-page'><div class='cc-width'>{titles}</div>"
    )
    if letters == 16:
        heights = page.locator(".cc-number").evaluate_all("all => all.map(one => one.offsetHeight)")
        assert len(set(heights)) == 1 and heights[0] < 45
        assert page.evaluate(f"window.find('{LONG_NUMBER}')")
        assert page.locator("h1").last.inner_text() == f"Quyết định (số {LONG_NUMBER}), còn hiệu lực"
        assert (
            page.locator(".cc-number").last.evaluate("one => getComputedStyle(one).textDecorationLine") == "underline"
        )
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.close()


def test_the_stroke_between_two_steps_of_a_path_is_seen_and_not_heard(chromium: Any):
    """A screen reader would say "single right-pointing angle quotation mark" before each."""
    styles = read_styles(THEME)
    steps = "".join(f'<li class="cc-breadcrumbs__step"><a href="/">{name}</a></li>' for name in ("Một", "Hai", "Ba"))
    page = chromium.new_page(viewport={"width": 1000, "height": 800})
    page.set_content(
        f"<style>{styles.css[styles.address].decode()}</style><ul class='cc-breadcrumbs__list'>{steps}</ul>"
    )
    shown = page.locator("li").first.evaluate("one => getComputedStyle(one, '::after').content")
    assert "›" in shown and "›" not in page.locator("ul").aria_snapshot()
    page.close()


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Nghị định 118/2025/NĐ-CP và 01/2020/QĐ-UBND", ["118/2025/NĐ-CP", "01/2020/QĐ-UBND"]),
        ("Luật 91/2025/QH15 & <b>", ["91/2025/QH15"]),
        ("ngày 1/11/2026, tỉ lệ 3/4, Facebook/Zalo", []),
        ("Thông tư liên tịch 17/2017/TTLT-VKSNDTC-BCA", ["17/2017/TTLT-VKSNDTC-BCA"]),
        ('“2231/SNV-CCHC&PC”, "02-CTr/TU" và 30c/NQ-CP.', ["2231/SNV-CCHC&amp;PC", "02-CTr/TU", "30c/NQ-CP"]),
        ("", []),
    ],
)
def test_numbers_are_kept_in_one_piece_and_nothing_else_is_touched(text: str, parts: list[str]):
    made = escape(unbroken(text))
    assert re.findall(r'<span class="cc-number">([^<]*)</span>', made) == parts
    assert without(made) == escape(text) and unbroken(made) == made


def test_every_file_is_in_one_sheet_fonts_and_tokens_first_and_print_last():
    found = sheets(THEME)
    files = [file for sheet in found.values() for file in sheet]
    assert sorted(files) == sorted((THEME / "static/css").rglob("*.css"))
    names = [file.stem for file in found["site"]]
    assert names[:4] == ["fonts", "tokens", "base", "layout"] and names[-1] == "print"


def test_a_page_links_every_sheet_that_dresses_it(real: Build):
    """Nothing on a page has a class that only a sheet dresses which the page leaves out."""
    classes = {
        name: set(re.findall(r"\.(cc-[\w-]+)", "".join(file.read_text() for file in files)))
        for name, files in sheets(THEME).items()
    }
    others = {name: found - classes["site"] for name, found in classes.items() if name != "site"}
    seen = set()
    for page, text in real.pages().items():
        worn = {one for told in re.findall(r'class="([^"]*)"', text) for one in told.split()}
        linked = set(re.findall(r'<link rel="stylesheet" href="/theme/([a-z]+)-', text))
        dressed = {name for name, own in others.items() if own & worn}
        assert dressed <= linked, page
        seen |= dressed
    assert {"home", "document", "lists", "forms"} <= seen


def test_every_class_that_is_dressed_is_worn_somewhere():
    """A class that a template lost takes what it did with it: the columns of the register, once."""
    dressed = set(
        re.findall(r"\.(cc-[\w-]+)", "".join(file.read_text() for file in (THEME / "static/css").rglob("*.css")))
    )
    makers = [*THEME.rglob("*.html"), *THEME.rglob("*.mjs"), *(ROOT / "plugins").rglob("*.py")]
    makers += (ROOT / "editorial").rglob("*.py")  # what the signed HTML wears
    text = "".join(file.read_text() for file in makers)
    worn = set(re.findall(r"cc-[\w-]+", text))
    begun = tuple(re.findall(r"(cc-[\w-]+-+)[{$]", text))  # "cc-status--{{ slug }}"
    assert {one for one in dressed - worn if not one.startswith(begun)} == set()


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
