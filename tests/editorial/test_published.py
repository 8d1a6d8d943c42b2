"""The published log adds up to what is public, and shows every line that was changed or dropped."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editorial.dates import VIETNAM
from editorial.manifest import Entry, Manifest
from editorial.problem import Refused
from editorial.published import mend_tail, next_run, read_log, record
from tests.refusing import refuses

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=VIETNAM)


def publish(
    path: Path, editions: dict[str, str], act: str = "publish", authority: dict[str, bytes] | None = None
) -> None:
    """Log a run after which these editions are public."""
    before = read_log(path)
    manifest = Manifest("", tuple(Entry(item, f"/{item}/", digest) for item, digest in editions.items()), {})
    now = NOW + timedelta(minutes=len(before.runs))
    record(path, before, next_run(before, manifest, {}, authority or {}, act, "van-thu", now), authority or {})


sites = st.lists(st.dictionaries(st.sampled_from("abcd"), st.sampled_from(["1", "2", "3"])), max_size=8)


@given(sites)
def test_the_lines_add_up_to_what_is_public(
    tmp_path_factory: pytest.TempPathFactory, history: list[dict[str, str]]
) -> None:
    path = tmp_path_factory.mktemp("log") / "log.jsonl"
    for editions in history:
        publish(path, editions)
        assert dict(read_log(path).editions) == editions


def test_a_run_that_changes_nothing_adds_no_line(tmp_path: Path) -> None:
    for _ in range(3):
        publish(tmp_path / "log.jsonl", {"a": "1"})
    assert len(read_log(tmp_path / "log.jsonl").runs) == 1


def test_who_may_sign_is_noted_when_it_moved_and_kept_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    for authority in ({"roster.toml": b"1", "rules/a.toml": b"a"}, {"roster.toml": b"2"}, {"roster.toml": b"2"}):
        publish(path, {"a": "1"}, authority=authority)
    one, two, rules = (sha256(text).hexdigest() for text in (b"1", b"2", b"a"))
    noted = [run.authority for run in read_log(path).runs]
    assert noted == [{"roster.toml": one, "rules/a.toml": rules}, {"roster.toml": two, "rules/a.toml": ""}]
    kept = {copy.name: copy.read_bytes() for copy in (tmp_path / "authority").iterdir()}
    assert kept == {f"{one}.toml": b"1", f"{two}.toml": b"2", f"{rules}.toml": b"a"}


@pytest.mark.parametrize("authority", ["x", {"roster.toml": "../roster"}, {"roster.toml": 1}, {"roster.toml": None}])
def test_what_says_who_may_sign_is_named_by_digests(tmp_path: Path, authority: object) -> None:
    path = tmp_path / "log.jsonl"
    publish(path, {"a": "1"}, authority={"roster.toml": b"1"})
    line = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(line | {"authority": authority}) + "\n", encoding="utf-8")
    with refuses("published-log-unreadable"):
        read_log(path)


@pytest.mark.parametrize("drop", [0, 1])
def test_a_dropped_line_shows(tmp_path: Path, drop: int) -> None:
    path = tmp_path / "log.jsonl"
    for digest in "123":
        publish(path, {"a": digest})
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[:drop] + lines[drop + 1 :]), encoding="utf-8")
    with refuses("published-log-broken"):
        read_log(path)


def test_a_torn_tail_is_dropped_and_told_once(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    publish(path, {"a": "1"})
    whole = path.read_bytes()
    assert mend_tail(path) is None
    path.write_bytes(whole + whole[:25])
    with refuses("published-log-cut"):
        read_log(path)
    told = mend_tail(path)
    assert told is not None
    assert (told.code, told.facts["bytes"]) == ("published-log-torn", 25)
    assert path.read_bytes() == whole
    assert mend_tail(tmp_path / "none.jsonl") is None


def test_a_run_reads_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    publish(path, {"a": "1", "b": "1"})
    publish(path, {"a": "2"}, "rollback")
    first, last = read_log(path).runs
    assert (last.act, last.changed, last.withdrawn, last.by) == ("rollback", {"a": "2"}, ("b",), "van-thu")
    assert last.at == NOW + timedelta(minutes=1)
    assert replace(first, previous="x") != first


def run_with(**changed: object) -> str:
    """Return a line of the log, some of its values others than they may be."""
    run = {"schema": 1, "act": "publish", "at": "2026-11-20T12:00:00+07:00", "by": "x", "site": "", "manifest": "1"}
    return json.dumps(run | changed)


@pytest.mark.parametrize(
    "line",
    ["", "{}", "[]", "không", '{"schema": 2}']
    + [
        pytest.param(run_with(**changed), id=str(changed))
        for changed in (
            {"at": "2026-11-20T12:00:00"},
            {"at": "9999-12-31T23:59:59-23:00"},
            {"at": 1},
            {"act": 1},
            {"added": {"a": 1}},
            {"added": None},
            {"changed": {"a": None}},
            {"withdrawn": [1]},
            {"withdrawn": 1},
            {"ledgers": {"a": ["1", "00"]}},
            {"ledgers": {"a": [1, "x"]}},
            {"ledgers": {"a": [1, 0]}},
            {"ledgers": {"a": [-1, "00"]}},
            {"ledgers": {"a": [True, "00"]}},
            {"ledgers": []},
        )
    ],
)
def test_a_line_that_is_no_run_is_refused(tmp_path: Path, line: str) -> None:
    (tmp_path / "log.jsonl").write_text(f"{line}\n", encoding="utf-8")
    with refuses("published-log-unreadable"):
        read_log(tmp_path / "log.jsonl")


@pytest.mark.parametrize("second", [b"\xff\n", b"[" * 100_000 + b"\n", b"9" * 5_000 + b"\n"])
def test_bytes_that_are_no_log_are_refused_by_their_line(tmp_path: Path, second: bytes) -> None:
    publish(tmp_path / "log.jsonl", {"a": "1"})
    with (tmp_path / "log.jsonl").open("ab") as file:
        file.write(second)
    with pytest.raises(Refused) as refused:
        read_log(tmp_path / "log.jsonl")
    assert [problem.facts["line"] for problem in refused.value.problems] == [2]


def test_marks_that_git_leaves_are_told_and_one_side_makes_a_whole_log_again(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    for digest in "12":
        publish(path, {"a": digest})
    both, ours = path.read_text(encoding="utf-8").splitlines(), {"a": "2"}
    marks = [both[0], "<<<<<<< HEAD", both[1], "=======", both[1].replace("van-thu", "khac"), ">>>>>>> theirs"]
    path.write_text("\n".join(marks) + "\n", encoding="utf-8")
    with refuses("published-log-merge"):
        read_log(path)
    path.write_text("\n".join(both) + "\n", encoding="utf-8")
    assert dict(read_log(path).editions) == ours


def test_a_name_said_twice_is_refused(tmp_path: Path) -> None:
    """The check of an archive's bag refuses it as well: another reader may take the first one."""
    (tmp_path / "log.jsonl").write_text(run_with().replace("{", '{"by": "y", ', 1) + "\n", encoding="utf-8")
    with refuses("published-log-unreadable"):
        read_log(tmp_path / "log.jsonl")
