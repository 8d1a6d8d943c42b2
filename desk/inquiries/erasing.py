"""desk inbox erase: what the clock or a sender's request says is to go, gone with proof."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date, datetime

from desk.inquiries.clerk import Clerk
from desk.inquiries.doing import find, overtaken, read, refuse_overtaken, refuse_stranger
from desk.inquiries.listing import SHORT
from desk.inquiries.private_files import drop_letters
from desk.inquiries.terminal import Sitting, add_person
from editorial.dates import local_day
from editorial.problem import Problem, Refused
from inquiries.house import House
from inquiries.retention import REQUEST, SCHEDULE, all_due, due
from inquiries.states import Inquiry
from inquiries.store import Conflict


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("id", metavar="MÃ", nargs="?", default="", help="hồ sơ cần xóa theo yêu cầu của người gửi")
    parser.add_argument("--due", action="store_true", help="xóa mọi hồ sơ đã hết hạn giữ")
    parser.add_argument("--request", action="store_true", help="xóa hồ sơ này theo yêu cầu của người gửi")
    parser.add_argument("--yes", action="store_true", help="không hỏi lại")
    add_person(parser)


def run(sitting: Sitting) -> int:
    """Say what will go, ask, erase, print the proof. Raises: Refused"""
    args = sitting.args
    if args.due == bool(args.id and args.request):
        sitting.screen.error("Chọn một: --due để xóa hồ sơ hết hạn giữ, hoặc MÃ --request để xóa theo yêu cầu.")
        return 2
    return _erase_due(sitting) if args.due else _erase_one(sitting)


def erase(house: House, who: Clerk, id: str, now: datetime, ground: str, *, seen: int | None = None) -> Inquiry:
    """Erase all that is sealed of an inquiry, and the letters made of it. ground: SCHEDULE or REQUEST

    Raises: Refused where neither the clock nor a request of the sender says so, or somebody was faster
    """
    _, inquiry = read(house, id)
    refuse_stranger(house, who, id, "erased", now)
    refuse_overtaken(house, who, inquiry, seen)
    refuse_kept(house, inquiry, ground, local_day(now))
    try:
        after = house.store.erase(id, ground, who.person.id)
    except Conflict as conflict:
        raise Refused(overtaken(house, who, id, inquiry.number)) from conflict
    drop_letters(house.settings, id)
    return after


def refuse_kept(house: House, inquiry: Inquiry, ground: str, today: date) -> None:
    """Raise Refused where neither the clock nor a request of the sender says that it goes."""
    owed = due(inquiry, house.form)
    if owed is None or owed.ground != ground or (ground == SCHEDULE and owed.on > today):
        on = f"{owed.on:%d/%m/%Y}" if owed and owed.ground == SCHEDULE else ""
        code = "inbox-erase-not-asked" if ground == REQUEST else "inbox-erase-not-due"
        raise Refused(Problem(code, "fail", inquiry.id, "PS-D5", {"inquiry": inquiry.id[:SHORT], "on": on}))


def _erase_due(sitting: Sitting) -> int:
    house, who, screen = sitting.house, sitting.clerk, sitting.screen
    listed = all_due(house.store, house.form, local_day(sitting.now))
    for one in listed:
        if one.ground == REQUEST:
            until = f"{one.on:%d/%m/%Y}"
            screen.warn(f"{one.inquiry[:SHORT]}: người gửi yêu cầu xóa, hạn {until}; xóa riêng bằng --request.")
    ready = [one for one in listed if one.ground == SCHEDULE]
    if not ready:
        screen.done("Không có hồ sơ nào hết hạn giữ.")
        return 0
    for one in ready:
        screen.say(f"  {one.inquiry[:SHORT]}  hết hạn giữ ngày {one.on:%d/%m/%Y}")
    # What a clock that ran ahead erases does not come back.
    screen.say(f"Theo đồng hồ máy, hôm nay là ngày {local_day(sitting.now):%d/%m/%Y}; sai thì dừng lại, chỉnh đồng hồ.")
    if not screen.confirm(f"Xóa vĩnh viễn nội dung của {len(ready)} hồ sơ trên?", sitting.args.yes):
        return 1
    for one in ready:
        _say_proof(sitting, erase(house, who, one.inquiry, sitting.now, SCHEDULE))
    return 0


def _erase_one(sitting: Sitting) -> int:
    house, who = sitting.house, sitting.clerk
    id = find(house, sitting.args.id)
    _, inquiry = read(house, id)
    refuse_kept(house, inquiry, REQUEST, local_day(sitting.now))
    if inquiry.rights:
        command = f"python -m desk inbox rights {id[:SHORT]}"
        sitting.screen.warn(
            f"Yêu cầu của người gửi chưa được trả lời. Trả lời trước ({command}): xóa rồi thì không kịp."
        )
    if not sitting.screen.confirm(f"Xóa vĩnh viễn nội dung của hồ sơ {id[:SHORT]}?", sitting.args.yes):
        return 1
    _say_proof(sitting, erase(house, who, id, sitting.now, REQUEST, seen=inquiry.number))
    if inquiry.item:
        told = f"Hồ sơ này đã thành bài “{inquiry.item}”."
        sitting.screen.warn(f"{told} Xem bài còn gì nhận ra người gửi không; cần gỡ thì “python -m desk withdraw”.")
    return 0


def _say_proof(sitting: Sitting, after: Inquiry) -> None:
    """Print what is gone, by digest, and the head of the chain that says so."""
    screen, facts = sitting.screen, after.steps[-1].facts
    screen.done(f"Đã xóa dữ liệu của hồ sơ {after.id[:SHORT]}. Bằng chứng:")
    for one in facts["events"]:
        screen.say(f"  sự kiện {one['number']:04}  sha256 trước khi xóa {one['sha256']}")
    for digest in facts["files"]:
        screen.say(f"  tệp kèm       sha256 trước khi xóa {digest}")
    head = sitting.house.store.audit.head()
    screen.say(f"  thư chờ gửi đã xóa: {facts['mails']}; nhật ký đến dòng {head.n}, mã {head.digest}")
