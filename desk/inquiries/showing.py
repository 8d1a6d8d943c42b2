"""One inquiry: what it is, its clocks and its history for everybody; what was written, for who has the duty key."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator

from desk.inquiries.doing import name_of, read
from desk.inquiries.listing import SHORT, due_words
from desk.inquiries.reading import STATED, TERRITORY_LABEL, Letter, letter, whereabouts
from desk.inquiries.reasons import CLASS_NAMES, flag_names
from desk.inquiries.telling import clock_words, facts_words, next_lines
from desk.inquiries.terminal import Sitting, add_id, add_person
from desk.wording import moment
from editorial.dates import local_day
from editorial.profile_schema import clause_in_words
from editorial.workdays import YearNotLoaded
from inquiries.clocks import NAMES, Clock, clocks, uncounted
from inquiries.house import House
from inquiries.states import ACTS, STATES, Inquiry, Step


def add_arguments(parser: ArgumentParser) -> None:
    add_id(parser)
    add_person(parser)


def run(sitting: Sitting) -> int:
    """Print the inquiry. Raises: Refused"""
    house, screen, id = sitting.house, sitting.screen, sitting.id
    _, inquiry = read(house, id)
    screen.say(f"\nHồ sơ {id[:SHORT]}  ({id})")
    for name, value in (*_facts(house, inquiry), *_looked_after(sitting, inquiry)):
        screen.say(f"  {name:<16} {value}")
    for line in _clocks(sitting, inquiry):
        screen.say(line)
    screen.say("Việc đã làm")
    for step in inquiry.steps:
        screen.say(f"  {moment(step.at)}  {name_of(step.by, sitting.office.roster)}: {_done(step)}")
    if sitting.identity is None:
        screen.warn(
            "Chưa mở được nội dung: máy này không có khóa trực. Chép tệp inbox-….age vào thư mục khóa (KEYS), "
            "hoặc nhờ người giữ khóa mở giúp."
        )
    else:
        _say_letter(sitting, letter(house, sitting.clerk, id))
    for line in next_lines(house, inquiry):
        screen.say(line)
    return 0


def _facts(house: House, inquiry: Inquiry) -> Iterator[tuple[str, str]]:
    yield "Loại", house.form.label("loai", inquiry.kind)
    yield "Tình trạng", STATES[inquiry.state]
    yield "Nhận lúc", moment(inquiry.received_at)
    if inquiry.class_:
        yield "Phân loại", CLASS_NAMES[inquiry.class_]
    held = ", ".join(flag_names(inquiry.flags))
    for name, value in (("Đơn vị", inquiry.unit), ("Nhãn", "; ".join(inquiry.tags)), ("Bộ lọc giữ", held)):
        if value:
            yield name, value
    if inquiry.sensitive:
        yield "Lưu ý", "NHẠY CẢM"
    if inquiry.duplicate_of:
        yield "Trùng với", inquiry.duplicate_of[:SHORT]
    if inquiry.general_concern is not None:
        yield "Liên quan chung", "có" if inquiry.general_concern else "không"
    if inquiry.item:
        yield "Bài đăng", inquiry.item


def _looked_after(sitting: Sitting, inquiry: Inquiry) -> Iterator[tuple[str, str]]:
    """Yield to whom its area is assigned (ST-6.1b)."""
    people = sitting.office.roster.looks_after(inquiry.area, local_day(sitting.now))
    if people:
        yield "Phụ trách", ", ".join(f"{one.name} ({one.id})" for one in people)


def _clocks(sitting: Sitting, inquiry: Inquiry) -> Iterator[str]:
    house = sitting.house
    try:
        running = clocks(inquiry, house.profile, house.calendar, sitting.now.date())
    except YearNotLoaded as error:
        sitting.screen.problems(error.problems)
        running = uncounted(inquiry, sitting.now.date())
    for clock in running:
        yield f"  Hạn: {_clock_words(clock, house.profile.id)}"


def _clock_words(clock: Clock, profile_id: str) -> str:
    words = [NAMES[clock.name] + (f" ({clock.unit})" if clock.unit else "")]
    words.append(due_words(clock.due_on, clock.left, clock.state == "overdue") or clock_words(clock))
    if clock.promised and clock.due_on and clock.promised[0] != clock.due_on:
        words.append(f"đã hẹn lúc đầu {clock.promised[0]:%d/%m/%Y}")
    if clock.is_estimated:
        words.append("dự kiến")
    if clock.clause:
        words.append(clause_in_words(clock.clause, profile_id))
    return "; ".join(words)


def _done(step: Step) -> str:
    told = facts_words(step)
    return ACTS[step.act] + (f" ({'; '.join(told)})" if told else "")


def _say_letter(sitting: Sitting, opened: Letter) -> None:
    screen, form = sitting.screen, sitting.house.form
    if not opened.values:
        screen.say("Nội dung đã được xóa theo quy định.")
        return
    screen.say("Người gửi viết")
    for field in form.fields:
        value = opened.values.get(field.name, "")
        if value:
            shown, name = form.label(field.name, value), field.short or field.label
            screen.say(f"  {name}: {shown}" if "\n" not in shown else f"  {name}:")
            for line in shown.splitlines() if "\n" in shown else ():
                screen.say(f"    {line}")
            if field.name == STATED and (where := whereabouts(sitting.house, opened)):
                screen.say(f"  {TERRITORY_LABEL}: {where}")
    for file in opened.files:
        screen.say(f"  Tệp kèm: {file['name']} ({file['bytes']} byte)")
    for step in opened.inquiry.steps:
        for name, told in (("text", ""), ("note", "ghi chú nội bộ, ")):
            text = opened.texts.get(step.number, {}).get(name)
            if isinstance(text, str) and text:
                screen.say(f"{told}{ACTS[step.act]}, {moment(step.at)}".capitalize())
                for line in text.splitlines():
                    screen.say(f"    {line}")
