"""What is said of an inquiry to people: what a step was about, and what may be done next, with the command."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from desk.inquiries.acts import allowed
from desk.inquiries.reasons import CLASS_NAMES, REASONS, RIGHT_NAMES, RIGHT_OUTCOMES, flag_names
from inquiries.clocks import STATES as CLOCK_STATES
from inquiries.clocks import Clock
from inquiries.house import House
from inquiries.retention import asked_to_erase
from inquiries.states import Inquiry, Step

_NAMES: Mapping[str, str] = {
    "unit": "đơn vị",
    "letter_no": "số công văn",
    "body": "nơi có thẩm quyền",
    "item": "bài đăng",
    "file": "tệp",
}
_DAYS: Mapping[str, str] = {"on": "ngày", "reply_by": "gửi ý kiến trước ngày", "new_due_on": "hạn mới", "due_on": "hạn"}
_TOLD = {"class": CLASS_NAMES, "reason": REASONS, "outcome": RIGHT_OUTCOMES, "right": RIGHT_NAMES}

NEXT: Mapping[str, tuple[str, str]] = {
    "classified": ("phân loại, giao đơn vị", "classify {id}"),
    "routing_approved": ("duyệt việc chuyển", "approve-routing {id}"),
    "forwarded": ("chuyển đơn vị giải quyết", "forward {id}"),
    "unit_received": ("ghi ngày đơn vị nhận", "unit-received {id}"),
    "coordination_requested": ("đề nghị đơn vị khác phối hợp", "coordinate {id}"),
    "coordination_answered": ("ghi ý kiến phối hợp đã nhận", "coordinate {id} --answered"),
    "asked": ("đề nghị người gửi bổ sung", "ask {id}"),
    "noticed": ("hẹn lại ngày trả lời", "notice {id} --by NGÀY"),
    "redirected": ("hướng dẫn gửi nơi có thẩm quyền", "redirect {id}"),
    "answered": ("trả lời người gửi", "answer {id}"),
    "unit_confirmed": ("ghi thủ trưởng đơn vị xác nhận", "confirm-unit {id}"),
    "closed": ("đóng hồ sơ", "close {id}"),
    "reopened": ("mở lại hồ sơ", "reopen {id}"),
    "spam": ("đánh dấu thư rác", "spam {id}"),
    "released": ("bộ lọc giữ nhầm: đưa vào xử lý", "release {id}"),
    "draft_proposed": ("soạn bản đăng lên trang", "publish {id}"),
    "draft_confirmed": ("xác nhận bản đăng người khác soạn", "publish {id} --confirm"),
    "rights_answered": ("trả lời yêu cầu về dữ liệu", "rights {id}"),
    "erased": ("xóa theo yêu cầu của người gửi", "erase {id} --request"),
}
"""Act of staff to what it does and the words after `python -m desk inbox`."""


def next_lines(house: House, inquiry: Inquiry) -> Iterator[str]:
    """Yield what may be done now, each with its command."""
    acts = [NEXT[act] for act in allowed(inquiry, house.profile) if act in NEXT]
    if asked_to_erase(inquiry):
        acts.append(NEXT["erased"])
    if not acts:
        yield "Không còn việc gì với hồ sơ này."
        return
    yield "Làm được lúc này (thêm --help để xem cách ghi)"
    for told, words in acts:
        yield f"  {told:<33}python -m desk inbox {words.format(id=inquiry.id[:8])}"


def clock_words(clock: Clock) -> str:
    """Return how a clock stands; one that only counts says since when."""
    if clock.due_on is None and clock.started_on and clock.state == "running":
        return f"từ {clock.started_on:%d/%m/%Y}"
    return CLOCK_STATES[clock.state]


def facts_words(step: Step) -> list[str]:
    """Return the facts of a step that a person asks for."""
    told = []
    for name, value in step.facts.items():
        if name in _TOLD:
            told.append(_TOLD[name].get(value, str(value)))
        elif name in _NAMES and value:
            told.append(f"{_NAMES[name]}: {value}")
        elif name in _DAYS and value:
            told.append(f"{_DAYS[name]}: {date.fromisoformat(value):%d/%m/%Y}")
        elif name == "general_concern":
            told.append("có liên quan chung, phải đăng" if value else "không có liên quan chung")
        elif name == "sensitive" and value:
            told.append("nhạy cảm")
        elif name == "flags" and value:
            told.append("bộ lọc giữ lại: " + ", ".join(flag_names(value)))
        elif name == "tags" and value:
            told.append("nhãn: " + ", ".join(value))
    return told
