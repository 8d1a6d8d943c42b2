"""Integers that order the documents. docs/search-format.md sections 5.5 to 5.8.

Only sums, products and floor divisions of whole numbers below 2**53, so that the browser's numbers give the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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
    hits = [(document, levels.get(document, 0), score) for document, score in scores.items()]
    hits += [(document, level, 0) for document, level in levels.items() if document not in scores]
    hits.sort(key=lambda hit: (-hit[1], -hit[2], hit[0]))
    best = max(scores.values(), default=0)
    strong = sum(1 for _, level, score in hits if level or score * CUT_SHARE >= best)
    return Ranking(tuple(hits[: max(strong, AT_LEAST)]), strong, relaxed)


def _levels(plan: Plan, lookup: Lookup) -> dict[int, int]:
    levels: dict[int, int] = {}
    for key, precision in plan.numbers:
        block = lookup("n", key)
        for spelling in block.spellings if block else ():
            for document, impact in zip(spelling.documents, spelling.impacts, strict=True):
                levels[document] = max(levels.get(document, 0), precision * 4 + impact)
    return levels


def _scores(plan: Plan, lookup: Lookup) -> tuple[dict[int, int], bool]:
    sums: dict[int, int] = {}
    covered: dict[int, int] = {}
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
            sums[document] = sums.get(document, 0) + contribution
            covered[document] = covered.get(document, 0) + weight
    scores = {}
    for document, summed in sums.items():
        cover = covered[document] * 100 // total
        scores[document] = summed * cover * cover // 10000
    if wanted is None:
        return scores, False
    quoted = {document: scores[document] for document in wanted if document in scores}
    return (quoted, False) if quoted else (scores, True)


def _contributions(plan: Plan, base: int, blocks: Sequence[tuple[Alternative, Block]]) -> dict[int, int]:
    best: dict[int, int] = {}
    for alternative, block in blocks:
        for spelling in block.spellings:
            factor = _weight(plan, alternative, spelling.exact) * block.idf * base
            if best:
                get = best.get
                for document, impact in zip(spelling.documents, spelling.impacts, strict=True):
                    contribution = factor * impact
                    if contribution > get(document, 0):
                        best[document] = contribution
            else:
                best = {d: factor * impact for d, impact in zip(spelling.documents, spelling.impacts, strict=True)}
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
