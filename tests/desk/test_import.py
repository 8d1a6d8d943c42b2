"""Moving in: what an old page holds arrives, what cannot is told, and nothing arrives approved."""

from __future__ import annotations

from datetime import date
from importlib import import_module
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from desk.importing.as_markdown import as_markdown
from desk.importing.old_page import read_page
from editorial.content import parse_item
from editorial.rendering import render
from tests.house import House

PAGE = """<!doctype html><html><head><meta charset="utf-8"><title>Trang cũ - Sở</title>
<meta name="author" content="Phòng Cải cách hành chính"></head><body>
<nav><a href="/">Trang chủ</a> điều hướng</nav>
<article><h1>Hội nghị sơ kết</h1><p class="date">Thứ ba, 09/05/2023 | 10:15</p>
<p>Sáng nay <b>hội nghị</b> đã diễn ra tại <a href="hai.html">phòng họp</a>,
xem <a href="tep/ke-hoach.pdf">kế hoạch</a>.</p>
<p><img src="/hinh/anh%20mot.png" alt="Quang cảnh hội nghị"></p>
<table><tr><th>Đơn vị</th><th>Số</th></tr><tr><td>Sở A|B</td><td>12</td></tr></table>
<p><a href="mat.html">liên kết hỏng</a> và <a href="https://vi-du.vn/x">nơi khác</a>.</p>
<iframe src="https://video.example/1"></iframe><script>alert(1)</script></article></body></html>"""


@pytest.fixture
def old_site(tmp_path: Path) -> Path:
    folder = tmp_path / "cu"
    for name, content in {
        "tin/mot.html": PAGE.encode(),
        "tin/hai.html": PAGE.replace("Hội nghị sơ kết", "Phòng họp mới").replace("09/05/2023", "").encode(),
        "tin/tep/ke-hoach.pdf": b"%PDF-1.4 old",
        "hinh/anh mot.png": b"\x89PNG old picture",
        "rong.html": b"<html><body><div></div></body></html>",
        "../ngoai.pdf": b"%PDF secret",
    }.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    return folder


def imported(house: House, old: Path, *words: str) -> str:
    done = house.desk("import", str(old), *words)
    assert done.code == 0, done.said
    return done.said


def item_of(house: House, name: str) -> tuple[Path, str]:
    path = house.site.settings.content / "trang-cu" / name / f"{name}.md"
    return path, path.read_text(encoding="utf-8")


def test_title_day_author_text_table_picture_and_file_arrive(house: House, old_site: Path):
    imported(house, old_site)
    path, text = item_of(house, "hoi-nghi-so-ket")
    item, _ = parse_item(text, path.name)
    assert item is not None
    assert (item.title, item.author) == ("Hội nghị sơ kết", "Phòng Cải cách hành chính")
    assert item.first_published_on == date(2023, 5, 9)
    assert item.old_address == "/tin/mot.html"
    assert "Sáng nay **hội nghị** đã diễn ra" in item.body
    assert r"| Sở A\|B | 12 |" in item.body
    assert "![Quang cảnh hội nghị](anh-mot.png)" in item.body
    assert "[kế hoạch](ke-hoach.pdf)" in item.body
    assert (path.parent / "anh-mot.png").read_bytes() == b"\x89PNG old picture"
    assert item.attachments == ("ke-hoach.pdf",)


def test_what_is_no_text_of_the_page_stays_behind(house: House, old_site: Path):
    imported(house, old_site)
    _, text = item_of(house, "hoi-nghi-so-ket")
    assert not [word for word in ("alert", "điều hướng", "iframe", "Trang chủ") if word in text]


def test_links_between_old_pages_become_links_between_items(house: House, old_site: Path):
    imported(house, old_site)
    _, other = item_of(house, "phong-hop-moi")
    id = next(line.partition(": ")[2] for line in other.splitlines() if line.startswith("id: "))
    _, text = item_of(house, "hoi-nghi-so-ket")
    assert f"[phòng họp](id:{id})" in text
    assert "[nơi khác](https://vi-du.vn/x)" in text
    assert "liên kết hỏng và" in text


def test_what_could_not_be_carried_is_told(house: House, old_site: Path):
    said = imported(house, old_site)
    assert "Có 2 trang không mang được hết" in said
    assert "rong.html" in said
    report = (house.site.settings.state / "import" / "trang-cu.txt").read_text(encoding="utf-8")
    assert "không mang được: 1 khung nhúng" in report
    assert "không mang được: liên kết tới mat.html" in report
    assert "không thấy ngày đăng" in report


def test_what_was_imported_waits_for_every_signature(house: House, old_site: Path):
    imported(house, old_site)
    assert house.desk("publish").code == 0
    assert not [name for name in house.live().files if "hoi-nghi-so-ket" in name]
    assert b"\x89PNG old picture" not in b"".join(path.read_bytes() for path in house.output.rglob("*.png"))


def test_a_page_that_a_program_made_arrives_and_the_program_does_not(house: House, old_site: Path):
    page = PAGE.replace("Hội nghị sơ kết", "Tin động")
    (old_site / "Tin.aspx?id=5").write_text(page.replace("hai.html", "Tin.aspx?id=6"), encoding="utf-8")
    (old_site / "Tin.aspx?id=6").write_text(page.replace("Tin động", "Tin nữa"), encoding="utf-8")
    (old_site / "ma.php").write_text("<?php include 'a.inc'; ?>" + page, encoding="utf-8")
    said = imported(house, old_site)
    _, text = item_of(house, "tin-dong")
    _, other = item_of(house, "tin-nua")
    id = next(line.partition(": ")[2] for line in other.splitlines() if line.startswith("id: "))
    assert "old_address: /Tin.aspx?id=5" in text and f"[phòng họp](id:{id})" in text
    assert "ma.php" in said and "mã nguồn" in " ".join(said.split())


def test_a_dry_run_writes_nothing(house: House, old_site: Path):
    assert "Hội nghị sơ kết" in imported(house, old_site, "--dry-run")
    assert not (house.site.settings.content / "trang-cu").exists()


@pytest.mark.parametrize("place", ["bai", "../ngoai", "/tmp"])
def test_nothing_is_written_over_or_outside_the_content(house: House, old_site: Path, place: str):
    done = house.desk("import", str(old_site), "--into", place)
    assert done.code == 1
    assert "Đặt tên khác" in done.said


def test_no_link_leads_a_file_from_outside_the_folder_in(house: House, old_site: Path):
    page = old_site / "tin" / "mot.html"
    page.write_text(PAGE.replace("tep/ke-hoach.pdf", "../../ngoai.pdf"), encoding="utf-8")
    (old_site / "tin" / "noi.pdf").symlink_to(old_site.parent / "ngoai.pdf")
    (old_site / "tin" / "hai.html").write_text(PAGE.replace("tep/ke-hoach.pdf", "noi.pdf"), encoding="utf-8")
    imported(house, old_site)
    taken = [path.read_bytes() for path in (house.site.settings.content / "trang-cu").rglob("*.pdf")]
    assert b"%PDF secret" not in taken


def test_an_encoding_of_former_days_is_read(tmp_path: Path):
    text = PAGE.replace('charset="utf-8"', 'charset="windows-1258"').replace("Hội nghị sơ kết", "Tin")
    place = tmp_path / "cu.html"
    place.write_bytes(text.encode("utf-16"))
    assert read_page(place).title == "Tin"


@pytest.mark.parametrize("declared", ["windows-1258", "x-user-defined", "iso-8859-1"])
def test_what_is_utf_8_is_read_as_such_whatever_it_says(tmp_path: Path, declared: str):
    place = tmp_path / "cu.html"
    place.write_bytes(PAGE.replace('charset="utf-8"', f'charset="{declared}"').encode())
    assert read_page(place).title == "Hội nghị sơ kết"


def test_letters_of_an_old_font_come_out_as_the_ones_that_can_be_mended(tmp_path: Path):
    """Nothing says in which encoding they are; a guess by their frequency would take some for Baltic ones."""
    words = "§éc lËp - Tù do - H¹nh phóc, c¶i c¸ch hµnh chÝnh"
    place = tmp_path / "cu.html"
    place.write_bytes(f"<html><body><h1>Céng hoµ x· héi</h1><p>{words}</p></body></html>".encode("latin-1"))
    text = read_page(place).text
    assert text is not None and words in text.get_text()


@pytest.mark.parametrize(
    "words",
    [
        "1. Phạm vi",
        "3. Kinh phí",
        "# 5",
        "- gạch",
        "+ cộng",
        "> hơn",
        "Dòng một\n====",
        "Từ\n: nghĩa",
        "[a](b) *c* _d_ `e` f\\g <h> &lt; i",
    ],
)
def test_words_that_look_like_markdown_stay_words(words: str):
    soup = BeautifulSoup("<div><p></p></div>", "html.parser")
    soup.p.string = words
    made = BeautifulSoup(render(as_markdown(soup.div, str), "event_news").html, "html.parser")
    assert made.get_text().strip() == words
    assert [tag.name for tag in made.find_all(True)] == ["p"]


def test_a_merged_cell_moves_no_number_under_another_heading():
    soup = BeautifulSoup(
        "<div><table><tr><th rowspan=2>Đơn vị<th colspan=2>Hồ sơ<tr><th>Nhận<th>Trả"
        "<tr><td rowspan=2>Sở A<td>1<td>2<tr><td>3<td>4</table></div>",
        "lxml",
    )
    assert as_markdown(soup.div, str).splitlines() == [
        "| Đơn vị | Hồ sơ | |", "| --- | --- | --- |", "|  | Nhận | Trả |", "| Sở A | 1 | 2 |", "|  | 3 | 4 |"
    ]  # fmt: skip


def test_a_table_that_only_lays_out_the_page_is_none():
    soup = BeautifulSoup("<div><table><tr><td><p>Ngoài<table><tr><td>a<td>b</table><p>Sau</table></div>", "lxml")
    assert as_markdown(soup.div, str) == "Ngoài\n\n|  |  |\n| --- | --- |\n| a | b |\n\nSau\n"


def test_merged_cells_are_told_and_a_page_inside_a_form_arrives(tmp_path: Path):
    """ASP.NET puts one form around all of a page."""
    table = "<table><tr><td rowspan=2>Sở A<td>1<tr><td>2</table>"
    place = tmp_path / "cu.html"
    place.write_text(
        f"<body><form><h1>Tin</h1><p>Sáng nay hội nghị đã diễn ra.</p>{table}<form></body>", encoding="utf-8"
    )
    page = read_page(place)
    assert page.text is not None and "hội nghị" in page.text.get_text()
    assert page.lost == ("1 ô gộp trong bảng (chỗ gộp để trống, xem lại bảng)",)


def test_the_verb_is_known_by_its_name():
    assert import_module("desk.import").HELP.startswith("đưa các trang HTML")


def test_an_address_without_its_beginning_is_a_wrong_call(house: House, old_site: Path):
    done = house.desk("import", str(old_site), "--base", "cu.example.vn")
    assert done.code == 2 and "--base https://cu.example.vn" in done.said
    assert not (house.site.settings.content / "trang-cu").exists()
