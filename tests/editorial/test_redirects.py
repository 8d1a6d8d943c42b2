"""Old addresses: each leads to its end, and what leads nowhere or in a circle is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from editorial.publication import load
from editorial.redirects import Redirects, load_redirects
from tests.organisation import Organisation, reopened
from tests.site_fixture import URL, build, found_site


@pytest.fixture
def site(tmp_path: Path) -> Organisation:
    site = found_site(tmp_path)
    site.article("tin-thu", extra="old_address: /tin/cu.html\nfirst_published_on: 2023-05-09")
    site.sign_all("tin-thu")
    return site


def redirects(site: Organisation, *rows: tuple[str, str]) -> Redirects:
    lines = "".join(f'[[moved]]\nfrom = "{origin}"\nto = "{target}"\n' for origin, target in rows)
    (site.settings.records / "redirects.toml").write_text(f"schema = 1\n{lines}", encoding="utf-8")
    return load_redirects(load(site.settings, site.now))


def test_an_item_a_list_and_another_site_can_be_led_to(site: Organisation):
    found = redirects(site, ("/a.aspx?id=1", "tin-thu"), ("/b", "/van-ban/"), ("/c", "https://cantho.gov.vn/"))
    address = "/chinh-sach/2026/tin-thu/"
    assert found.targets == {
        "/a.aspx?id=1": address, "/b": "/van-ban/", "/c": "https://cantho.gov.vn/", "/tin/cu.html": address,
    }  # fmt: skip
    assert found.problems == ()


def test_a_place_in_a_page_can_be_led_to(site: Organisation):
    found = redirects(site, ("/a", "/van-ban/#dieu-7"), ("/b", "/van-ban/#x;}"), ("/c", "https://cantho.gov.vn/#dau"))
    told = [found.targets[origin] for origin in ("/a", "/b", "/c")]
    assert told == ["/van-ban/#dieu-7", "/van-ban/", "https://cantho.gov.vn/#dau"]


def test_a_chain_is_followed_to_its_end(site: Organisation):
    found = redirects(site, ("/a", "/b"), ("/b", "/tin/cu.html"))
    assert found.targets["/a"] == found.targets["/b"] == "/chinh-sach/2026/tin-thu/"


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([("/a", "/b"), ("/b", "/a")], "redirect-circle"),
        ([("/a", "/a")], "redirect-circle"),
        ([("/a", "khong-co")], "redirect-dead-end"),
        ([("/a", "/khong-co/")], "redirect-dead-end"),
        ([("/a", "tin-thu"), ("/a", "/van-ban/")], "redirect-twice"),
        ([("/chinh-sach/2026/tin-thu/", "/van-ban/")], "redirect-taken"),
        ([("/van-ban/", "tin-thu")], "redirect-taken"),
    ],
)
def test_what_leads_nowhere_is_told_and_left_out(site: Organisation, rows: list[tuple[str, str]], code: str):
    found = redirects(site, *rows)
    assert code in {problem.code for problem in found.problems}
    assert not [origin for origin in found.targets if origin in ("/chinh-sach/2026/tin-thu/", "/van-ban/")]
    assert {problem.severity for problem in found.problems} == {"warn"}


def test_what_leads_nowhere_is_told_on_its_line(site: Organisation):
    found = redirects(site, ("/dung", "/van-ban/"), ("/a", "/b"), ("/b", "/a"), ("/c", "khong-co"))
    told = [(problem.code, problem.where) for problem in found.problems]
    lines = [("redirect-circle", 6), ("redirect-circle", 9), ("redirect-dead-end", 12)]
    assert told == [(code, f"{site.settings.records.name}/redirects.toml:{line}") for code, line in lines]


def test_a_page_stands_at_the_old_address_and_leads_on(site: Organisation):
    redirects(site, ("/gioi-thieu.html", "/van-ban/"), ("/x.aspx?id=1", "tin-thu"))
    built = build(reopened(site, siteurl=URL))
    assert 'url=/van-ban/"' in built.text("gioi-thieu.html")
    assert 'href="/chinh-sach/2026/tin-thu/"' in built.text("tin/cu.html")
    assert not [name for name in built.files() if "?" in name]


def test_an_item_says_that_it_was_public_before_anybody_signed(site: Organisation):
    page = build(reopened(site, siteurl=URL)).text("chinh-sach/2026/tin-thu/index.html")
    assert "Đã đăng ở trang cũ ngày 09/05/2023, trước khi có quy trình ký duyệt" in page
