"""The search page in real Chromium: docs/search-format.md, seen by a reader."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.search.conftest import Site

COUNT = "[data-search-count]"


def expect() -> Any:
    """Return Playwright's assertions, which wait; asked for late, since it may be missing."""
    from playwright.sync_api import expect

    return expect


def ask(page: Any, words: str) -> None:
    page.goto("/tim-kiem/")
    page.fill("#cc_q", words)
    page.keyboard.press("Enter")
    counted(page)


def counted(page: Any) -> str:
    """Wait for the answer and return what is announced."""
    expect()(page.locator(COUNT)).to_have_text(re.compile(r"\.$"))
    return str(page.text_content(COUNT))


def titles(page: Any) -> list[str]:
    return [str(title) for title in page.locator(".cc-card__title").all_text_contents()]


def state(page: Any) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def test_words_without_marks_find_and_mark_the_original_letters(page: Any) -> None:
    ask(page, "thu tuc hanh chinh")
    assert len(titles(page)) == 10
    assert "thủ tục hành chính" in [mark.lower() for mark in page.locator(".cc-card mark").all_text_contents()]
    assert state(page) == {"q": ["thu tuc hanh chinh"]}
    assert page.title().startswith("thu tuc hanh chinh – ")


def test_the_endpoint_gives_the_same_list_without_a_script(chromium: Any, site: Site, page: Any) -> None:
    for words in ("thu tuc hanh chinh", "kế hoạch 101", '"giấy tờ bị mất"', "CCHC", "hoa giaii"):
        ask(page, words)
        with chromium.new_context(java_script_enabled=False, base_url=site.url) as context:
            plain = context.new_page()
            plain.goto("/tim-kiem/")
            plain.fill("#cc_q", words)
            plain.keyboard.press("Enter")
            plain.wait_for_url("**/tim-kiem/ket-qua?q=*")
            for part in (".cc-card__title a", ".cc-card__meta", ".cc-card__lead"):
                here, there = page.locator(part).all(), plain.locator(part).all()
                assert [cell.inner_html() for cell in there] == [cell.inner_html() for cell in here]
            links = "links => links.map(link => link.href.replace('index.html', ''))"
            assert plain.locator(".cc-card a").evaluate_all(links) == page.locator(".cc-card a").evaluate_all(links)


def test_filters_show_counts_narrow_the_list_and_can_be_taken_back(page: Any) -> None:
    ask(page, "thủ tục hành chính")
    all_hits = counted(page)
    page.click("summary:has-text('Loại nội dung')")
    first = page.locator("[data-name=kind] .cc-tile").first
    first.wait_for()
    wanted, left = first.locator("a").text_content(), first.locator(".cc-tile__count").text_content()
    first.locator("a").click()
    expect()(page.locator("[data-name=kind] strong")).to_have_text(wanted)
    assert counted(page).startswith(f"{left} kết quả")
    assert state(page)["kind"] == [wanted]
    assert all(meta.startswith(wanted) for meta in page.locator(".cc-card__meta").all_text_contents())
    page.click("summary:has-text('Loại nội dung')")
    page.click(f"a:has-text('Bỏ chọn: {wanted}')")
    expect()(page.locator("[data-name=kind] strong")).to_have_count(0)
    assert counted(page) == all_hits


def test_the_date_order_puts_the_newest_first(page: Any) -> None:
    ask(page, "cải cách hành chính")
    page.click("a:has-text('ngày, mới nhất trước')")
    page.wait_for_selector("a:not([href]):has-text('ngày, mới nhất trước')")
    days = [meta.rpartition(" · ")[2] for meta in page.locator(".cc-card__meta").all_text_contents()]
    whole = [day.split("/")[::-1] for day in days if day.count("/") == 2]
    assert len(whole) > 5
    assert whole == sorted(whole, reverse=True)


def test_back_and_forward_walk_through_pages_and_queries(page: Any) -> None:
    ask(page, "thủ tục hành chính")
    first = titles(page)
    page.click("a:has-text('Trang sau')")
    page.wait_for_selector("nav span:has-text('Trang 2')")
    assert state(page)["page"] == ["2"]
    assert page.evaluate("document.activeElement.matches('[data-search-count]')")
    second = titles(page)
    assert not set(first) & set(second) or first != second
    page.go_back()
    page.wait_for_selector("nav span:has-text('Trang 1')")
    assert titles(page) == first
    page.go_forward()
    page.wait_for_selector("nav span:has-text('Trang 2')")
    assert titles(page) == second
    page.reload()
    counted(page)
    assert titles(page) == second


def test_a_query_with_a_slip_is_answered_and_its_meaning_offered(page: Any) -> None:
    ask(page, "cải cáhc hành chính")
    link = page.locator("[data-if=meant] a")
    assert link.text_content() == "cải cách hành chính"
    link.click()
    expect()(page.locator("#cc_q")).to_have_value("cải cách hành chính")
    assert state(page) == {"q": ["cải cách hành chính"]}


def test_nothing_found_is_told_with_ways_out(page: Any) -> None:
    ask(page, "qzqz xkxk wjwj")
    assert page.text_content(COUNT) == "Không có kết quả nào."
    assert page.locator("[data-search-found] a:has-text('văn bản')").is_visible()
    assert page.locator("[data-search-found] a:has-text('lưu trữ')").is_visible()


def test_what_is_typed_is_never_markup(page: Any) -> None:
    ask(page, "<img src=x onerror=alert(1)> thủ tục")
    assert page.locator("[data-search-found] img").count() == 0


def test_a_repeated_search_needs_no_network(page: Any) -> None:
    ask(page, "lưu trữ")
    found = titles(page)
    page.context.set_offline(True)
    page.fill("#cc_q", "lưu trữ")
    page.keyboard.press("Enter")
    assert counted(page).endswith(".")
    assert titles(page) == found


def test_shards_that_cannot_be_fetched_are_told_with_ways_out(page: Any) -> None:
    page.goto("/tim-kiem/")
    page.context.set_offline(True)
    page.fill("#cc_q", "hộ tịch")
    page.keyboard.press("Enter")
    page.wait_for_selector(".cc-notice--warning")
    assert page.text_content(COUNT) == "Chưa tìm được."
    assert "/tim-kiem/ket-qua?q=" in page.locator("a:has-text('nhờ máy chủ tìm')").evaluate("link => link.href")
    page.context.set_offline(False)
    page.click("a:has-text('tìm lại')")
    page.wait_for_selector(".cc-card")


def test_the_header_offers_titles_to_the_keyboard(page: Any) -> None:
    page.goto("/")
    box = page.locator("#cc_find")
    box.press_sequentially("quy che", delay=20)
    page.wait_for_selector("#cc_offers li")
    assert box.get_attribute("aria-expanded") == "true"
    assert "quy chế" in page.locator("#cc_offers li").first.text_content().lower()
    box.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") == page.locator("#cc_offers [aria-selected=true]").get_attribute(
        "id"
    )
    box.press("Escape")
    assert page.locator("#cc_offers").is_hidden()
    box.press("Enter")
    page.wait_for_url("**/tim-kiem/?q=quy+che")
    counted(page)


def test_the_header_offers_a_document_by_its_number(page: Any) -> None:
    page.goto("/")
    page.locator("#cc_find").press_sequentially("517/QĐ-SNV", delay=20)
    page.wait_for_selector("#cc_offers li")
    assert "quyết định" in page.locator("#cc_offers li").first.text_content().lower()


def test_an_answer_fits_a_narrow_screen(page: Any) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    ask(page, "thủ tục hành chính")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
