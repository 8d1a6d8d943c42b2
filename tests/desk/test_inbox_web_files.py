"""The inbox as a web page: letters, attachments, tables, erasures and mails."""

from __future__ import annotations

import re
from dataclasses import replace

from desk.inbox_web.forms import SEEN
from editorial.settings import MailSettings
from endpoint.attachments import Attachment
from endpoint.receiving import Message, receive
from inquiries.filling import fill
from inquiries.states import ACTS
from tests.desk.inbox_fixture import VALUES, Inbox
from tests.desk.inbox_web_fixture import WebDesk, web_desk
from tests.inquiries.mail_server import Mailbox, running

TEXT = "Trả lời câu hỏi của ông/bà như sau."


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
