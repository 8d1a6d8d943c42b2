"""What stylesheets and scripts leave to browsers of 2018: an old phone keeps its margins, its columns and its buttons.

A browser drops a declaration that it does not know, a whole rule for one selector, and a whole script for one sign.
Pages are written from left to right, so that plain widths and sides say the same as the logical ones do.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.organisation import ROOT

SHEETS = sorted((ROOT / "theme/static").rglob("*.css"))

SCRIPTS = sorted((ROOT / "theme/static/js").glob("*.mjs"))

UNKNOWN = {
    "a logical side or size": r"[\s{;](?:[a-z-]+-)?(?:block|inline)(?:-start|-end|-size)?(?:-[a-z]+)?\s*:",
    "inset": r"[\s{;]inset\s*:",
    "rotate by itself": r"[\s{;]rotate\s*:",
    ":is() or :where()": r":(?:is|where)\(",
}
"""What is not used at all: Chrome knows it since 87, 88 or 104, Safari since 14 or 14.1."""

UNREAD = {
    "?. or ??": r"\?\.(?!\d)|\?\?",
    "an assignment by condition": r"(?:&&|\|\|)=",
    ":is() or :where()": r":(?:is|where)\(",
    "what a list, a text or a file cannot do yet": r"\.(?:at|replaceAll|findLast)\(|file\.(?:arrayBuffer|text)\(",
}
"""Signs for which the whole script is refused, and what fails once used: in Chrome since 76 or later, Safari 13.1."""

NEWER = ("search-box", "search-page")
"""Scripts that ask for a browser of 2020 before they begin: the endpoint searches for the others."""


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_a_script_says_nothing_that_a_browser_of_2018_refuses(script: Path):
    code = re.sub(r"^\s*//.*|\s// .*", "", script.read_text(encoding="utf-8"), flags=re.MULTILINE)
    asked = UNREAD if script.stem in NEWER else UNREAD | {"replaceChildren": r"\.replaceChildren\("}
    assert {what: re.findall(pattern, code) for what, pattern in asked.items() if re.search(pattern, code)} == {}


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_a_sheet_uses_nothing_that_a_browser_of_2018_drops(sheet: Path):
    css = _bare(sheet)
    assert {what: re.findall(pattern, css) for what, pattern in UNKNOWN.items() if re.search(pattern, css)} == {}


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_a_computed_size_follows_one_that_every_browser_reads(sheet: Path):
    """clamp() and the like are known since Chrome 79, Safari 13.1; in the tracks of a grid they cost a column only."""
    css = re.sub(r"@supports \(width: clamp\([^)]*\)\) \{\s*:root \{[^}]*\}\s*\}", "", _bare(sheet))
    css = re.sub(r"grid-template-columns:[^;]*;", "", css)
    for rule in re.findall(r"\{([^{}]*)\}", css):
        plain = set()
        for name, value in re.findall(r"([\w-]+)\s*:\s*([^;]+);", rule):
            if re.search(r"\b(?:clamp|min|max)\(", value):
                assert name in plain, f"{sheet.name}: {name}: {value}"
            plain.add(name)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_what_stands_in_a_flexible_row_brings_its_own_space(sheet: Path):
    """gap is known in grids since 2017, in flexible rows since Chrome 84, Safari 14.1: words would run together."""
    for rule in re.findall(r"\{([^{}]*)\}", _bare(sheet)):
        assert not ("flex" in rule and re.search(r"[\s;]gap\s*:", rule)), f"{sheet.name}: {rule}"


def _bare(sheet: Path) -> str:
    return re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL)
