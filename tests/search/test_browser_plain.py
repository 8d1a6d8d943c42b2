"""Searching without JavaScript in real Chromium: the endpoint answers with the same list, words and ways out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.search.conftest import Site
from tests.search.reading import ask, counted, state, titles

LINKS = "links => links.map((link) => link.href.replace('index.html', ''))"
"""A trial edition, which must work from a disk, names the file of a folder."""


@pytest.fixture
def plain(chromium: Any, site: Site) -> Iterator[Any]:
    """A page of a browser without JavaScript."""
    with chromium.new_context(java_script_enabled=False, base_url=site.url, locale="vi-VN") as context:
        page = context.new_page()
        page.set_default_timeout(10_000)
        yield page


def ask_plainly(plain: Any, words: str) -> None:
    plain.goto("/tim-kiem/")
    plain.fill("#cc_q", words)
    plain.keyboard.press("Enter")
    plain.wait_for_url("**/tim-kiem/ket-qua?q=*")


def facets(page: Any, name: str) -> list[str]:
    """Return the values of a filter with their counts."""
    items = page.locator(f".cc-search__filter:has(summary:text-is('{name}')) li").all_text_contents()
    return [" ".join(str(item).split()) for item in items]


@pytest.mark.parametrize(
    "words", ["thu tuc hanh chinh", "kế hoạch 101", '"giấy tờ bị mất"', "CCHC", "hoa giaii", "qzqz xkxk"]
)
def test_both_doors_say_the_same(plain: Any, page: Any, words: str) -> None:
    ask(page, words)
    ask_plainly(plain, words)
    assert plain.get_by_role("status").text_content() == counted(page)
    for part in (".cc-card__title a", ".cc-card__meta", ".cc-card__lead", ".cc-search__note", ".cc-search__orders"):
        here, there = page.locator(f"main {part}").all(), plain.locator(f"main {part}").all()
        assert [cell.text_content() for cell in there] == [cell.text_content() for cell in here], part
    for part in (".cc-card__number", ".cc-cards"):
        assert page.locator(f"main {part}").count() == plain.locator(f"main {part}").count(), part
    marks = ".cc-card mark"
    assert plain.locator(marks).all_text_contents() == page.locator(marks).all_text_contents()
    assert plain.locator(".cc-card a").evaluate_all(LINKS) == page.locator(".cc-card a").evaluate_all(LINKS)


def test_filters_have_the_same_values_and_counts(plain: Any, page: Any) -> None:
    ask(page, "thủ tục hành chính")
    ask_plainly(plain, "thủ tục hành chính")
    names = plain.locator(".cc-search__filter > summary").all_text_contents()
    assert set(names) >= {"Loại nội dung", "Năm"}
    for name in names:
        page.click(f"main summary:text-is('{name}')")
        page.wait_for_selector(f".cc-search__filter:has(summary:text-is('{name}')) a")
        assert facets(plain, name) == facets(page, name)


def test_filter_order_and_page_are_links_that_keep_what_was_asked(plain: Any) -> None:
    ask_plainly(plain, "thủ tục hành chính")
    plain.click("a:has-text('ngày, mới nhất trước')")
    plain.click("a:has-text('Trang sau')")
    assert state(plain) == {"q": ["thủ tục hành chính"], "order": ["date"], "page": ["2"]}
    assert "trang 2 trên" in plain.get_by_role("status").text_content()
    plain.click("summary:has-text('Lọc kết quả')")
    plain.click("summary:has-text('Năm')")
    first = plain.locator(".cc-search__filter:has-text('Năm') li").first
    link = first.locator("a")
    year, left = link.text_content(), first.locator(".cc-tile__count").text_content()
    link.click()
    assert state(plain) == {"q": ["thủ tục hành chính"], "order": ["date"], "year": [year]}
    assert plain.get_by_role("status").text_content().startswith(f"{left} kết quả")
    found = titles(plain)
    plain.go_back()
    plain.go_forward()
    assert titles(plain) == found


def test_the_form_tells_where_else_to_look_should_nothing_answer(plain: Any) -> None:
    plain.goto("/tim-kiem/")
    note = plain.locator("main noscript, main .cc-search__note").first
    assert note.is_visible()
    for name in ("danh sách văn bản", "lưu trữ"):
        assert plain.request.get(plain.locator(f"main a:has-text('{name}')").evaluate("link => link.href")).ok


def test_what_a_server_shows_while_the_endpoint_is_down_leads_to_register_and_archive(plain: Any, site: Site) -> None:
    shown = site.output / "tim-kiem" / "khong-tra-loi.html"
    plain.route(re.compile("/tim-kiem/ket-qua"), lambda route: route.fulfill(status=502, path=shown))
    plain.goto("/tim-kiem/")
    plain.fill("#cc_q", "hộ tịch")
    plain.keyboard.press("Enter")
    plain.wait_for_selector("h1:has-text('Chưa tìm được lúc này')")
    for name in ("danh sách văn bản", "lưu trữ"):
        assert plain.request.get(plain.locator(f"main a:has-text('{name}')").evaluate("link => link.href")).ok
    assert "noindex" in plain.locator("meta[name=robots]").get_attribute("content")
