"""By when the office owes what: as promised, as counted, and as it stands on a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editorial.dates import VIETNAM, local_day
from editorial.workdays import DayOff, WorkCalendar, YearNotLoaded
from inquiries import clocks as module
from inquiries.clocks import Clock, choices, clocks, counted_days, promise, recomputed_due, rights_due
from inquiries.states import Inquiry
from tests.inquiries.lives import CALENDAR, PROFILES, day_of, life, on, received

CT, LC = PROFILES["ct"], PROFILES["lc"]


def clock(inquiry: Inquiry, today: str, name: str = "answer", regulation: str = "ct") -> Clock:
    """Return the clock of that name, as it stands on the day."""
    found = clocks(inquiry, PROFILES[regulation], CALENDAR, day_of(today))
    return next(one for one in found if one.name == name)


def with_day_off(day: date) -> WorkCalendar:
    """Return the calendar with one more day off, as when a swap is announced late."""
    year = CALENDAR.years[day.year]
    changed = replace(year, holidays=(*year.holidays, DayOff(day, "Nghỉ hoán đổi", "x")))
    return WorkCalendar({**CALENDAR.years, day.year: changed})


def test_nothing_runs_for_an_answer_once_the_question_is_erased() -> None:
    """PS-D5: nobody can answer it any more, and the sender's page must not say that somebody will."""
    gone = on("05/03", "erased", ground="request", events=[], files=[], mails=0)
    asked = life(received(CT, "02/03"), gone)
    assert (clock(asked, "06/03").stopped_on, clock(asked, "06/03").left) == (day_of("05/03"), None)


# What is promised at receipt.


@pytest.mark.parametrize("regulation", ["ct", "st", "lx"])
@pytest.mark.parametrize(
    ("day", "due", "reason"),
    [
        ("02/03", "23/03", "three plain weeks, the day of receipt not counted"),
        ("01/03", "20/03", "a Sunday: Monday is day 1"),
        ("13/02", "13/03", "five days of Tết in between"),
        ("20/08", "14/09", "22/8 is worked, 31/8 to 2/9 are off"),
    ],
)
def test_fifteen_working_days_are_promised(regulation: str, day: str, due: str, reason: str) -> None:
    """LX-10.1d, inherited by CT and ST"""
    promised = promise(PROFILES[regulation], CALENDAR, day_of(day))
    assert (promised.due_on, promised.days, promised.clause) == (day_of(due), 15, "LX-10.1d"), reason
    assert f"{day_of(due):%d/%m/%Y}" in promised.words and "ghi rõ ngày trả lời" in promised.words
    assert len(promised.counted) == 15 and promised.counted[-1] == promised.due_on


def test_a_rule_taken_from_elsewhere_is_said_to_be() -> None:
    assert (
        "điểm d khoản 1 Điều 10 của Quy chế kèm theo Quyết định số 01/2020/QĐ-UBND của UBND thành phố Long Xuyên"
        in promise(CT, CALENDAR, day_of("02/03")).words
    )
    assert "quy chế khác" not in promise(PROFILES["lx"], CALENDAR, day_of("02/03")).words


def test_no_date_is_promised_where_the_period_starts_at_the_unit() -> None:
    """LC-9.1, LC-9.3: the words are said instead."""
    promised = promise(LC, CALENDAR, day_of("02/03"))
    assert promised.due_on is None and promised.counted == ()
    assert "là 01 ngày làm việc kể từ khi đơn vị có trách nhiệm nhận được" in promised.words
    assert "là 03 ngày làm việc (khoản 3 Điều 9 Quy chế)" in promised.words


def test_nothing_is_promised_where_the_regulation_is_silent() -> None:
    silent = replace(CT, inquiry=replace(CT.inquiry, answer=None))  # type: ignore[type-var]
    assert promise(silent, CALENDAR, day_of("02/03")).due_on is None
    assert clocks(life(received(silent, "02/03")), silent, CALENDAR, day_of("03/03")) == ()


def test_an_unsettled_day_and_an_estimated_year_are_told() -> None:
    november = promise(CT, CALENDAR, day_of("22/11"))
    assert [day.on for day in november.unsettled] == [day_of("24/11")]
    assert "Nếu ngày 24/11/2026 (Ngày Văn hóa Việt Nam) được công bố là ngày nghỉ, hạn lùi" in november.words
    january = promise(CT, CALENDAR, day_of("28/12"))
    assert january.is_estimated and january.due_on == day_of("19/01/2027") and "dự kiến" in january.words


def test_a_missing_year_is_an_error_and_never_a_guess() -> None:
    with pytest.raises(YearNotLoaded) as missing:
        promise(CT, CALENDAR, day_of("28/12/2027"))
    assert missing.value.year == 2028
    with pytest.raises(YearNotLoaded):
        clocks(life(received(CT, "02/03")), CT, WorkCalendar({}), day_of("03/03"))


@given(st.dates(date(2022, 1, 1), date(2027, 11, 1)))
def test_what_is_promised_agrees_with_a_calendar_leafed_through_by_hand(day: date) -> None:
    due_on = promise(CT, CALENDAR, day).due_on
    assert due_on and CALENDAR.is_working(due_on)
    between = [day + timedelta(days=n) for n in range(1, (due_on - day).days + 1)]
    assert sum(CALENDAR.is_working(one) for one in between) == 15
    assert counted_days(day, due_on, CALENDAR) == tuple(one for one in between if CALENDAR.is_working(one))


def test_the_day_of_receipt_is_vietnams_whatever_the_host() -> None:
    late_evening = datetime.fromisoformat("2026-03-01T17:30:00+00:00")  # already 2 March in Cần Thơ
    assert local_day(late_evening) == day_of("02/03")
    inquiry = replace(life(received(CT, "02/03")), received_at=late_evening.astimezone(VIETNAM))
    assert clock(inquiry, "03/03").due_on == day_of("23/03")


# How it stands on a day.


@pytest.mark.parametrize(
    ("today", "state", "left"),
    [
        ("02/03", "running", 15),
        ("18/03", "running", 3),
        ("19/03", "due_soon", 2),
        ("22/03", "due_soon", 1),
        ("23/03", "due_soon", 0),
        ("24/03", "overdue", -1),
    ],
)
def test_due_soon_is_two_working_days_and_overdue_the_day_after(today: str, state: str, left: int) -> None:
    stands = clock(life(received(CT, "02/03")), today)
    assert (stands.state, stands.left) == (state, left)


def test_overdue_begins_on_the_day_after_even_when_nobody_works_on_it() -> None:
    inquiry = life(received(CT, "27/02"))
    assert clock(inquiry, "20/03").state == "due_soon"
    assert (clock(inquiry, "21/03").state, clock(inquiry, "21/03").left) == ("overdue", 0)


@pytest.mark.parametrize(("answered", "state"), [("23/03", "met"), ("24/03", "late")])
def test_an_answer_stops_the_clock_as_it_stood(answered: str, state: str) -> None:
    inquiry = life(received(CT, "02/03"), on(answered, "answered", general_concern=False))
    stands = clock(inquiry, "01/06")
    assert (stands.state, stands.stopped_on, stands.left) == (state, day_of(answered), None)


def test_forwarding_asking_and_reopening_start_nothing_anew() -> None:
    """An inquiry is not answered because it was forwarded, nor on time because the clock was restarted."""
    steps = [received(CT, "02/03"), on("10/03", "classified", **{"class": "simple"})]
    steps += [on("11/03", "forwarded", unit="Sở Tư pháp"), on("12/03", "asked"), on("20/03", "supplemented")]
    assert clock(life(*steps), "21/03").due_on == day_of("23/03")
    steps += [on("21/03", "answered", general_concern=False), on("30/03", "reopened", reason="new_facts")]
    assert clock(life(*steps[:-1]), "30/03").state == "met"
    again = clock(life(*steps), "30/03")
    assert (again.due_on, again.state, again.stopped_on) == (day_of("23/03"), "overdue", None)


def test_a_quarantined_message_is_counted_like_every_other() -> None:
    assert clock(life(received(CT, "02/03", flags=["links"])), "24/03").state == "overdue"


def test_a_dated_notice_moves_the_due_day_and_the_first_one_stays_in_sight() -> None:
    """LX-10.1d"""
    inquiry = life(received(CT, "02/03"), on("20/03", "noticed", new_due_on="2026-04-10"))
    stands = clock(inquiry, "24/03")
    assert (stands.due_on, stands.state) == (day_of("10/04"), "running")
    assert stands.promised == (day_of("23/03"), day_of("10/04"))


@pytest.mark.parametrize(("noticed", "state"), [("23/03", "met"), ("24/03", "late")])
def test_a_notice_after_the_due_day_makes_no_late_answer_timely(noticed: str, state: str) -> None:
    """LX-10.1d: within fifteen working days the office answers or says when it will."""
    steps = [received(CT, "02/03"), on(noticed, "noticed", new_due_on="2026-04-10")]
    assert clock(life(*steps), "25/03").state == "running"
    steps.append(on("09/04", "answered", general_concern=False))
    stands = clock(life(*steps), "13/04")
    assert (stands.due_on, stands.state) == (day_of("10/04"), state)


def test_a_second_notice_is_held_to_the_day_of_the_first() -> None:
    notices = [on("20/03", "noticed", new_due_on="2026-03-31"), on("01/04", "noticed", new_due_on="2026-04-10")]
    steps = [received(CT, "02/03"), *notices, on("09/04", "answered", general_concern=False)]
    assert clock(life(*steps), "13/04").state == "late"


def test_a_changed_calendar_moves_the_due_day_and_the_promised_one_stays() -> None:
    inquiry = life(received(CT, "02/03"))
    changed = with_day_off(day_of("10/03"))
    (stands,) = clocks(inquiry, CT, changed, day_of("11/03"))
    assert stands.due_on == day_of("24/03") and stands.promised == (day_of("23/03"),)
    assert recomputed_due(inquiry, CT, CALENDAR) is None
    assert recomputed_due(inquiry, CT, changed) == day_of("24/03")
    logged = life(received(CT, "02/03"), on("11/03", "recomputed", due_on="2026-03-24", calendar="ab" * 32))
    assert recomputed_due(logged, CT, changed) is None
    assert clocks(logged, CT, changed, day_of("11/03"))[0].promised == (day_of("23/03"), day_of("24/03"))


def test_what_was_answered_is_not_recomputed() -> None:
    inquiry = life(received(CT, "02/03"), on("09/03", "answered", general_concern=False))
    assert recomputed_due(inquiry, CT, with_day_off(day_of("10/03"))) is None


def test_a_profile_changed_later_does_not_move_what_was_promised() -> None:
    answer = CT.inquiry.answer  # type: ignore[union-attr]
    stricter = replace(CT, inquiry=replace(CT.inquiry, answer=replace(answer, days=5)))  # type: ignore[type-var]
    inquiry = life(received(CT, "02/03"))
    assert clocks(inquiry, stricter, CALENDAR, day_of("03/03"))[0].due_on == day_of("23/03")
    assert recomputed_due(inquiry, stricter, CALENDAR) is None


def test_a_message_taken_without_a_calendar_gets_its_date_when_the_year_is_there() -> None:
    facts = received(CT, "02/03")[2]
    undated = {name: value for name, value in facts.items() if name not in ("due_on", "due_days")}
    inquiry = life(("02/03", "received", undated))
    assert clock(inquiry, "03/03").due_on == recomputed_due(inquiry, CT, CALENDAR) == day_of("23/03")


def test_waiting_for_the_sender_stops_the_clock_only_where_the_office_chose_so(monkeypatch: pytest.MonkeyPatch) -> None:
    waiting = life(received(CT, "02/03"), on("04/03", "asked"))
    back = life(received(CT, "02/03"), on("04/03", "asked"), on("11/03", "supplemented"))
    assert choices().waiting == "runs" and clock(back, "12/03").due_on == day_of("23/03")
    pauses = replace(choices(), waiting="pauses")
    monkeypatch.setattr(module, "choices", lambda: pauses)
    assert clock(back, "12/03").due_on == day_of("30/03")
    assert clock(waiting, "06/03").due_on == day_of("25/03")


# Lào Cai: the unit's clock, the coordination's, and the sender's waiting time.


def lc_steps(klass: str = "simple") -> list[tuple[str, str, dict[str, object]]]:
    steps = [received(LC, "02/03"), on("03/03", "classified", **{"class": klass})]
    steps += [on("03/03", "routing_approved"), on("04/03", "forwarded", unit="Sở Tư pháp", reply_by="2026-03-09")]
    return steps


def test_before_the_unit_has_it_the_clock_has_not_started_but_the_sender_waits() -> None:
    """A27"""
    inquiry = life(*lc_steps())
    stands = clock(inquiry, "20/03", regulation="lc")
    assert (stands.state, stands.due_on, stands.started_on) == ("not_started", None, None)
    waited = clock(inquiry, "20/03", "waited", "lc")
    assert (waited.started_on, waited.due_on, waited.state) == (day_of("02/03"), None, "running")
    assert len(counted_days(waited.started_on, day_of("20/03"), CALENDAR)) == 14  # type: ignore[arg-type]
    assert recomputed_due(inquiry, LC, CALENDAR) is None


@pytest.mark.parametrize(("klass", "due", "clause"), [("simple", "09/03", "LC-9.1"), ("complex", "11/03", "LC-9.3")])
def test_the_unit_has_one_day_or_three_from_when_it_received(klass: str, due: str, clause: str) -> None:
    """LC-9.1, LC-9.3; 6 March is a Friday"""
    inquiry = life(*lc_steps(klass), on("06/03", "unit_received", on="2026-03-06"))
    stands = clock(inquiry, "06/03", regulation="lc")
    assert (stands.due_on, stands.clause, stands.started_on) == (day_of(due), clause, day_of("06/03"))
    assert recomputed_due(inquiry, LC, CALENDAR) == day_of(due)


def test_a_notice_buys_no_time_where_the_regulation_does_not_say_so() -> None:
    """LC-9.1 knows no dated notice; what was told stays in sight."""
    steps = [
        *lc_steps(),
        on("06/03", "unit_received", on="2026-03-06"),
        on("09/03", "noticed", new_due_on="2026-04-01"),
    ]
    stands = clock(life(*steps), "10/03", regulation="lc")
    assert (stands.due_on, stands.state, stands.promised) == (day_of("09/03"), "overdue", (day_of("01/04"),))


def test_each_unit_asked_for_coordination_has_two_days_of_its_own() -> None:
    """LC-9.2"""
    steps = [*lc_steps(), on("06/03", "coordination_requested", unit="Sở Tài chính", on="2026-03-06")]
    steps += [on("06/03", "coordination_requested", unit="Sở Y tế", on="2026-03-09")]
    steps += [on("12/03", "coordination_answered", unit="Sở Y tế", on="2026-03-11")]
    found = clocks(life(*steps), LC, CALENDAR, day_of("12/03"))
    asked = [(one.unit, one.due_on, one.state) for one in found if one.name == "coordination"]
    assert asked == [("Sở Tài chính", day_of("10/03"), "overdue"), ("Sở Y tế", day_of("11/03"), "met")]


def test_the_date_in_the_letter_is_a_clock_of_the_units_without_a_clause() -> None:
    reply = clock(life(*lc_steps()), "10/03", "reply", "lc")
    assert (reply.unit, reply.due_on, reply.state, reply.clause) == ("Sở Tư pháp", day_of("09/03"), "overdue", "")


# At once, and rights.


def test_out_of_scope_is_to_be_told_at_once() -> None:
    """LX-10.1d/2"""
    steps = [received(CT, "02/03"), on("03/03", "classified", **{"class": "out_of_scope"})]
    assert clock(life(*steps), "05/03", "out_of_scope").state == "overdue"
    told = clock(life(*steps, on("04/03", "redirected", body="Công an thành phố")), "05/03", "out_of_scope")
    assert told.state == "met"
    assert not [
        one for one in clocks(life(*lc_steps("out_of_scope")), LC, CALENDAR, day_of("05/03")) if "scope" in one.name
    ]


def test_a_request_about_data_has_two_days_apart_from_the_answer() -> None:
    """PS-D3: 6 March is a Friday"""
    assert rights_due(day_of("06/03"), CALENDAR) == day_of("10/03")
    asked = on("06/03", "rights_requested", right="erase", due_on="2026-03-10")
    steps = [received(CT, "02/03"), on("05/03", "answered", general_concern=False), asked]
    stands = clock(life(*steps), "11/03", "rights")
    assert (stands.state, stands.clause) == ("overdue", "Nghị định số 356/2025/NĐ-CP")
    assert clock(life(*steps), "11/03").state == "met"
    done = clock(life(*steps, on("10/03", "rights_answered", outcome="done")), "11/03", "rights")
    assert (done.state, done.stopped_on) == ("met", day_of("10/03"))
