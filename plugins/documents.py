"""A document (văn bản) as its page shows it: the fields of NĐ 30/2020, and the way to related documents.

A blank stays a blank ("/QĐ-SNV" is shown as "…/QĐ-SNV"), an unknown date is never guessed. A number
alone is no key, since three offices may share a symbol and numbers restart: a related document is
linked when it is named by its id, or when one public document only has that number and its issuer
is the same body or one that came before or after it (PS-N8).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from editorial import numbers
from editorial.content import Item
from editorial.dates import PartialDate
from editorial.profile_schema import DOCUMENT_KINDS
from editorial.publication import PublicItem
from editorial.registry import Body, Registry

NOT_YET = "chưa có hiệu lực"


@dataclass(frozen=True)
class Related:
    """Another document; address: "" when it is not on the site or not certain."""

    name: str
    address: str


@dataclass(frozen=True)
class Document:
    """The fields of a document, "" or () where it has none. issuer_before, issuer_now: from the registry."""

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
    legal_bases: tuple[str, ...]
    recipients: tuple[str, ...]
    replaces: tuple[Related, ...]
    replaced_by: tuple[Related, ...]
    repealed_by: tuple[Related, ...]


class Library:
    """The public documents, found by id and by number; made once for all."""

    def __init__(self, items: Iterable[PublicItem], registry: Registry, today: date) -> None:
        self.registry = registry
        self.today = today
        self._by_id: dict[str, PublicItem] = {}
        self._by_number: defaultdict[numbers.Key, list[PublicItem]] = defaultdict(list)
        for public in items:
            self._by_id[public.item.id] = public
            number = numbers.parse(public.item.document_no) if public.item.kind in DOCUMENT_KINDS else None
            if number and number.number is not None:
                self._by_number[number.key].append(public)
        self._successors: defaultdict[str, list[PublicItem]] = defaultdict(list)
        for public in self._by_id.values():
            for named in public.item.replaces:
                replaced = self._find(named, public.item)
                if replaced:
                    self._successors[replaced.item.id].append(public)

    def document(self, item: Item) -> Document:
        """Return the document's fields as its page shows them."""
        issuer = self.registry.bodies.get(item.issuer)
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
            territory=item.territory,
            legal_bases=item.legal_bases,
            recipients=item.recipients,
            replaces=tuple(self._related(one, item) for one in item.replaces),
            replaced_by=self._replaced_by(item),
            repealed_by=(self._related(item.repealed_by, item),) if item.repealed_by else (),
        )

    def _effective(self, item: Item) -> str:
        """The effective date as written; a text not yet in force is labelled so (LX-QD.2)."""
        if isinstance(item.effective_on, date):
            mark = f" ({NOT_YET})" if item.effective_on > self.today else ""
            return f"{item.effective_on:%d/%m/%Y}{mark}"
        return item.effective_on or ""

    def _before(self, issuer: str, issued_on: PartialDate | None) -> str:
        """The bodies that had become the issuer when it issued the document (PS-M6); none on a doubtful day."""
        if issued_on is None:
            return ""
        return _names(self.registry.were(issuer, date(issued_on.year, issued_on.month or 1, issued_on.day or 1)))

    def _replaced_by(self, item: Item) -> tuple[Related, ...]:
        """What the document itself names, else the public documents that say they replace it (ST-QD.2)."""
        if item.replaced_by:
            return (self._related(item.replaced_by, item),)
        return tuple(_link(public) for public in self._successors[item.id])

    def _related(self, named: str, item: Item) -> Related:
        if named in self._by_id:
            return _link(self._by_id[named])
        found = self._find(named, item)
        return Related(named, found.edition.address if found else "")

    def _find(self, named: str, item: Item) -> PublicItem | None:
        """Return the one public document that an item names by id or by number, None when it is not certain."""
        if named in self._by_id:
            return self._by_id[named]
        number = numbers.parse(named)
        found = self._by_number.get(number.key, []) if number else []
        issuer = self.registry.bodies.get(item.issuer)
        if len(found) == 1 and issuer and found[0].item.issuer in {issuer.id, *issuer.predecessors, *issuer.successors}:
            return found[0]
        return None


def _names(bodies: Iterable[Body]) -> str:
    return "; ".join(body.name for body in bodies)


def _link(public: PublicItem) -> Related:
    return Related(public.item.document_no or public.item.title, public.edition.address)
