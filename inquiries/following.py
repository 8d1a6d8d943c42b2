"""What the sender is shown: the receipt with its code, and the state of the inquiry that a code opens.

1. Nothing personal but the office's own messages, which are opened with the code.
2. What staff do among themselves is not told: quarantine looks like receipt (LC-8.4c: a neutral receipt), spam like
   an end, and drafts, tags, duplicates and names of staff not at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from editorial.dates import local_day
from editorial.profile import Profile
from editorial.workdays import WorkCalendar, YearNotLoaded
from inquiries.clocks import STATES as CLOCK_STATES
from inquiries.clocks import Clock, Promise, choices, clocks, counted_days, estimated_words, promise, unsettled_words
from inquiries.form import Choice, Form, clause_words
from inquiries.states import Inquiry, Step

LONGEST_SUPPLEMENT = 5_000

STATES: Mapping[str, str] = MappingProxyType({
    "new": "Đã tiếp nhận, đang phân loại",
    "quarantined": "Đã tiếp nhận, đang phân loại",
    "classified": "Đã phân loại, đang xử lý",
    "forwarded": "Đã chuyển đến đơn vị có trách nhiệm, đang chờ trả lời",
    "waiting": "Đang chờ ông/bà bổ sung",
    "answered": "Đã có câu trả lời",
    "closed": "Đã kết thúc",
    "erased": "Đã kết thúc, dữ liệu của ông/bà đã được xóa",
})  # fmt: skip

STEPS: Mapping[str, str] = MappingProxyType({
    "received": "Đã tiếp nhận.",
    "classified": "Đã phân loại.",
    "forwarded": "Đã chuyển đến {unit}.",
    "unit_received": "Đơn vị có trách nhiệm đã nhận.",
    "coordination_requested": "Đã đề nghị {unit} phối hợp.",
    "coordination_answered": "{unit} đã gửi ý kiến phối hợp.",
    "asked": "Cơ quan đề nghị ông/bà bổ sung.",
    "supplemented": "Đã nhận phần ông/bà bổ sung.",
    "noticed": "Cơ quan thông báo việc đang được xử lý; hạn trả lời mới: {new_due_on}.",
    "redirected": "Việc này không thuộc phạm vi giải quyết của cơ quan. Nơi có thẩm quyền: {body}.",
    "answered": "Cơ quan đã trả lời.",
    "closed": "Kết thúc xử lý.",
    "spam": "Kết thúc xử lý.",
    "reopened": "Mở lại để xem xét tiếp.",
    "recomputed": "Hạn trả lời được tính lại: {due_on}.",
    "rights_requested": "Đã nhận yêu cầu của ông/bà về dữ liệu cá nhân; trả lời chậm nhất ngày {due_on}.",
    "rights_answered": "Đã trả lời yêu cầu của ông/bà về dữ liệu cá nhân.",
    "erased": "Đã xóa dữ liệu của ông/bà.",
})  # fmt: skip
"""Acts that the sender is told of."""

MESSAGES: Mapping[str, str] = MappingProxyType({
    "asked": "Cơ quan đề nghị bổ sung",
    "noticed": "Thông báo quá trình xử lý",
    "redirected": "Hướng dẫn nơi gửi",
    "answered": "Trả lời",
    "closed": "Thông báo kết thúc",
    "rights_answered": "Trả lời về dữ liệu cá nhân",
})  # fmt: skip
"""Acts whose text is for the sender, with its heading."""

RIGHTS = (
    Choice("access", "Cho tôi biết cơ quan đang giữ dữ liệu gì về tôi"),
    Choice("correct", "Sửa dữ liệu của tôi"),
    Choice("erase", "Xóa dữ liệu của tôi"),
)

PERIODS: Mapping[str, str] = MappingProxyType({
    "answer": "Hạn trả lời",
    "rights": "Hạn trả lời yêu cầu về dữ liệu cá nhân",
})  # fmt: skip
"""Clocks that are the sender's business."""

NO_CALENDAR = "Chưa tính được hạn trả lời vì chưa có đủ lịch nghỉ. Xin xem lại trang này sau."
_DONE = frozenset({"answered", "closed", "erased"})


@dataclass(frozen=True, slots=True)
class Receipt:
    """Said once, right after sending. code: as show_code (inquiries.codes) writes it; contact: see Filling"""

    code: str
    promise: Promise
    contact: str


@dataclass(frozen=True)
class Line:
    """One line of the history."""

    on: date
    words: str


@dataclass(frozen=True)
class Message:
    """A text of the office to the sender."""

    on: date
    heading: str
    text: str


@dataclass(frozen=True)
class Period:
    """A clock in words. told: dates that were promised before; counted: its working days"""

    name: str
    due_on: date
    state: str
    clause: str
    told: tuple[date, ...]
    counted: tuple[date, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class Status:
    """An inquiry as its sender sees it.

    waits: why no date can be named, "" where one is; said: what has just been done, "" after a mere look
    values, faults: what was typed into one of the forms below and came back, by noi_dung (of the supplement), quyen,
        quyen_noi_dung
    """

    code: str
    state: str
    kind: str
    received_on: date
    waits: str
    periods: tuple[Period, ...]
    history: tuple[Line, ...]
    messages: tuple[Message, ...]
    may_supplement: bool
    may_ask_rights: bool
    rights_days: int
    rights: tuple[Choice, ...] = RIGHTS
    longest: int = LONGEST_SUPPLEMENT
    said: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)


def status(
    code: str,
    inquiry: Inquiry,
    texts: Mapping[int, str],
    form: Form,
    profile: Profile,
    calendar: WorkCalendar,
    today: date,
) -> Status:
    """Return what the page of a code shows after a mere look.

    texts: event number to the text for the sender, opened with the code
    A year without a calendar takes the dates away, not the page.
    """
    try:
        periods = tuple(_periods(clocks(inquiry, profile, calendar, today), profile, calendar, today))
        waits = promise(profile, calendar, local_day(inquiry.received_at)).words
    except YearNotLoaded:
        periods, waits = (), NO_CALENDAR
    return Status(
        code=code,
        state=STATES[inquiry.state],
        kind=form.label("loai", inquiry.kind),
        received_on=local_day(inquiry.received_at),
        waits="" if any(one.name == PERIODS["answer"] for one in periods) or inquiry.state in _DONE else waits,
        periods=periods,
        history=tuple(_history(inquiry)),
        messages=tuple(_messages(inquiry, texts)),
        may_supplement=inquiry.state == "waiting",
        may_ask_rights=inquiry.rights is None and inquiry.state != "erased",
        rights_days=choices().rights.days,
    )


def _periods(running: tuple[Clock, ...], profile: Profile, calendar: WorkCalendar, today: date) -> Iterator[Period]:
    """Yield the periods that are the sender's business: the answer's and those of requests about data."""
    for clock in running:
        if clock.name not in PERIODS or clock.due_on is None or clock.started_on is None:
            continue
        runs = clock.stopped_on is None
        remarks = [unsettled_words(day) for day in clock.unsettled if runs and day.on >= today]
        if runs and clock.is_estimated:
            remarks.insert(0, estimated_words(clock.due_on))
        yield Period(
            name=PERIODS[clock.name],
            due_on=clock.due_on,
            state=CLOCK_STATES[clock.state],
            clause=clause_words(clock.clause, profile),
            told=tuple(day for day in clock.promised if day != clock.due_on),
            counted=counted_days(clock.started_on, clock.due_on, calendar),
            remarks=tuple(remarks),
        )


def _history(inquiry: Inquiry) -> Iterator[Line]:
    """Yield what happened, oldest first."""
    for step in inquiry.steps:
        words = STEPS.get(step.act)
        if words:
            yield Line(local_day(step.at), words.format_map(_told_facts(step)))


def _told_facts(step: Step) -> Mapping[str, str]:
    """Return the facts in words, days as people write them."""
    facts = {name: str(value) for name, value in step.facts.items()}
    for name in ("due_on", "new_due_on"):
        if name in facts:
            facts[name] = f"{date.fromisoformat(facts[name]):%d/%m/%Y}"
    return facts


def _messages(inquiry: Inquiry, texts: Mapping[int, str]) -> Iterator[Message]:
    """Yield the office's texts, newest first."""
    for step in reversed(inquiry.steps):
        text = texts.get(step.number, "")
        if text and step.act in MESSAGES:
            yield Message(local_day(step.at), MESSAGES[step.act], text)
