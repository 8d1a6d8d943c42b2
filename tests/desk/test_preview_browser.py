"""The preview in a real browser: an open page follows the edits of its file."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest

from tests.browsing import quiet_page
from tests.desk.preview_fixture import said_until
from tests.house import House

ADDRESS = "/thong-tin-chi-dao-dieu-hanh/"


@pytest.fixture
def page(chromium: Any, preview: tuple[subprocess.Popen[str], int]) -> Iterator[Any]:
    """A fresh browser page at the preview; whatever the page complains about fails the test."""
    with quiet_page(chromium, f"http://localhost:{preview[1]}", wait_seconds=20, locale="vi-VN") as page:
        yield page


def test_an_open_page_shows_the_new_words_by_itself_marked_as_unsigned(house: House, page: Any) -> None:
    page.goto("/")
    page.get_by_role("link", name=re.compile("thử")).first.click()
    page.wait_for_load_state()
    assert "CHƯA DUYỆT" not in page.inner_text("body")
    path = house.site.settings.content / "bai/tin-thu.md"
    path.write_text(path.read_text(encoding="utf-8") + "\nMột câu vừa thêm.\n", encoding="utf-8")
    page.wait_for_selector("text=Một câu vừa thêm.")
    assert "CHƯA DUYỆT" in page.inner_text("body")


def test_an_unreadable_edit_is_told_in_the_browser_and_mending_it_leads_back(house: House, page: Any) -> None:
    page.goto("/chua-ky/")
    path = house.site.settings.content / "trang/trang-chua-ky.md"
    before = path.read_bytes()
    path.write_bytes("Chữ không có dòng đầu".encode("utf-16"))
    page.wait_for_selector("text=Chưa hiện được chỗ vừa sửa")
    assert "content/trang/trang-chua-ky.md" in page.inner_text("ol")
    assert "UTF-8" in page.inner_text("ol")
    page.get_by_role("link", name="Xem bản tốt gần nhất").click()
    page.wait_for_url("**/chua-ky/")
    page.wait_for_selector("text=Có 1 chỗ cần sửa")
    page.go_back()
    path.write_bytes(before + "\nĐã sửa xong.\n".encode())
    page.wait_for_url("**/chua-ky/")
    page.wait_for_selector("text=Đã sửa xong.")
    assert page.locator(".xem-truoc-dai").count() == 0


def test_two_items_at_one_address_are_told_until_one_has_moved(
    house: House, page: Any, preview: tuple[subprocess.Popen[str], int]
) -> None:
    house.site.article("tin-ba", title="Tin ba")  # unsigned as the other: what is signed keeps the year of its address
    page.goto("/")
    second = house.site.article("tin-khac", title="Tin khác")
    page.wait_for_selector("text=Tin khác")
    second.write_text(second.read_text(encoding="utf-8").replace("slug: tin-khac", "slug: tin-ba"), encoding="utf-8")
    page.wait_for_selector("text=Chưa hiện được chỗ vừa sửa")
    assert "tin-khac.md" in page.inner_text("ol") and "tin-ba.md" in page.inner_text("ol")
    said_until(preview[0], "tin-khac.md")
    second.write_text(second.read_text(encoding="utf-8").replace("slug: tin-ba", "slug: tin-rieng"), encoding="utf-8")
    page.wait_for_url("http://localhost:*/")
    page.get_by_role("link", name="Tin khác").first.click()
    page.wait_for_url("**/tin-rieng/**")


def test_a_text_that_gets_another_address_takes_its_open_page_along(house: House, page: Any) -> None:
    path = house.site.article("tin-moi", title="Tin mới")
    page.goto("/")
    page.wait_for_selector("text=Tin mới")
    page.get_by_role("link", name="Tin mới").first.click()
    page.wait_for_url("**/tin-moi/**")
    path.write_text(path.read_text(encoding="utf-8").replace("slug: tin-moi", "slug: cho-moi"), encoding="utf-8")
    page.wait_for_url("**/cho-moi/**")
    assert "Tin mới" in page.inner_text("h1")
