"""The one process that serves the application: checks what it needs, listens, ends cleanly.

Settings of the environment: PORT (8080), LISTEN (127.0.0.1). The limits were measured against clients that send a
byte a second: with waitress's own hundred connections three hundred of them block every reader.
"""

from __future__ import annotations

import errno
import logging
import signal
import sys
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from types import FrameType
from typing import NoReturn

from waitress.server import BaseWSGIServer, MultiSocketServer, create_server

from editorial.dates import VIETNAM
from editorial.messages import sentence
from editorial.problem import Problem, Refused
from editorial.settings import Settings, load_settings
from endpoint.app import BODY_BYTES, create_app

PORT, LISTEN = 8080, "127.0.0.1"
WITH_SITE = "--with-site"
USAGE = f"cách dùng: python -m endpoint [{WITH_SITE}]   (PORT={PORT}, LISTEN={LISTEN}; {WITH_SITE}: phục vụ cả trang)"

LIMITS = {
    "threads": 8,
    "connection_limit": 2000,
    "channel_timeout": 20,
    "asyncore_use_poll": True,  # select() knows no file number above 1023
    "max_request_body_size": BODY_BYTES,
    # A question of 5,000 Vietnamese letters is 45 kB in an address, and gets an answer.
    "max_request_header_size": 64_000,
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
    signal.signal(signal.SIGTERM, _stop)
    try:
        listen = environment.get("LISTEN") or LISTEN
        server = open_server(load_settings(root), listen, int(port), WITH_SITE in words)
    except Refused as refused:
        for problem in refused.problems:
            print(f"✗ {sentence(problem)}", file=sys.stderr)
        return 1
    print(f"Đang phục vụ tại http://{listen}:{port_of(server)}/ – Ctrl+C để dừng.", flush=True)
    server.run()
    return 0


def open_server(settings: Settings, listen: str, port: int, with_site: bool) -> BaseWSGIServer | MultiSocketServer:
    """Return the server, listening already.

    Raises: Refused when no site was published yet or the port is taken
    """
    if not (settings.output / "index.html").is_file():
        raise Refused(Problem("endpoint-no-site", "fail", settings.output.name, "product", {"folder": settings.output}))
    app = create_app(settings, lambda: datetime.now(VIETNAM), with_site)
    try:
        return create_server(app, host=listen, port=port, **LIMITS)
    except OSError as error:
        if error.errno not in (errno.EADDRINUSE, errno.EACCES, errno.EADDRNOTAVAIL):
            raise
        facts = {"place": f"{listen}:{port}", "other": PORT if port != PORT else PORT + 1}
        raise Refused(Problem("endpoint-port-taken", "fail", "endpoint", "product", facts)) from error


def port_of(server: BaseWSGIServer | MultiSocketServer) -> int:
    """Return the port that the server listens on, also when it was asked for any (0)."""
    return int(getattr(server, "effective_port", 0) or server.effective_listen[0][1])


def _stop(signum: int, frame: FrameType | None) -> NoReturn:
    """End as Ctrl+C does: waitress finishes what it has begun."""
    raise SystemExit(0)
