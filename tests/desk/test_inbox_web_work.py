"""The inbox as a web page: what is offered, what an act needs, what is kept when it fails."""

from __future__ import annotations

import errno
import os
import re
from datetime import timedelta
from pathlib import Path

import pytest

from desk.inbox_web.forms import FORMS, SEEN
from desk.inquiries import acts, routing
from inquiries.states import ACTS, TRANSITIONS
from tests.desk.inbox_fixture import Inbox
from tests.desk.inbox_web_fixture import WebDesk, content_files, events, web_desk
from tests.desk.office_fixture import desk_of

TEXT = "Trả lời câu hỏi của ông/bà như sau."


def test_every_act_of_staff_has_a_form_or_a_page_of_its_own() -> None:
    by_staff = {act for act, transition in TRANSITIONS.items() if "staff" in transition.by}
    assert by_staff - {form.act for form in FORMS} == {"draft_proposed", "draft_confirmed"}
    assert {form.act for form in FORMS} <= set(ACTS)


def test_only_what_the_state_takes_now_is_offered(known: WebDesk, inbox: Inbox) -> None:
    id = inbox.send()
    assert "<legend>Loại" not in known.get(f"/ho-so/{id}").body, "a kind is what its sender chose; staff give a class"
    offered = set(re.findall(rf'action="/ho-so/{id}/(\w+)"', known.get(f"/ho-so/{id}").body))
    assert offered == {"classified", "asked", "noticed", "redirected", "answered", "spam"}
    known.post(f"/ho-so/{id}/classified", {"class_": "denunciation", SEEN: 1})
    offered = re.findall(rf'action="/ho-so/{id}/(\w+)"', known.get(f"/ho-so/{id}").body)
    assert offered[0] == "redirected"
    assert not {"answered", "forwarded"} & set(offered)


def test_of_two_clerks_at_once_one_wins_and_the_other_is_told_and_keeps_what_she_typed(
    known: WebDesk, inbox: Inbox
) -> None:
    id = inbox.send()
    routing.classify(inbox.house(), inbox.clerk("van-thu"), id, inbox.now, class_="simple", unit="Phòng A")
    answer = known.post(f"/ho-so/{id}/answered", {"text": TEXT, "general_concern": "khong", SEEN: 1})
    assert answer.status == 422
    assert "van-thu" in answer.body
    assert ACTS["classified"] in answer.body
    assert TEXT in answer.body
    assert f'name="{SEEN}" value="2"' in answer.body
    assert events(inbox, id) == ["received", "classified"]
    assert known.post(f"/ho-so/{id}/answered", {"text": TEXT, "general_concern": "khong", SEEN: 2}).status == 303


def test_what_was_typed_for_an_act_that_is_over_is_shown_to_be_copied_and_not_offered(
    known: WebDesk, inbox: Inbox
) -> None:
    id = inbox.send()
    acts.mark_spam(inbox.house(), inbox.clerk("van-thu"), id, inbox.now, reason="advert")
    answer = known.post(f"/ho-so/{id}/asked", {"text": TEXT, SEEN: 1})
    assert (answer.status, TEXT in answer.body) == (422, True)
    assert f"/ho-so/{id}/asked" not in answer.body


@pytest.mark.parametrize("broken", ["full", "damaged"])
def test_a_failing_disk_is_told_nothing_is_claimed_and_the_text_is_kept(
    known: WebDesk, inbox: Inbox, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    id = inbox.send()
    if broken == "full":

        def full(*_: object) -> None:
            raise OSError(errno.ENOSPC, "no space")

        monkeypatch.setattr(os, "link", full)
    else:
        [file] = (inbox.desk.settings.inquiries / "inquiries" / id).glob("*.json")
        file.write_bytes(file.read_bytes()[:-40])
    answer = known.post(f"/ho-so/{id}/answered", {"text": TEXT, "general_concern": "khong", SEEN: 1})
    assert answer.status in (422, 503)
    assert TEXT in answer.body
    assert "Đã ghi" not in answer.body
    assert "Traceback" not in answer.body
    monkeypatch.undo()
    if broken == "full":
        assert events(inbox, id) == ["received"]
    else:
        assert id[:8] in known.get("/").body


def test_a_form_sent_twice_acts_once(known: WebDesk, inbox: Inbox) -> None:
    id = inbox.send()
    sent = {"text": TEXT, SEEN: 1}
    assert known.post(f"/ho-so/{id}/asked", sent).status == 303
    assert known.post(f"/ho-so/{id}/asked", sent).status == 422
    assert events(inbox, id) == ["received", "asked"]


@pytest.mark.parametrize(
    ("act", "fields"),
    [
        ("answered", {"text": TEXT}),
        ("answered", {"text": "  ", "general_concern": "co"}),
        ("noticed", {"text": TEXT, "new_due_on": ""}),
        ("noticed", {"text": TEXT, "new_due_on": "31/02/2027"}),
        ("noticed", {"text": TEXT, "new_due_on": "ngày mai"}),
        ("noticed", {"text": TEXT, "new_due_on": "20/11/2020"}),
        ("classified", {}),
        ("classified", {"class_": "khac"}),
        ("classified", {"class_": "duplicate", "duplicate_of": "abcdef"}),
        ("spam", {"reason": "khac"}),
        ("redirected", {"text": TEXT, "body": ""}),
        ("forwarded", {"unit": "Phòng A"}),
        ("answered", {"text": TEXT, "general_concern": "co", SEEN: "x"}),
    ],
)
def test_a_form_filled_in_wrongly_is_shown_again_with_a_sentence(
    known: WebDesk, inbox: Inbox, act: str, fields: dict[str, str]
) -> None:
    id = inbox.send()
    answer = known.post(f"/ho-so/{id}/{act}", {SEEN: 1} | fields)
    assert answer.status == 422
    [told] = re.findall(r'role="alert".*?</div>', answer.body, re.DOTALL)
    assert "--" not in told, "options are the terminal's"
    assert (f'href="#viec-{act}"' in told) == (f'id="viec-{act}"' in answer.body)
    assert events(inbox, id) == ["received"]


def test_everything_that_is_missing_is_named_at_once_as_the_page_names_it(known: WebDesk, inbox: Inbox) -> None:
    id = inbox.send()
    body = known.post(f"/ho-so/{id}/answered", {"text": " ", SEEN: 1}).body
    assert "Chưa điền “Câu trả lời”." in body
    assert "Chưa điền “Vấn đề có liên quan chung?”." in body


def test_without_the_duty_key_facts_are_shown_and_nothing_is_opened(inbox: Inbox) -> None:
    id = inbox.send()
    with web_desk(inbox) as desk:
        desk.enter()
        desk.counter.leave()
        body = desk.get(f"/ho-so/{id}").body
        assert "còn niêm phong" in body
        assert "Cẩm Tú" not in body
        assert desk.get(f"/ho-so/{id}/ban-dang").status == 404


def test_the_list_counts_and_filters_by_what_is_urgent(known: WebDesk, inbox: Inbox) -> None:
    organisation = inbox.desk.organisation
    now = organisation.now
    organisation.now = now - timedelta(days=40)
    late = inbox.send()
    assert "hết hạn giữ dữ liệu" not in known.get("/").body
    organisation.now = now - timedelta(days=400)
    inbox.end(inbox.send())
    organisation.now = now
    assert "1 hồ sơ đã hết hạn giữ dữ liệu" in known.get("/").body
    fresh, kept = inbox.send(), inbox.send(flags=("links",))

    def shown(query: str) -> list[str]:
        return re.findall(r'href="/ho-so/([0-9a-f]{32})"', known.get(f"/{query}").body)

    assert shown("")[0] == late
    assert set(shown("")) == {late, fresh, kept}
    assert shown("?loc=qua-han") == [late]
    assert shown("?loc=xem-lai") == [kept]
    assert shown("?trang-thai=answered") == []
    assert "trễ " in known.get("/").body
    for query in ("?loc=<x>", "?trang=-1", "?trang=" + "9" * 400, "?trang=x", "?linh-vuc=%ff", "?trang=%C2%B2"):
        assert known.get(f"/{query}").status == 200


def test_an_inquiry_is_found_by_the_first_digits_of_its_id(known: WebDesk, inbox: Inbox) -> None:
    id = inbox.send()
    found = known.get(f"/tim?ma={id[:8]}")
    assert (found.status, found.headers["Location"]) == (303, f"/ho-so/{id}")
    for wrong in ("", "abc", "zzzzzz", "../../..", "%00%00%00%00%00%00"):
        assert known.get(f"/tim?ma={wrong}").status == 404


def draft_of(known: WebDesk, inbox: Inbox) -> str:
    id = inbox.send()
    known.post(f"/ho-so/{id}/answered", {"text": TEXT, "general_concern": "co", SEEN: 1})
    return id


def test_a_draft_waits_for_another_person_and_masks_are_decided_one_by_one(known: WebDesk, inbox: Inbox) -> None:
    id = draft_of(known, inbox)
    texts = {
        "title": "Thời hạn cấp bản sao",
        "question": "Bà Cẩm Tú, số 0912 345 678, hỏi về bản sao.",
        "answer": TEXT,
        SEEN: 2,
    }
    assert known.post(f"/ho-so/{id}/ban-dang/de-xuat", texts).status == 422, "nobody looked at the masks"
    looked = known.post(f"/ho-so/{id}/ban-dang/xem", texts)
    assert "<mark>0912 345 678</mark>" in looked.body
    texts["da-xem"] = re.findall(r'name="da-xem" value="(\w+)"', looked.body)[0]
    undecided = known.post(f"/ho-so/{id}/ban-dang/de-xuat", texts)
    assert undecided.status == 422, "a name is nobody's default"
    names = dict.fromkeys(re.findall(r'name="((?:title|question|answer)-\d+)"', looked.body), "che")
    assert known.post(f"/ho-so/{id}/ban-dang/de-xuat", texts | names | {"answer": "Khác"}).status == 422
    assert known.post(f"/ho-so/{id}/ban-dang/de-xuat", texts | names).status == 303
    own = known.get(f"/ho-so/{id}/ban-dang").body
    assert "912 345" not in own
    assert "ban-dang/xac-nhan" not in own
    assert known.post(f"/ho-so/{id}/ban-dang/xac-nhan", {SEEN: 3}).status == 422
    assert content_files(inbox) == []
    with web_desk(inbox, "truong-ban") as other:
        other.enter()
        assert "ban-dang/xac-nhan" in other.get(f"/ho-so/{id}/ban-dang").body
        assert other.post(f"/ho-so/{id}/ban-dang/xac-nhan", {SEEN: 3}).status == 303
    [file] = content_files(inbox)
    written = file.read_text(encoding="utf-8")
    assert TEXT in written
    assert not any(trace in written for trace in ("912 345", "Cẩm", "Tú", id[:8]))


def test_what_was_left_open_must_be_looked_at_by_the_other_person(known: WebDesk, inbox: Inbox) -> None:
    id = draft_of(known, inbox)
    texts = {"title": "Thời hạn", "question": "", "answer": "Gọi số 0292 3 820 500 để được hướng dẫn.", SEEN: 2}
    looked = known.post(f"/ho-so/{id}/ban-dang/xem", texts).body
    texts |= {"da-xem": re.findall(r'name="da-xem" value="(\w+)"', looked)[0], "answer-0": "giu"}
    assert known.post(f"/ho-so/{id}/ban-dang/de-xuat", texts).status == 303
    with web_desk(inbox, "truong-ban") as other:
        other.enter()
        assert "<mark>0292 3 820 500</mark>" in other.get(f"/ho-so/{id}/ban-dang").body
        assert other.post(f"/ho-so/{id}/ban-dang/xac-nhan", {SEEN: 3}).status == 422
        assert other.post(f"/ho-so/{id}/ban-dang/xac-nhan", {SEEN: 3, "answer-0": "giu"}).status == 303
    assert len(content_files(inbox)) == 1


def test_where_routing_is_approved_only_an_approver_is_offered_it_and_tags_and_letters_are_asked_for(
    tmp_path: Path,
) -> None:
    board = {"can-bo": "standing_unit", "chanh-van-phong": "chief_of_office", "truong-ban": "chief_editor"}
    inbox = Inbox(desk_of(tmp_path / "lc", "lc", board))
    id = inbox.send(loai="kien_nghi")
    tag = "thực thi công vụ của cán bộ, công chức"
    with web_desk(inbox, "can-bo") as desk:
        desk.enter()
        assert tag in desk.get(f"/ho-so/{id}").body
        fields = {"class_": "simple", "unit": "Sở A", "tags": [tag], "sensitive": "co", SEEN: 1}
        assert desk.post(f"/ho-so/{id}/classified", fields).status == 303
        assert inbox.house().store.events(id)[-1].facts["tags"] == [tag]
        assert "routing_approved" not in desk.get(f"/ho-so/{id}").body
        assert desk.post(f"/ho-so/{id}/routing_approved", {SEEN: 2}).status == 422
        forward = {"unit": "Sở A", "letter_no": "1/VP", "reply_by": "27/11/2026"}
        assert desk.post(f"/ho-so/{id}/forwarded", forward | {SEEN: 2}).status == 422, "not approved yet"
        with web_desk(inbox, "chanh-van-phong") as chief:
            chief.enter()
            assert "nhạy cảm" in chief.get("/?loc=nhay-cam").body
            assert chief.post(f"/ho-so/{id}/routing_approved", {SEEN: 2}).status == 303
        assert desk.post(f"/ho-so/{id}/forwarded", forward | {"letter_no": "", SEEN: 3}).status == 422
        assert desk.post(f"/ho-so/{id}/forwarded", forward | {"reply_by": f"1/1/{'9' * 20}", SEEN: 3}).status == 422
        assert desk.post(f"/ho-so/{id}/forwarded", forward | {SEEN: 3}).status == 303
        assert "1/VP" in desk.get(f"/ho-so/{id}/phieu-chuyen").body
