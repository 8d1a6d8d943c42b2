"""A feed that a person opens in Chromium, behind the real nginx with its policy: with XSLT, and where it has gone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from audit.browser import NARROWEST, launched, opened
from audit.page_checks import too_wide

FEEDS = ("/feeds/tat-ca.rss.xml", "/feeds/tat-ca.atom.xml")


@pytest.fixture(scope="module", params=["with XSLT", "without"])
def chromium_of(request: pytest.FixtureRequest, driver: Any, front: int) -> Iterator[tuple[Any, bool]]:
    """Chromium, and whether it may transform XML; one day it will not, asked or not."""
    has = request.param == "with XSLT"
    with launched(driver, front, f"--{'enable' if has else 'disable'}-features=XSLT") as browser:
        yield browser, has


def shown(page: Any, element: str) -> list[str]:
    """Return the words of elements that a reader sees, whatever their vocabulary."""
    found: list[str] = page.evaluate(
        """name => [...document.getElementsByTagNameNS('*', name)]
          .filter(one => one.checkVisibility()).map(one => one.textContent)""",
        element,
    )
    return found


@pytest.mark.parametrize("address", FEEDS)
def test_a_feed_explains_itself_in_vietnamese_once(chromium_of: tuple[Any, bool], address: str):
    """Without a script. Chromium's own warning, that the page will break one day, is not shown: it will not."""
    browser, may_transform = chromium_of
    faults: list[str] = []
    with opened(browser, address, faults, script=False) as page:
        page.set_viewport_size({"width": NARROWEST, "height": 800})
        transforms = page.evaluate("document.contentType") == "text/html"
        assert may_transform or not transforms
        assert shown(page, "h1") == ["Tất cả nội dung đã duyệt"]
        assert len(shown(page, "code")) == 1 and address in shown(page, "code")[0]
        assert any("Đây là nguồn tin" in words for words in shown(page, "p"))
        assert shown(page, "xslt-warning-banner") == []
        for technical in ("guid", "id", "lastBuildDate", "updated", "pubDate", "encoded", "content", "category"):
            assert shown(page, technical) == [], technical
        titles = shown(page, "li")[2:] if transforms else shown(page, "title")
        assert len(titles) > 20 and "Bài được sửa một lần" in titles[0]
        assert list(too_wide(page)) == [] or not transforms
        box = page.evaluate("getComputedStyle(document.querySelector('p + p')).backgroundColor")
        assert box == "rgb(234, 242, 243)", "the sheet that styles is let through by the policy"
    assert not [fault for fault in faults if fault.startswith(("asks", "script"))]


@pytest.mark.parametrize("address", FEEDS)
def test_its_links_are_true_ones(chromium_of: tuple[Any, bool], address: str):
    browser, _ = chromium_of
    with opened(browser, address, []) as page:
        page.get_by_text("Cách dùng và các nguồn tin khác").click()
        page.wait_for_url("**/rss/")
        assert page.locator("main h1").inner_text() == "Nguồn tin RSS"
