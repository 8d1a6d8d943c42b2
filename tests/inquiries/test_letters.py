"""The forwarding letter: what the unit needs for an answer, and not who asked."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from editorial.dates import VIETNAM
from inquiries.events import SENDER, Event
from inquiries.form import load_form
from inquiries.letters import BLANK, ForwardingLetter, forwarding_letter
from inquiries.states import Inquiry, fold
from tests.organisation import profile_named

ROOT = Path(__file__).resolve().parent.parent.parent
VALUES = {
    "tieu_de": "Bộ phận một cửa nghỉ sớm",
    "noi_dung": "Chiều thứ Sáu tôi đến lúc 16 giờ thì đã đóng cửa.",
    "ho_ten": "Trần Văn Bảy",
    "dien_thoai": "0912345678",
    "email": "bay@example.vn",
    "dia_chi": "5 đường Số 1",
}


def received() -> Inquiry:
    facts = {
        "kind": "kien_nghi", "area": "khac", "contact": "phone", "consent": "tb-1", "may_publish": True, "form": "tb-1",
        "due_clause": "LC-9.1", "flags": [], "files": [],
    }  # fmt: skip
    at = datetime(2026, 11, 20, 9, 0, tzinfo=VIETNAM)
    return fold([Event("a" * 32, 1, "received", at, SENDER, facts)])


def written(letter_no: str = "12/VP-TH", reply_by: date | None = date(2026, 11, 24)) -> ForwardingLetter:
    profile = profile_named("lc")
    form = load_form(profile)
    return forwarding_letter(received(), VALUES, form, profile, "Sở Nội vụ", letter_no, reply_by)


def test_the_letter_has_addressee_number_text_and_reply_day() -> None:
    """LC-8.3/2."""
    letter = written()
    assert (letter.addressee, letter.number, letter.title, letter.text) == (
        "Sở Nội vụ", "12/VP-TH", VALUES["tieu_de"], VALUES["noi_dung"],
    )  # fmt: skip
    assert (
        "24/11/2026" in letter.request and "20/11/2026" in letter.opening and "khoản 3 Điều 8 Quy chế" in letter.opening
    )


def test_the_letter_does_not_say_who_asked() -> None:
    letter = written()
    told = " ".join(str(value) for value in vars(letter).values())
    assert [VALUES[name] for name in ("ho_ten", "dien_thoai", "email", "dia_chi") if VALUES[name] in told] == []


def test_what_is_not_known_yet_is_left_blank_for_the_pen() -> None:
    letter = written("", None)
    assert letter.number == BLANK and BLANK in letter.request
