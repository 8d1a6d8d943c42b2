"""The one process that serves the application: checks what it needs, listens, ends cleanly.

Settings of the environment: PORT (8080), LISTEN (127.0.0.1, or unix:/path of a socket), PROXY (the address of a proxy
whose X-Forwarded-For is believed; whoever may open the socket is one). The limits were measured against clients that
send a byte a second: with waitress's own hundred connections three hundred of them block every reader.
"""

from __future__ import annotations

import errno
import gc
import logging
import os
import resource
import signal
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

from waitress.server import BaseWSGIServer, MultiSocketServer, create_server

from editorial.addresses import INDEX
from editorial.dates import VIETNAM
from editorial.messages import sentence
from editorial.problem import Problem, Refused
from editorial.settings import Settings, load_settings
from endpoint.app import body_bytes, create_app
from endpoint.counter import Counter, open_counter
from endpoint.strict_parser import StrictChannel

PORT, LISTEN = 8080, "127.0.0.1"
WITH_SITE = "--with-site"
UNIX = "unix:"
USAGE = f"cách dùng: python -m endpoint [{WITH_SITE}]   (PORT={PORT}, LISTEN={LISTEN}; {WITH_SITE}: phục vụ cả trang)"

SOCKET_MODE = "660"
LARGER_BODY = 200_000
"""Bodies that are this much too large are read all the same, so that a person gets the answer as a page."""

BaseWSGIServer.channel_class = StrictChannel  # waitress has no setting for it

GARBAGE_OBJECTS = 10_000
"""So many new objects are looked through for cycles at a time: a message makes hardly any."""

LIMITS = {
    "threads": 8,
    "connection_limit": 2000,
    "channel_timeout": 20,
    "asyncore_use_poll": True,  # select() knows no file number above 1023
    # A question of 5,000 Vietnamese letters is 45 kB in an address, and gets an answer.
    "max_request_header_size": 64_000,
    "send_bytes": 2_000,  # the head waits for the page, and both leave in one piece
    "ident": None,
    "clear_untrusted_proxy_headers": True,
}


def main(words: Sequence[str], environment: Mapping[str, str], root: Path) -> int:
    """Serve until told to stop; return the exit code: 0 stopped, 1 cannot serve, 2 wrong call."""
    port = environment.get("PORT") or str(PORT)
    if set(words) - {WITH_SITE} or not (port.isascii() and port.isdigit() and int(port) < 65536):
        print(USAGE, file=sys.stderr)
        return 2
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("waitress").setLevel(logging.ERROR)  # it warns with senders' addresses, and of every queue
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # what is typed stands in memory unsealed
    _keep_to_one_processor()
    signal.signal(signal.SIGTERM, _stop)
    listen = environment.get("LISTEN") or LISTEN
    try:
        settings = load_settings(root)
        counter = open_counter(settings, _now)
        server = open_server(settings, listen, int(port), WITH_SITE in words, counter, environment.get("PROXY", ""))
    except Refused as refused:
        for problem in refused.problems:
            print(f"✗ {problem.where}: {sentence(problem)}", file=sys.stderr)
        return 1
    place = listen if listen.startswith(UNIX) else f"http://{listen}:{port_of(server)}/"
    print(f"Đang phục vụ tại {place} – Ctrl+C để dừng.", flush=True)
    for line in _inquiry_lines(counter):
        print(line, flush=True)
    gc.freeze()  # what stands until the end need not be looked through for garbage again and again
    gc.set_threshold(GARBAGE_OBJECTS)
    server.run()
    return 0


def open_server(
    settings: Settings, listen: str, port: int, with_site: bool, counter: Counter | None = None, proxy: str = ""
) -> BaseWSGIServer | MultiSocketServer:
    """Return the server, listening already.

    Raises: Refused when no site was published yet, or the port is taken or no place to listen
    """
    if not (settings.output / INDEX).is_file():
        raise Refused(Problem("endpoint-no-site", "fail", settings.output.name, "product", {"folder": settings.output}))
    app = create_app(settings, _now, with_site, counter)
    largest = body_bytes(counter) + LARGER_BODY
    limits = {**LIMITS, "max_request_body_size": largest, "inbuf_overflow": largest + 1}
    try:
        return create_server(app, **_place(listen, port, proxy), **limits)
    except ValueError as error:  # of all that waitress was told, a host that nobody knows is what can be wrong
        raise Refused(_wrong_listen(listen)) from error
    except OSError as error:
        if error.errno not in (errno.EADDRINUSE, errno.EACCES, errno.EADDRNOTAVAIL, errno.ENOENT):
            raise
        facts = {"place": f"{listen}:{port}", "other": PORT if port != PORT else PORT + 1}
        raise Refused(Problem("endpoint-port-taken", "fail", "endpoint", "product", facts)) from error


def _place(listen: str, port: int, proxy: str) -> dict[str, Any]:
    """Return where waitress listens and whose word on addresses it believes. Raises: Refused"""
    path = listen.removeprefix(UNIX)
    if path == listen:
        place: dict[str, Any] = {"host": listen, "port": port}
    elif Path(path).is_absolute() and Path(path).parent.is_dir():
        place, proxy = {"unix_socket": path, "unix_socket_perms": SOCKET_MODE}, "localhost"
    else:
        raise Refused(_wrong_listen(listen))
    if proxy:
        place |= {"trusted_proxy": proxy, "trusted_proxy_count": 1, "trusted_proxy_headers": {"x-forwarded-for"}}
    return place


def _wrong_listen(listen: str) -> Problem:
    return Problem("endpoint-wrong-listen", "fail", "LISTEN", "product", {"listen": listen})


def _inquiry_lines(counter: Counter | None) -> Iterator[str]:
    """Yield what whoever starts the server must know of the inquiries."""
    if counter is None:
        yield "Quy chế này không nhận câu hỏi qua trang."
        return
    yield f"Câu hỏi được niêm phong và lưu tại {counter.house.store.folder}, ngoài trang."
    if counter.house.trial:
        yield "KHÓA THỬ: câu hỏi đang được niêm phong bằng khóa thử tự tạo. Không dùng để nhận câu hỏi thật."


def _now() -> datetime:
    return datetime.now(VIETNAM)


def port_of(server: BaseWSGIServer | MultiSocketServer) -> int:
    """Return the port that the server listens on, also when it was asked for any (0)."""
    return int(getattr(server, "effective_port", 0) or server.effective_listen[0][1])


def _keep_to_one_processor() -> None:
    """Let all threads run on one processor.

    Python computes in one of them at a time. On two processors every hand-over wakes the other one and leaves the
    caches behind, seventy times a message; and a thread that is woken must not stop the one that computes, only to wait
    for it then (decision 22).
    """
    if sys.platform == "linux":
        with suppress(OSError):  # forbidden by the unit, which does it itself, or a container: slower, no less right
            os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})  # the first one mostly serves the devices as well
            os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))


def _stop(signum: int, frame: FrameType | None) -> NoReturn:
    """End as Ctrl+C does: waitress finishes what it has begun."""
    raise SystemExit(0)
