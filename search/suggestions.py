"""Có phải ông/bà muốn tìm …: the query with its unknown words mended. docs/search-format.md section 9."""

from __future__ import annotations

from collections.abc import Container

from search.analysis import keys
from search.keyboard import in_letters
from search.queries import Plan
from search.shards import Block
from search.typed import Lookup, Word


def did_you_mean(plan: Plan, lookup: Lookup, known: Container[str]) -> str:
    """Return the query as it was probably meant, "" when nothing was unknown or nothing better is known."""
    if not any(word.glued or (word.repairs and word.folded not in known) for word in plan.words):
        return ""
    return " ".join(_meant(plan, at, lookup, known) for at in range(len(plan.words)))


def _meant(plan: Plan, at: int, lookup: Lookup, known: Container[str]) -> str:
    word = plan.words[at]
    if not word.glued and (not word.repairs or word.folded in known):
        return _as_typed(word)
    key = word.folded if word.glued else word.repairs[0][0]
    left = plan.words[at - 1].folded if at else ""
    pair = lookup("b", f"{left} {key}") if left else None
    if pair:
        return in_letters(_usual(pair, f"{left} {key}").split(" ")[1])
    block = lookup("u", key)
    return in_letters(_usual(block, key)) if block else key


def _as_typed(word: Word) -> str:
    typed = keys(word.typed)
    return word.typed if typed and typed.exact == word.keys.exact else in_letters(word.keys.exact)


def _usual(block: Block, folded: str) -> str:
    """Return the most frequent spelling of a block; of equal ones the first."""
    best = max(block.spellings, key=lambda spelling: len(spelling.documents))
    return best.exact or folded
