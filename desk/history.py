"""Every edition of an item that readers saw: since when, until when, what was changed, who decided it.

Asked of the published log, since readers see what is published and not what is signed. What was withdrawn, or was
signed by a key that no longer counts, is told as well: whoever has to answer for a text asks about just that one.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise

from desk.fingerprint import short
from desk.log import item_on_record
from desk.screen import Screen
from desk.wording import moment
from editorial.editions import EditionStore
from editorial.office import open_office
from editorial.published import Published, read_log
from editorial.settings import Settings

HELP = "mọi bản của một mục mà người đọc đã thấy"

HEADINGS = ("", "Từ", "Đến", "Bản", "Nội dung sửa", "Nơi quyết định")
EDITION = HEADINGS.index("Bản")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("item", metavar="MỤC", help="mã của mục hoặc tệp trong content/")


def run(args: argparse.Namespace, settings: Settings, screen: Screen) -> int:
    item = item_on_record(open_office(settings), args.item)
    rows = list(rows_of(read_log(settings.published_log), EditionStore(settings.records), item))
    if not rows:
        screen.say(f"Theo nhật ký xuất bản, người đọc chưa thấy bản nào của “{item}”.")
        return 0
    screen.table(HEADINGS, rows, title=f"Các bản công khai của “{item}”")
    screen.say(f"Xem trọn một bản: python -m desk edition show {rows[-1][EDITION].replace(' ', '')}")
    screen.say(f"Ai ký bản nào, lúc nào, ai gỡ, vì sao: python -m desk log {item}")
    return 0


def rows_of(log: Published, store: EditionStore, item: str) -> Iterator[tuple[str, ...]]:
    """Yield a row for each time that an edition was public, the oldest first. Raises: Refused when one is damaged"""
    seen = [*_moves(log, item), None]
    number = 0
    for here, later in pairwise(seen):
        if here and here[1]:
            number += 1
            at, digest = here
            told = store.get(digest).view()
            note = told.change_note + (" (sửa nhỏ)" if told.change_minor else "")
            end = "nay" if later is None else moment(later[0]) if later[1] else f"thôi đăng lúc {moment(later[0])}"
            yield str(number), moment(at), end, short(digest), note, told.changed_by


def _moves(log: Published, item: str) -> Iterator[tuple[datetime, str]]:
    """Yield when readers saw another edition of the item, "" when none any more."""
    for run in log.runs:
        if item in run.withdrawn:
            yield run.at, ""
        elif edition := run.added.get(item) or run.changed.get(item):
            yield run.at, edition
