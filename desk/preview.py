"""Preview: the site as it would be were every working file signed, on this machine only.

Each build runs in a process of its own (Pelican keeps what it has read), into a folder of its own;
readers of the preview meet the last build that worked.
"""

from __future__ import annotations

import argparse
import errno
import secrets
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from desk.screen import Screen
from editorial.dates import VIETNAM
from editorial.problem import Problem, Refused
from editorial.settings import Settings

HELP = "xem trước trên máy này, cả mục chưa duyệt (make serve)"

LAST_PORT = 65535
ERRORS = {
    HTTPStatus.NOT_FOUND: "Không có trang này trong bản xem trước.",
    HTTPStatus.FORBIDDEN: "Bản xem trước chỉ mở được tại http://localhost trên chính máy này.",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", metavar="CỔNG", type=_port, default=8000, help="cổng trên máy này (mặc định: 8000)")
    parser.add_argument("--into", metavar="THƯ-MỤC", default="", help="chỉ dựng một lần vào thư mục này rồi thôi")


def run(args: argparse.Namespace, settings: Settings, screen: Screen) -> int:
    if args.into:
        return build_once(settings, Path(args.into))
    previews = settings.output.with_name(".preview")
    shutil.rmtree(previews, ignore_errors=True)
    site = Site(previews)
    server = serve(site, args.port)
    edits = watched_edits(settings)
    next(edits)  # from here on no edit is missed
    try:
        screen.say("Đang dựng bản xem trước …")
        address = f"http://localhost:{server.server_address[1]}/"
        if site.rebuild(settings.root):
            screen.done(f"Xem tại {address}")
        else:
            screen.error(f"Chưa dựng được trang. Sửa các lỗi trên; trang sẽ hiện tại {address}")
        screen.say("Sửa tệp nào, trang dựng lại ngay. Bấm Ctrl+C để dừng.")
        for names in filter(None, edits):
            screen.say(f"Đã sửa {', '.join(names[:3])}{' …' if len(names) > 3 else ''}: dựng lại …")
            if site.rebuild(settings.root):
                screen.done("Xong. Tải lại trang trong trình duyệt.")
    except KeyboardInterrupt:
        screen.say("Đã dừng xem trước.")
    finally:
        server.shutdown()
        shutil.rmtree(previews, ignore_errors=True)
    return 0


def build_once(settings: Settings, folder: Path) -> int:
    """Build the preview into a folder. Raises: Refused as the build does."""
    from desk.building import build  # here, since every other verb starts faster without it

    folder.mkdir(parents=True)
    try:
        build(settings, folder, datetime.now(VIETNAM), preview=True)
    except Refused as refused:
        if all(problem.code != "build-failed" for problem in refused.problems):
            raise
        # A page that hides another fails the build without a word about whose page it is.
        raise Refused(*(_shared_addresses(settings) or refused.problems)) from refused
    return 0


def _shared_addresses(settings: Settings) -> list[Problem]:
    """Return both items of every address given twice. Raises: Refused when what the checks need cannot be read"""
    from editorial.checks_context import open_context
    from editorial.checks_together import check_addresses

    context, _ = open_context(settings, datetime.now(VIETNAM))
    return list(check_addresses(context))


class Site:
    """The preview that is being shown. current: its folder, or None before the first that worked."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.current: Path | None = None

    def rebuild(self, root: Path) -> bool:
        """Build anew in another process and show the result if it worked; what went wrong is printed there."""
        fresh = self.folder / secrets.token_hex(4)
        command = [sys.executable, "-m", "desk", "preview", "--into", str(fresh)]
        if subprocess.run(command, cwd=root, stdin=subprocess.DEVNULL, check=False).returncode:
            shutil.rmtree(fresh, ignore_errors=True)
            return False
        old, self.current = self.current, fresh
        if old:
            shutil.rmtree(old, ignore_errors=True)
        return True


class Handler(SimpleHTTPRequestHandler):
    """Serves the current preview, to this machine's own browser and under its own name only."""

    def __init__(self, *args: Any, site: Site, **kwargs: Any) -> None:
        self.site = site
        super().__init__(*args, directory=str(site.current or site.folder), **kwargs)

    def do_GET(self) -> None:
        self._answer(super().do_GET)

    def do_HEAD(self) -> None:
        self._answer(super().do_HEAD)

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the terminal is for problems."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer with the site's own page for what is missing, and in Vietnamese for all else."""
        page = self.site.current / "404.html" if self.site.current else None
        if code == HTTPStatus.NOT_FOUND and page and page.is_file():
            self._send(code, "text/html", page.read_bytes())
        else:
            self._send_text(code, ERRORS.get(code, f"Máy xem trước không trả lời được yêu cầu này (mã {code})."))

    def _answer(self, answer: Callable[[], None]) -> None:
        # A foreign page whose name was pointed at this machine must not read what nobody has signed.
        if self.headers.get("Host", "").partition(":")[0] not in ("localhost", "127.0.0.1"):
            self.send_error(HTTPStatus.FORBIDDEN)
        elif self.site.current is None:
            self._send_text(HTTPStatus.SERVICE_UNAVAILABLE, "Chưa dựng được trang. Xem lý do trong cửa sổ lệnh.")
        else:
            answer()

    def _send_text(self, status: int, text: str) -> None:
        self._send(status, "text/plain", text.encode())

    def _send(self, status: int, media_type: str, content: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", f"{media_type}; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)


def serve(site: Site, port: int) -> ThreadingHTTPServer:
    """Start to serve on 127.0.0.1; 0 takes any free port. Raises: Refused when the port is taken."""
    try:
        server = ThreadingHTTPServer(("127.0.0.1", port), partial(Handler, site=site))
    except OSError as error:
        if error.errno not in (errno.EADDRINUSE, errno.EACCES):
            raise
        facts = {"port": port, "other": 8000 if port != 8000 else 8001}
        raise Refused(Problem("port-taken", "fail", f"127.0.0.1:{port}", "product", facts)) from error
    Thread(target=server.serve_forever, daemon=True).start()
    return server


def _port(text: str) -> int:
    try:
        port = int(text)
    except ValueError:
        port = -1
    if not 0 <= port <= LAST_PORT:
        raise argparse.ArgumentTypeError(f"“{text}” không phải là cổng; dùng một số từ 1 đến {LAST_PORT}, ví dụ 8001")
    return port


def watched_edits(settings: Settings) -> Iterator[list[str]]:
    """Yield the names of files just changed, or none at all every half a second.

    Raises: KeyboardInterrupt at Ctrl+C
    """
    from watchfiles import watch  # here, since every other verb starts faster without it

    code = [settings.root / name for name in ("editorial", "plugins", "theme", "regulations", "pelicanconf.py")]
    watched = [path for path in (settings.content, settings.records, *code) if path.exists()]
    for changes in watch(*watched, yield_on_timeout=True, rust_timeout=500, raise_interrupt=True):
        yield sorted({Path(name).name for _, name in changes})
