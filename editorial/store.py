"""The only file of the house that writes records: swap a whole file, write a new one, add a line, keep a blob.

Every write is durable when the call returns (file and folder synced; `keep` aside) and never half visible:
a reader sees the old bytes or the new ones. Writers of one thing take its lock first. In a folder that a group may
write in, every file and folder is the group's.
"""

from __future__ import annotations

import errno
import json
import os
import secrets
import stat as modes
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

_TO_READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""Opening a pipe that nobody writes to would wait for a writer."""
_NOT_KNOWN = {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP}
"""What a disk says that was asked for something which it does not know."""
_NAME_LETTERS = 80
"""Of a file in the name of its draft: 255 bytes are the most that a disk takes."""


class Busy(Exception):
    """Somebody else holds the lock."""


class TornFile(Exception):
    """A file of lines does not end with a newline: the last write was cut off."""


@contextmanager
def locked(path: Path, wait_seconds: float = 10) -> Iterator[None]:
    """Hold the lock file while the block runs. Raises: Busy when it is not free in time"""
    from filelock import FileLock, Timeout  # here, since a publish that finds nothing changed holds no lock

    _make_folder(path.parent)
    mode = 0o664 if _is_shared(path.parent) else -1
    # No other lock in its place where the disk knows none: whoever is killed would leave it locked for good.
    lock = FileLock(path, timeout=wait_seconds, mode=mode, fallback_to_soft=False)
    try:
        with _told_of(path):
            lock.acquire()
    except Timeout as error:
        raise Busy(str(path)) from error
    try:
        yield
    finally:
        lock.release()


def sync_file(path: Path | str) -> None:
    """Make a file's bytes durable."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(folder: Path | str) -> None:
    """Make the folder's entries durable; a disk that syncs files only, as some of the network, is not asked twice."""
    try:
        sync_file(folder)
    except OSError as error:
        if error.errno not in _NOT_KNOWN:
            raise


def write_whole(path: Path, content: bytes) -> None:
    """Replace the file's bytes in one step, creating its folder when missing."""
    _make_folder(path.parent)
    with _beside(path, content, 0o666, durable=True) as draft:
        _open_to_readers(draft, path.parent)
        os.replace(draft, path)
        sync_folder(path.parent)


def keep(path: Path, content: bytes) -> None:
    """Replace the bytes of a file that can be made anew, and tells by a checksum when a crash tore it.

    For a moment there is none.
    """
    _make_folder(path.parent)
    with _beside(path, content, 0o666, durable=False) as draft:
        _open_to_readers(draft, path.parent)
        forget(path)  # a file put in the place of another one is written to the disk at once, and waited for
        os.replace(draft, path)


def forget(path: Path) -> None:
    """Take away a file that can be made anew; one that cannot be taken away stays."""
    with suppress(OSError):
        path.unlink()


def write_new(path: Path, content: bytes) -> None:
    """Write a file that is not there yet. Raises: FileExistsError when there is one"""
    _make_folder(path.parent)
    with _beside(path, content, 0o666, durable=True) as draft:
        _share(draft, path.parent)
        _name(draft, path, content)


def write_private(path: Path, content: bytes) -> None:
    """Write a new file that its owner alone may read, in a folder of the owner's.

    Raises: FileExistsError when there is one already: a secret is never overwritten
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _beside(path, content, 0o600, durable=True) as draft:
        _name(draft, path, content)


@contextmanager
def _beside(path: Path, content: bytes, mode: int, durable: bool) -> Iterator[str]:
    """Yield a new file with the bytes in the folder of the path; what fails is told of the path, and leaves no file."""
    draft = os.fspath(path.parent / f".{path.name[:_NAME_LETTERS]}.{secrets.token_hex(4)}")
    with _told_of(path):
        try:
            with open(draft, "xb", opener=lambda name, flags: os.open(name, flags, mode)) as file:
                file.write(content)
                if durable:
                    file.flush()
                    os.fsync(file.fileno())
            yield draft
        finally:
            with suppress(FileNotFoundError):
                os.unlink(draft)


@contextmanager
def _told_of(path: Path) -> Iterator[None]:
    """Name the file in what the system says, whose own word names a draft of it or, of a full disk, nothing."""
    try:
        yield
    except OSError as error:
        error.filename = os.fspath(path)
        raise


def _name(draft: str, path: Path, content: bytes) -> None:
    """Give a draft its name, durably, unless there is such a file; where that fails, none is left.

    A disk that knows no links lets readers see the file while it is written.
    """
    try:
        os.link(draft, path)
    except FileExistsError:
        raise
    except OSError as error:
        if error.errno not in {*_NOT_KNOWN, errno.EPERM}:
            raise
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, modes.S_IMODE(os.stat(draft).st_mode))
        with _gone_on_failure(path), open(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    with _gone_on_failure(path):
        sync_folder(path.parent)


@contextmanager
def _gone_on_failure(path: Path) -> Iterator[None]:
    try:
        yield
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _make_folder(folder: Path) -> None:
    """Make a folder with those above it; where others share the one above, they share it too."""
    if not folder.is_dir():
        _make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        _share(folder, folder.parent)


def _is_shared(folder: Path) -> bool:
    """True when the folder's group may write in it: whatever lies there is the group's, whoever made it."""
    return bool(folder.stat().st_mode & modes.S_IWGRP)


def _share(path: Path | str, folder: Path) -> None:
    """Let the group of a shared folder read and write what somebody made in it, whatever that person's umask is."""
    if _is_shared(folder):
        found = os.stat(path).st_mode
        os.chmod(path, modes.S_IMODE(found) | (0o2070 if modes.S_ISDIR(found) else 0o060))


def _open_to_readers(path: str, folder: Path) -> None:
    os.chmod(path, 0o664 if _is_shared(folder) else 0o644)


def put_blob(path: Path, content: bytes) -> bool:
    """Store bytes under a name that says what they are; return False if they were there already.

    Raises: ValueError when the name is taken by other bytes.
    """
    if path.exists():
        if sha256(path.read_bytes()).digest() != sha256(content).digest():
            raise ValueError(f"{path} holds other bytes than its name says")
        return False
    write_whole(path, content)
    return True


def append_line(path: Path, line: str) -> None:
    """Add one line at the end, durable on return; the caller holds the file's lock.

    Raises: ValueError for a line with a newline inside; TornFile when the last line was cut off.
    """
    if "\n" in line:
        raise ValueError("a line cannot hold a newline")
    _make_folder(path.parent)
    is_new = not path.exists()
    with _told_of(path), open(path, "ab+", buffering=0) as file:  # a buffer would write its rest after the cut
        if is_new:
            _share(path, path.parent)
        end = file.seek(0, os.SEEK_END)
        if end:
            file.seek(end - 1)
            if file.read(1) != b"\n":
                raise TornFile(str(path))
        rest = memoryview(line.encode() + b"\n")
        try:
            while rest:
                rest = rest[file.write(rest) :]
            os.fsync(file.fileno())
        except BaseException:
            file.truncate(end)
            raise
    if is_new:
        sync_folder(path.parent)


def read_whole(path: Path | str, links: bool = True) -> bytes:
    """Return a file's bytes with the fewest calls; thousands of small files are read in a row.

    links: False to refuse a link
    Raises: OSError, also for what is no ordinary file: who reads a pipe or a device may wait for ever
    """
    descriptor = os.open(path, _TO_READ if links else _TO_READ | os.O_NOFOLLOW)
    try:
        found = os.fstat(descriptor)
        if not modes.S_ISREG(found.st_mode):
            raise OSError(errno.EINVAL, "no ordinary file", str(path))
        parts = [os.read(descriptor, found.st_size + 1)]
        while parts[-1] and sum(map(len, parts)) != found.st_size:
            parts.append(os.read(descriptor, found.st_size + 1))
        return b"".join(parts)
    finally:
        os.close(descriptor)


def read_lines(path: Path | str) -> list[str]:
    """Return the file's lines, [] when it does not exist. Raises: TornFile on a cut-off tail."""
    try:
        content = read_whole(path)
    except FileNotFoundError:
        return []
    if content and not content.endswith(b"\n"):
        raise TornFile(str(path))
    return content.decode().split("\n")[:-1] if content else []


def json_of(text: str | bytes) -> Any:
    """Return what the JSON says. Raises: ValueError also for a name said twice, which another reader takes otherwise"""
    return _DECODER.decode(text if isinstance(text, str) else text.decode())


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(made := dict(pairs)) != len(pairs):
        raise ValueError("a name is said twice")
    return made


_DECODER = json.JSONDecoder(object_pairs_hook=_once)
"""json.loads would make one for each text."""


def pretty_json(value: object) -> bytes:
    """Return JSON for a data file: UTF-8, sorted keys, two spaces, one newline at the end."""
    return (json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()
