"""Hugo's resident watcher: from the moment when an editor's file is saved to the moment when its page has changed."""

from __future__ import annotations

import subprocess
import threading
import time
from pathlib import Path

from benchmarks.running import Deadline, Failed
from benchmarks.speed.contents import Text, one_letter
from benchmarks.speed.figures import WATCHED, Measured
from benchmarks.speed.rivals import Rival
from benchmarks.speed.watched import Command, end, start, watching

READY = "Press Ctrl+C"
REBUILT = "Total in"
LOOK_SECONDS = 0.002
REST_SECONDS = 1.0
"""Between two edits, so that the watcher is at rest."""


def measure(rival: Rival, edits: int, measured: Measured, deadline: Deadline) -> None:
    """Save so many edits, one after another, and keep how long each took to be on its page."""
    output = rival.folder / "watched"
    command = [*rival.generator.command(rival.program, output), "--watch"]
    process = start(Command(command, rival.sources, {}))
    figure = measured.of(rival.generator.NAME, WATCHED)
    try:
        log = _Log(process)
        log.wait_for(READY, 1, deadline)
        for number in range(edits):
            time.sleep(REST_SECONDS)
            figure.seconds.append(_edit(rival, next(rival.left), output, deadline))
            log.wait_for(REBUILT, number + 1, deadline)
        with watching(process.pid) as peak:
            time.sleep(REST_SECONDS)
            _edit(rival, next(rival.left), output, deadline)
            log.wait_for(REBUILT, edits + 1, deadline)
        figure.peak_bytes = peak[0]
    finally:
        end(process)


def _edit(rival: Rival, text: Text, output: Path, deadline: Deadline) -> float:
    page = output / text.address.strip("/") / "index.html"
    old = page.read_bytes()
    one_letter(rival.generator.source(rival.sources, text))
    saved = time.perf_counter()
    while len(new := page.read_bytes()) < len(old) or new == old:
        deadline.left()
        time.sleep(LOOK_SECONDS)
    return time.perf_counter() - saved


class _Log:
    """Reads what a process says, so that it never waits for a reader."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process, self._more = process, threading.Condition()
        self._lines: list[str] = []
        threading.Thread(target=self._read, daemon=True).start()

    def wait_for(self, words: str, times: int, deadline: Deadline) -> None:
        """Wait until the words were said so often. Raises: Failed when the process ends before"""
        with self._more:
            while sum(words in line for line in self._lines) < times:
                deadline.left()
                if self._process.poll() is not None:
                    raise Failed(f"the watcher ended: {self._lines[-1:]}")
                self._more.wait(0.5)

    def _read(self) -> None:
        assert self._process.stdout
        for line in self._process.stdout:
            with self._more:
                self._lines.append(line)
                self._more.notify()
