"""Work spread over the machine's cores by forked processes, which share all that was loaded before.

A child does its part of the list, leaves what came of it in a file without a name, and ends at once. What a child
raises is raised by the parent; a child that dies takes the whole work with it, so nothing is ever half done unseen.
Children neither log nor print: a lock that another thread held at the fork would stay shut for ever.
"""

from __future__ import annotations

import ctypes
import gc
import os
import pickle
import signal
import sys
import tempfile
import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import IO, Any, TypeVar

from editorial.garbage import growing, seldom

T = TypeVar("T")
R = TypeVar("R")

_PR_SET_PDEATHSIG = 1

_UNKNOWN = 255
"""The exit code of a child of which no number of the system says why it ended."""

LEAST = 64
"""Below this many things for a process a fork costs more than it gains, where one thing takes about 1 ms."""


def cores() -> int:
    """Return how many processes of this machine can run at once for us."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def forked(work: Callable[[T], R], things: Sequence[T], least: int = LEAST, processes: int = 0) -> list[R]:
    """Return what the work makes of each thing, in their order.

    least: things for each process, below which fewer are started; processes: 0 for one a core
    Raises: what the work raises, be it in a child; ChildProcessError when a child died
    """
    count = min(processes or cores(), len(things) // least)
    if count < 2 or not _can_fork():
        return [work(thing) for thing in things]
    with seldom():
        return _spread(work, things, count)


def _spread(work: Callable[[T], R], things: Sequence[T], count: int) -> list[R]:
    """Do the work in so many processes."""
    children: list[tuple[int, IO[bytes]]] = []
    results: list[Any] = [None] * len(things)
    try:
        for share in range(1, count):
            children.append(_start(work, things[share::count]))
        results[0::count] = [work(thing) for thing in things[0::count]]
        for share in range(1, count):
            child, result = children[0]
            _, status = os.waitpid(child, 0)
            children.pop(0)
            results[share::count] = _outcome(result, status)
    finally:
        for child, result in children:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            result.close()
    return results


@contextmanager
def beside(work: Callable[[], R], patience: int = 0) -> Iterator[Callable[[], R]]:
    """Let a process of its own do the work while the block runs; yield what waits for it and returns what it made.

    patience: by how much other work goes first on the cores, as `nice` counts it, for what is asked for late
    Where no process can be started the work is done when somebody asks for it. A block that ends without asking ends
    the process. What is asked for raises what the work raised; ChildProcessError when the process died
    """
    if not _can_fork():
        yield cache(work)
        return
    child, result = _start(lambda _: (os.nice(patience), work())[1], (None,))
    running = True

    @cache
    def outcome() -> R:
        nonlocal running
        _, status = os.waitpid(child, 0)
        running = False
        made: R = _outcome(result, status)[0]
        return made

    try:
        yield outcome
    finally:
        if running:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            result.close()


def _can_fork() -> bool:
    return hasattr(os, "fork") and threading.active_count() == 1


def _end_with(parent: int) -> None:
    """Let the kernel end this process with its parent, whose locks it would hold on to (Linux can)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            raise ProcessLookupError(f"the process {parent} has ended")


def _start(work: Callable[[T], R], things: Sequence[T]) -> tuple[int, IO[bytes]]:
    parent = os.getpid()
    result = tempfile.TemporaryFile()  # noqa: SIM115 - closed by whoever reads it; a pipe would stall at 64 kB
    child = os.fork()
    if child:
        return child, result
    status = _UNKNOWN
    try:
        _end_with(parent)
        gc.freeze()  # the parent's objects are looked through by nobody, so their pages stay shared
        result.write(_attempt(work, things))
        result.flush()
        status = 0
    except OSError as error:
        status = error.errno or _UNKNOWN
    finally:
        os._exit(status)


def _attempt(work: Callable[[T], R], things: Sequence[T]) -> bytes:
    try:
        return pickle.dumps((None, [work(thing) for thing in things]), pickle.HIGHEST_PROTOCOL)
    except Exception as error:
        error.add_note(traceback.format_exc())
        try:
            content = pickle.dumps((error, []))
            pickle.loads(content)  # an error whose making asks for more than it keeps cannot travel
            return content
        except Exception:
            return pickle.dumps((ChildProcessError(traceback.format_exc()), []))


def _outcome(result: IO[bytes], status: int) -> list[Any]:
    """Return what a child made.

    Raises: what it raised; OSError when it could not hand that over; ChildProcessError when it died
    """
    with result:
        code = os.waitstatus_to_exitcode(status)
        if 0 < code < _UNKNOWN:
            raise OSError(code, os.strerror(code), tempfile.gettempdir())
        if code:
            raise ChildProcessError(f"a process of ours ended with {code}")
        result.seek(0)
        with growing():
            error, made = pickle.load(result)
    if error:
        raise error
    return list(made)
