import time
from pathlib import Path

import pytest

from editorial.messages import sentence
from editorial.personal_data import find_personal_data

SEEDS = sorted((Path(__file__).parents[1] / "data" / "seeds").glob("*.txt"))


def codes(text, *office_phones):
    return [finding.code for finding in find_personal_data(text, office_phones)]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("CCCD số 092201001234 cấp ngày 01/02/2022", "09********34"),
        ("Căn cước công dân: 092 201 001 234", "09********34"),
        ("(092201001234)", "09********34"),  # the form of a citizen's number tells it without a label
        ("CMND: 362123456", "36*****56"),
        ("giấy chứng minh nhân dân số 362 123 456", "36*****56"),
        ("số định danh cá nhân 123456789012", "12********12"),
        ("hộ chiếu số C1234567", "C1****67"),
    ],
)
def test_identity_numbers_keep_the_item_out_and_are_shown_masked(text, shown):
    (finding,) = find_personal_data(f"Dòng đầu\n{text}")
    assert (finding.code, finding.severity, finding.line, finding.excerpt) == ("personal-id", "hold", 2, shown)
    assert shown in sentence(finding.problem("content/x.md:2", "PS-D4"))


@pytest.mark.parametrize(
    "phone",
    ["0912345678", "0912.345.678", "0912 345 678", "091 234 56 78", "0912-345-678", "+84 912 345 678", "+84912345678",
     "84912345678", "(+84) 912345678", "0084912345678", "+84 (0) 912 345 678", "0912345678."],
)  # fmt: skip
def test_every_spelling_of_a_phone_is_one_number(phone):
    (finding,) = find_personal_data(f"Liên hệ {phone}")
    assert (finding.code, finding.severity, finding.excerpt) == ("personal-phone", "warn", "09******78")
    assert codes(f"Liên hệ {phone}", "0912 345 678") == codes("Liên hệ 0912345678", phone) == []


@pytest.mark.parametrize(
    "phone", ["(0292) 3123 456", "0292.3123456", "0292 3 123 456", "+84 292 3123456", "028-3123-4567"]
)
def test_landlines_are_phones_too(phone):
    assert codes(phone) == ["personal-phone"]


def test_numbers_in_a_row_are_found_one_by_one():
    assert codes("Điện thoại: 0292 3123456 - 0912345678; 0912345679/0987654321") == ["personal-phone"] * 4
    assert codes("Điện thoại: 0292 3123456 - 0912345678", "02923123456") == ["personal-phone"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("nguyenvana@gmail.com", ["n***@gmail.com"]),
        ("x@Yahoo.com.vn", ["x***@yahoo.com.vn"]),
        ("cchc@cantho.gov.vn", []),
    ],
)
def test_private_mailboxes_are_told(text, shown):
    assert [finding.excerpt for finding in find_personal_data(f"Thư điện tử: {text}.")] == shown


@pytest.mark.parametrize(
    "text",
    [
        "05/11/2023 09:00",
        "05-11-2023 09:12",
        "ngày 05.11.2023 07:30",
        "tổng 1.234.567.890 đồng; 84.123.456.789 đồng; 120000000000 đồng; 0,912345678; 0.912345678",
        "42/2022/NĐ-CP, 0123/QĐ-UBND, 2231/SNV-CCHC&PC, TCVN 6909:2001",
        "https://example.gov.vn/a?id=092201001234&t=0912345678",
        "7h30 - 11h30, 0800-1130",
        "mã hồ sơ 000.00.01.H13-230912-0001",
        "MST: 0312345678; số tài khoản 0912345678",
        "ISBN 978-604-0-12345-6",
        "362123456",
        "năm 2025, 2026 và 2027",
        "",
    ],
)
def test_other_figures_are_left_alone(text):
    assert codes(text) == []


def test_the_five_regulations_hold_only_the_office_phone():
    found = {seed.name[:3]: codes(seed.read_text(encoding="utf-8")) for seed in SEEDS}
    assert found == {"000": [], "001": ["personal-phone"], "002": [], "003": [], "004": []}
    st = SEEDS[1].read_text(encoding="utf-8")
    assert codes(st, "0299 3624779") == []


def test_what_was_found_is_never_shown_whole():
    text = "CCCD 092201001234, CMND 362123456, ĐT 0912345678, nguyenvana@gmail.com"
    assert len(codes(text)) == 4
    for finding in find_personal_data(text):
        assert finding.excerpt not in text


@pytest.mark.parametrize(
    "text", ["0" * 300_000, "0 " * 150_000, "a" * 300_000 + "@", "CCCD " * 60_000, "www." * 80_000]
)
def test_a_hostile_text_takes_no_longer_than_an_ordinary_one(text):
    start = time.process_time()
    codes(text)
    assert time.process_time() - start < 2
