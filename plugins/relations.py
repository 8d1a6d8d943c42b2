"""How the public documents hang together: what replaces, repeals, amends, guides and cites what.

A number alone is no key, since offices share symbols and numbers restart (PS-N8). A document is meant by its id, or by
its number when
1. the day written after the number, if there is one, is the day on which it was issued, and
2. its issuer is that of the document that names it, one that came before or after that one, or is named in a text that
   writes the day or whose number bears the year,
3. and no second public document answers to all of this. Otherwise the name stays a name without a link.

Everything is found in one pass over heads. A text that replaces or repeals another ends it, one that amends it ends a
part of it, each on the newer one's first day (see editorial.statuses).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from editorial.content_fields import UNDETERMINED
from editorial.profile_schema import DOCUMENT_KINDS
from editorial.publication import PublicItem
from editorial.registry import Registry
from editorial.statuses import End, Span, first_day, span_on, spans_of
from editorial.text import fold
from plugins.citations import Citation, Citations

ENDING = ("replaces", "repeals")
CHANGING = (*ENDING, "amends")
FORWARD = (*CHANGING, "guides")
"""What a newer document says of an older one."""
BACKWARD = ("replaced_by", "repealed_by")
"""What an older document says of a newer one."""
CITES = "legal_bases"
YEAR = 2
"""Where a number's key holds the year that the number bears."""

_WORD = re.compile(r"\w+")


class Named(NamedTuple):
    """Another document as a text names it. public: None when it is not on the site or not certain"""

    name: str
    public: PublicItem | None


class Relations:
    """The documents among the public items, newest first, and how they hang together."""

    def __init__(self, items: Iterable[PublicItem], registry: Registry, citations: Citations) -> None:
        self._registry = registry
        self._citations = citations
        self._by_id = {public.id: public for public in items}
        self.documents = tuple(public for public in self._by_id.values() if public.kind in DOCUMENT_KINDS)
        self._numbered = self._by_number()
        self._named: defaultdict[tuple[str, str], list[PublicItem]] = defaultdict(list)
        for public in self.documents:
            for relation in (*FORWARD, CITES):
                for other in dict.fromkeys(self._others(public, relation)):
                    self._named[relation, other.id].append(public)
        self._spans: dict[str, tuple[Span, ...]] = {}
        citations.keep()

    def get(self, item: str) -> PublicItem | None:
        """Return a public document by its id."""
        public = self._by_id.get(item)
        return public if public and public.kind in DOCUMENT_KINDS else None

    def named(self, public: PublicItem, relation: str) -> tuple[Named, ...]:
        """Return the documents that a document names itself. relation: one of FORWARD and BACKWARD"""
        return tuple(Named(text, self._meant(text, public)) for text in _texts(public, relation))

    def naming(self, public: PublicItem, relation: str) -> tuple[PublicItem, ...]:
        """Return the documents that name this one, newest first. relation: one of FORWARD, or CITES"""
        return tuple(self._named.get((relation, public.id), ()))

    def cited(self, public: PublicItem, text: str) -> Iterator[tuple[Citation, PublicItem]]:
        """Yield the documents of the site that a legal basis cites, and where."""
        for citation in self._citations.of(text):
            found = self._numbered_as(citation, text, public)
            if found:
                yield citation, found

    def spans(self, public: PublicItem) -> tuple[Span, ...]:
        """Return the document's status for every day."""
        if public.id not in self._spans:
            self._spans[public.id] = spans_of(_first_day(public), self._ends(public))
        return self._spans[public.id]

    def tie(self, item: str, today: date) -> object:
        """Return, of a document's facts, those that hang on other documents or on today: they move, it does not."""
        public = self.get(item)
        if public is None:
            return None
        issuer = self._registry.bodies.get(_text(public, "issuer"))
        named = [one for relation in (*FORWARD, *BACKWARD) for _, one in self.named(public, relation)]
        named += [one for text in _texts(public, CITES) for _, one in self.cited(public, text)]
        naming = [[_mark(one) for one in self.naming(public, relation)] for relation in (*FORWARD, CITES)]
        return (
            self.spans(public).index(span_on(self.spans(public), today)),
            issuer is not None and issuer.existed_on(today),
            [_mark(one) if one else None for one in named],
            naming,
        )

    def _ends(self, public: PublicItem) -> Iterator[End]:
        """What ends a document or a part of it. A day of its own serves an act that the site does not have."""
        told: set[str] = set()
        expires_on = public.item.expires_on if "expires_on" in public.metadata else None
        for _, newer in (one for relation in BACKWARD for one in self.named(public, relation) if one.public):
            if newer and newer.id not in told:
                told.add(newer.id)
                yield End(_first_day(newer) or expires_on, name_of(newer))
        for relation in CHANGING:
            for newer in self.naming(public, relation):
                if newer.id not in told:
                    told.add(newer.id)
                    yield End(_first_day(newer), name_of(newer), relation in ENDING)
        elsewhere = [one.name for relation in BACKWARD for one in self.named(public, relation) if not one.public]
        for name in elsewhere or ([""] if expires_on else []):
            yield End(expires_on, name)

    def _others(self, public: PublicItem, relation: str) -> Iterator[PublicItem]:
        for text in _texts(public, relation):
            if relation == CITES:
                yield from (other for _, other in self.cited(public, text))
            elif other := self._meant(text, public):
                yield other

    def _meant(self, text: str, public: PublicItem) -> PublicItem | None:
        """Return the one document that a relation names by id or by number."""
        if text in self._by_id:
            return self._by_id[text]
        citations = self._citations.of(text)
        return self._numbered_as(citations[0], text, public) if citations else None

    def _numbered_as(self, citation: Citation, text: str, public: PublicItem) -> PublicItem | None:
        candidates = self._numbered.get(citation.key)
        if not candidates:
            return None
        found = [
            one
            for one in candidates
            if one.id != public.id
            and (not citation.issued_on or citation.issued_on == _text(one, "issued_on"))
            and self._issuer_is_meant(_text(one, "issuer"), citation, text, public)
        ]
        return found[0] if len(found) == 1 else None

    def _issuer_is_meant(self, issuer: str, citation: Citation, text: str, public: PublicItem) -> bool:
        bodies = self._registry.bodies
        own = bodies.get(_text(public, "issuer"))
        if own and issuer in (own.id, *own.predecessors, *own.successors):
            return True
        if issuer not in bodies or not (citation.issued_on or citation.key[YEAR]):
            return False
        words = _words(text)
        return any(_words(name) in words for name in (bodies[issuer].name, *bodies[issuer].aliases))

    def _by_number(self) -> Mapping[object, list[PublicItem]]:
        found: defaultdict[object, list[PublicItem]] = defaultdict(list)
        for public in self.documents:
            for citation in self._citations.of(_text(public, "document_no"))[:1]:
                found[citation.key].append(public)
        return dict(found)


def name_of(public: PublicItem) -> str:
    """Return how other pages call a document: its number, else its title."""
    number = _text(public, "document_no")
    return number if any(letter.isdigit() for letter in number) else _text(public, "title")


def _first_day(public: PublicItem) -> date | None:
    if _text(public, "effective_on") in ("", UNDETERMINED):
        return None
    return first_day(public.item.effective_on, public.item.issued_on)


def _texts(public: PublicItem, key: str) -> tuple[str, ...]:
    written = public.metadata.get(key, ())
    return (written,) if isinstance(written, str) else tuple(written)


def _text(public: PublicItem, key: str) -> str:
    return str(public.metadata.get(key, ""))


def _words(text: str) -> str:
    return f" {' '.join(_WORD.findall(fold(text)))} "


def _mark(public: PublicItem) -> tuple[str, bytes]:
    return public.id, public.head_digest
