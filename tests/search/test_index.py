"""Building an index, and changing it page by page."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from search import index
from search.engine import Engine
from search.index import build
from search.pages import Page, page_from
from search.shards import FOLDER, unsqueeze
from search.state import State
from search.updating import update
from search.vocabulary import Vocabulary, read_abbreviations
from tests.search.corpus import pages as corpus

VOCABULARY = Vocabulary(read_abbreviations())
QUERIES = [
    "thủ tục hành chính", "luu tru", "bí mật nhà nước", "101 kh ubnd", "cchc", "quy che", "hoà giải", "canary",
    "đăng ký khai sinh", "zebra", "kế hoạch 2100", "thur tucj", "lưu trự",
]  # fmt: skip


@pytest.fixture(scope="module")
def pages() -> list[Page]:
    return [page_from(page) for page in corpus(240)]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def answers(out: Path) -> list[list[str]]:
    engine = Engine(out)
    return [sorted(engine.top(query, 300)) for query in QUERIES]


def words_in(folder: Path) -> str:
    return "\n".join(unsqueeze(data).decode("utf-8", "replace") for data in contents(folder).values())


def test_the_same_pages_give_the_same_bytes(pages: list[Page], tmp_path: Path) -> None:
    build(tmp_path / "one", pages, VOCABULARY)
    build(tmp_path / "two", list(pages), VOCABULARY)
    assert contents(tmp_path / "one" / FOLDER) == contents(tmp_path / "two" / FOLDER)


def test_several_processes_give_the_same_bytes_as_one(
    pages: list[Page], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(tmp_path / "one", pages, VOCABULARY)
    monkeypatch.setattr(index, "WORTH_FORKING", 1)
    monkeypatch.setattr(index.os, "cpu_count", lambda: 3)
    build(tmp_path / "three", pages, VOCABULARY)
    assert contents(tmp_path / "one" / FOLDER) == contents(tmp_path / "three" / FOLDER)


def test_no_published_file_is_anything_but_a_gzip_stream(pages: list[Page], tmp_path: Path) -> None:
    build(tmp_path, pages, VOCABULARY)
    assert all(data[:2] == b"\x1f\x8b" and data[4:8] == bytes(4) for data in contents(tmp_path / FOLDER).values())


def test_two_pages_of_one_id_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="two pages have the id a"):
        build(tmp_path, [Page("a", "x", ""), Page("a", "y", "")], VOCABULARY)


@pytest.mark.parametrize("texts", [(), ("",), ("😀", "!"), ("\x00\x01", "a")])
def test_few_or_empty_pages_make_an_index_too(texts: Iterable[str], tmp_path: Path) -> None:
    build(tmp_path, [Page(f"p{number}", text, text) for number, text in enumerate(texts)], VOCABULARY)
    assert Engine(tmp_path).search("thủ tục").total == 0
    update(tmp_path, [Page("new", "Thủ tục mới", "Nộp hồ sơ theo Quyết định 517/QĐ-SNV")], VOCABULARY)
    assert Engine(tmp_path).top("thu tuc") == ["new"]
    assert Engine(tmp_path).top("quyết định 517") == ["new"]


def test_many_changes_find_what_a_fresh_index_finds(pages: list[Page], tmp_path: Path) -> None:
    """Impacts and ties may differ by the frozen averages; what is found may not."""
    chance = random.Random(3)
    build(tmp_path / "old", pages, VOCABULARY)
    now = list(pages)
    for step in range(8):
        now.pop(chance.randrange(len(now)))
        at = chance.randrange(len(now))
        now[at] = replace(now[at], body=now[at].body[:300] + f" zebra {step} Kế hoạch {2100 + step}/KH-UBND")
        now.append(Page(f"n{step}", f"Tin mới về lưu trữ {step}", "canary hòa giải theo kế hoạch 2100"))
        change = update(tmp_path / "old", now, VOCABULARY)
        assert not change.rebuilt
    build(tmp_path / "new", now, VOCABULARY)
    assert answers(tmp_path / "old") == answers(tmp_path / "new")


def test_a_change_leaves_untouched_files_alone(pages: list[Page], tmp_path: Path) -> None:
    build(tmp_path, pages, VOCABULARY)
    before = contents(tmp_path / FOLDER)
    changed = [*pages[:100], replace(pages[100], body=pages[100].body + " hết."), *pages[101:]]
    change = update(tmp_path, changed, VOCABULARY)
    after = contents(tmp_path / FOLDER)
    assert change.changed == (pages[100].id,)
    assert before.keys() == after.keys()
    assert 0 < sum(before[name] != after[name] for name in before) <= change.files < len(before) / 5


def test_nothing_changed_writes_nothing(pages: list[Page], tmp_path: Path) -> None:
    build(tmp_path, pages, VOCABULARY)
    assert update(tmp_path, pages, VOCABULARY).files == 0


def test_a_withdrawn_page_leaves_no_word_behind(pages: list[Page], tmp_path: Path) -> None:
    secret = Page(
        "canary-page", "Xyzzyq mật", "canaryword plughh", number="2999/QĐ-QXYZ", date="2026-01-01", kind="canarykind"
    )
    build(tmp_path, [*pages, secret], VOCABULARY)
    marks = ("xyzzyq", "canaryword", "plughh", "canary-page", "canarykind", "2999//", "qxyz")
    assert all(mark in words_in(tmp_path / FOLDER).lower() for mark in marks)
    change = update(tmp_path, pages, VOCABULARY)
    assert change.removed == ("canary-page",)
    gone = words_in(tmp_path / FOLDER).lower()
    assert [mark for mark in marks if mark in gone] == []
    assert Engine(tmp_path).search("xyzzyq canaryword").total == 0
    state = (tmp_path / "store" / "state.db").read_bytes()
    assert b"plughh" not in state
    assert b"canaryword" not in state


def test_an_update_that_broke_off_is_made_good_by_a_full_build(
    pages: list[Page], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(tmp_path, pages, VOCABULARY)
    with monkeypatch.context() as patched, pytest.raises(OSError, match="disk full"):
        patched.setattr("search.updating._write_cards", _full_disk)
        update(tmp_path, pages[1:], VOCABULARY)
    assert State.open(tmp_path / "store") is None
    assert update(tmp_path, pages[1:], VOCABULARY).rebuilt
    assert pages[0].id not in Engine(tmp_path).top(pages[0].title)


def _full_disk(*_: object) -> int:
    raise OSError("disk full")


def test_other_abbreviations_build_the_index_anew(pages: list[Page], tmp_path: Path) -> None:
    build(tmp_path, pages, VOCABULARY)
    assert update(tmp_path, pages, Vocabulary()).rebuilt


def test_an_engine_sees_that_its_index_changed(pages: list[Page], tmp_path: Path) -> None:
    build(tmp_path, pages, VOCABULARY)
    engine = Engine(tmp_path)
    assert engine.search("jabberwocky").total == 0
    update(tmp_path, [*pages, Page("j", "Jabberwocky", "")], VOCABULARY)
    assert engine.top("jabberwocky") == ["j"]
    build(tmp_path, [Page("k", "Jabberwocky", "")], VOCABULARY)
    assert engine.top("jabberwocky") == ["k"]
