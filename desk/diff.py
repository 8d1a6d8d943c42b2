"""Show what a working text changes against the edition approved last."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import datetime

from desk.fingerprint import short
from desk.screen import Screen
from desk.text_changes import show_changes
from desk.wording import count
from editorial.changes import compare
from editorial.dates import VIETNAM
from editorial.office import open_case, open_office
from editorial.settings import Settings
from editorial.signing import find_item
from editorial.submission import as_it_lies

HELP = "so bản đang soạn với bản được duyệt gần nhất"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("item", metavar="MỤC", help="mã của mục hoặc tệp trong content/")


def run(args: Namespace, settings: Settings, screen: Screen) -> int:
    return show_diff(settings, args.item, screen, datetime.now(VIETNAM))


def show_diff(settings: Settings, name: str, screen: Screen, now: datetime) -> int:
    """Print the changes of one item. Raises: Refused when there is no such item."""
    office = open_office(settings)
    item = find_item(office, name)
    case = open_case(office, item.id, now)
    approved = case.approved
    working = as_it_lies(office, item, case, now)
    screen.say(f"{item.title} ({item.id})")
    if approved is None:
        screen.say(f"Chưa có bản nào được duyệt: toàn bộ là mới, {count(len(item.body.split()))} chữ.")
        return 0
    changes = compare(approved, working)
    if changes.none:
        screen.say(f"Không có gì khác bản được duyệt {short(approved.digest)}.")
        return 0
    screen.say(f"So với bản được duyệt {short(approved.digest)}: {changes.summary()}.")
    show_changes(changes, screen)
    return 0
