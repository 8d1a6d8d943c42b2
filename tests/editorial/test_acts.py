"""Acts and their standing on a day (PS-B1 to PS-B3)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from editorial.acts import basis_problems, load_acts
from editorial.messages import sentence
from editorial.problem import Refused
from tests.organisation import profile_named

ROOT = Path(__file__).resolve().parents[2]
ACTS = load_acts(ROOT / "records")


@pytest.mark.parametrize(
    ("act", "on", "standing"),
    [
        ("nd-42-2022", "2022-08-14", "not_yet"),
        ("nd-42-2022", "2022-08-15", "in_force"),
        ("nd-42-2022", "2026-06-30", "in_force"),
        ("nd-42-2022", "2026-07-01", "ended"),  # half-open: no longer on valid_to (PS-B2)
        ("nd-224-2026", "2026-07-01", "in_force"),
        ("nd-64-2007", "2020-01-01", "unknown"),  # its start is not known, so never "in force"
        ("tt-22-2023-btttt", "2026-11-22", "unknown"),  # nobody knows whether it outlived its decree
        ("nd-72-2013", "2026-11-22", "unknown"),  # an end from knowledge only is a question
        ("qd-2498-bnv-2018", "2026-11-22", "unknown"),  # replaced, on an unknown day
    ],
)
def test_standing_is_computed_and_never_guessed(act: str, on: str, standing: str):
    assert ACTS[act].standing(date.fromisoformat(on)) == standing


def test_st_shows_its_decree_in_force_on_one_day_and_ended_on_the_next():
    """PS section 2: no code change between 30 June and 1 July 2026, and not vouched for yet."""
    st = profile_named("st")

    def said(on: date) -> str:
        return next(sentence(p) for p in basis_problems(st, ACTS, on) if "42/2022/NĐ-CP" in sentence(p))

    assert "sẽ hết hiệu lực từ 01/07/2026" in said(date(2026, 6, 30))
    assert "” hết hiệu lực từ 01/07/2026" in said(date(2026, 7, 1))
    assert "224/2026/NĐ-CP" in said(date(2026, 7, 1)) and "Chưa xác nhận" in said(date(2026, 7, 1))
    assert not [p for p in basis_problems(st, ACTS, date(2026, 4, 1)) if "42/2022" in sentence(p)]


def test_an_ended_basis_is_only_a_warning():
    for name in ("ct", "st", "lc", "lx", "lch"):
        profile = profile_named(name)
        problems = list(basis_problems(profile, ACTS, date(2026, 11, 22)))
        assert problems and {problem.severity for problem in problems} == {"warn"}


def test_a_basis_that_names_no_act_of_the_table_is_told():
    ct = profile_named("ct")
    [first, *_] = basis_problems(ct, {}, date(2026, 11, 22))
    assert "“luat-cong-nghe-thong-tin-2006” không có trong tệp acts.toml của hồ sơ" in sentence(first)


def test_nothing_is_confirmed_until_the_office_does_so():
    assert not [name for name, act in ACTS.items() if act.confirmed_on]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ('replaced_by = "nd-9"', "văn bản thay thế “nd-9” không có trong bảng [acts]"),
        ("valid_form = 2020-01-01", "Ý bạn là “valid_from”?"),
        ("valid_to = 2020", "cần ngày không có ngoặc kép, ví dụ 2026-11-20, đang là “2020”"),
    ],
)
def test_a_wrong_row_is_refused(tmp_path: Path, row: str, said: str):
    (tmp_path / "acts.toml").write_text(
        f'schema = 1\n[acts.nd-1]\ntitle = "Nghị định"\ncertainty = "unknown"\nsource = "x"\n{row}\n'
    )
    with pytest.raises(Refused) as refused:
        load_acts(tmp_path)
    assert said in sentence(refused.value.problems[0])


def test_one_number_cannot_stand_twice(tmp_path: Path):
    row = 'number = "1/2020/NĐ-CP"\ntitle = "Nghị định"\ncertainty = "unknown"\nsource = "x"\n'
    (tmp_path / "acts.toml").write_text(f"schema = 1\n[acts.a]\n{row}[acts.b]\n{row}")
    with pytest.raises(Refused) as refused:
        load_acts(tmp_path)
    assert "“1/2020/NĐ-CP” đã dùng cho một mục phía trên" in sentence(refused.value.problems[0])
