"""What every address at which something can be sent shares: its guards in their order, and how it says no.

1. Only the two media types of a form, else 415. 2. From our own page, else 403. 3. Not too often, else 429 with the
time to wait; who says nothing of where the form stood has a tighter limit. 4. No larger than is needed, else 413.
5. What the disk does not take is 503, with the office's telephone. Whoever typed something on our page gets it back.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus

from flask import Request, Response

from editorial.addresses import takes_inquiries
from editorial.profile import load_profile
from editorial.profile_site import Contact
from editorial.settings import Settings
from endpoint.form_body import read_form
from endpoint.frames import Frames, Part, part
from endpoint.guards import PLAIN_FORM, is_form, sender_of
from endpoint.once import Once
from endpoint.rates import Limit, Rates
from inquiries.following import Receipt
from inquiries.house import House, open_house
from inquiries.word_filter import load_filter

PRIVATE = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}
"""For answers to what one reader typed."""

SEND = Limit("send", 8, 600)
SEND_UNSAID = Limit("send", 3, 600)
"""Counted with the others, but full sooner: for programs, and browsers too old to say where a form stood."""
GUESS = Limit("guess", 20, 600)
"""Codes that lead nowhere."""

RETRY_SECONDS = 120

_SAID = {
    HTTPStatus.FORBIDDEN: (
        "Nội dung này chưa được nhận",
        "Trình duyệt cho biết biểu mẫu được gửi từ một trang khác. Bấm nút quay lại, chép điều đã gõ, "
        "rồi gửi bằng biểu mẫu trên trang này.",
    ),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: (
        "Nội dung gửi quá lớn nên chưa được nhận",
        "Bấm nút quay lại của trình duyệt, rút ngắn nội dung hoặc bỏ bớt tệp gửi kèm rồi gửi lại.",
    ),
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: (
        "Nội dung này chưa được nhận",
        "Máy chủ chỉ nhận nội dung gửi bằng biểu mẫu dưới đây. Ghi lại vào biểu mẫu rồi gửi.",
    ),
    HTTPStatus.TOO_MANY_REQUESTS: (
        "Gửi quá nhiều lần trong ít phút",
        "Nội dung này chưa được nhận. Chờ {minutes} phút rồi gửi lại.",
    ),
    HTTPStatus.SERVICE_UNAVAILABLE: (
        "Chưa nhận được vì máy chủ đang gặp sự cố",
        "Điều ông/bà vừa gửi chưa được lưu. Chờ ít phút rồi gửi lại. Nếu điều đã gõ không còn ở dưới, "
        "bấm nút quay lại của trình duyệt.",
    ),
}


@dataclass(frozen=True)
class Counter:
    """What answers share. now: the clock of days; the one of seconds is the machine's own, which never jumps"""

    house: House
    frames: Frames
    now: Callable[[], datetime]
    rates: Rates = field(default_factory=Rates)
    receipts: Once[Receipt] = field(default_factory=Once)
    acts: Once[None] = field(default_factory=Once)
    seconds: Callable[[], float] = time.monotonic

    @property
    def contact(self) -> Contact | None:
        """Whom people call when nothing here works."""
        return self.house.profile.site.contact

    def refused(self, request: Request) -> HTTPStatus | None:
        """Return why what is being sent is not looked at, None when it is."""
        if not is_form(request.mimetype):
            return HTTPStatus.UNSUPPORTED_MEDIA_TYPE
        if sender_of(request.headers, request.host) == "foreign":
            return HTTPStatus.FORBIDDEN
        return None

    def wait(self, request: Request) -> int:
        """Count what is being sent; return the seconds to wait when that was too often, else 0."""
        own = sender_of(request.headers, request.host) == "own"
        return self.rates.take(SEND if own else SEND_UNSAID, address(request), self.seconds())

    def refusal(self, status: HTTPStatus, seconds: int = 0, text: str = "") -> Part:
        """Return the part of a page that says why not. text: what was typed where no form of the page holds it"""
        title, words = _SAID[status]
        contact = self.contact if status >= HTTPStatus.TOO_MANY_REQUESTS else None
        given_back = (f"Điều đã gõ, để chép lại: {text}",) if text else ()
        return part("refusal", title, (words.format(minutes=-(-seconds // 60)), *given_back), contact)

    def answer(self, status: HTTPStatus, frame: str, title: str, *parts: Part, wait: int = 0) -> Response:
        """Return a page. wait: seconds after which another try may help"""
        headers = PRIVATE | ({"Retry-After": str(wait)} if wait else {})
        return Response(self.frames.page(frame, title, *parts), status, headers, "text/html")


def open_counter(settings: Settings, now: Callable[[], datetime]) -> Counter | None:
    """Return the counter of a site that takes inquiries, None for one that does not.

    Raises: Refused when the store lies where it may not, keys are wanting, or a file is faulty
    """
    if not takes_inquiries(load_profile(settings.regulation_file)):
        return None
    load_filter()
    return Counter(open_house(settings, now), Frames(settings), now)


def address(request: Request) -> str:
    """Return the sender's address, as the connection or the trusted proxy tells it (see endpoint.server)."""
    return request.remote_addr or ""


def typed(request: Request) -> dict[str, str]:
    """Return the fields of the form that was sent, the first value of each. Raises: RequestEntityTooLarge"""
    if request.mimetype == PLAIN_FORM:
        return read_form(request.get_data(cache=False))
    return request.form.to_dict(flat=True)
