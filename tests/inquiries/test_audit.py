"""The chain: one order whatever the clock says, one writer at a time, and no line that was not there before."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
import rfc8785

from editorial.dates import VIETNAM
from inquiries.audit import START, Audit, Entry, Position, read_line
from inquiries.blobs import Blobs
from tests.inquiries.trial_house import MORNING
from tests.organisation import ROOT

INQUIRY = "ab" * 16


def audit_of(folder: Path) -> Audit:
    return Audit(folder, Blobs(folder))


@pytest.fixture
def audit(tmp_path: Path) -> Audit:
    return audit_of(tmp_path)


def entry(number: int) -> Entry:
    return Entry("received", INQUIRY, f"inquiries/{INQUIRY}/{number:04}.json", sha256(str(number).encode()).hexdigest())


def grow(audit: Audit, lines: int, at: datetime = MORNING, first: int = 1) -> None:
    for number in range(first, first + lines):
        audit.append([entry(number)], at)


def chain(audit: Audit) -> list[int]:
    """Return the numbers of the lines, after every link was checked."""
    previous, numbers = START, []
    for month in audit.months():
        for raw in audit.lines_of(month):
            line = read_line(raw)
            assert line is not None and line.previous == previous
            previous = line.digest
            numbers.append(line.n)
    return numbers


def test_lines_are_numbered_and_name_the_digest_before(audit: Audit):
    audit.append([entry(1), entry(2)], MORNING)
    audit.append([entry(3)], MORNING)
    assert chain(audit) == [1, 2, 3]
    first = json.loads(audit.lines_of("2026-11.jsonl")[0])
    assert (first["n"], first["previous"], first["at"]) == (1, START, "2026-11-23T09:15:00+07:00")


def test_one_chain_runs_over_the_months(audit: Audit):
    grow(audit, 2)
    grow(audit, 2, MORNING + timedelta(days=30), first=3)
    assert audit.months() == ["2026-11.jsonl", "2026-12.jsonl"]
    assert chain(audit) == [1, 2, 3, 4]
    assert chain(audit_of(audit.root)) == [1, 2, 3, 4]


def test_a_clock_that_jumps_back_breaks_nothing(audit: Audit):
    grow(audit, 1, MORNING + timedelta(days=40))
    for days in (0, -400, 39, 41):
        audit.append([entry(1)], MORNING + timedelta(days=days))
        audit = audit_of(audit.root)
    assert chain(audit) == [1, 2, 3, 4, 5]
    assert audit.months() == ["2027-01.jsonl"], "an older month is never written to again"


def test_the_month_is_vietnams(audit: Audit):
    grow(audit, 1, datetime(2026, 12, 1, 0, 30, tzinfo=VIETNAM))
    assert audit.months() == ["2026-12.jsonl"]


def test_each_day_leaves_one_anchor(audit: Audit):
    for day in (0, 0, 1, 4, 4, 5):
        grow(audit, 1, MORNING + timedelta(days=day))
    anchors = [json.loads(raw) for raw in audit.lines_of("anchors.jsonl")]
    assert [(one["day"], one["lines"]) for one in anchors] == [("2026-11-23", 2), ("2026-11-24", 3), ("2026-11-27", 5)]
    digests = [read_line(raw).digest for month in audit.months() for raw in audit.lines_of(month)]  # type: ignore[union-attr]
    assert [one["head"] for one in anchors] == [digests[1], digests[2], digests[4]]


def test_an_anchor_is_written_once_whatever_the_clock_says(audit: Audit):
    for day in (0, 1, 0, 1, 2, 0, 2):
        grow(audit, 1, MORNING + timedelta(days=day))
    days = [json.loads(raw)["day"] for raw in audit.lines_of("anchors.jsonl")]
    assert days == sorted(set(days)) == ["2026-11-23", "2026-11-24"]


def test_a_quiet_day_is_anchored_when_asked(audit: Audit):
    today = MORNING.date()
    audit.anchor(today)
    assert audit.lines_of("anchors.jsonl") == []
    grow(audit, 3)
    audit.anchor(today)
    assert audit.lines_of("anchors.jsonl") == [], "the day is not over"
    for _ in range(2):
        audit.anchor(today + timedelta(days=1))
    assert [json.loads(raw)["lines"] for raw in audit.lines_of("anchors.jsonl")] == [3]


@pytest.mark.parametrize("damage", [b"[]", b"{}", b'{"day":1,"lines":2,"head":""}', b"\xff", b"null"])
def test_a_damaged_anchor_stops_nobody(audit: Audit, damage: bytes):
    grow(audit, 1)
    (audit.folder / "anchors.jsonl").write_bytes(damage + b"\n")
    grow(audit, 1, MORNING + timedelta(days=1))
    assert chain(audit) == [1, 2]
    assert json.loads(audit.lines_of("anchors.jsonl")[1])["lines"] == 1


@pytest.mark.parametrize(
    "tail",
    [b'{"n":4,"at"', b"\0" * 700, b'{"n":4}\n', b"\n", b"\xff\xfe\n{", b"[" * 50_000 + b"\n"],
    ids=["half a line", "zeros", "no line", "empty", "noise", "deep"],
)
def test_a_torn_tail_goes_to_quarantine_and_the_chain_goes_on(audit: Audit, tail: bytes):
    grow(audit, 3)
    path = audit.folder / "2026-11.jsonl"
    whole = path.read_bytes()
    path.write_bytes(whole + tail)
    other = audit_of(audit.root)
    assert other.mend() is True
    assert path.read_bytes() == whole
    assert [(audit.root / "quarantine" / name).read_bytes() for name in audit.blobs.list("quarantine")] == [tail]
    assert other.mend() is False
    grow(other, 1)
    assert chain(other) == [1, 2, 3, 4]


def test_a_tail_torn_by_another_process_is_cut_before_the_next_line(audit: Audit):
    grow(audit, 2)
    path = audit.folder / "2026-11.jsonl"
    path.write_bytes(path.read_bytes() + b'{"n":3')
    grow(audit, 1)
    assert chain(audit) == [1, 2, 3]
    assert len(audit.blobs.list("quarantine")) == 1


def test_a_month_of_which_nothing_is_left_goes_back_to_the_month_before(audit: Audit):
    grow(audit, 2)
    (audit.folder / "2026-12.jsonl").write_bytes(b"torn from its first byte")
    grow(audit_of(audit.root), 1, MORNING + timedelta(days=20))
    assert chain(audit) == [1, 2, 3]
    assert audit.months() == ["2026-11.jsonl", "2026-12.jsonl"]


def test_a_torn_anchor_is_cut_off_too(audit: Audit):
    grow(audit, 1)
    grow(audit, 1, MORNING + timedelta(days=1))
    path = audit.folder / "anchors.jsonl"
    path.write_bytes(path.read_bytes() + b'{"day":"20')
    grow(audit, 1, MORNING + timedelta(days=2))
    assert [json.loads(raw)["lines"] for raw in audit.lines_of("anchors.jsonl")] == [1, 2]


@pytest.mark.parametrize("key", ["n", "at", "act", "inquiry", "file", "sha256", "previous", "digest"])
def test_no_line_can_be_changed_and_stay_a_line(audit: Audit, key: str):
    grow(audit, 1)
    content = json.loads(audit.lines_of("2026-11.jsonl")[0])
    content[key] = 7 if key == "n" else "2026-11-23T09:15:01+07:00" if key == "at" else "1" * 64
    assert read_line(rfc8785.dumps(content)) is None


def test_a_line_is_written_in_one_way_only(audit: Audit):
    grow(audit, 1)
    [raw] = audit.lines_of("2026-11.jsonl")
    assert read_line(raw) is not None
    assert read_line(raw.replace(b":", b": ", 1)) is None
    assert read_line(raw[:-1] + b',"n":1}') is None


def test_the_latest_line_about_a_file_is_found_in_any_month(audit: Audit):
    file = f"inquiries/{INQUIRY}/0001.json"
    grow(audit, 2)
    assert audit.find(file).n == 1  # type: ignore[union-attr]
    audit.append([Entry("erased", INQUIRY, file, "", "ab" * 32)], MORNING + timedelta(days=40))
    assert audit.find(file).was == "ab" * 32  # type: ignore[union-attr]
    assert audit.find(f"inquiries/{INQUIRY}/0002.json").n == 2  # type: ignore[union-attr]
    assert audit.find(f"inquiries/{INQUIRY}/0003.json") is None
    assert audit.find("0001.json") is None


def test_only_what_follows_a_position_is_read(audit: Audit):
    grow(audit, 2)
    lines, position = audit.since(Position())  # type: ignore[misc]
    assert [line.n for line in lines] == [1, 2]
    grow(audit, 2, MORNING + timedelta(days=40), first=3)
    lines, position = audit.since(position)  # type: ignore[misc]
    assert [line.n for line in lines] == [3, 4]
    assert audit.since(position) == ([], position) == ([], audit.head())


def test_a_position_of_another_chain_is_told(audit: Audit, tmp_path: Path):
    grow(audit, 3)
    position = audit.head()
    other = audit_of(tmp_path / "other")
    other.root.mkdir()
    assert other.since(position) is None
    grow(other, 5, MORNING + timedelta(seconds=1))
    assert other.since(position) is None


def test_many_threads_make_one_chain(audit: Audit):
    writers = [threading.Thread(target=grow, args=(audit, 15)) for _ in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert chain(audit) == list(range(1, 121))


WRITER = """
import sys
from pathlib import Path
from tests.inquiries.test_audit import audit_of, grow
audit = audit_of(Path(sys.argv[1]))
print("ready", flush=True)
sys.stdin.readline()
grow(audit, 60)
"""


def test_two_processes_make_one_chain(audit: Audit):
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(audit.root)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    for process in processes:
        assert process.stdout and process.stdout.readline() == "ready\n"
    for process in processes:
        process.communicate("go\n", timeout=60)
    assert [process.returncode for process in processes] == [0, 0]
    grow(audit, 1)
    assert chain(audit) == list(range(1, 122))
