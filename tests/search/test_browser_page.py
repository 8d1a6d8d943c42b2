"""The search page in real Chromium: docs/search-format.md, seen by a reader."""

from __future__ import annotations

from typing import Any

import pytest

from tests.search.conftest import Site
from tests.search.reading import COUNT, ask, counted, expect, state, titles


def test_words_without_marks_find_and_mark_the_original_letters(page: Any) -> None:
    ask(page, "thu tuc hanh chinh")
    assert len(titles(page)) == 10
    assert "thủ tục hành chính" in [mark.lower() for mark in page.locator(".cc-card mark").all_text_contents()]
    assert state(page) == {"q": ["thu tuc hanh chinh"]}
    assert page.title().startswith("thu tuc hanh chinh – ")


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
    days = [meta.rpartition("· ")[2] for meta in page.locator(".cc-card__meta").all_text_contents()]
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


def test_an_answer_fits_a_narrow_screen_and_a_finger(page: Any) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    ask(page, "cải cáhc hành chính")
    assert page.locator(".cc-card").first.bounding_box()["y"] - page.locator("#cc_q").bounding_box()["y"] < 300
    page.click("summary:has-text('Lọc kết quả')")
    page.click("summary:has-text('Loại nội dung')")
    page.wait_for_selector("[data-name=kind] a")
    for width in (320, 390):
        page.set_viewport_size({"width": width, "height": 700})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        controls = page.locator("main form > div > *, [data-search-found] :is(a, summary):visible").all()
        assert len(controls) > 20
        small = [control.text_content() for control in controls if control.bounding_box()["height"] < 24]
        assert small == []
    chosen = str(page.locator("[data-name=kind] a").first.text_content())
    page.click("[data-name=kind] a")
    expect()(page.locator(".cc-search__filters > summary")).to_have_text(f"Lọc kết quả · {chosen}")
    assert page.locator("[data-name=year]").is_visible(), "what the reader unfolded stays unfolded"


def test_the_keyboard_alone_reaches_filters_and_hears_what_they_left(page: Any) -> None:
    ask(page, "thủ tục hành chính")
    assert page.evaluate("document.activeElement.id") == "cc_q"
    for _ in range(3):  # the button, then the fold of the filters, then the first
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-name=kind] a")
    page.keyboard.press("Tab")
    wanted = page.evaluate("document.activeElement.textContent")
    outline = "getComputedStyle(document.activeElement).outlineStyle"
    assert page.evaluate(outline) == "solid"
    page.keyboard.press("Enter")
    expect()(page.locator("[data-name=kind] strong")).to_have_text(wanted)
    assert page.get_by_role("status").text_content() == counted(page)
    assert page.evaluate("document.activeElement.matches('[data-search-count]')")


def test_a_kept_order_and_filter_stand_in_the_address_and_open_again(page: Any) -> None:
    ask(page, "thủ tục hành chính")
    page.click("summary:has-text('Năm')")
    page.click("[data-name=year] a")
    page.wait_for_selector("[data-name=year] strong")
    page.click("a:has-text('ngày, mới nhất trước')")
    page.wait_for_selector("a:not([href]):has-text('ngày, mới nhất trước')")
    before = (counted(page), titles(page))
    year = str(page.locator("[data-name=year] strong").text_content())
    assert state(page) == {"q": ["thủ tục hành chính"], "year": [year], "order": ["date"]}
    page.goto(page.url)
    assert (counted(page), titles(page)) == before


def test_a_filter_that_cannot_be_fetched_says_so_and_opens_when_it_can(page: Any) -> None:
    ask(page, "thủ tục hành chính")
    page.context.set_offline(True)
    page.click("summary:has-text('Loại nội dung')")
    page.wait_for_selector("[data-name=kind] li:has-text('Không tải được bộ lọc')")
    page.context.set_offline(False)
    for _ in range(2):
        page.click("summary:has-text('Loại nội dung')")
    page.wait_for_selector("[data-name=kind] a")


def test_a_search_that_failed_works_again_once_there_is_a_network(page: Any) -> None:
    ask(page, "hộ tịch")
    page.context.set_offline(True)
    page.fill("#cc_q", "số 517 cải cáhc")  # needs scripts and shards that were not fetched before
    page.keyboard.press("Enter")
    page.wait_for_selector(".cc-notice--warning")
    page.context.set_offline(False)
    page.click("a:has-text('tìm lại')")
    page.wait_for_selector(".cc-card")


def test_the_whole_search_runs_under_the_policy_of_the_endpoint(page: Any, site: Site) -> None:
    page.add_init_script(
        "self.broken = []; addEventListener('securitypolicyviolation', (event) => broken.push(event.violatedDirective))"
    )
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    answer = page.goto("/tim-kiem/?q=s%E1%BB%91+517+c%E1%BA%A3i+c%C3%A1hc&order=date")  # numbers, mending and order
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "script-src 'self'" in policy
    assert "unsafe" not in policy
    counted(page)
    page.click("summary:has-text('Loại nội dung')")
    page.wait_for_selector("[data-name=kind] li")
    assert page.evaluate("broken") == []
    assert all(url.startswith(site.url + "/") and not url.endswith(".wasm") for url in fetched)
    assert {url.rpartition("/")[2] for url in fetched if url.endswith(".js")} == {
        "search-main.js",
        "search-mend.js",
        "search-numbers.js",
        "search-filters.js",
        "choices.js",
    }


def test_a_browser_of_2020_finds_the_same(page: Any) -> None:
    """Chrome 86 and Safari 16.4 on; nothing that came later is needed."""
    ask(page, "thu tuc hanh chinh")
    told = titles(page)
    page.add_init_script("for (const name of ['at', 'findLast', 'findLastIndex']) delete Array.prototype[name]")
    ask(page, "thu tuc hanh chinh")
    assert titles(page) == told


@pytest.mark.parametrize("lacking", ["self.DecompressionStream", "Element.prototype.replaceChildren"])
def test_an_older_browser_is_sent_to_the_endpoint(page: Any, lacking: str) -> None:
    page.add_init_script(f"delete {lacking}")
    page.goto("/tim-kiem/?q=thu+tuc")
    page.wait_for_url("**/tim-kiem/ket-qua?q=thu+tuc")
    assert titles(page)
