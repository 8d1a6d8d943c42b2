from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.listings import PAGE_SIZE, pages_of
from plugins.site_context import Group
from tests.site_fixture import Build

GROUP = Group("tin-tuc", "Tin tức", "/tin-tuc/", 0)


def newest_first(count: int) -> list[int]:
    return list(range(count, 0, -1))


@given(st.integers(0, 130))
def test_every_item_stands_on_exactly_one_page(count: int):
    shown = [item for page in pages_of(GROUP, newest_first(count), ()) for item in reversed(page.entries)]
    assert shown == sorted(newest_first(count))


@given(st.integers(0, 130))
def test_a_new_item_moves_no_item_to_another_page(count: int):
    before = {page.number: page.entries for page in pages_of(GROUP, newest_first(count), ())}
    after = {page.number: page.entries for page in pages_of(GROUP, newest_first(count + 1), ())}
    changed = [number for number in after if before.get(number) != after[number]]
    assert changed == [max(after)]


@given(st.integers(1, 130))
def test_neighbours_lead_to_each_other(count: int):
    pages = list(pages_of(GROUP, newest_first(count), ()))
    assert [page.newer for page in pages] == [page.address for page in pages[1:]] + [""]
    assert [page.older for page in pages] == [""] + [page.address for page in pages[:-1]]


@given(st.integers(2, 130), st.data())
def test_what_is_withdrawn_leaves_its_page_and_moves_no_other(count: int, data: st.DataObject):
    """An empty place is false; the newest item of a list may take its page with it, which is then no page any more."""
    gone = data.draw(st.integers(1, count - 1))
    slots = [item if item != gone else None for item in newest_first(count)]
    before = {page.address: page.entries for page in pages_of(GROUP, newest_first(count), ())}
    after = {page.address: page.entries for page in pages_of(GROUP, slots, ())}
    assert {address for address in before if before[address] != after.get(address)} == {
        address for address, entries in before.items() if gone in entries
    }
    assert after.keys() <= before.keys()


def test_the_newest_page_of_a_list_shows_something_while_anything_is_public():
    slots = [None, *newest_first(PAGE_SIZE)]
    assert [(page.address, len(page.entries)) for page in pages_of(GROUP, slots, ())] == [("/tin-tuc/", PAGE_SIZE)]


@pytest.mark.parametrize(
    ("count", "addresses"),
    [
        (0, ["/tin-tuc/"]),
        (PAGE_SIZE, ["/tin-tuc/"]),
        (PAGE_SIZE + 1, ["/tin-tuc/trang/1/", "/tin-tuc/"]),
    ],
)
def test_the_newest_page_stands_at_the_address_of_the_list(count: int, addresses: list[str]):
    assert [page.address for page in pages_of(GROUP, newest_first(count), ())] == addresses


def test_lists_exist_while_they_are_empty(trial: Build):
    assert "Chưa có nội dung nào được duyệt để đăng ở đây." in trial.text("tin-tuc/index.html")
    assert "0 mục" in trial.text("linh-vuc/tai-chinh-cong/index.html")


def test_an_area_lists_its_items_and_the_section_too(trial: Build):
    for page in ("linh-vuc/thu-tuc-hanh-chinh/index.html", "van-ban/index.html"):
        assert "517/QĐ-SNV" in trial.text(page)
    assert "517/QĐ-SNV" not in trial.text("linh-vuc/che-do-cong-vu/index.html")
