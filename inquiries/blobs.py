"""Named bytes that are there for good or not at all.

Each blob is a file; `replace` is for erasure alone.

1. Written beside under `tmp/` (O_EXCL, 0600), synced, linked to its name (a taken name loses the race, a rename would
   overwrite), and the folder synced. Nobody ever sees half a blob, nobody's blob is overwritten.
2. The temporary name stays until the writer calls `settle()`, which it does once the audit knows the blob. So what a
   killed writer left names exactly the blobs that somebody must look at, and a start reads nothing else.
3. A writer holds a lock on its temporary: the lock goes with the process, so what is unlocked was left by the dead.
4. Threads that put blobs at once share the sync of the folder in which they made folders (inquiries.together). A folder
   is made before its blob is synced, and the blob is linked before either folder is, so that the disk's journal takes
   in one entry what it would take in two, and has nothing left to do for the second folder.
"""

from __future__ import annotations

import fcntl
import os
import random
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from editorial.store import sync_folder
from inquiries.together import Together

DRAFTS = "tmp"
OF_INQUIRIES = ("inquiries", "files")
"""Folders that hold a folder for each inquiry."""

_NAME = r"(?!\.\.?(?:/|\Z))[A-Za-z0-9._-]{1,160}"
_PATH = re.compile(rf"{_NAME}(?:/{_NAME}){{0,3}}")
_READ_BYTES = 65_536

_JOIN, _END = "+", "~"
"""In the name of a draft: for the slashes of its path, and before its random part."""


class Taken(Exception):
    """There is a blob of that name."""


class Missing(FileNotFoundError):
    """There is no blob of that name; where nobody expects that, it is a failing disk like any other."""


class Blobs:
    """Files below a folder (0600, folders 0700), named as "inquiries/<id>/0001.json"; every write is durable on return.

    Raises: OSError when it cannot be
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._new_folders = Together(_sync_folders)

    def list(self, folder: str) -> list[str]:
        """Return the names directly below the folder, sorted; [] when there is none."""
        try:
            return sorted(os.listdir(self._place(folder)))
        except FileNotFoundError:
            return []

    def get(self, path: str) -> bytes:
        """Return the blob. Raises: Missing"""
        try:
            descriptor = os.open(self._place(path), os.O_RDONLY)
        except (FileNotFoundError, NotADirectoryError):
            raise Missing(path) from None
        try:
            content = b""
            while part := os.read(descriptor, _READ_BYTES):  # to its end: a disk may give less than was asked for
                content += part
            return content
        finally:
            os.close(descriptor)

    def put_if_absent(self, path: str, content: bytes) -> Placed:
        """Store a blob under a free name. Raises: Taken"""
        draft = self._draft(path, content)
        try:
            above = self._make_folder(draft.folder)
            draft.sync()
            os.link(draft.file, draft.place)
        except BaseException as error:
            draft.discard()
            if isinstance(error, FileExistsError):
                raise Taken(path) from None
            raise
        try:
            if above:
                self._new_folders.do(above)
            sync_folder(draft.folder)
        except BaseException:
            draft.close()
            raise
        return draft

    def replace(self, path: str, content: bytes) -> None:
        """Put other bytes in the blob's place, in one step."""
        draft = self._draft(path, content)
        try:
            draft.sync()
            os.rename(draft.file, draft.place)
        except BaseException:
            draft.discard()
            raise
        draft.close()
        sync_folder(draft.folder)

    def delete(self, path: str) -> bool:
        """Delete the blob; return False when there was none."""
        place = self._place(path)
        try:
            os.unlink(place)
        except FileNotFoundError:
            return False
        sync_folder(os.path.dirname(place))
        _drop_if_empty(self.root, path)
        return True

    def unsettled(self) -> Iterator[Placed]:
        """Yield what dead writers placed and did not settle; sweep away what they did not even place."""
        for name in self.list(DRAFTS):
            draft = _left_draft(self.root, name)
            if draft is None:
                continue
            with draft:
                if draft.is_placed():
                    yield draft
                else:
                    draft.discard()

    def _place(self, path: str) -> str:
        """Return the file of a blob. Raises: ValueError for a name that could lead anywhere else"""
        if not _PATH.fullmatch(path):
            raise ValueError(f"not the name of a blob: {path!r}")
        return f"{self.root}/{path}"

    def _draft(self, path: str, content: bytes) -> Placed:
        """Return a temporary file with the content, locked, and not synced yet."""
        self._place(path)
        while True:
            file = f"{self.root}/{DRAFTS}/{path.replace('/', _JOIN)}{_END}{random.getrandbits(64):016x}"
            draft = Placed(self.root, path, file, self._create(file))
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

    def _create(self, file: str) -> int:
        """Return a new file of its owner alone, open; the folder of drafts is made when it is wanting."""
        with suppress(FileNotFoundError):
            return os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        make_folder(self.root / DRAFTS, self.root)
        return os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)

    def _make_folder(self, folder: str) -> str:
        """Make a folder like make_folder(); return the one above when that is still to be synced, else ""."""
        try:
            os.mkdir(folder, 0o700)
        except FileExistsError:
            return ""
        except FileNotFoundError:
            make_folder(Path(folder), self.root)
            return ""
        return os.path.dirname(folder)


class Placed:
    """A blob for which its writer still answers, by its temporary file: open and locked until it is closed."""

    def __init__(self, root: Path, path: str, file: str, descriptor: int) -> None:
        self.root = root
        self.path = path
        self.place = f"{root}/{path}"
        self.folder = os.path.dirname(self.place)
        self.file = file
        self.descriptor = descriptor

    def write(self, content: bytes) -> None:
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(self.descriptor, rest) :]

    def sync(self) -> None:
        os.fsync(self.descriptor)

    def is_placed(self) -> bool:
        """True when the blob's name leads to this very file."""
        try:
            return os.path.samestat(os.stat(self.place), os.fstat(self.descriptor))
        except OSError:
            return False

    def settle(self) -> None:
        """Say that nothing more is to be done about the blob."""
        # A name that cannot be removed now is swept by the next start: no reason to refuse what is durable.
        self._remove()

    def withdraw(self) -> None:
        """Take the blob back: what it belongs to could not be written."""
        try:
            os.unlink(self.place)
            sync_folder(self.folder)
        except OSError:
            self.close()  # the next start looks at what is left
        else:
            self.discard()

    def discard(self) -> None:
        """Remove the temporary name of a blob that has no other, and the folder that was made for it.

        The folder first: whoever waits for the lock to write the blob anew makes that folder as soon as he has it.
        """
        _drop_if_empty(self.root, self.path)
        self._remove()

    def close(self) -> None:
        """Let go of the file; what is left of it is for the next start."""
        if self.descriptor >= 0:
            os.close(self.descriptor)
            self.descriptor = -1

    def _remove(self) -> None:
        with suppress(OSError):
            os.unlink(self.file)
        self.close()

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


def _sync_folders(folders: Sequence[str]) -> None:
    """Make the entries of each folder durable, once for all who ask."""
    for folder in dict.fromkeys(folders):
        sync_folder(folder)


def _drop_if_empty(root: Path, path: str) -> None:
    """Remove the folder of an inquiry of which nothing is left."""
    folder = os.path.dirname(path)
    if os.path.dirname(folder) in OF_INQUIRIES and _PATH.fullmatch(path):
        with suppress(OSError):
            os.rmdir(f"{root}/{folder}")


def _left_draft(root: Path, name: str) -> Placed | None:
    """Return the draft of a dead writer, or None when somebody alive holds it or has just removed it."""
    file = f"{root}/{DRAFTS}/{name}"
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
    return Placed(root, path, file, descriptor)
