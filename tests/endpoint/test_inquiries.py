"""What somebody gets who sends a question, and what lies in the store afterwards."""

from __future__ import annotations

import errno
import re
from io import BytesIO

import pytest

from editorial.unbroken import without
from inquiries.codes import read_code
from inquiries.house import House
from inquiries.store import StoreFailed
from tests.endpoint.sender import OWN, QUESTION, SEND, Sender, code_on, typed_on


@pytest.fixture
def sender(inquiry_house: House) -> Sender:
    """Somebody before an empty house."""
    return Sender(inquiry_house)


def test_a_question_gets_a_code_a_date_and_its_clause(sender: Sender):
    answer = sender.send()
    assert answer.status_code == 201
    assert read_code(code_on(answer))
    assert "14/12/2026" in answer.text and "15 ngày làm việc" in answer.text
    assert "điểm d khoản 1 Điều 10 của Quy chế kèm theo Quyết định số 01/2020/QĐ-UBND" in without(answer.text)
    assert (answer.headers["Cache-Control"], answer.headers["X-Robots-Tag"]) == ("no-store", "noindex")


def test_what_is_stored_is_what_was_sent_and_only_the_key_opens_it(sender: Sender):
    code = sender.code()
    [event] = sender.events(code)
    opened = sender.opened(event)
    assert opened["values"]["noi_dung"] == QUESTION["noi_dung"]
    assert opened["values"]["dien_thoai"] == "0912345678"
    assert opened["code"] == read_code(code)
    assert event.facts["due_on"] == "2026-12-14" and event.facts["contact"] == "phone"
    folder = sender.house.store.folder
    stored = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.parent.name != "keys")
    for typed in ("Kiều", "0912345678", "912 345", "hồ sơ qua mạng", code, read_code(code) or ""):
        assert typed.encode() not in stored
    assert not list(sender.house.store.verify())


def test_a_fault_is_told_and_everything_typed_is_kept(sender: Sender):
    answer = sender.send(dien_thoai="12", noi_dung='<b>Nội</b> dung & "ngoặc" đủ dài.', dong_y="")
    assert answer.status_code == 422
    kept = typed_on(answer)
    assert kept["noi_dung"] == '<b>Nội</b> dung & "ngoặc" đủ dài.' and kept["dien_thoai"] == "12"
    assert kept["tieu_de"] == QUESTION["tieu_de"] and kept["ho_ten"] == QUESTION["ho_ten"]
    assert "<b>Nội" not in answer.text
    assert 'href="#cc_dien_thoai"' in answer.text and 'href="#cc_dong_y"' in answer.text
    assert not re.search(r'name="dong_y"[^>]* checked', answer.text)
    assert sender.house.store.ids() == []


def test_the_same_message_twice_is_one_inquiry_with_one_code(sender: Sender):
    assert sender.code() == sender.code(dien_thoai="0912345678")
    assert len(sender.house.store.ids()) == 1
    assert sender.code() != sender.code(noi_dung="Một câu hỏi khác hẳn, cũng đủ dài.")


def test_the_same_words_of_another_person_are_another_inquiry(sender: Sender):
    codes = {code_on(sender.send(at=address)) for address in ("203.0.113.7", "203.0.113.8", "2001:db8::1")}
    assert len(codes) == 3


def test_the_same_message_after_ten_minutes_is_a_new_one(inquiry_house: House):
    seconds = iter((0.0, 0.0, 599.0, 599.0, 601.0, 601.0))
    sender = Sender(inquiry_house, seconds=lambda: next(seconds))
    first, second, third = (sender.code() for _ in range(3))
    assert first == second != third


@pytest.mark.parametrize(
    "changed", [{"website": "http://x.example"}, {"noi_dung": "Tài liệu đóng dấu TUYỆT MẬT gửi kèm đây ạ."}]
)
def test_a_robot_and_a_hit_of_the_filter_are_kept_apart_and_told_nothing(sender: Sender, changed: dict[str, str]):
    honest, flagged = sender.send(), sender.send(**changed)
    assert flagged.status_code == 201
    assert sender.inquiry(code_on(flagged)).state == "quarantined"
    assert sender.inquiry(code_on(honest)).state == "new"
    assert flagged.text.replace(code_on(flagged), "") == honest.text.replace(code_on(honest), "")


def test_a_ninth_message_must_wait_and_is_given_back(sender: Sender):
    for number in range(8):
        sender.code(tieu_de=f"Câu hỏi số {number}")
    answer = sender.send(tieu_de="Câu hỏi số 9")
    assert answer.status_code == 429
    assert 590 <= int(answer.headers["Retry-After"]) <= 600
    assert "10 phút" in answer.text and typed_on(answer)["tieu_de"] == "Câu hỏi số 9"
    assert len(sender.house.store.ids()) == 8
    assert sender.send(at="198.51.100.1").status_code == 201


def test_whoever_mistypes_twenty_times_can_still_send(sender: Sender):
    for _ in range(20):
        assert sender.send(dien_thoai="12").status_code == 422
    assert sender.send().status_code == 201


def test_a_form_on_another_site_is_refused_and_shows_nothing_of_what_it_sent(sender: Sender):
    for headers in (
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://ke-xau.example"},
        {"Origin": "null"},
    ):
        answer = sender.send({"Host": OWN["Host"], **headers})
        assert answer.status_code == 403
        assert QUESTION["noi_dung"] not in answer.text
    assert sender.house.store.ids() == []


def test_whoever_says_nothing_of_where_the_form_stood_is_taken_but_sooner_full(sender: Sender):
    answers = [sender.send({"Host": "cchc.example.vn"}, tieu_de=f"Câu hỏi số {n}").status_code for n in range(5)]
    assert answers == [201, 201, 201, 429, 429]


@pytest.mark.parametrize("media_type", ["application/json", "text/plain", "application/xml", ""])
def test_only_forms_are_read(sender: Sender, media_type: str):
    answer = sender.post(SEND, b'{"loai": "hoi_dap"}', content_type=media_type)
    assert answer.status_code == 415
    assert 'action="/gui-cau-hoi/gui"' in answer.text


def test_a_form_of_both_encodings_is_read(sender: Sender):
    assert sender.post(SEND, QUESTION, content_type="multipart/form-data").status_code == 201
    assert len(sender.house.store.ids()) == 1


def test_what_is_too_large_is_told_as_a_page(sender: Sender):
    answer = sender.send(noi_dung="a" * 300_000)
    assert answer.status_code == 413
    assert "quá lớn" in answer.text


def test_forty_parts_are_enough(sender: Sender):
    many = {f"o{number}": "x" for number in range(60)}
    assert sender.post(SEND, QUESTION | many, content_type="multipart/form-data").status_code == 413


def test_a_disk_that_fails_gives_everything_back_and_names_the_office(
    sender: Sender, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    def full(*_: object) -> None:
        raise StoreFailed(OSError(errno.ENOSPC, "No space left on device"))

    with monkeypatch.context() as failing:
        failing.setattr(sender.house.store, "receive", full)
        answer = sender.send()
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    contact = sender.house.profile.site.contact
    assert contact and contact.email in answer.text and contact.unit in answer.text
    assert typed_on(answer)["noi_dung"] == QUESTION["noi_dung"]
    assert not any(typed in caplog.text for typed in ("Kiều", "912 345", "912345"))
    assert sender.send().status_code == 201


def test_files_are_passed_over_where_none_are_asked_for(sender: Sender):
    answer = sender.post(SEND, QUESTION | {"tep": (BytesIO(b"%PDF-1.7"), "a.pdf")}, content_type="multipart/form-data")
    assert answer.status_code == 201
    assert sender.opened(sender.events(code_on(answer))[0])["files"] == []


def test_without_the_calendar_of_next_year_a_message_is_taken_without_a_date(inquiry_house: House):
    clock = inquiry_house.store.now
    clock.later(days=30)  # type: ignore[attr-defined]  # 15 working days from here end in 2027
    inquiry_house.calendar.years.pop(2027, None)  # type: ignore[attr-defined]
    sender = Sender(inquiry_house)
    answer = sender.send()
    assert answer.status_code == 201
    assert "Chưa tính được hạn trả lời" in answer.text
    assert "due_on" not in sender.events(code_on(answer))[0].facts


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH"])
def test_only_post_sends(sender: Sender, method: str):
    answer = sender.browser.open(SEND, method=method)
    assert (answer.status_code, answer.headers["Allow"]) == (405, "OPTIONS, POST")
