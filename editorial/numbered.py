"""Which document of the site a number in a text means.

A number alone is no key, since offices share symbols and numbers restart (PS-N8). A document is meant by its
number when
1. the day written after the number, if there is one, is the day on which it was issued, and
2. its issuer is that of the document that names it, one that came before or after that one, or is named in a text that
   writes the day or whose number bears the year,
3. and no second public document answers to all of this.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator
from typing import NamedTuple

from editorial import numbers
from editorial.citations import Citation
from editorial.registry import Registry
from editorial.text import spaced

YEAR = 2
"""Where a number's key holds the year that the number bears."""


class Numbering(NamedTuple):
    """A public document by its number. item: its id; issued_on: as written, "" for none; issuer: id in the registry"""

    item: str
    key: numbers.Key
    issued_on: str
    issuer: str


class Numbered:
    """The public documents by their number and the day on which they were issued, and by their number alone."""

    def __init__(self, documents: Iterable[Numbering], registry: Registry) -> None:
        self._registry = registry
        self._found: defaultdict[tuple[numbers.Key, str], list[Numbering]] = defaultdict(list)
        for one in documents:
            for day in {"", one.issued_on}:
                self._found[one.key, day].append(one)

    def sharing(self, items: Container[str]) -> Iterator[Numbering]:
        """Yield all that have the number of one of the items."""
        for (_, day), alike in self._found.items():
            if not day and any(one.item in items for one in alike):
                yield from alike

    def carrying(self, key: numbers.Key) -> Iterator[str]:
        """Yield the id of every document that bears the number, whoever issued it and when."""
        yield from (one.item for one in self._found.get((key, ""), ()))

    def meant(self, citation: Citation, text: str, item: str, issuer: str) -> str | None:
        """Return the id of the one document that a citation in a text means, None when that is not certain.

        item, issuer: of the document in which the text stands, "" where there is none
        """
        found = [
            one
            for one in self._found.get((citation.key, citation.issued_on), ())
            if one.item != item and self._issuer_is_meant(one.issuer, citation, text, issuer)
        ]
        return found[0].item if len(found) == 1 else None

    def _issuer_is_meant(self, issuer: str, citation: Citation, text: str, naming: str) -> bool:
        bodies = self._registry.bodies
        own = bodies.get(naming)
        if own and issuer in (own.id, *own.predecessors, *own.successors):
            return True
        if issuer not in bodies or not (citation.issued_on or citation.key[YEAR]):
            return False
        words = spaced(text)
        return any(spaced(name) in words for name in (bodies[issuer].name, *bodies[issuer].aliases))
