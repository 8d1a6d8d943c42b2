"""To the unit whose business it is: nothing is forwarded before the head has agreed, nor without a letter."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from desk.inquiries import acts, routing
from desk.inquiries.reading import inbox as rows_of
from editorial.messages import sentence
from editorial.problem import Refused
from tests.desk.inbox_fixture import LC_BOARD, Inbox
from tests.desk.office_fixture import desk_of
from tests.refusing import refuses

ST_BOARD = {"truong-ban": "chief_editor", "can-bo": "standing_unit"}
LATER = date(2026, 12, 15)


@pytest.fixture
def lao_cai(tmp_path: Any) -> Inbox:
    """The inbox under the regulation with approval and letters."""
    return Inbox(desk_of(tmp_path / "lc", "lc", LC_BOARD))


@pytest.mark.parametrize("class_", ["denunciation", "out_of_scope"])
def test_what_is_not_ours_is_only_redirected_and_stands_as_told_at_once(inbox: Inbox, class_: str) -> None:
    id = inbox.send()
    inbox.do(routing.classify, id, class_=class_)
    for act, more in (
        (acts.answer, {"text": "Trả lời.", "general_concern": True}),
        (routing.forward, {"unit": "Phòng A"}),
        (routing.request_coordination, {"unit": "Sở A", "on": date(2026, 11, 20)}),
    ):
        with pytest.raises(Refused):
            inbox.do(act, id, **more)
    [row] = rows_of(inbox.house(), inbox.now)[0]
    assert row.reminders == ("redirect" if class_ == "denunciation" else "tell-at-once",)
    assert "answered" not in acts.allowed(row.inquiry, inbox.house().profile)
    event = inbox.do(acts.redirect, id, text="Gửi Thanh tra thành phố.", body="Thanh tra thành phố")
    assert inbox.state(id) == "closed" and event.facts["body"] == "Thanh tra thành phố"


def test_routing_is_approved_before_it_is_forwarded_in_writing(lao_cai: Inbox) -> None:
    """LC-8.3: receive, classify, approval of the routing, forward by letter."""
    id = lao_cai.send(loai="kien_nghi")
    lao_cai.do(routing.classify, id, "can-bo", class_="simple", unit="Sở Y tế")
    whole = {"letter_no": "12/VP-TH", "reply_by": LATER}
    with refuses("inbox-not-approved") as refused:
        lao_cai.do(routing.forward, id, "can-bo", **whole)
    assert refused.value.problems[0].clause == "LC-8.3 LC-15.1"
    with refuses("inbox-not-theirs") as refused:
        lao_cai.do(routing.approve_routing, id, "can-bo")
    assert "Chánh Văn phòng" in sentence(refused.value.problems[0])
    lao_cai.do(routing.approve_routing, id, "chanh-van-phong")
    with refuses("inbox-letter-missing"):
        lao_cai.do(routing.forward, id, "can-bo")
    with refuses("inbox-unit-not-approved"):
        lao_cai.do(routing.forward, id, "can-bo", unit="Sở Công Thương", **whole)
    event = lao_cai.do(routing.forward, id, "can-bo", **whole)
    assert dict(event.facts) == {"unit": "Sở Y tế", "letter_no": "12/VP-TH", "reply_by": "2026-12-15"}


def test_another_unit_needs_a_new_approval(lao_cai: Inbox) -> None:
    id = lao_cai.send(loai="kien_nghi")
    lao_cai.do(routing.classify, id, "can-bo", class_="simple", unit="Sở Y tế")
    lao_cai.do(routing.approve_routing, id, "thuong-truc")
    lao_cai.do(routing.classify, id, "can-bo", class_="complex", unit="Sở Công Thương")
    assert "approve" in rows_of(lao_cai.house(), lao_cai.now)[0][0].reminders
    with refuses("inbox-not-approved"):
        lao_cai.do(routing.forward, id, "can-bo", letter_no="1/VP", reply_by=LATER)


def test_the_units_clock_starts_when_the_unit_has_it(lao_cai: Inbox) -> None:
    """LC-9.1: one working day, three when complex (LC-9.3); LC-9.2: two for coordination."""
    id = lao_cai.send(loai="kien_nghi")
    lao_cai.do(
        routing.classify,
        id,
        "can-bo",
        class_="complex",
        unit="Sở Y tế",
        tags=["chất lượng thủ tục hành chính công"],
    )
    lao_cai.do(routing.approve_routing, id, "chanh-van-phong")
    assert rows_of(lao_cai.house(), lao_cai.now)[0][0].due_on is None
    lao_cai.do(routing.forward, id, "can-bo", letter_no="1/VP", reply_by=LATER)
    with refuses("inbox-day-outside"):
        lao_cai.do(routing.unit_received, id, "can-bo", on=date(2026, 11, 19))
    lao_cai.do(routing.unit_received, id, "can-bo", on=date(2026, 11, 20))
    assert rows_of(lao_cai.house(), lao_cai.now)[0][0].due_on == date(2026, 11, 25)
    lao_cai.do(routing.request_coordination, id, "can-bo", unit="Sở Nội vụ", on=date(2026, 11, 20))
    [row] = rows_of(lao_cai.house(), lao_cai.now)[0]
    assert row.due_on == date(2026, 11, 24) and "coordination" in row.reminders
    with refuses("inbox-never-asked"):
        lao_cai.do(routing.answer_coordination, id, "can-bo", unit="Sở Lạ", on=date(2026, 11, 20))
    lao_cai.do(routing.answer_coordination, id, "can-bo", unit="sở nội vụ", on=date(2026, 11, 20))  # as she typed it
    assert rows_of(lao_cai.house(), lao_cai.now)[0][0].due_on == date(2026, 11, 25)


def test_a_units_answer_waits_for_the_head_of_the_unit(tmp_path: Any) -> None:
    """ST-7.2b."""
    inbox = Inbox(desk_of(tmp_path / "st", "st", ST_BOARD))
    id = inbox.send()
    inbox.do(routing.classify, id, "can-bo", class_="simple", unit="Phòng A")
    with refuses("inbox-not-confirmed"):
        inbox.do(acts.answer, id, "can-bo", text="Trả lời.", general_concern=True)
    inbox.do(routing.forward, id, "can-bo")
    inbox.do(routing.confirm_unit, id, "can-bo")
    inbox.do(acts.answer, id, "can-bo", text="Trả lời.", general_concern=True)
    assert inbox.state(id) == "answered"


def test_a_forwarded_inquiry_can_be_given_to_another_unit(inbox: Inbox) -> None:
    """LC-15.1."""
    id = inbox.send()
    inbox.do(routing.classify, id, class_="simple", unit="Phòng A")
    inbox.do(routing.forward, id)
    inbox.do(routing.classify, id, class_="simple", unit="Phòng B")
    inbox.do(routing.forward, id)
    assert inbox.house().store.inquiry(id).unit == "Phòng B"
