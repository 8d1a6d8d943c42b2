"""The published files of an index with their digests: what a build writes, and by which the next one knows them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path


class Damaged(ValueError):
    """A file is not what was written."""


class Files:
    """The files below a folder. changes: name to the digest of what was written since, None for what was removed"""

    def __init__(self, folder: Path, known: Callable[[str], str | None] = lambda name: None) -> None:
        """known: gives the digest of a file as it was written last, None for none"""
        self._folder = folder
        self._before = known
        self.changes: dict[str, str | None] = {}

    def read(self, name: str) -> bytes:
        """Return the bytes of a file. Raises: Damaged"""
        try:
            data = (self._folder / name).read_bytes()
        except FileNotFoundError:
            raise Damaged(f"{name} is missing") from None
        if digest(data) != self._known(name):
            raise Damaged(f"{name} holds other bytes than were written")
        return data

    def write(self, name: str, data: bytes) -> None:
        """Write a file if its bytes differ, always as a new one.

        Nobody reads the folder meanwhile, and to write or move over a file would wait for the disk.
        """
        new, before = digest(data), self._known(name)
        if new == before:
            return
        path = self._folder / name
        if before:
            path.unlink(missing_ok=True)
        try:
            path.write_bytes(data)
        except FileNotFoundError:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        self.changes[name] = new

    def remove(self, name: str) -> None:
        (self._folder / name).unlink(missing_ok=True)
        self.changes[name] = None

    def _known(self, name: str) -> str | None:
        return self.changes[name] if name in self.changes else self._before(name)


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
