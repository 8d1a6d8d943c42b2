"""The document numbers that a text cites, each with the day written after it; remembered by the words of the text.

The same bases are cited by thousands of documents, and reading a number out of a sentence costs more than all else that
is asked about a document: what was read once is kept until no public document says it any more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from editorial import numbers
from editorial.content_fields import iso_proposal
from editorial.file_index import CODE, Memory

_DAY = re.compile(r"[\s,(]*(ngày\s[^,;()]{4,30}?[0-9]{4})")


class Citation(NamedTuple):
    """A number in a text, from start to end. issued_on: "2022-12-30", "" where no day is written after it"""

    start: int
    end: int
    key: numbers.Key
    issued_on: str


class Citations:
    """Reads citations. place: where they are remembered, None for nowhere"""

    def __init__(self, place: Path | None = None) -> None:
        self._place = place
        self._asked: dict[str, tuple[Citation, ...]] = {}

    @cached_property
    def _kept(self) -> dict[str, list[tuple[int, int, numbers.Key, str]]]:
        return (Memory.load(self._place, CODE) if self._place else None) or {}

    def of(self, text: str) -> tuple[Citation, ...]:
        """Return what a text cites; a text that is nothing but a number cites that."""
        found = self._asked.get(text)
        if found is None:
            kept = self._kept.get(text)
            found = tuple(map(Citation._make, kept)) if kept is not None else tuple(read_citations(text))
            self._asked[text] = found
        return found

    def keep(self) -> None:
        """Remember what was asked since, and nothing else."""
        if self._place and self._asked.keys() != self._kept.keys():
            Memory.save(self._place, CODE, {text: [tuple(one) for one in found] for text, found in self._asked.items()})


def read_citations(text: str) -> Iterator[Citation]:
    """Yield what a text cites, read anew."""
    whole = numbers.parse(text)
    if whole:
        if whole.number is not None:
            yield Citation(0, len(text), whole.key, "")
        return
    for cited in numbers.find_numbers(text):
        day = _DAY.match(text, cited.end)
        yield Citation(cited.start, cited.end, cited.number.key, (iso_proposal(day[1]) or "") if day else "")
