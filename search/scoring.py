"""Integers that order the documents. docs/search-format.md sections 5.5 to 5.8.

Only sums, products and floor divisions of whole numbers below 2**53, so that the browser's numbers give the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import nsmallest

from search.queries import VARIANT, Alternative, Plan
from search.shards import Block
from search.typed import Lookup

CUT_SHARE = 8
"""A page that scores less than an eighth of the best is weak: it shares but a common word with the query."""

AT_LEAST = 10
"""Weak pages are shown only to fill the first page of results."""


@dataclass(frozen=True)
class Ranking:
    """hits: (document, level, score), best first; strong: how many of them are not weak (always the first);
    relaxed: quotes asked for what is not there, and were let go"""

    hits: tuple[tuple[int, int, int], ...]
    strong: int
    relaxed: bool = False


def rank(plan: Plan, lookup: Lookup) -> Ranking:
    """Return the documents that answer a plan, in the order of relevance."""
    scores, relaxed = _scores(plan, lookup)
    for variant in plan.variants:
        for document, score in _scores(variant, lookup)[0].items():
            score = score * VARIANT // 100
            if score > scores.get(document, 0):
                scores[document] = score
    levels = _levels(plan, lookup)
    least = -(-max(scores.values(), default=0) // CUT_SHARE)
    hits = [(document, level, scores.get(document, 0)) for document, level in levels.items()]
    hits += [(document, 0, score) for document, score in scores.items() if score >= least and document not in levels]
    hits.sort(key=_order)
    strong = len(hits)
    if strong < AT_LEAST:
        weak = ((d, 0, score) for d, score in scores.items() if score < least and d not in levels)
        hits += nsmallest(AT_LEAST - strong, weak, key=_order)
    return Ranking(tuple(hits), strong, relaxed)


def _order(hit: tuple[int, int, int]) -> tuple[int, int, int]:
    document, level, score = hit
    return -level, -score, -document  # the newest of equals


def _levels(plan: Plan, lookup: Lookup) -> dict[int, int]:
    levels: dict[int, int] = {}
    for key, precision in plan.numbers:
        block = lookup("n", key)
        for spelling in block.spellings if block else ():
            for document, impact in zip(spelling.documents, spelling.impacts, strict=True):
                levels[document] = max(levels.get(document, 0), precision * 4 + impact)
    return levels


def _scores(plan: Plan, lookup: Lookup) -> tuple[dict[int, int], bool]:
    sums: defaultdict[int, int] = defaultdict(int)
    covered: defaultdict[int, int] = defaultdict(int)
    total = 0
    wanted: set[int] | None = None
    for slot in plan.slots:
        blocks = [(a, block) for a in slot.alternatives if (block := lookup(slot.kind, a.key)) is not None]
        if slot.required:
            here = _exactly(plan, slot.alternatives[0], blocks)
            wanted = here if wanted is None else wanted & here
        if not blocks:
            continue
        weight = max(block.idf for _, block in blocks) * slot.base
        total += weight
        for document, contribution in _contributions(plan, slot.base, blocks).items():
            sums[document] += contribution
            covered[document] += weight
    factors = {part: (part * 100 // total) ** 2 for part in set(covered.values())}
    scores = {document: summed * factors[covered[document]] // 10000 for document, summed in sums.items()}
    if wanted is None:
        return scores, False
    quoted = {document: scores[document] for document in wanted if document in scores}
    return (quoted, False) if quoted else (scores, True)


def _contributions(plan: Plan, base: int, blocks: Sequence[tuple[Alternative, Block]]) -> dict[int, int]:
    """Return the greatest contribution of a slot's alternatives to each document."""
    lists = [
        (_weight(plan, alternative, spelling.exact) * block.idf * base, spelling)
        for alternative, block in blocks
        for spelling in block.spellings
    ]
    lists.sort(key=lambda one: -len(one[1].documents))  # the longest one needs no comparing
    best: dict[int, int] = {}
    for factor, spelling in lists:
        pairs = zip(spelling.documents, map(factor.__mul__, spelling.impacts), strict=True)
        if not best:
            best = dict(pairs)
            continue
        for document, contribution in pairs:
            if contribution > best.get(document, 0):
                best[document] = contribution
    return best


def _weight(plan: Plan, alternative: Alternative, exact: str) -> int:
    weight = alternative.weight
    if plan.marked:
        for word, part in zip(alternative.words, (exact or alternative.key).split(" "), strict=True):
            if word is not None:
                weight = min(weight, plan.spelling_weight(word, part))
    return weight


def _exactly(plan: Plan, own: Alternative, blocks: Sequence[tuple[Alternative, Block]]) -> set[int]:
    """Return the documents that have a quoted word or pair as it was typed."""
    found: set[int] = set()
    for alternative, block in blocks:
        if alternative is own:
            for spelling in block.spellings:
                if _weight(plan, own, spelling.exact) == 100:
                    found.update(spelling.documents)
    return found
