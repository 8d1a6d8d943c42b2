"""Working days of the years on file, and periods counted in them."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editorial.messages import sentence
from editorial.problem import Refused
from editorial.workdays import WorkCalendar, YearNotLoaded, deadline, load_calendar, working_days_between

ROOT = Path(__file__).resolve().parents[2]
CALENDAR = load_calendar(ROOT / "records")
DAYS = st.dates(date(2022, 1, 1), date(2027, 6, 30))

ROW = '{{ on = {day}, name = "Nghỉ", source = "x" }}'


@pytest.fixture
def calendar() -> WorkCalendar:
    return CALENDAR


def write_year(records: Path, text: str, year: int = 2026) -> None:
    (records / "holidays").mkdir(exist_ok=True)
    (records / "holidays" / f"{year}.toml").write_text(text + '\n[sources]\nx = "thông báo"\n')


@pytest.mark.parametrize(
    ("day", "works", "reason"),
    [
        ("2026-01-02", False, "swapped with 10 January, 12729/VPCP-KGVX"),
        ("2026-01-10", True, "worked Saturday"),
        ("2026-01-17", False, "an ordinary Saturday"),
        ("2026-02-13", True, "the Friday before Tết"),
        ("2026-02-16", False, "Tết"),
        ("2026-02-20", False, "Tết"),
        ("2026-02-23", True, "the Monday after Tết"),
        ("2026-04-27", False, "Giỗ Tổ fell on a Sunday"),
        ("2026-08-22", True, "worked for 31 August"),
        ("2026-08-31", False, "swapped"),
        ("2026-11-24", True, "unsettled: counted as working, which makes due days earlier"),
        ("2025-04-26", True, "worked for 2 May"),
        ("2024-05-04", True, "worked for 29 April, 1570/TB-BLĐTBXH"),
        ("2024-04-29", False, "swapped"),
        ("2023-05-03", False, "compensation"),
        ("2023-01-27", True, "the Friday after Tết 2023"),
        ("2022-01-03", False, "New Year fell on a Saturday"),
        ("2022-05-03", False, "compensation"),
    ],
)
def test_a_day_is_worked_or_not_as_was_announced(calendar: WorkCalendar, day: str, works: bool, reason: str):
    assert calendar.is_working(date.fromisoformat(day)) is works, reason


@pytest.mark.parametrize(("year", "off"), [(2022, 11), (2023, 11), (2024, 12), (2025, 12), (2026, 13), (2027, 11)])
def test_each_year_has_as_many_weekdays_off_as_were_announced(calendar: WorkCalendar, year: int, off: int):
    assert len(calendar.years[year].holidays) == off


def test_every_row_names_a_source(calendar: WorkCalendar):
    for year in calendar.years.values():
        for row in (*year.holidays, *year.worked, *year.unsettled):
            assert year.sources[row.source].strip()


def test_what_is_not_announced_is_said_to_be_estimated(calendar: WorkCalendar):
    assert calendar.is_estimated(date(2027, 3, 1)) and not calendar.is_estimated(date(2026, 12, 1))
    [culture_day] = calendar.unsettled(date(2026, 11, 20), date(2026, 11, 30))
    assert culture_day.on == date(2026, 11, 24) and calendar.unsettled(date(2026, 12, 1), date(2026, 12, 31)) == ()


def test_a_year_without_a_file_is_an_error_with_a_way_out(calendar: WorkCalendar):
    with pytest.raises(YearNotLoaded) as missing:
        calendar.is_working(date(2028, 1, 3))
    [problem] = missing.value.problems
    assert missing.value.year == 2028
    assert sentence(problem).startswith("Chưa có lịch ngày làm việc năm 2028. Chạy “python -m desk holidays 2028”")
    with pytest.raises(YearNotLoaded):
        deadline(date(2027, 12, 30), 5, calendar)


@pytest.mark.parametrize(
    ("received", "days", "due", "reason"),
    [
        ("2026-11-20", 1, "2026-11-23", "a Friday: the next working day is Monday"),
        ("2026-11-20", 15, "2026-12-11", "three weeks without a day off"),
        ("2026-02-13", 2, "2026-02-24", "over Tết"),
        ("2026-01-01", 3, "2026-01-07", "received on a day off; 2 January is off"),
        ("2026-01-08", 2, "2026-01-10", "the worked Saturday counts"),
        ("2026-11-21", 1, "2026-11-23", "received on a Saturday counts like the Friday before"),
        ("2026-12-31", 1, "2027-01-04", "over New Year, 1 January 2027 is a Friday"),
    ],
)
def test_the_day_of_receipt_is_not_counted(calendar: WorkCalendar, received: str, days: int, due: str, reason: str):
    assert deadline(date.fromisoformat(received), days, calendar) == date.fromisoformat(due), reason


def test_a_period_of_no_days_is_a_mistake_of_the_program(calendar: WorkCalendar):
    with pytest.raises(ValueError, match="at least 1 working day"):
        deadline(date(2026, 11, 20), 0, calendar)


@given(DAYS, st.integers(1, 40))
def test_a_due_day_is_a_working_day_with_exactly_so_many_before_it(received: date, days: int):
    due = deadline(received, days, CALENDAR)
    assert CALENDAR.is_working(due)
    assert working_days_between(received, due, CALENDAR) == days
    assert working_days_between(received, due - timedelta(days=1), CALENDAR) == days - 1


@given(DAYS, DAYS, DAYS)
def test_counting_adds_up_and_turns_its_sign(first: date, second: date, third: date):
    whole = working_days_between(first, third, CALENDAR)
    assert whole == working_days_between(first, second, CALENDAR) + working_days_between(second, third, CALENDAR)
    assert working_days_between(third, first, CALENDAR) == -whole


def test_an_unsettled_day_becomes_a_day_off_by_one_word(tmp_path: Path):
    row = '{{ on = 2026-11-24, name = "Ngày Văn hóa", counts_as = "{word}", source = "x" }}'
    for word, works in (("working", True), ("off", False)):
        write_year(tmp_path, f'year = 2026\nstatus = "confirmed"\nholidays = []\nunsettled = [{row.format(word=word)}]')
        assert load_calendar(tmp_path).is_working(date(2026, 11, 24)) is works


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (f"holidays = [{ROW.format(day='2025-01-01')}]", "ngày 01/01/2025 không thuộc năm 2026"),
        (f"holidays = [{ROW.format(day='2026-01-03')}]", "03/01/2026 là thứ Bảy hoặc Chủ nhật, vốn đã nghỉ"),
        (f"holidays = [{ROW.format(day='2026-01-01')}, {ROW.format(day='2026-01-01')}]", "đã ghi ở một dòng khác"),
        (
            'holidays = []\nworked = [{ on = 2026-01-10, instead_of = 2026-01-02, source = "x" }]',
            "ngày được hoán đổi 02/01/2026 chưa có trong “holidays”",
        ),
        (
            f"holidays = [{ROW.format(day='2026-01-02')}]\n"
            'worked = [{ on = 2026-01-09, instead_of = 2026-01-02, source = "x" }]',
            "09/01/2026 không phải thứ Bảy hay Chủ nhật",
        ),
        ('holidays = [{ on = 2026-01-01, name = "Tết" }]', "thiếu dòng “source”"),
        ('holidays = [{ on = 2026-01-01, name = "Tết", source = "y" }]', "nguồn “y” không có trong bảng [sources]"),
        (
            'holidays = [{ on = "01/01/2026", name = "Tết", source = "x" }]',
            "cần ngày không có ngoặc kép",
        ),
    ],
)
def test_a_row_that_cannot_be_right_is_refused(tmp_path: Path, body: str, said: str):
    write_year(tmp_path, f'year = 2026\nstatus = "confirmed"\n{body}')
    with pytest.raises(Refused) as refused:
        load_calendar(tmp_path)
    assert any(said in sentence(problem) for problem in refused.value.problems)
    assert all(problem.where.startswith("holidays/2026.toml:") for problem in refused.value.problems)


def test_a_day_off_may_be_made_up_for_in_another_year(tmp_path: Path):
    """As 31 December 2018 was on 5 January 2019. The file of the day off may not be there, or not say so yet."""
    swap = '{ on = 2027-01-09, instead_of = 2026-12-31, source = "x" }'
    write_year(tmp_path, f'year = 2027\nstatus = "confirmed"\nholidays = []\nworked = [{swap}]', year=2027)
    assert load_calendar(tmp_path).is_working(date(2027, 1, 9))
    write_year(tmp_path, 'year = 2026\nstatus = "confirmed"\nholidays = []')
    with pytest.raises(Refused) as refused:
        load_calendar(tmp_path)
    [problem] = refused.value.problems
    assert (problem.where, problem.code) == ("holidays/2026.toml", "year-swap-half") and "31/12/2026" in sentence(
        problem
    )
    write_year(tmp_path, f'year = 2026\nstatus = "confirmed"\nholidays = [{ROW.format(day="2026-12-31")}]')
    assert not load_calendar(tmp_path).is_working(date(2026, 12, 31))


def test_a_file_named_after_another_year_is_refused(tmp_path: Path):
    write_year(tmp_path, 'year = 2026\nstatus = "confirmed"\nholidays = []', year=2027)
    with pytest.raises(Refused) as refused:
        load_calendar(tmp_path)
    assert "tên tệp là năm khác" in sentence(refused.value.problems[0])
