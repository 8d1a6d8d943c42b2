"""Due days of items under each profile, with the clause they rest on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from editorial.deadlines import deadlines
from editorial.workdays import YearNotLoaded, load_calendar
from tests.organisation import profile_named

ROOT = Path(__file__).resolve().parents[2]
CALENDAR = load_calendar(ROOT / "records")
FRIDAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("name", "kind", "relation", "field", "due", "clause"),
    [
        ("ct", "event_news", "", "event_on", "2026-11-25", "ST-10.1c"),
        ("ct", "guidance", "", "issued_on", "2026-12-11", "ST-10.1c"),
        ("ct", "admin_document", "", "issued_on", "2026-11-24", "ST-10.1c"),
        ("ct", "legal_document", "", "issued_on", "2026-12-04", "ST-10.1c"),
        ("ct", "statistics", "", "issued_on", "2026-12-04", "ST-10.1c"),
        ("ct", "qa", "", "changed_on", "2026-11-23", "CT-5.5"),
        ("st", "event_news", "", "event_on", "2026-11-25", "ST-10.1c"),
        ("st", "initiative", "", "completed_on", "2026-11-23", "ST-6.3k"),
        ("st", "initiative", "", "signed_off_at", "2026-11-23", "ST-10.3a"),
        ("lx", "legal_document", "issuer", "issued_on", "2026-11-24", "LX-10.1c"),
        ("lx", "management_document", "governed", "issued_on", "2026-12-04", "LX-10.1c"),
        ("lx", "admin_document", "issuer", "issued_on", "2026-11-24", "LX-10.2 LX-10.1c"),
        ("lx", "guidance", "", "issued_on", "2026-12-11", "LX-10.1b"),
        ("lx", "science", "", "approved_on", "2026-12-18", "LX-10.1đ"),
        ("lx", "science", "", "accepted_on", "2026-12-18", "LX-10.1đ"),
        ("lx", "statistics", "", "announced_on", "2026-12-04", "LX-10.1e"),
    ],
)
def test_each_clock_of_the_regulations(name: str, kind: str, relation: str, field: str, due: str, clause: str):
    [found] = deadlines(kind, relation, {field: FRIDAY}, profile_named(name), CALENDAR)
    assert (found.due_on, found.clause) == (date.fromisoformat(due), clause)


@pytest.mark.parametrize("name", ["lc", "lch"])
def test_a_text_that_sets_no_limit_starts_no_clock(name: str):
    assert deadlines("event_news", "", {"event_on": FRIDAY, "changed_on": FRIDAY}, profile_named(name), CALENDAR) == []


def test_a_date_that_is_not_known_starts_no_clock():
    assert deadlines("event_news", "", {}, profile_named("ct"), CALENDAR) == []
    assert deadlines("legal_document", "", {"issued_on": FRIDAY}, profile_named("lx"), CALENDAR) == []


def test_at_once_is_an_alarm_of_the_product_and_no_legal_deadline():
    [found] = deadlines("qa", "", {"changed_on": FRIDAY}, profile_named("ct"), CALENDAR)
    assert not found.is_legal and found.clause == "CT-5.5"
    [legal] = deadlines("event_news", "", {"event_on": FRIDAY}, profile_named("ct"), CALENDAR)
    assert legal.is_legal


def test_without_an_alarm_at_once_has_no_day():
    ct = profile_named("ct")
    assert ct.deadlines is not None
    silent = replace(ct, deadlines=replace(ct.deadlines, count=replace(ct.deadlines.count, at_once_alarm=0)))
    assert deadlines("qa", "", {"changed_on": FRIDAY}, silent, CALENDAR) == []


def test_a_science_project_has_two_clocks_the_earlier_first():
    dates = {"approved_on": date(2026, 11, 20), "accepted_on": date(2026, 11, 2)}
    found = deadlines("science", "", dates, profile_named("lx"), CALENDAR)
    assert [due.rule.from_ for due in found] == ["accepted_on", "approved_on"]


def test_how_the_first_day_and_a_long_event_count_is_data():
    ct = profile_named("ct")
    assert ct.deadlines is not None
    dates = {"event_on": date(2026, 11, 16), "event_until": FRIDAY}

    def due(**count: str) -> date:
        changed = replace(ct, deadlines=replace(ct.deadlines, count=replace(ct.deadlines.count, **count)))
        return deadlines("event_news", "", dates, changed, CALENDAR)[0].due_on

    assert due() == date(2026, 11, 19)  # from the first day of the event (A12), next day is the first (A11)
    assert due(event="last-day") == date(2026, 11, 25)
    assert due(start="same-day") == date(2026, 11, 18)


def test_late_begins_the_day_after_and_what_is_left_is_counted():
    [found] = deadlines("event_news", "", {"event_on": FRIDAY}, profile_named("ct"), CALENDAR)
    assert not found.is_missed(found.due_on) and found.is_missed(date(2026, 11, 26))
    assert [found.days_left(date(2026, 11, day), CALENDAR) for day in (20, 24, 25, 27)] == [3, 1, 0, -2]


def test_a_due_day_in_a_year_not_announced_is_an_estimate():
    [found] = deadlines("guidance", "", {"issued_on": date(2026, 12, 25)}, profile_named("ct"), CALENDAR)
    assert found.due_on.year == 2027 and found.is_estimated


def test_a_year_without_a_calendar_is_an_error_and_no_guess():
    with pytest.raises(YearNotLoaded):
        deadlines("guidance", "", {"issued_on": date(2019, 1, 2)}, profile_named("ct"), CALENDAR)
