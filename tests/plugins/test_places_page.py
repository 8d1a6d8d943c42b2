"""The look-up of communes: complete without a script, honest on what was divided, confirmed before it is official."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from editorial.acts import load_acts
from editorial.addresses import PLACES, file_of
from editorial.places import load_places
from editorial.text import fold, sort_key
from plugins.places_page import Page, make_page
from tests.organisation import ROOT
from tests.site_fixture import URL, Build, build, found_site

LOOK_UP = file_of(PLACES)


@pytest.fixture(scope="module")
def page() -> Page:
    """What the page shows today."""
    places = load_places(ROOT / "records")
    assert places is not None
    return make_page(places, load_acts(ROOT / "records"), date(2026, 11, 22))


def cells(built: Build, anchor: str) -> dict[str, str]:
    """Return the rows below a heading: what stands left to what stands right."""
    table = BeautifulSoup(built.text(LOOK_UP), "html.parser").find("table", attrs={"aria-labelledby": anchor})
    assert isinstance(table, Tag)
    rows = [[" ".join(cell.get_text().split()) for cell in row.select("th, td")] for row in table.select("tbody tr")]
    return dict(rows)


def test_every_commune_of_before_and_of_today_has_its_row(trial: Build, page: Page) -> None:
    """PS-M7: the numbers come from the table, with its day and its acts."""
    soup = BeautifulSoup(trial.text(LOOK_UP), "html.parser")
    assert len(soup.select("table tbody tr")) == 263 + 5 + 103
    assert (page.before, page.after, page.counts) == (263, 103, "31 phường, 72 xã")
    basis = " ".join(soup.select_one("section[aria-labelledby=cc_acts]").get_text().split())  # type: ignore[union-attr]
    assert "Từ ngày 01/07/2025, 263 xã, phường, thị trấn" in basis
    assert "số 1668/NQ-UBTVQH15, ngày 16/06/2025" in basis and "số 202/2025/QH15" in basis


def test_a_commune_of_today_is_two_taps_away_without_a_script(trial: Build, page: Page) -> None:
    """Seventy names in one column are many screens of a phone: each letter leads to the first of its names."""
    soup = BeautifulSoup(trial.text(LOOK_UP), "html.parser")
    for number, (kind, communes) in enumerate(page.today, 1):
        letters = soup.select(f"section[aria-labelledby=cc_kind_{number}] nav a")
        told = {link.get_text(): soup.select(f"{link['href']} > th")[0].get_text() for link in letters}
        assert all(name.startswith(kind) for name in told.values()) and list(told) == sorted(told, key=sort_key)
        firsts = {one.name.removeprefix(f"{kind} ")[0] for one in communes}
        assert len(told) == len(letters) > 8 and {fold(first) for first in firsts} == {fold(one) for one in told}


def test_a_reader_finds_the_old_commune_below_its_district(trial: Build) -> None:
    ninh_kieu, binh_thuy = cells(trial, "cc_ninh-kieu"), cells(trial, "cc_binh-thuy")
    assert ninh_kieu["Phường Tân An"] == "Phường Ninh Kiều"
    assert ninh_kieu["Phường An Phú đến hết 31/10/2024"] == "Phường Ninh Kiều qua phường Thới Bình, từ 01/11/2024"
    assert cells(trial, "cc_thot-not")["Phường Tân Lộc"] == "Phường Tân Lộc giữ nguyên"
    assert cells(trial, "cc_vi-thanh")["Phường I còn viết Phường 1"] == "Phường Vị Thanh"
    assert binh_thuy["Phường Bùi Hữu Nghĩa"].startswith(
        "Không xác định được. Một phần nay là phường Bình Thủy, một phần nay là phường Cái Khế."
    )


def test_the_next_merger_is_a_table_more(tmp_path: Path) -> None:
    """PS-M9: who lives in a commune that was made in 2025 finds it too, and older ones keep the day of their end."""
    records = tmp_path / "records"
    shutil.copytree(ROOT / "records", records, ignore=shutil.ignore_patterns("editions", "signoffs"))
    table = (records / "places.toml").read_text()
    made = '  ["xa-moi", "Xã Mới", "99999"],\n'
    table = table.replace("communes   = [\n", f"communes   = [\n{made}", 1) + MERGER
    (records / "places.toml").write_text(table)
    (records / "acts.toml").write_text((records / "acts.toml").read_text() + ACT)
    places = load_places(records)
    assert places is not None
    page = make_page(places, load_acts(records), date(2026, 11, 22))
    assert (page.before, page.after, page.merged) == (103, 102, "")
    days = {(province.name, province.day) for province in page.provinces}
    assert ("Thành phố Cần Thơ", date(2025, 7, 1)) in days and ("Thành phố Cần Thơ", date(2026, 11, 15)) in days
    (lately,) = (one for province in page.provinces for one in province.districts if one.anchor == "cc_can-tho")
    told = [(one.name, one.today, one.is_same, one.ended) for one in lately.communes]
    assert told == [("Xã Đông Thuận", ("Xã Mới",), False, ""), ("Xã Thới Lai", ("Xã Mới",), False, "")]
    before = make_page(places, load_acts(records), date(2026, 11, 14))
    assert (before.day, before.before, before.after) == (date(2025, 7, 1), 263, 103)
    assert len(before.provinces) == 3 and {province.day for province in before.provinces} == {date(2025, 7, 1)}


MERGER = """
[mergers.nq-9-2026]
on = 2026-11-15
[mergers.nq-9-2026.changes]
"can-tho/xa-moi" = { whole = ["can-tho/xa-thoi-lai", "can-tho/xa-dong-thuan"] }
"""
ACT = """
[acts.nq-9-2026]
number = "9/NQ-X"
title = "Nghị quyết mẫu"
certainty = "unknown"
source = "mẫu"
"""


def test_a_commune_of_today_tells_what_it_was(page: Page) -> None:
    """PS-M6: "trước đây là" is computed"""
    today = {one.name: one.before for _, communes in page.today for one in communes}
    assert today["Phường Ninh Kiều"] == "phường Tân An, phường Thới Bình, phường Xuân Khánh (quận Ninh Kiều)"
    assert (
        today["Phường Bình Thủy"] == "phường An Thới, phường Bình Thủy, một phần phường Bùi Hữu Nghĩa (quận Bình Thủy)"
    )
    assert today["Xã Nhơn Mỹ"] == "xã An Mỹ (huyện Kế Sách); xã Song Phụng (huyện Long Phú); xã Nhơn Mỹ (huyện Kế Sách)"
    assert today["Phường Tân Lộc"] == ""


def test_a_trial_says_that_the_office_has_not_confirmed(trial: Build) -> None:
    """PS-B3"""
    assert "Cơ quan chưa xác nhận bảng này." in trial.text(LOOK_UP)
    assert "khoản" not in trial.text(LOOK_UP), "the paragraphs are reported, and not printed as fact"


def test_an_official_site_has_the_look_up_once_the_office_has_confirmed_every_act(real: Build, tmp_path: Path) -> None:
    assert LOOK_UP not in real.files()
    assert PLACES not in real.text("index.html")
    site = found_site(tmp_path)
    acts = site.settings.records / "acts.toml"
    confirmed = re.sub(
        r"(\[acts\.nq-(?:202-2025|1668-2025|1192-2024|1105-2024)\]\n)",
        r"\1confirmed_on = 2026-11-20\n",
        acts.read_text(),
    )
    acts.write_text(confirmed)
    official = build(replace(site, settings=replace(site.settings, siteurl=URL)))
    assert official.code == 0, official.said
    text = official.text(LOOK_UP)
    assert "chưa xác nhận" not in text and "cơ quan xác nhận ngày 20/11/2026" in text
    assert '<span class="cc-places__note">khoản 1 Điều 1</span>' in text
    cited = BeautifulSoup(text, "html.parser").select_one("#cc_today + p")
    assert cited is not None and "là của Nghị quyết số 1668/NQ-UBTVQH15;" in cited.get_text(), (
        "told once, not in each row"
    )
    assert f'href="{PLACES}"' in official.text("index.html")


def test_an_organisation_without_places_has_no_look_up(tmp_path: Path) -> None:
    site = found_site(tmp_path)
    (site.settings.records / "places.toml").unlink()
    built = build(site)
    assert built.code == 0, built.said
    assert LOOK_UP not in built.files()
    assert "tra-cuu-dia-danh" not in built.text("index.html")
