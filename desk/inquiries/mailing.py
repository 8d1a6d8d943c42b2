"""The mails that wait: what is in the queue, and sending it; a private key is needed, since each is sealed."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from desk.inquiries.doing import outbox_of
from desk.inquiries.listing import SHORT
from desk.inquiries.step_log import log_step
from desk.inquiries.terminal import Sitting
from desk.wording import count, moment
from editorial.dates import VIETNAM
from editorial.problem import Problem, Refused
from inquiries.delivery import Delivery, deliver, read_server
from inquiries.events import SYSTEM
from inquiries.house import House
from inquiries.outbox import DROPPED, MALFORMED, UNSURE, Waiting
from inquiries.sealing import Identity
from inquiries.states import ACTS

REASONS: Mapping[str, str] = {
    UNSURE: "không rõ đã đến nơi chưa: đường truyền đứt hai lần sau khi gửi",
    DROPPED: "máy chủ thư không trả lời sau ba lần gửi",
    MALFORMED: "địa chỉ hoặc nội dung thư hỏng",
}


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--list", action="store_true", help="chỉ xem, không gửi")
    parser.add_argument("--again", action="store_true", help="xếp các thư không gửi được vào hàng đợi để gửi lại")


def run(sitting: Sitting) -> int:
    """Send what is due; 1 when some mail needs a person. Raises: Refused; Busy"""
    outbox = outbox_of(sitting.house)
    if sitting.args.again:
        sitting.screen.done(f"Đã xếp lại {count(outbox.again(sitting.now))} thư.")
    if not sitting.args.list:
        done = send(sitting.house, sitting.identity, lambda: datetime.now(VIETNAM))
        for line in told(done):
            sitting.screen.say(line)
    _show(sitting, "Đang chờ", outbox.waiting())
    _show(sitting, "Không gửi được", failed := outbox.failed())
    damaged = outbox.damaged()
    if damaged:
        sitting.screen.error(
            f"Tệp thư hỏng, không gửi được: {', '.join(damaged)}. Báo người kỹ thuật xem thư mục outbox."
        )
    return 1 if failed or damaged else 0


def send(house: House, identity: Identity | None, clock: Callable[[], datetime]) -> Delivery:
    """Try every mail that is due; the log says which were sent, as proof that the sender was told (LX-10.1d).

    Raises: Refused without a server, a key or an answer; Busy
    """
    if house.settings.mail is None:
        raise Refused(Problem("mail-off", "fail", "SMTP_HOST", "product"))
    if identity is None:
        raise Refused(Problem("mail-no-key", "fail", "KEYS", "product"))
    server = read_server(house.settings.mail, house.settings.root)
    done = deliver(outbox_of(house), identity, server, house.form.controller, clock)
    for step, mails in (("mailed", done.sent), ("mail-failed", done.failed)):
        for mail in mails:
            log_step(
                house.store.folder, clock(), SYSTEM, step, mail.inquiry, reason=f"{mail.act} {mail.failed}".strip()
            )
    return done


def told(done: Delivery) -> Iterable[str]:
    """Yield what a round of sending did."""
    yield f"Đã gửi {count(len(done.sent))} thư."
    if done.later:
        yield f"{count(len(done.later))} thư máy chủ chưa nhận, sẽ gửi lại sau 5 rồi 30 phút."
    if done.failed:
        yield f"{count(len(done.failed))} thư không gửi được."
    if done.closed:
        yield f"{count(len(done.closed))} thư niêm phong bằng khóa khác; gửi bằng máy có khóa ấy."


def reason(result: str) -> str:
    """Return why a mail failed."""
    return REASONS.get(result, f"máy chủ thư từ chối, mã {result}")


def _show(sitting: Sitting, title: str, mails: list[Waiting]) -> None:
    if mails:
        rows = [
            (one.inquiry[:SHORT], ACTS[one.act], moment(one.queued_at), reason(one.failed) if one.failed else "")
            for one in mails
        ]
        sitting.screen.table(("Hồ sơ", "Thư báo về", "Xếp lúc", "Lý do"), rows, title)
