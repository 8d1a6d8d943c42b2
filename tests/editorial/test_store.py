"""A disk that is full, shared or strange: what is written is there whole or not at all, and whose it should be."""

from __future__ import annotations

import errno
import fcntl
import os
import resource
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from editorial.store import append_line, keep, locked, write_new, write_private, write_whole
from editorial.system_errors import reason_words

WAYS: dict[str, Callable[[Path, bytes], object]] = {
    "whole": write_whole,
    "kept": keep,
    "new": write_new,
    "private": write_private,
    "a line": lambda path, content: append_line(path, content.decode()),
}
LONG = b"x" * 5000


@pytest.fixture
def umask() -> Iterator[Callable[[int], None]]:
    """Set the mask of this process until the test is over."""
    before = os.umask(0o022)
    yield lambda mask: (os.umask(mask), None)[1]
    os.umask(before)


def failing(monkeypatch: pytest.MonkeyPatch, name: str, error: int, is_meant: Callable[[object], bool]) -> None:
    """Let a call of the system fail where it is meant."""
    real = getattr(os, name)

    def call(first: object, *more: object, **named: object) -> object:
        if is_meant(first):
            raise OSError(error, os.strerror(error))
        return real(first, *more, **named)

    monkeypatch.setattr(os, name, call)


def is_folder(descriptor: object) -> bool:
    return isinstance(descriptor, int) and stat.S_ISDIR(os.fstat(descriptor).st_mode)


@pytest.mark.parametrize("way", WAYS)
def test_a_full_disk_is_told_of_the_file_and_leaves_nothing(way: str, tmp_path: Path) -> None:
    path, limits = tmp_path / "thư mục" / "tệp.txt", resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, limits[1]))
    try:
        with pytest.raises(OSError) as failed:
            WAYS[way](path, LONG)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert (failed.value.errno, failed.value.filename) == (errno.EFBIG, str(path))
    assert [one for one in path.parent.iterdir() if one.stat().st_size] == []
    WAYS[way](path, LONG)
    assert path.read_bytes().rstrip(b"\n") == LONG


@pytest.mark.parametrize("way", ["whole", "new", "private"])
def test_nobody_ever_sees_a_part_of_a_file(way: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who is killed at the sync has left no file of that name."""
    path, seen = tmp_path / "khoa.pem", set()

    def looked(_: object) -> bool:
        seen.add(path.exists())
        return True

    failing(monkeypatch, "fsync", errno.EIO, looked)
    with pytest.raises(OSError):
        WAYS[way](path, b"moi")
    assert (seen, list(tmp_path.iterdir())) == ({False}, [])


@pytest.mark.parametrize("way", ["new", "private"])
def test_what_is_there_stays(way: str, tmp_path: Path) -> None:
    path = tmp_path / "khoa.pem"
    path.write_bytes(b"cu")
    with pytest.raises(FileExistsError):
        WAYS[way](path, b"moi")
    assert [(one.name, one.read_bytes()) for one in tmp_path.iterdir()] == [("khoa.pem", b"cu")]


@pytest.mark.parametrize("way", ["new", "private"])
def test_a_disk_without_links_takes_new_files_all_the_same(
    way: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(monkeypatch, "link", errno.EPERM, lambda _: True)
    WAYS[way](tmp_path / "khoa.pem", b"moi")
    with pytest.raises(FileExistsError):
        WAYS[way](tmp_path / "khoa.pem", b"khac")
    [path] = tmp_path.iterdir()
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"moi", 0o600 if way == "private" else 0o644)


@pytest.mark.parametrize("way", WAYS)
def test_a_disk_that_cannot_sync_folders_is_written_to_all_the_same(
    way: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(monkeypatch, "fsync", errno.EINVAL, is_folder)
    WAYS[way](tmp_path / "tệp", b"moi")
    assert (tmp_path / "tệp").read_bytes().strip() == b"moi"


@pytest.mark.parametrize("error", [errno.ENOLCK, errno.ENOSYS])
def test_a_disk_without_locks_is_refused_and_named(error: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is at work there, so nobody is to be waited for."""

    def flock(*_: object) -> None:
        raise OSError(error, os.strerror(error))

    monkeypatch.setattr(fcntl, "flock", flock)
    with pytest.raises(OSError) as failed, locked(tmp_path / ".lock", wait_seconds=0):
        pass
    assert failed.value.filename == str(tmp_path / ".lock")
    assert "ổ mạng" in reason_words(failed.value)


@pytest.mark.parametrize("mask", [0o002, 0o022, 0o077])
def test_in_a_shared_folder_everything_is_the_groups(mask: int, tmp_path: Path, umask: Callable[[int], None]) -> None:
    """Two accounts of one group, whatever their umask: whoever signs second adds to a file that the first one made."""
    tmp_path.chmod(0o2775)
    umask(mask)
    for name, way in WAYS.items():
        if name != "private":
            way(tmp_path / "signoffs" / "moi" / name, b"x")
    with locked(tmp_path / "moi" / ".lock"):
        pass
    modes = {one.name: stat.S_IMODE(one.stat().st_mode) for one in tmp_path.rglob("*")}
    folders = {"signoffs", "moi"}
    assert {name for name, mode in modes.items() if mode & 0o060 != 0o060} == set()
    assert {name for name, mode in modes.items() if mode & 0o2070 == 0o2070} == folders


@pytest.mark.parametrize(("mask", "mode"), [(0o022, 0o644), (0o077, 0o600)])
def test_in_a_folder_of_ones_own_the_mask_decides(
    mask: int, mode: int, tmp_path: Path, umask: Callable[[int], None]
) -> None:
    umask(mask)
    write_new(tmp_path / "moi", b"x")
    append_line(tmp_path / "so", "x")
    assert {stat.S_IMODE(one.stat().st_mode) for one in tmp_path.iterdir()} == {mode}


def test_a_name_of_any_length_that_the_disk_takes_is_written(tmp_path: Path) -> None:
    path = tmp_path / ("ệ" * 84 + ".md")
    write_whole(path, b"x")
    assert path.read_bytes() == b"x"
