"""A document (văn bản) as its page shows it: the fields of NĐ 30/2020, its status, and the way to related documents.

A blank stays a blank ("/QĐ-SNV" is shown as "…/QĐ-SNV"), an unknown date is never guessed. How documents name one
another: editorial.relations; which day finds them in force: editorial.statuses.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from editorial import numbers
from editorial.citations import Citations
from editorial.content import Item
from editorial.content_fields import ON_SIGNING
from editorial.dates import PartialDate
from editorial.file_index import Memory
from editorial.profile_schema import DOCUMENT_KINDS
from editorial.publication import PublicItem
from editorial.registry import Body, Registry
from editorial.relations import BACKWARD, CITES, FORWARD, Named, Relations, name_of
from editorial.statuses import Span, Status, first_day, span_on
from plugins.marks import digest_of

CITED_BY_SHOWN = 10
"""How many of the documents that cite one its page names; a law may be cited by thousands."""

_BACK = {"replaces": "replaced_by", "repeals": "repealed_by"}


@dataclass(frozen=True)
class Related:
    """Another document, or words between two; address: "" when it is not on the site or not certain."""

    name: str
    address: str


class Standing(NamedTuple):
    """A status and its days for a reader. slug: see Status; on: "từ 01/07/2025"; why: "theo 517/QĐ-SNV", or "" """

    slug: str
    words: str
    on: str
    why: str


@dataclass(frozen=True)
class Document:
    """The fields of a document, "" or () where it has none. issuer_before, issuer_now: from the registry.

    legal_bases: each in pieces, those with an address lead to a document
    status: on the day of the publish; days: for every day there is, oldest first
    cited_by: the newest of them; cited_by_more: how many others there are
    """

    number: str
    number_variant: str
    form: str
    issued: str
    effective: str
    issuer: str
    issuer_before: str
    issuer_now: str
    signer: str
    abstract: str
    territory: str
    recipients: tuple[str, ...]
    legal_bases: tuple[tuple[Related, ...], ...]
    status: Standing
    days: tuple[Standing, ...]
    replaces: tuple[Related, ...]
    replaced_by: tuple[Related, ...]
    repeals: tuple[Related, ...]
    repealed_by: tuple[Related, ...]
    amends: tuple[Related, ...]
    amended_by: tuple[Related, ...]
    guides: tuple[Related, ...]
    guided_by: tuple[Related, ...]
    cited_by: tuple[Related, ...]
    cited_by_more: int


_OfToday = tuple[dict[str, tuple[str, ...]], dict[str, str]]
"""Of each document the fields of its Standing; of those in force, where it is known, the first day (ISO)."""


class Library:
    """What pages say of the public documents, made of heads; how they hang together is worked out when somebody asks.

    remembered: file that keeps from one run to the next what hangs on other documents, None for nowhere
    key: digest of code and registries
    """

    def __init__(
        self,
        items: Collection[PublicItem],
        registry: Registry,
        today: date,
        citations: Citations,
        remembered: Path | None = None,
        key: str = "",
    ) -> None:
        self.registry = registry
        self.today = today
        self.heads = {public.id: public.head_digest for public in items}
        self._items, self._citations = tuple(items), citations
        self._remembered, self._key = remembered, key

    @cached_property
    def relations(self) -> Relations:
        """How the documents hang together."""
        return Relations(self._items, self.registry, self._citations)

    @property
    def mark(self) -> bytes:
        """Tells whether anything that is said of any document has changed."""
        return self._ties[0]

    @property
    def values(self) -> Mapping[str, bytes]:
        """Of every document what tells whether anything that is said of it has changed."""
        return self._ties[1]

    @cached_property
    def _ties(self) -> tuple[bytes, Mapping[str, bytes]]:
        """The mark, and the values: those of last time where heads, day and registries are the same.

        A document may name by its id an item that is none: the heads of those are a part of it too.
        """
        documents = [(public.id, public.head_digest) for public in self._items if public.kind in DOCUMENT_KINDS]
        told = digest_of((self.today, documents))
        remembered = Memory.load(self._remembered, self._key) if self._remembered else None
        known: tuple[bytes, Sequence[str], bytes, Mapping[str, bytes]] = remembered or (b"", [], b"", {})
        if known[0] == told and self._mark(told, known[1]) == known[2]:
            return known[2], known[3]
        named = sorted(self.relations.texts)
        mark = self._mark(told, named)
        values = {item: digest_of((head, self.relations.tie(item, self.today))) for item, head in documents}
        if self._remembered:
            Memory.save(self._remembered, self._key, (told, named, mark, values))
            Memory.save(_beside(self._remembered), self._key + mark.hex(), self._of_today())
        return mark, values

    def _mark(self, told: bytes, named: Iterable[str]) -> bytes:
        return digest_of((told, [self.heads.get(text) for text in named]))

    def span(self, public: PublicItem) -> Span:
        """Return what the document is today, and since when."""
        return span_on(self.relations.spans(public), self.today)

    def standing(self, public: PublicItem) -> Standing:
        """Return the same in words; for lists, since it needs no relations while no document and no day has changed."""
        kept = self._today[0].get(public.id)
        return Standing(*kept) if kept else self._standing_of(public)

    @property
    def in_force(self) -> Mapping[str, str]:
        """Of documents in force today the first day (ISO) where it is known, by id; as cheap as `standing`."""
        return self._today[1]

    @cached_property
    def _today(self) -> _OfToday:
        known = self._remembered and Memory.load(_beside(self._remembered), self._key + self.mark.hex())
        return known or self._of_today()

    def _of_today(self) -> _OfToday:
        spans = {public.id: self.span(public) for public in self.relations.documents}
        return (
            {public.id: tuple(_standing(spans[public.id], public.item)) for public in self.relations.documents},
            {item: s.first.isoformat() for item, s in spans.items() if s.status is Status.IN_FORCE and s.first},
        )

    def _standing_of(self, public: PublicItem) -> Standing:
        return _standing(self.span(public), public.item)

    def document(self, public: PublicItem) -> Document:
        """Return the document's fields as its page shows them."""
        item, relations = public.item, self.relations
        issuer = self.registry.bodies.get(item.issuer)
        named = {key: _of_named(relations.named(public, key)) for key in (*FORWARD, *BACKWARD)}
        naming = {key: tuple(map(_link, relations.naming(public, key))) for key in (*FORWARD, CITES)}
        cited_by = naming[CITES]
        return Document(
            number=numbers.shown(item.document_no),
            number_variant=item.number_variant,
            form=item.form,
            issued=item.issued_on.vietnamese() if item.issued_on else "",
            effective=self._effective(item),
            issuer=issuer.name if issuer else item.issuer,
            issuer_before=self._before(item.issuer, item.issued_on) if issuer else "",
            issuer_now=_names(self.registry.became(issuer.id, self.today)) if issuer else "",
            signer=", ".join(part for part in (item.signer, item.signer_title) if part),
            abstract=item.abstract,
            territory=self._territory(item.territory, issuer),
            recipients=item.recipients,
            legal_bases=tuple(tuple(self._pieces(public, text)) for text in item.legal_bases),
            status=self._standing_of(public),
            days=tuple(_standing(span, item, with_both_ends=True) for span in relations.spans(public)),
            **{key: named[key] for key in FORWARD},
            **{back: _united(named[back], naming[key]) for key, back in _BACK.items()},
            amended_by=naming["amends"],
            guided_by=naming["guides"],
            cited_by=cited_by[:CITED_BY_SHOWN],
            cited_by_more=max(len(cited_by) - CITED_BY_SHOWN, 0),
        )

    def _effective(self, item: Item) -> str:
        """The effective date as written; a text not yet in force is labelled so (LX-QD.2)."""
        if isinstance(item.effective_on, date):
            mark = f" ({Status.NOT_YET.words})" if item.effective_on > self.today else ""
            return f"{item.effective_on:%d/%m/%Y}{mark}"
        on = first_day(item.effective_on, item.issued_on)
        return f"{item.effective_on} ({on:%d/%m/%Y})" if on else item.effective_on or ""

    def _territory(self, written: str, issuer: Body | None) -> str:
        """Where the document applies; what a body that is gone issued holds in the place of then (PS-S4)."""
        if issuer is None or issuer.valid_to is None or issuer.existed_on(self.today):
            return written
        if not written or "trước ngày" in written:
            return written
        return f"{written} trước ngày {issuer.valid_to:%d/%m/%Y}"

    def _before(self, issuer: str, issued_on: PartialDate | None) -> str:
        """The bodies that had become the issuer when it issued the document (PS-M6); none on a doubtful day."""
        if issued_on is None:
            return ""
        return _names(self.registry.were(issuer, date(issued_on.year, issued_on.month or 1, issued_on.day or 1)))

    def _pieces(self, public: PublicItem, text: str) -> Iterator[Related]:
        """A legal basis in pieces: the numbers that lead to a document, and the words between them."""
        at = 0
        for of, citation, other in self.relations.cited(public):
            if of != text:
                continue
            if text[at : citation.start]:
                yield Related(text[at : citation.start], "")
            yield Related(text[citation.start : citation.end], other.address)
            at = citation.end
        if text[at:]:
            yield Related(text[at:], "")


def _beside(remembered: Path) -> Path:
    """Return where the standings in words are remembered, which few runs ask for."""
    return remembered.with_name("documents-today")


def _standing(span: Span, item: Item, with_both_ends: bool = False) -> Standing:
    first = f"{span.first:%d/%m/%Y}" if span.first else ""
    until = f"{span.until:%d/%m/%Y}" if span.until else ""
    last = f"{span.until - timedelta(days=1):%d/%m/%Y}" if span.until else ""
    if first and until:
        on = f"từ {first} đến hết {last}"
    elif until and span.status is Status.NOT_YET and not with_both_ends:
        on = f"có hiệu lực từ {until}"
    else:
        on = f"từ {first}" if first else f"trước {until}" if until else "mọi ngày"
    return Standing(span.status.value, span.status.words, on, _why(span, item))


def _why(span: Span, item: Item) -> str:
    by = ", ".join(span.by)
    if span.status is not Status.UNKNOWN:
        return f"theo {by}" if by else ""
    if by:
        return f"đã có {by}, chưa rõ từ ngày nào"
    if item.effective_on == ON_SIGNING:
        return "có hiệu lực từ ngày ký, nhưng văn bản không ghi ngày ký"
    return "văn bản không ghi ngày có hiệu lực"


def _of_named(named: Iterable[Named]) -> tuple[Related, ...]:
    """A document named by its id is called by its number."""
    return tuple(
        Related(name_of(public) if public and name == public.id else name, public.address if public else "")
        for name, public in named
    )


def _united(named: tuple[Related, ...], naming: tuple[Related, ...]) -> tuple[Related, ...]:
    """What the document itself names, and the public documents that say so of it (ST-QD.2)."""
    known = {one.address for one in named}
    return (*named, *(one for one in naming if one.address not in known))


def _names(bodies: Iterable[Body]) -> str:
    return "; ".join(body.name for body in bodies)


def _link(public: PublicItem) -> Related:
    return Related(name_of(public), public.address)
