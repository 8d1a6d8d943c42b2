"""The published log for people: what became public or ceased to be, when, by whom; also as CSV and XLSX.

For scoring of administrative reform (PAR) and for inspectors: one row for each item of each run, with its areas; in the
tables also who had approved it. Source: CT-10
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path

from desk.approvers import Approvers
from desk.fingerprint import short
from desk.screen import Screen
from desk.wording import moment
from editorial.content_fields import KINDS
from editorial.dates import VIETNAM
from editorial.editions import EditionStore
from editorial.office import open_office
from editorial.problem import Refused
from editorial.profile import load_profile
from editorial.published import ROLLBACK, Published, read_log
from editorial.settings import Settings
from editorial.spreadsheet import as_csv, as_xlsx, safe_cell
from editorial.store import write_whole

HELP = "nhật ký xuất bản: mục nào công khai hay thôi công khai, lúc nào, ai duyệt, ai đưa lên"
HEADINGS = (
    "Lúc",
    "Việc",
    "Mã của mục",
    "Tiêu đề",
    "Loại",
    "Lĩnh vực",
    "Địa chỉ",
    "Bản (SHA-256)",
    "Người xuất bản",
    "Lần",
)
APPROVED = ("Ai duyệt (hoặc gỡ), lúc nào", "Theo quy chế", "Mã rút gọn của bản")
GONE, BACK = "Thôi đăng", " (trở lại trang trước)"
SHOWN = 40
NOTED = 12
"""How many digits of a head are enough to know it again."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--year", metavar="NĂM", type=int, help="chỉ những việc của năm này")
    parser.add_argument("--head", metavar="MÃ", default="", help="mã chốt đã ghi lại: xem nhật ký đến đó có còn nguyên")
    parser.add_argument("--out", metavar="TỆP", type=Path, help="ghi ra tệp .csv hoặc .xlsx thay vì in ra màn hình")
    parser.add_argument("--yes", action="store_true", help="ghi đè tệp ấy nếu đã có, không hỏi")


def run(args: argparse.Namespace, settings: Settings, screen: Screen) -> int:
    if args.out and args.out.suffix not in {".csv", ".xlsx"}:
        screen.error("Tên tệp phải có đuôi .csv hoặc .xlsx, ví dụ “--out nhat-ky-2026.xlsx”.")
        return 2
    log = read_log(settings.published_log)
    if args.head:
        return _tell_head(log, args.head.lower(), screen)
    if not screen.may_write(args.out, args.yes):
        return 1
    areas = load_profile(settings.regulation_file).areas
    rows = list(rows_of(log, EditionStore(settings.records), dict(areas.list) if areas else {}, args.year))
    if args.out:
        approved = approved_of(rows, log, Approvers(open_office(settings), datetime.now(VIETNAM)))
        table = ((*HEADINGS, *APPROVED), *(row + told for row, told in zip(rows, approved, strict=True)))
        cells = [tuple(map(safe_cell, row)) for row in table]
        write_whole(args.out, as_xlsx(cells, "Nhật ký xuất bản") if args.out.suffix == ".xlsx" else as_csv(cells))
        screen.done(f"Đã ghi {len(rows)} dòng nhật ký: {args.out}")
    elif rows:
        shown = [(*row[:4], row[8]) for row in rows[-SHOWN:]]
        screen.table((*HEADINGS[:4], HEADINGS[8]), shown, title=f"Nhật ký xuất bản: {len(rows)} việc")
        if len(rows) > SHOWN:
            screen.say(f"Chỉ in {SHOWN} việc gần nhất.")
        screen.say("Mọi việc, kèm ai duyệt bản nào, lúc nào: python -m desk published --out nhat-ky.xlsx")
    else:
        of_year = f" của năm {args.year}" if args.year else ""
        screen.say(f"Nhật ký chưa có việc nào{of_year}.")
    screen.say(f"Mã của dòng cuối nhật ký: {log.head or '(chưa có)'}")
    return 0


def _tell_head(log: Published, noted: str, screen: Screen) -> int:
    """Say up to which line a head that somebody noted vouches for the log; 1 when it never was the log's."""
    if not re.fullmatch(rf"[0-9a-f]{{{NOTED},64}}", noted):
        screen.error(f"Mã chốt gồm 64 ký tự, là chữ số và chữ cái từ a đến f; gõ ít nhất {NOTED} ký tự đầu.")
        return 2
    found = next((number for number, head in enumerate(log.heads, 1) if head.startswith(noted)), 0)
    if not found:
        screen.error(
            f"Nhật ký không có dòng nào mang mã {noted}: hoặc mã ghi nhầm, hoặc sau ngày ghi mã nhật ký đã bị viết lại "
            "hay bị cắt bớt. Gõ lại mã; vẫn vậy thì so với ho-so/published/log.jsonl trong túi lưu trữ gần nhất."
        )
        return 1
    at = moment(log.runs[found - 1].at)
    screen.done(f"Đúng mã của dòng {found} (xuất bản lúc {at}): từ dòng đầu đến dòng ấy nhật ký còn nguyên.")
    screen.say(f"Nhật ký nay có {len(log.runs)} dòng, mã của dòng cuối: {log.head}")
    return 0


def rows_of(
    log: Published, store: EditionStore, areas: Mapping[str, str], year: int | None = None
) -> Iterator[tuple[str, ...]]:
    """Yield a row for each item of each run, the oldest first. areas: slug to name; year: only of its runs"""
    shown: dict[str, str] = {}
    for number, one in enumerate(log.runs, 1):
        at = one.at.astimezone(VIETNAM)
        acts = [("Đăng mới", one.added), ("Sửa", one.changed), (GONE, dict.fromkeys(one.withdrawn, ""))]
        for act, items in acts:
            for item, edition in sorted(items.items()):
                digest = edition or shown.pop(item, "")
                if edition:
                    shown[item] = edition
                if year in (None, at.year):
                    told = _told(store, digest, areas)
                    yield (
                        f"{at:%d/%m/%Y %H:%M}",
                        act + (BACK if one.act == ROLLBACK else ""),
                        item,
                        *told,
                        digest,
                        one.by,
                        str(number),
                    )


def approved_of(
    rows: Iterable[tuple[str, ...]], log: Published, approvers: Approvers
) -> Iterator[tuple[str, str, str]]:
    """Yield for each row of `rows_of` who approved it under which rules, and how people call the edition."""
    for _, act, item, *_, digest, _, number in rows:
        at = log.runs[int(number) - 1].at
        yield *approvers.told(item, "" if act.startswith(GONE) else digest, at), short(digest) if digest else ""


def _told(store: EditionStore, digest: str, areas: Mapping[str, str]) -> tuple[str, str, str, str]:
    """Return title, kind, areas and address of an edition; nothing of one that is erased or cannot be read."""
    try:
        edition = store.get(digest)
        item = edition.view()
        return item.title, KINDS[edition.kind], "; ".join(areas.get(one, one) for one in item.areas), edition.address
    except (Refused, ValueError, KeyError):
        return "", "", "", ""
