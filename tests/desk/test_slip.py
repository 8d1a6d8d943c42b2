"""The phiếu trình: everything a leader decides on, escaped, on paper, loading nothing from outside."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
import segno
from bs4 import BeautifulSoup

from desk.fingerprint import compared, groups, in_words
from desk.slip import write_slip
from desk.slip_page import qr_text
from editorial.problem import Refused
from tests.desk.office_fixture import Desk

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def slip(desk: Desk) -> BeautifulSoup:
    """Write the slip and return its page."""
    assert write_slip(desk.settings, "bai-mot", None, desk.screen, desk.now) == 0
    return BeautifulSoup((desk.settings.state / "slips/bai-mot.html").read_text(encoding="utf-8"), "html.parser")


def test_the_slip_holds_what_a_leader_decides_on(desk: Desk) -> None:
    desk.organisation.article("bai-mot", body="Toàn văn của bài.\n\n## Một mục\n\nCâu cuối.")
    words = " ".join(slip(desk).get_text(" ").split())
    for expected in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "PHIẾU TRÌNH", "/chinh-sach/2026/bai-mot/", "Ban biên tập bản dùng thử",
        "Chủ trương, chính sách, pháp luật", "Mục mới", "Toàn văn của bài.", "Câu cuối.", "an ninh mạng", "CT-5.6",
        "sàng lọc – Phòng", "phê duyệt – Trưởng Ban", "chấp thuận – Lãnh đạo", "CƠ QUAN THỬ",
    ):  # fmt: skip
        assert expected in words


def test_the_digest_of_the_slip_is_the_one_that_is_signed(desk: Desk) -> None:
    desk.organisation.article("bai-mot")
    page = slip(desk)
    digest = desk.sign("bai-mot", "phong-cchc").edition
    text = " ".join(page.get_text(" ").split())
    assert " ".join(groups(digest)) in text and in_words(digest) in text
    expected = segno.make(qr_text("bai-mot", digest), micro=False)
    drawn = BeautifulSoup(expected.svg_inline(omitsize=True), "html.parser").path["d"]
    assert page.find("svg").path["d"] == drawn


def test_markup_in_the_metadata_stays_words(desk: Desk) -> None:
    desk.organisation.article("bai-mot", title="Bài <script>alert(1)</script> & “x”")
    page = slip(desk)
    assert page.find("script") is None
    assert "<script>alert(1)</script>" in page.title.get_text()


def test_scripts_and_handlers_of_the_body_are_gone(desk: Desk) -> None:
    desk.organisation.article(
        "bai-mot", body="Câu [một](https://vi-du.vn).\n\n<p onclick='x()'>Hai</p>\n\n<script>alert(1)</script>"
    )
    page = slip(desk)
    assert page.find("script") is None and page.find(onclick=True) is None


def test_pictures_stand_in_the_file_and_nothing_is_loaded_from_outside(desk: Desk) -> None:
    desk.organisation.write("bai/hinh.png", PIXEL)
    body = "![Biểu đồ số hồ sơ theo tháng](hinh.png)\n\n[Số liệu](so-lieu.csv) và [bài](https://vi-du.vn/x)."
    desk.organisation.write("bai/so-lieu.csv", b"a,b\n1,2\n")
    desk.organisation.article("bai-mot", body=body)
    page = slip(desk)
    policy = page.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
    assert policy.startswith("default-src 'none'")
    assert [image["src"][:22] for image in page.find_all("img")] == ["data:image/png;base64,"]
    assert not page.find_all(["link", "script", "iframe"])
    assert "so-lieu.csv, 8 byte" in page.get_text()


def test_what_paper_would_not_show_stands_in_words(desk: Desk) -> None:
    """Where a link leads, what a picture says to those who do not see it, what is folded: a leader signs that too."""
    desk.organisation.write("bai/hinh.png", PIXEL)
    desk.organisation.article(
        "bai-mot",
        body="Gọi [0292 3000000](tel:+84999000111), viết [thư](mailto:khac@vi-du.vn), vào [cổng](HTTPS://vi-du.vn/a "
        '"Tên khi rê chuột"), đọc [bài](id:bai-mot), [phần cuối](#cuoi), xem [ảnh](hinh.png).\n\n'
        "![Lời thay ảnh](hinh.png)\n\n<details><summary>Thêm</summary>Gấp lại.</details>\n\n## Cuối\n\nHết.",
    )
    page = slip(desk)
    text = " ".join(page.find(class_="text").get_text().split())
    for expected in (
        "0292 3000000 (tel:+84999000111)", "thư (mailto:khac@vi-du.vn)", "bài (bai-mot)", "phần cuối,",
        "cổng (HTTPS://vi-du.vn/a, “Tên khi rê chuột”)", "ảnh (hinh.png)", "(hình: Lời thay ảnh)",
    ):  # fmt: skip
        assert expected in text, expected
    assert page.find("details").has_attr("open")


def test_whoever_signs_on_paper_reads_what_the_terminal_would_have_told_him(desk: Desk) -> None:
    desk.organisation.article("bai-mot", body="Nộp trong\u200b mười ngày.", title="Bài \u202emột")
    page = slip(desk)
    told = [line.get_text() for line in page.find("ul", class_="told").find_all("li")]
    assert any("U+200B" in line for line in told) and all("\u202e" not in line for line in told)
    assert "Bài [U+202E]một" in page.find("table", class_="facts").get_text()
    desk.organisation.article("bai-mot", body="Nộp trong mười ngày.")
    assert slip(desk).find("ul", class_="told") is None


def test_changes_are_marked_and_signed_steps_say_by_whom(desk: Desk) -> None:
    desk.organisation.article("bai-mot", body="Hạn là ngày mười.")
    desk.sign_all("bai-mot")
    revised = "changed_on: 2026-11-20\nchange_note: Sửa hạn\nchanged_by: Công văn số 1"
    desk.organisation.article("bai-mot", body="Hạn là ngày hai mươi.", extra=revised)
    signoff = desk.sign("bai-mot", "van-thu")
    page = slip(desk)
    assert page.find("del").get_text().strip() == "mười."
    assert "hai mươi." in [mark.get_text().strip() for mark in page.find_all("ins")]
    boxes = [box.get_text().strip() for box in page.find_all("td", class_="sign")]
    assert boxes[0].startswith("van-thu, 12:00") and boxes[1].startswith("……")
    assert compared(signoff.edition) in page.style.get_text()


def test_a_text_that_is_held_gets_no_slip(desk: Desk, tmp_path: Path) -> None:
    desk.organisation.article("bai-mot", body="Xem [bài](khong-co.md).")
    with pytest.raises(Refused):
        write_slip(desk.settings, "bai-mot", tmp_path / "phieu.html", desk.screen, desk.now)
    assert not (tmp_path / "phieu.html").exists()


def test_a_digest_reads_aloud_letter_by_letter() -> None:
    assert in_words("09af" + "b1c2" + "d3e4" + "5678" * 5 + "0" * 32) == (
        "không chín a ép, bê một xê hai, dê ba e bốn" + ", năm sáu bảy tám" * 5
    )


def test_what_people_compare_is_too_long_for_two_texts_of_one_writer_to_agree() -> None:
    """He may try both texts, so half the bits count: of 64 he finds a pair in minutes."""
    assert len(compared("0123456789abcdef" * 4).replace(" ", "")) * 4 == 128
