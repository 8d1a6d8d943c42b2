"""The shards of a folder in memory: its packs are read at once, so that what is asked later is of one moment."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

from search.cards import card_in
from search.columns import Columns
from search.manifest import NAME, Manifest, read_manifest
from search.shards import COLUMNS, FOLDER, Block, block_places, card_name, unpack_block, unsqueeze

KEPT_BLOCKS = 20_000
KEPT_CARDS = 5_000
KEPT_SHARDS = 2_000
"""About 40 MB of the largest index measured."""

TRIES = 3


class Reader:
    """Reads one state of an index. Raises OSError without a manifest, ValueError for another format.

    told: is called with the name and the size of all that is read, for measuring what a browser would fetch
    """

    def __init__(self, out: Path, told: Callable[[str, int], None] | None = None) -> None:
        self._out = out
        self.stamp, self.manifest, self._packs = _read(out)
        self._told = told
        self._shard = lru_cache(KEPT_SHARDS)(self._read_shard)
        self.lookup = lru_cache(KEPT_BLOCKS)(self._block)
        self.card = lru_cache(KEPT_CARDS)(self._card)
        self._columns: Columns | None = None

    @property
    def columns(self) -> Columns:
        if self._columns is None:
            self._columns = Columns.read(lambda name: self._cut(COLUMNS, name))
        return self._columns

    def _block(self, kind: str, key: str) -> Block | None:
        first = self.manifest.shards[kind].first_of(key)
        if first is None:
            return None
        data, places = self._shard(kind, first)
        place = places.get(key)
        return None if place is None else unpack_block(data, place)

    def _read_shard(self, kind: str, first: str) -> tuple[bytes, dict[str, int]]:
        data = unsqueeze(self._cut(kind, first))
        return data, block_places(data)

    def _cut(self, kind: str, key: str) -> bytes:
        """Return the shard of a key as it lies in its pack. Raises: ValueError where there is none"""
        place = self.manifest.place(kind, key)
        if place is None:
            raise ValueError(f"the index has no shards of the kind {kind}")
        self._tell(f"{place.pack} {place.begin}", place.end - place.begin)
        return self._packs[place.pack][place.begin : place.end]

    def _card(self, document: int) -> dict[str, Any]:
        told, size = card_in(self._out, self.manifest.generation, document)
        self._tell(card_name(document), size)
        return told

    def _tell(self, name: str, size: int) -> None:
        if self._told:
            self._told(name, size)


def _read(out: Path) -> tuple[tuple[int, int], Manifest, dict[str, bytes]]:
    """Return stamp, manifest and packs of one moment; an index may be exchanged while it is read."""
    for _ in range(TRIES):
        before = stamp(out)
        manifest = read_manifest(out / FOLDER)
        with suppress(FileNotFoundError):
            packs = {name: (out / FOLDER / manifest.generation / name).read_bytes() for name in manifest.packs()}
            if stamp(out) == before:
                return before, manifest, packs
    raise ValueError(f"the packs of {out} are not those that its manifest tells of")


def stamp(out: Path) -> tuple[int, int]:
    """Return what changes when the index does."""
    told = (out / FOLDER / NAME).stat()
    return told.st_mtime_ns, told.st_ino
