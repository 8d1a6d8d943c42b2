"""Shards put together into the files that are published, and the name of what they hold."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from search.columns import Columns
from search.files import Damaged, Files
from search.manifest import Manifest, Shards
from search.shards import COLUMNS, PACK, STEP, pack_name, squeeze

_COMMENT = b"\x10"
"""The flag of a gzip header that a comment follows, up to a zero."""


def squeezed(plain: bytes) -> bytes:
    """Return a shard as it lies in a pack: a gzip stream whose size is a multiple of STEP, told in few bytes."""
    data = squeeze(plain)
    missing = -len(data) % STEP
    if not missing:
        return data
    return data[:3] + _COMMENT + data[4:10] + b" " * (missing - 1) + b"\0" + data[10:]


class Shelf:
    """The shards of one kind in order: first keys, and bytes as they are published."""

    def __init__(self, kind: str, first: Iterable[str] = (), parts: Iterable[bytes] = ()) -> None:
        self.kind, self.first, self.parts = kind, list(first), list(parts)

    @classmethod
    def read(cls, files: Files, manifest: Manifest, kind: str) -> Shelf:
        """Return the shards of a kind as they were written last. Raises: Damaged"""
        shards, parts = manifest.shards[kind], list[bytes]()
        for name in shards.packs(kind):
            data, at = files.read(f"{manifest.generation}/{name}"), 0
            for size in shards.sizes[len(parts) : len(parts) + PACK]:
                parts.append(data[at : at + size])
                at += size
            if at != len(data):
                raise Damaged(f"{name} holds {len(data)} bytes, the manifest tells {at}")
        return cls(kind, shards.first, parts)

    def write(self, files: Files, generation: str, packs_before: int = 0) -> Shards:
        """Write the packs that have changed, and remove those of before that are too many; return what they hold."""
        count = 0
        for count, begin in enumerate(range(0, len(self.parts), PACK), start=1):
            files.write(f"{generation}/{pack_name(self.kind, count - 1)}", b"".join(self.parts[begin : begin + PACK]))
        for number in range(count, packs_before):
            files.remove(f"{generation}/{pack_name(self.kind, number)}")
        return Shards(self.first, [len(part) for part in self.parts])


def columns_on(shelf: Shelf) -> Columns:
    """Return the columns that lie on the shelf of their kind."""
    return Columns.read(dict(zip(shelf.first, shelf.parts, strict=True)).__getitem__)


def shelf_of(columns: Columns) -> Shelf:
    """Return the shelf of the columns."""
    packed = sorted(columns.packed().items())
    return Shelf(COLUMNS, (name for name, _ in packed), (squeezed(data) for _, data in packed))


def version_of(files: Files, generation: str, packs: Sequence[str]) -> str:
    """Return what changes when any byte of the packs does. Raises: Damaged for a pack that was never written"""
    told = "\n".join(f"{name} {files.digest_of(f'{generation}/{name}')}" for name in packs)
    return hashlib.sha256(told.encode()).hexdigest()[:8]
