"""Masks: what shows who somebody is gets proposed, in every spelling that people use; laws, sums and dates do not."""

from __future__ import annotations

import re
import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inquiries.codes import new_code, show_code
from inquiries.masks import KINDS, apply, count, propose

SENDER = {
    "ho_ten": "Nguyễn Thị Bích Ngọc",
    "dia_chi": "12/34A đường Trần Hưng Đạo, phường Ninh Kiều",
    "dien_thoai": "0912345678",
    "email": "bichngoc.ct@example.vn",
}


def kinds(text: str) -> list[tuple[str, str]]:
    return [(mask.kind, mask.found) for mask in propose(text, SENDER)]


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("Gọi tôi số 0912345678 nhé", "telephone", "0912345678"),
        ("Gọi 0912 345 678.", "telephone", "0912 345 678"),
        ("Gọi 091.234.5678 nhé", "telephone", "091.234.5678"),
        ("Gọi (+84) 912-345-678 nhé", "telephone", "(+84) 912-345-678"),
        ("bàn 0292 3 820 123 nhé", "telephone", "0292 3 820 123"),
        ("số không chín một hai ba bốn năm sáu bảy tám ạ", "telephone", "không chín một hai ba bốn năm sáu bảy tám"),
        ("Gọi ĐT0912345678 nhé", "telephone", "0912345678"),
        ("0912345678/0987654321", "telephone", "0912345678"),
        ("0912345678/0987654321", "telephone", "0987654321"),
        ("gọi 0912/345/678 2 lần", "telephone", "0912/345/678"),
        ("gọi 0912,345,678 nhé", "telephone", "0912,345,678"),
        ("gọi 0*9*1*2*345_678", "telephone", "0*9*1*2*345_678"),
        ("gọi 0912\n345\n678", "telephone", "0912\n345\n678"),
        ("gọi O9l2345678 nhé", "telephone", "O9l2345678"),
        ("gọi 09①2345678 nhé", "telephone", "09①2345678"),
        ("khong chin mot hai ba bon nam sau bay tam", "telephone", "khong chin mot hai ba bon nam sau bay tam"),
        ("cccd092187001234", "identity", "092187001234"),
        ("thư ngoc.ct (a) example.vn", "email", "ngoc.ct (a) example.vn"),
        ("thư ngocct a còng example chấm vn", "email", "ngocct a còng example chấm vn"),
        ("thư ngocct@example,vn", "email", "ngocct@example,vn"),
        ("thư bichngoc.ct@example.vn nhé", "email", "bichngoc.ct@example.vn"),
        ("thư bich.ngoc (a còng) example.vn nhé", "email", "bich.ngoc (a còng) example.vn"),
        ("CCCD 092187001234 của tôi", "identity", "092187001234"),
        ("CMND 362 123 456 của tôi", "identity", "362 123 456"),
        ("hộ chiếu C1234567 của tôi", "identity", "C1234567"),
        ("STK 0071000123456 Vietcombank", "account", "0071000123456"),
        ("tài khoản ngân hàng số 1903 4567 8901 23 nhé", "account", "1903 4567 8901 23"),
        ("xe 65A-123.45 bị giữ", "plate", "65A-123.45"),
        ("xe 65-B1 123.45 bị giữ", "plate", "65-B1 123.45"),
        ("xe 65b11234 bị giữ", "plate", "65b11234"),
        ("nhà tôi số nhà 5B ở đó", "address", "số nhà 5B"),
        ("số 12/34A đường Trần Hưng Đạo bị ngập", "address", "số 12/34A"),
        ("hẻm 51/2 bị ngập", "address", "hẻm 51/2"),
        ("thửa đất số 120 tờ bản đồ số 5", "address", "thửa đất số 120"),
        ("thường trú làm tại phường 5, xin hỏi", "address", "làm tại phường 5, xin hỏi"),
        ("thường trú là ấp 5 xã Trường Xuân", "address", "ấp 5 xã Trường Xuân"),
        ("tôi tên là Lê Văn Tám ở đây", "name", "Lê Văn Tám"),
        ("hỏi bà Trần Thị Lựu ở đó", "name", "Trần Thị Lựu"),
        ("anh lê văn tám nói", "name", "lê văn tám"),
        ("gap nguyen thi hoa o xa", "name", "nguyen thi hoa"),
        ("Trần Văn Sáu Nhỏ đã nhận", "name", "Trần Văn Sáu Nhỏ"),
        ("xem facebook.com/bich.ngoc.92 nhé", "link", "facebook.com/bich.ngoc.92"),
    ],
)
def test_each_shape_is_proposed(text: str, kind: str, found: str) -> None:
    assert (kind, found) in [(kind, found) for kind, found in kinds(text)]


@pytest.mark.parametrize(
    "spelling",
    [
        "Nguyễn Thị Bích Ngọc",
        "NGUYỄN THỊ BÍCH NGỌC",
        "nguyen thi bich ngoc",
        "Nguyễn  Thị\nBích Ngọc",
        "Bích Ngọc",
        "chị Ngọc",
    ],
)
def test_the_sender_is_found_in_any_spelling(spelling: str) -> None:
    found = propose(f"Theo lời {spelling} thì hồ sơ đã nộp.", SENDER)
    assert [mask.kind for mask in found] == ["name"]
    assert "goc" not in apply(f"Theo lời {spelling} thì hồ sơ đã nộp.", found).lower().replace("ọ", "o")


def test_a_tracking_code_in_the_text_is_found() -> None:
    code = show_code(new_code())
    while not any(letter.isdigit() for letter in code):
        code = show_code(new_code())
    assert ("code", code) in kinds(f"Mã của tôi là {code}.")


@pytest.mark.parametrize(
    "text",
    [
        "Theo Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ.",
        "Quyết định số 517/QĐ-SNV, Điều 12 khoản 3, năm 2026.",
        "Nộp ngày 05-11-2023, lệ phí 12.345.678 đồng.",
        "Trụ sở ở đường Nguyễn Văn Cừ; hồ sơ văn bản, văn thư, thị xã, do thị trường.",
        "Từ ngày 05/3/2020, 12/4/2021 đến 03.5.2022, 07.8.2023 và 1.035.000.000.000 đồng.",
        "Hồ sơ gồm 03 bộ, thời hạn 15 ngày làm việc, bước 1 đến bước 4.",
        "Ủy ban nhân dân phường Ninh Kiều trả lời trong 02 ngày.",
        "Danh sách trúng tuyển năm 2026.",
    ],
)
def test_laws_dates_and_sums_are_left_alone(text: str) -> None:
    assert kinds(text) == []


def test_masks_hide_everything_they_name() -> None:
    text = "Tôi là Nguyễn Thị Bích Ngọc, 0912 345 678, CCCD 092187001234, xe 65A-123.45, ở 12/34A đường Trần Hưng Đạo."
    found = propose(text, SENDER)
    masked = apply(text, found)
    assert re.search(r"\d", masked) is None and "Ngọc" not in masked
    assert count(found) == {"name": 1, "telephone": 1, "identity": 1, "plate": 1, "address": 1}


def test_a_mask_of_another_text_is_refused() -> None:
    with pytest.raises(ValueError, match="belongs to the text"):
        apply("Gọi số 0987654321 nhé", propose("Gọi số 0912345678 nhé"))


@given(st.text(max_size=200), st.text(max_size=30))
def test_masks_never_overlap_and_fit_their_text(text: str, name: str) -> None:
    found = propose(text, {"ho_ten": name, "dia_chi": name})
    assert all(text[mask.start : mask.end] == mask.found and mask.kind in KINDS for mask in found)
    assert all(first.end <= second.start for first, second in pairwise(found))
    apply(text, found)


@pytest.mark.parametrize(
    "text",
    ["0 " * 2500, "không " * 900, "a." * 2500, "Ông An " * 700, "12/" * 1600, "Địa chỉ " * 600]
    + [
        word + blank * 4900 + "x"
        for word in ("Địa chỉ", "nơi ở", "0", "số nhà", "tên tôi")
        for blank in (" ", "\n", ", ")
    ],
)
def test_a_hostile_text_costs_no_time(text: str) -> None:
    started = time.process_time()
    propose(text, SENDER)
    assert time.process_time() - started < 1
