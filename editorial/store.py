"""The only file of the house that writes records: swap a whole file, write a new one, add a line, keep a blob.

Every write is durable when the call returns (file and folder synced; `keep` aside) and never half visible:
a reader sees the old bytes or the new ones. Writers of one thing take its lock first.
"""

from __future__ import annotations

import errno
import json
import os
import stat as modes
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

_TO_READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""Opening a pipe that nobody writes to would wait for a writer."""


class Busy(Exception):
    """Somebody else holds the lock."""


class TornFile(Exception):
    """A file of lines does not end with a newline: the last write was cut off."""


@contextmanager
def locked(path: Path, wait_seconds: float = 10) -> Iterator[None]:
    """Hold the lock file while the block runs. Raises: Busy when it is not free in time."""
    from filelock import FileLock, Timeout  # here, since a publish that finds nothing changed holds no lock

    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(path, timeout=wait_seconds):
            yield
    except Timeout as error:
        raise Busy(str(path)) from error


def sync_folder(folder: Path | str) -> None:
    """Make the folder's entries durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_whole(path: Path, content: bytes) -> None:
    """Replace the file's bytes in one step, creating its folder when missing."""
    _swap(path, content, durable=True)
    sync_folder(path.parent)


def keep(path: Path, content: bytes) -> None:
    """Replace the bytes of a file that can be made anew, and tells by a checksum when a crash tore it.

    For a moment there is none.
    """
    _swap(path, content, durable=False)


def forget(path: Path) -> None:
    """Take away a file that can be made anew; one that cannot be taken away stays."""
    with suppress(OSError):
        path.unlink()


def _swap(path: Path, content: bytes, durable: bool) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        os.chmod(temporary, 0o644)
        if not durable:
            forget(path)  # a file put in the place of another one is written to the disk at once, and waited for
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def write_new(path: Path, content: bytes) -> None:
    """Write a file that is not there yet. Raises: FileExistsError when there is one"""
    _create(path, content, 0o777, 0o666)


def write_private(path: Path, content: bytes) -> None:
    """Write a new file that its owner alone may read, in a folder of the owner's.

    Raises: FileExistsError when there is one already: a secret is never overwritten
    """
    _create(path, content, 0o700, 0o600)


def _create(path: Path, content: bytes, folder_mode: int, mode: int) -> None:
    """Write a new file; where that fails midway, none is left."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=folder_mode)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


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
    path.parent.mkdir(parents=True, exist_ok=True)
    is_new = not path.exists()
    with open(path, "ab+") as file:
        end = file.seek(0, os.SEEK_END)
        if end:
            file.seek(end - 1)
            if file.read(1) != b"\n":
                raise TornFile(str(path))
        try:
            file.write(line.encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        except OSError:
            os.truncate(path, end)
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
