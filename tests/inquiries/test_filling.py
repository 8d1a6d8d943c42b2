"""A form is judged whole: all faults at once, each with its way out, and what was typed is kept."""

from __future__ import annotations

from pathlib import Path
from timeit import timeit
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inquiries.filling import Filling, fill, is_email, telephone
from inquiries.form import TRAP, Form, load_form
from tests.inquiries.forms import RIGHT, altered, form_of
from tests.organisation import profile_named

FORM = form_of("ct")


def filled(**typed: object) -> Filling:
    """Return the right form with some fields typed otherwise."""
    return fill(FORM, {**RIGHT, **typed})


def test_a_right_form_without_name_or_contact_has_no_fault() -> None:
    filling = fill(FORM, RIGHT)
    assert filling.problems == () and not filling.trapped and filling.contact == "none"
    assert filling.values["linh_vuc"] == "khac" and filling.values["cong_khai"] == ""


def test_all_faults_come_at_once_in_the_order_of_the_form_and_everything_typed_is_kept() -> None:
    filling = fill(
        FORM, {"ho_ten": " Lê\u200b  Văn\tA ", "dien_thoai": "0912", "email": "a@", "noi_dung": "Ngắn\r\nquá"}
    )
    assert list(filling.faults) == ["loai", "tieu_de", "noi_dung", "dien_thoai", "email", "dong_y"]
    kept = {name: filling.values[name] for name in ("ho_ten", "dien_thoai", "email", "noi_dung")}
    assert kept == {"ho_ten": "Lê Văn A", "dien_thoai": "0912", "email": "a@", "noi_dung": "Ngắn\nquá"}


def test_every_fault_is_a_sentence_that_ends_and_speaks_to_the_sender() -> None:
    """No bare “không hợp lệ”, and nothing typed stands in it: sentences may reach a log."""
    filling = fill(FORM, {"loai": "zzz", "linh_vuc": "zzz", "tieu_de": "zzz" * 99, "email": "zzz", "dien_thoai": "zzz"})
    assert len(filling.faults) == 7
    for told in filling.faults.values():
        assert told.endswith(".") and "không hợp lệ" not in told and "zzz" not in told and "{" not in told


@pytest.mark.parametrize(
    ("name", "typed", "words"),
    [
        ("loai", "", "Xin chọn một mục ở “Ông/Bà muốn gửi gì?”"),
        ("loai", "to_cao", "Chọn lại"),
        ("linh_vuc", "khong-co", "Chọn lại"),
        ("nguoi_gui", "doanh_nghiep", "Chọn lại"),
        ("tieu_de", "\u3164\u200b ", "Ô “Tiêu đề” còn trống"),
        ("tieu_de", "x" * 201, "dài 201 ký tự, nhiều nhất là 200. Bớt đi 1"),
        ("noi_dung", "Chào bạn.", "ít nhất 10"),
        ("noi_dung", "x" * 5001, "dài 5001"),
        ("ho_ten", "x" * 101, "nhiều nhất là 100"),
        ("email", "x" * 250 + "@a.vn", "nhiều nhất là 254"),
        ("dong_y", "", "Xin đánh dấu ô đồng ý"),
        ("dong_y", "khong", "Xin đánh dấu ô đồng ý"),
        ("dong_y", "0", "Xin đánh dấu ô đồng ý"),
    ],
)
def test_each_field_says_how_to_mend_it(name: str, typed: str, words: str) -> None:
    faults = filled(**{name: typed}).faults
    assert list(faults) == [name] and words in faults[name]


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("0912 345 678", "0912345678"),
        ("(+84) 912.345.678", "0912345678"),
        ("0084-912-345-678", "0912345678"),
        ("84912345678", "0912345678"),
        ("+84 (0) 912 345 678", "0912345678"),
        ("０９１２３４５６７８", "0912345678"),
        ("0292 3812 345", "02923812345"),
        ("+842923812345", "02923812345"),
        ("٠٩١٢٣٤٥٦٧٨", ""),
        ("0212345678", ""),
        ("0412345678", ""),
        ("1900 1234", ""),
        ("09123456789", ""),
        ("0912345678; 0987654321", ""),
        ("=0912345678", ""),
    ],
)
def test_telephones_of_vietnam_are_read_however_they_are_written(typed: str, stored: str) -> None:
    assert telephone(typed) == stored
    filling = filled(dien_thoai=typed)
    assert filling.values["dien_thoai"] == (stored or typed)
    assert ("dien_thoai" in filling.faults) == (not stored)


@pytest.mark.parametrize("typed", ["ten@example.vn", "a.b+c@sub.example.com", "x_y-z@a-b.gov.vn", "A1@EXAMPLE.VN"])
def test_plain_addresses_are_taken(typed: str) -> None:
    assert is_email(typed) and filled(email=typed).contact == "email"


@pytest.mark.parametrize(
    "typed",
    [
        "ten@example", "ten example.vn", "tên@example.vn", "a@b@c.vn", "a..b@example.vn", ".a@example.vn",
        "a@-b.vn", "a@b-.vn", "a@b..vn", "<a@b.vn>", "a@b.vn, c@d.vn", "\"a\"@b.vn", "a@[127.0.0.1]",
        "a@b.vn\r\nBcc: c@d.vn", "a@b.vn\u2028x", "a@b.vn%0aBcc:c@d.vn", "a@b.v", "a.@example.vn", "x" * 65 + "@b.vn",
    ],
)  # fmt: skip
def test_what_could_reach_elsewhere_is_no_address(typed: str) -> None:
    assert list(filled(email=typed).faults) == ["email"]


def test_a_line_break_in_a_line_never_survives() -> None:
    for name in ("tieu_de", "ho_ten", "email", "dien_thoai", "dia_chi", "loai"):
        assert "\n" not in filled(**{name: "a\r\nb\u2028c\x85d\ve"}).values[name]


def test_either_contact_will_do_where_one_is_needed(tmp_path: Path) -> None:
    """PS-D4"""
    path = altered(tmp_path, r"^anonymous.*$", "anonymous = false")
    form = load_form(profile_named("ct"), path)
    assert list(fill(form, RIGHT).faults) == ["ho_ten", "dien_thoai"]
    assert "chỉ cần một trong hai" in fill(form, RIGHT).faults["dien_thoai"]
    named = {**RIGHT, "ho_ten": "Lê Văn A"}
    for contact in ({"dien_thoai": "0912345678"}, {"email": "ten@example.vn"}):
        assert fill(form, named | contact).faults == {}


def test_the_trap_is_kept_apart_and_refuses_nothing() -> None:
    filling = filled(**{TRAP: "http://x"})
    assert filling.trapped and filling.problems == () and TRAP not in filling.values
    assert not filled(**{TRAP: " \u200b "}).trapped


def test_fields_that_the_form_lacks_are_passed_over() -> None:
    filling = filled(admin="1", __class__="x", sealed="y")
    assert set(filling.values) == {one.name for one in FORM.fields} and not filling.problems


@pytest.mark.parametrize("ticked", ["co", "có", "on", "1", "true", "YES", " Có "])
def test_a_box_is_ticked_by_the_words_that_browsers_and_people_use(ticked: str) -> None:
    assert filled(dong_y=ticked, cong_khai=ticked).values["cong_khai"] == "co"


ANYTHING: st.SearchStrategy[Any] = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.binary(), st.text()),
    lambda inner: st.lists(inner) | st.tuples(inner) | st.dictionaries(st.text(), inner),
    max_leaves=4,
)


@given(st.dictionaries(st.sampled_from([*RIGHT, "email", "dien_thoai", "linh_vuc", "nguoi_gui", TRAP, "x"]), ANYTHING))
def test_whatever_arrives_is_read_as_text_and_never_breaks_anything(raw: dict[str, Any]) -> None:
    for regulation in ("ct", "st"):
        form = FORMS[regulation]
        filling = fill(form, raw)
        assert all(isinstance(value, str) for value in filling.values.values())
        assert set(filling.faults) <= set(filling.values)
        assert fill(form, filling.values).values == filling.values


FORMS: dict[str, Form] = {"ct": FORM, "st": form_of("st")}


@pytest.mark.parametrize("name", ["tieu_de", "email", "dien_thoai", "noi_dung"])
@pytest.mark.parametrize(
    "typed", ["a" * 290_000, "a.@" * 90_000, " -" * 140_000, "0084" * 70_000, "a-" * 140_000 + "@b"]
)
def test_the_largest_body_is_judged_in_no_time(name: str, typed: str) -> None:
    assert timeit(lambda: filled(**{name: typed}).faults, number=1) < 1
