"""What pages say of rows, clocks and steps."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from desk.inquiries.reading import Row
from desk.inquiries.reasons import CLASS_NAMES, REASONS, RIGHT_NAMES, RIGHT_OUTCOMES, flag_names
from inquiries.clocks import Clock
from inquiries.states import Step

_NAMES: Mapping[str, str] = {
    "unit": "Đơn vị",
    "letter_no": "Số công văn",
    "body": "Nơi có thẩm quyền",
    "item": "Bài đăng",
    "file": "Tệp",
}
_DAYS: Mapping[str, str] = {"on": "Ngày", "reply_by": "Gửi ý kiến trước ngày", "new_due_on": "Hạn mới", "due_on": "Hạn"}
_TOLD = {"class": CLASS_NAMES, "reason": REASONS, "outcome": RIGHT_OUTCOMES, "right": RIGHT_NAMES}


def left_words(clock: Clock | None) -> str:
    """Return how much time is left, in working days."""
    if clock is None or clock.left is None:
        return ""
    if clock.state == "overdue":
        return f"trễ {-clock.left} ngày làm việc" if clock.left else "quá hạn"
    return f"còn {clock.left} ngày làm việc" if clock.left else "hết hạn hôm nay"


def urgency(row: Row) -> str:
    """Return "overdue", "due_soon" or "" for the most urgent clock of a row."""
    states = [clock.state for clock in (row.clock, *row.others) if clock]
    return next((state for state in ("overdue", "due_soon") if state in states), "")


def urgent_clock(row: Row) -> Clock | None:
    """Return the clock that runs out first."""
    running = [clock for clock in (row.clock, *row.others) if clock and clock.left is not None and clock.due_on]
    return min(running, key=lambda clock: clock.due_on or date.max, default=None)


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
