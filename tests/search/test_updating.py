"""Changing an index page by page."""

from __future__ import annotations

import gzip
import multiprocessing
import os
import shutil
import signal
import sqlite3
import tempfile
import time
from collections.abc import Iterable
from contextlib import closing
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from editorial import parallel
from search import borders, state
from search.cards import STORE, card_file, write_cards
from search.engine import Engine
from search.files import Files
from search.index import build
from search.manifest import read_manifest
from search.numbering import keeping_numbers
from search.packs import Shelf
from search.pages import Entry, Gone, Page, Unread
from search.shards import COLUMNS, FOLDER, KINDS
from search.shown import packed_card
from search.state import State
from search.updating import keep_up, update
from search.vocabulary import Vocabulary
from search.whole import files
from tests.folders import contents
from tests.search.small_index import VOCABULARY, fresh, is_whole


def words_in(folder: Path) -> str:
    """Return all that stands in the files and in their names."""
    return "\n".join(
        f"{name}\n{gzip.decompress(data).decode('utf-8', 'replace')}" for name, data in contents(folder).items()
    )


WORDS = "lưu trữ trú hồ sơ 12/KH-UBND cchc ngày 2/3/2026 한국 thủ tục 517/2025/QĐ-SNV một cửa của và".split()
TEXTS = st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join)
EDITS = st.lists(
    st.tuples(st.sampled_from(("add", "change", "retitle", "withdraw", "back")), st.integers(0, 99), TEXTS), max_size=6
)


@pytest.mark.long
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(TEXTS, max_size=10), script=EDITS)
def test_any_run_of_edits_gives_the_bytes_of_a_fresh_build(
    texts: list[str], script: list[tuple[str, int, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """File by file, with shards so small that borders move at every step."""
    monkeypatch.setattr(borders, "SOFT", 30)
    monkeypatch.setattr(borders, "HARD", 90)
    entries: list[Entry] = [Page(f"p{at}", text[:30], text, kind=text[:4]) for at, text in enumerate(texts)]
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        update(out, entries, VOCABULARY)
        for edit in script:
            entries = edited(entries, *edit)
            update(out, entries, VOCABULARY)
            assert contents(out / FOLDER) == fresh(entries)
            assert is_whole(out)


def edited(entries: list[Entry], act: str, at: int, text: str) -> list[Entry]:
    if act == "add" or not entries:
        return [*entries, Page(f"n{len(entries)}", text, "thêm", number="12/KH-UBND", areas=("thể chế",))]
    at %= len(entries)
    before = entries[at]
    after: Entry = Page(before.id, "cũ", text)
    if act == "withdraw":
        after = Gone(before.id)
    elif isinstance(before, Page) and act != "back":
        after = replace(before, body=text) if act == "change" else replace(before, title=text)
    return [*entries[:at], after, *entries[at + 1 :]]


def test_an_edited_index_of_many_pages_has_the_bytes_of_a_fresh_build(pages: list[Page], tmp_path: Path) -> None:
    entries: list[Entry] = list(pages)
    build(tmp_path, entries, VOCABULARY)
    for at, entry in ((107, replace(pages[107], body=pages[8].body)), (150, Gone(pages[150].id)), (150, pages[150])):
        entries[at] = entry
        assert not update(tmp_path, entries, VOCABULARY).rebuilt
        assert contents(tmp_path / FOLDER) == fresh(entries)


def shards_of(out: Path) -> set[tuple[str, str, bytes]]:
    """Return kind, first key and bytes of every shard."""
    manifest, found = read_manifest(out / FOLDER), set()
    state = State.open(out / "store")
    assert state is not None
    with closing(state.connection):
        for kind in (*KINDS, COLUMNS):
            shelf = Shelf.read(Files(out / FOLDER, state.digests().get), manifest, kind)
            found.update((kind, *shard) for shard in zip(shelf.first, shelf.parts, strict=True))
    return found


def test_a_change_leaves_nearly_all_shards_and_the_generation_alone(pages: list[Page], out: Path) -> None:
    before, parts = contents(out / FOLDER), shards_of(out)
    changed = [*pages[:100], replace(pages[100], body=pages[100].body + " hết."), *pages[101:]]
    change = update(out, changed, VOCABULARY)
    after = contents(out / FOLDER)
    assert change.pages == (pages[100].id,)
    assert set(change.files) == {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    assert 0 < len(parts ^ shards_of(out)) < len(parts) / 20


def test_a_new_page_touches_a_dozen_files(pages: list[Page], out: Path) -> None:
    change = update(out, [*pages, Page("new", "Bưu điện xã", "Nộp hồ sơ ở bưu điện.", "7/KH-SNV", "Tin")], VOCABULARY)
    assert 0 < len(change.files) <= 12


def test_nothing_changed_writes_nothing(pages: list[Page], out: Path) -> None:
    assert update(out, pages, VOCABULARY).files == ()


def marked(pages: Iterable[Page], read: list[str]) -> list[Unread]:
    """Return the pages unread, with their digests as marks; read: is told which are read."""
    by_id = {page.id: page for page in pages}

    def page_of(identity: str) -> Page:
        read.append(identity)
        return by_id[identity]

    return [Unread(page.id, page.digest().encode(), page_of) for page in by_id.values()]


def test_only_pages_with_a_new_mark_are_read(
    pages: list[Page], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parallel, "cores", lambda: 1)  # what is read in another process tells nobody here
    read: list[str] = []
    update(tmp_path, marked(pages, read), VOCABULARY)
    assert read == [page.id for page in pages]
    assert contents(tmp_path / FOLDER) == fresh(list(pages))
    read.clear()
    assert update(tmp_path, marked(pages, read), VOCABULARY).files == ()
    assert read == []
    now = [*pages[:9], replace(pages[9], body="khác", date="2020-01-02"), *pages[10:], Page("new", "Mới", "")]
    assert update(tmp_path, marked(now, read), VOCABULARY).pages == (pages[9].id, "new")
    assert read == [pages[9].id, "new"]
    assert contents(tmp_path / FOLDER) == fresh(list(now))


def test_a_page_with_a_new_mark_that_says_the_same_changes_nothing(pages: list[Page], out: Path) -> None:
    read: list[str] = []
    assert update(out, marked(pages, read), VOCABULARY).files == ()
    assert len(read) == len(pages)
    assert update(out, marked(pages, []), VOCABULARY).files == ()
    assert files(out) == {name: sha256(data).hexdigest() for name, data in contents(out / FOLDER).items()}


def test_a_page_that_is_not_the_one_listed_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="expected the page a"):
        update(tmp_path, [Unread("a", b"1", lambda _: Page("b", "", ""))], VOCABULARY)


def test_a_file_is_read_again_only_where_it_may_be_another(
    pages: list[Page], out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    long_ago = time.time_ns() - 10**10
    monkeypatch.setattr("search.whole.looking_now", lambda: long_ago + 2 * 10**10)  # so that every file is settled
    told = files(out)
    assert set(told) == set(contents(out / FOLDER))
    monkeypatch.setattr("search.whole.sha256_of", lambda data: pytest.fail("a file was read whose Stat is known"))
    assert files(out) == told
    monkeypatch.undo()
    shard = out / FOLDER / max(told)
    data, stat = shard.read_bytes(), shard.stat()
    shard.write_bytes(bytes(len(data)))
    os.utime(shard, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert not is_whole(out)
    shard.write_bytes(data)
    assert files(out) == told


def test_numbers_that_mean_other_pages_make_another_generation(pages: list[Page], tmp_path: Path) -> None:
    generation = build(tmp_path, pages, VOCABULARY).generation
    assert update(tmp_path, [pages[1], pages[0], *pages[2:]], VOCABULARY).rebuilt
    assert Engine(tmp_path).reader.manifest.generation != generation
    assert update(tmp_path, pages[:-1], VOCABULARY).rebuilt


def test_pages_that_nobody_numbered_keep_their_numbers(pages: list[Page], tmp_path: Path) -> None:
    keep_up(tmp_path, pages, VOCABULARY)
    first, *others = pages
    assert not keep_up(tmp_path, [Page("new", "Mới", ""), *reversed(others)], VOCABULARY).rebuilt
    assert contents(tmp_path / FOLDER) == fresh([Gone(first.id), *others, Page("new", "Mới", "")])
    assert keeping_numbers([f"old{at}" for at in range(99)], pages[:3]) == pages[:3]


def test_a_withdrawn_page_leaves_no_word_behind(pages: list[Page], tmp_path: Path) -> None:
    secret = Page(
        "canary-page", "Xyzzyq mật", "canaryword plughh", number="2999/QĐ-QXYZ", date="2026-01-01", kind="canarykind"
    )
    build(tmp_path, [*pages, secret], VOCABULARY)
    write_cards(tmp_path)
    assert packed_card(secret)[-64:] in (tmp_path / "store" / "state.db").read_bytes()
    marks = ("xyzzyq", "canaryword", "plughh", "canary-page", "canarykind", "2999//", "qxyz")
    assert all(mark in words_in(tmp_path / FOLDER).lower() for mark in marks)
    change = update(tmp_path, [*pages, Gone(secret.id)], VOCABULARY)
    assert change.pages == ("canary-page",)
    write_cards(tmp_path)
    gone = words_in(tmp_path / FOLDER).lower()
    assert [mark for mark in marks if mark in gone] == []
    assert Engine(tmp_path).search("xyzzyq canaryword").total == 0
    state = (tmp_path / "store" / "state.db").read_bytes()
    assert [word for word in (b"plughh", b"canaryword", b"xyzzyq", b"2999/", b"2999-") if word in state] == []
    assert packed_card(secret)[-64:] not in state


@pytest.fixture(scope="module")
def without_one(pages: list[Page]) -> tuple[list[Entry], dict[str, bytes]]:
    """The pages after one was withdrawn, and the files of a fresh build of them."""
    now = [*pages[:50], Gone(pages[50].id), *pages[51:]]
    return now, fresh(now)


def test_an_update_that_was_killed_is_made_good_by_a_full_build(
    without_one: tuple[list[Entry], dict[str, bytes]], out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, (now, anew) = contents(out / FOLDER), without_one
    with monkeypatch.context() as patched:
        patched.setattr("search.updating.version_of", lambda *_: os.kill(os.getpid(), signal.SIGKILL))
        killed = multiprocessing.get_context("fork").Process(target=update, args=(out, now, VOCABULARY))
        killed.start()
        killed.join()
    assert killed.exitcode == -signal.SIGKILL
    assert contents(out / FOLDER) not in (before, anew)
    assert State.open(out / "store") is None
    assert not is_whole(out)
    assert update(out, now, VOCABULARY).rebuilt
    assert contents(out / FOLDER) == anew


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE documents SET number = number + 1000",
        "UPDATE texts SET page = '[]'",
        "UPDATE documents SET digest = NULL WHERE number = 7",
        "DELETE FROM documents",
        "DELETE FROM facts WHERE name = 'generation'",
        "ALTER TABLE documents ADD COLUMN other",
    ],
)
def test_a_state_that_does_not_fit_its_files_is_made_anew(
    harm: str, without_one: tuple[list[Entry], dict[str, bytes]], out: Path
) -> None:
    with closing(sqlite3.connect(out / "store" / "state.db")) as connection:
        connection.execute(harm)
        connection.commit()
    now, anew = without_one
    assert update(out, now, VOCABULARY).rebuilt
    assert contents(out / FOLDER) == anew
    assert is_whole(out)


@pytest.mark.parametrize("harm", ["other bytes", "removed", "added", "state", "page"])
def test_damage_is_seen_and_made_good_by_a_full_build(
    harm: str, without_one: tuple[list[Entry], dict[str, bytes]], out: Path
) -> None:
    state = State.open(out / "store")
    assert state is not None
    for shard in sorted((out / FOLDER / state.generation).glob("u*.bin")):
        if harm == "other bytes":
            shard.write_bytes(gzip.compress(b"x"))
        elif harm == "removed":
            shard.unlink()
    if harm == "added":
        (out / FOLDER / "other.bin").write_bytes(b"x")
    elif harm == "state":
        state.connection.execute("DROP TABLE files")
    elif harm == "page":
        state.connection.execute("UPDATE texts SET page = replace(page, 'a', 'b')")
    state.connection.commit()
    state.connection.close()
    assert is_whole(out) == (harm == "page")  # an update looks at pages, when it takes their words out
    if harm != "added":
        now, anew = without_one
        assert update(out, now, VOCABULARY).rebuilt
        assert contents(out / FOLDER) == anew


def test_other_abbreviations_build_the_index_anew(pages: list[Page], out: Path) -> None:
    assert update(out, pages, Vocabulary()).rebuilt


def test_an_engine_sees_that_its_index_changed(pages: list[Page], out: Path) -> None:
    engine = Engine(out)
    assert engine.search("jabberwocky").total == 0
    update(out, [*pages[:-1], replace(pages[-1], body=f"{pages[-1].body} jabberwocky")], VOCABULARY)
    assert engine.top("jabberwocky") == [pages[-1].id]
    build(out, [Page("k", "Jabberwocky", "")], VOCABULARY)
    assert engine.top("jabberwocky") == ["k"]


def test_an_index_made_by_other_code_is_built_anew(
    pages: list[Page], out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not update(out, pages, VOCABULARY).rebuilt
    monkeypatch.setattr(state, "_CODE", "of another day")
    assert update(out, pages, VOCABULARY).rebuilt


def test_the_state_of_one_store_alone_is_kept_open(out: Path, tmp_path: Path) -> None:
    other = shutil.copytree(out, tmp_path / "other")
    first = card_file(out / STORE, 0)
    assert card_file(other / STORE, 0) == first  # pytest tells of a connection that nobody closed (Python 3.13)
    held = {os.path.realpath(f"/proc/self/fd/{number}") for number in os.listdir("/proc/self/fd")}
    assert {path for path in held if path.startswith(str(tmp_path))} == {str(other / STORE / state.NAME)}
