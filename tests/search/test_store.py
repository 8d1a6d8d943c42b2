"""The editors' store: completeness instead of relevance."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from search.index import build
from search.pages import Page
from search.store import find
from search.updating import update
from search.vocabulary import Vocabulary

PAGES = [
    Page("a", "Lưu trữ hồ sơ", "Hồ sơ bị mất thì báo ngay", kind="Tin", date="2026-01-02"),
    Page("b", "Lưu trú qua đêm", "Khách lưu trú, hồ sơ đủ", kind="Tin", date="2026-03-04"),
    Page("c", "Bảo vệ bí mật", "Hồ sơ mật được lưu riêng, chữ trữ tình", kind="Văn bản"),
]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    build(tmp_path, PAGES, Vocabulary())
    return tmp_path


@pytest.mark.parametrize(
    ("typed", "ids"),
    [
        ("hồ sơ", {"a", "b", "c"}),
        ("lưu trữ", {"a", "c"}),
        ('"lưu trữ"', {"a"}),
        ('"luu tru"', {"a", "b"}),
        ("luu tru", {"a", "b", "c"}),
        ('"bị mất"', {"a"}),
        ('"bi mat"', {"a", "c"}),
        ('"hồ sơ" mật', {"c"}),
        ("hồ sơ vắng", set()),
        ("", set()),
    ],
)
def test_every_page_with_all_the_words(typed: str, ids: set[str], out: Path) -> None:
    assert {found.id for found in find(out, typed).found} == ids


def test_a_store_answers_by_filters_counts_and_dates(out: Path) -> None:
    told = find(out, "hồ sơ", newest_first=True)
    assert told.counts["kind"] == {"Tin": 2, "Văn bản": 1}
    assert [found.id for found in told.found][:2] == ["b", "a"]
    assert [found.id for found in find(out, "hồ sơ", {"kind": "Văn bản"}).found] == ["c"]


def test_the_store_follows_the_index(out: Path) -> None:
    assert find(out, "canary").total == 0
    update(out, [PAGES[0], replace(PAGES[1], body="canary"), Page("d", "canary", "")], Vocabulary())
    assert {found.id for found in find(out, "canary").found} == {"b", "d"}
    assert {found.id for found in find(out, "mật").found} == set()
    build(out, PAGES[:1], Vocabulary())
    assert find(out, "canary").total == 0
    assert find(out, "hồ sơ").total == 1


def test_without_an_index_there_is_no_store(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        find(tmp_path, "x")
