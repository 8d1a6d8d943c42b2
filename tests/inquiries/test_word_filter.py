"""What a person must see first is flagged; nothing is refused for its words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editorial.problem import Refused
from inquiries import word_filter
from inquiries.filling import Filling, fill
from inquiries.form import TRAP as TRAP_FIELD
from inquiries.word_filter import FILTER_FILE, flags_of, load_filter
from tests.inquiries.forms import RIGHT, form_of
from tests.organisation import profile_named

CT = profile_named("ct")


def flagged(text: str) -> tuple[str, ...]:
    return flags_of(Filling({"tieu_de": "Xin hỏi", "noi_dung": text}), CT)


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        ("Vào ngay NHÀ CÁI uy tín", ("gambling",)),
        ("nha cai uy tin, nạp là thắng", ("gambling",)),
        ("Nhà-cái… uy\ntín", ("gambling",)),
        ("Vay tiền nhanh, giải ngân trong ngày", ("lending",)),
        ("Gửi kèm tài liệu đóng dấu “Tối mật”", ("secrecy",)),
        ("TUYỆT MẬT\nVề việc …", ("secrecy",)),
        ("xem https://a.vn " * 6, ("links",)),
        ("www.a.vn " * 6, ("links",)),
        ("Vay tiền nhanh ở https://www.a.vn " * 6, ("lending", "links")),
    ],
)
def test_a_hit_raises_its_flag(text: str, flags: tuple[str, ...]) -> None:
    """LC-8.4c, LCh-4.3"""
    assert flagged(text) == flags


@pytest.mark.parametrize(
    "text",
    [
        "Phản ánh tụ điểm đánh bạc, lô đề ở đầu hẻm, mong công an xử lý.",
        "Cán bộ để lộ thông tin, bảo mật kém, tôi mất mật khẩu.",
        "Có người mời tôi vay nặng lãi, tôi phải báo ai?",
        "Xem https://a.vn, https://b.vn, https://c.vn, https://d.vn và https://e.vn",
        "Một địa chỉ, tính một lần: " + "https://www.a.vn " * 5,
        "Nhà cái lan đẹp; uy tín của cơ quan.",
        "",
    ],
)
def test_what_people_need_to_report_passes(text: str) -> None:
    assert flagged(text) == ()


def test_names_and_addresses_are_looked_at_as_well() -> None:
    assert flags_of(Filling({"ho_ten": "Nhà cái uy tín", "noi_dung": "Chào"}), CT) == ("gambling",)


def test_the_trap_flags_a_message_that_is_otherwise_right() -> None:
    filling = fill(form_of(), {**RIGHT, TRAP_FIELD: "x"})
    assert filling.problems == () and flags_of(filling, CT) == ("trap",)


def test_the_list_is_the_organisations_to_change(tmp_path: Path) -> None:
    path = tmp_path / "filter.toml"
    group = '\n[[groups]]\nname = "local"\nwords = ["chợ nổi giả"]\n'
    path.write_text(FILTER_FILE.read_text(encoding="utf-8") + group, encoding="utf-8")
    assert flags_of(Filling({"noi_dung": "Đây là chợ nổi giả."}), CT, load_filter(path)) == ("local",)


@pytest.mark.parametrize(("silent", "flags"), [("inquiry", ("secrecy", "links")), ("security", ("gambling", "links"))])
def test_a_regulation_that_asks_for_no_filter_or_names_no_marking_has_none(silent: str, flags: tuple[str, ...]) -> None:
    """An absent key means that the text is silent and the check is off; what keeps machines out is the product's."""
    text = "Nhà cái uy tín\nTUYỆT MẬT\n" + "https://a.vn " * 6
    assert flags_of(Filling({"noi_dung": text}), CT) == ("gambling", "secrecy", "links")
    assert flags_of(Filling({"noi_dung": text}), replace(CT, **{silent: None})) == flags


def test_a_list_with_faults_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "filter.toml"
    path.write_text('schema = 1\nmost_links = -1\n[[groups]]\nname = "A b"\nwords = []\n')
    with pytest.raises(Refused) as refused:
        load_filter(path)
    assert len(refused.value.problems) == 3


@given(st.text(st.one_of(st.sampled_from("ađậ 09_-.,;²ª٣\n\t\x1c\u00a0\u2028"), st.characters()), max_size=60))
def test_the_quick_way_to_the_words_finds_the_same(text: str) -> None:
    assert word_filter._words_in(text) == set(word_filter._WORD.findall(text))
