"""desk inbox export: a table as CSV or XLSX; nothing personal unless asked for, with a reason.

1. Every cell is text (editorial.spreadsheet).
2. Telephones keep their first 0: they are written in groups, which no spreadsheet takes for a number.
3. Who takes out personal data says why, and the log keeps it.
"""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from desk.inquiries.clerk import Clerk
from desk.inquiries.listing import SHORT
from desk.inquiries.private_files import EXPORTS, write_apart
from desk.inquiries.reading import letter
from desk.inquiries.reasons import CLASS_NAMES
from desk.inquiries.step_log import log_step
from desk.inquiries.terminal import Sitting, add_person
from desk.wording import count
from editorial.dates import local_day
from editorial.problem import Problem, Refused
from editorial.spreadsheet import as_csv, as_xlsx, safe_cell
from inquiries.house import House
from inquiries.states import STATES, Inquiry

HEADINGS = ("Mã", "Loại", "Lĩnh vực", "Người gửi", "Nhận ngày", "Tình trạng", "Phân loại", "Đơn vị", "Nhãn",
            "Nhạy cảm", "Hẹn đầu", "Hạn", "Điều khoản", "Trả lời ngày", "Liên quan chung", "Bài đăng")  # fmt: skip
PERSONAL = ("tieu_de", "noi_dung", "ho_ten", "dien_thoai", "email", "dia_chi")


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--format", choices=("csv", "xlsx"), default="csv", help="dạng tệp")
    parser.add_argument("--unit", metavar="ĐƠN-VỊ", default="", help="chỉ hồ sơ của đơn vị có tên chứa chữ này")
    parser.add_argument("--out", metavar="TỆP", type=Path, help="ghi vào tệp này (mặc định: thư mục riêng của máy)")
    parser.add_argument("--personal", action="store_true", help="kèm nội dung và dữ liệu cá nhân; phải có --reason")
    parser.add_argument("--reason", metavar="LÝ-DO", default="", help="vì sao cần dữ liệu cá nhân; được ghi lại")
    add_person(parser)


def run(sitting: Sitting) -> int:
    """Write the table and say where it is. Raises: Refused"""
    args, now = sitting.args, sitting.now
    content, rows = export(
        sitting.house, sitting.clerk, now, args.format, unit=args.unit, personal=args.personal, reason=args.reason
    )
    name = f"hop-thu-{now:%Y%m%d-%H%M%S}.{args.format}"
    place = write_apart(sitting.settings, args.out or sitting.settings.state / EXPORTS / name, content)
    sitting.screen.done(f"Đã xuất {count(rows)} hồ sơ: {place}")
    if args.personal:
        sitting.screen.warn("Tệp có dữ liệu cá nhân: chỉ dùng cho việc đã nêu, dùng xong thì xóa.")
    return 0


def export(
    house: House, who: Clerk, now: datetime, format: str, *, unit: str = "", personal: bool = False, reason: str = ""
) -> tuple[bytes, int]:
    """Return the table as "csv" or "xlsx", and how many inquiries it holds; the log says who took it out, and why.

    Raises: Refused for personal data without a reason, or without the key
    """
    if personal and not reason.strip():
        raise Refused(Problem("inbox-export-reason", "fail", "--reason", "PS-D4"))
    found = [one for one in house.store.inquiries(tuple(STATES)) if unit.lower() in one.unit.lower()]
    found.sort(key=lambda inquiry: (inquiry.received_at, inquiry.id))
    headings = (*HEADINGS, *(_label(house, name) for name in PERSONAL if personal))
    step = "exported-personal" if personal else "exported"
    log_step(house.store.folder, now, who.person.id, step, reason=reason.strip())
    rows = [tuple(map(safe_cell, headings)), *_rows(house, who, found, personal)]
    return as_xlsx(rows, "Hộp thư") if format == "xlsx" else as_csv(rows), len(found)


def _rows(house: House, who: Clerk, found: Sequence[Inquiry], personal: bool) -> Iterator[tuple[str, ...]]:
    for inquiry in found:
        cells = [*_facts(house, inquiry)]
        if personal:
            values = letter(house, who, inquiry.id).values
            cells += [
                _grouped(values.get(name, "")) if name == "dien_thoai" else values.get(name, "") for name in PERSONAL
            ]
        yield tuple(map(safe_cell, cells))


def _facts(house: House, inquiry: Inquiry) -> Iterator[str]:
    form, answered = house.form, inquiry.last("answered", "redirected")
    yield inquiry.id[:SHORT]
    yield form.label("loai", inquiry.kind)
    yield form.label("linh_vuc", inquiry.area)
    yield form.label("nguoi_gui", inquiry.sender_type)
    yield f"{local_day(inquiry.received_at):%d/%m/%Y}"
    yield STATES[inquiry.state]
    yield CLASS_NAMES.get(inquiry.class_, "")
    yield inquiry.unit
    yield "; ".join(inquiry.tags)
    yield "có" if inquiry.sensitive else ""
    yield f"{inquiry.promised_on:%d/%m/%Y}" if inquiry.promised_on else ""
    yield f"{inquiry.due_on:%d/%m/%Y}" if inquiry.due_on else ""
    yield inquiry.due_clause
    yield f"{local_day(answered.at):%d/%m/%Y}" if answered else ""
    yield "" if inquiry.general_concern is None else "có" if inquiry.general_concern else "không"
    yield inquiry.item


def _label(house: House, name: str) -> str:
    field = house.form.field(name)
    return field.label if field else name


def _grouped(telephone: str) -> str:
    """Return "0912 345 678"."""
    return f"{telephone[:4]} {telephone[4:7]} {telephone[7:]}".strip()
