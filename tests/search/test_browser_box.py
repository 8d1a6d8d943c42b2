"""The search box in the header, in real Chromium: a combobox by the ARIA pattern."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from search.pages import read_lines
from tests.organisation import ROOT
from tests.search.reading import counted


def offered(page: Any, words: str) -> Any:
    """Type words into the header's box and return it when something is offered."""
    page.goto("/")
    box = page.get_by_role("combobox")
    box.press_sequentially(words, delay=20)
    page.wait_for_selector("#cc_offers li")
    return box


def chosen(page: Any, box: Any) -> int:
    """Return the place of the offer that the box says is active, -1 for none."""
    ids = page.locator("#cc_offers li").evaluate_all("options => options.map((option) => option.id)")
    marked = page.locator("#cc_offers [aria-selected=true]").evaluate_all("options => options.map(({ id }) => id)")
    active = box.get_attribute("aria-activedescendant")
    assert marked == ([active] if active else [])
    return ids.index(active) if active else -1


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


def test_arrows_walk_round_the_offers_and_back_to_the_words(page: Any) -> None:
    box = offered(page, "thu tuc")
    count = page.locator("#cc_offers li").count()
    assert count > 1
    assert box.get_attribute("aria-controls") == "cc_offers"
    assert box.get_attribute("aria-autocomplete") == "list"
    walk = []
    for key in ["ArrowDown"] * (count + 1) + ["ArrowUp"] * 2:
        box.press(key)
        walk.append(chosen(page, box))
    assert walk == [*range(count), -1, count - 1, count - 2]
    assert box.input_value() == "thu tuc"


def test_enter_opens_the_chosen_offer(page: Any) -> None:
    box = offered(page, "thu tuc")
    box.press("ArrowDown")
    box.press("ArrowDown")
    title = page.locator("#cc_offers li").nth(1).text_content()
    with (ROOT / "tests/search/conformance.jsonl").open(encoding="utf-8") as lines:
        places = [f"/trang/{one.id}/" for one in read_lines(lines) if one.title == title]
    box.press("Enter")
    page.wait_for_url("**/trang/*/")
    assert urlsplit(page.url).path in places


def test_a_click_opens_an_offer_and_leaving_the_box_closes_the_list(page: Any) -> None:
    box = offered(page, "thu tuc")
    box.press("Tab")
    assert page.locator("#cc_offers").is_hidden()
    assert box.get_attribute("aria-expanded") == "false"
    offered(page, "thu tuc")
    page.locator("#cc_offers li").first.click()
    page.wait_for_url("**/trang/*/")


def test_the_offers_fit_a_narrow_screen(page: Any) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    offered(page, "thu tuc")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert all(option.bounding_box()["height"] >= 44 for option in page.locator("#cc_offers li").all())
