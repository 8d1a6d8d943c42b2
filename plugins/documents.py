"""A document (văn bản) as its page shows it: the fields of NĐ 30/2020, and the way to related documents.

A blank stays a blank ("/QĐ-SNV" is shown as "…/QĐ-SNV"), an unknown date is never guessed. A number
alone is no key, since three offices may share a symbol and numbers restart: a related document is
linked when it is named by its id, or when one public document only has that number and its issuer
is the same body or one that came before or after it (PS-N8).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from editorial import numbers
from editorial.content import Item, is_left_open
from editorial.content_fields import FIELDS, read_value
from editorial.dates import PartialDate
from editorial.profile_schema import DOCUMENT_KINDS
from editorial.publication import PublicItem
from editorial.registry import Body, Registry

NOT_YET = "chưa có hiệu lực"

_DIGITS = re.compile(r"[0-9]+")


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
    """The public documents, found by id and by number; made once for all, of heads."""

    def __init__(self, items: Iterable[PublicItem], registry: Registry, today: date) -> None:
        self.registry = registry
        self.today = today
        self._by_id = {public.id: public for public in items}
        self._keys: dict[str, numbers.Key | None] = {}
        self._successors: defaultdict[str, list[PublicItem]] = defaultdict(list)
        for public in self._by_id.values():
            for named in public.metadata.get("replaces", ()):
                replaced = self._find(named, _text(public, "issuer"))
                if replaced:
                    self._successors[replaced.id].append(public)

    def tie(self, item: str) -> object:
        """Return, of a document's facts, those that hang on other documents or on today: they move, it does not."""
        public = self._by_id.get(item)
        if public is None or public.kind not in DOCUMENT_KINDS:
            return None
        issuer = self.registry.bodies.get(_text(public, "issuer"))
        named = (*public.metadata.get("replaces", ()), _text(public, "replaced_by"), _text(public, "repealed_by"))
        others = [self._find(one, _text(public, "issuer")) for one in named if one]
        return (
            self._is_to_come(public),
            issuer is not None and issuer.existed_on(self.today),
            [(one.id, one.head_digest) if one else None for one in others],
            [(one.id, one.head_digest) for one in self._successors.get(item, ())],
        )

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
            issuer_before=self._names(self._before(issuer, item.issued_on)) if issuer else "",
            issuer_now=self._names(issuer.successors) if issuer and not issuer.existed_on(self.today) else "",
            signer=", ".join(part for part in (item.signer, item.signer_title) if part),
            abstract=item.abstract,
            territory=item.territory,
            legal_bases=item.legal_bases,
            recipients=item.recipients,
            replaces=tuple(self._related(one, item) for one in item.replaces),
            replaced_by=self._replaced_by(item),
            repealed_by=(self._related(item.repealed_by, item),) if item.repealed_by else (),
        )

    def _is_to_come(self, public: PublicItem) -> bool:
        written = _text(public, "effective_on")
        if not written or is_left_open("effective_on", written):
            return False
        effective_on = read_value(FIELDS["effective_on"], (written,))
        return isinstance(effective_on, date) and effective_on > self.today

    def _effective(self, item: Item) -> str:
        """The effective date as written; a text not yet in force is labelled so (LX-QD.2)."""
        if isinstance(item.effective_on, date):
            mark = f" ({NOT_YET})" if item.effective_on > self.today else ""
            return f"{item.effective_on:%d/%m/%Y}{mark}"
        return item.effective_on or ""

    def _before(self, issuer: Body, issued_on: PartialDate | None) -> tuple[str, ...]:
        """The bodies that had become the issuer when it issued the document (PS-M6); none on a doubtful day."""
        if issued_on is None:
            return ()
        earliest = date(issued_on.year, issued_on.month or 1, issued_on.day or 1)
        ends = ((body, self.registry.bodies[body].valid_to) for body in issuer.predecessors)
        return tuple(body for body, end in ends if end is not None and end <= earliest)

    def _names(self, bodies: tuple[str, ...]) -> str:
        return "; ".join(self.registry.bodies[body].name for body in bodies)

    def _replaced_by(self, item: Item) -> tuple[Related, ...]:
        """What the document itself names, else the public documents that say they replace it (ST-QD.2)."""
        if item.replaced_by:
            return (self._related(item.replaced_by, item),)
        return tuple(_link(public) for public in self._successors.get(item.id, ()))

    def _related(self, named: str, item: Item) -> Related:
        if named in self._by_id:
            return _link(self._by_id[named])
        found = self._find(named, item.issuer)
        return Related(named, found.address if found else "")

    def _find(self, named: str, issuer_id: str) -> PublicItem | None:
        """Return the one public document that an issuer names by id or by number, None when it is not certain."""
        if named in self._by_id:
            return self._by_id[named]
        number = numbers.parse(named)
        issuer = self.registry.bodies.get(issuer_id)
        if number is None or number.number is None or issuer is None:
            return None
        found = [public for public in self._numbered.get(number.number, ()) if self._key(public) == number.key]
        related = {issuer.id, *issuer.predecessors, *issuer.successors}
        return found[0] if len(found) == 1 and _text(found[0], "issuer") in related else None

    @cached_property
    def _numbered(self) -> Mapping[int, list[PublicItem]]:
        """The documents by the first digits of their number: of 10,000 only those few are parsed that may be meant."""
        found: defaultdict[int, list[PublicItem]] = defaultdict(list)
        for public in self._by_id.values():
            digits = _DIGITS.search(_text(public, "document_no")) if public.kind in DOCUMENT_KINDS else None
            if digits:
                found[int(digits[0])].append(public)
        return found

    def _key(self, public: PublicItem) -> numbers.Key | None:
        if public.id not in self._keys:
            number = numbers.parse(_text(public, "document_no"))
            self._keys[public.id] = number.key if number and number.number is not None else None
        return self._keys[public.id]


def _link(public: PublicItem) -> Related:
    return Related(_text(public, "document_no") or _text(public, "title"), public.address)


def _text(public: PublicItem, key: str) -> str:
    return str(public.metadata.get(key, ""))
