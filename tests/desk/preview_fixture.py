"""A running preview, and what it says."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from tests.house import House


@contextmanager
def running(house: House) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """Run a preview while the block runs."""
    process = house.start("preview", "--port", "0")
    try:
        port = re.search(r"http://localhost:(\d+)/", said_until(process, "Xem tại"))
        assert port
        yield process, int(port[1])
    finally:
        process.kill()
        process.communicate()


def said_until(process: subprocess.Popen[str], words: str) -> str:
    """Return the line in which the process says the words; it must not end before."""
    output: IO[str] | None = process.stdout
    assert output
    for line in output:
        if words in line:
            return line
    raise AssertionError(f"the process ended before it said {words!r}")
