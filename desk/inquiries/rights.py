"""desk inbox rights: what senders ask about their data, answered within two working days (PS-D3)."""

from __future__ import annotations

from argparse import ArgumentParser

from desk.inquiries.acts import answer_right
from desk.inquiries.doing import find, read
from desk.inquiries.listing import SHORT, due_words
from desk.inquiries.reasons import RIGHT_NAMES, RIGHT_OUTCOMES
from desk.inquiries.terminal import Sitting, add_person, add_text, confirmed_text
from desk.typed import choices
from editorial.dates import local_day
from inquiries.clocks import clocks
from inquiries.states import STATES


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("id", metavar="MÃ", nargs="?", default="", help="hồ sơ cần trả lời; bỏ trống để xem danh sách")
    parser.add_argument("--outcome", choices=tuple(RIGHT_OUTCOMES), help=f"kết quả ({choices(RIGHT_OUTCOMES)})")
    add_text(parser, "nội dung trả lời")
    parser.add_argument("--yes", action="store_true", help="không hỏi lại trước khi gửi")
    add_person(parser)


def run(sitting: Sitting) -> int:
    """List the open requests, or answer one. Raises: Refused"""
    return _answer(sitting) if sitting.args.id else _list(sitting)


def _list(sitting: Sitting) -> int:
    house, today = sitting.house, local_day(sitting.now)
    rows = []
    for inquiry in house.store.inquiries(tuple(STATES)):
        if inquiry.rights:
            clock = next(
                c for c in reversed(clocks(inquiry, house.profile, house.calendar, today)) if c.name == "rights"
            )
            right = RIGHT_NAMES[inquiry.rights.facts["right"]]
            due = due_words(clock.due_on, clock.left, clock.state == "overdue")
            rows.append((inquiry.id[:SHORT], right, due, STATES[inquiry.state]))
    if rows:
        sitting.screen.table(("Mã", "Yêu cầu", "Hạn", "Tình trạng"), rows)
    else:
        sitting.screen.done("Không có yêu cầu nào về dữ liệu cá nhân.")
    return 0


def _answer(sitting: Sitting) -> int:
    house, who, screen = sitting.house, sitting.clerk, sitting.screen
    id = find(house, sitting.args.id)
    _, before = read(house, id)
    text = confirmed_text(sitting, "nội dung trả lời")
    if text is None:
        return 1
    outcome = sitting.args.outcome or ""
    answer_right(house, who, id, sitting.now, outcome=outcome, text=text, seen=before.number)
    screen.done(f"Đã trả lời yêu cầu về dữ liệu của hồ sơ {id[:SHORT]}.")
    if before.state == "erased":
        screen.warn(
            "Mã của người gửi đã xóa cùng dữ liệu: trang tra cứu chỉ báo đã xóa, đã trả lời, không hiện nội dung."
        )
    elif before.rights and before.rights.facts["right"] == "erase" and outcome == "done":
        screen.warn(f"Dữ liệu còn nguyên: xóa bằng “python -m desk inbox erase {id[:SHORT]} --request”.")
    return 0
