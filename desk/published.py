"""The published log for people: what became public or ceased to be, when, by whom; also as CSV and XLSX.

For scoring of administrative reform (PAR): one row for each item of each run. Source: CT-10
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from desk.screen import Screen
from editorial.content_fields import KINDS
from editorial.dates import VIETNAM
from editorial.editions import EditionStore
from editorial.problem import Refused
from editorial.published import Published, read_log
from editorial.settings import Settings
from editorial.spreadsheet import as_csv, as_xlsx, safe_cell
from editorial.store import write_whole

HELP = "nhật ký xuất bản: mục nào công khai hay thôi công khai, lúc nào, ai đưa lên"
HEADINGS = ("Lúc", "Việc", "Mã của mục", "Tiêu đề", "Loại", "Địa chỉ", "Bản (SHA-256)", "Người xuất bản", "Lần")
SHOWN = 40


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--year", metavar="NĂM", type=int, help="chỉ những việc của năm này")
    parser.add_argument("--out", metavar="TỆP", type=Path, help="ghi ra tệp .csv hoặc .xlsx thay vì in ra màn hình")


def run(args: argparse.Namespace, settings: Settings, screen: Screen) -> int:
    if args.out and args.out.suffix not in {".csv", ".xlsx"}:
        screen.error("Tên tệp phải có đuôi .csv hoặc .xlsx, ví dụ “--out nhat-ky-2026.xlsx”.")
        return 2
    log = read_log(settings.published_log)
    rows = [row for row in rows_of(log, EditionStore(settings.records)) if args.year in (None, int(row[0][6:10]))]
    if args.out:
        cells = [tuple(map(safe_cell, row)) for row in (HEADINGS, *rows)]
        write_whole(args.out, as_xlsx(cells, "Nhật ký xuất bản") if args.out.suffix == ".xlsx" else as_csv(cells))
        screen.done(f"Đã ghi {len(rows)} dòng nhật ký: {args.out}")
    elif rows:
        shown = [(*row[:4], row[7]) for row in rows[-SHOWN:]]
        screen.table((*HEADINGS[:4], HEADINGS[7]), shown, title=f"Nhật ký xuất bản: {len(rows)} việc")
        if len(rows) > SHOWN:
            screen.say(f"Chỉ in {SHOWN} việc gần nhất. Tất cả: python -m desk published --out nhat-ky.xlsx")
    else:
        of_year = f" của năm {args.year}" if args.year else ""
        screen.say(f"Nhật ký chưa có việc nào{of_year}.")
    screen.say(f"Mã của dòng cuối nhật ký: {log.head or '(chưa có)'}")
    return 0


def rows_of(log: Published, store: EditionStore) -> Iterator[tuple[str, ...]]:
    """Yield a row for each item of each run, the oldest first."""
    shown: dict[str, str] = {}
    for number, one in enumerate(log.runs, 1):
        acts = [("Đăng mới", one.added), ("Sửa", one.changed), ("Thôi đăng", dict.fromkeys(one.withdrawn, ""))]
        for act, items in acts:
            for item, edition in sorted(items.items()):
                digest = edition or shown.pop(item, "")
                if edition:
                    shown[item] = edition
                yield (_moment(one.at), act, item, *_told(store, digest), digest, one.by, str(number))


def _told(store: EditionStore, digest: str) -> tuple[str, str, str]:
    """Return title, kind and address of an edition; of one that is erased nothing."""
    try:
        edition = store.get(digest)
    except Refused:
        return "", "", ""
    return edition.view().title, KINDS[edition.kind], edition.address


def _moment(at: datetime) -> str:
    return f"{at.astimezone(VIETNAM):%d/%m/%Y %H:%M}"
