"""Postings that move on a shelf: blocks are packed anew, and borders told anew as far as they move.

From the shard in which the first changed key stands, blocks go through the cutter (borders.py) until an old border is
met again behind the last change; the next changed key begins a new walk.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from search import borders
from search.index import postings_in, weight_of
from search.packs import Shelf, squeezed
from search.shards import Packed, pack_block, pack_postings, packed_blocks, spellings_of, unsqueeze, varint

Moves = dict[str, dict[str, dict[int, int]]]
"""Folded key to exact key to document to new impact, 0 for none any more."""


def move(shelf: Shelf, moves: Moves, n: int) -> dict[str, int]:
    """Change the postings on a shelf; return how many each key has that was changed. Raises: ValueError for damage"""
    return _Walk(shelf, moves, n).done()


class _Walk:
    """From one changed key to the next. The shelf stays as it is until all are done."""

    def __init__(self, shelf: Shelf, moves: Moves, n: int) -> None:
        self._shelf, self._moves, self._n = shelf, moves, n
        self._keys = sorted(moves)
        self._counts: dict[str, int] = {}
        self._parts = dict(zip(shelf.first, shelf.parts, strict=True))
        self._plain: dict[str, bytes] = {}  # what was opened, by first keys

    def done(self) -> dict[str, int]:
        before = self._shelf.first
        first: list[str] = []
        behind = 0  # shards of before that are behind us
        while self._keys:
            begin = _place(before, self._keys[0])
            first += before[behind:begin]
            made, behind = self._walk(before, begin)
            first += map(self._put, made)
        first += before[behind:]
        self._shelf.first, self._shelf.parts = first, [self._parts[key] for key in first]
        return self._counts

    def _walk(self, before: Sequence[str], at: int) -> tuple[list[borders.Blocks], int]:
        """Return the new shards that take the place of those from one on, and which is the first that stays."""
        cutter = borders.Cutter()
        made: list[borders.Blocks] = []
        keys = self._keys
        while True:
            after = before[at + 1 : at + 2]
            here = keys[: bisect_left(keys, after[0])] if after else keys[:]
            del keys[: len(here)]
            for key, block in self._blocks(before[at : at + 1], here):
                made += cutter.add(key, block)
            at += 1
            if not after:
                return [*made, *cutter.rest()], at
            if cutter.at_border and not (keys and _place(before, keys[0]) < at):
                return made, at

    def _blocks(self, first: Sequence[str], keys: Sequence[str]) -> Iterator[tuple[str, bytes]]:
        """Return the blocks of a shard, if there is one, after the postings of some keys have moved."""
        for one in first:
            self._plain[one] = unsqueeze(self._parts[one])
        blocks = packed_blocks(self._plain[first[0]]) if first else {}
        new = False
        for key in keys:
            new = new or key not in blocks
            spellings = _moved(spellings_of(blocks[key]) if key in blocks else {}, self._moves[key])
            count = self._counts[key] = postings_in(spellings.values())
            weight = weight_of(self._shelf.kind, count, self._n)
            blocks[key] = pack_block(key, weight, sorted(spellings.items())) if count else b""
        ordered = sorted(blocks) if new else blocks
        return ((key, blocks[key]) for key in ordered if blocks[key])

    def _put(self, shard: borders.Blocks) -> str:
        """Squeeze a shard unless it is as it was, for that is what takes long; return its first key."""
        first, plain = shard[0][0], b"".join(block for _, block in shard)
        if self._plain.get(first) != plain:
            self._parts[first] = squeezed(plain)
        return first


def _place(first: Sequence[str], key: str) -> int:
    """Return from which shard on borders may move with a key: where it begins one, the shard before as well."""
    return max(0, bisect_left(first, key) - 1)


def _moved(spellings: dict[str, Packed], moved: Mapping[str, Mapping[int, int]]) -> dict[str, Packed]:
    for exact, changes in moved.items():
        held = spellings.pop(exact, Packed(b"", b""))
        for document, impact in sorted(changes.items()):
            held = with_posting(held, document, impact)
        if held.impacts:
            spellings[exact] = held
    return spellings


def with_posting(held: Packed, document: int, impact: int) -> Packed:
    """Return postings with another impact of one document, 0 for none any more."""
    gaps, impacts = held
    documents = held.documents()
    at = bisect_left(documents, document)
    found = at < len(documents) and documents[at] == document
    if found and impact:
        return Packed(gaps, impacts[:at] + bytes((impact,)) + impacts[at + 1 :])
    if not found and not impact:
        return held
    documents[at : at + found] = [document] if impact else []
    impacts = impacts[:at] + (bytes((impact,)) if impact else b"") + impacts[at + found :]
    if len(gaps) != len(held.impacts) or not documents:  # some gaps take more than a byte
        return pack_postings(documents, impacts) if documents else Packed(b"", b"")
    before = documents[at - 1] if at else 0
    near = documents[at : at + 1 + (not found)]
    return Packed(gaps[:at] + _gaps(before, near) + gaps[at + 1 + found :], impacts)


def _gaps(before: int, documents: Sequence[int]) -> bytes:
    return b"".join(varint(one - last) for last, one in zip((before, *documents), documents, strict=False))
