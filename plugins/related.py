"""Which other items an item's reader may want next, told from the pairs of words that few items share.

For every item the 16 weightiest of its pairs count (idf · impact; a pair that more than 64 items have says nothing).
An item that shares such a pair gets idf · the smaller of both impacts. Whoever shares fewer than three pairs is left
out; ties go to the greater document number, the newer item. Everything is a whole number read from the shards, so the
same index gives the same lists, and one pass over its pairs is all it costs.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from heapq import heappush, heapreplace
from pathlib import Path

from search.manifest import read_manifest
from search.shards import shard_name, unpack_shard, unsqueeze

SHOWN = 5
PAIRS_COUNTED = 16
SHARED_BY = 64
SHARED_AT_LEAST = 3

Pair = tuple[int, dict[int, int]]
"""idf, and impact by document number."""


def related(shards: Path, documents: Collection[int]) -> dict[int, tuple[int, ...]]:
    """Return for each document those most like it, the nearest first; documents: which may show and be shown."""
    weighty: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    pairs: list[Pair] = []
    for idf, impacts in _pairs(shards, frozenset(documents)):
        for document, impact in impacts.items():
            _keep(weighty[document], (idf * impact, -len(pairs)))
        pairs.append((idf, impacts))
    return {document: _nearest(document, [pairs[-place] for _, place in weighty[document]]) for document in documents}


def _keep(heap: list[tuple[int, int]], entry: tuple[int, int]) -> None:
    """Keep the greatest entries; of equal weight the pair that comes first."""
    if len(heap) < PAIRS_COUNTED:
        heappush(heap, entry)
    elif entry > heap[0]:
        heapreplace(heap, entry)


def _nearest(document: int, pairs: list[Pair]) -> tuple[int, ...]:
    score: Counter[int] = Counter()
    shared: Counter[int] = Counter()
    for idf, impacts in pairs:
        own = impacts[document]
        for other, impact in impacts.items():
            score[other] += idf * min(own, impact)
            shared[other] += 1
    found = [other for other in score if other != document and shared[other] >= SHARED_AT_LEAST]
    return tuple(sorted(found, key=lambda other: (-score[other], -other))[:SHOWN])


def _pairs(shards: Path, documents: frozenset[int]) -> Iterator[Pair]:
    """Yield the pairs, each as it is spelled (bí mật is not bị mất), that two or more share, and not too many."""
    manifest = read_manifest(shards)
    for first in manifest.first["b"]:
        data = unsqueeze((shards / manifest.generation / shard_name("b", first)).read_bytes())
        for block in unpack_shard(data).values():
            for spelling in block.spellings:
                told = zip(spelling.documents, spelling.impacts, strict=True)
                impacts = {document: impact for document, impact in told if document in documents}
                if 2 <= len(impacts) <= SHARED_BY:
                    yield block.idf, impacts
