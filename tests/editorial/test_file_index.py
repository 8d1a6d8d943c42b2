"""A file that changed is always seen, and a memory that is wrong in any way is empty."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editorial import file_index
from editorial.file_index import SLACK_NS, STRANGE, Memory, loaded_as_it_is, look, looking_now, stat_of

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.binary(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner) | st.tuples(inner, inner),
    max_leaves=12,
)


def test_look_names_every_file_below_and_leaves_hidden_ones_out(tmp_path: Path) -> None:
    for name in ("a.md", "tin/b.md", "tin/sau/c.md", "tin/d.pdf", ".hidden.md", ".git/e.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    assert set(look(tmp_path)) == {"a.md", "tin/b.md", "tin/sau/c.md", "tin/d.pdf"}
    assert set(look(tmp_path, ".md")) == {"a.md", "tin/b.md", "tin/sau/c.md"}
    assert look(tmp_path)["tin/b.md"] == stat_of(os.stat(tmp_path / "tin/b.md"))
    assert look(tmp_path / "missing") == {}


def test_a_link_is_strange_and_never_settled(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder/a.md").write_text("a")
    (tmp_path / "x.md").symlink_to("folder/a.md")
    (tmp_path / "way").symlink_to("folder")
    found = look(tmp_path, ".md")
    assert (found["x.md"], found["way"]) == (STRANGE, STRANGE)
    assert "way/a.md" not in found
    assert not file_index.settled(STRANGE, looking_now() + 10 * SLACK_NS)


def test_other_bytes_of_the_same_size_and_time_are_another_file(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text("mot")
    before = os.stat(file)
    time.sleep(0.02)  # a step of the kernel's clock; a file changed within it is one that is not settled
    file.write_text("hai")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    after = os.stat(file)
    assert (after.st_size, after.st_mtime_ns, after.st_ino) == (before.st_size, before.st_mtime_ns, before.st_ino)
    assert stat_of(after) != stat_of(before)


def test_a_file_just_written_is_not_settled_and_an_old_one_is(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("a")
    stat = look(tmp_path)["a.md"]
    assert not file_index.settled(stat, looking_now())
    assert file_index.settled(stat, looking_now() + 2 * SLACK_NS)


@settings(max_examples=40)
@given(PLAIN, st.text())
def test_a_memory_gives_back_what_was_saved_under_its_key(
    tmp_path_factory: pytest.TempPathFactory, value: object, key: str
) -> None:
    path = tmp_path_factory.mktemp("state") / "memory"
    Memory.save(path, key, value)
    assert Memory.load(path, key) == value
    assert Memory.load(path, key + "x") is None


@settings(max_examples=40)
@given(st.data())
def test_a_memory_damaged_anywhere_is_empty(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    path = tmp_path_factory.mktemp("state") / "memory"
    Memory.save(path, "key", {"a": (1, b"x")})
    whole = path.read_bytes()
    at = data.draw(st.integers(0, len(whole) - 1))
    damaged = data.draw(
        st.just(whole[:at]) | st.just(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]) | st.binary(max_size=80)
    )
    path.write_bytes(damaged)
    assert damaged == whole or Memory.load(path, "key") is None


def test_a_memory_that_cannot_be_read_or_written_is_empty(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    assert Memory.load(tmp_path / "missing", "key") is None
    assert Memory.load(tmp_path / "folder", "key") is None
    Memory.save(tmp_path / "folder", "key", 1)
    (tmp_path / "file").write_text("")
    Memory.save(tmp_path / "file/below", "key", 1)
    assert Memory.load(tmp_path / "file/below", "key") is None


def test_a_memory_takes_plain_data_only(tmp_path: Path) -> None:
    with pytest.raises(ValueError):
        Memory.save(tmp_path / "memory", "key", tmp_path)


def test_code_that_changed_after_a_process_began_is_not_what_it_runs(tmp_path: Path) -> None:
    loaded, changed = Path(os.__file__), tmp_path / "changed.py"
    changed.write_text("x = 1")
    assert loaded_as_it_is([loaded]) == ""
    assert loaded_as_it_is([loaded, changed]) == loaded_as_it_is([changed]) != ""
