"""One command from start to exit: its seconds, and where asked for the most memory that all its processes held at once.

Memory is the sum of the proportional shares (PSS) of every process of the command's session, so that what forked
processes share is counted once. Looking costs time, so a run is either timed or watched.
"""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.running import Deadline, Failed

EVERY_SECONDS = 0.05
SETTINGS = frozenset(
    "REGULATION SITEURL PUBLISH_TO RECORDS CONTENT OUTPUT_PATH STATE KEYS INQUIRIES COMPRESS PROFILE MAKEFLAGS".split()
)
"""What the environment may tell the desk of another site."""

NO_BYTECODE = "PYTHONDONTWRITEBYTECODE"
"""Under it Python compiles our two hundred files at every start, 0.2 s of a letter; an office keeps them compiled."""

KIB = 1024


@dataclass(frozen=True)
class Ran:
    """peak_bytes: 0 when the run was timed and not watched"""

    seconds: float
    peak_bytes: int

    def __str__(self) -> str:
        return f"{self.seconds:.2f} s" + (f", {self.peak_bytes / 1_000_000:,.0f} MB" if self.peak_bytes else "")


@dataclass(frozen=True)
class Command:
    """words: program and arguments; extra: to the environment"""

    words: Sequence[str | Path]
    cwd: Path
    extra: Mapping[str, str]


def run(command: Command, deadline: Deadline, watch: bool = False) -> Ran:
    """Run a command to its end. Raises: Failed when it fails or takes longer than the whole run may"""
    os.sync()  # what others wrote before is not this command's to wait for
    begun = time.perf_counter()
    process = start(command)
    peak = _Peak(process.pid) if watch else None
    try:
        said, _ = process.communicate(timeout=deadline.left())
    except subprocess.TimeoutExpired as error:
        raise Failed(f"{Path(command.words[0]).name} took longer than the run may: give it --minutes") from error
    finally:
        end(process)
    seconds = time.perf_counter() - begun
    held = peak.stop() if peak else 0
    if process.returncode:
        lines = said.strip().splitlines()
        raise Failed(f"{' '.join(map(str, command.words))} failed: {lines[-1] if lines else process.returncode}")
    return Ran(seconds, held)


def start(command: Command) -> subprocess.Popen[str]:
    """Start a command in a session of its own."""
    return subprocess.Popen(
        list(map(str, command.words)),
        cwd=command.cwd,
        env=clean_environment() | dict(command.extra),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def end(process: subprocess.Popen[str]) -> None:
    """End a command with everything that it started."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=30)


@contextmanager
def watching(pid: int) -> Iterator[list[int]]:
    """Watch a session that goes on; the list holds its peak when the block is left."""
    found: list[int] = []
    peak = _Peak(pid)
    try:
        yield found
    finally:
        found.append(peak.stop())


def clean_environment() -> dict[str, str]:
    """Return the environment without what would point the desk at another site, or have it keep no compiled code."""
    return {name: value for name, value in os.environ.items() if name not in SETTINGS | {NO_BYTECODE}}


class _Peak:
    """Looks at a session until it is told to stop."""

    def __init__(self, session: int) -> None:
        self.session, self.most = session, 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def stop(self) -> int:
        self._over.set()
        self._thread.join()
        return self.most

    def _look(self) -> None:
        while not self._over.wait(EVERY_SECONDS):
            self.most = max(self.most, held_by(self.session))


def held_by(session: int) -> int:
    """Return the bytes that all processes of a session hold at this moment."""
    return sum(_share(int(name)) for name in os.listdir("/proc") if name.isdigit() and _session(name) == session)


def _session(pid: str) -> int:
    try:
        told = Path("/proc", pid, "stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return 0
    return int(told.rpartition(")")[2].split()[3])


def _share(pid: int) -> int:
    """Return a process's proportional share; one that has just ended holds nothing."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * KIB for line in lines if line.startswith("Pss:")), 0)
