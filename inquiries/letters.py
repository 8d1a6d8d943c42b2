"""Words of the letter by which an inquiry is forwarded in writing (LC-8.3): to whom, what was asked, by when.

The unit gets what it needs for an answer: title and text. Who wrote it, and how to reach her, stay with the office that
took it in, through which the answer goes back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from editorial.dates import local_day
from editorial.profile import Profile
from inquiries.form import Form, clause_words
from inquiries.states import Inquiry

BLANK = "……………"


@dataclass(frozen=True)
class ForwardingLetter:
    """One letter, ready to be laid out. number: BLANK while it is not given"""

    sender: str
    addressee: str
    number: str
    subject: str
    opening: str
    title: str
    text: str
    request: str
    privacy: str
    copies: tuple[str, ...]


def forwarding_letter(
    inquiry: Inquiry,
    values: Mapping[str, str],
    form: Form,
    profile: Profile,
    unit: str,
    letter_no: str = "",
    reply_by: date | None = None,
) -> ForwardingLetter:
    """Return the letter to the unit. values: of the form, opened"""
    routing = profile.inquiry_rules.routing
    kind = form.label("loai", inquiry.kind).lower()
    received = f"{local_day(inquiry.received_at):%d/%m/%Y}"
    basis = f" theo {clause_words(routing.clause, profile)}" if routing else ""
    until = f"{reply_by:%d/%m/%Y}" if reply_by else BLANK
    return ForwardingLetter(
        sender=form.controller,
        addressee=unit,
        number=letter_no or BLANK,
        subject=f"V/v chuyển {kind} của công dân, tổ chức",
        opening=f"Ngày {received}, {form.controller} nhận được {kind} gửi qua {profile.site.name}. "
        f"Sau khi phân loại{basis}, {form.controller} chuyển đến {unit} để giải quyết theo thẩm quyền, với nội dung:",
        title=values.get("tieu_de", ""),
        text=values.get("noi_dung", ""),
        request=f"Đề nghị {unit} giải quyết và gửi câu trả lời về {form.controller} chậm nhất ngày {until} để trả lời "
        "người gửi và đăng tải theo quy định.",
        privacy="Nội dung trên có thể chứa dữ liệu cá nhân: chỉ dùng để giải quyết việc này, không phổ biến. Họ tên và "
        f"cách liên hệ của người gửi do {form.controller} giữ; cần hỏi thêm thì hỏi qua {form.controller}.",
        copies=("Như trên", "Lưu: VT"),
    )
