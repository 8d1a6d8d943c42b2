"""Words of the mails to a sender: what happened, and where to see it with the code.

A mail holds nothing personal beyond the address it goes to: no name, no word of the inquiry, no answer, no code.
Whoever else reads the mailbox learns that something was sent to the office, and no more; all else stands behind the
code, which only the sender has.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from types import MappingProxyType

TRACKING = "/tra-cuu/"

_ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}"
)
_LONGEST, _LONGEST_NAME = 254, 64


@dataclass(frozen=True)
class Words:
    """Subject and news of a mail; both know {office} and {day}. dated: the news with a day, when there is one"""

    subject: str
    news: str
    dated: str = ""


@dataclass(frozen=True)
class Mail:
    """One mail to one address, plain text."""

    to: str
    subject: str
    text: str


MAILS: Mapping[str, Words] = MappingProxyType(
    {
        "received": Words(
            "{office} đã nhận nội dung ông/bà gửi",
            "{office} đã nhận nội dung ông/bà gửi.",
            "{office} đã nhận nội dung ông/bà gửi. Chậm nhất ngày {day}, cơ quan trả lời hoặc thông báo "
            "quá trình xử lý.",
        ),
        "noticed": Words(
            "{office} thông báo quá trình xử lý",
            "Nội dung ông/bà gửi đang được xử lý; cơ quan có thông báo mới cho ông/bà.",
            "Nội dung ông/bà gửi đang được xử lý. Hạn trả lời mới: ngày {day}.",
        ),
        "asked": Words(
            "{office} cần ông/bà bổ sung thông tin",
            "Để giải quyết nội dung ông/bà gửi, {office} cần ông/bà bổ sung thông tin.",
        ),
        "redirected": Words(
            "{office} thông báo về nội dung ông/bà gửi",
            "Nội dung ông/bà gửi không thuộc phạm vi giải quyết của {office}. Nơi có thẩm quyền ghi ở trang tra cứu.",
        ),
        "answered": Words(
            "{office} đã trả lời nội dung ông/bà gửi",
            "{office} đã trả lời nội dung ông/bà gửi.",
        ),
        "rights_answered": Words(
            "{office} đã trả lời yêu cầu về dữ liệu cá nhân",
            "{office} đã trả lời yêu cầu của ông/bà về dữ liệu cá nhân.",
        ),
    }
)
"""What each act tells the sender; an act that is not here sends nothing."""

_LETTER = """Kính gửi: Ông/Bà

{news}

Xem nội dung tại {where}, bằng mã tra cứu đã hiện trên màn hình khi ông/bà gửi.
Để giữ kín thông tin của ông/bà, thư này không ghi mã và không ghi nội dung. Xin không cho người khác biết mã.

Đây là thư tự động, xin không trả lời thư này. Nếu ông/bà không gửi gì đến cơ quan, xin bỏ qua thư này.

{office}
"""


def is_address(text: str) -> bool:
    """True for one plain ASCII address, ten@example.vn, and nothing around it."""
    return (
        len(text) <= _LONGEST and len(text.partition("@")[0]) <= _LONGEST_NAME and _ADDRESS.fullmatch(text) is not None
    )


def write_mail(act: str, to: str, office: str, siteurl: str, due_on: date | None = None) -> Mail:
    """Return what a sender is told of an act.

    act: a key of MAILS; office: the organisation's name; siteurl: "" in a trial edition; due_on: the promised day
    Raises: ValueError for what is no single address
    """
    if not is_address(to):
        raise ValueError("a mail goes to one plain address")
    words = MAILS[act]
    facts = {"office": office, "day": f"{due_on:%d/%m/%Y}" if due_on else ""}
    news = (words.dated if due_on and words.dated else words.news).format_map(facts)
    where = f"{siteurl}{TRACKING}" if siteurl else "trang tra cứu của cơ quan"
    return Mail(to, words.subject.format_map(facts), _LETTER.format(news=news, where=where, office=office))


def compose(mail: Mail, sender: str, office: str, message_id: str, at: datetime) -> EmailMessage:
    """Return the mail as it goes over the wire.

    message_id: the same at every try, so that a second copy is known as one
    Raises: ValueError where an address or a header holds more than it should
    """
    if not (is_address(mail.to) and is_address(sender)):
        raise ValueError("a mail goes from one plain address to one plain address")
    message = EmailMessage(policy=SMTP)
    message["From"] = f'"{office.translate(_UNQUOTED)}" <{sender}>'
    message["To"] = mail.to
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{message_id}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(mail.text, charset="utf-8", cte="quoted-printable")
    message["Content-Language"] = "vi"
    return message


_UNQUOTED = {ord(letter): None for letter in '"\\'}
