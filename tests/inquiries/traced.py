"""A piece of work in a process of its own, with strace at its system calls: to see their order, kill or fail at one."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

WRITES = (
    "openat,mkdir,flock,write,fsync,link,linkat,unlink,unlinkat,rename,renameat,renameat2,rmdir,fdatasync,ftruncate"
)
"""Every call by which the store changes the disk, or gets ready to."""

_CALL = re.compile(r"(\w+)\((.*)\)\s+= (.+)")

needs_strace = pytest.mark.skipif(
    shutil.which("strace") is None, reason="strace is missing: run scripts/setup-system.sh"
)


@dataclass(frozen=True)
class Call:
    """A system call; nth: how many of its name there were, with this one; place: what file, when -y could tell."""

    name: str
    nth: int
    said: str

    @property
    def changes(self) -> bool:
        """True when the disk may be another one after it: to die at a mere reading is to die at the next change."""
        return self.name != "openat" or "O_CREAT" in self.said

    def __str__(self) -> str:
        return f"{self.name}-{self.nth}"


def apart(work: Callable[[], bytes]) -> tuple[int, int, int]:
    """Fork a process that does the work once a byte comes; return its id, where to say go, where it answers."""
    go_read, go = os.pipe()
    answer, answer_write = os.pipe()
    process = os.fork()
    if process:
        os.close(go_read)
        os.close(answer_write)
        return process, go, answer
    code = 1
    try:
        os.read(go_read, 1)
        os.write(answer_write, work())
        code = 0
    finally:
        os._exit(code)


def run_traced(work: Callable[[], bytes], log: Path, *options: str) -> tuple[bytes, int]:
    """Do the work under strace; return what it answered (b"" when it never did) and its status, below 0 if killed."""
    process, go, answer = apart(work)
    command = ["strace", "-y", "-s", "0", "-p", str(process), "-o", str(log), *options]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as strace:
        assert strace.stderr
        said = strace.stderr.readline()
        if "attached" not in said:
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)
            pytest.skip(f"strace may not attach: {said.strip()}")
        os.write(go, b"!")
        with os.fdopen(answer, "rb") as reader:
            answered = reader.read()
        os.close(go)
        strace.wait(timeout=30)
    return answered, os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def calls(work: Callable[[], bytes], log: Path, names: str = WRITES) -> list[Call]:
    """Return the calls that the work makes when nothing goes wrong, the answer being the last."""
    answered, status = run_traced(work, log, "-e", f"trace={names}")
    assert answered and status == 0
    counted: Counter[str] = Counter()
    found = []
    for line in log.read_text().splitlines():
        match = _CALL.match(line)
        if match:
            counted[match[1]] += 1
            found.append(Call(match[1], counted[match[1]], f"{match[2]} = {match[3]}"))
    return found


def killed_at(work: Callable[[], bytes], call: Call, log: Path) -> tuple[bytes, int]:
    """Do the work and kill it with the call on its lips: the call is not done."""
    inject = f"inject={call.name}:signal=KILL:when={call.nth}"
    return run_traced(work, log, "-e", f"trace={call.name}", "-e", inject)


def failed_at(work: Callable[[], bytes], name: str, when: str, error: str, log: Path) -> tuple[bytes, int]:
    """Do the work while calls of the name fail; when: as strace has it, "3" the third, "1+" all."""
    return run_traced(work, log, "-e", f"trace={name}", "-e", f"inject={name}:error={error}:when={when}")
