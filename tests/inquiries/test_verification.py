"""Verifying: every difference between files and chain is told with its name, and nothing is mended."""

from __future__ import annotations

import json
import threading
import time

import pytest

from editorial.messages import sentence
from inquiries.events import pack
from tests.inquiries.trial_house import CLERK, Box


def test_an_untouched_store_has_no_problem(box: Box):
    for _ in range(3):
        inquiry = box.receive(attached=(b"x",))
        box.act(inquiry, "asked", text="Gửi thêm ảnh")
        box.clock.later(days=1)
    box.store.erase(inquiry, "schedule", "system")
    assert box.problems() == []


def test_every_change_of_a_file_is_told_with_its_name(box: Box):
    inquiry = box.receive(attached=(b"x",))
    folder = box.store.folder
    event = folder / "inquiries" / inquiry / "0001.json"
    [file] = (folder / "files" / inquiry).iterdir()
    before = event.read_bytes()
    event.write_bytes(pack(box.next(inquiry, "classified", class_="simple")))
    file.unlink()
    stranger = folder / "files" / inquiry / ("ab" * 32 + ".age")
    stranger.write_bytes(b"?")
    (folder / "inquiries" / inquiry / "note.txt").write_text("ghi chú")
    found = box.problems()
    where = f"inquiries/{inquiry}"
    assert ("store-file-changed", f"{where}/0001.json") in found
    assert ("event-misplaced", f"{where}/0001.json") in found
    assert ("store-file-missing", file.relative_to(folder).as_posix()) in found
    assert ("store-file-unaudited", stranger.relative_to(folder).as_posix()) in found
    assert ("store-file-foreign", f"{where}/note.txt") in found
    assert all(sentence(problem) for problem in box.store.verify())
    assert event.read_bytes() != before, "verify mends nothing"


def test_a_file_that_others_may_read_is_told(box: Box):
    inquiry = box.receive()
    path = box.store.folder / "inquiries" / inquiry / "0001.json"
    path.chmod(0o644)
    assert box.problems() == [("store-file-open", f"inquiries/{inquiry}/0001.json")]


def test_what_somebody_laid_there_by_hand_disturbs_no_inquiry(box: Box):
    """A copy made in a file manager, an editor's leftover: told by `verify`, met by nobody else."""
    inquiry = box.receive(attached=(b"%PDF",))
    names = [
        f"inquiries/{inquiry}/0001 (bản sao).json",
        f"inquiries/{inquiry}/.0001.json.swp",
        f"files/{inquiry}/ảnh.jpg",
    ]
    names += ["inquiries/Thư mục mới", "files/.DS_Store"]
    for name in names:
        (box.store.folder / name).touch(mode=0o600)
    assert sorted(box.problems()) == sorted(("store-file-foreign", name) for name in names)
    assert box.again().store.inquiry(inquiry) is not None
    box.store.recover(thorough=True)
    assert box.store.ids() == [inquiry]
    box.store.erase(inquiry, "request", CLERK)
    assert {code for code, _ in box.problems()} == {"store-file-foreign"}


@pytest.mark.parametrize("how", ["changed", "removed", "exchanged", "cut off", "all gone"])
def test_every_change_of_the_chain_is_told(box: Box, how: str):
    for _ in range(4):
        box.receive()
    box.clock.later(days=1)
    box.receive()
    path = box.store.folder / "audit/2026-11.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    changed = {
        "changed": [lines[0], lines[1].replace(b'"received"', b'"classified"'), *lines[2:]],
        "removed": [*lines[:2], *lines[3:]],
        "exchanged": [lines[1], lines[0], *lines[2:]],
        "cut off": lines[:3],
        "all gone": [],
    }
    path.write_bytes(b"".join(changed[how]))
    codes = {code for code, _ in box.problems()}
    expected = {
        "changed": "audit-line-damaged",
        "removed": "audit-chain-broken",
        "exchanged": "audit-chain-broken",
        "cut off": "audit-anchor-differs",
        "all gone": "audit-anchor-differs",
    }
    assert expected[how] in codes


def test_verifying_beside_writers_tells_no_lies(box: Box):
    stop = threading.Event()
    failed: list[BaseException] = []

    def write() -> None:
        mine = box.again()
        try:
            while not stop.is_set():
                inquiry = mine.receive(attached=(b"x",))
                mine.act(inquiry, "classified", class_="simple")
                mine.store.erase(inquiry, "request", CLERK)
        except BaseException as error:
            failed.append(error)

    writers = [threading.Thread(target=write) for _ in range(3)]
    for writer in writers:
        writer.start()
    try:
        ends = time.monotonic() + 2
        while time.monotonic() < ends:
            assert box.problems() == []
            box.store.inquiries()
    finally:
        stop.set()
        for writer in writers:
            writer.join()
    for error in failed:
        raise error
    assert (box.problems(), box.drafts()) == ([], [])


def test_what_no_line_names_gets_one_when_a_person_says_so(box: Box):
    """After a disk that lost the chain's end and the drafts as well."""
    kept, lost = box.receive(), box.receive(attached=(b"%PDF",))
    audit = next(box.store.folder.glob("audit/2*.jsonl"))
    audit.write_bytes(audit.read_bytes().splitlines(keepends=True)[0])
    again = box.again()
    assert {code for code, _ in again.problems()} == {"store-file-unaudited"}
    again.store.recover(thorough=True)
    assert again.problems() == []
    recovered = [json.loads(line).get("recovered", False) for line in audit.read_bytes().splitlines()]
    assert recovered == [False, True, True]
    assert again.store.ids() == sorted((kept, lost))


def test_a_torn_chain_is_made_whole_by_the_next_start(box: Box):
    box.receive()
    box.receive()
    audit = next(box.store.folder.glob("audit/2*.jsonl"))
    audit.write_bytes(audit.read_bytes()[:-30])
    again = box.again()
    assert again.problems() == []
    assert len(again.store.blobs.list("quarantine")) == 1
