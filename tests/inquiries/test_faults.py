"""A disk that fails and a process that dies, at every step of every write, for real.

After each: what was acknowledged is there, can be read and is audited; what was not is there whole or not at all;
nothing temporary is left after the next start, the chain verifies, and the store takes the next inquiry.
"""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from editorial.messages import sentence
from inquiries.audit import Audit
from inquiries.blobs import Blobs
from inquiries.events import Event
from inquiries.house import House
from inquiries.store import InquiryStore, StoreFailed
from tests.inquiries.traced import Call, apart, calls, failed_at, killed_at, needs_strace
from tests.inquiries.trial_house import CLERK, SECRET_WORDS, Box, Clock, box_of, received, trial_house

DONE, FAILED = b"done", b"failed"
ACTS = ("receive", "append", "erase")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[House, str]:
    """A house with one inquiry that has everything: an attachment, sealed acts, a mail that waits."""
    house = trial_house(tmp_path_factory.mktemp("filled"), Clock())
    box = box_of(house)
    inquiry = box.receive(attached=(SECRET_WORDS.encode(),))
    box.act(inquiry, "asked", text="Bạn gửi thêm giấy hẹn")
    box.store.blobs.put_if_absent(f"outbox/20261123T091500-{inquiry}.json", b"{}").settle()
    return house, inquiry


class Trial:
    """A copy of the filled store, and one act that is about to be done in it."""

    def __init__(self, filled: tuple[House, str], folder: Path, act: str) -> None:
        house, self.inquiry = filled
        self.act = act
        self.folder = folder
        shutil.copytree(house.store.folder, folder, ignore=shutil.ignore_patterns("index.sqlite"))
        folder.chmod(0o700)
        self.clock = Clock()
        self.clock.later(days=1)
        self.box = Box(InquiryStore.open(folder, self.clock), box_of(house).keys, self.clock)
        self.event, self.files, _ = received(self.box.store, self.box.keys, attached=(b"%PDF-1.7",))
        self.later = self.box.next(
            self.inquiry, "noticed", text="Chúng tôi cần thêm thời gian", new_due_on="2026-12-31"
        )

    def work(self) -> bytes:
        """Do the act and say how it went."""
        try:
            if self.act == "receive":
                self.box.store.receive(self.event, self.files)
            elif self.act == "append":
                self.box.store.append(self.later)
            elif self.act == "open":
                InquiryStore.open(self.folder, self.clock)
            else:
                self.box.store.erase(self.inquiry, "request", CLERK)
        except StoreFailed:
            return FAILED
        return DONE

    def twice(self) -> bytes:
        """Do the act, and if it failed one thing more: the disk is back."""
        answer = self.work()
        if answer == FAILED:
            self.box.receive()
        return answer

    def check(self, answer: bytes) -> None:
        """Hold the store to what it said."""
        box = Box(InquiryStore.open(self.folder, self.clock), self.box.keys, self.clock)
        assert (box.drafts(), box.problems(), box.store.blobs.list("quarantine")) == ([], [], [])
        assert all(box.store.events(one) for one in box.store.ids())
        new, old = box.store.inquiry(self.event.inquiry), box.store.events(self.inquiry)
        sealed = [event for event in old if event.sealed or event.for_sender]
        files = [box.store.blobs.list(f"files/{one}") for one in (self.inquiry, self.event.inquiry)]
        mails = box.store.blobs.list("outbox")
        if answer == DONE:
            assert {"receive": new, "append": len(old) == 3, "erase": not sealed, "open": True}[self.act]
        if new:
            assert (box.store.events(new.id), len(files[1])) == ((self.event,), 1)
            assert box.store.attachment(new.id, self.event.facts["files"][0]) == self.files[0]
        else:
            assert files[1] == []
        if self.act == "append":
            assert old[2:] in ((), (self.later,))
        if self.act == "erase":
            gone = (len(old), sealed, files[0], mails) == (3, [], [], [])
            kept = (len(old), len(sealed), len(files[0]), len(mails)) == (2, 2, 1, 1)
            assert gone or kept
        box.receive()
        assert box.problems() == []


@pytest.fixture
def trial(filled: tuple[House, str], tmp_path: Path) -> Callable[[str], Trial]:
    """Make as many trials as a test asks for."""
    made: list[int] = []

    def make(act: str) -> Trial:
        made.append(1)
        return Trial(filled, tmp_path / f"store-{len(made)}", act)

    return make


# --- order and death -----------------------------------------------------------------------------


@needs_strace
def test_everything_is_synced_before_the_answer(trial: Callable[[str], Trial], tmp_path: Path):
    """Stands in for a power cut: what a later call relies on, an earlier one has made durable."""
    steps = calls(trial("receive").work, tmp_path / "log")
    told = [f"{step.name} {step.said}" for step in steps]

    def place(*parts: str) -> int:
        return next(number for number, step in enumerate(told) if all(part in step for part in parts))

    draft, link = place("fsync", "tmp/inquiries"), place("link", "/0001.json")
    folder, line = place("fsync", "store-1/inquiries/"), place("fdatasync", "audit/2026-11.jsonl")
    assert place("fsync", "tmp/files") < place("link", ".age") < draft < link < folder < line
    made, above = place("mkdir", "/inquiries/"), place("fsync", "store-1/inquiries>")
    assert made < draft < link < above < line, "one entry of the journal holds the folder and the link"
    assert line < place("unlink", "tmp/inquiries") < len(told) - 1
    assert told[-1].startswith("write") and "pipe" in told[-1]
    assert not any(step.startswith("fsync") and "tmp/inquiries" in step for step in told[draft + 1 :]), "never twice"


@needs_strace
@pytest.mark.parametrize("act", ACTS)
def test_killed_at_any_step_nothing_acknowledged_is_lost(act: str, trial: Callable[[str], Trial], tmp_path: Path):
    log = tmp_path / "log"
    steps = [step for step in calls(trial(act).work, log) if step.changes]
    assert len(steps) > 12
    for step in steps:
        one = trial(act)
        answer, status = killed_at(one.work, step, log)
        assert (answer, status) == (b"", -signal.SIGKILL), step
        one.check(answer)


@needs_strace
@pytest.mark.parametrize("act", ["receive", "erase"])
def test_killed_while_it_recovers_it_recovers_the_next_time(act: str, trial: Callable[[str], Trial], tmp_path: Path):
    """The worst place to die first: all is placed, nothing is audited."""
    log, crashed = tmp_path / "log", tmp_path / "crashed"
    one = trial(act)
    killed_at(one.work, Call("fdatasync", 1, ""), log)
    one.folder.rename(crashed)

    def recover() -> Callable[[], bytes]:
        shutil.rmtree(one.folder, ignore_errors=True)
        subprocess.run(["cp", "-a", crashed, one.folder], check=True)  # drafts are links to what was placed
        one.act = "open"
        return one.work

    for step in calls(recover(), log):
        if step.changes:
            killed_at(recover(), step, log)
            one.act = act
            one.check(b"")


# --- errors --------------------------------------------------------------------------------------


@needs_strace
@pytest.mark.parametrize("act", ACTS)
def test_one_failing_call_is_never_told_as_done_and_does_not_last(
    act: str, trial: Callable[[str], Trial], tmp_path: Path
):
    """Nothing is said yes to after a failed sync, and the next inquiry is taken without a new start."""
    log = tmp_path / "log"
    for step in calls(trial(act).work, log)[:-1]:
        one = trial(act)
        answer, status = failed_at(one.twice, step.name, str(step.nth), "EIO", log)
        assert status == 0, step
        assert answer in ((FAILED, DONE) if step.name in ("unlink", "rmdir") else (FAILED,)), step
        one.check(answer)


@needs_strace
@pytest.mark.parametrize("call", ["fsync", "fdatasync", "link", "flock", "write"])
@pytest.mark.parametrize("error", ["EIO", "ENOSPC"])
def test_a_disk_that_keeps_failing_acknowledges_nothing(
    call: str, error: str, trial: Callable[[str], Trial], tmp_path: Path
):
    one = trial("receive")
    # The answer itself goes out by a write: only the store's own are to fail.
    when = "1..3" if call == "write" else "1+"
    answer, _ = failed_at(one.work, call, when, error, tmp_path / "log")
    assert answer in (FAILED, b"")
    one.check(b"")


def limited(one: Trial, kind: int, limit: int) -> bytes:
    """Do the act under a resource limit; return the answer."""
    before = resource.getrlimit(kind)

    def work() -> bytes:
        resource.setrlimit(kind, (limit, before[1]))
        answer = one.work()
        resource.setrlimit(kind, before)
        if answer == FAILED:
            one.box.receive()
        return answer

    process, go, answer = apart(work)
    os.write(go, b"!")
    os.close(go)
    with os.fdopen(answer, "rb") as reader:
        answered = reader.read()
    assert os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == 0
    return answered


def test_a_line_that_does_not_fit_is_cut_off_again(trial: Callable[[str], Trial]):
    """The audit's file reaches its limit within a line, as on a full disk."""
    one = trial("append")
    while (size := next(one.folder.glob("audit/2*.jsonl")).stat().st_size) < 6000:
        one.box.receive()
    one.later = replace(one.later, sealed="")
    answer = limited(one, resource.RLIMIT_FSIZE, size + 100)
    assert answer == FAILED
    one.check(answer)


@pytest.mark.parametrize("limit", [0, 1, 700])
def test_an_event_that_does_not_fit_is_refused(limit: int, trial: Callable[[str], Trial]):
    one = trial("receive")
    answer = limited(one, resource.RLIMIT_FSIZE, limit)
    assert answer == FAILED
    one.check(answer)


def test_too_many_open_files_are_refused_and_pass(trial: Callable[[str], Trial]):
    lowest = os.open("/", os.O_RDONLY)
    os.close(lowest)
    answers: list[bytes] = []
    while DONE not in answers and len(answers) < 40:  # numbers above the lowest free one may be taken by the runner
        one = trial("receive")
        answers.append(limited(one, resource.RLIMIT_NOFILE, lowest + 2 + len(answers)))
        one.check(answers[-1])
    assert set(answers[:-1]) == {FAILED}
    assert answers[-1] == DONE


# --- whole disks ---------------------------------------------------------------------------------


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one mebibyte and few files."""
    place = tmp_path / "disk"
    place.mkdir()
    if os.geteuid() != 0:
        pytest.skip("only root may mount a disk")
    mounting = ["mount", "-t", "tmpfs", "-o", "size=1m,nr_inodes=300,mode=700", "tmpfs", str(place)]
    mounted = subprocess.run(mounting, capture_output=True, text=True, check=False)
    if mounted.returncode:
        pytest.skip(f"this machine does not let root mount: {mounted.stderr.strip()}")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def fill(box: Box, most: int = 2000, text: str = "x" * 3000) -> tuple[list[Event], StoreFailed]:
    """Receive until the disk refuses; return what was acknowledged, and the refusal."""
    taken: list[Event] = []
    for _ in range(most):
        event, files, _ = received(box.store, box.keys, text=text)
        try:
            box.store.receive(event, files)
        except StoreFailed as failed:
            return taken, failed
        taken.append(event)
    raise AssertionError("the disk never filled up")


@pytest.mark.parametrize("text", ["x" * 20_000, "x"], ids=["bytes", "files"])
def test_a_full_disk_loses_nothing_and_comes_back(box: Box, small_disk: Path, text: str):
    mine = Box(InquiryStore.open(small_disk / "store", box.clock), box.keys, box.clock)
    taken, failed = fill(mine, text=text)
    assert "đĩa đã đầy" in sentence(failed.problems[0])
    assert len(taken) > 10
    for _ in range(20):
        with pytest.raises(StoreFailed):
            mine.receive(text)
    assert [mine.store.events(event.inquiry) for event in taken] == [(event,) for event in taken]
    subprocess.run(["mount", "-o", "remount,size=2m,nr_inodes=600", str(small_disk)], check=True)
    taken.append(mine.store.events(mine.receive(text))[0])
    again = mine.again()
    assert (again.drafts(), again.problems()) == ([], [])
    assert {event.inquiry for event in taken} == set(again.store.ids())


def test_a_disk_that_turns_read_only_is_refused_and_still_read(box: Box, small_disk: Path):
    mine = Box(InquiryStore.open(small_disk / "store", box.clock), box.keys, box.clock)
    inquiry = mine.receive()
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with pytest.raises(StoreFailed) as failed:
        mine.receive()
    assert "đĩa chỉ cho đọc" in sentence(failed.value.problems[0])
    with pytest.raises(StoreFailed):
        mine.again()
    assert mine.store.inquiry(inquiry) is not None
    subprocess.run(["mount", "-o", "remount,rw", str(small_disk)], check=True)
    mine.receive()
    assert mine.problems() == []


def test_a_process_that_holds_the_lock_too_long_is_told_of(box: Box, monkeypatch: pytest.MonkeyPatch):
    """A stopped process must not hang every sender behind it."""
    monkeypatch.setattr("inquiries.audit.WAIT_SECONDS", 0.2)
    inquiry = box.receive()
    other = Audit(box.store.folder, Blobs(box.store.folder))
    with other._alone(), pytest.raises(StoreFailed) as failed:
        box.act(inquiry, "classified", class_="simple")
    assert "chương trình khác đang giữ khóa" in sentence(failed.value.problems[0])
    again = box.again()
    assert (again.drafts(), again.problems()) == ([], [])
    assert [step.act for step in again.store.inquiry(inquiry).steps] == ["received", "classified"]  # type: ignore[union-attr]
