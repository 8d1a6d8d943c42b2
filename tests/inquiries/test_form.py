"""The schema makes the form, and what is missing in it is found when it is read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from editorial.messages import sentence
from editorial.problem import Refused
from inquiries.form import load_form
from tests.inquiries.forms import altered, form_of
from tests.organisation import profile_named

OPEN_TO_PEOPLE = ("ct", "st", "lc", "lx")
NAMES = "loai linh_vuc tieu_de noi_dung nguoi_gui ho_ten dien_thoai email dia_chi dong_y cong_khai".split()


def refusal(path: Path) -> list[str]:
    """Return the sentences with which the schema is refused, each with its place."""
    with pytest.raises(Refused) as refused:
        load_form(profile_named("ct"), path)
    return [f"{problem.where}: {sentence(problem)}" for problem in refused.value.problems]


@pytest.mark.parametrize("regulation", OPEN_TO_PEOPLE)
def test_every_form_has_the_fields_that_the_page_and_the_endpoint_name(regulation: str) -> None:
    form = form_of(regulation)
    profile = profile_named(regulation)
    assert profile.inquiry is not None
    offered = {"nguoi_gui": profile.inquiry.senders, "linh_vuc": profile.areas}
    assert [one.name for one in form.fields] == [name for name in NAMES if offered.get(name, True)]
    assert form.label("linh_vuc", "khac") == ("Lĩnh vực khác, hoặc chưa rõ" if profile.areas else "")
    assert [one.name for one in form.fields if one.required] == ["loai", "tieu_de", "noi_dung", "dong_y"]


@pytest.mark.parametrize(
    ("regulation", "kinds"),
    [
        ("ct", "hoi_dap vuong_mac phan_anh kien_nghi gop_y_quy_che gia_mao gui_tin"),
        ("st", "hoi_dap phan_anh kien_nghi gop_y_quy_che"),
        ("lc", "hoi_dap phan_anh kien_nghi gop_y_quy_che gia_mao"),
        ("lx", "hoi_dap phan_anh kien_nghi gop_y_quy_che"),
    ],
)
def test_kinds_are_those_of_the_regulation_and_the_three_that_always_are(regulation: str, kinds: str) -> None:
    """CT-4.2/1, CT-7/2, CT-14, CT-8.2-5, ST-8.6, LC-9.1, LX-10.1d"""
    offered = form_of(regulation).field("loai")
    assert offered is not None
    assert [choice.value for choice in offered.choices] == kinds.split()


def test_a_kind_carries_the_clause_that_asks_for_it() -> None:
    kinds = form_of().field("loai")
    assert kinds is not None
    clauses = {choice.value: choice.clause for choice in kinds.choices}
    assert clauses["vuong_mac"] == "CT-4.2" and clauses["gop_y_quy_che"] == "CT-14"
    assert clauses["gui_tin"] == "CT-7 CT-5.3"
    channels = profile_named("ct").channels
    assert channels is not None and channels.impersonation is not None
    assert clauses["gia_mao"] == channels.impersonation.clause


def test_areas_and_senders_come_from_the_profile() -> None:
    """CT-1.2, LC-1.2"""
    form = form_of("lc")
    senders, areas = form.field("nguoi_gui"), form_of().field("linh_vuc")
    assert senders and [choice.value for choice in senders.choices] == ["ca_nhan", "to_chuc", "doanh_nghiep"]
    listed = profile_named("ct").areas
    assert areas and listed
    assert [choice.value for choice in areas.choices] == [*(area.slug for area in listed.list), "khac"]


def test_a_field_without_a_purpose_is_refused_with_its_line(tmp_path: Path) -> None:
    """PS-D1: and so no site is built with it, and no endpoint starts."""
    missing = refusal(altered(tmp_path, r"^purpose +=.*Để hỏi thêm.*\n", ""))
    assert len(missing) == 1 and "purpose" in missing[0] and re.search(r"form\.toml:\d+", missing[0])
    empty = refusal(altered(tmp_path, r"^(purpose +=).*$", r'\1 " "'))
    assert len(empty) == 1 and "purpose" in empty[0]


@pytest.mark.parametrize(
    ("pattern", "by", "said"),
    [
        (r"^keep_days = 365\n", "", "keep_days"),
        (r"^keep_days = 365$", "keep_days = 0", "keep_days"),
        (r"^most +=.*\n", "", "giới hạn độ dài"),
        (r'^name +(= "email")$', 'name = "dien_thoai"', "dien_thoai"),
        (r'^kind +(= "line")$', 'kind = "captcha"', "captcha"),
    ],
)
def test_other_faults_of_the_schema_are_told_as_well(tmp_path: Path, pattern: str, by: str, said: str) -> None:
    told = refusal(altered(tmp_path, pattern, by))
    assert len(told) == 1 and said in told[0]


def test_the_shortest_term_is_the_erasure_clock_of_all_since_all_is_sealed_together(tmp_path: Path) -> None:
    """PS-D5"""
    assert form_of().keep_days == 365
    path = altered(tmp_path, r"^keep_days +=.*$(?=\nautocomplete = \"tel\")", "keep_days = 90")
    assert load_form(profile_named("ct"), path).keep_days == 90


@pytest.mark.parametrize(
    ("pattern", "by"),
    [
        (r'(purpose +=) "Để hỏi thêm', r'\1 "Để quảng cáo'),
        (r"^keep_days = 365$", "keep_days = 366"),
        (r'^(rights +=) "', r'\1 "Không. '),
        (r"^allowed +=.*$", "allowed = true"),
    ],
)
def test_whatever_changes_in_the_notice_gives_it_another_version(tmp_path: Path, pattern: str, by: str) -> None:
    """PS-D2: a consent is to exactly one text."""
    version = load_form(profile_named("ct"), altered(tmp_path, pattern, by)).version
    assert re.fullmatch(r"tb-[0-9a-f]{12}", version) and version != form_of().version


def test_versions_differ_between_organisations_and_not_between_runs() -> None:
    assert len({form_of(regulation).version for regulation in OPEN_TO_PEOPLE}) == len(OPEN_TO_PEOPLE)
    assert form_of().version == form_of().version


def test_where_names_are_needed_one_way_of_contact_is_and_never_both(tmp_path: Path) -> None:
    """PS-D4"""
    form = load_form(profile_named("ct"), altered(tmp_path, r"^anonymous.*$", "anonymous = false"))
    needed = {one.name for one in form.fields if one.required}
    assert "ho_ten" in needed and not needed & {"dien_thoai", "email"}


@pytest.mark.parametrize(
    ("regulation", "words"),
    [
        (
            "ct",
            (
                "vấn đề có liên quan chung",
                "điểm d khoản 1 Điều 10 của Quy chế kèm theo Quyết định số 01/2020/QĐ-UBND",
            ),
        ),
        ("st", ("Nội dung phản ánh, kiến nghị và câu trả lời", "(khoản 6 Điều 8 Quy chế)")),
        ("lc", ("sau khi được duyệt", "(khoản 3 Điều 8 Quy chế và khoản 5 Điều 6 Quy chế)")),
    ],
)
def test_what_becomes_public_is_said_as_the_regulation_has_it(regulation: str, words: tuple[str, ...]) -> None:
    """A43"""
    publishing = form_of(regulation).publishing
    assert all(one in publishing for one in (*words, "luôn bỏ tên"))


def test_the_consent_names_the_rules_only_where_the_profile_has_them() -> None:
    """CT-8.2-2"""
    with_rules, without = form_of("ct").field("dong_y"), form_of("lx").field("dong_y")
    assert with_rules and "Quy chế tham gia" in with_rules.label
    assert without and "Quy chế" not in without.label and "{" not in without.label


def test_rules_without_inquiries_have_no_form() -> None:
    with pytest.raises(ValueError, match="takes no inquiries"):
        form_of("lch")


@pytest.mark.parametrize("regulation", OPEN_TO_PEOPLE)
def test_a_date_on_the_receipt_is_promised_only_where_the_days_begin_there(regulation: str) -> None:
    """LC-9.1 counts from the day on which the unit has it, so its receipt cannot say by when."""
    assert form_of(regulation).dated is (regulation != "lc")
