"""By when the office owes what: the date promised at receipt, and the clocks of an inquiry as they stand today.

1. The day of receipt, in Vietnam's time, is day 0; the period ends with its last working day, and only from the day
   after is it missed.
2. Where the period starts later (LC-9.1: when the unit has received it) no date is promised, but the words are said.
3. A date that was told stays: it is kept in `promised`, and the number of days is the one that was promised, whatever
   the profile says later. A changed calendar moves `due_on`; so does a notice that names a new date, where the
   regulation takes that for an answer (LX-10.1d; not LC-9). One that is sent when the day in force has passed moves it
   too, but what is answered by then is late all the same.
4. Days that are not settled are told, dates in a year that is not announced are "dự kiến", and a year that is not
   there is an error (YearNotLoaded).
5. Forwarding, asking and reopening start no clock anew. That the unit's clock starts at the unit leaves the sender's
   own waiting time in sight (A27).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Annotated

from editorial.dates import local_day
from editorial.profile import Profile
from editorial.profile_process import Clock as Limit
from editorial.toml_document import read_document
from editorial.typed_toml import AtLeast, Reader, Schema, Words
from editorial.workdays import Unsettled, WorkCalendar, deadline, working_days_between
from inquiries.form import AT_RECEIPT, clause_words
from inquiries.states import Inquiry, Step

CLOCKS_FILE = Path(__file__).parent / "data" / "clocks.toml"

_ENDS = ("answered", "redirected", "spam", "closed", "erased")
_DONE = frozenset({"answered", "closed", "erased"})
_WAITING = MappingProxyType({"runs": "vẫn chạy", "pauses": "dừng"})

NAMES = MappingProxyType({
    "answer": "Trả lời",
    "waited": "Người gửi chờ",
    "out_of_scope": "Báo ngoài phạm vi",
    "coordination": "Phối hợp",
    "reply": "Đơn vị gửi ý kiến",
    "rights": "Yêu cầu về dữ liệu cá nhân",
})  # fmt: skip
STATES = MappingProxyType({
    "not_started": "chưa bắt đầu",
    "running": "còn hạn",
    "due_soon": "sắp đến hạn",
    "overdue": "quá hạn",
    "met": "đúng hạn",
    "late": "trễ hạn",
    "ended": "đã xong",
})  # fmt: skip


@dataclass(frozen=True)
class Term:
    """A number of working days and where it stands."""

    days: Annotated[int, AtLeast(1)]
    clause: str


@dataclass(frozen=True)
class ClockChoices:
    """data/clocks.toml: what the product chose."""

    schema: Schema
    due_soon: Annotated[int, AtLeast(0)]
    waiting: Annotated[str, Words(_WAITING, "cách tính khi chờ bổ sung")]
    rights: Term


@dataclass(frozen=True)
class Promise:
    """What the sender is told at receipt. due_on, days: None and 0 where the clock starts later, or no time is set.

    words: all of it in sentences; counted: the working days from day 1 to the due day
    """

    due_on: date | None
    days: int
    clause: str
    words: str
    is_estimated: bool = False
    unsettled: tuple[Unsettled, ...] = ()
    counted: tuple[date, ...] = ()


@dataclass(frozen=True)
class Clock:
    """One period. name: a key of NAMES; state: a key of STATES; unit: whose it is, "" for the office.

    promised: every date that the sender was told, the first one first; left: working days after today, negative
    when missed, None once it stopped or while it has no date
    """

    name: str
    clause: str
    started_on: date | None
    due_on: date | None
    state: str
    promised: tuple[date, ...] = ()
    stopped_on: date | None = None
    left: int | None = None
    unit: str = ""
    is_estimated: bool = False
    unsettled: tuple[Unsettled, ...] = ()


@cache
def choices() -> ClockChoices:
    """Return what data/clocks.toml says. Raises: Refused"""
    return Reader(read_document(CLOCKS_FILE)).read(ClockChoices)


def promise(profile: Profile, calendar: WorkCalendar, received_on: date) -> Promise:
    """Return what can be promised for something received on the day. Raises: YearNotLoaded"""
    limit = profile.inquiry_rules.answer
    if limit is None:
        return Promise(None, 0, "", "Quy chế không đặt thời hạn trả lời; cơ quan trả lời sớm nhất có thể.")
    clause = clause_words(limit.clause, profile)
    if limit.from_ != AT_RECEIPT:
        return Promise(None, 0, limit.clause, _later_words(profile, limit))
    due_on = _last_day(received_on, limit.days, profile, calendar)
    unsettled = calendar.unsettled(received_on, due_on)
    is_estimated = calendar.is_estimated(due_on)
    what = "trả lời, hoặc báo việc đang xử lý đến đâu và ghi rõ ngày trả lời" if limit.or_dated_notice else "trả lời"
    words = [f"Chậm nhất ngày {due_on:%d/%m/%Y} ({limit.days:02d} ngày làm việc, {clause}), cơ quan {what}."]
    if is_estimated:
        words.append(estimated_words(due_on))
    words += (unsettled_words(day) for day in unsettled)
    counted = counted_days(received_on, due_on, calendar)
    return Promise(due_on, limit.days, limit.clause, " ".join(words), is_estimated, unsettled, counted)


def rights_due(received_on: date, calendar: WorkCalendar) -> date:
    """Return by when a request about personal data is answered (PS-D3). Raises: YearNotLoaded"""
    return deadline(received_on, choices().rights.days, calendar)


def counted_days(start: date, end: date, calendar: WorkCalendar) -> tuple[date, ...]:
    """Return the working days after start, up to and with end. Raises: YearNotLoaded"""
    days = (start + timedelta(days=ahead) for ahead in range(1, (end - start).days + 1))
    return tuple(day for day in days if calendar.is_working(day))


def estimated_words(due_on: date) -> str:
    """Return why a date is not certain whose year is not announced."""
    return f"Ngày này là dự kiến vì lịch nghỉ năm {due_on.year} chưa được công bố."


def unsettled_words(day: Unsettled) -> str:
    """Return what an undecided day may change."""
    moved = "lùi" if day.counts_as == "working" else "sớm hơn"
    other = "ngày nghỉ" if day.counts_as == "working" else "ngày làm việc"
    return f"Nếu ngày {day.on:%d/%m/%Y} ({day.name}) được công bố là {other}, hạn {moved} một ngày làm việc."


def clocks(inquiry: Inquiry, profile: Profile, calendar: WorkCalendar, today: date) -> tuple[Clock, ...]:
    """Return every clock of the inquiry, the answer's first. Raises: YearNotLoaded"""
    view = _View(inquiry, profile, calendar, today)
    return (*view.answer(), *view.out_of_scope(), *view.coordination(), *view.reply(), *view.rights())


def uncounted(inquiry: Inquiry, today: date) -> tuple[Clock, ...]:
    """Return the clock of the answer where no calendar counts the days until today: by the date on record alone.

    left: 0 once that day is over, None before
    """
    due_on = inquiry.due_on if inquiry.is_open else None
    if due_on is None:
        return ()
    is_over = due_on < today
    started_on, state = local_day(inquiry.received_at), "overdue" if is_over else "running"
    return (Clock("answer", inquiry.due_clause, started_on, due_on, state, left=0 if is_over else None),)


def recomputed_due(inquiry: Inquiry, profile: Profile, calendar: WorkCalendar) -> date | None:
    """Return the due day under the calendar of now when it is another than the one on record, else None.

    The desk records it as the event `recomputed`. Raises: YearNotLoaded
    """
    if not inquiry.is_open:
        return None
    due_on = _View(inquiry, profile, calendar, local_day(inquiry.received_at)).answer_due()[1]
    return due_on if due_on != inquiry.due_on else None


@dataclass(frozen=True)
class _View:
    """An inquiry seen on a day under its rules."""

    inquiry: Inquiry
    profile: Profile
    calendar: WorkCalendar
    today: date

    def answer(self) -> Iterator[Clock]:
        limit = self._answer_limit()
        if limit is None:
            return
        started_on, due_on = self.answer_due()
        clause = limit.clause if limit.from_ != AT_RECEIPT else self.inquiry.due_clause or limit.clause
        answer = self._clock("answer", clause, started_on, due_on, self._ended_on(), _promised(self.inquiry.steps))
        yield replace(answer, state="late") if answer.state == "met" and self._noticed_too_late() else answer
        if limit.from_ != AT_RECEIPT:
            yield self._clock("waited", "", local_day(self.inquiry.received_at), None, self._ended_on())

    def answer_due(self) -> tuple[date | None, date | None]:
        """Return when the answer's clock started and when it ends, each None while that is not known."""
        limit = self._answer_limit()
        started_on, due_on = self._first_due(limit) if limit else (None, None)
        notice = self.inquiry.last("noticed")
        return started_on, _day(notice, "new_due_on") if notice and limit and limit.or_dated_notice else due_on

    def _noticed_too_late(self) -> bool:
        """True when a notice that moved the answer's day was sent after that day."""
        limit = self._answer_limit()
        due_on = self._first_due(limit)[1] if limit and limit.or_dated_notice else None
        for notice in self.inquiry.steps if due_on else ():
            if notice.act == "noticed":
                if due_on and local_day(notice.at) > due_on:
                    return True
                due_on = _day(notice, "new_due_on")
        return False

    def _first_due(self, limit: Limit) -> tuple[date | None, date | None]:
        """Return when the answer's clock started and when it would end without a notice."""
        started_on: date | None = local_day(self.inquiry.received_at)
        days = self.inquiry.steps[0].facts.get("due_days", limit.days)
        if limit.from_ != AT_RECEIPT:
            unit = self.inquiry.last("unit_received")
            started_on, days = (_day(unit, "on") if unit else None), limit.days
        if started_on is None:
            return None, None
        due_on = _last_day(started_on, days, self.profile, self.calendar)
        paused = self._paused_days()
        return started_on, deadline(due_on, paused, self.calendar) if paused else due_on

    def out_of_scope(self) -> Iterator[Clock]:
        """LX-10.1d: "thông báo ngay"; the number of days is the product's own alarm."""
        rule = self.profile.inquiry_rules.out_of_scope
        alarm = self.profile.deadlines.count.at_once_alarm if self.profile.deadlines else 0
        step = self.inquiry.last("classified")
        if rule and rule.at_once and alarm and step and step.facts["class"] == "out_of_scope":
            started_on = local_day(step.at)
            due_on = _last_day(started_on, alarm, self.profile, self.calendar)
            yield self._clock("out_of_scope", rule.clause, started_on, due_on, self._ended_on())

    def coordination(self) -> Iterator[Clock]:
        limit = self.profile.inquiry_rules.coordinate
        if limit is None:
            return
        for place, step in enumerate(self.inquiry.steps):
            if step.act != "coordination_requested":
                continue
            unit, started_on = step.facts["unit"], _day(step, "on")
            answers = (s for s in self.inquiry.steps[place:] if s.act == "coordination_answered")
            stopped_on = next((_day(s, "on") for s in answers if s.facts["unit"] == unit), None)
            due_on = _last_day(started_on, limit.days, self.profile, self.calendar)
            yield self._clock(
                "coordination", limit.clause, started_on, due_on, stopped_on or self._ended_on(), unit=unit
            )

    def reply(self) -> Iterator[Clock]:
        """The date that the letter gives to the unit; none of the regulation's."""
        step = self.inquiry.last("forwarded")
        if step and "reply_by" in step.facts:
            due_on, unit = _day(step, "reply_by"), step.facts["unit"]
            yield self._clock("reply", "", local_day(step.at), due_on, self._ended_on(), unit=unit)

    def rights(self) -> Iterator[Clock]:
        for place, step in enumerate(self.inquiry.steps):
            if step.act == "rights_requested":
                later = self.inquiry.steps[place:]
                stopped_on = next((local_day(s.at) for s in later if s.act == "rights_answered"), None)
                clause = step.facts.get("due_clause", choices().rights.clause)
                yield self._clock("rights", clause, local_day(step.at), _day(step, "due_on"), stopped_on)

    def _answer_limit(self) -> Limit | None:
        rules = self.profile.inquiry_rules
        return rules.complex if self.inquiry.class_ == "complex" and rules.complex else rules.answer

    def _ended_on(self) -> date | None:
        """Return when the work ended, None while it goes on (again)."""
        if self.inquiry.state not in _DONE:
            return None
        reopened = self.inquiry.last("reopened")
        since = reopened.number if reopened else 0
        ends = (step for step in self.inquiry.steps if step.act in _ENDS and step.number > since)
        return next((local_day(step.at) for step in ends), None)

    def _paused_days(self) -> int:
        """Return the working days on which the sender was waited for, where that stops the clock."""
        if choices().waiting == "runs":
            return 0
        days, asked_on = 0, None
        for step in self.inquiry.steps:
            if step.state == "waiting":
                asked_on = asked_on or local_day(step.at)
            elif asked_on:
                days += working_days_between(asked_on, local_day(step.at), self.calendar)
                asked_on = None
        return days + (max(0, working_days_between(asked_on, self.today, self.calendar)) if asked_on else 0)

    def _clock(
        self,
        name: str,
        clause: str,
        started_on: date | None,
        due_on: date | None,
        stopped_on: date | None,
        promised: tuple[date, ...] = (),
        unit: str = "",
    ) -> Clock:
        runs = due_on is not None and stopped_on is None
        left = working_days_between(self.today, due_on, self.calendar) if due_on and runs else None
        return Clock(
            name,
            clause,
            started_on,
            due_on,
            self._state(started_on, due_on, stopped_on, left),
            promised,
            stopped_on,
            left,
            unit,
            bool(due_on and self.calendar.is_estimated(due_on)),
            self.calendar.unsettled(started_on, due_on) if started_on and due_on else (),
        )

    def _state(self, started_on: date | None, due_on: date | None, stopped_on: date | None, left: int | None) -> str:
        if stopped_on:
            return "ended" if due_on is None else "late" if stopped_on > due_on else "met"
        if due_on is None or left is None:
            return "running" if started_on else "not_started"
        if self.today > due_on:
            return "overdue"
        return "due_soon" if left <= choices().due_soon else "running"


def _last_day(start: date, days: int, profile: Profile, calendar: WorkCalendar) -> date:
    """Return the last day of a period under the profile's way of counting."""
    same_day = profile.deadlines is not None and profile.deadlines.count.start == "same-day"
    return deadline(start - timedelta(days=1) if same_day else start, days, calendar)


def _later_words(profile: Profile, limit: Limit) -> str:
    """Return what is said where no date can be promised yet."""
    complex_limit = profile.inquiry_rules.complex
    words = (
        f"Thời hạn trả lời là {limit.days:02d} ngày làm việc kể từ khi đơn vị có trách nhiệm nhận được "
        f"({clause_words(limit.clause, profile)})"
    )
    if complex_limit:
        clause = clause_words(complex_limit.clause, profile)
        words += f"; việc phức tạp, liên quan nhiều cơ quan là {complex_limit.days:02d} ngày làm việc ({clause})"
    return words + ". Chưa tính được ngày cụ thể lúc này; khi đã chuyển đến đơn vị, ông/bà tra cứu bằng mã sẽ thấy."


def _promised(steps: Sequence[Step]) -> tuple[date, ...]:
    """Return every date that the sender was told, each once, in the order of telling."""
    told = [
        date.fromisoformat(day)
        for step in steps
        for name in ("due_on", "new_due_on")
        if step.act in ("received", "recomputed", "noticed") and (day := step.facts.get(name))
    ]
    return tuple(dict.fromkeys(told))


def _day(step: Step, name: str) -> date:
    return date.fromisoformat(step.facts[name])
