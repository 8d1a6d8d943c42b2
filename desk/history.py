"""Every edition of an item that readers saw: since when, until when, what was changed, who decided it."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise

from desk.fingerprint import short
from desk.log import item_on_record
from desk.screen import Screen
from desk.wording import moment
from editorial.dates import VIETNAM
from editorial.office import Case, open_case, open_office
from editorial.settings import Settings

HELP = "mọi bản của một mục mà người đọc đã thấy"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("item", metavar="MỤC", help="mã của mục hoặc tệp trong content/")


def run(args: argparse.Namespace, settings: Settings, screen: Screen) -> int:
    now = datetime.now(VIETNAM)
    office = open_office(settings)
    item = item_on_record(office, args.item)
    case = open_case(office, item, now)
    rows = list(rows_of(case))
    if not rows:
        since = " kể từ lần gỡ gần nhất" if case.verdict.withdrawn else ""
        screen.say(f"Người đọc chưa thấy bản nào của “{item}”{since}.")
        return 0
    screen.table(("", "Từ", "Đến", "Bản", "Sửa gì", "Nơi quyết định"), rows, title=f"Các bản công khai của “{item}”")
    screen.say(f"Xem trọn một bản: python -m desk edition show {short(case.verdict.history[-1][1]).replace(' ', '')}")
    return 0


def rows_of(case: Case) -> Iterator[tuple[str, ...]]:
    """Yield a row for each public edition since the last withdrawal, the oldest first."""
    seen = list(case.verdict.history)
    ends = [*(moment(after) for _, (after, _) in pairwise(seen)), *(["nay"] if seen else [])]
    for number, ((at, digest), end) in enumerate(zip(seen, ends, strict=True), 1):
        item = case.editions[digest].view()
        note = item.change_note + (" (sửa nhỏ)" if item.change_minor else "")
        yield str(number), moment(at), end, short(digest), note, item.changed_by
