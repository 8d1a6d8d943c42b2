"""Acts of staff: who may, when, with what; each one event with its author; a loser of a race is told who was faster."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from desk.inbox_web.pages import time_left
from desk.inquiries import acts, routing
from desk.inquiries.clerk import open_clerk
from desk.inquiries.doing import find
from desk.inquiries.overview import NO_UNIT, Figures, units
from desk.inquiries.reading import inbox as rows_of
from desk.inquiries.reading import is_of, letter
from desk.inquiries.recomputing import recompute
from editorial.dates import VIETNAM
from editorial.messages import sentence
from editorial.problem import Refused
from inquiries.sealing import unseal_for_sender
from tests.desk.inbox_fixture import LC_BOARD, Inbox
from tests.desk.office_fixture import desk_of
from tests.refusing import refuses

LATER = date(2026, 12, 15)


def test_an_act_is_an_event_with_its_author(inbox: Inbox) -> None:
    id = inbox.send()
    event = inbox.do(routing.classify, id, class_="simple", unit="Phòng A", sensitive=True)
    assert (event.by, event.act, event.facts["unit"], inbox.state(id)) == (
        "phong-cchc",
        "classified",
        "Phòng A",
        "classified",
    )
    assert inbox.house().store.inquiry(id).sensitive


def test_the_answer_reaches_who_knows_the_code_and_no_file_holds_it_open(inbox: Inbox) -> None:
    id = inbox.send()
    event = inbox.do(acts.answer, id, text="Cấp ngay trong ngày làm việc.", general_concern=True)
    assert (
        unseal_for_sender(event.for_sender, inbox.codes[id], id, event.number).decode()
        == "Cấp ngay trong ngày làm việc."
    )
    assert letter(inbox.house(), inbox.clerk(), id).texts[2]["text"] == "Cấp ngay trong ngày làm việc."
    raw = b"".join(path.read_bytes() for path in inbox.house().store.folder.rglob("*") if path.is_file())
    for secret in ("Cấp ngay", "Cẩm Tú", "912 345", "912345", "camtu.test", inbox.codes[id]):
        assert secret.encode() not in raw


def test_whoever_opens_an_inquiry_is_on_record(inbox: Inbox) -> None:
    id = inbox.send()
    letter(inbox.house(), inbox.clerk("truong-ban"), id)
    [log] = (inbox.house().store.folder / "log").glob("*.jsonl")
    assert '"by": "truong-ban"' in log.read_text() and id in log.read_text()
    assert log.stat().st_mode & 0o077 == 0


def test_two_clerks_at_once_one_wins_and_the_other_hears_who_did_what(inbox: Inbox) -> None:
    id = inbox.send()
    inbox.do(routing.classify, id, "van-thu", class_="simple", unit="Phòng A", seen=1)
    with pytest.raises(Refused) as refused:
        inbox.do(routing.classify, id, "phong-cchc", class_="complex", unit="Phòng B", seen=1)
    [problem] = refused.value.problems
    assert problem.code == "inbox-overtaken"
    assert "van-thu (van-thu) đã phân loại lúc 12:01 ngày 20/11/2026" in sentence(problem)
    assert len(inbox.house().store.events(id)) == 2


def test_a_race_for_the_same_number_is_lost_with_the_same_words(inbox: Inbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other clerk writes between our reading and our writing."""
    id, house, who = inbox.send(), inbox.house(), inbox.clerk()
    append = house.store.append

    def slower(event: Any) -> Any:
        monkeypatch.undo()
        inbox.do(acts.mark_spam, id, "van-thu", reason="advert")
        return append(event)

    monkeypatch.setattr(house.store, "append", slower)
    with refuses("inbox-overtaken") as refused:
        routing.classify(house, who, id, inbox.now, class_="simple")
    assert "đánh dấu thư rác" in sentence(refused.value.problems[0])


def test_who_has_no_part_does_nothing(inbox: Inbox) -> None:
    roster = inbox.desk.organisation.office().roster
    with refuses("inbox-no-part"):
        open_clerk(inbox.house(), roster, "thanh-vien", inbox.now)
    with refuses("inbox-nobody") as refused:
        open_clerk(inbox.house(), roster, "phong-ccch", inbox.now)
    assert "phong-cchc" in sentence(refused.value.problems[0])


def test_without_the_duty_key_nothing_is_told_to_a_sender(inbox: Inbox) -> None:
    id = inbox.send()
    for act, more in ((acts.ask, {}), (acts.answer, {"general_concern": False}), (acts.notice, {"new_due_on": LATER})):
        with refuses("inbox-no-key"):
            act(inbox.house(), inbox.clerk(with_key=False), id, inbox.now, text="Lời.", **more)
    routing.classify(inbox.house(), inbox.clerk(with_key=False), id, inbox.now, class_="simple")


@pytest.mark.parametrize(
    ("act", "more", "code"),
    [
        (acts.notice, {"text": "Đang xử lý.", "new_due_on": None}, "inbox-notice-undated"),
        (acts.notice, {"text": "Đang xử lý.", "new_due_on": date(2026, 11, 20)}, "inbox-day-passed"),
        (acts.notice, {"text": "Đang xử lý.", "new_due_on": date(2026, 12, 13)}, "inbox-day-off"),
        (acts.notice, {"text": " \u200b\n", "new_due_on": LATER}, "inbox-text-missing"),
        (acts.answer, {"text": "Trả lời.", "general_concern": None}, "inbox-general-concern"),
        (acts.answer, {"text": "dài " * 6000, "general_concern": True}, "inbox-text-long"),
        (acts.redirect, {"text": "Nơi khác.", "body": " "}, "inbox-body-missing"),
        (routing.classify, {"class_": "khác"}, "inbox-class-unknown"),
        (routing.classify, {"class_": "simple", "tags": ["x"]}, "inbox-tag-unknown"),
        (routing.classify, {"class_": "duplicate"}, "inbox-duplicate-of"),
        (acts.mark_spam, {"reason": "vì thế"}, "inbox-reason-unknown"),
        (routing.approve_routing, {}, "inbox-no-approval"),
        (routing.confirm_unit, {}, "inbox-no-confirmation"),
        (acts.answer_right, {"outcome": "done", "text": "Đã làm."}, "inbox-no-right-asked"),
        (acts.release, {}, "inquiry-act-not-now"),
        (acts.close, {"reason": "done"}, "inquiry-act-not-now"),
    ],
)
def test_what_an_act_lacks_is_said_and_nothing_is_written(
    inbox: Inbox, act: Callable[..., Any], more: dict[str, Any], code: str
) -> None:
    id = inbox.send()
    with refuses(code):
        inbox.do(act, id, **more)
    assert len(inbox.house().store.events(id)) == 1


def test_a_dated_notice_moves_the_due_day_and_the_promise_stays(inbox: Inbox) -> None:
    id = inbox.send()
    inbox.do(acts.notice, id, text="Đang chờ Sở Tài chính.", new_due_on=LATER)
    inquiry = inbox.house().store.inquiry(id)
    assert (inquiry.promised_on, inquiry.due_on) == (date(2026, 12, 11), LATER)


def test_asked_supplemented_answered_closed_reopened(inbox: Inbox) -> None:
    id = inbox.send()
    inbox.do(routing.classify, id, class_="simple", unit="Phòng A")
    inbox.do(acts.ask, id, text="Xin cho biết năm của văn bản.")
    assert inbox.state(id) == "waiting"
    inbox.supplement(id, "Năm 2020.")
    assert letter(inbox.house(), inbox.clerk(), id).texts[4]["text"] == "Năm 2020."
    inbox.do(acts.answer, id, text="Trả lời.", general_concern=False)
    inbox.do(acts.close, id, reason="done", note="Đã gọi điện.")
    assert inbox.state(id) == "closed" and rows_of(inbox.house(), inbox.now)[0] == ()
    inbox.do(acts.reopen, id, reason="new-facts")
    assert inbox.state(id) == "classified"


def test_what_the_filter_kept_is_judged_by_a_person(inbox: Inbox) -> None:
    kept, spam = inbox.send(flags=["prohibited"]), inbox.send(flags=["links"])
    assert {row.reminders for row in rows_of(inbox.house(), inbox.now)[0]} == {("judge",)}
    inbox.do(acts.release, kept)
    inbox.do(acts.mark_spam, spam, reason="prohibited")
    assert (inbox.state(kept), inbox.state(spam)) == ("new", "closed")


def test_a_changed_calendar_moves_open_due_days_and_keeps_the_promise(inbox: Inbox) -> None:
    moved, over = inbox.send(), inbox.send()
    inbox.do(acts.answer, over, text="Trả lời.", general_concern=False)
    assert recompute(inbox.house(), inbox.now) == ()
    path = inbox.desk.settings.records / "holidays/2026.toml"
    path.write_text(path.read_text().replace('counts_as = "working"', 'counts_as = "off"'), encoding="utf-8")
    [event] = recompute(inbox.house(), inbox.now)
    inquiry = inbox.house().store.inquiry(moved)
    assert (event.inquiry, event.by) == (moved, "system")
    assert (inquiry.promised_on, inquiry.due_on) == (date(2026, 12, 11), date(2026, 12, 14))
    assert recompute(inbox.house(), inbox.now) == ()


def test_sensitive_first_then_by_due_day(inbox: Inbox) -> None:
    first = inbox.send()
    inbox.desk.organisation.later(days=3)
    second, third = inbox.send(), inbox.send()
    inbox.do(routing.classify, third, class_="simple", sensitive=True)
    assert [row.inquiry.id for row in rows_of(inbox.house(), inbox.now)[0]] == [third, first, second]


def test_an_inquiry_is_offered_to_who_looks_after_its_area(inbox: Inbox) -> None:
    """ST-6.1b."""
    assigned = """
[[assignments]]
person = "{}"
areas = ["the-che"]
from = 2026-11-01
until = {}
reference = "Phân công 02"
"""
    inbox.desk.organisation.roster_text(
        lambda text: text + assigned.format("van-thu", "2026-11-30") + assigned.format("truong-ban", "2026-11-02")
    )
    inbox.send()
    id = inbox.send(linh_vuc="the-che")
    rows, roster = rows_of(inbox.house(), inbox.now)[0], inbox.desk.organisation.office().roster
    for person, offered in (("van-thu", [id]), ("truong-ban", []), ("phong-cchc", [])):
        assert [r.inquiry.id for r in rows if is_of(r.inquiry, person, roster, inbox.now.date())] == offered
    inbox.do(routing.classify, id, "phong-cchc", class_="simple")
    inquiry = inbox.house().store.inquiry(id)
    assert inquiry and all(is_of(inquiry, one, roster, inbox.now.date()) for one in ("van-thu", "phong-cchc"))


def test_overdue_from_the_day_after(inbox: Inbox) -> None:
    inbox.send()
    due = date(2026, 12, 11)
    for day, late in ((due, False), (due + timedelta(days=1), True)):
        inbox.desk.organisation.now = inbox.now.replace(year=day.year, month=day.month, day=day.day)
        [row] = rows_of(inbox.house(), inbox.now)[0]
        assert row.is_overdue is late


def test_an_id_is_found_by_its_first_six_letters_or_more(inbox: Inbox) -> None:
    id = inbox.send()
    assert find(inbox.house(), id[:6].upper()) == find(inbox.house(), f" {id} ") == id
    for typed, code in (("abc", "inbox-id-short"), ("../../", "inquiry-unknown"), ("0" * 32, "inquiry-unknown")):
        with refuses(code):
            find(inbox.house(), typed)


def test_who_watches_over_crises_reads_what_is_sensitive_and_does_nothing(tmp_path: Any) -> None:
    """LC-15.2: the sensitive list is visible to that department's role."""
    inbox = Inbox(desk_of(tmp_path / "lc", "lc", {**LC_BOARD, "theo-doi": "crisis_watch"}))
    plain, sensitive = inbox.send(loai="kien_nghi"), inbox.send(loai="kien_nghi")
    inbox.do(routing.classify, sensitive, "can-bo", class_="simple", sensitive=True)
    assert letter(inbox.house(), inbox.clerk("theo-doi"), sensitive).values["ho_ten"]
    with refuses("inbox-only-sensitive"):
        letter(inbox.house(), inbox.clerk("theo-doi"), plain)
    with refuses("inbox-not-theirs"):
        inbox.do(acts.mark_spam, plain, "theo-doi", reason="advert")


def test_figures_by_unit_count_what_is_late_and_never_a_forwarding_as_an_answer(inbox: Inbox) -> None:
    """LC-8.3/4."""
    late, forwarded = inbox.send(), inbox.send()
    for id in (late, forwarded):
        inbox.do(routing.classify, id, class_="simple", unit="Phòng A")
    inbox.do(routing.forward, forwarded)
    inbox.send()
    inbox.desk.organisation.later(days=40)
    inbox.do(acts.answer, late, text="Trả lời.", general_concern=False)
    figures = units(inbox.house(), inbox.now)
    assert figures["Phòng A"] == Figures(open=1, overdue=1, answered=1, late=1)
    assert figures[NO_UNIT] == Figures(open=1, overdue=1)


def test_the_reply_meets_the_clock_and_publishing_does_not_delay_it(inbox: Inbox) -> None:
    """A29."""
    id = inbox.send()
    inbox.do(acts.answer, id, text="Trả lời.", general_concern=True)
    inbox.desk.organisation.later(days=30)
    [row] = rows_of(inbox.house(), inbox.now)[0]
    assert row.clock is not None and row.clock.state == "met" and row.reminders == ("unpublished",)


def test_a_request_about_data_has_its_own_clock_and_answer(inbox: Inbox) -> None:
    """PS-D3."""
    id = inbox.send()
    inbox.ask_right(id, "access", "2026-11-24")
    [row] = rows_of(inbox.house(), inbox.now)[0]
    assert (row.due_on, row.reminders) == (date(2026, 11, 24), ("rights",))
    event = inbox.do(acts.answer_right, id, outcome="done", text="Dữ liệu của ông/bà như sau.")
    assert unseal_for_sender(event.for_sender, inbox.codes[id], id, event.number).decode().startswith("Dữ liệu")
    assert rows_of(inbox.house(), inbox.now)[0][0].due_on == date(2026, 12, 11)


def test_nothing_is_offered_that_would_be_refused(inbox: Inbox) -> None:
    id, profile = inbox.send(), inbox.house().profile
    inbox.do(routing.classify, id, class_="simple", unit="Phòng A")
    inquiry = inbox.house().store.inquiry(id)
    assert inquiry and "coordination_answered" not in acts.allowed(inquiry, profile)
    inbox.do(routing.request_coordination, id, unit="Sở A", on=inbox.now.date())
    inquiry = inbox.house().store.inquiry(id)
    assert inquiry and "coordination_answered" in acts.allowed(inquiry, profile)
    advert = inbox.send()
    inbox.do(acts.mark_spam, advert, reason="advert")
    inquiry = inbox.house().store.inquiry(advert)
    assert inquiry and "draft_proposed" not in acts.allowed(inquiry, profile)


def test_what_is_overdue_is_told_though_no_calendar_counts_the_days(inbox: Inbox) -> None:
    """A year whose calendar nobody has made, or that is lost: whether a day on record is over needs none."""
    site = inbox.desk.organisation
    site.now = datetime(2026, 12, 28, 9, tzinfo=VIETNAM)
    id = inbox.send()
    (site.settings.records / "holidays" / "2027.toml").unlink()
    for month, left, is_overdue in ((1, "", False), (3, "quá hạn", True)):
        site.now = datetime(2027, month, 4, 9, tzinfo=VIETNAM)
        (row,), missing = rows_of(inbox.house(), inbox.now)
        assert (row.inquiry.id, missing, row.is_overdue) == (id, (2027,), is_overdue)
        assert row.due_on == row.inquiry.due_on is not None
        assert (time_left(row.first_clock), row.urgency) == (left, "overdue" if is_overdue else "")
