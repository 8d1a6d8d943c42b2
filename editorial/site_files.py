"""Single files of a site: made anew under a free name, read without following links, made durable."""

from __future__ import annotations

import ctypes
import os
import stat as modes
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from editorial.file_index import Stat, stat_of
from editorial.store import read_whole

FILE_MODE = 0o644
FOLDER_MODE = 0o755

_TICKS, _TICK_SECONDS = 8, 0.002
"""Kernels mark files by a clock that moves on every 1 to 10 ms."""


def moment_on(folder: Path, after_ns: int = 0) -> int:
    """Return this moment by the clock with which the folder's disk marks its files, in nanoseconds.

    Whatever changes from now on is marked with this or a later moment, however coarse that clock is.
    after_ns: of the last change by ourselves; a clock that has not moved on since is given some milliseconds to do so
    """
    for _ in range(_TICKS):
        with tempfile.TemporaryFile(dir=folder) as probe:
            moment = os.fstat(probe.fileno()).st_ctime_ns
        if moment > after_ns:
            break
        time.sleep(_TICK_SECONDS)
    return moment


def make_folder(path: str) -> None:
    """Make a folder, open to readers whatever this person's umask is; one that is there stays. Raises: OSError"""
    try:
        os.mkdir(path, FOLDER_MODE)
        if modes.S_IMODE(os.lstat(path).st_mode) != FOLDER_MODE:
            os.chmod(path, FOLDER_MODE)
    except FileExistsError:
        if not modes.S_ISDIR(os.lstat(path).st_mode):
            raise


def created(path: str) -> int:
    """Open a new file in place of whatever has the name; most names are free. Raises: OSError"""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    try:
        return os.open(path, flags, FILE_MODE)
    except FileExistsError:
        unlink(path)
        return os.open(path, flags, FILE_MODE)


def read(path: str) -> bytes:
    """Return the bytes of an ordinary file. Raises: OSError, for a link too"""
    return read_whole(path, links=False)


def sync_disk(folder: str) -> None:
    """Make durable all that was written to the disk of a folder, or to every disk. Raises: OSError"""
    syncfs = getattr(ctypes.CDLL(None, use_errno=True), "syncfs", None)
    if syncfs is None:
        os.sync()
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        if syncfs(descriptor):
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number), folder)
    finally:
        os.close(descriptor)


def unlink(path: str) -> None:
    """Remove a name, be it there or not."""
    try:
        os.unlink(path)
    except FileNotFoundError:
        return


def link(source: str, target: str) -> Stat | None:
    """Let a name lead to another file of the disk, and return its Stat; None where that cannot be: the name is free."""
    unlink(target)
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:
        return None
    status = os.lstat(target)
    if modes.S_ISREG(status.st_mode) and modes.S_IMODE(status.st_mode) == FILE_MODE:
        return stat_of(status)
    os.unlink(target)
    return None


def refuse_change(before: Stat, after: Stat) -> None:
    """Raise OSError when more than the ctime of a file has moved while it was linked."""
    if (before[0], before[1], before[3]) != (after[0], after[1], after[3]):
        raise OSError(f"a file changed while it was linked: {after} after {before}")


def folders_of(name: str) -> Iterator[str]:
    """Yield the folders in which a file lies, the deepest first."""
    while name := os.path.dirname(name):
        yield name
