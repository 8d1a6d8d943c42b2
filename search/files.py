"""The published files of an index with their digests: what a build writes, and by which the next one knows them."""

from __future__ import annotations

import hashlib
import os
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
        if sha256_of(data) != self._known(name):
            raise Damaged(f"{name} holds other bytes than were written")
        return data

    def write(self, name: str, data: bytes) -> None:
        """Write a file if its bytes differ, over the old ones: the fastest way on every disk that was tried.

        Nobody reads the folder meanwhile, and a run that breaks off here is known by its mark (state.changing).
        """
        new = sha256_of(data)
        if new == self._known(name):
            return
        path = os.fspath(self._folder / name)
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT, 0o644)
        except FileNotFoundError:
            os.makedirs(os.path.dirname(path), exist_ok=True)
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT, 0o644)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.truncate()
        self.changes[name] = new

    def digest_of(self, name: str) -> str:
        """Return the digest of a file as it is now. Raises: Damaged when there is none"""
        known = self._known(name)
        if known is None:
            raise Damaged(f"{name} was never written")
        return known

    def remove(self, name: str) -> None:
        (self._folder / name).unlink(missing_ok=True)
        self.changes[name] = None

    def _known(self, name: str) -> str | None:
        return self.changes[name] if name in self.changes else self._before(name)


def sha256_of(data: bytes) -> str:
    """Return by what a file is known, in hex."""
    return hashlib.sha256(data).hexdigest()
