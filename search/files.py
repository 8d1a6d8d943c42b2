"""The published files of an index with their digests: what a build writes, and by which the next one knows them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path


class Damaged(ValueError):
    """A file is not what was written."""


class Files:
    """The files below a folder. changes: name to the digest of what was written since, None for what was removed"""

    def __init__(self, folder: Path, known: Mapping[str, bytes]) -> None:
        self._folder = folder
        self._known = dict(known)
        self.changes: dict[str, bytes | None] = {}

    def read(self, name: str) -> bytes:
        """Return the bytes of a file. Raises: Damaged"""
        try:
            data = (self._folder / name).read_bytes()
        except FileNotFoundError:
            raise Damaged(f"{name} is missing") from None
        if digest(data) != self._known.get(name):
            raise Damaged(f"{name} holds other bytes than were written")
        return data

    def write(self, name: str, data: bytes) -> None:
        """Write a file if its bytes differ; one that is there is replaced in one step."""
        new, before = digest(data), self._known.get(name)
        if new == before:
            return
        path = self._folder / name
        place = path.with_suffix(".new") if before else path
        try:
            place.write_bytes(data)
        except FileNotFoundError:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
        if before:
            os.replace(place, path)
        self._known[name] = self.changes[name] = new

    def wrote(self, changes: Mapping[str, bytes | None]) -> None:
        """Take over what another process has written below the folder."""
        self.changes.update(changes)
        self._known.update((name, told) for name, told in changes.items() if told)

    def remove(self, name: str) -> None:
        (self._folder / name).unlink(missing_ok=True)
        self._known.pop(name, None)
        self.changes[name] = None

    def check(self) -> None:
        """Raises: Damaged unless every file is there as it was written, and no other."""
        here = {path.relative_to(self._folder).as_posix() for path in self._folder.rglob("*") if path.is_file()}
        for name in here | self._known.keys():
            self.read(name)


def digest(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()
