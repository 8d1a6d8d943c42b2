"""Named bytes that are there for good or not at all.

`Blobs` is small on purpose, so that object storage with conditional writes can stand in: list, put_if_absent, get,
delete; and replace, which erasure alone uses. `FolderBlobs` keeps each blob in a file:

1. Written beside under `tmp/` (O_EXCL, 0600), synced, linked to its name (a taken name loses the race, a rename would
   overwrite), and the folder synced. Nobody ever sees half a blob, nobody's blob is overwritten.
2. The temporary name stays until the writer calls `settle()`, which it does once the audit knows the blob. So what a
   killed writer left names exactly the blobs that somebody must look at, and a start reads nothing else.
3. A writer holds a lock on its temporary: the lock goes with the process, so what is unlocked was left by the dead.
"""

from __future__ import annotations

import fcntl
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from editorial.store import sync_folder

DRAFTS = "tmp"
OF_INQUIRIES = ("inquiries", "files")
"""Folders that hold a folder for each inquiry."""

_NAME = r"(?!\.\.?(?:/|\Z))[A-Za-z0-9._-]{1,160}"
_PATH = re.compile(rf"{_NAME}(?:/{_NAME}){{0,3}}")
_JOIN, _END = "+", "~"
"""In the name of a draft: for the slashes of its path, and before its random part."""


class Taken(Exception):
    """There is a blob of that name."""


class Missing(FileNotFoundError):
    """There is no blob of that name; where nobody expects that, it is a failing disk like any other."""


class Placed(Protocol):
    """A blob that is durable and that its writer still answers for."""

    path: str

    def settle(self) -> None:
        """Say that nothing more is to be done about the blob."""

    def withdraw(self) -> None:
        """Take the blob back: what it belongs to could not be written."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave the blob, settled or not."""


class Blobs(Protocol):
    """Names such as "inquiries/<id>/0001.json"; every write is durable on return. Raises: OSError when it cannot be"""

    def list(self, folder: str) -> list[str]:
        """Return the names directly below the folder, sorted; [] when there is none."""

    def get(self, path: str) -> bytes:
        """Return the blob. Raises: Missing"""

    def put_if_absent(self, path: str, content: bytes) -> Placed:
        """Store a blob under a free name. Raises: Taken"""

    def replace(self, path: str, content: bytes) -> None:
        """Put other bytes in the blob's place, in one step."""

    def delete(self, path: str) -> bool:
        """Delete the blob; return False when there was none."""

    def unsettled(self) -> Iterator[Placed]:
        """Yield what dead writers placed and did not settle; sweep away what they did not even place."""


class FolderBlobs:
    """Blobs as files below a folder (0600, folders 0700)."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def list(self, folder: str) -> list[str]:
        try:
            return sorted(os.listdir(self._place(folder)))
        except FileNotFoundError:
            return []

    def get(self, path: str) -> bytes:
        try:
            return self._place(path).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            raise Missing(path) from None

    def put_if_absent(self, path: str, content: bytes) -> Placed:
        place = self._place(path)
        draft = self._draft(path, content)
        try:
            make_folder(place.parent, self.root)
            os.link(draft.file, place)
        except BaseException as error:
            draft.discard()
            self._drop_if_empty(place.parent)
            if isinstance(error, FileExistsError):
                raise Taken(path) from None
            raise
        try:
            sync_folder(place.parent)
        except BaseException:
            draft.close()
            raise
        return draft

    def replace(self, path: str, content: bytes) -> None:
        place = self._place(path)
        draft = self._draft(path, content)
        try:
            os.rename(draft.file, place)
        except BaseException:
            draft.discard()
            raise
        draft.close()
        sync_folder(place.parent)

    def delete(self, path: str) -> bool:
        place = self._place(path)
        try:
            place.unlink()
        except FileNotFoundError:
            return False
        sync_folder(place.parent)
        self._drop_if_empty(place.parent)
        return True

    def unsettled(self) -> Iterator[Placed]:
        for name in self.list(DRAFTS):
            draft = _left_draft(self.root, name)
            if draft is None:
                continue
            with draft:
                if draft.is_placed():
                    yield draft
                    continue
                draft.discard()
                if _PATH.fullmatch(draft.path):
                    self._drop_if_empty(draft.place.parent)

    def _place(self, path: str) -> Path:
        """Return the file of a blob. Raises: ValueError for a name that could lead anywhere else"""
        if not _PATH.fullmatch(path):
            raise ValueError(f"not the name of a blob: {path!r}")
        return self.root / path

    def _draft(self, path: str, content: bytes) -> _Draft:
        """Return a synced temporary file with the content, locked."""
        make_folder(self.root / DRAFTS, self.root)
        while True:
            name = f"{path.replace('/', _JOIN)}{_END}{secrets.token_hex(8)}"
            file = self.root / DRAFTS / name
            draft = _Draft(self.root, path, file, os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
            try:
                fcntl.flock(draft.descriptor, fcntl.LOCK_EX)
                if os.fstat(draft.descriptor).st_nlink == 0:
                    draft.close()  # swept by a start before it was locked
                    continue
                draft.write(content)
                return draft
            except BaseException:
                draft.discard()
                raise

    def _drop_if_empty(self, folder: Path) -> None:
        """Remove the folder of an inquiry of which nothing is left."""
        if folder.parent.parent == self.root and folder.parent.name in OF_INQUIRIES:
            with suppress(OSError):
                folder.rmdir()


class _Draft:
    """The temporary file of a blob, open and locked until it is closed."""

    def __init__(self, root: Path, path: str, file: Path, descriptor: int) -> None:
        self.path = path
        self.place = root / path
        self.file = file
        self.descriptor = descriptor

    def write(self, content: bytes) -> None:
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(self.descriptor, rest) :]
        os.fsync(self.descriptor)

    def is_placed(self) -> bool:
        """True when the blob's name leads to this very file."""
        try:
            return os.path.samestat(self.place.stat(), os.fstat(self.descriptor))
        except OSError:
            return False

    def settle(self) -> None:
        # A name that cannot be removed now is swept by the next start: no reason to refuse what is durable.
        self.discard()

    def withdraw(self) -> None:
        with suppress(OSError):
            self.place.unlink()
            sync_folder(self.place.parent)
        self.discard()

    def discard(self) -> None:
        """Remove the temporary name; the blob stays if it was placed."""
        with suppress(OSError):
            self.file.unlink(missing_ok=True)
        self.close()

    def close(self) -> None:
        """Let go of the file; what is left of it is for the next start."""
        if self.descriptor >= 0:
            os.close(self.descriptor)
            self.descriptor = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def put_once(blobs: Blobs, path: str, content: bytes) -> bytes:
    """Return what stands under the name: the content, unless somebody was first."""
    with suppress(Taken), blobs.put_if_absent(path, content) as placed:
        placed.settle()
    return blobs.get(path)


def make_folder(folder: Path, root: Path) -> None:
    """Make a folder below the root, for its owner only and durable; return at once when it is there."""
    try:
        os.mkdir(folder, 0o700)
    except FileExistsError:
        return
    except FileNotFoundError:
        if root in (folder, folder.parent):
            raise  # the root is gone: a new one in its place would lack all that was in it
        make_folder(folder.parent, root)
        make_folder(folder, root)
        return
    sync_folder(folder.parent)


def _left_draft(root: Path, name: str) -> _Draft | None:
    """Return the draft of a dead writer, or None when somebody alive holds it or has just removed it."""
    file = root / DRAFTS / name
    path = name.rpartition(_END)[0].replace(_JOIN, "/")
    try:
        descriptor = os.open(file, os.O_RDWR | os.O_NOFOLLOW)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return _Draft(root, path, file, descriptor)
