"""Every edition of an item that readers saw: since when, until when, what was changed, who decided it.

What was withdrawn is told as well: whoever has to answer for a text asks about just that one.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from itertools import count, pairwise

from desk.fingerprint import short
from desk.log import item_on_record
from desk.screen import Screen
from desk.wording import moment
from editorial.dates import VIETNAM
from editorial.office import Case, Office, judge_case, open_case, open_office
from editorial.settings import Settings
from editorial.verdict import WITHDRAW

HELP = "mọi bản của một mục mà người đọc đã thấy"

HEADINGS = ("", "Từ", "Đến", "Bản", "Nội dung sửa", "Nơi quyết định")
EDITION = HEADINGS.index("Bản")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("item", metavar="MỤC", help="mã của mục hoặc tệp trong content/")


def run(args: argparse.Namespace, settings: Settings, screen: Screen) -> int:
    now = datetime.now(VIETNAM)
    office = open_office(settings)
    item = item_on_record(office, args.item)
    case = open_case(office, item, now)
    rows = list(rows_of(office, case))
    if not rows:
        screen.say(f"Người đọc chưa thấy bản nào của “{item}”.")
        return 0
    screen.table(HEADINGS, rows, title=f"Các bản công khai của “{item}”")
    screen.say(f"Xem trọn một bản: python -m desk edition show {rows[-1][EDITION].replace(' ', '')}")
    return 0


def rows_of(office: Office, case: Case) -> Iterator[tuple[str, ...]]:
    """Yield a row for each public edition, the oldest first."""
    numbers = count(1)
    for seen, ended in _spans(office, case):
        ends = [*(moment(after) for _, (after, _) in pairwise(seen)), ended]
        for (at, digest), end in zip(seen, ends, strict=True):
            item = case.editions[digest].view()
            note = item.change_note + (" (sửa nhỏ)" if item.change_minor else "")
            yield str(next(numbers)), moment(at), end, short(digest), note, item.changed_by


def _spans(office: Office, case: Case) -> Iterator[tuple[tuple[tuple[datetime, str], ...], str]]:
    """Yield what readers saw up to each withdrawal and since the last one, with how that ended."""
    signoffs = case.ledger.signoffs
    for number, signoff in enumerate(signoffs):
        if signoff.act == WITHDRAW:
            before, after = (
                judge_case(office, replace(case.ledger, signoffs=signoffs[:end]), signoff.at).verdict.history
                for end in (number, number + 1)
            )
            if before and not after:  # else it did not count, or only put a banner over the text
                yield before, f"gỡ lúc {moment(signoff.at)}"
    if case.verdict.history:
        yield case.verdict.history, "nay"
