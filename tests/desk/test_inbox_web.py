"""The inbox as a web page: who gets in, what a foreign page can do, and a whole round in a real browser."""

from __future__ import annotations

import errno
import http.client
import os
import re
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from desk.inbox_web.door import IDLE_SECONDS, TOKEN_BYTES, Door
from desk.inbox_web.forms import FORMS, SEEN
from desk.inbox_web.guard import FORM_KEY
from desk.inquiries import acts
from editorial.settings import MailSettings
from endpoint.attachments import Attachment
from endpoint.receiving import Message, receive
from inquiries.filling import fill
from inquiries.states import ACTS, TRANSITIONS
from tests.desk.inbox_fixture import VALUES, Inbox
from tests.desk.inbox_web_fixture import WebDesk, web_desk
from tests.desk.office_fixture import desk_of
from tests.house import House
from tests.inquiries.mail_server import Mailbox, running

TEXT = "Trả lời câu hỏi của ông/bà như sau."


@pytest.fixture
def web(inbox: Inbox) -> Iterator[WebDesk]:
    """The web page of the reform office's clerk, its link not used yet."""
    with web_desk(inbox) as desk:
        yield desk


@pytest.fixture
def known(web: WebDesk) -> WebDesk:
    """The same with an open session."""
    assert web.enter().status == 303
    return web


def events(inbox: Inbox, id: str) -> list[str]:
    return [event.act for event in inbox.house().store.events(id)]


# --- the door -------------------------------------------------------------------------------------


def test_the_link_holds_128_random_bits_and_no_other_lets_in(web: WebDesk) -> None:
    assert TOKEN_BYTES * 8 == 128
    assert Door(lambda: 0.0).token != Door(lambda: 0.0).token
    for token in ("", "x", web.door.token[:-1], web.door.token + "x", web.door.token.swapcase(), "%00", "é"):
        answer = web.ask("GET", f"/mo/{quote(token)}")
        assert answer.status in (403, 404)
        assert "Set-Cookie" not in answer.headers
    assert web.enter().status == 303


def test_the_link_works_once(web: WebDesk) -> None:
    first = web.enter()
    assert (first.status, first.headers["Location"]) == (303, "/")
    again = web.ask("GET", f"/mo/{web.door.token}")
    assert again.status == 403
    assert "Set-Cookie" not in again.headers
    assert "make inbox" in again.body
    assert web.get("/").status == 200, "whoever came first stays in"


def test_the_session_cookie_is_for_this_host_and_out_of_reach(web: WebDesk) -> None:
    cookie = web.enter().headers["Set-Cookie"]
    parts = {part.strip().lower() for part in cookie.split(";")[1:]}
    assert parts == {"httponly", "samesite=strict", "path=/"}
    assert web.door.token not in cookie
    assert cookie.startswith(f"hop-thu-{web.place.port}=")


@pytest.mark.parametrize("path", ["/", "/tim?ma=123456", "/thu", f"/ho-so/{'0' * 32}", "/khong-co", "/xuat/csv"])
def test_nobody_sees_anything_without_the_session(web: WebDesk, inbox: Inbox, path: str) -> None:
    inbox.send()
    for cookie in ("", f"hop-thu-{web.place.port}=", f"hop-thu-{web.place.port}=x", "hop-thu-1=x"):
        answer = web.ask("GET", path, {"Cookie": cookie})
        assert answer.status == 403
        assert inbox.desk.organisation.office().roster.organisation not in answer.body


def test_an_idle_session_ends_and_what_is_sent_late_is_kept_on_the_page_only(known: WebDesk, inbox: Inbox) -> None:
    id = inbox.send()
    known.seconds[0] += IDLE_SECONDS - 1
    assert known.get("/").status == 200
    known.seconds[0] += IDLE_SECONDS + 1
    late = known.post(
        f"/ho-so/{id}/answered", {"text": "Một giờ gõ <b>chữ</b> không được mất", "general_concern": "co", SEEN: 1}
    )
    assert late.status == 403
    assert "Một giờ gõ &lt;b&gt;chữ&lt;/b&gt;" in late.body
    assert "CHƯA được ghi" in late.body
    assert events(inbox, id) == ["received"]
    known.seconds[0] = 0
    assert known.get("/").status == 403, "over is over, whatever the clock says"


def test_closing_ends_the_session_and_forgets_the_key(known: WebDesk) -> None:
    assert known.post("/dong", {}).status == 200
    assert known.get("/").status == 403
    known.counter.leave()
    assert known.counter.clerk.identity is None


# --- foreign pages --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "host",
    ["evil.example", "localhost:{port}", "127.0.0.1", "127.0.0.1:1", "127.0.0.1:{port}.evil.example", "[::1]:{port}"],
)
def test_a_name_that_was_pointed_at_this_machine_reads_nothing(known: WebDesk, host: str) -> None:
    name = host.format(port=known.place.port)
    assert known.get("/", Host=name).status == 403
    assert known.ask("GET", f"/mo/{known.door.token}", {"Host": name}).status == 403


@pytest.mark.parametrize(
    "changed",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "http://localhost"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Host": "evil.example"},
        {"Cookie": ""},
    ],
    ids=str,
)
def test_a_form_of_a_foreign_page_does_nothing(known: WebDesk, inbox: Inbox, changed: dict[str, str]) -> None:
    id = inbox.send()
    answer = known.post(f"/ho-so/{id}/spam", {"reason": "advert", SEEN: 1}, changed)
    assert answer.status == 403
    assert events(inbox, id) == ["received"]


@pytest.mark.parametrize("key", ["", "x", "é"])
def test_a_form_without_the_session_s_key_does_nothing(known: WebDesk, inbox: Inbox, key: str) -> None:
    id = inbox.send()
    for fields in ({FORM_KEY: key}, {FORM_KEY: [key, known.door.form_key]}):
        assert known.post(f"/ho-so/{id}/spam", {"reason": "advert", SEEN: 1} | fields).status == 403
    assert events(inbox, id) == ["received"]


def test_a_link_from_a_foreign_page_opens_nothing(known: WebDesk) -> None:
    assert known.get("/", **{"Sec-Fetch-Site": "cross-site"}).status == 403
    assert known.get("/", **{"Sec-Fetch-Site": "none"}).status == 200


def test_no_act_is_done_by_following_a_link(known: WebDesk, inbox: Inbox) -> None:
    id = inbox.send()
    for act in TRANSITIONS:
        assert known.get(f"/ho-so/{id}/{act}?reason=advert&{FORM_KEY}={known.door.form_key}&{SEEN}=1").status in (
            404,
            405,
        )
    assert known.get("/dong").status == 405
    assert events(inbox, id) == ["received"]


@pytest.mark.parametrize(
    "path",
    [
        "/ho-so/../secret", "/ho-so/..%2f..%2fsecret", "/ho-so/%2e%2e", "//ho-so/x", "/templates/base.html",
        "/ho-so/" + "0" * 32 + "/tep/../../secret", "/ho-so/" + "0" * 32 + "/tep/" + "..%2F" * 4 + "secret",
        "/desk.css/../app.py", "/static/desk.css",
        "/ho-so/" + "A" * 32, "/ho-so/" + "0" * 5000, "/ho-so/%00", "/ho-so/%ff", "/ho-so/{{7*7}}", "/mo/../",
        "/ho-so/" + "0" * 32 + "/phieu-chuyen", "/ho-so/" + "0" * 32 + "/ban-dang",
    ],
)  # fmt: skip
def test_tricks_with_paths_find_nothing(known: WebDesk, path: str) -> None:
    answer = known.get(path)
    assert answer.status in (400, 404, 405)
    assert "Traceback" not in answer.body


def test_acts_that_do_not_exist_or_are_not_staff_s_are_not_found(known: WebDesk, inbox: Inbox) -> None:
    id = inbox.send()
    for act in ("received", "supplemented", "recomputed", "draft_confirmed", "__class__", "x" * 300):
        assert known.post(f"/ho-so/{id}/{act}", {SEEN: 1}).status == 404
    assert events(inbox, id) == ["received"]


def test_a_form_that_is_too_large_is_refused_and_the_page_goes_on(known: WebDesk, inbox: Inbox) -> None:
    id = inbox.send()
    assert known.post(f"/ho-so/{id}/asked", {"text": "a" * 400_000, SEEN: 1}).status == 413
    assert known.get("/").status == 200
    assert events(inbox, id) == ["received"]


def test_only_this_machine_is_listened_to(web: WebDesk) -> None:
    others = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)} - {"127.0.0.1"}
    for address in others:
        if address.startswith("127."):
            continue
        with socket.socket() as line:
            line.settimeout(1)
            assert line.connect_ex((address, web.place.port)) != 0


def test_every_answer_says_that_it_is_private_and_runs_no_script(known: WebDesk, inbox: Inbox) -> None:
    id = inbox.send()
    for path in ("/", f"/ho-so/{id}", "/thu", "/khong-co", "/desk.css", f"/mo/{known.door.token}"):
        headers = known.get(path).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "script-src" not in policy
        assert "unsafe" not in policy
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "Access-Control-Allow-Origin" not in headers


def test_what_a_sender_wrote_is_text_and_nothing_else(known: WebDesk, inbox: Inbox) -> None:
    nasty = "<script>alert(1)</script>{{7*7}}\"'><img src=x onerror=alert(1)>"
    id = inbox.send(tieu_de=nasty, noi_dung=nasty, ho_ten=nasty, dia_chi=nasty)
    body = known.get(f"/ho-so/{id}").body
    assert "<script" not in body
    assert "<img" not in body
    assert "&lt;script&gt;alert(1)" in body
    assert "{{7*7}}" in body


# --- the work -------------------------------------------------------------------------------------


def test_every_act_of_staff_has_a_form_or_a_page_of_its_own() -> None:
    by_staff = {act for act, transition in TRANSITIONS.items() if "staff" in transition.by}
    assert by_staff - {form.act for form in FORMS} == {"draft_proposed", "draft_confirmed"}
    assert {form.act for form in FORMS} <= set(ACTS)


def test_only_what_the_state_takes_now_is_offered(known: WebDesk, inbox: Inbox) -> None:
    id = inbox.send()
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
    acts.classify(inbox.house(), inbox.clerk("van-thu"), id, inbox.now, class_="simple", unit="Phòng A")
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
    assert 'role="alert"' in answer.body
    assert events(inbox, id) == ["received"]


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
    organisation.now = now
    fresh, kept = inbox.send(), inbox.send(flags=("links",))

    def shown(query: str) -> list[str]:
        return re.findall(r'href="/ho-so/([0-9a-f]{32})"', known.get(f"/{query}").body)

    assert shown("")[0] == late
    assert set(shown("")) == {late, fresh, kept}
    assert shown("?loc=qua-han") == [late]
    assert shown("?loc=xem-lai") == [kept]
    assert shown("?trang-thai=answered") == []
    assert "quá " in known.get("/").body
    for query in ("?loc=<x>", "?trang=-1", "?trang=" + "9" * 400, "?trang=x", "?linh-vuc=%ff", "?trang=%C2%B2"):
        assert known.get(f"/{query}").status == 200


def test_an_inquiry_is_found_by_the_first_digits_of_its_id(known: WebDesk, inbox: Inbox) -> None:
    id = inbox.send()
    found = known.get(f"/tim?ma={id[:8]}")
    assert (found.status, found.headers["Location"]) == (303, f"/ho-so/{id}")
    for wrong in ("", "abc", "zzzzzz", "../../..", "%00%00%00%00%00%00"):
        assert known.get(f"/tim?ma={wrong}").status == 404


def content_files(inbox: Inbox) -> list[Path]:
    return sorted(inbox.desk.settings.content.rglob("*.md"))


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
    assert "0912" not in own
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
    assert not any(trace in written for trace in ("0912", "Cẩm", "Tú", id[:8]))


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
        assert desk.post(f"/ho-so/{id}/forwarded", forward | {SEEN: 3}).status == 303
        assert "1/VP" in desk.get(f"/ho-so/{id}/phieu-chuyen").body


# --- letters, files, tables, mails ------------------------------------------------------------------


def test_the_forwarding_letter_prints_without_the_sender_s_name_and_address(known: WebDesk, inbox: Inbox) -> None:
    id = inbox.send(noi_dung="Xin hỏi thời hạn cấp bản sao.")
    assert known.get(f"/ho-so/{id}/phieu-chuyen").status == 404, "to nobody yet"
    known.post(f"/ho-so/{id}/classified", {"class_": "simple", "unit": "Phòng <Một>", SEEN: 1})
    letter = known.get(f"/ho-so/{id}/phieu-chuyen")
    assert letter.status == 200
    assert "Phòng &lt;Một&gt;" in letter.body
    assert "Xin hỏi thời hạn" in letter.body
    assert not any(trace in letter.body for trace in ("Cẩm Tú", "camtu", "Hòa Bình"))
    assert "script-src" not in letter.headers["Content-Security-Policy"]


def test_an_attachment_is_opened_for_who_has_the_key_and_never_shown_in_the_page(known: WebDesk, inbox: Inbox) -> None:
    house = inbox.house()
    content = b"%PDF-1.4\n<script>alert(1)</script>\n"
    file = Attachment("đơn <b>của tôi</b>.pdf", "application/pdf", content)
    receive(house, Message(fill(house.form, VALUES), (file,)), inbox.now)
    [id] = house.store.ids()
    body = known.get(f"/ho-so/{id}").body
    assert "đơn &lt;b&gt;của tôi&lt;/b&gt;.pdf" in body
    [link] = re.findall(rf'href="(/ho-so/{id}/tep/[0-9a-f]{{64}})"', body)
    opened = known.get(link)
    assert opened.body.encode() == content
    assert opened.headers["Content-Type"] == "application/octet-stream"
    assert opened.headers["Content-Disposition"].startswith("attachment;")
    assert known.get(link[:-1] + ("0" if link[-1] != "0" else "1")).status == 404
    other = inbox.send()
    assert known.get(link.replace(id, other)).status == 404
    known.counter.leave()
    assert known.get(link).status == 404


def test_a_table_is_taken_out_with_its_reason_on_record_and_personal_data_only_with_one(
    known: WebDesk, inbox: Inbox
) -> None:
    inbox.send(ho_ten="=1+1")
    plain = known.post("/xuat", {"dang": "csv"})
    assert plain.status == 200
    assert plain.headers["Content-Disposition"].startswith("attachment")
    assert "1+1" not in plain.body
    assert known.post("/xuat", {"dang": "csv", "ca-nhan": "co", "ly-do": " "}).status == 422
    full = known.post("/xuat", {"dang": "csv", "ca-nhan": "co", "ly-do": "Báo cáo quý"})
    assert '"\'=1+1"' in full.body
    [log] = (inbox.desk.settings.inquiries / "log").glob("*.jsonl")
    assert "Báo cáo quý" in log.read_text(encoding="utf-8")
    assert known.get("/xuat").status == 405


def test_erasing_is_offered_only_when_it_is_due_and_needs_a_yes(known: WebDesk, inbox: Inbox) -> None:
    id = inbox.send()
    assert f"/ho-so/{id}/erased" not in known.get(f"/ho-so/{id}").body
    assert known.post(f"/ho-so/{id}/erased", {"sure": "co", SEEN: 1}).status == 422
    inbox.ask_right(id, "erase", "2026-11-24")
    assert f"/ho-so/{id}/erased" in known.get(f"/ho-so/{id}").body
    assert known.post(f"/ho-so/{id}/erased", {SEEN: 2}).status == 422
    assert known.post(f"/ho-so/{id}/erased", {"sure": "co", SEEN: 2}).status == 303
    after = known.get(f"/ho-so/{id}").body
    assert "Cẩm Tú" not in after
    assert ACTS["erased"] in after


def test_the_mails_that_wait_are_listed_without_an_address_and_sent_by_a_button(inbox: Inbox) -> None:
    mailbox = Mailbox()
    with running(mailbox) as server:
        mail = MailSettings("127.0.0.1", str(server.port), "hoidap@coquan.example.vn", "", "", "no")
        settings = replace(inbox.desk.settings, mail=mail)
        mailing = Inbox(replace(inbox.desk, organisation=replace(inbox.desk.organisation, settings=settings)))
        id = mailing.send()
        with web_desk(mailing) as desk:
            desk.enter()
            desk.post(f"/ho-so/{id}/answered", {"text": TEXT, "general_concern": "khong", SEEN: 1})
            page = desk.get("/thu").body
            assert id[:8] in page
            assert "camtu" not in page
            mailbox.answer_rcpt = "550 no"
            assert "máy chủ thư từ chối, mã 550" in desk.post("/thu/gui", {}).body
            mailbox.answer_rcpt = "250 OK"
            assert "Đã gửi 1 thư" in desk.post("/thu/gui-lai", {}).body
            assert desk.post("/thu/xoa", {}).status == 404
    assert [one.rcpt_tos for one in mailbox.taken] == [["camtu.test@example.vn"]]
    [message] = mailbox.messages()
    text = message.get_content()
    assert not any(trace in text for trace in (TEXT, "Cẩm Tú", mailing.codes[id], id))


# --- in a real browser ----------------------------------------------------------------------------


@contextmanager
def browsing(chromium: Any, desk: WebDesk, **how: Any) -> Iterator[Any]:
    """Open the link in a browser of its own, without JavaScript; what it complains about fails the test."""
    context = chromium.new_context(base_url=desk.place.origin, locale="vi-VN", java_script_enabled=False, **how)
    page = context.new_page()
    page.set_default_timeout(15_000)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(desk.link)
    yield page
    context.close()
    assert complaints == []


def test_a_whole_round_from_the_form_to_the_draft_by_two_people(chromium: Any, inbox: Inbox) -> None:
    id = inbox.send(noi_dung="Tôi là Lê Thị Cẩm Tú. Xin hỏi thời hạn cấp bản sao văn bản?")
    with web_desk(inbox) as desk, browsing(chromium, desk) as page:
        page.click(f"text={id[:8]}")
        assert page.text_content("h1") == "Thời hạn cấp bản sao văn bản"
        page.check("text=Đơn giản")
        page.fill("#classified-unit", "Phòng Cải cách hành chính")
        page.click("text=Ghi phân loại")
        assert "Đã ghi: phân loại" in page.text_content("[role=status]")
        page.click("summary:has-text('Chuyển đơn vị giải quyết')")
        page.fill("#forwarded-letter_no", "12/SNV-CCHC")
        page.fill("#forwarded-reply_by", "27/11/2026")
        page.click("text=Ghi việc chuyển")
        page.click("text=In phiếu chuyển")
        page.emulate_media(media="print")
        assert "12/SNV-CCHC" in page.text_content("body")
        page.emulate_media(media="screen")
        page.go_back()
        page.click("summary:has-text('Trả lời')")
        page.fill("#answered-text", "Thời hạn là 02 ngày làm việc. Bà Cẩm Tú gọi 0912 345 678 nếu cần.")
        page.check("input[name=general_concern][value=co]")
        page.click("text=Gửi câu trả lời")
        assert page.text_content(".d-state").strip() == "đã trả lời"
        page.click("text=Soạn bản đăng lên trang")
        page.click("text=Xem chỗ cần che")
        assert "0912 345 678" in page.locator("mark").all_text_contents()
        for mask in page.locator("section fieldset").all():
            mask.locator("text=Che:").click()
        page.click("text=Đưa người khác xác nhận")
        assert "đề xuất bản đăng" in page.text_content("[role=status]")
        page.click("text=Xem bản đăng đang chờ xác nhận")
        assert page.locator("text=Xác nhận và tạo tệp bài").count() == 0
    assert content_files(inbox) == []
    with web_desk(inbox, "truong-ban") as desk, browsing(chromium, desk) as page:
        page.click("text=Chờ đăng")
        page.click(f"text={id[:8]}")
        page.click("text=Xem bản đăng đang chờ xác nhận")
        page.click("text=Xác nhận và tạo tệp bài")
        assert "xác nhận bản đăng" in page.text_content("[role=status]")
    [file] = content_files(inbox)
    written = file.read_text(encoding="utf-8")
    assert "Thời hạn là 02 ngày làm việc." in written
    assert not any(trace in written for trace in ("0912", "Cẩm", "Tú", id[:8]))
    assert events(inbox, id) == ["received", "classified", "forwarded", "answered", "draft_proposed", "draft_confirmed"]


def test_the_keyboard_alone_classifies(chromium: Any, inbox: Inbox) -> None:
    id = inbox.send()
    with web_desk(inbox) as desk, browsing(chromium, desk) as page:
        press = page.keyboard.press

        def tab_to(wanted: str) -> None:
            for _ in range(60):
                press("Tab")
                if page.locator(f"{wanted}:focus").count():
                    return
            raise AssertionError(f"the keyboard does not reach {wanted}")

        tab_to(f"a[href='/ho-so/{id}']")
        press("Enter")
        page.wait_for_url(f"**/{id}")
        tab_to("input[name=class_]")
        press("Space")
        tab_to("#classified-unit")
        page.keyboard.type("Phòng Một")
        press("Enter")
        page.wait_for_url("**xong=classified")
    assert events(inbox, id) == ["received", "classified"]


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_no_page_is_wider_than_the_screen(chromium: Any, inbox: Inbox, width: int) -> None:
    id = inbox.send(noi_dung="a" * 2000, tieu_de="Tiêu đề " + "dài" * 60)
    acts.answer(inbox.house(), inbox.clerk(), id, inbox.now, text="b" * 500, general_concern=True, unit="Đơn vị" * 30)
    with web_desk(inbox) as desk:
        context = chromium.new_context(base_url=desk.place.origin, viewport={"width": width, "height": 800})
        page = context.new_page()
        page.goto(desk.link)
        for path in ("/", f"/ho-so/{id}", f"/ho-so/{id}/ban-dang", "/thu"):
            page.goto(path)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
            heights = "fields => fields.map(field => field.offsetHeight).filter(Boolean)"
            fields = page.locator("button, select, input[type=text]").evaluate_all(heights)
            assert min(fields, default=44) >= 44, path
        context.close()


def test_a_second_browser_with_the_same_link_is_kept_out(chromium: Any, inbox: Inbox) -> None:
    with web_desk(inbox) as desk, browsing(chromium, desk):
        other = chromium.new_context(base_url=desk.place.origin).new_page()
        assert other.goto(desk.link).status == 403
        assert other.goto("/").status == 403
        other.context.close()


def test_the_command_prints_a_link_that_works_and_ends_cleanly(inbox: Inbox) -> None:
    house = House(inbox.desk.organisation)
    inbox.send()
    process = house.start("inbox", "web", "--as", "phong-cchc", environment=inquiries_of(inbox))
    assert process.stdout is not None
    try:
        printed = ""
        while "http://" not in printed:
            line = process.stdout.readline()
            assert line, printed
            printed += line
        found = re.search(r"http://127\.0\.0\.1:(\d+)(/mo/[\w-]{22})\s", printed)
        assert found, printed
        line = http.client.HTTPConnection("127.0.0.1", int(found[1]), timeout=20)
        line.request("GET", found[2])
        assert line.getresponse().status == 303
        line.close()
        process.send_signal(signal.SIGINT)
        rest, _ = process.communicate(timeout=20)
    finally:
        process.kill()
    assert process.returncode == 0
    assert "Đã đóng hộp thư" in rest
    assert "Traceback" not in rest


def inquiries_of(inbox: Inbox) -> dict[str, str]:
    return {"INQUIRIES": str(inbox.desk.settings.inquiries), "PYTHONUNBUFFERED": "1"}
