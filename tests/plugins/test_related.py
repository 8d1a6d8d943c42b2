"""What to read next comes from shared pairs of words, and is the same whatever was remembered."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins import related as module
from plugins.related import COMMON, LEFT_OUT, LISTS, NAME, SHOWN, Lists, related
from search.files import Damaged
from search.index import build
from search.pages import Entry, Gone, Page, page_from
from search.updating import update
from search.vocabulary import Vocabulary
from tests.search.corpus import pages as corpus

TOPICS = {
    "mot-cua": "bộ phận một cửa tiếp nhận hồ sơ và trả kết quả cho người dân",
    "tien-luong": "chính sách tiền lương và phụ cấp công vụ của cán bộ công chức",
    "so-hoa": "số hóa tài liệu lưu trữ lịch sử của thành phố theo lộ trình",
}


def lists_of(folder: Path, pages: Sequence[Entry]) -> Lists:
    """Return the lists of the pages, numbered as they are given, with what the folder remembers."""
    update(folder, pages, Vocabulary())
    return related(folder / "store")


def afresh(pages: Sequence[Entry]) -> Lists:
    """Return the lists of the pages from nothing."""
    with tempfile.TemporaryDirectory() as folder:
        build(Path(folder), pages, Vocabulary())
        return related(Path(folder) / "store")


@pytest.fixture
def pages() -> list[Page]:
    """Eight pages for each of three topics, by turns: page n is about topic n % 3."""
    topics = list(TOPICS.items())
    return [
        Page(id=f"{topics[n % 3][0]}-{n}", title=f"Tin {n}", body=f"{topics[n % 3][1]} lần thứ {n}") for n in range(24)
    ]


def test_a_page_leads_to_pages_of_its_own_topic(pages: list[Page], tmp_path: Path) -> None:
    lists = lists_of(tmp_path, pages)
    assert set(lists) == {page.id for page in pages}
    for item, near in lists.items():
        assert len(near) == len(set(near)) == SHOWN
        assert item not in near
        assert {other.rpartition("-")[0] for other in near} == {item.rpartition("-")[0]}


def test_of_equally_near_items_those_that_appeared_about_the_same_time_come_first(
    pages: list[Page], tmp_path: Path
) -> None:
    plain = [replace(page, title="Tin", body=TOPICS["mot-cua"]) for page in pages]
    assert lists_of(tmp_path, plain)[pages[10].id] == tuple(pages[n].id for n in (11, 9, 12, 8, 13))


def test_neighbours_of_a_page_share_its_matter(tmp_path: Path) -> None:
    """Procedures of the judged corpus lead to the same procedure elsewhere, or to a question about it."""
    told = [page_from(page) for page in corpus(1000)]
    titles = {page.id: page.title.partition(" tại ")[0].partition(":")[0] for page in told}
    lists = lists_of(tmp_path, told)
    guides = [page.id for page in told if page.kind == "guide" and page.id.startswith("g")]
    shown = [(guide, near) for guide in guides for near in lists.get(guide, ())]
    assert len(shown) > 3 * len(guides) > 100
    assert sum(titles[guide] == titles[near] for guide, near in shown) > 0.8 * len(shown)


def test_the_pages_of_the_site_itself_are_neither_shown_nor_counted(pages: list[Page], tmp_path: Path) -> None:
    own = [replace(page, kind=LEFT_OUT) if n % 3 == 0 and n > 6 else page for n, page in enumerate(pages)]
    lists = lists_of(tmp_path, own)
    assert set(lists["mot-cua-0"]) == {"mot-cua-3", "mot-cua-6"}
    assert "mot-cua-9" not in lists


def test_words_that_everybody_uses_relate_nobody(pages: list[Page], tmp_path: Path) -> None:
    alike = [Page(id=f"tin-{n}", title=f"Tin {n}", body=TOPICS["mot-cua"]) for n in range(COMMON)]
    assert len(lists_of(tmp_path, alike[:-1])) == COMMON - 1
    assert lists_of(tmp_path, alike) == {}


def test_words_that_differ_in_their_marks_are_not_shared(tmp_path: Path) -> None:
    told = [
        Page(id="mot", title="Một", body="lưu trữ tài liệu điện tử của cơ quan"),
        Page(id="hai", title="Hai", body="khách lưu trú, tài liệu hướng dẫn du lịch"),
    ]
    assert lists_of(tmp_path, told) == {}


def test_an_empty_index_relates_nothing_and_no_index_is_refused(tmp_path: Path) -> None:
    assert lists_of(tmp_path / "empty", []) == {}
    with pytest.raises(Damaged):
        related(tmp_path / "none" / "store")


WORDS = "lưu trữ trú hồ sơ một cửa của và tin bí mật bị mất".split()
TEXTS = st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join)
EDITS = st.lists(
    st.tuples(st.sampled_from(("add", "change", "withdraw", "skip", "lose")), st.integers(0, 99), TEXTS), max_size=12
)


@pytest.mark.long
@settings(max_examples=60, deadline=None)
@given(texts=st.lists(TEXTS, max_size=24), script=EDITS)
def test_any_run_of_edits_gives_the_lists_of_a_fresh_index(
    texts: list[str], script: list[tuple[str, int, str]]
) -> None:
    """With limits so low that pairs pass them at every step."""
    entries: list[Entry] = [Page(f"p{at}", text[:9], text) for at, text in enumerate(texts)]
    with pytest.MonkeyPatch.context() as patched, tempfile.TemporaryDirectory() as folder:
        for name, value in {"RARE": 3, "COMMON": 6, "SHOWN": 2, "SHARED_AT_LEAST": 2, "AFRESH": 1}.items():
            patched.setattr(module, name, value)
        out = Path(folder)
        lists_of(out, entries)
        for act, at, text in script:
            if act == "add" or not entries:
                entries = [*entries, Page(f"n{len(entries)}", text, "thêm hồ sơ")]
            elif act in ("change", "withdraw"):
                at %= len(entries)
                after = Gone(entries[at].id) if act == "withdraw" else Page(entries[at].id, text[:5], text)
                entries = [*entries[:at], after, *entries[at + 1 :]]
            elif act == "lose":
                (out / "store" / LISTS).unlink()
            update(out, entries, Vocabulary())
            if act != "skip":
                assert related(out / "store") == afresh(entries)


@pytest.mark.parametrize("harm", ["torn", "other rules", "older", "gone"])
def test_a_memory_that_does_not_fit_is_made_anew(
    harm: str, pages: list[Page], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lists_of(tmp_path, pages)
    memory = tmp_path / "store" / NAME
    if harm == "torn":
        memory.write_bytes(memory.read_bytes()[:5000])
    elif harm == "other rules":
        monkeypatch.setattr(module, "RULES", 99)
    elif harm == "older":
        shutil.copy(memory, tmp_path / "older")
        build(tmp_path, [Page("x", "khác", ""), *pages], Vocabulary())
        shutil.copy(tmp_path / "older", memory)
        pages = [Page("x", "khác", ""), *pages]
    else:
        memory.unlink()
    changed = [*pages[:7], replace(pages[7], body=pages[6].body), *pages[8:]]
    assert lists_of(tmp_path, changed) == afresh(changed)


def test_one_more_item_changes_few_lists(tmp_path: Path) -> None:
    told = [page_from(page) for page in corpus(1200)]
    before, changed = lists_of(tmp_path, told[:1100]), []
    for count in range(1101, 1121):
        after = lists_of(tmp_path, told[:count])
        changed.append(sum(after.get(item) != near for item, near in before.items()))
        before = after
    assert sum(changed) / len(changed) < 10


def test_no_word_of_a_withdrawn_text_is_remembered(pages: list[Page], tmp_path: Path) -> None:
    secret = Page("canary-page", "Xyzzyq mật", f"canaryword plughh {TOPICS['mot-cua']}")
    assert lists_of(tmp_path, [*pages, secret])["canary-page"]
    assert "canary-page" not in lists_of(tmp_path, [*pages, Gone(secret.id)])
    held = (tmp_path / "store" / LISTS).read_bytes() + (tmp_path / "store" / NAME).read_bytes()
    assert [word for word in (b"canary-page", b"xyzzyq", b"plughh", b"canaryword") if word in held.lower()] == []


def test_lists_follow_an_index_that_was_put_back(pages: list[Page], tmp_path: Path) -> None:
    """Its turns have the numbers of those that it had before; what was made then is of another change."""
    out, before = tmp_path / "out", tmp_path / "before"
    lists_of(out, pages)
    shutil.copytree(out, before)
    lists_of(out, [*pages[:7], replace(pages[7], body=pages[6].body), *pages[8:]])
    for name in (NAME, LISTS):
        shutil.copy(out / "store" / name, before / "store" / name)
    changed = [*pages[:9], replace(pages[9], body=pages[10].body), *pages[10:]]
    assert lists_of(before, changed) == afresh(changed)
