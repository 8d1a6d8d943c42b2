"""The roster as people read it."""

from __future__ import annotations

from datetime import date

import pytest

from desk.roster import show_roster
from editorial.messages import sentence
from editorial.problem import Refused
from tests.desk.office_fixture import Desk, desk_of
from tests.organisation import ROOT, Organisation, reopened

TODAY = date(2026, 11, 20)


def show(organisation: Organisation, desk: Desk, **how: bool) -> str:
    code = show_roster(organisation.settings, desk.screen, TODAY, **how)
    return f"{code}\n{desk.said()}"


def until_yesterday(text: str, role: str, what: str) -> str:
    """End the entry ("role" or "public") of whoever has the role on 19 November."""
    before, _, after = text.partition(f'position = "{role}"')
    entry, rest = after.split("[[people]]", 1) if "[[people]]" in after else (after, "")
    lines = [
        line.replace("2026-01-01", "2026-01-01, until = 2026-11-19") if f"{what} = " in line else line
        for line in entry.split("\n")
    ]
    return f'{before}position = "{role}"{chr(10).join(lines)}' + (f"[[people]]{rest}" if rest else "")


def test_roles_and_keys_of_today_are_shown(desk: Desk) -> None:
    desk.organisation.roster_text(lambda text: until_yesterday(text, "chief_editor", "role"))
    desk.organisation.roster_text(lambda text: until_yesterday(text, "dept_leader", "public"))
    said = show(desk.organisation, desk)
    assert "(không có)" in said and "HẾT HẠN 19/11/2026" in said
    assert "danh sách không có Trưởng Ban: chưa ai ký được bước này" in said
    assert "danh sách không có Thủ trưởng cơ quan, tổ chức, cá nhân cung cấp thông tin: ký trên giấy" in said


ABSENCE = '\n[[absences]]\nperson = "truong-ban"\nfrom = 2026-11-18\nuntil = {}\nreference = "Nghỉ phép"\n'
DELEGATION = (
    '\n[[delegations]]\nby = "truong-ban"\nto = "thanh-vien"\nkinds = ["guidance"]\n'
    'from = 2026-11-18\nuntil = {}\nreference = "GUQ 01"\n'
)


@pytest.mark.parametrize(("last", "told"), [("2026-11-20", True), ("2026-11-19", False)])
def test_delegations_and_absences_are_told_while_they_last(desk: Desk, last: str, told: bool) -> None:
    desk.organisation.roster_text(lambda text: text + ABSENCE.format(last) + DELEGATION.format(last))
    said = show(desk.organisation, desk)
    assert ("Vắng mặt: truong-ban, từ 18/11/2026 đến 20/11/2026 (Nghỉ phép)" in said) == told
    assert ("Ủy quyền: truong-ban cho thanh-vien, Thông tin tuyên truyền, phổ biến, hướng dẫn" in said) == told


@pytest.mark.parametrize(
    ("by", "to", "last", "told"),
    [
        ("truong-ban", "thanh-vien", "2026-11-20", False),
        ("lanh-dao-so", "pho-truong-ban", "2026-11-20", True),
        ("lanh-dao-so", "pho-truong-ban", "2026-11-19", False),
        ("truong-ban", "lanh-dao-so", "2026-11-20", True),
    ],
)
def test_a_delegation_by_which_nobody_may_sign_is_told(desk: Desk, by: str, to: str, last: str, told: bool) -> None:
    given = DELEGATION.format(last).replace("truong-ban", by).replace("thanh-vien", to)
    desk.organisation.roster_text(lambda text: text + given)
    said = show(desk.organisation, desk)
    assert (f"Ủy quyền của “{by}” cho “{to}” (GUQ 01) không làm “{to}” ký thay được gì" in said) == told
    assert ("Quy chế nói Trưởng Ban ủy quyền cho" in said) == told


ASSIGNMENT = (
    '\n[[assignments]]\nperson = "thanh-vien"\nareas = ["{}"]\n'
    'from = 2026-11-18\nuntil = {}\nreference = "Phân công 02"\n'
)


@pytest.mark.parametrize(("last", "told"), [("2026-11-20", True), ("2026-11-19", False)])
def test_who_looks_after_which_area_is_told_while_it_lasts(desk: Desk, last: str, told: bool) -> None:
    """ST-5.3: kept as data, dated, with the paper of the chief editor."""
    desk.organisation.roster_text(lambda text: text + ASSIGNMENT.format("the-che", last))
    line = "Phân công: thanh-vien phụ trách the-che, từ 18/11/2026 đến 20/11/2026 (Phân công 02)"
    assert (line in show(desk.organisation, desk)) == told
    after = desk.organisation.office().roster.looks_after("the-che", desk.now.date())
    assert [one.id for one in after] == (["thanh-vien"] if told else [])


def test_an_assignment_of_an_area_that_does_not_exist_is_told(desk: Desk) -> None:
    desk.organisation.roster_text(lambda text: text + ASSIGNMENT.format("the-chê", "2026-11-30"))
    assert "ghi lĩnh vực “the-chê”" in show(desk.organisation, desk)


def test_a_sample_roster_serves_a_trial_and_fails_the_real_site(desk: Desk) -> None:
    (desk.settings.records / "roster.toml").write_bytes((ROOT / "records/roster.toml").read_bytes())
    assert show(desk.organisation, desk).startswith("0\n")
    real = show(reopened(desk.organisation, siteurl="https://vi-du.gov.vn"), desk, only_check=True)
    assert real.startswith("1\n") and "khóa thử" in real and "Vai trò hôm nay" not in real


def test_what_the_regulation_asks_of_members_is_checked(tmp_path) -> None:  # type: ignore[no-untyped-def]
    """LCh-QD.1.3: membership is by office."""
    desk = desk_of(tmp_path, "lch", {"truong-nhom": "group_head"})
    said = show(desk.organisation, desk)
    assert said.startswith("1\n") and "LCh-QD.1.3" in said


def test_a_misspelt_role_is_grave_and_the_right_one_is_named(desk: Desk) -> None:
    desk.organisation.roster_text(lambda text: text.replace('role = "chief_editor"', 'role = "chef_editor"'))
    said = show(desk.organisation, desk, only_check=True)
    assert said.startswith("1\n") and "“truong-ban” ghi vai trò “chef_editor”" in said
    assert "Ý bạn là “chief_editor”?" in said and "Danh sách dùng được" not in said


def test_a_role_of_another_regulation_is_told_and_no_fault(desk: Desk) -> None:
    desk.organisation.roster_text(lambda text: text.replace('role = "board_member"', 'role = "group_head"'))
    said = show(desk.organisation, desk, only_check=True)
    assert said.startswith("0\n") and "“thanh-vien” ghi vai trò “group_head” của quy chế khác" in said


@pytest.mark.parametrize(
    ("written", "where", "told"),
    [
        (b'schema = 1\norganisation "x"\n', "records/roster.toml:2", "Tìm dấu ngoặc, dấu nháy"),
        (b"schema = 1\npeople = [", "records/roster.toml:2", "Tìm dấu ngoặc"),
        (b'schema = 1\norganisation = "S\xf4"\n', "records/roster.toml:2", "không phải mã UTF-8"),
        ("schema = 1\norganisation = “Sở”\n".encode(), "records/roster.toml:2", "ngoặc kép thẳng"),
        (None, "roster.toml", "Không thấy tệp"),
    ],
)
def test_a_roster_that_cannot_be_read_says_where_in_vietnamese(
    desk: Desk, written: bytes | None, where: str, told: str
) -> None:
    path = desk.settings.records / "roster.toml"
    path.unlink() if written is None else path.write_bytes(written)
    with pytest.raises(Refused) as refused:
        show(desk.organisation, desk)
    (problem,) = refused.value.problems
    assert problem.where == where and told in sentence(problem)


def test_an_unreadable_roster_is_refused(desk: Desk) -> None:
    desk.organisation.roster_text(lambda text: text + "[[people")
    with pytest.raises(Refused):
        show(desk.organisation, desk)
