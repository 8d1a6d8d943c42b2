"""Where a shard ends: told by the blocks themselves, so that one edit moves few borders.

Walking the blocks of a kind in ascending order of their keys, a shard ends
1. before and behind a block of SOFT bytes or more: who asks for its neighbour need not carry it;
2. behind the block with which it has HARD bytes or more;
3. behind the block with which it has SOFT bytes or more, when the key's checksum says so, one key in ONE_IN.
Two walks that begin at different keys meet again at the first border that both have, and agree from there on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from zlib import crc32

SOFT, HARD = 2_000, 5_000
ONE_IN = 8

Blocks = list[tuple[str, bytes]]
"""Key and packed block, of one shard."""


class Cutter:
    """Takes blocks in and gives shards out; between two shards it remembers nothing."""

    def __init__(self) -> None:
        self._held: Blocks = []
        self._size = 0

    @property
    def at_border(self) -> bool:
        return not self._held

    def add(self, key: str, data: bytes) -> Iterator[Blocks]:
        """Take the next block and yield the shards that are now whole."""
        alone = len(data) >= SOFT
        if alone:
            yield from self.rest()
        self._held.append((key, data))
        self._size += len(data)
        if alone or self._size >= HARD or (self._size >= SOFT and crc32(key.encode()) % ONE_IN == 0):
            yield from self.rest()

    def rest(self) -> Iterator[Blocks]:
        """Yield what is held: the last shard."""
        if self._held:
            yield self._held
        self._held, self._size = [], 0


def cut(packed: Iterable[tuple[str, bytes]]) -> Iterator[Blocks]:
    """Yield the shards of blocks in ascending order of their keys."""
    cutter = Cutter()
    for key, data in packed:
        yield from cutter.add(key, data)
    yield from cutter.rest()
