"""What the browser of this machine, and nobody else, gets from a preview.

Rules
1. Only 127.0.0.1 listens, and only its own names are answered: a foreign page whose name was pointed at this machine
   must not read what nobody has signed.
2. What pages need to load again by themselves is put into them on their way out; the site's own bytes do not know it.
3. Pages obey the policy under which the real site is served: nothing from elsewhere, nothing written into the page.
"""

from __future__ import annotations

import errno
import json
import mimetypes
import sys
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from desk.preview.pages import ERRORS, OWN, error_page, with_reload
from desk.preview.window import State, Window
from editorial.problem import Problem, Refused

EVENTS = f"{OWN}su-kien"
OWN_FILES = {f"{OWN}{name}": Path(__file__).with_name(name) for name in ("reload.js", "preview.css")}

KEEP_ALIVE_SECONDS = 15
HOSTS = ("localhost", "127.0.0.1")
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "media-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
SENTENCES: dict[int, str] = {
    HTTPStatus.NOT_FOUND: "Không có trang này trong bản xem trước.",
    HTTPStatus.FORBIDDEN: "Bản xem trước chỉ mở được tại http://localhost trên chính máy này.",
}


def serve(window: Window, port: int, clauses: Callable[[str], str]) -> ThreadingHTTPServer:
    """Start to serve on 127.0.0.1; 0 takes any free port.

    clauses: gives the clauses of a problem in words
    Raises: Refused when the port is taken
    """
    try:
        server = Server(("127.0.0.1", port), partial(Handler, window=window, clauses=clauses))
    except OSError as error:
        if error.errno not in (errno.EADDRINUSE, errno.EACCES):
            raise
        facts = {"port": port, "other": 8000 if port != 8000 else 8001}
        raise Refused(Problem("port-taken", "fail", f"127.0.0.1:{port}", "product", facts)) from error
    Thread(target=server.serve_forever, daemon=True).start()
    return server


class Server(ThreadingHTTPServer):
    """Answers each request in a thread of its own."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a browser that has left: it loads a page again before all of it has come."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class Handler(BaseHTTPRequestHandler):
    """Answers one request."""

    def __init__(self, *args: Any, window: Window, clauses: Callable[[str], str], **kwargs: Any) -> None:
        self.window, self.clauses = window, clauses
        super().__init__(*args, **kwargs)

    def do_GET(self) -> None:
        """Answer with an output of the site, or with one of the preview's own files."""
        if self.headers.get("Host", "").partition(":")[0] not in HOSTS:
            self.send_error(HTTPStatus.FORBIDDEN)
            return
        try:
            asked = urlsplit(self.path)
        except ValueError:  # an address such as "http://["
            self.send_error(HTTPStatus.BAD_REQUEST)
            return
        address = unquote(asked.path)
        if address == EVENTS:
            self._tell_states()
        elif address in OWN_FILES:
            self._send(HTTPStatus.OK, address, OWN_FILES[address].read_bytes())
        elif address == ERRORS:
            self._send_errors(HTTPStatus.OK, parse_qs(asked.query).get("tu", ["/"])[0])
        else:
            self._send_output(address)

    do_HEAD = do_GET

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the terminal is for problems."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer in one Vietnamese sentence."""
        sentence = SENTENCES.get(code, f"Máy xem trước không trả lời được yêu cầu này (mã {code}).")
        self._send(code, "loi.txt", sentence.encode())

    def _send_output(self, address: str) -> None:
        state = self.window.state  # before the page is made: what changes meanwhile loads it again
        answer = self.window.answer(address)
        if answer is None:
            self._send_errors(HTTPStatus.SERVICE_UNAVAILABLE, address)
        elif answer.problems:
            self._send_errors(HTTPStatus.INTERNAL_SERVER_ERROR, address, answer.problems)
        elif answer.leads_to:
            self.send_response(HTTPStatus.FOUND)
            self.send_header("Location", answer.leads_to)
            self.end_headers()
        elif answer.name:
            self._send(HTTPStatus.OK, answer.name, answer.content, state)
        else:
            missing = self.window.answer("/404.html")
            if missing and missing.name and not missing.problems:
                # The page leads on by "./", which is right in the root folder only.
                content = missing.content.replace(b'="./', b'="/')
                self._send(HTTPStatus.NOT_FOUND, missing.name, content, state)
            else:
                self.send_error(HTTPStatus.NOT_FOUND)

    def _send_errors(self, status: int, back: str, problems: tuple[Problem, ...] = ()) -> None:
        state = self.window.state
        found = problems or self.window.problems
        page = error_page(found, back, bool(state.fault or problems), self.clauses)
        self._send(status, "loi.html", page, state)

    def _send(self, status: int, name: str, content: bytes, state: State | None = None) -> None:
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        if state and kind == "text/html":
            content = with_reload(content, state)
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
        self.send_header("Content-Length", str(len(content)))
        for header, value in HEADERS.items():
            self.send_header(header, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def _tell_states(self) -> None:
        """Tell the state, and every other one that comes, until the page is left."""
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        for header, value in HEADERS.items():
            self.send_header(header, value)
        self.end_headers()
        seen: State | None = None
        try:
            self.wfile.write(b"retry: 500\n\n")
            while self.window.is_open:
                state = self.window.wait_for_another(seen, KEEP_ALIVE_SECONDS)
                self.wfile.write(f"data: {json.dumps(asdict(state))}\n\n".encode() if state else b":\n\n")
                seen = state or seen
        except ConnectionError:
            self.close_connection = True
