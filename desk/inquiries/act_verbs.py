"""The verbs of the terminal that do one act: their words, their options, and what is said when it is done."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desk.inquiries import acts, routing
from desk.inquiries.clerk import Clerk
from desk.inquiries.doing import find, read
from desk.inquiries.letter_page import letter_page
from desk.inquiries.listing import SHORT
from desk.inquiries.private_files import letter_file, write_apart
from desk.inquiries.reading import letter
from desk.inquiries.reasons import CLASS_NAMES, CLOSING, REOPENING, SPAM
from desk.inquiries.telling import next_lines
from desk.inquiries.terminal import Sitting, add_id, add_person, add_text, confirmed_text
from desk.typed import choices, day
from editorial.dates import local_day
from editorial.text import fold
from inquiries.events import Event
from inquiries.house import House
from inquiries.letters import forwarding_letter
from inquiries.states import ACTS, STATES, Inquiry
from inquiries.states import fold as fold_events

Adding = Callable[[ArgumentParser], object]
Doing = Callable[[Sitting, House, Clerk, Inquiry], Event | int]
"""Returns what was recorded, or the exit code where nothing was."""


@dataclass(frozen=True)
class Verb:
    """One word after `desk inbox`."""

    add_arguments: Adding
    run: Callable[[Sitting], int]


def _verb(doing: Doing, *adding: Adding) -> Verb:
    def add_arguments(parser: ArgumentParser) -> None:
        for add in (add_id, *adding, add_person):
            add(parser)

    def run(sitting: Sitting) -> int:
        house, who, id = sitting.house, sitting.clerk, sitting.id
        _, before = read(house, id)
        event = doing(sitting, house, who, before)
        if isinstance(event, int):
            return event
        after = fold_events(house.store.events(id))
        sitting.screen.done(f"Đã {ACTS[event.act]} hồ sơ {id[:SHORT]}; tình trạng: {STATES[after.state]}.")
        for line in next_lines(house, after):
            sitting.screen.say(line)
        return 0

    return Verb(add_arguments, run)


def _option(name: str, metavar: str, help: str, **more: Any) -> Adding:
    return lambda parser: parser.add_argument(name, metavar=metavar, help=help, **more)


def _flag(name: str, help: str) -> Adding:
    return lambda parser: parser.add_argument(name, action="store_true", help=help)


def _choice(name: str, words: Mapping[str, str], help: str, dest: str = "") -> Adding:
    more = {"dest": dest} if dest else {}
    return lambda parser: parser.add_argument(
        name, choices=tuple(words), required=True, help=f"{help} ({choices(words)})", **more
    )


_UNIT = _option("--unit", "ĐƠN-VỊ", "đơn vị giải quyết, đặt trong ngoặc kép", default="")
_ON = _option("--on", "NGÀY", "ngày xảy ra (mặc định: hôm nay)", type=day)
_NOTE = _option("--note", "LỜI", "ghi chú nội bộ, được niêm phong", default="")
_YES = _flag("--yes", "không hỏi lại trước khi gửi")


def _text(what: str) -> Adding:
    return lambda parser: add_text(parser, what)


_WHY = ("reason", "note")
_CONCERN = {"co": True, "khong": False}


def _plain(act: Callable[..., Event], *options: str) -> Doing:
    """Return an act that is given what was typed after its options, under their names, and nothing else."""

    def do(sitting: Sitting, house: House, who: Clerk, before: Inquiry) -> Event:
        given = {name: getattr(sitting.args, name) for name in options}
        return act(house, who, before.id, sitting.now, seen=before.number, **given)

    return do


def _classify(sitting: Sitting, house: House, who: Clerk, before: Inquiry) -> Event:
    args = sitting.args
    return routing.classify(
        house,
        who,
        before.id,
        sitting.now,
        class_=args.class_,
        unit=args.unit,
        tags=args.tag,
        sensitive=True if args.sensitive else False if args.not_sensitive else None,
        duplicate_of=find(house, args.of) if args.of else "",
        seen=before.number,
    )


def _forward(sitting: Sitting, house: House, who: Clerk, before: Inquiry) -> Event | int:
    args, rule = sitting.args, house.profile.inquiry_rules.routing
    unit = args.unit or before.unit
    wants_letter = args.print or bool(rule and rule.letter)
    values = letter(house, who, before.id).values if wants_letter else {}
    event: Event | None = None
    if not args.print:
        event = routing.forward(
            house, who, before.id, sitting.now,
            unit=args.unit, letter_no=args.letter_no, reply_by=args.reply_by, seen=before.number,
        )  # fmt: skip
    if wants_letter:
        words = forwarding_letter(before, values, house.form, house.profile, unit, args.letter_no, args.reply_by)
        number = event.number if event else before.number
        path = args.out or letter_file(sitting.settings, before.id, number)
        if args.print and not args.out:
            path.unlink(missing_ok=True)  # a draft of the letter, printed again
        place = write_apart(sitting.settings, path, letter_page(words).encode())
        sitting.screen.say(f"Công văn chuyển: {place}. Mở bằng trình duyệt rồi in khổ A4; có nội dung của người dân.")
    return event or 0


def _unit_received(sitting: Sitting, house: House, who: Clerk, before: Inquiry) -> Event:
    on = sitting.args.on or local_day(sitting.now)
    return routing.unit_received(house, who, before.id, sitting.now, on=on, seen=before.number)


def _coordinate(sitting: Sitting, house: House, who: Clerk, before: Inquiry) -> Event:
    act = routing.answer_coordination if sitting.args.answered else routing.request_coordination
    on = sitting.args.on or local_day(sitting.now)
    event = act(house, who, before.id, sitting.now, unit=sitting.args.unit, on=on, seen=before.number)
    limit = house.profile.inquiry_rules.complex
    if limit and before.class_ == "simple" and not sitting.args.answered:
        told = f"Việc cần phối hợp thường là phức tạp, hạn {limit.days:02d} ngày làm việc ({limit.clause})."
        sitting.screen.say(f"{told} Nếu đúng, chạy: python -m desk inbox classify {before.id[:SHORT]} --class complex")
    return event


def _ask(sitting: Sitting, house: House, who: Clerk, before: Inquiry) -> Event | int:
    text = confirmed_text(sitting, "điều cần người gửi bổ sung")
    if text is None:
        return 1
    return acts.ask(house, who, before.id, sitting.now, text=text, seen=before.number)


def _notice(sitting: Sitting, house: House, who: Clerk, before: Inquiry) -> Event | int:
    acts.check_notice(house, before, sitting.args.by, local_day(sitting.now))
    text = confirmed_text(sitting, "thông báo quá trình xử lý")
    if text is None:
        return 1
    return acts.notice(house, who, before.id, sitting.now, text=text, new_due_on=sitting.args.by, seen=before.number)


def _redirect(sitting: Sitting, house: House, who: Clerk, before: Inquiry) -> Event | int:
    acts.check_redirect(house, before, sitting.args.body)
    text = confirmed_text(sitting, "nội dung hướng dẫn")
    if text is None:
        return 1
    return acts.redirect(house, who, before.id, sitting.now, text=text, body=sitting.args.body, seen=before.number)


def _answer(sitting: Sitting, house: House, who: Clerk, before: Inquiry) -> Event | int:
    args = sitting.args
    concern = acts.check_answer(house, before, _CONCERN.get(fold(args.general_concern)))
    text = confirmed_text(sitting, "câu trả lời")
    if text is None:
        return 1
    return acts.answer(
        house, who, before.id, sitting.now, text=text, general_concern=concern, unit=args.unit, seen=before.number
    )


VERBS: Mapping[str, Verb] = {
    "classify": _verb(
        _classify,
        _choice("--class", CLASS_NAMES, "phân loại hồ sơ", dest="class_"),
        _UNIT,
        _option("--tag", "NHÃN", "nhãn của quy chế; dùng được nhiều lần", action="append", default=[]),
        _flag("--sensitive", "nhạy cảm, cần lãnh đạo biết"),
        _flag("--not-sensitive", "không còn nhạy cảm"),
        _option("--of", "MÃ", "hồ sơ đến trước, khi phân loại là duplicate", default=""),
    ),
    "approve-routing": _verb(_plain(routing.approve_routing)),
    "forward": _verb(
        _forward,
        _UNIT,
        _option("--letter-no", "SỐ", "số công văn", default=""),
        _option("--reply-by", "NGÀY", "ngày đơn vị phải gửi câu trả lời", type=day),
        _flag("--print", "chỉ in dự thảo công văn, chưa chuyển"),
        _option("--out", "TỆP", "ghi công văn vào tệp này", type=Path),
    ),
    "unit-received": _verb(_unit_received, _ON),
    "coordinate": _verb(
        _coordinate,
        _UNIT,
        _ON,
        _flag("--answered", "đơn vị đã gửi ý kiến phối hợp"),
    ),
    "confirm-unit": _verb(_plain(routing.confirm_unit)),
    "ask": _verb(_ask, _text("điều cần bổ sung"), _YES),
    "notice": _verb(
        _notice,
        _option("--by", "NGÀY", "hạn trả lời mới, bắt buộc", type=day),
        _text("nội dung thông báo"),
        _YES,
    ),
    "redirect": _verb(
        _redirect,
        _option("--body", "CƠ-QUAN", "cơ quan có thẩm quyền", default=""),
        _text("nội dung hướng dẫn"),
        _YES,
    ),
    "answer": _verb(
        _answer,
        _option("--general-concern", "CÓ/KHÔNG", "vấn đề có liên quan chung, phải đăng không", default=""),
        _UNIT,
        _text("câu trả lời"),
        _YES,
    ),
    "close": _verb(_plain(acts.close, *_WHY), _choice("--reason", CLOSING, "lý do"), _NOTE),
    "reopen": _verb(_plain(acts.reopen, *_WHY), _choice("--reason", REOPENING, "lý do"), _NOTE),
    "spam": _verb(_plain(acts.mark_spam, *_WHY), _choice("--reason", SPAM, "lý do"), _NOTE),
    "release": _verb(_plain(acts.release)),
}
"""Word to verb."""
