"""What a template read is known: attribute by attribute, with all that it takes in, and once for what is kept."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import cast

import pytest
from jinja2 import StrictUndefined

from plugins.entries import Entry
from plugins.readings import Traced, note, recorded
from plugins.templates import Templates
from tests.organisation import ROOT

ENVIRONMENT = {"autoescape": True, "undefined": StrictUndefined, "trim_blocks": True, "auto_reload": False}
FILTER_NAMES = (
    "href", "day", "address", "clauses", "one_of", "unbroken", "in_full", "frozen", "related",
    "entry_data", "list_data", "site_data",
)  # fmt: skip
FILTERS = dict.fromkeys(FILTER_NAMES, lambda value, *_: str(value))


class Facts(Traced):
    """Something traced. title: some words"""

    title = "Tin <một>"

    def reading(self, attribute: str) -> str:
        return f"facts:{attribute}"


def theme(folder: Path, **pages: str) -> Templates:
    """Return the templates of a theme: the name of a page to its source; "parts__x" lies in a folder."""
    for name, source in pages.items():
        place = folder / "theme" / "templates" / f"{name.replace('__', '/')}.html"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(source, encoding="utf-8")
    settings = {
        "JINJA_ENVIRONMENT": ENVIRONMENT,
        "JINJA_FILTERS": {},
        "JINJA_GLOBALS": {"SITE": Facts(), "SCRIPTS": "/js/"},
    }
    return Templates(folder / "theme", folder / "state", "engine", settings)


def the_theme(folder: Path) -> Templates:
    """Return the theme of the house."""
    settings = {
        "JINJA_ENVIRONMENT": ENVIRONMENT,
        "JINJA_FILTERS": FILTERS,
        "JINJA_GLOBALS": {"SITE": Facts(), "SCRIPTS": "", "INQUIRY_LINKS": ()},
    }
    return Templates(ROOT / "theme", folder, "engine", settings)


def test_what_is_read_of_traced_things_is_noted(tmp_path: Path) -> None:
    templates = theme(
        tmp_path, page="{{ SITE.title }} {{ one['title'] }} {{ [one]|map(attribute='title')|list|length }}"
    )
    with recorded() as read:
        page = templates.get("page").render(one=Facts())
    assert page == "Tin &lt;một&gt; Tin &lt;một&gt; 1"
    assert read == {"facts:title"}


def test_other_globals_are_found_in_the_source_however_deep(tmp_path: Path) -> None:
    templates = theme(
        tmp_path,
        base="{{ SCRIPTS }}{% block x %}{% endblock %}",
        page='{% extends "base.html" %}',
        other="{{ SITE.title }}",
    )
    assert templates.globals_read("page") == {"global:SCRIPTS"}
    assert templates.globals_read("other") == frozenset()


@pytest.mark.parametrize("changed", ["page", "base", "parts__fact"])
def test_a_template_is_known_by_all_that_it_takes_in(tmp_path: Path, changed: str) -> None:
    pages = {
        "page": '{% extends "base.html" %}',
        "base": '{% from "parts/fact.html" import fact %}{{ fact() }}',
        "parts__fact": "{% macro fact() %}một{% endmacro %}",
        "other": "khác",
    }
    before = theme(tmp_path / "before", **pages)
    after = theme(tmp_path / "after", **(pages | {changed: pages[changed] + "thêm"}))
    assert before.key("page") != after.key("page")
    assert before.key("other") == after.key("other")


def test_a_name_made_while_rendering_takes_in_the_whole_tree(tmp_path: Path) -> None:
    templates = theme(tmp_path, page="{% include name %}", a="a", b="b")
    assert templates.closure("page") == ("a.html", "b.html", "page.html")


def test_what_templates_take_in_is_remembered_until_one_changes(tmp_path: Path) -> None:
    first = theme(tmp_path, page='{% include "a.html" %}', a="a")
    again = theme(tmp_path)
    assert first.closure("page") == again.closure("page") == ("a.html", "page.html")
    assert theme(tmp_path, page="nothing").closure("page") == ("page.html",)


def test_what_is_kept_is_made_once_and_noted_by_everybody(tmp_path: Path) -> None:
    templates = theme(
        tmp_path,
        page="{% macro one(thing, base) %}{{ base }}{{ count() }}{{ thing.title }}{% endmacro %}"
        "{{ kept(one, SITE, base) }}",
    )
    made: list[int] = []

    def count() -> str:
        made.append(1)
        note("count")
        return ""

    readings = []
    for base in ("a", "a", "<b>"):
        with recorded() as read:
            page = templates.get("page").render(base=base, count=count)
        readings.append(read)
    assert len(made) == 2  # once for each base
    assert page == "&lt;b&gt;Tin &lt;một&gt;"
    assert readings == [{"facts:title", "count"}] * 3


def test_components_read_no_global(tmp_path: Path) -> None:
    """A macro is kept for all pages of a process: what its module read would be noted by one page only."""
    templates = the_theme(tmp_path)
    components = [path.stem for path in (ROOT / "theme/templates/components").glob("*.html")]
    assert len(components) > 15
    for name in components:
        read = {word for one in templates.closure(f"components/{name}") for word in templates.reads_from_outside(one)}
        assert read.isdisjoint({*templates.globals, "SITEURL", "output_file", "entry"}), name


class Listed(Facts):
    """A document in a list, which reads what an entry reads under the same keys."""

    id, address, kind_name, summary, number = "vb-1", "/van-ban/vb-1/", "Văn bản", "Tóm tắt", "517/QĐ-SNV"
    foreign_lang, unsigned, updated_on, published_on = None, False, None, date(2026, 1, 2)
    public = property(lambda self: self)

    def reading(self, attribute: str) -> str:
        return Entry.reading(cast(Entry, self), attribute)


@pytest.mark.parametrize("short", [False, True])
def test_the_card_of_a_document_hangs_on_no_other_document(tmp_path: Path, short: bool) -> None:
    """Else a publish that moves one list works out how all documents hang together."""
    card = the_theme(tmp_path).get("components/card").module.card
    with recorded() as read:
        assert "517/QĐ-SNV" in card(Listed(), "", 2, short)
    assert read == {"head:vb-1"}


def test_no_template_takes_in_another_by_a_name_that_it_makes(tmp_path: Path) -> None:
    templates = the_theme(tmp_path)
    whole = len([*(ROOT / "theme/templates").rglob("*.html")])
    for path in (ROOT / "theme/templates").glob("*.html"):
        assert len(templates.closure(path.stem)) < whole, path.name


def test_a_damaged_compiled_template_is_compiled_anew(tmp_path: Path) -> None:
    words = "Chữ của mẫu trang, đủ dài để có chỗ mà hỏng"
    source = f"{words} {{{{ SITE.title|upper }}}}"
    shown = theme(tmp_path, page=source).get("page").render()
    files = [path for path in (tmp_path / "state").rglob("*") if path.is_file()]
    [compiled] = [path for path in files if words.encode() in path.read_bytes()]
    whole = compiled.read_bytes()
    for damaged in (whole.replace(b"m\xe1\xba\xabu", b"m\xe1\xba\xa9u"), whole[:-9], b"", whole[:40], b"\0" * 900):
        assert damaged != whole
        compiled.write_bytes(damaged)
        assert theme(tmp_path, page=source).get("page").render() == shown
        assert compiled.read_bytes() == whole
