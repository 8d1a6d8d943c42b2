"""Blobs: there for good or not at all, and never somebody else's."""

from __future__ import annotations

import fcntl
import os
import threading
from pathlib import Path

import pytest

from inquiries.blobs import Blobs, Missing, Taken


@pytest.fixture
def blobs(tmp_path: Path) -> Blobs:
    (tmp_path / "store").mkdir(mode=0o700)
    return Blobs(tmp_path / "store")


def put(blobs: Blobs, path: str, content: bytes) -> None:
    with blobs.put_if_absent(path, content) as placed:
        placed.settle()


def test_what_was_put_is_there_under_its_name_only(blobs: Blobs):
    put(blobs, "inquiries/ab/0001.json", b"{}")
    assert blobs.get("inquiries/ab/0001.json") == b"{}"
    assert blobs.list("inquiries") == ["ab"]
    assert blobs.list("inquiries/ab") == ["0001.json"]
    assert blobs.list("tmp") == []


def test_only_the_owner_may_read(blobs: Blobs):
    before = os.umask(0)
    try:
        put(blobs, "files/ab/x.age", b"...")
    finally:
        os.umask(before)
    modes = {path.relative_to(blobs.root).as_posix(): path.stat().st_mode & 0o777 for path in blobs.root.rglob("*")}
    assert modes == {"files": 0o700, "files/ab": 0o700, "files/ab/x.age": 0o600, "tmp": 0o700}


def test_a_taken_name_keeps_its_bytes(blobs: Blobs):
    put(blobs, "a/b", b"first")
    with pytest.raises(Taken):
        blobs.put_if_absent("a/b", b"second")
    assert blobs.get("a/b") == b"first"
    assert blobs.list("tmp") == []


def test_of_many_at_once_exactly_one_wins(blobs: Blobs):
    won: list[int] = []
    start = threading.Barrier(8)

    def try_it(writer: int) -> None:
        start.wait()
        try:
            put(blobs, "a/0001.json", str(writer).encode() * 1000)
        except Taken:
            return
        won.append(writer)

    writers = [threading.Thread(target=try_it, args=(number,)) for number in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert len(won) == 1
    assert blobs.get("a/0001.json") == str(won[0]).encode() * 1000


def test_a_missing_blob_is_told(blobs: Blobs):
    for path in ("a/b", "a"):
        with pytest.raises(Missing):
            blobs.get(path)
    assert blobs.list("a") == []
    assert blobs.delete("a/b") is False


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/",
        "../x",
        "a/../b",
        "a/./b",
        "/etc/passwd",
        "a//b",
        "a/..",
        "..",
        ".",
        "./a",
        "a\0b",
        "a b",
        "ă",
        "a/b/c/d/e",
        "a\n",
        "x" * 200,
    ],
)
def test_a_name_that_could_lead_elsewhere_is_a_bug(blobs: Blobs, path: str):
    for use in (blobs.list, blobs.get, blobs.delete, lambda name: blobs.put_if_absent(name, b"")):
        with pytest.raises(ValueError, match="not the name of a blob"):
            use(path)
    assert list(blobs.root.iterdir()) == []


def test_replacing_is_one_step_and_leaves_no_trace_of_the_old(blobs: Blobs):
    put(blobs, "a/b", b"old secret")
    seen = blobs.root / "a/b"
    with seen.open("rb") as still_open:
        blobs.replace("a/b", b"new")
        assert still_open.read() == b"old secret"
    assert blobs.get("a/b") == b"new"
    assert (blobs.list("tmp"), seen.stat().st_mode & 0o777) == ([], 0o600)


def test_deleting_the_last_blob_of_an_inquiry_removes_its_folder(blobs: Blobs):
    put(blobs, "files/ab/x.age", b"...")
    put(blobs, "files/cd/y.age", b"...")
    assert blobs.delete("files/ab/x.age")
    assert blobs.list("files") == ["cd"]
    blobs.delete("files/cd/y.age")
    assert blobs.root.joinpath("files").is_dir()


def test_what_is_not_settled_is_named_to_the_next_start(blobs: Blobs):
    with blobs.put_if_absent("a/placed", b"1"):
        assert list(blobs.unsettled()) == [], "its writer lives"
    found = [placed.path for placed in blobs.unsettled()]
    assert found == ["a/placed"]
    for placed in blobs.unsettled():
        placed.settle()
    assert list(blobs.unsettled()) == []
    assert blobs.get("a/placed") == b"1"


def test_what_was_never_placed_is_swept_with_its_folder(blobs: Blobs):
    put(blobs, "a/there", b"1")
    drafts = blobs.root / "tmp"
    for name in ("a+there~0123", "b+never~0123", "no draft at all", "..+..+etc~1", "~"):
        (drafts / name).write_bytes(b"half")
    (blobs.root / "b").mkdir()
    (blobs.root / "inquiries/ab").mkdir(parents=True)
    (drafts / "inquiries+ab+0001.json~77").write_bytes(b"half")
    assert list(blobs.unsettled()) == []
    assert blobs.list("tmp") == []
    assert blobs.get("a/there") == b"1"
    assert blobs.list("inquiries") == []
    assert blobs.root.is_dir()


def test_the_folder_of_a_swept_draft_goes_while_its_lock_is_held(blobs: Blobs, monkeypatch: pytest.MonkeyPatch):
    """Else its writer, who waited for the lock, has made the folder anew for a second draft and loses it."""
    put(blobs, "inquiries/cd/0001.json", b"1")
    (blobs.root / "inquiries/ab").mkdir()
    draft = blobs.root / "tmp/inquiries+ab+0001.json~77"
    draft.write_bytes(b"half")
    locks: list[str] = []
    rmdir = os.rmdir

    def looked_at(folder: str) -> None:
        with draft.open("rb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                locks.append("held")
        rmdir(folder)

    monkeypatch.setattr(os, "rmdir", looked_at)
    assert list(blobs.unsettled()) == []
    assert locks == ["held"]
    assert blobs.list("inquiries") == ["cd"]
    assert blobs.list("tmp") == []


def test_what_is_withdrawn_is_gone(blobs: Blobs):
    with blobs.put_if_absent("a/b", b"1") as placed:
        placed.withdraw()
    assert (blobs.list("a"), blobs.list("tmp")) == ([], [])


def test_a_draft_swept_before_it_was_locked_is_made_again(blobs: Blobs):
    """A start in another process may meet a draft in the moment between its making and its locking."""
    stop = threading.Event()

    def keep_sweeping() -> None:
        while not stop.is_set():
            list(Blobs(blobs.root).unsettled())

    sweeper = threading.Thread(target=keep_sweeping)
    put(blobs, "a/0", b"")
    sweeper.start()
    try:
        for number in range(1, 150):
            put(blobs, f"a/{number}", str(number).encode())
    finally:
        stop.set()
        sweeper.join()
    assert len(blobs.list("a")) == 150
