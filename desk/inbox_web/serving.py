"""From the command to the page: bind to this machine only, print the link, wait, forget the key."""

from __future__ import annotations

import socket
import threading
import time

from waitress.server import create_server

from desk.inbox_web.app import BODY_BYTES, create_app
from desk.inbox_web.counter import Counter
from desk.inbox_web.door import Door
from desk.inbox_web.guard import Place
from desk.screen import Screen

LATE_SECONDS = 12 * 3600
"""How long a session that is over still shows a clerk what she typed too late."""

LIMITS = {
    "threads": 4,
    "channel_timeout": 60,
    "max_request_body_size": BODY_BYTES,
    "max_request_header_size": 16_000,
    "ident": None,
    "clear_untrusted_proxy_headers": True,
}


def serve(counter: Counter, screen: Screen, door: Door | None = None) -> int:
    """Serve the inbox until its session is over or Ctrl+C, and return the exit code."""
    door = door or Door(_seconds)
    listening = socket.create_server(("127.0.0.1", 0))
    place = Place(listening.getsockname()[1])
    server = create_server(create_app(counter, door, place), sockets=[listening], **LIMITS)
    threading.Thread(target=server.run, daemon=True).start()
    try:
        screen.say(f"Hộp thư của {counter.clerk.person.name}. Mở đường dẫn này, chỉ dùng được một lần:")
        screen.say(f"  {place.origin}/mo/{door.token}")
        screen.say("Bấm Ctrl+C để dừng.")
        while not door.is_over:
            time.sleep(0.5)
        counter.leave()
        if not door.was_closed:
            screen.warn("Đã lâu không có thao tác: hộp thư đã đóng. Muốn làm tiếp, bấm Ctrl+C rồi gõ lại make inbox.")
            time.sleep(LATE_SECONDS)
        else:
            time.sleep(1)  # for the page that says so
    except KeyboardInterrupt:
        pass
    screen.say("Đã đóng hộp thư.")
    return 0


def _seconds() -> float:
    """Return a clock that nobody sets back and that goes on while a laptop sleeps, where the system has one."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()
