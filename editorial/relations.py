"""How the public documents hang together: what replaces, repeals, amends, guides and cites what.

A document is meant by its id, or by its number (see editorial.numbered); otherwise the name stays a
name without a link.

Everything is found in one pass over heads. A text that replaces or repeals another ends it, one that amends it ends a
part of it, each on the newer one's first day (see editorial.statuses).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from editorial.citations import Citation, Citations
from editorial.content import Item
from editorial.content_fields import values_of
from editorial.numbered import Numbered, Numbering
from editorial.profile_schema import DOCUMENT_KINDS
from editorial.publication import PublicItem
from editorial.registry import Registry
from editorial.statuses import End, Span, first_day, span_on, spans_of

ENDING = ("replaces", "repeals")
CHANGING = (*ENDING, "amends")
FORWARD = (*CHANGING, "guides")
"""What a newer document says of an older one."""
BACKWARD = ("replaced_by", "repealed_by")
"""What an older document says of a newer one."""
CITES = "legal_bases"


class Named(NamedTuple):
    """Another document as a text names it. public: None when it is not on the site or not certain"""

    name: str
    public: PublicItem | None


class Cited(NamedTuple):
    """A document that a legal basis cites. text: the basis"""

    text: str
    citation: Citation
    public: PublicItem


class Relations:
    """The documents among the public items, newest first, and how they hang together.

    texts: by which documents name others; one that is an id may name what is no document
    numbered: the documents by their numbers
    """

    def __init__(self, items: Iterable[PublicItem], registry: Registry, citations: Citations) -> None:
        self._registry = registry
        self._citations = citations
        self._by_id = {public.id: public for public in items}
        self.documents = tuple(public for public in self._by_id.values() if public.kind in DOCUMENT_KINDS)
        self._told = {public.id: public.metadata for public in self.documents}
        self.numbered = Numbered(self._numberings(), registry)
        self._naming: defaultdict[tuple[str, str], list[PublicItem]] = defaultdict(list)
        self._named: dict[tuple[str, str], tuple[Named, ...]] = {}
        self.texts: set[str] = set()
        self._cited: dict[str, tuple[Cited, ...]] = {}
        for public in self.documents:
            self._read(public)
        self._spans: dict[str, tuple[Span, ...]] = {}
        citations.keep()

    def named(self, public: PublicItem, relation: str) -> tuple[Named, ...]:
        """Return the documents that a document names itself. relation: one of FORWARD and BACKWARD"""
        return self._named.get((relation, public.id), ())

    def naming(self, public: PublicItem, relation: str) -> tuple[PublicItem, ...]:
        """Return the documents that name this one, newest first. relation: one of FORWARD, or CITES"""
        return tuple(self._naming.get((relation, public.id), ()))

    def cited(self, public: PublicItem) -> tuple[Cited, ...]:
        """Return the documents of the site that the legal bases cite."""
        return self._cited.get(public.id, ())

    def get(self, item: str) -> PublicItem | None:
        """Return a public document by its id."""
        return self._by_id[item] if item in self._told else None

    def spans(self, public: PublicItem) -> tuple[Span, ...]:
        """Return the document's status for every day."""
        if public.id not in self._spans:
            self._spans[public.id] = spans_of(_first_day(public.item), self._ends(public))
        return self._spans[public.id]

    def tie(self, item: str, today: date) -> object:
        """Return, of a document's facts, those that hang on other documents or on today: they move, it does not."""
        public = self.get(item)
        if public is None:
            return None
        issuer = self._registry.bodies.get(self._issuer(public))
        spans = self.spans(public)
        named = [one.public for relation in (*FORWARD, *BACKWARD) for one in self.named(public, relation)]
        named += [one.public for one in self.cited(public)]
        return (
            spans.index(span_on(spans, today)),
            issuer is not None and issuer.existed_on(today),
            [_mark(one) if one else None for one in named],
            [[_mark(one) for one in self._naming.get((relation, item), ())] for relation in (*FORWARD, CITES)],
        )

    def _read(self, public: PublicItem) -> None:
        """Find what a document names and cites, and tell those that it names."""
        told = self._told[public.id]
        found: dict[tuple[str, str], None] = {}
        for relation in (*FORWARD, *BACKWARD):
            if relation in told:
                self.texts.update(values_of(told[relation]))
                named = tuple(Named(text, self._meant(text, public)) for text in values_of(told[relation]))
                self._named[relation, public.id] = named
                if relation in FORWARD:
                    found |= {(relation, one.public.id): None for one in named if one.public}
        cited = tuple(self._citing(public, values_of(told.get(CITES, ()))))
        if cited:
            self._cited[public.id] = cited
            found |= {(CITES, one.public.id): None for one in cited}
        for key in found:
            self._naming[key].append(public)

    def _citing(self, public: PublicItem, texts: Iterable[str]) -> Iterator[Cited]:
        for text in dict.fromkeys(texts):
            for citation in self._citations.of(text):
                found = self._numbered_as(citation, text, public)
                if found:
                    yield Cited(text, citation, found)

    def _ends(self, public: PublicItem) -> Iterator[End]:
        """What ends a document or a part of it. A day of its own serves an act that the site does not have."""
        told: set[str] = set()
        expires_on = public.item.expires_on if "expires_on" in self._told[public.id] else None
        named = [one for relation in BACKWARD for one in self.named(public, relation)]
        known = [(one.public, True) for one in named if one.public]
        known += [(one, relation in ENDING) for relation in CHANGING for one in self.naming(public, relation)]
        for newer, of_all in known:
            if newer.id not in told:
                told.add(newer.id)
                yield End(_first_day(newer.item) or expires_on, name_of(newer), of_all)
        for name in [one.name for one in named if not one.public] or ([""] if expires_on else []):
            yield End(expires_on, name)

    def _meant(self, text: str, public: PublicItem) -> PublicItem | None:
        """Return the one document that a relation names by id or by number."""
        if text in self._by_id:
            return self._by_id[text]
        citations = self._citations.of(text)
        return self._numbered_as(citations[0], text, public) if citations else None

    def _numbered_as(self, citation: Citation, text: str, public: PublicItem) -> PublicItem | None:
        found = self.numbered.meant(citation, text, public.id, self._issuer(public))
        return self._by_id[found] if found else None

    def _numberings(self) -> Iterator[Numbering]:
        for public in self.documents:
            told = self._told[public.id]
            for citation in self._citations.of(str(told.get("document_no", "")))[:1]:
                yield Numbering(public.id, citation.key, str(told.get("issued_on", "")), self._issuer(public))

    def _issuer(self, public: PublicItem) -> str:
        return str(self._told[public.id].get("issuer", ""))


def name_of(public: PublicItem) -> str:
    """Return how other pages call a document: its number, else its title."""
    told = public.metadata
    number = str(told.get("document_no", ""))
    return number if any(letter.isdigit() for letter in number) else str(told.get("title", ""))


def _first_day(item: Item) -> date | None:
    return first_day(item.effective_on, item.issued_on)


def _mark(public: PublicItem) -> tuple[str, bytes]:
    return public.id, public.head_digest
