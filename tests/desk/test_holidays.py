"""desk holidays: a draft that says it is one, right where the package is wrong, and never over a file."""

from __future__ import annotations

from argparse import Namespace
from datetime import date
from pathlib import Path

import pytest

from desk import holidays
from editorial.toml_document import read_document
from editorial.typed_toml import Reader
from editorial.workdays import WorkYear, load_calendar
from tests.desk.office_fixture import Desk
from tests.organisation import ROOT
from tests.refusing import refuses


def drafted(year: int, folder: Path) -> WorkYear:
    path = folder / f"{year}.toml"
    path.write_text(holidays.draft(year), encoding="utf-8")
    return Reader(read_document(path)).read(WorkYear)


@pytest.mark.parametrize("year", [2022, 2028, 2036, holidays.LAST])
def test_every_draft_is_a_year_that_the_calendar_reads(year: int, tmp_path: Path) -> None:
    read = drafted(year, tmp_path)
    assert read.year == year and read.status == "estimated"
    fixed = {date(year, month, day) for month, day in ((1, 1), (4, 30), (5, 1), (9, 2))}
    assert {day for day in fixed if day.weekday() < 5} <= {row.on for row in read.holidays}


@pytest.mark.parametrize("year", [2024, 2025, 2026, 2027])
def test_the_draft_has_the_days_of_the_kept_file(year: int, tmp_path: Path) -> None:
    """Two of 1,461 days are wrong in the package: 2 and 10 January 2026."""
    kept = load_calendar(ROOT / "records").years[year]
    read = drafted(year, tmp_path)
    assert [row.on for row in read.holidays] == [row.on for row in kept.holidays]
    assert [(row.on, row.instead_of) for row in read.worked] == [(row.on, row.instead_of) for row in kept.worked]
    assert [row.on for row in read.unsettled] == [row.on for row in kept.unsettled]


def test_worked_saturdays_of_other_years_are_dropped(tmp_path: Path) -> None:
    assert drafted(2027, tmp_path).worked == ()
    assert "2014" not in holidays.draft(2027) and "2019-" not in holidays.draft(2027)


def test_a_missing_year_is_written_once_and_never_overwritten(desk: Desk) -> None:
    year = Namespace(year=2028)
    path = desk.settings.records / "holidays/2028.toml"
    assert holidays.run(year, desk.settings, desk.screen) == 0
    assert "dự kiến" in desk.said()
    before = path.read_bytes()
    path.write_bytes(before.replace(b"{ on = 2028-01-24", b"# { on = 2028-01-24"))
    edited = path.read_bytes()
    assert holidays.run(year, desk.settings, desk.screen) == 1
    assert path.read_bytes() == edited
    assert "24/01/2028" in desk.said()
    assert 2028 in load_calendar(desk.settings.records).years


def test_the_kept_year_agrees_and_nothing_is_written(desk: Desk) -> None:
    assert holidays.run(Namespace(year=2026), desk.settings, desk.screen) == 0
    assert "khớp" in desk.said()


def test_a_year_out_of_reach_is_a_wrong_call(desk: Desk) -> None:
    assert holidays.run(Namespace(year=1999), desk.settings, desk.screen) == 2
    assert "2022" in desk.said()


def test_a_year_of_which_the_package_knows_nothing_leaves_no_empty_file(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(holidays, "_of_package", lambda year: {})
    with refuses("holidays-none"):
        holidays.run(Namespace(year=2028), desk.settings, desk.screen)
    assert not (desk.settings.records / "holidays/2028.toml").exists()
