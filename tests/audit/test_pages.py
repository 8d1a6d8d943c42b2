"""One page of every template before a reader's eyes, keyboard and line; and each check finds what it is there for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from audit import budgets
from audit.browser import LARGE, NARROWEST, VIEWS, View, blank, opened, show, visit
from audit.criteria import numbers
from audit.markup import markup_faults
from audit.page_checks import (
    AXE,
    axe_violations,
    in_views,
    keyboard_faults,
    too_wide,
    too_wide_as_it_is,
    unreadable_without_script,
)
from audit.sample_site import SampleSite
from tests.organisation import ROOT

TEMPLATES = sorted(
    path.stem
    for path in (ROOT / "theme/templates").glob("*.html")
    if path.stem not in ("base", "entry")  # frames, never a page of their own
)
BROKEN = """<!doctype html><html><head><title>x</title></head><body><main><h1>Trang</h1>
<p style="color:#aaa;background:#fff">Chữ nhạt</p><a href="/a"><img src="data:,"></a>
<div style="width:900px">rộng</div><div onclick="x()">không phải nút</div><button type="button">Bấm</button>
<form action="/b"><input></form><style>:focus { outline: none !important }</style></main></body></html>"""

NARROW = """all => all.filter(one => one.checkVisibility() && one.innerText.length > 9 && one.clientWidth < 60)
  .map(one => one.innerText)"""

ZOOMED = """() => {
  const sizes = [...document.querySelectorAll("body *")].map(one => [one, parseFloat(getComputedStyle(one).fontSize)]);
  for (const [one, size] of sizes) one.style.setProperty("font-size", `${2 * size}px`, "important");
}"""
"""Letters twice as large and nothing else, as a browser inside an app draws them: widths and media queries stay."""


@pytest.fixture(scope="module")
def screens(reader: Any) -> Iterator[tuple[Any, Any, list[str]]]:
    """A page of a browser with scripts, one without, and what they complain of: opening them costs as much as axe."""
    quiet: list[str] = []
    with blank(reader, quiet) as page, blank(reader, quiet, script=False) as plain:
        yield page, plain, quiet


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_page_is_whole_for_every_reader(sample: SampleSite, screens: tuple[Any, Any, list[str]], template: str):
    """WCAG 2.2 AA by axe, at 320 px, in large letters, by keyboard, without a script; the console has no word."""
    address = sample.one_of_each().get(template)
    assert address, "no page of the sample uses this template: add what it needs to audit/extra"
    page, plain, quiet = screens
    quiet.clear()
    visit(page, address, quiet)
    faults = [*in_views(page, (VIEWS[0], VIEWS[-1]), axe_violations)]
    faults += in_views(page, [View(NARROWEST), *LARGE], too_wide)
    faults += in_views(page, [View()], keyboard_faults)
    visit(plain, address, quiet)
    faults += unreadable_without_script(plain)
    assert faults + quiet == []


def test_a_phone_in_letters_twice_as_large_shows_every_page_whole(sample: SampleSite, reader: Any):
    """As the browser makes them, when widths that follow letters follow too; and as a browser inside an app does."""
    faults = []
    with opened(reader, "/", []) as page:
        page.set_viewport_size({"width": 360, "height": 740})
        browser = page.context.new_cdp_session(page)
        for address in sample.one_of_each().values():
            browser.send("Page.setFontSizes", {"fontSizes": {"standard": 32}})
            page.goto(address)
            assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
            if page.locator(".cc-header").bounding_box()["height"] > page.viewport_size["height"]:
                faults.append(f"{address}: nothing but the header on the first screen")
            faults += [f"{address}: {fault}" for fault in too_wide_as_it_is(page)]
            narrow = page.locator("main dd, main td").evaluate_all(NARROW)
            faults += [f"{address}: hardly a letter a line in {words!r}" for words in narrow]
            browser.send("Page.setFontSizes", {"fontSizes": {"standard": 16}})
            page.evaluate(ZOOMED)
            faults += [f"{address} in an app: {fault}" for fault in too_wide_as_it_is(page)]
    assert faults == []


def test_no_page_is_heavier_than_its_budget(sample: SampleSite):
    for name, template in sample.templates.items():
        assert list(budgets.over_budget(budgets.weigh(sample.output, name), template)) == [], name


def test_the_budgets_are_asked_of_something(sample: SampleSite):
    weights = [budgets.weigh(sample.output, n) for n, t in sample.templates.items() if t in ("article", "document")]
    assert all(min(one.html, one.styles, one.fonts, one.scripts) > 0 for one in weights)
    assert any(300 < one.words <= budgets.WORDS for one in weights)


def test_a_page_that_is_too_heavy_is_told():
    heavy = budgets.Weight(html=10_001, styles=8_001, fonts=24_001, scripts=5_001, words=600)
    told = [fault.partition(":")[0] for fault in budgets.over_budget(heavy, "article")]
    assert told == ["styles", "fonts", "scripts", "HTML", "whole"]


def test_every_page_of_the_sample_is_valid(sample: SampleSite):
    assert list(markup_faults(sample.output)) == []


def test_every_check_finds_a_broken_page(reader: Any):
    page = reader.new_page()
    page.set_content(BROKEN)
    show(page, View(NARROWEST))
    found = " ".join([*axe_violations(page), *too_wide(page), *unreadable_without_script(page), *keyboard_faults(page)])
    page.close()
    for fault in (
        "color-contrast (WCAG 1.4.3, TCVN 4.1.4.3 (draft))",
        "html-has-lang",
        "link-name",
        "reaches",
        "does nothing",
        "cannot be sent",
        "focus cannot be seen",
        "not past the header",
    ):
        assert fault in found, fault


def test_a_rule_is_told_by_the_numbers_of_both_standards():
    """PS-T6: WCAG's and that of the Vietnamese draft, which has none for what came after WCAG 2.0."""
    assert numbers(["cat.color", "wcag2aa", "wcag143"]) == "WCAG 1.4.3, TCVN 4.1.4.3 (draft)"
    assert numbers(["wcag1410"]) == "WCAG 1.4.10"
    assert numbers(["best-practice"]) == ""
    tags = set(re.findall(r'"(wcag[1-4][1-9]\d{1,2})"', AXE.read_text(encoding="utf-8"))) if AXE.exists() else set()
    assert all(numbers([tag]) for tag in tags)


def frames(sample: SampleSite) -> Iterator[tuple[str, str, str]]:
    """Yield every page's file, header and footer; which link is the page's own is left out."""
    for name in sample.templates:
        text = (sample.output / name).read_text(encoding="utf-8").replace(' aria-current="page"', "")
        header = re.search(r"<header.*?</header>", text, re.DOTALL)
        footer = re.search(r"<footer.*?</footer>", text, re.DOTALL)
        assert header and footer, name
        without_box = re.sub(r"<form.*?</form>", "", header[0], flags=re.DOTALL)
        yield name, " ".join(without_box.split()), " ".join(footer[0].split())


def test_header_and_footer_are_the_same_on_every_page(sample: SampleSite):
    """PS-T2: component pages carry the same; only the search page has no second search box, and English is English."""
    seen = [(header, footer) for name, header, footer in frames(sample) if not name.startswith("en/")]
    assert len(seen) > 50 and len(set(seen)) == 1


def test_every_text_that_is_published_is_composed_unicode(sample: SampleSite):
    """PS-T4: TCVN 6909:2001; over all output, whatever its kind."""
    # Scripts are left out: those of the search hold the single marks with which readers may type.
    words = (".html", ".xml", ".json", ".csv", ".txt", ".css", ".svg", ".webmanifest", ".map", ".xsl")
    files = [path for path in sample.output.rglob("*") if path.suffix in words]
    assert len(files) > 100
    for path in files:
        assert unicodedata.is_normalized("NFC", path.read_text(encoding="utf-8")), path


def test_the_sample_is_what_editors_wrote(sample: SampleSite):
    """Nothing is measured that is not the site: every content file has its page."""
    pages = len(list(Path(ROOT / "content").rglob("*.md")))
    assert len([t for t in sample.templates.values() if t not in ("listing", "period", "year")]) > pages
