"""The archive: year, month, day, kind and section, with everything that ever was public."""

from __future__ import annotations

from datetime import date

import pytest
from bs4 import BeautifulSoup

from editorial.publication import load
from editorial.vacancies import vacancies_of
from plugins.archive import month_of
from tests.organisation import Organisation
from tests.plugins.kept_folder import same_as_clean, update
from tests.site_fixture import Build, build, document, found_site

SECRET = "Chỉ có trong bài đã gỡ"


def signed_on_days(site: Organisation) -> None:
    """Let four items appear on three days of two months."""
    for item, days in (("bai-mot", 0), ("bai-hai", 1), ("bai-ba", 0), ("bai-bon", 12)):
        site.later(days=days)
        site.article(item, title=f"Bài {item}", body=f"{SECRET} {item}.")
        site.sign_all(item)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Organisation:
    site = found_site(tmp_path_factory.mktemp("archive"))
    signed_on_days(site)
    document(site, "vb-1", "517/QĐ-SNV", "Một văn bản.")
    site.sign_all("vb-1")
    site.later(days=1)
    site.withdraw("bai-hai")
    return site


@pytest.fixture(scope="module")
def built(site: Organisation) -> Build:
    made = build(site)
    assert made.code == 0, made.said
    return made


def test_every_item_stands_on_its_day_its_month_and_its_year(built: Build):
    for name, titles in (
        ("luu-tru/2026/11/20/index.html", ["Bài bai-mot"]),
        ("luu-tru/2026/11/21/index.html", ["Bài bai-ba"]),
        ("luu-tru/2026/12/03/index.html", ["Bài bai-bon", "Quyết định 517/QĐ-SNV"]),
        ("luu-tru/2026/11/index.html", ["Bài bai-mot", "Bài bai-ba"]),
    ):
        assert all(title in built.words(name) for title in titles), name
    assert not [name for name in built.pages() if name.startswith("luu-tru/2026/11/22")]


def test_what_was_withdrawn_is_counted_and_told_by_its_reason_only(built: Build):
    for name in ("luu-tru/2026/11/21/index.html", "luu-tru/2026/11/index.html", "luu-tru/da-go/index.html"):
        text = built.words(name)
        assert "Nội dung đã gỡ ngày 04/12/2026" in text and "Nhầm số liệu" in text and "khoản 5 Điều 5" in text
        assert "bai-hai" not in text
    assert "2 mục, trong đó 1 mục đã gỡ" in built.words("luu-tru/2026/11/21/index.html")
    assert "Nội dung đã gỡ (1 mục)" in built.words("luu-tru/index.html")
    assert not any(f"{SECRET} bai-hai" in text for text in built.pages().values())


def test_the_first_page_counts_by_year_section_and_kind(built: Build):
    text = built.words("luu-tru/index.html")
    assert "Năm 2026 5" in text  # four that stand and one that is gone
    assert "Văn bản 1 2026 (1)" in text
    assert "Thông tin tuyên truyền, phổ biến, hướng dẫn 3 2026 (3)" in text


def test_each_kind_and_section_of_a_year_has_its_list(built: Build):
    by_kind = built.words("luu-tru/2026/loai/thong-tin-tuyen-truyen-pho-bien-huong-dan/index.html")
    assert "Bài bai-mot" in by_kind and "517/QĐ-SNV" not in by_kind
    by_section = built.words("luu-tru/2026/chuyen-muc/van-ban/index.html")
    assert "517/QĐ-SNV" in by_section and "Bài bai-mot" not in by_section


def test_no_two_pages_of_the_archive_have_one_title(built: Build):
    """A section and a kind of item may share a name: “Bản tin”."""
    titles = {
        name: page.partition("</title>")[0] for name, page in built.pages().items() if name.startswith("luu-tru/")
    }
    assert "Chuyên mục" in titles["luu-tru/2026/chuyen-muc/van-ban/index.html"]
    assert len(set(titles.values())) == len(titles)


def test_a_calendar_tells_what_each_day_holds_to_those_who_do_not_see_it(built: Build):
    table = BeautifulSoup(built.text("luu-tru/2026/11/index.html"), "html.parser").find("table")
    assert table.caption.get_text(" ", strip=True) == "Tháng 11 năm 2026 3 mục"
    assert [th.abbr["title"] for th in table.find_all("th", scope="col")][::6] == ["Thứ Hai", "Chủ nhật"]
    links = {link.get_text(" ", strip=True): link["href"] for link in table.find_all("a")}
    assert links == {
        "20 1 mục": "../../../luu-tru/2026/11/20/index.html",
        "21 2 mục": "../../../luu-tru/2026/11/21/index.html",
    }


def test_a_month_begins_on_its_weekday_and_has_all_its_days():
    weeks = month_of(2026, 2, {date(2026, 2, 28): 3}).weeks  # 1 February 2026 is a Sunday
    assert [day and day.on.day for day in weeks[0]] == [None] * 6 + [1]
    days = [day for week in weeks for day in week if day]
    assert [day.on.day for day in days] == list(range(1, 29))
    assert (days[-1].address, days[-1].count, days[0].address) == ("/luu-tru/2026/02/28/", 3, "")


def test_a_new_item_moves_six_pages_of_the_archive(site: Organisation):
    update(site)
    site.article("bai-nam", title="Bài năm", body="Lời.")
    site.sign_all("bai-nam")
    built, made = update(site)
    kind = "luu-tru/2026/loai/thong-tin-tuyen-truyen-pho-bien-huong-dan/index.html"
    assert {name for name in made if name.startswith("luu-tru/")} == {
        "luu-tru/index.html",
        "luu-tru/2026/index.html",
        "luu-tru/2026/12/index.html",
        "luu-tru/2026/12/04/index.html",
        "luu-tru/2026/chuyen-muc/chinh-sach/index.html",
        kind,
    }
    same_as_clean(site, built)


def test_a_withdrawn_item_leaves_its_place_empty_also_when_it_is_public_again(site: Organisation):
    """Lists are cut by where items first appeared, so the pages of a list stay; see editorial.vacancies."""
    publication = load(site.settings, site.now)
    assert [(one.id, one.published_at[:10], one.kind) for one in vacancies_of(publication)] == [
        ("bai-hai", "2026-11-21", "guidance")
    ]
    site.article("bai-hai", title="Bài bai-hai", body="Đã sửa số liệu.")
    site.sign_all("bai-hai")
    publication = load(site.settings, site.now)
    assert [one.id for one in vacancies_of(publication)] == ["bai-hai"]
    [public] = [one for one in publication.items if one.id == "bai-hai"]
    assert public.shown.published_at[:10] > "2026-11-21"
    built, _ = update(site)
    same_as_clean(site, built)
