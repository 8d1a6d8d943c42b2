"""Spread work comes back whole and in order, and what fails in a child fails in the parent."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import pytest

from editorial.parallel import beside, forked
from editorial.problem import Problem, Refused
from tests.organisation import ROOT


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Threads that other tests have left in this process do not count."""
    count, others = threading.active_count, threading.active_count() - 1
    monkeypatch.setattr(threading, "active_count", lambda: max(1, count() - others))


def children() -> set[str]:
    """Return the processes that this one has; a browser of other tests may be among them."""
    return {child for task in Path("/proc/self/task").iterdir() for child in (task / "children").read_text().split()}


def test_results_come_in_the_order_of_the_things_whatever_the_number_of_processes() -> None:
    things = [f"tin {number}" for number in range(101)]
    expected = [thing.upper() * 50 for thing in things]
    assert [forked(lambda t: t.upper() * 50, things, 1, count) for count in (1, 2, 3, 7)] == [expected] * 4


def test_work_is_done_in_several_processes_when_it_is_worth_it_and_in_this_one_otherwise() -> None:
    assert len(set(forked(lambda _: os.getpid(), range(30), least=10, processes=3))) == 3
    assert set(forked(lambda _: os.getpid(), range(19), least=10, processes=3)) == {os.getpid()}


def test_nothing_forks_beside_another_thread() -> None:
    done = threading.Event()
    other = threading.Thread(target=done.wait)
    other.start()
    try:
        assert set(forked(lambda _: os.getpid(), range(30), least=1, processes=3)) == {os.getpid()}
    finally:
        done.set()
        other.join()


def test_a_refusal_of_a_child_arrives_with_all_its_problems() -> None:
    problems = [Problem("ledger-torn", "fail", f"signoffs/{n}.jsonl", facts={"item": str(n)}) for n in (1, 2)]

    def refuse(number: int) -> int:
        if number == 5:
            raise Refused(*problems)
        return number

    with pytest.raises(Refused) as caught:
        forked(refuse, range(9), 1, 3)
    assert list(caught.value.problems) == problems


def test_an_error_that_cannot_travel_is_told_in_words() -> None:
    class Local(Exception):
        pass

    def fail(number: int) -> int:
        if number == 1:
            raise Local("chi tiết")
        return number

    with pytest.raises(ChildProcessError, match="chi tiết"):
        forked(fail, range(4), 1, 2)


def test_a_child_that_dies_fails_the_work_and_leaves_no_process() -> None:
    parent = os.getpid()

    def die(number: int) -> int:
        if number == 1 and os.getpid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)
        return number

    before = children()
    with pytest.raises(ChildProcessError, match="-9"):
        forked(die, range(9), 1, 3)
    assert children() == before


def test_a_child_that_cannot_hand_over_what_it_made_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where the folder of temporary files is full: an editor has to know which disk, and of what."""
    monkeypatch.setattr("editorial.parallel._attempt", lambda work, things: (_ for _ in ()).throw(OSError(28, "full")))
    with beside(lambda: 1) as made, pytest.raises(OSError, match="No space") as raised:
        made()
    assert (raised.value.errno, raised.value.filename) == (errno.ENOSPC, tempfile.gettempdir())


def test_an_error_of_the_parent_ends_the_children() -> None:
    def fail(number: int) -> int:
        if number == 0:
            raise ValueError("hỏng")
        signal.pause()
        return number

    before = children()
    with pytest.raises(ValueError, match="hỏng"):
        forked(fail, range(6), 1, 3)
    assert children() == before


def test_work_beside_is_done_by_another_process_and_handed_over_once_it_is_asked_for() -> None:
    with beside(os.getpid) as who:
        first = who()
        assert first != os.getpid()
        assert who() == first


def test_work_beside_that_nobody_asks_for_ends_with_the_block() -> None:
    before = children()
    with beside(signal.pause):
        pass
    assert children() == before


def test_a_refusal_of_work_beside_comes_when_it_is_asked_for() -> None:
    def refuse() -> None:
        raise Refused(Problem("ledger-torn", "fail", "signoffs/a.jsonl", facts={"item": "a"}))

    with pytest.raises(Refused), beside(refuse) as made:
        made()


def test_work_beside_another_thread_is_done_here() -> None:
    done = threading.Event()
    other = threading.Thread(target=done.wait)
    other.start()
    try:
        with beside(os.getpid) as who:
            assert who() == os.getpid()
    finally:
        done.set()
        other.join()


def test_a_process_that_works_beside_ends_with_its_parent(tmp_path: Path) -> None:
    """Else the lock of a killed publish would stay with a child that nobody waits for."""
    told = tmp_path / "child"
    program = f"""
import os, signal, time
from pathlib import Path
from editorial.parallel import beside

def work():
    Path({str(told)!r}).write_text(str(os.getpid()))
    time.sleep(60)

with beside(work):
    while not Path({str(told)!r}).exists() or not Path({str(told)!r}).read_text():
        time.sleep(0.01)
    os.kill(os.getpid(), signal.SIGKILL)
"""
    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False).returncode == -signal.SIGKILL
    child = Path(f"/proc/{told.read_text()}/stat")
    until = time.monotonic() + 10
    while child.exists() and child.read_text().rpartition(")")[2].split()[0] not in "ZX" and time.monotonic() < until:
        time.sleep(0.01)
    assert not child.exists() or child.read_text().rpartition(")")[2].split()[0] in "ZX"


def test_work_that_is_patient_lets_others_go_first_and_only_itself() -> None:
    mine = os.nice(0)
    with beside(lambda: os.nice(0), patience=3) as its:
        assert its() == min(mine + 3, 19)
    assert os.nice(0) == mine
