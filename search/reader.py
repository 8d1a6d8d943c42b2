"""The shards of a folder in memory, each read when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from search.columns import Columns
from search.manifest import NAME, read_manifest
from search.shards import FOLDER, Block, block_places, card_name, unpack_block, unsqueeze, unsqueeze_json

KEPT_BLOCKS = 20_000
KEPT_CARDS = 5_000
KEPT_SHARDS = 2_000
"""About 40 MB of the largest index measured."""


class Reader:
    """Reads one state of an index. Raises OSError without a manifest, ValueError for another format.

    told: is called with the name of each file that is read, for measuring what a browser would fetch
    """

    def __init__(self, out: Path, told: Callable[[str], None] | None = None) -> None:
        shards = out / FOLDER
        self.stamp = stamp(out)
        self.manifest = read_manifest(shards)
        self.home = shards / self.manifest.generation
        self._told = told
        self._shard = lru_cache(KEPT_SHARDS)(self._read_shard)
        self.block = lru_cache(KEPT_BLOCKS)(self._block)
        self.card = lru_cache(KEPT_CARDS)(self._card)
        self._columns: Columns | None = None

    def lookup(self, kind: str, key: str) -> Block | None:
        return self.block(kind, key)

    @property
    def columns(self) -> Columns:
        if self._columns is None:
            self._columns = Columns.read(lambda name: (self.home / name).read_bytes())
        return self._columns

    def _block(self, kind: str, key: str) -> Block | None:
        name = self.manifest.shard(kind, key)
        if name is None:
            return None
        data, places = self._shard(name)
        place = places.get(key)
        return None if place is None else unpack_block(data, place)

    def _read_shard(self, name: str) -> tuple[bytes, dict[str, int]]:
        data = unsqueeze(self._read(name))
        return data, block_places(data)

    def _card(self, document: int) -> dict[str, Any]:
        card: dict[str, Any] = unsqueeze_json(self._read(card_name(document)))
        return card

    def _read(self, name: str) -> bytes:
        if self._told:
            self._told(name)
        return (self.home / name).read_bytes()


def stamp(out: Path) -> tuple[int, int]:
    """Return what changes when the index does."""
    told = (out / FOLDER / NAME).stat()
    return told.st_mtime_ns, told.st_ino
