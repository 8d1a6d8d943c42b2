"""The shards of one kind, in which postings move: blocks are packed anew, and borders told anew as far as they move.

From the shard in which the first changed key stands, blocks go through the cutter (borders.py) until an old border is
met again behind the last change; the next changed key begins a new walk.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from search import borders, shards
from search.files import Files
from search.index import block_of, documents_in, write_shard
from search.manifest import Manifest
from search.shards import Block

Moves = dict[str, dict[str, dict[int, int]]]
"""Folded key to exact key to document to new impact, 0 for none any more."""


class Shelf:
    """first: first keys of all shards; counts: in how many documents each key stands whose postings have moved"""

    def __init__(self, files: Files, manifest: Manifest, kind: str) -> None:
        self._files, self._generation, self._kind, self._n = files, manifest.generation, kind, manifest.n
        self.first: Sequence[str] = manifest.first[kind]
        self.counts: dict[str, int] = {}
        self._plain: dict[str, bytes] = {}  # what was read, by first keys

    def move(self, moves: Moves) -> None:
        """Change the postings. Raises: Damaged"""
        before, keys = self.first, sorted(moves)
        first: list[str] = []
        done = 0  # shards of before that are behind us
        while keys:
            begin = _place(before, keys[0])
            first += before[done:begin]
            made, done = self._walk(before, begin, keys, moves)
            names = [self._put(shard) for shard in made]
            for gone in set(before[begin:done]).difference(names):
                self._files.remove(self._name(gone))
            first += names
        self.first = [*first, *before[done:]]

    def _walk(self, before: Sequence[str], at: int, keys: list[str], moves: Moves) -> tuple[list[borders.Blocks], int]:
        """Return the new shards that take the place of those from one on, and which is the first that stays.

        keys: what is moved is taken from its front
        """
        cutter = borders.Cutter()
        made: list[borders.Blocks] = []
        while True:
            after = before[at + 1 : at + 2]
            here = keys[: bisect_left(keys, after[0])] if after else keys[:]
            del keys[: len(here)]
            for key, block in self._blocks(before[at : at + 1], here, moves):
                made += cutter.add(key, block)
            at += 1
            if not after:
                return [*made, *cutter.rest()], at
            if cutter.at_border and not (keys and _place(before, keys[0]) < at):
                return made, at

    def _blocks(self, first: Sequence[str], keys: Sequence[str], moves: Moves) -> Iterator[tuple[str, bytes]]:
        """Return the blocks of a shard, if there is one, after the postings of some keys have moved."""
        for one in first:
            self._plain[one] = shards.unsqueeze(self._files.read(self._name(one)))
        blocks = shards.packed_blocks(self._plain[first[0]]) if first else {}
        for key in keys:
            spellings = _moved(shards.one_block(blocks[key]) if key in blocks else None, moves[key])
            count = self.counts[key] = documents_in(spellings) if spellings else 0
            blocks[key] = shards.pack_block(key, block_of(self._kind, spellings, count, self._n)) if spellings else b""
        return ((key, blocks[key]) for key in sorted(blocks) if blocks[key])

    def _put(self, shard: borders.Blocks) -> str:
        """Write a shard unless it is as it was, for packing is what takes long; return its first key."""
        if self._plain.get(shard[0][0]) == b"".join(block for _, block in shard):
            return shard[0][0]
        return write_shard(self._files, self._generation, self._kind, shard)

    def _name(self, first: str) -> str:
        return f"{self._generation}/{shards.shard_name(self._kind, first)}"


def _place(first: Sequence[str], key: str) -> int:
    """Return from which shard on borders may move with a key: where it begins one, the shard before as well."""
    return max(0, bisect_left(first, key) - 1)


def _moved(block: Block | None, moved: Mapping[str, Mapping[int, int]]) -> dict[str, tuple[Sequence[int], bytes]]:
    spellings: dict[str, tuple[Sequence[int], bytes]] = {}
    for spelling in block.spellings if block else ():
        spellings[spelling.exact] = spelling.documents, spelling.impacts
    for exact, changes in moved.items():
        held, weights = spellings.pop(exact, ((), b""))
        documents, impacts = list(held), bytearray(weights)
        for document, impact in changes.items():
            at = bisect_left(documents, document)
            found = documents[at : at + 1] == [document]
            documents[at : at + found] = [document] if impact else []
            impacts[at : at + found] = bytes((impact,)) if impact else b""
        if documents:
            spellings[exact] = documents, bytes(impacts)
    return spellings
