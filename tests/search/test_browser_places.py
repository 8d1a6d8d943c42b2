"""The look-up of communes in real Chromium: typed with or without marks, narrow and wide, with and without a script."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.search.conftest import Site
from tests.search.reading import expect

ADDRESS = "/tra-cuu-dia-danh/"


@pytest.fixture
def look_up(page: Any) -> Any:
    """The page with its box."""
    page.goto(ADDRESS)
    expect()(page.locator("[data-places]")).to_be_visible()
    return page


def shown(page: Any) -> list[str]:
    rows = page.locator("[data-places-part] tbody tr:visible")
    told = rows.evaluate_all("rows => rows.map(row => [...row.querySelectorAll('th, td')].map(cell => cell.innerText))")
    return [" | ".join(" ".join(cell.split()) for cell in row) for row in told]


@pytest.mark.parametrize(
    ("typed", "row"),
    [
        ("an phu ninh kieu", "Phường An Phú đến hết 31/10/2024 | Phường Ninh Kiều qua phường Thới Bình, từ 01/11/2024"),
        ("Phường Tân An", "Phường Tân An | Phường Ninh Kiều"),
        ("p1 vi thanh", "Phường I còn viết Phường 1 | Phường Vị Thanh"),
        ("xa phien", "Xã Xà Phiên | Xã Xà Phiên"),
        ("thi tran thanh an", "Thị trấn Thanh An còn viết Thị trấn Thạnh An | Xã Thạnh An"),
    ],
)
def test_typing_leaves_the_rows_that_fit(look_up: Any, typed: str, row: str) -> None:
    look_up.locator("#cc_place").press_sequentially(typed)
    rows = shown(look_up)
    assert row in rows
    expect()(look_up.locator("#cc_place_count")).to_have_text(f"Tìm thấy {len(rows)} dòng.")
    expect()(look_up.locator("[data-places-nav]").filter(visible=True)).to_have_count(0)


def test_a_phrase_does_not_run_from_one_name_into_the_next(look_up: Any) -> None:
    """“Tân An | Phường …” is not “an phu”."""
    look_up.fill("#cc_place", "an phu")
    assert [row.partition(" | ")[0] for row in shown(look_up)] == ["Phường An Phú đến hết 31/10/2024"]


def test_who_types_a_name_sees_that_place_and_not_those_that_only_went_through_it(look_up: Any) -> None:
    look_up.fill("#cc_place", "thoi binh")
    assert [row.partition(" | ")[0] for row in shown(look_up)] == ["Phường Thới Bình", "Phường Ninh Kiều mã 31135"]


def test_what_was_divided_is_never_decided(look_up: Any) -> None:
    """PS-M4"""
    look_up.fill("#cc_place", "bui huu nghia")
    assert shown(look_up)[0].startswith("Phường Bùi Hữu Nghĩa | Không xác định được.")


def test_nothing_found_says_what_to_do_and_emptying_the_box_brings_all_back(look_up: Any) -> None:
    everything = len(shown(look_up))
    look_up.fill("#cc_place", "khong co noi nay")
    assert shown(look_up) == []
    expect()(look_up.locator("#cc_place_count")).to_contain_text("Thử gõ ít chữ hơn")
    look_up.fill("#cc_place", "")
    assert len(shown(look_up)) == everything == 263 + 5 + 103
    expect()(look_up.locator("[data-places-nav]").filter(visible=True)).to_have_count(3)


def test_the_keyboard_reaches_the_box_and_enter_stays_on_the_page(look_up: Any) -> None:
    look_up.focus("#cc_main")
    for _ in range(12):
        look_up.keyboard.press("Tab")
        if look_up.evaluate("document.activeElement.id") == "cc_place":
            break
    look_up.keyboard.type("vi thuy")
    look_up.keyboard.press("Enter")
    assert look_up.url.endswith(ADDRESS)
    assert "Xã Vị Thủy | Xã Vĩnh Thuận Đông" in shown(look_up)


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_nothing_runs_over_the_edge(look_up: Any, width: int) -> None:
    look_up.set_viewport_size({"width": width, "height": 800})
    assert look_up.evaluate("document.documentElement.scrollWidth") <= width


@pytest.fixture
def plain(chromium: Any, site: Site) -> Iterator[Any]:
    """A page of a browser without JavaScript."""
    with chromium.new_context(java_script_enabled=False, base_url=site.url, locale="vi-VN") as context:
        yield context.new_page()


def test_without_a_script_all_rows_are_there_and_no_box_that_does_nothing(plain: Any) -> None:
    plain.goto(ADDRESS)
    expect()(plain.locator("[data-places]")).to_be_hidden()
    assert len(shown(plain)) == 263 + 5 + 103
    plain.get_by_role("link", name="Quận Ô Môn").click()
    assert plain.url.endswith("#cc_o-mon")
    expect()(plain.locator("#cc_o-mon")).to_be_in_viewport()
