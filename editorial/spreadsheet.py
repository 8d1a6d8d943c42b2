"""Tables for spreadsheets, in which nothing computes.

Every cell is text: what a spreadsheet takes for a formula, also in full-width forms, gets an apostrophe before it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

FORMULA = frozenset("=+-@\t\r\n\0＝＋－＠﹦﹢﹣﹫−")
"""First characters that make a spreadsheet compute, with the forms that it folds to them."""

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LONGEST_CELL = 32_000
_WIDEST, _AIR = 60, 2
"""Letters of a column; what is longer goes on in the next line of its cell."""


def safe_cell(text: str) -> str:
    """Return text that no spreadsheet computes with, shortened to what a cell takes."""
    shown = _ILLEGAL.sub("", text)[:_LONGEST_CELL]
    return f"'{shown}" if text[:1] in FORMULA or shown[:1] in FORMULA or shown.lstrip()[:1] in FORMULA else shown


def as_csv(rows: Sequence[Sequence[str]]) -> bytes:
    """Return the rows as CSV that Excel reads as UTF-8, every cell in quotes."""
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows(rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def as_xlsx(rows: Sequence[Sequence[str]], title: str) -> bytes:
    """Return the rows as a workbook of text cells. title: of its one sheet"""
    from openpyxl import Workbook  # heavy, and wanted by few verbs
    from openpyxl.styles import Alignment, Font

    book = Workbook(write_only=False)
    sheet = book.active
    sheet.title = title
    for number, row in enumerate(rows, 1):
        for column, text in enumerate(row, 1):
            cell = sheet.cell(number, column)
            cell.value, cell.data_type, cell.number_format = text, "s", "@"
            cell.font, cell.alignment = Font(bold=number == 1), Alignment(vertical="top", wrap_text=True)
    for column in sheet.columns:
        longest = max((len(str(cell.value or "")) for cell in column), default=0)
        sheet.column_dimensions[column[0].column_letter].width = min(longest, _WIDEST) + _AIR
    sheet.freeze_panes = "A2"
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
