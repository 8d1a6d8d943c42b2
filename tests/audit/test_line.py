"""A line that is slow is slow for every byte, and hands everything on unchanged."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from audit.line import Line, far_away

ANSWER = bytes(range(256)) * 200


@contextmanager
def answering() -> Iterator[int]:
    """Yield the port of a server that answers one line with ANSWER and ends."""
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        try:
            while True:
                asked, _ = listening.accept()
                with asked:
                    asked.recv(100)
                    asked.sendall(ANSWER)
        except OSError:  # closed: the test is over
            return

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield listening.getsockname()[1]
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join(timeout=10)


def ask(port: int) -> tuple[bytes, float]:
    """Return what comes, and after how many seconds all of it was there."""
    begun, found = time.monotonic(), b""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        line.sendall(b"?\n")
        while part := line.recv(65_536):
            found += part
    return found, time.monotonic() - begun


@pytest.mark.parametrize(
    ("line", "least"),
    [
        (Line(round_trip=0.2), 0.4),  # one for the connection, one for the answer
        (Line(round_trip=0.1, rate=len(ANSWER) / 0.5), 0.7),
    ],
)
def test_an_answer_comes_whole_and_as_late_as_the_line_is_long(line: Line, least: float):
    with answering() as port, far_away(port, line) as far:
        found, seconds = ask(far)
    assert found == ANSWER and seconds >= least


def test_two_answers_share_the_line():
    line = Line(round_trip=0.0, rate=len(ANSWER) / 0.3)
    with answering() as port, far_away(port, line) as far:
        begun = time.monotonic()
        asking = [threading.Thread(target=ask, args=(far,)) for _ in range(2)]
        for thread in asking:
            thread.start()
        for thread in asking:
            thread.join(timeout=10)
    assert time.monotonic() - begun >= 0.6


def test_who_cannot_be_reached_hangs_up():
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    with far_away(port, Line(round_trip=0.0)) as far, socket.create_connection(("127.0.0.1", far), timeout=10) as line:
        assert line.recv(1) == b""
