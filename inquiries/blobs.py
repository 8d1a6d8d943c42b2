"""Named bytes that are there for good or not at all.

`Blobs` is small on purpose, so that object storage with conditional writes can stand in: list, put_if_absent, get,
delete; and replace, which erasure alone uses. `FolderBlobs` keeps each blob in a file:

1. Written beside under `tmp/` (O_EXCL, 0600), synced, linked to its name (a taken name loses the race, a rename would
   overwrite), and the folder synced. Nobody ever sees half a blob, nobody's blob is overwritten.
2. The temporary name stays until the writer calls `settle()`, which it does once the audit knows the blob. So what a
   killed writer left names exactly the blobs that somebody must look at, and a start reads nothing else.
3. A writer holds a lock on its temporary: the lock goes with the process, so what is unlocked was left by the dead.
4. Blobs that are put together share the sync of a folder; each of them fails or succeeds by itself.
"""

from __future__ import annotations

import fcntl
import os
import re
import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import partial
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

    def close(self) -> None:
        """Leave the blob, settled or not."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""


class Blobs(Protocol):
    """Names such as "inquiries/<id>/0001.json"; every write is durable on return. Raises: OSError when it cannot be"""

    def list(self, folder: str) -> list[str]:
        """Return the names directly below the folder, sorted; [] when there is none."""

    def get(self, path: str) -> bytes:
        """Return the blob. Raises: Missing"""

    def put_if_absent(self, path: str, content: bytes) -> Placed:
        """Store a blob under a free name. Raises: Taken"""

    def put_all(self, blobs: Sequence[tuple[str, bytes]]) -> Sequence[Placed | Exception]:
        """Store many, each under a free name; return of each that it is placed, or why not (Taken, OSError)."""

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
            with open(self._place(path), "rb", buffering=0) as file:
                return file.readall()
        except (FileNotFoundError, NotADirectoryError):
            raise Missing(path) from None

    def put_if_absent(self, path: str, content: bytes) -> Placed:
        [placed] = self.put_all([(path, content)])
        if isinstance(placed, Exception):
            raise placed
        return placed

    def put_all(self, blobs: Sequence[tuple[str, bytes]]) -> Sequence[Placed | Exception]:
        drafts = [_Draft(self.root, _checked(path)) for path, _ in blobs]
        try:
            for draft, (_, content) in zip(drafts, blobs, strict=True):
                draft.attempt(partial(draft.write, content))
            for draft in drafts:
                draft.attempt(draft.sync)
            for draft in drafts:
                draft.attempt(draft.make_folder)
            _sync_shared((draft.new_in, draft) for draft in drafts)
            for draft in drafts:
                draft.attempt(draft.link)
            _sync_shared((draft.folder, draft) for draft in drafts)
        except BaseException:
            for draft in drafts:
                draft.give_up()
            raise
        return [draft.error or draft for draft in drafts]

    def replace(self, path: str, content: bytes) -> None:
        draft = _Draft(self.root, _checked(path))
        try:
            draft.write(content)
            draft.sync()
            os.rename(draft.file, draft.place)
        except BaseException:
            draft.discard()
            raise
        draft.close()
        sync_folder(draft.folder)

    def delete(self, path: str) -> bool:
        place = self._place(path)
        try:
            os.unlink(place)
        except FileNotFoundError:
            return False
        sync_folder(os.path.dirname(place))
        _drop_if_empty(self.root, path)
        return True

    def unsettled(self) -> Iterator[Placed]:
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
        return f"{self.root}/{_checked(path)}"


class _Draft:
    """The temporary file of a blob, open and locked until it is closed. error: why the blob could not be placed"""

    def __init__(self, root: Path, path: str, file: str = "", descriptor: int = -1) -> None:
        self.root = root
        self.path = path
        self.place = f"{root}/{path}"
        self.folder = os.path.dirname(self.place)
        self.new_in = ""
        """The folder in which this one made a folder that is not durable yet, "" for none."""
        self.file = file
        self.descriptor = descriptor
        self.error: Exception | None = None
        self._is_linked = False

    def attempt(self, step: Callable[[], None]) -> None:
        """Do a step, unless one has failed already."""
        if self.error is None:
            try:
                step()
            except Exception as error:
                self.fail(error)

    def fail(self, error: Exception) -> None:
        """Place the blob no more; once it has its name, what became of it is for the next start."""
        self.error = self.error or error
        self.give_up()

    def give_up(self) -> None:
        """Let go of the file, and of the temporary name while the blob has no other."""
        if self._is_linked:
            self.close()
        else:
            self.discard()

    def write(self, content: bytes) -> None:
        """Make the file, locked, and write all of it."""
        while True:
            name = f"{self.path.replace('/', _JOIN)}{_END}{secrets.token_hex(8)}"
            self.file = f"{self.root}/{DRAFTS}/{name}"
            self.descriptor = _create(self.file, self.root)
            fcntl.flock(self.descriptor, fcntl.LOCK_EX)
            if os.fstat(self.descriptor).st_nlink:
                break
            self.close()  # swept by a start before it was locked
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(self.descriptor, rest) :]

    def sync(self) -> None:
        os.fsync(self.descriptor)

    def make_folder(self) -> None:
        """Make the blob's own folder; those above are made durable at once, this one with others (new_in)."""
        try:
            os.mkdir(self.folder, 0o700)
        except FileExistsError:
            return
        except FileNotFoundError:
            make_folder(Path(self.folder), self.root)
            return
        self.new_in = os.path.dirname(self.folder)

    def link(self) -> None:
        try:
            os.link(self.file, self.place)
        except FileExistsError:
            raise Taken(self.path) from None
        self._is_linked = True

    def is_placed(self) -> bool:
        """True when the blob's name leads to this very file."""
        try:
            return os.path.samestat(os.stat(self.place), os.fstat(self.descriptor))
        except OSError:
            return False

    def settle(self) -> None:
        # A name that cannot be removed now is swept by the next start: no reason to refuse what is durable.
        self._remove()

    def withdraw(self) -> None:
        try:
            os.unlink(self.place)
            sync_folder(self.folder)
        except OSError:
            self.close()  # the next start looks at what is left
        else:
            self.discard()

    def discard(self) -> None:
        """Remove the temporary name of a blob that has no other, and the folder that was made for it."""
        self._remove()
        _drop_if_empty(self.root, self.path)

    def close(self) -> None:
        """Let go of the file; what is left of it is for the next start."""
        if self.descriptor >= 0:
            os.close(self.descriptor)
            self.descriptor = -1

    def _remove(self) -> None:
        if self.file:
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


def _checked(path: str) -> str:
    """Return the name of a blob. Raises: ValueError for one that could lead anywhere else"""
    if not _PATH.fullmatch(path):
        raise ValueError(f"not the name of a blob: {path!r}")
    return path


def _create(file: str, root: Path) -> int:
    """Return a new file of its owner alone, open; the folder of drafts is made when it is wanting."""
    for _ in range(2):
        with suppress(FileNotFoundError):
            return os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        make_folder(root / DRAFTS, root)
    raise FileNotFoundError(file)


def _sync_shared(wanted: Iterable[tuple[str, _Draft]]) -> None:
    """Make the entries of each folder durable once for all the drafts that need it; "" is none."""
    drafts: dict[str, list[_Draft]] = {}
    for folder, draft in wanted:
        if folder and draft.error is None:
            drafts.setdefault(folder, []).append(draft)
    for folder, sharing in drafts.items():
        try:
            sync_folder(folder)
        except OSError as error:
            for draft in sharing:
                draft.fail(error)


def _drop_if_empty(root: Path, path: str) -> None:
    """Remove the folder of an inquiry of which nothing is left."""
    folder = os.path.dirname(path)
    if os.path.dirname(folder) in OF_INQUIRIES and _PATH.fullmatch(path):
        with suppress(OSError):
            os.rmdir(f"{root}/{folder}")


def _left_draft(root: Path, name: str) -> _Draft | None:
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
    return _Draft(root, path, file, descriptor)
