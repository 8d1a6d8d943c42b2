"""Programs of ours in processes that begin with all modules read: reading them costs as much as making a small site.

One process reads the desk, Pelican and the plugins, and from then on only forks. What it forks is a process like any
other: with the environment, umask and limits of who asks, with nothing open but what it says, and it ends as Python
ends. Only what Python itself takes from the environment (its hash seed, 0, and the locale) is that of the first
process: who wants another one, or the reading of the modules, starts a process from nothing.
"""

from __future__ import annotations

import atexit
import gc
import marshal
import os
import resource
import runpy
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from tempfile import TemporaryFile
from typing import Any

from tests.organisation import ROOT

PATIENCE_SECONDS = 120
LIMITS = [number for name, number in vars(resource).items() if name.startswith("RLIMIT_")]


def desk(words: Sequence[str], environment: Mapping[str, str]) -> tuple[int, str]:
    """Run a command of the desk; return how it ended, negative by a signal, and all that it said as it was said."""
    return _ask(("", ["desk", *words]), environment)


def program(text: str, environment: Mapping[str, str]) -> tuple[int, str]:
    """Run a Python program; return how it ended, and what it said, complaints last."""
    with TemporaryFile() as complaints:
        code, said = _ask((text, ["-c"]), environment, complaints.fileno())
        complaints.seek(0)
        return code, said + _text(complaints.read())


def _ask(work: tuple[str, list[str]], environment: Mapping[str, str], *complaints: int) -> tuple[int, str]:
    umask = os.umask(0o077)
    os.umask(umask)
    limits = [(limit, resource.getrlimit(limit)) for limit in LIMITS]
    reading, writing = os.pipe()
    with open(reading, "rb") as told:
        try:
            job = marshal.dumps((work, dict(environment), umask, limits))
            socket.send_fds(_first_process(), [job], [writing, *complaints])
        finally:
            os.close(writing)
        said, _, code = told.read().rpartition(b"\0")
    if not code:
        raise ChildProcessError(_first_process().recv(1 << 16, socket.MSG_DONTWAIT).decode())
    return int(code), _text(said)


def _text(content: bytes) -> str:
    return content.decode().replace("\r\n", "\n").replace("\r", "\n")


@cache
def _first_process() -> socket.socket:
    """Start it, when it is asked for the first time; it ends with this process.

    Its own streams lead where it is asked, so that Python makes of them what it makes of a pipe.
    """
    ours, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with its:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.forked"],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": "0"},
            stdin=subprocess.DEVNULL,
            stdout=its,
            stderr=its,
        )
    atexit.register(process.wait)
    atexit.register(ours.close)
    return ours


def _read_modules() -> None:
    """Read what verbs and builds read, be it late."""
    for name in ("desk.cli", "desk.release", "pelican.settings", "pelican.generators", "pelican.readers"):
        import_module(name)
    sys.modules["desk.cli"].build_parser()
    runpy.run_path("publishconf.py")
    gc.collect()
    gc.freeze()


def _fork_for_each(line: socket.socket) -> tuple[str, list[str]]:
    """Fork whenever somebody asks, and tell how that ended; return, in what was forked, what it is to do."""
    asked: dict[int, int] = {}

    def tell(*_: object) -> None:
        while asked and (ended := os.waitpid(-1, os.WNOHANG))[0]:
            told = asked.pop(ended[0])
            os.write(told, b"\0%d" % os.waitstatus_to_exitcode(ended[1]))
            os.close(told)

    signal.signal(signal.SIGCHLD, tell)
    while True:
        job, files, _, _ = socket.recv_fds(line, 1 << 20, 2)
        if not job:
            os._exit(0)
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD})
        if (child := os.fork()) == 0:
            for file in asked.values():
                os.close(file)
            line.close()
            return _begin(files, *marshal.loads(job))
        asked[child] = files[0]
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGCHLD})
        for file in files[1:]:
            os.close(file)


def _begin(files: list[int], work: Any, environment: Mapping[str, str], umask: int, limits: Any) -> Any:
    """Return the work in a process that was given what is its own."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGCHLD})
    signal.alarm(PATIENCE_SECONDS)
    os.dup2(files[0], 1)
    os.dup2(files[-1], 2)
    for file in files:
        os.close(file)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    os.umask(umask)
    for limit, values in limits:
        resource.setrlimit(limit, values)
    sys.path[1:1] = filter(None, environment.get("PYTHONPATH", "").split(os.pathsep))
    return work


if __name__ == "__main__":
    _read_modules()
    program_text, sys.argv[:] = _fork_for_each(socket.socket(fileno=os.dup(1)))
    if program_text:
        exec(compile(program_text, "<string>", "exec"), {"__name__": "__main__"})
    else:
        runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
