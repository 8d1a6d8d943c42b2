"""What comes at once is done together, and each thread hears what became of its own."""

from __future__ import annotations

import errno
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from time import monotonic, sleep

import pytest

from inquiries.together import Together


class Bench:
    """Work that can be held up, and what it was given."""

    def __init__(self) -> None:
        self.lots: list[list[int]] = []
        self.begun, self.go_on = Event(), Event()
        self.together = Together[int](self.work)

    def work(self, lot: Sequence[int]) -> None:
        self.lots.append(list(lot))
        self.begun.set()
        assert self.go_on.wait(10)
        if 13 in lot:
            raise OSError(errno.ENOSPC, "full")
        if 99 in lot:
            raise KeyboardInterrupt

    def waits_for(self, count: int) -> None:
        """Return once so many wait behind the lot that is at work."""
        until = monotonic() + 10
        while len(self.together._waiting) < count and monotonic() < until:
            sleep(0.001)
        assert len(self.together._waiting) == count


@pytest.fixture
def bench() -> Bench:
    return Bench()


def test_who_comes_alone_waits_for_nobody(bench: Bench):
    bench.go_on.set()
    for job in (1, 2, 3):
        bench.together.do(job)
    assert bench.lots == [[1], [2], [3]]


def test_what_comes_meanwhile_is_the_next_lot(bench: Bench):
    with ThreadPoolExecutor(8) as threads:
        first = threads.submit(bench.together.do, 0)
        assert bench.begun.wait(10)
        others = [threads.submit(bench.together.do, job) for job in range(1, 8)]
        bench.waits_for(7)
        assert not any(one.done() for one in (first, *others)), "nobody returns before the work is done"
        bench.go_on.set()
        for one in (first, *others):
            one.result(10)
    assert bench.lots[0] == [0] and sorted(bench.lots[1]) == list(range(1, 8))


def test_a_failure_is_everybodys_whose_job_was_in_the_lot_and_nobody_elses(bench: Bench):
    with ThreadPoolExecutor(8) as threads:
        first = threads.submit(bench.together.do, 0)
        assert bench.begun.wait(10)
        others = [threads.submit(bench.together.do, job) for job in (1, 13, 2)]
        bench.waits_for(3)
        bench.go_on.set()
        first.result(10)
        errors = [one.exception(10) for one in others]
    assert [getattr(error, "errno", None) for error in errors] == [errno.ENOSPC] * 3
    assert len(set(map(id, errors))) == 3, "each raises its own"
    bench.together.do(4)
    assert bench.lots[-1] == [4]


def test_a_thread_that_is_stopped_leaves_nobody_waiting(bench: Bench):
    with ThreadPoolExecutor(8) as threads:
        first = threads.submit(bench.together.do, 0)
        assert bench.begun.wait(10)
        others = [threads.submit(bench.together.do, job) for job in (99, 1)]
        bench.waits_for(2)
        bench.go_on.set()
        first.result(10)
        kinds = {type(one.exception(10)) for one in others}
    assert kinds == {KeyboardInterrupt, InterruptedError}
    bench.together.do(4)


def test_of_very_many_none_is_lost_and_none_done_twice():
    done: list[int] = []
    together = Together[int](done.extend)
    with ThreadPoolExecutor(16) as threads:
        list(threads.map(together.do, range(3000)))
    assert sorted(done) == list(range(3000))
