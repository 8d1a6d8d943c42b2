"""Preview: the site as it would be were every working file signed, on this machine only.

Nothing is built ahead. A worker (`worker`) holds the plan of the site and renders the page that a browser asks for; a
`window` keeps the worker, and starts another one when the program or the theme has changed; a `server` stands between
the window and the browser, and tells open pages to load again.
"""

from __future__ import annotations

import argparse
from datetime import datetime
from pathlib import Path

from desk.preview.pages import ERRORS
from desk.preview.server import serve
from desk.preview.watching import edits_of, watched_edits
from desk.preview.window import Window
from desk.screen import Screen
from editorial.dates import VIETNAM
from editorial.settings import Settings

HELP = "xem trước trên máy này, cả mục chưa duyệt (make serve)"

LAST_PORT = 65535


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", metavar="CỔNG", type=_port, default=8000, help="cổng trên máy này (mặc định: 8000)")
    parser.add_argument("--into", metavar="THƯ-MỤC", default="", help="chỉ dựng một lần vào thư mục này rồi thôi")


def run(args: argparse.Namespace, settings: Settings, screen: Screen) -> int:
    if args.into:
        return build_once(settings, Path(args.into))
    window = Window(settings.root)
    server = serve(window, args.port, screen.clauses)
    edits = watched_edits(settings)
    next(edits)  # from here on no edit is missed
    try:
        address = f"http://localhost:{server.server_address[1]}/"
        screen.say("Đang chuẩn bị bản xem trước …")
        if window.start():
            screen.done(f"Xem tại {address}")
        else:
            screen.error(f"Chưa xem được trang. Sửa các lỗi dưới đây; trang sẽ hiện tại {address}")
            screen.problems(window.problems)
        if window.is_up and window.problems:
            screen.warn(f"Có {len(window.problems)} chỗ cần sửa trong nội dung: xem tại {address[:-1]}{ERRORS}")
        screen.say("Sửa tệp nào, trang đang mở tự đổi theo. Bấm Ctrl+C để dừng.")
        for names in edits:
            keep_up(window, edits_of(settings, names), screen)
    except KeyboardInterrupt:
        screen.say("Đã dừng xem trước.")
    finally:
        window.close()
        server.shutdown()
        server.server_close()
    return 0


def keep_up(window: Window, edits: list[str] | None, screen: Screen) -> None:
    """Bring the window up to what was edited; with a moment of rest, to whatever the last edit left to do.

    edits: paths below the content folder, "" for the records; None for the program
    """
    if edits == []:
        window.rest()
        return
    known = {(problem.code, problem.where) for problem in window.problems}
    named = "chương trình, giao diện hoặc cài đặt" if edits is None else ", ".join(edits[:3]) or "sổ ký"
    screen.say(f"Đã sửa {named}{' …' if edits and len(edits) > 3 else ''}")
    shown = window.start() if edits is None else window.edit(edits)
    if shown:
        screen.done("Xong, trang đang mở đã đổi theo.")
    else:
        screen.error("Chưa hiện được chỗ vừa sửa; trang vẫn là bản tốt gần nhất.")
    screen.problems(problem for problem in window.problems if not shown or (problem.code, problem.where) not in known)


def build_once(settings: Settings, folder: Path) -> int:
    """Write the whole preview into a new folder. Raises: Refused as the build does."""
    from desk.building import build_preview  # here, since every other verb starts faster without it

    folder.mkdir(parents=True)
    build_preview(settings, folder, datetime.now(VIETNAM))
    return 0


def _port(text: str) -> int:
    try:
        port = int(text)
    except ValueError:
        port = -1
    if not 0 <= port <= LAST_PORT:
        raise argparse.ArgumentTypeError(f"“{text}” không phải là cổng; dùng một số từ 1 đến {LAST_PORT}, ví dụ 8001")
    return port
