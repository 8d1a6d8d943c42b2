"""Work that threads bring at once is done together: one of them does it for all, and each waits for its own.

A disk makes eight things durable in hardly more time than one. Nobody waits for company: whoever finds nobody at work
begins with what there is, and what comes meanwhile is the next lot.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import copy
from threading import Lock
from typing import Generic, TypeVar

Job = TypeVar("Job")


class _Turn(Generic[Job]):
    """A job that waits. called: held until the job is done, or its thread is to do the next lot"""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.called = Lock()
        self.called.acquire()
        self.is_done = False
        self.error: BaseException | None = None


class Together(Generic[Job]):
    """Jobs of many threads, done in lots by the thread whose turn it is."""

    def __init__(self, work: Callable[[Sequence[Job]], None]) -> None:
        self._work = work
        self._lock = Lock()
        self._waiting: list[_Turn[Job]] = []
        self._is_busy = False

    def do(self, job: Job) -> None:
        """Return when the job is done. Raises: what the work raised, to everybody whose job was in the lot"""
        turn = _Turn(job)
        with self._lock:
            self._waiting.append(turn)
            leads, self._is_busy = not self._is_busy, True
        if not leads:
            turn.called.acquire()
        if not turn.is_done:
            self._do_lot()
        elif isinstance(turn.error, Exception):
            raise copy(turn.error) from turn.error
        elif turn.error:
            raise InterruptedError("the thread that did it for others was stopped") from turn.error

    def _do_lot(self) -> None:
        with self._lock:
            lot, self._waiting = self._waiting, []
        error: BaseException | None = None
        try:
            self._work([turn.job for turn in lot])
        except BaseException as raised:
            error = raised
            raise
        finally:
            for turn in lot:
                turn.is_done, turn.error = True, error
            with self._lock:
                self._is_busy = bool(self._waiting)
                for turn in (*self._waiting[:1], *lot):
                    turn.called.release()
