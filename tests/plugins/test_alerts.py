from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from tests.organisation import Organisation
from tests.site_fixture import Build, build, found_site

UNTIL = "2026-11-30"


@pytest.fixture
def site(tmp_path: Path) -> Organisation:
    site = found_site(tmp_path)
    site.article("trang-gia", title="Cảnh báo trang giả mạo", extra=f"alert_until: {UNTIL}")
    site.article("tin-thuong", title="Tin thường")
    for item in ("trang-gia", "tin-thuong"):
        site.sign_all(item)
    return site


def announced(built: Build) -> set[tuple[str, ...]]:
    """Return what the pages announce, each as a list of links."""
    pages = (BeautifulSoup(text, "html.parser") for text in built.pages().values())
    return {tuple(link["href"].split("/")[-2] for link in page.select(".cc-alert__link")) for page in pages}


def test_every_page_announces_an_item_until_its_last_day(site: Organisation):
    site.later(days=10)
    assert site.now.date().isoformat() == UNTIL
    assert announced(build(site)) == {("trang-gia",)}


def test_nothing_is_announced_on_the_day_after(site: Organisation):
    site.later(days=11)
    assert announced(build(site)) == {()}


def test_nobody_announces_what_is_not_signed(site: Organisation):
    site.article("chua-ky", title="Chưa ký", extra=f"alert_until: {UNTIL}")
    site.later(seconds=timedelta(minutes=1).seconds)
    assert announced(build(site)) == {("trang-gia",)}
