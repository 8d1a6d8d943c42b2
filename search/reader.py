"""The shards of a folder in memory, each read when it is first asked for."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from search.columns import Columns
from search.shards import (
    FOLDER,
    MANIFEST,
    Block,
    block_places,
    card_name,
    read_manifest,
    unpack_block,
    unsqueeze,
    unsqueeze_json,
)

KEPT_BLOCKS = 20_000
KEPT_CARDS = 5_000


class Reader:
    """Reads one generation of an index. Raises OSError without a manifest, ValueError for another format."""

    def __init__(self, out: Path) -> None:
        shards = out / FOLDER
        self.stamp = stamp(out)
        self.manifest = read_manifest(shards)
        self.home = shards / self.manifest.generation
        self._shards: dict[tuple[str, int], tuple[bytes, dict[str, int]]] = {}
        self.block = lru_cache(KEPT_BLOCKS)(self._block)
        self.card = lru_cache(KEPT_CARDS)(self._card)
        self._columns: Columns | None = None
        self.fetched: list[str] = []
        """Names of the files read, for measuring what a browser would fetch."""

    def lookup(self, kind: str, key: str) -> Block | None:
        return self.block(kind, key)

    @property
    def columns(self) -> Columns:
        if self._columns is None:
            self._columns = Columns.read(self.home)
        return self._columns

    def _block(self, kind: str, key: str) -> Block | None:
        if not self.manifest.first[kind]:
            return None
        number = self.manifest.shard(kind, key)
        held = self._shards.get((kind, number))
        if held is None:
            data = unsqueeze(self._read(f"{kind}{number}.bin"))
            held = self._shards[kind, number] = data, block_places(data)
        place = held[1].get(key)
        return None if place is None else unpack_block(held[0], place)

    def _card(self, document: int) -> dict[str, Any]:
        card: dict[str, Any] = unsqueeze_json(self._read(card_name(document)))
        return card

    def _read(self, name: str) -> bytes:
        self.fetched.append(name)
        return (self.home / name).read_bytes()


def stamp(out: Path) -> tuple[int, int]:
    """Return what changes when the index does."""
    told = (out / FOLDER / MANIFEST).stat()
    return told.st_mtime_ns, told.st_ino
