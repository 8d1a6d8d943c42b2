"""Print a phiếu trình: one HTML file for paper, on which leaders sign."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import datetime
from pathlib import Path

from desk.fingerprint import short
from desk.screen import Screen
from desk.slip_page import slip_page
from editorial.dates import VIETNAM
from editorial.office import open_office
from editorial.settings import Settings
from editorial.store import write_whole
from editorial.submission import submit

HELP = "soạn phiếu trình khổ A4, để in ra và ký trên giấy"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("item", metavar="MỤC", help="mã của mục hoặc tệp trong content/")
    parser.add_argument("--out", metavar="TỆP", type=Path, help="ghi vào tệp này (mặc định: thư mục riêng của máy)")
    parser.add_argument("--yes", action="store_true", help="ghi đè tệp ấy nếu đã có, không hỏi")


def run(args: Namespace, settings: Settings, screen: Screen) -> int:
    if not screen.may_write(args.out, args.yes):
        return 1
    return write_slip(settings, args.item, args.out, screen, datetime.now(VIETNAM))


def write_slip(settings: Settings, name: str, out: Path | None, screen: Screen, now: datetime) -> int:
    """Write the slip of the item as it lies now. Raises: Refused when something holds the text back"""
    office = open_office(settings)
    submission = submit(office, name, now)
    place = out or settings.state / "slips" / f"{submission.item.id}.html"
    write_whole(place, slip_page(office, submission).encode())
    screen.problems(submission.warnings)
    screen.done(f"Phiếu trình của bản {short(submission.edition.digest)}: {place}")
    screen.say("Mở bằng trình duyệt rồi in khổ A4. Ký xong, một người khác nhập vào:")
    screen.say(f"  python -m desk sign {submission.item.id} --paper SỐ-PHIẾU --person MÃ-NGƯỜI-KÝ --signed-on NGÀY")
    return 0
