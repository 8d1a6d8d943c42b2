"""What the preview adds to pages on their way out, and the page that says what is to be mended."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import escape

from desk.preview.window import State
from editorial.messages import sentence
from editorial.problem import SEVERITIES, Problem

OWN = "/.xem-truoc/"
"""Below it lies what belongs to the preview; no address of the site begins with a full stop."""
ERRORS = f"{OWN}loi"

SHOWN_AT_MOST = 100

FAULT = (
    "Chưa hiện được chỗ vừa sửa",
    "Sửa các lỗi dưới đây rồi lưu tệp: trang sẽ tự hiện lại. Không có gì bị mất; trang vẫn là bản tốt gần nhất.",
)
TO_MEND = ("Những chỗ cần sửa", "Những chỗ dưới đây vẫn xem trước được nhưng cần sửa trước khi trình ký.")
WELL = ("Không còn chỗ nào cần sửa", "Mọi tệp đều đọc được.")

_PAGE = """<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} – Xem trước</title>
</head>
<body class="xem-truoc-trang" data-quay-lai="{back}">
<main>
<h1>{title}</h1>
<p>{lead}</p>
<ol>
{problems}
</ol>
{more}<p><a href="{back}">{way_back}</a></p>
</main>
</body>
</html>
"""


def with_reload(page: bytes, state: State) -> bytes:
    """Return a page that follows the states of the preview; what it shows is at least as new as the given one."""
    tags = (
        f'<link rel="stylesheet" href="{OWN}preview.css">\n'
        f'<script src="{OWN}reload.js" data-ban="{state.generation}" data-loi="{state.fault}" defer></script>\n'
    )
    return page.replace(b"</head>", tags.encode() + b"</head>", 1)


def error_page(problems: Iterable[Problem], back: str, is_fault: bool, clauses: Callable[[str], str]) -> bytes:
    """Return the page that lists what is to be mended.

    back: where the reader came from; is_fault: an edit could not be shown; clauses: gives the clauses of one in words
    """
    if not back.startswith("/") or back.startswith(("//", "/\\", OWN)) or not back.isprintable():
        back = "/"  # a browser drops tabs and ends of lines, so that two slashes may come to stand together
    listed = sorted(problems, key=lambda problem: (SEVERITIES.index(problem.severity), problem.where, problem.code))
    left = len(listed) - SHOWN_AT_MOST
    title, lead = FAULT if is_fault else TO_MEND if listed else WELL
    return _PAGE.format(
        title=title,
        lead=lead,
        problems="\n".join(_line(one, clauses(one.clause)) for one in listed[:SHOWN_AT_MOST]),
        more=f"<p>Và {left} chỗ nữa: chạy make check-content để xem hết.</p>\n" if left > 0 else "",
        back=escape(back),
        way_back="Xem bản tốt gần nhất" if is_fault else "Quay lại trang đang xem",
    ).encode()


def _line(problem: Problem, clauses: str) -> str:
    clause = f" <small>({escape(clauses)})</small>" if clauses else ""
    return f"<li><code>{escape(problem.where)}</code><br>{escape(sentence(problem))}{clause}</li>"
