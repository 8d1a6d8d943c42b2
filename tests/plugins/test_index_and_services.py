"""Indices and the list of services on a real site: what their pages show, what makes them anew, what verify finds."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest

from editorial.index_values import read_index
from editorial.manifest import Manifest, survey
from editorial.publication import load
from editorial.verification import check_site, entries
from plugins.file_sizes import size_in_words
from tests.organisation import Organisation, reopened
from tests.plugins.kept_folder import same_as_clean, update
from tests.plugins.made_words import TOKEN, holding
from tests.plugins.service_site import GUIDE, index, service, service_site
from tests.requirements.items import INDEX_TABLES
from tests.site_fixture import URL, Build, build

INDEX = "ket-qua/2026/chi-so-thu/index.html"
TABLE = "ket-qua/2026/chi-so-thu/so_lieu.csv"
SERVICES = "dich-vu-cong/index.html"
BIRTH = "dich-vu-cong/2026/dv-khai-sinh/index.html"
LAND = "dich-vu-cong/2026/dv-dat-dai/index.html"


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Organisation:
    return service_site(tmp_path_factory.mktemp("services"))


@pytest.fixture(scope="module")
def site(founded: Organisation) -> Build:
    built = build(reopened(founded, siteurl=URL), "real")
    assert built.code == 0, built.said
    return built


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def between(text: str, first: str, last: str) -> str:
    return text.partition(first)[2].partition(last)[0]


def test_an_index_is_told_in_words_and_nothing_is_compared_across_the_merger(site: Build):
    told = words(between(site.text(INDEX), 'id="cc_index"', "<figure"))
    assert "Tỉnh Thử (trước 01/07/2025): 81,25% năm 2024, tăng 0,75 điểm phần trăm so với năm 2023; hạng 19/63." in told
    assert "Thành phố Thử (từ 01/07/2025): 82,00% năm 2025; hạng 9/34." in told
    assert "Không so sánh số liệu trước ngày 01/07/2025" in told


def test_no_line_of_the_chart_crosses_the_merger(site: Build):
    drawing = fromstring("<svg" + between(site.text(INDEX), '<svg class="cc-chart__drawing"', "</svg>") + "</svg>")
    drawn = [(path.get("class"), path.get("d", "")) for path in drawing.iter("path")]
    (upright,) = [float(way[1:].split()[0]) for name, way in drawn if name == "cc-chart__break"]
    lines = [re.findall(r"([\d.]+) [\d.]+", way) for name, way in drawn if name == "cc-chart__line"]
    assert [len(line) for line in lines] == [2]  # the one value after the merger is a point
    assert all(float(x) < upright for x in lines[0])
    values = [text.text for text in drawing.iter("text") if text.get("class") == "cc-chart__value"]
    assert values == ["80,50", "81,25", "82,00"]


def test_the_chart_brings_no_script_and_no_style(site: Build):
    section = between(site.text(INDEX), '<section class="cc-chart"', "</section>")
    assert "<script" not in section and "style" not in section and "http" not in section
    assert 'role="img" aria-labelledby="cc_chart"' in section


def test_the_file_beside_the_page_holds_what_was_signed(founded: Organisation, site: Build):
    (public,) = [one for one in load(founded.settings, founded.now).items if one.id == "chi-so-thu"]
    read, _ = read_index(public.item, public.html)
    rows = site.files()[TABLE].decode("utf-8-sig").splitlines()[1:]
    assert read and len(rows) == len(read.values) == 3
    assert 'href="/ket-qua/2026/chi-so-thu/so_lieu.csv" download' in site.text(INDEX)
    assert f"CSV, {size_in_words(len(site.files()[TABLE]))}." in site.text(INDEX)


def found_in(founded: Organisation, built: Build) -> set[tuple[str, str]]:
    site = reopened(founded, siteurl=URL)
    publication = load(site.settings, site.now)
    manifest = Manifest(URL, entries(publication), survey(built.output).files)
    return {(one.code, one.where) for one in check_site(built.output, manifest, publication, site.settings.content)}


def test_verify_finds_one_other_figure_in_the_file(founded: Organisation, site: Build):
    assert found_in(founded, site) == set()
    table = site.output / TABLE
    before = table.read_bytes()
    stray = site.output / "dich-vu-cong" / "so_lieu.csv"
    try:
        table.write_bytes(before.replace(b"81.25", b"91.25"))
        stray.write_bytes(before)
        assert {one for one in found_in(founded, site) if one[0] == "output-values-differ"} == {
            ("output-values-differ", TABLE),
            ("output-values-differ", "dich-vu-cong/so_lieu.csv"),
        }
    finally:
        table.write_bytes(before)
        stray.unlink()


def test_services_stand_under_their_field_by_name_with_their_level(site: Build):
    page = site.text(SERVICES)
    assert re.findall(r'<h2 id="cc_field_\d"><a[^>]*>([^<]*)', page) == ["Đất đai", "Hộ tịch"]
    assert re.findall(r'class="cc-services__name"[^>]*>([^<]*)', page) == [
        "Dịch vụ đất đai thử", "Dịch vụ ăn uống thử", "Dịch vụ khai sinh thử", "Thủ tục một",
    ]  # fmt: skip
    assert re.findall(r'class="cc-services__level">([^<]*)', page) == [
        "Một phần", "Một phần", "Toàn trình", "Thủ tục hành chính",
    ]  # fmt: skip
    assert f'href="{GUIDE}"' in page and 'href="https://dichvucong.gov.vn/"' in page


@pytest.mark.parametrize(
    ("address", "titles"),
    [
        ("linh-vuc/ho-tich", {"Dịch vụ ăn uống thử", "Dịch vụ khai sinh thử", "Thủ tục một"}),
        ("muc-do/mot-phan", {"Dịch vụ ăn uống thử", "Dịch vụ đất đai thử"}),
        ("doi-tuong/ca-nhan", {"Dịch vụ ăn uống thử", "Dịch vụ khai sinh thử"}),
        ("doi-tuong/to-chuc", {"Dịch vụ ăn uống thử", "Dịch vụ đất đai thử"}),
    ],
)
def test_a_level_an_audience_and_a_field_have_a_list(site: Build, address: str, titles: set[str]):
    page = site.text(f"dich-vu-cong/{address}/index.html")
    assert set(re.findall(r'class="cc-services__name"[^>]*>([^<]*)', page)) == titles


def test_a_service_leads_to_its_portal_its_guide_and_its_progress(site: Build):
    birth, land = site.text(BIRTH), site.text(LAND)
    assert 'class="cc-service__go" href="https://dichvucong.gov.vn/dv-khai-sinh"' in birth
    assert f'<a href="{GUIDE}">Xem hướng dẫn</a>' in birth
    assert '<a href="https://dichvucong.gov.vn/">Tra cứu hồ sơ đã nộp</a>' in birth
    assert '<a href="https://dichvucong.gov.vn/huong-dan">Xem hướng dẫn</a>' in land
    assert '<a href="https://dichvucong.gov.vn/tra-cuu">Tra cứu hồ sơ đã nộp</a>' in land


def test_an_item_names_the_procedures_that_are_public(site: Build):
    assert '<a href="/dich-vu-cong/2026/th-mot/">Thủ tục một</a>' in site.text(BIRTH)
    assert "th-chua-ky" not in words(site.text(BIRTH))


def test_a_service_is_found_by_its_field(tmp_path: Path):
    site = service_site(tmp_path)
    service(site, "dv-dat-dai", "Dịch vụ đất đai thử", f"Lĩnh vực {TOKEN}")
    site.sign_all("dv-dat-dai")
    built = build(site)
    assert holding(built.output / "tim-kiem", TOKEN)


def test_an_edit_makes_what_shows_it_and_the_site_is_that_of_a_clean_build(tmp_path: Path):
    site = service_site(tmp_path)
    update(site)
    assert update(site)[1] == set()

    index(site, INDEX_TABLES.replace("82,00%", "83,00%"))
    site.sign_all("chi-so-thu")
    built, made = update(site)
    assert {INDEX, TABLE} <= made and SERVICES not in made
    assert "83.00" in built.files()[TABLE].decode()
    same_as_clean(site, built)

    service(site, "dv-dat-dai", "Dịch vụ đất đai thử", "Hộ tịch", "toàn trình", "tổ chức")
    site.sign_all("dv-dat-dai")
    built, made = update(site)
    assert {
        SERVICES,
        LAND,
        "dich-vu-cong/linh-vuc/ho-tich/index.html",
        "dich-vu-cong/muc-do/toan-trinh/index.html",
    } <= made
    assert "dich-vu-cong/linh-vuc/dat-dai/index.html" not in built.files()
    same_as_clean(site, built)

    site.withdraw("th-mot")
    built, made = update(site)
    assert {BIRTH, SERVICES} <= made  # it named the procedure
    assert "Thủ tục một" not in built.text(BIRTH)
    same_as_clean(site, built)


def test_an_index_that_cannot_be_read_is_shown_as_signed_and_nothing_is_drawn(tmp_path: Path):
    site = service_site(tmp_path)
    index(site, INDEX_TABLES.replace("| 2025 | Thành", "| 2024 | Thành"))
    site.sign_all("chi-so-thu")
    built = build(reopened(site, siteurl=URL), "real")
    assert built.code == 0, built.said
    assert "cc-chart" not in built.text(INDEX) and "Thành phố Thử" in built.text(INDEX)
    assert built.files()[TABLE].decode("utf-8-sig").splitlines()[1:] == []
    assert found_in(site, built) == set()
