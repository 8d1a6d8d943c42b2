"""The inbox as a table: the most urgent first, late in red, soon in yellow. No key is needed."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import cache

from rich.table import Table
from rich.text import Text

from desk.inquiries.overview import HEADINGS, units
from desk.inquiries.reading import REMINDERS, Row, inbox, is_of
from desk.inquiries.reasons import CLASS_NAMES
from desk.inquiries.terminal import Sitting
from desk.screen import plain
from desk.typed import choices, row_count
from desk.wording import count, left_words
from editorial.dates import local_day
from editorial.problem import Problem, Refused
from editorial.profile_schema import clause_in_words
from editorial.text import suggestion
from editorial.workdays import YearNotLoaded
from inquiries.retention import expired
from inquiries.states import STATES

SHOWN_AT_MOST = 50
SHORT = 8
"""Hex digits of an id in lists."""
HEADINGS_OF_ROWS = ("Mã", "Loại", "Tình trạng", "Hạn", "Đơn vị, nhắc")
WORKING = " làm việc"

_COLOURS = {"overdue": "bold red", "due_soon": "yellow"}


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--state", choices=tuple(STATES), help=f"chỉ hồ sơ ở tình trạng này ({choices(STATES)})")
    parser.add_argument("--unit", metavar="ĐƠN-VỊ", default="", help="chỉ hồ sơ của đơn vị có tên chứa chữ này")
    parser.add_argument("--kind", metavar="LOẠI", default="", help="chỉ loại này, ví dụ hoi_dap")
    parser.add_argument("--overdue", action="store_true", help="chỉ hồ sơ quá hạn")
    parser.add_argument("--sensitive", action="store_true", help="chỉ hồ sơ nhạy cảm")
    parser.add_argument("--by-unit", action="store_true", help="chỉ số liệu từng đơn vị: đang mở, quá hạn, trả lời trễ")
    parser.add_argument(
        "--mine",
        metavar="MÃ-NGƯỜI",
        default="",
        help="chỉ hồ sơ người này phụ trách hoặc vừa xử lý",
    )
    parser.add_argument(
        "--limit", metavar="SỐ", type=row_count, default=SHOWN_AT_MOST, help="số dòng nhiều nhất; 0 là tất cả"
    )


def run(sitting: Sitting) -> int:
    """Print the table; 1 when something late or damaged is among it. Raises: Refused"""
    house, screen = sitting.house, sitting.screen
    if sitting.args.by_unit:
        rows_by_unit = ((unit, *figures.cells()) for unit, figures in units(house, sitting.now).items())
        screen.table(HEADINGS, rows_by_unit)
        return 0
    rows, missing = inbox(house, sitting.now, _publicity(sitting))
    _refuse_unknown(sitting, rows)
    wanted = list(filter(_wanted(sitting), rows))
    shown = wanted[: sitting.args.limit or None]
    if shown:
        screen.out.print(_table(shown, sitting), soft_wrap=False)
        clauses = _clauses(shown, house.profile.id)
        if clauses:
            screen.say(f"Hạn tính bằng ngày làm việc, theo {clauses}.")
    else:
        screen.done("Không có hồ sơ nào phải làm." if not rows else "Không có hồ sơ nào như vậy.")
    if len(shown) < len(wanted):
        screen.say(f"Còn {count(len(wanted) - len(shown))} hồ sơ nữa; thêm --limit 0 để xem tất cả.")
    late = sum(row.is_overdue for row in wanted)
    waits = sum(row.inquiry.state == "quarantined" for row in wanted)
    unpublished = sum("unpublished" in row.reminders for row in wanted)
    parts = f"{count(late)} quá hạn, {count(waits)} chờ xem lại, {count(unpublished)} chưa đăng"
    screen.say(f"Tổng: {count(len(wanted))} hồ sơ; {parts}.")
    if over := expired(house.store, house.form, local_day(sitting.now)):
        screen.say(f"{count(over)} hồ sơ đã hết hạn giữ dữ liệu cá nhân (PS-D5); xóa: python -m desk inbox erase --due")
    damaged = [
        Problem("inbox-unreadable", "fail", id, facts={"inquiry": id[:SHORT]}) for id in house.store.unreadable()
    ]
    screen.problems([*damaged, *(problem for year in missing for problem in YearNotLoaded(year).problems)])
    return 1 if damaged or missing else 0


def _refuse_unknown(sitting: Sitting, rows: Iterable[Row]) -> None:
    """A mistyped filter would look like an empty inbox. Raises: Refused"""
    args, form = sitting.args, sitting.house.form
    field = form.field("loai")
    kinds = dict.fromkeys(
        (*(choice.value for choice in (field.choices if field else ())), *(row.inquiry.kind for row in rows))
    )
    if args.kind and args.kind not in kinds:
        known = ", ".join(f"{kind} ({form.label('loai', kind)})" for kind in kinds)
        raise Refused(Problem("inbox-kind-unknown", "fail", "--kind", facts={"value": args.kind, "known": known}))
    units = sorted({row.inquiry.unit for row in rows if row.inquiry.unit})
    if args.unit and not any(args.unit.lower() in unit.lower() for unit in units):
        facts = {"value": args.unit, "known": "; ".join(units) or "chưa có"}
        raise Refused(Problem("inbox-unit-unknown", "fail", "--unit", facts=facts))
    if args.mine and args.mine not in (people := sitting.office.roster.people):
        hint = suggestion(args.mine, people)
        raise Refused(Problem("inbox-nobody", "fail", args.mine, facts={"hint": hint}))


def _publicity(sitting: Sitting) -> Callable[[str], bool]:
    """Return what tells whether an item is public; the records are opened only when there is one to ask about."""

    @cache
    def opened() -> Callable[[str], bool]:
        from desk.inquiries.drafts import publicity  # here, since most lists do without

        return publicity(sitting.office, sitting.now)

    return lambda item: opened()(item)


def due_words(due_on: date | None, left: int | None, is_late: bool) -> str:
    """Return "24/11/2026, còn 2 ngày làm việc", "" without a day."""
    return "" if due_on is None or left is None else f"{due_on:%d/%m/%Y}, {left_words(left, is_late)}"


def _wanted(sitting: Sitting) -> Callable[[Row], bool]:
    args = sitting.args

    def wanted(row: Row) -> bool:
        inquiry = row.inquiry
        return (
            (not args.state or inquiry.state == args.state)
            and (not args.kind or inquiry.kind == args.kind)
            and args.unit.lower() in inquiry.unit.lower()
            and (not args.overdue or row.is_overdue)
            and (not args.sensitive or inquiry.sensitive)
            and (not args.mine or is_of(inquiry, args.mine, sitting.office.roster, local_day(sitting.now)))
        )

    return wanted


def _table(rows: Iterable[Row], sitting: Sitting) -> Table:
    """Return a table that keeps to 80 columns: what a clerk looks for first is never broken."""
    table = Table(pad_edge=False)
    for heading in HEADINGS_OF_ROWS:
        table.add_column(heading, no_wrap=heading in ("Mã", "Hạn"))
    for row in rows:
        table.add_row(*_cells(row, sitting))
    return table


def _cells(row: Row, sitting: Sitting) -> Sequence[Text]:
    inquiry = row.inquiry
    style = _COLOURS.get(row.urgency, "")
    state = STATES[inquiry.state] + (
        f" ({CLASS_NAMES[inquiry.class_]})" if inquiry.class_ not in ("", "simple") else ""
    )
    due = due_words(row.due_on, row.left, row.is_overdue).removesuffix(WORKING)
    due = due or (f"{row.due_on:%d/%m/%Y}" if row.due_on else "")
    kind = sitting.house.form.label("loai", inquiry.kind)
    reminders = [*(["NHẠY CẢM"] if inquiry.sensitive else []), *(REMINDERS[one] for one in row.reminders)]
    cells = (inquiry.id[:SHORT], kind, state, due, "; ".join(filter(None, (inquiry.unit, *reminders))))
    return [Text(plain(cell), style=style if place == 3 else "") for place, cell in enumerate(cells)]


def _clauses(rows: Iterable[Row], profile_id: str) -> str:
    """Return by which clauses the days of the rows stand, "" where none does."""
    clauses = dict.fromkeys(clock.clause for row in rows for clock in row.clocks if clock.left is not None)
    return "; ".join(clause_in_words(clause, profile_id) for clause in clauses if clause)
