"""Commands and the time that a whole run may take."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Sequence
from pathlib import Path


class Failed(Exception):
    """The run cannot go on; the message is one sentence for whoever started it."""


class Deadline:
    """The end of a run, some minutes from now."""

    def __init__(self, minutes: float) -> None:
        self._minutes = minutes
        self._end = time.monotonic() + minutes * 60

    def left(self) -> float:
        """Return the seconds that are left. Raises Failed when there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise Failed(f"the run did not end within {self._minutes:g} minutes: give it more with --minutes")
        return left


def run(command: Sequence[str | Path], deadline: Deadline, cwd: Path, told: str = "") -> tuple[float, str]:
    """Run a command to its end and return its seconds and what it printed. Raises Failed when it fails."""
    name = Path(command[0]).name
    begun = time.perf_counter()
    try:
        done = subprocess.run(
            list(map(str, command)),
            cwd=cwd,
            input=told,
            capture_output=True,
            text=True,
            timeout=deadline.left(),
            check=False,
        )
    except FileNotFoundError as error:
        raise Failed(f"{name} is not installed here") from error
    except subprocess.TimeoutExpired as error:
        raise Failed(f"{name} took longer than the run may: give it more with --minutes") from error
    seconds = time.perf_counter() - begun
    if done.returncode:
        said = (done.stderr.strip() or done.stdout.strip()).splitlines()
        raise Failed(f"{name} failed: {said[-1] if said else f'exit code {done.returncode}'}")
    return seconds, done.stdout
