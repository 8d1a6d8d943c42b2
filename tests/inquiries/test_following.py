"""The sender sees the state, the dates and the office's words, and nothing that staff do among themselves."""

from __future__ import annotations

from typing import Any

import pytest

from editorial.workdays import WorkCalendar
from inquiries import states
from inquiries.events import SENDER
from inquiries.following import MESSAGES, RIGHTS, STATES, STEPS, Status, status
from inquiries.form import load_form
from inquiries.states import TRANSITIONS, Inquiry
from tests.inquiries.every_act import EXAMPLES
from tests.inquiries.lives import CALENDAR, PROFILES, day_of, life, on, received

CT, LC = PROFILES["ct"], PROFILES["lc"]
FORM = load_form(CT)
CODE = "ABCD-EFGH-JKLMN"


def shown(inquiry: Inquiry, today: str, texts: dict[int, str] | None = None, **told: Any) -> Status:
    told = {"profile": CT, "calendar": CALENDAR, **told}
    return status(CODE, inquiry, texts or {}, FORM, today=day_of(today), **told)


def test_every_state_and_every_act_of_the_sender_has_words() -> None:
    assert set(STATES) == set(states.STATES)
    assert set(STEPS) < set(TRANSITIONS)
    assert {act for act, one in TRANSITIONS.items() if one.by == {SENDER}} <= set(STEPS)
    assert set(MESSAGES) <= set(STEPS)


@pytest.mark.parametrize("act", sorted(STEPS))
def test_a_line_of_history_can_be_said_of_every_act_with_the_facts_it_carries(act: str) -> None:
    facts = {name: str(value) for name, value in EXAMPLES[act].items()}
    said = STEPS[act].format_map(facts)
    assert said.endswith(".") and "{" not in said


def test_quarantine_looks_like_receipt() -> None:
    """LC-8.4c: a neutral receipt"""
    quarantined, new = life(received(CT, "02/03", flags=["links"])), life(received(CT, "02/03"))
    assert shown(quarantined, "03/03") == shown(new, "03/03")
    released = life(received(CT, "02/03", flags=["links"]), on("03/03", "released"))
    assert shown(released, "03/03") == shown(new, "03/03")


def test_spam_looks_like_an_end_and_what_staff_note_is_not_told() -> None:
    spam = shown(life(received(CT, "02/03"), on("03/03", "spam", reason="advertising")), "03/03")
    assert spam.state == "Đã kết thúc" and [line.words for line in spam.history][-1] == "Kết thúc xử lý."
    facts = {"class": "duplicate", "tags": ["thái độ phục vụ"], "sensitive": True, "duplicate_of": "b" * 32}
    noted = shown(life(received(CT, "02/03"), on("03/03", "classified", **facts)), "03/03")
    assert not [word for word in ("thái độ", "duplicate", "bbbb", "truc", "trùng") if word in repr(noted)]


def test_the_offices_texts_come_newest_first_and_only_those_meant_for_the_sender() -> None:
    inquiry = life(
        received(CT, "02/03"),
        on("03/03", "noticed", new_due_on="2026-04-01"),
        on("04/03", "answered", general_concern=True),
        on("05/03", "draft_proposed", masks={}),
    )
    told = shown(inquiry, "06/03", {1: "câu hỏi", 2: "Đang xem.", 3: "Trả lời.\n\nHết.", 4: "bản nháp"})
    assert [(one.heading, one.text) for one in told.messages] == [
        ("Trả lời", "Trả lời.\n\nHết."),
        ("Thông báo quá trình xử lý", "Đang xem."),
    ]


def test_both_due_dates_are_shown_each_with_its_clause_and_its_counted_days() -> None:
    """PS-D3"""
    asked = on("06/03", "rights_requested", right="access", due_on="2026-03-10")
    told = shown(life(received(CT, "02/03"), asked), "06/03")
    answer, rights = told.periods
    assert (answer.due_on, answer.state, answer.clause) == (
        day_of("23/03"),
        "còn hạn",
        "điểm d khoản 1 Điều 10 của Quy chế kèm theo Quyết định số 01/2020/QĐ-UBND của UBND thành phố Long Xuyên",
    )
    assert (rights.due_on, rights.clause) == (day_of("10/03"), "Nghị định số 356/2025/NĐ-CP")
    assert len(answer.counted) == 15 and rights.counted == (day_of("09/03"), day_of("10/03"))
    assert not told.may_ask_rights and told.rights_days == 2


def test_the_date_promised_first_stays_in_sight() -> None:
    told = shown(life(received(CT, "02/03"), on("20/03", "noticed", new_due_on="2026-04-10")), "20/03")
    assert told.periods[0].told == (day_of("23/03"),)
    assert "10/04/2026" in told.history[-1].words


def test_an_unsettled_day_is_told_until_it_is_over() -> None:
    inquiry = life(received(CT, "22/11"))
    assert "24/11/2026" in shown(inquiry, "23/11").periods[0].remarks[0]
    assert shown(inquiry, "25/11").periods[0].remarks == ()


def test_where_no_date_can_be_named_the_words_are_said_until_the_unit_has_it() -> None:
    """LC-9.1"""
    steps = [received(LC, "02/03"), on("03/03", "classified", **{"class": "simple"})]
    steps += [on("03/03", "routing_approved"), on("04/03", "forwarded", unit="Sở Tư pháp")]
    waiting = shown(life(*steps), "05/03", profile=LC)
    assert waiting.periods == () and "kể từ khi đơn vị có trách nhiệm nhận được" in waiting.waits
    there = shown(life(*steps, on("06/03", "unit_received", on="2026-03-06")), "06/03", profile=LC)
    assert there.waits == "" and there.periods[0].due_on == day_of("09/03")


def test_a_year_without_a_calendar_takes_the_dates_away_and_not_the_page() -> None:
    undated = {key: value for key, value in received(CT, "02/03")[2].items() if not key.startswith("due_")}
    for facts in (received(CT, "02/03")[2], undated | {"due_clause": "LX-10.1d"}):
        told = shown(life(("02/03", "received", facts)), "03/03", calendar=WorkCalendar({}))
        assert told.periods == () and told.history and "lịch nghỉ" in told.waits


def test_adding_is_offered_while_the_office_waits_and_rights_as_long_as_there_is_data() -> None:
    asked = [received(CT, "02/03"), on("03/03", "asked")]
    assert shown(life(*asked), "03/03").may_supplement
    assert not shown(life(*asked, on("04/03", "supplemented")), "04/03").may_supplement
    gone = on("05/03", "erased", ground="request", events=[], files=[], mails=0)
    assert not shown(life(received(CT, "02/03"), gone), "05/03").may_ask_rights
    assert {choice.value for choice in RIGHTS} == {"access", "correct", "erase"}
