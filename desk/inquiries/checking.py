"""desk inbox verify, drill, recompute: is everything there, can everything still be opened, do the days still hold."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from desk.inquiries.act_verbs import Verb
from desk.inquiries.doing import outbox_of
from desk.inquiries.listing import SHORT
from desk.inquiries.recomputing import recompute
from desk.inquiries.step_log import log_step
from desk.inquiries.terminal import Sitting, add_person, words_for
from desk.wording import count
from editorial.problem import Problem, Refused
from inquiries.house import House
from inquiries.sealing import SealBroken, load_identity, unseal


def _verify_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--recover", action="store_true", help="sau sự cố máy: ghi bổ sung nhật ký cho tệp còn thiếu")


def _verify(sitting: Sitting) -> int:
    """Compare every file with the chain; 1 when anything differs. Raises: Refused"""
    store, screen = sitting.house.store, sitting.screen
    if sitting.args.recover:
        store.recover(thorough=True)
    problems = list(store.verify())
    screen.problems(problems)
    head = store.audit.head()
    if problems:
        return 1
    screen.done(f"Kho nguyên vẹn: {count(len(store.ids()))} hồ sơ, nhật ký {count(head.n)} dòng.")
    screen.say(f"  Mốc hôm nay để lưu nơi khác: dòng {head.n}, mã {head.digest}")
    return 0


def _drill_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--key-file", metavar="TỆP", type=Path, help="tệp khóa dự phòng (mặc định: trong thư mục khóa)")
    add_person(parser)


def _drill(sitting: Sitting) -> int:
    """Open everything with the escrow key, showing nothing of it; 1 when something stays shut. Raises: Refused"""
    house, who, screen = sitting.house, sitting.clerk, sitting.screen
    files = [sitting.args.key_file] if sitting.args.key_file else house.identity_files("escrow")
    if not files:
        raise Refused(Problem("inbox-no-escrow", "fail", str(sitting.settings.keys), "PS-D5"))
    identity = load_identity(files[0], words_for(files[0], screen))
    if identity.public not in {key.public for key in house.recipients.keys if key.role == "escrow"}:
        raise Refused(Problem("inbox-not-escrow", "fail", str(files[0]), "PS-D5", {"name": identity.name}))
    log_step(house.store.folder, sitting.now, who.person.id, "drill")
    opened, shut = 0, []
    for place, sealed in _sealed(house):
        try:
            unseal(sealed, identity)
            opened += 1
        except SealBroken:
            shut.append(place)
    for place in shut:
        screen.error(f"{place}: khóa dự phòng không mở được.")
    if shut:
        told = f"Mở được {count(opened)}, không mở được {count(len(shut))} phần."
        screen.error(f"{told} Giữ khóa trực cũ, tìm khóa dự phòng của thời ấy.")
        return 1
    screen.done(f"Khóa dự phòng “{identity.name}” mở được tất cả: {count(opened)} phần đã niêm phong.")
    return 0


def _sealed(house: House) -> Iterator[tuple[str, str | bytes]]:
    """Yield all that is sealed for the staff, with its place."""
    store = house.store
    for id in store.ids():
        for event in store.events(id):
            if event.sealed:
                yield f"{id[:SHORT]}/{event.number:04}", event.sealed
            for digest in event.facts.get("files", ()) if event.act == "received" and not event.erased else ():
                yield f"{id[:SHORT]}/{digest[:SHORT]}", store.attachment(id, digest)
    outbox = outbox_of(house)
    for mail in (*outbox.waiting(), *outbox.failed()):
        yield mail.name, mail.sealed


def _recompute(sitting: Sitting) -> int:
    """Write due days anew after the calendar changed. Raises: Refused"""
    house, screen = sitting.house, sitting.screen
    log_step(house.store.folder, sitting.now, sitting.clerk.person.id, "recompute")  # its events name the system
    written = recompute(house, sitting.now)
    for event in written:
        screen.say(f"  {event.inquiry[:SHORT]}  hạn mới {date.fromisoformat(event.facts['due_on']):%d/%m/%Y}")
    screen.done(f"Đã tính lại hạn của {count(len(written))} hồ sơ; ngày đã hẹn với người gửi vẫn giữ trong lịch sử.")
    if written:
        screen.say("Nhờ người quản trị khởi động lại phần tiếp nhận (endpoint), để trang tra cứu tính theo lịch mới.")
    return 0


VERBS = {
    "verify": Verb(_verify_arguments, _verify),
    "drill": Verb(_drill_arguments, _drill),
    "recompute": Verb(add_person, _recompute),
}
