"""Building an index from nothing."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from editorial import parallel
from search import index
from search.engine import Engine
from search.index import build
from search.pages import Page
from search.shards import FOLDER
from search.updating import keep_up
from tests.folders import contents
from tests.search.small_index import VOCABULARY


def test_the_same_pages_give_the_same_bytes(pages: list[Page], tmp_path: Path) -> None:
    build(tmp_path / "one", pages, VOCABULARY)
    build(tmp_path / "two", list(pages), VOCABULARY)
    assert contents(tmp_path / "one" / FOLDER) == contents(tmp_path / "two" / FOLDER)


def test_several_processes_give_the_same_bytes_as_one(
    pages: list[Page], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(tmp_path / "one", pages, VOCABULARY)
    monkeypatch.setattr(index, "WORTH_FORKING", 1)
    monkeypatch.setattr(index, "cores", lambda: 3)
    monkeypatch.setattr(parallel, "cores", lambda: 3)
    build(tmp_path / "three", pages, VOCABULARY)
    assert contents(tmp_path / "one" / FOLDER) == contents(tmp_path / "three" / FOLDER)


def test_no_published_file_is_anything_but_a_gzip_stream(pages: list[Page], out: Path) -> None:
    assert all(data[:2] == b"\x1f\x8b" and data[4:8] == bytes(4) for data in contents(out / FOLDER).values())


def test_two_pages_of_one_id_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="two pages have the id a"):
        build(tmp_path, [Page("a", "x", ""), Page("a", "y", "")], VOCABULARY)


@pytest.mark.parametrize("texts", [(), ("",), ("😀", "!"), ("\x00\x01", "a")])
def test_few_or_empty_pages_make_an_index_too(texts: Iterable[str], tmp_path: Path) -> None:
    build(tmp_path, [Page(f"p{number}", text, text) for number, text in enumerate(texts)], VOCABULARY)
    assert Engine(tmp_path).search("thủ tục").total == 0
    keep_up(tmp_path, [Page("new", "Thủ tục mới", "Nộp hồ sơ theo Quyết định 517/QĐ-SNV")], VOCABULARY)
    assert Engine(tmp_path).top("thu tuc") == ["new"]
    assert Engine(tmp_path).top("quyết định 517") == ["new"]


def test_keys_that_would_make_too_long_names_are_not_filed(tmp_path: Path) -> None:
    long, short = "한" * 24, "국"
    build(tmp_path, [Page("a", f"{long} {long} {short} thủ", "x" * 24 + " " + "y" * 24)], VOCABULARY)
    assert max(len(Path(name).name) for name in contents(tmp_path / FOLDER)) < 220
    assert Engine(tmp_path).top(short) == ["a"]
    assert Engine(tmp_path).top(f"{short} thu") == ["a"]
    assert Engine(tmp_path).top(long) == []


def test_no_space_of_a_card_is_one_to_a_single_door(tmp_path: Path) -> None:
    """Marked neighbours become one mark; what JavaScript trims and Python does not would part them at one door only."""
    build(tmp_path, [Page("a", "Thủ\ufefftục\x1chành\x85chính", "Một\ufeffcửa")], VOCABULARY)
    (hit,) = Engine(tmp_path).search("thu tuc hanh chinh mot cua").hits
    assert (hit.title, hit.text) == ("<mark>Thủ tục hành chính</mark>", "<mark>Một cửa</mark>")


def test_the_newest_of_equals_comes_first(tmp_path: Path) -> None:
    build(tmp_path, [Page(f"p{at}", "Thủ tục", "như nhau") for at in range(12)], VOCABULARY)
    assert Engine(tmp_path).top("thu tuc") == [f"p{at}" for at in reversed(range(2, 12))]
