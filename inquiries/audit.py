"""The chain of digests over everything that the store writes and deletes.

audit/<YYYY-MM>.jsonl holds the lines, one chain over all months; audit/anchors.jsonl holds the chain's head at the
end of each day. Nothing personal stands here, so erasing leaves the chain as it is.

1. Number and previous digest make the order; a clock that jumps back makes no gap, no fork and no older file.
2. One writer at a time: a lock of threads, then a lock of processes. A line is one write, synced before the lock is
   let go; a write or sync that fails is cut off again, so that nobody builds on a line that may not be there.
3. A tail that is no line (torn by a crash) goes to quarantine and the chain goes on from the last good line.
4. A chain shows what was changed, never that its end was cut off: for that, the anchors are to leave the house.
"""

from __future__ import annotations

import errno
import fcntl
import json
import os
import re
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import Any

import rfc8785

from editorial.dates import VIETNAM, local_day
from editorial.store import sync_folder
from inquiries.blobs import Blobs, Taken, make_folder
from inquiries.canonical import canonical
from inquiries.together import Together

FOLDER, ANCHORS, LOCK, QUARANTINE = "audit", "anchors.jsonl", "lock", "quarantine"
START = "0" * 64
"""The digest before the first line."""
WAIT_SECONDS = 10.0

_MONTH = re.compile(r"\d{4}-\d{2}\.jsonl")
_FILE = re.compile(rb'"file":"([A-Za-z0-9._/-]+)"')
_TAIL_BYTES = 16_384
_POLL_SECONDS = 0.002


@dataclass(frozen=True)
class Entry:
    """What was done to one file. sha256: of its bytes now, "" when deleted; was: of its bytes before an erasure."""

    act: str
    inquiry: str
    file: str
    sha256: str
    was: str = ""
    recovered: bool = False


@dataclass(frozen=True)
class Line(Entry):
    """An entry in the chain."""

    n: int = 0
    at: str = ""
    previous: str = ""
    digest: str = ""

    @property
    def day(self) -> date:
        """The day on which it was written."""
        return local_day(datetime.fromisoformat(self.at))


@dataclass(frozen=True)
class Position:
    """A place in the chain, after the line of that digest; offset: bytes of the month's file up to there."""

    file: str = ""
    offset: int = 0
    n: int = 0
    digest: str = START
    day: date = date.min


class Audit:
    """The chain of one store."""

    def __init__(self, root: Path, blobs: Blobs) -> None:
        self.root = root
        self.folder = root / FOLDER
        self.blobs = blobs
        self._threads = threading.Lock()
        self._known = Position()
        self._together = Together(self._append)

    def append(self, entries: Sequence[Entry], at: datetime) -> None:
        """Add lines, durable on return; threads that come at once share the sync.

        Raises: OSError, and then none of them counts
        """
        self._together.do((entries, at))

    def _append(self, lot: Sequence[tuple[Sequence[Entry], datetime]]) -> None:
        """Add the lines of many threads in one write, all at the latest of their times."""
        at = max(at for _, at in lot)
        with self._alone():
            head = self._head()
            self._anchor(head, local_day(at))
            file = max(head.file, f"{at.astimezone(VIETNAM):%Y-%m}.jsonl")
            content = b""
            n, digest = head.n, head.digest
            for entry in chain.from_iterable(entries for entries, _ in lot):
                n += 1
                line, digest = _line(entry, n, at, digest)
                content += line
            end = self._write(file, content)
            self._known = Position(file, end, n, digest, local_day(at))

    def mend(self) -> bool:
        """Put a torn tail in quarantine; return True when there was one."""
        with self._alone():
            torn = self._mend_anchors()
            for file in reversed(self.months()):
                good, position = self._last_good(file)
                if not good:
                    self._cut(self.folder / file, position.offset)
                    torn = True
                if position.n:
                    break
            return torn

    def head(self) -> Position:
        """Return the end of the chain."""
        with self._alone():
            return self._head()

    def anchor(self, today: date) -> None:
        """Write down the head of the last day with lines, if that day is over and has no anchor yet."""
        with self._alone():
            self._anchor(self._head(), today)

    def find(self, file: str) -> Line | None:
        """Return the latest line about a file."""
        needle = b'"file":' + rfc8785.dumps(file)
        for month in reversed(self.months()):
            content = (self.folder / month).read_bytes()
            place = content.rfind(needle)
            if place >= 0:
                first, last = content.rfind(b"\n", 0, place) + 1, content.find(b"\n", place)
                return read_line(content[first:last] if last >= 0 else content[first:])
        return None

    def files(self) -> set[str]:
        """Return every file that some line names."""
        contents = ((self.folder / month).read_bytes() for month in self.months())
        return {name.decode() for content in contents for name in _FILE.findall(content)}

    def since(self, position: Position) -> tuple[list[Line], Position] | None:
        """Return the lines after a position, and the position after them; None when the chain has no such place."""
        lines: list[Line] = []
        months = self.months()
        if position.file and position.file not in months:
            return None
        for file in (month for month in months if month >= position.file):
            offset = position.offset if file == position.file else 0
            window = max(0, offset - _TAIL_BYTES)
            with (self.folder / file).open("rb") as stream:
                stream.seek(window)
                content = stream.read()
            if offset and _line_before(content, offset - window) != position.digest:
                return None
            for raw in content[offset - window :].splitlines(keepends=True):
                if not raw.endswith(b"\n"):
                    break  # somebody is writing it
                line = read_line(raw[:-1])
                if line is None or line.previous != position.digest:
                    return None
                offset += len(raw)
                position = Position(file, offset, line.n, line.digest, line.day)
                lines.append(line)
        return lines, position

    def months(self) -> list[str]:
        """Return the names of the chain's files, oldest first."""
        try:
            return sorted(name for name in os.listdir(self.folder) if _MONTH.fullmatch(name))
        except FileNotFoundError:
            return []

    def lines_of(self, file: str) -> list[bytes]:
        """Return the lines of a month, or of the anchors, as they stand; [] when there is no such file."""
        try:
            return (self.folder / file).read_bytes().splitlines()
        except FileNotFoundError:
            return []

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep other threads, then other processes, away. Raises: OSError when it takes too long"""
        if not self._threads.acquire(timeout=WAIT_SECONDS):
            raise TimeoutError(errno.ETIMEDOUT, "audit lock held by a thread", LOCK)
        try:
            descriptor = os.open(f"{self.root}/{LOCK}", os.O_RDWR | os.O_CREAT, 0o600)
            try:
                _lock(descriptor)
                yield
            finally:
                os.close(descriptor)
        finally:
            self._threads.release()

    def _head(self) -> Position:
        """Return the end of the chain, after a torn tail was cut off; the caller is alone."""
        for file in reversed(self.months()):
            size = os.stat(f"{self.folder}/{file}").st_size
            if (file, size) == (self._known.file, self._known.offset):
                return self._known
            good, position = self._last_good(file)
            if not good:
                self._cut(self.folder / file, position.offset)
            if position.n:
                self._known = position
                return position
        return Position()

    def _last_good(self, file: str) -> tuple[bool, Position]:
        """Return the position after the last good line of a file (n = 0: it has none), and whether nothing follows."""
        path = self.folder / file
        size = path.stat().st_size
        for wanted in (min(size, _TAIL_BYTES), size):
            with path.open("rb") as stream:
                stream.seek(size - wanted)
                content = stream.read(wanted)
            end = len(content)
            while (newline := content.rfind(b"\n", 0, end)) >= 0:
                start = content.rfind(b"\n", 0, newline) + 1
                line = read_line(content[start:newline])
                if line:
                    offset = size - wanted + newline + 1
                    return offset == size, Position(file, offset, line.n, line.digest, line.day)
                end = newline
        return size == 0, Position(file)

    def _cut(self, path: Path, offset: int) -> None:
        """Copy what follows the offset to quarantine, then cut it off."""
        tail = path.read_bytes()[offset:]
        name = f"{QUARANTINE}/{path.stem}-{offset}-{sha256(tail).hexdigest()[:16]}.tail"
        with suppress(Taken), self.blobs.put_if_absent(name, tail) as placed:
            placed.settle()
        descriptor = os.open(path, os.O_WRONLY)
        try:
            os.ftruncate(descriptor, offset)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def _mend_anchors(self) -> bool:
        path = self.folder / ANCHORS
        content = path.read_bytes() if path.exists() else b""
        if not content or content.endswith(b"\n"):
            return False
        self._cut(path, content.rfind(b"\n") + 1)
        return True

    def _anchor(self, head: Position, today: date) -> None:
        if not head.n or head.day >= today:
            return
        self._mend_anchors()
        days = [anchor["day"] for raw in self.lines_of(ANCHORS) if (anchor := read_anchor(raw))]
        if max(days, default="") < head.day.isoformat():
            line = rfc8785.dumps({"day": head.day.isoformat(), "lines": head.n, "head": head.digest})
            self._write(ANCHORS, line + b"\n")

    def _open(self, file: str) -> int:
        """Return the file, open for writing at its end; a new one is there for good."""
        path = f"{self.folder}/{file}"
        with suppress(FileNotFoundError):
            return os.open(path, os.O_WRONLY | os.O_APPEND)
        make_folder(self.folder, self.root)
        descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            sync_folder(self.folder)
        except BaseException:
            os.close(descriptor)
            raise
        return descriptor

    def _write(self, file: str, content: bytes) -> int:
        """Add bytes at the end, durable or not at all; return the new size. The caller is alone."""
        descriptor = self._open(file)
        try:
            end = os.fstat(descriptor).st_size
            try:
                if os.write(descriptor, content) != len(content):
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), file)
                os.fdatasync(descriptor)
            except OSError:
                os.ftruncate(descriptor, end)
                raise
            return end + len(content)
        finally:
            os.close(descriptor)


def read_line(raw: bytes) -> Line | None:
    """Return the line, or None when it is none: not canonical JSON, other keys, or a digest that is not its own."""
    try:
        content: dict[str, Any] = json.loads(raw)
        digest = content.pop("digest")
        line = Line(**content, digest=digest)
        unchanged = sha256(rfc8785.dumps(content)).hexdigest() == digest
        canonical = rfc8785.dumps({**content, "digest": digest}) == raw
        return line if unchanged and canonical and isinstance(line.n, int) and line.day else None
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def read_anchor(raw: bytes) -> dict[str, Any] | None:
    """Return an anchor's day, lines and head, or None when it is none."""
    try:
        anchor = json.loads(raw)
        whole = isinstance(anchor["day"], str) and isinstance(anchor["lines"], int) and isinstance(anchor["head"], str)
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return anchor if whole else None


def _line(entry: Entry, n: int, at: datetime, previous: str) -> tuple[bytes, str]:
    """Return the bytes of a line, and its digest."""
    content: dict[str, Any] = {
        "n": n,
        "at": at.astimezone(VIETNAM).isoformat(timespec="seconds"),
        "act": entry.act,
        "inquiry": entry.inquiry,
        "file": entry.file,
        "sha256": entry.sha256,
        "previous": previous,
        **({"was": entry.was} if entry.was else {}),
        **({"recovered": True} if entry.recovered else {}),
    }
    digest = sha256(canonical(content)).hexdigest()
    return canonical({**content, "digest": digest}) + b"\n", digest


def _line_before(content: bytes, offset: int) -> str:
    """Return the digest of the line that ends at the offset, "" when none does."""
    if offset > len(content) or content[offset - 1 : offset] != b"\n":
        return ""
    line = read_line(content[content.rfind(b"\n", 0, offset - 1) + 1 : offset - 1])
    return line.digest if line else ""


def _lock(descriptor: int) -> None:
    deadline = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            return fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise TimeoutError(errno.ETIMEDOUT, "audit lock held by a process", LOCK) from None
            time.sleep(_POLL_SECONDS)
