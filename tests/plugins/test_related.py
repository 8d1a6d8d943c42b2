"""What to read next comes from shared pairs of words, the same for the same index."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.related import SHARED_BY, SHOWN, related
from search.index import build
from search.pages import Page
from search.vocabulary import Vocabulary

TOPICS = {
    "mot-cua": "bộ phận một cửa tiếp nhận hồ sơ và trả kết quả cho người dân",
    "tien-luong": "chính sách tiền lương và phụ cấp công vụ của cán bộ công chức",
    "so-hoa": "số hóa tài liệu lưu trữ lịch sử của thành phố theo lộ trình",
}


def shards_of(folder: Path, pages: list[Page]) -> Path:
    """Return the shards of the pages; with no dates they are numbered as they are given."""
    build(folder, pages, Vocabulary())
    return folder / "shards"


@pytest.fixture(scope="module")
def shards(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Eight pages for each of three topics, by turns: page n is about topic n % 3."""
    topics = list(TOPICS.items())
    pages = [
        Page(id=f"{topics[n % 3][0]}-{n}", title=f"Tin {n}", body=f"{topics[n % 3][1]} lần thứ {n}") for n in range(24)
    ]
    return shards_of(tmp_path_factory.mktemp("topics"), pages)


def test_a_page_leads_to_pages_of_its_own_topic(shards: Path):
    lists = related(shards, range(24))
    assert set(lists) == set(range(24))
    for document, near in lists.items():
        assert len(near) == SHOWN
        assert document not in near
        assert {other % 3 for other in near} == {document % 3}


def test_what_may_not_be_shown_is_neither_shown_nor_counted(shards: Path):
    lists = related(shards, [0, 3, 6, 7])
    assert set(lists) == {0, 3, 6, 7}
    assert set(lists[0]) == {3, 6}
    assert lists[7] == ()


def test_the_same_index_gives_the_same_lists(shards: Path):
    assert related(shards, range(24)) == related(shards, frozenset(range(24)))


def test_words_that_everybody_uses_relate_nobody(tmp_path: Path):
    pages = [Page(id=f"tin-{n}", title=f"Tin {n}", body=TOPICS["mot-cua"]) for n in range(SHARED_BY + 1)]
    assert set(related(shards_of(tmp_path, pages), range(SHARED_BY + 1)).values()) == {()}


def test_words_that_differ_in_their_marks_are_not_shared(tmp_path: Path):
    pages = [
        Page(id="mot", title="Một", body="lưu trữ tài liệu điện tử của cơ quan"),
        Page(id="hai", title="Hai", body="khách lưu trú, tài liệu hướng dẫn du lịch"),
    ]
    assert related(shards_of(tmp_path, pages), range(2)) == {0: (), 1: ()}


def test_an_empty_index_relates_nothing(tmp_path: Path):
    assert related(shards_of(tmp_path, []), ()) == {}
