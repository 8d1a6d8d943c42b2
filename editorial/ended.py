"""What public texts cite that no longer holds: documents of the site, and acts of the table (LX-21.2, PS-B4, PS-S5).

1. A text cites a public document by a link, or by its number (see editorial.numbered). Of a document only its legal
   bases count: what else it says of others are relations.
2. What has ended by the day counts, whether before or since the text was published. What nobody knows does not.
3. An act of records/acts.toml counts once the office has confirmed its row, and when its end is not doubtful.

Which documents have ended is found in heads, and remembered while they and the day are the same. Only texts that name
one of those are opened, and what they say is remembered while text and list are the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from editorial import numbers
from editorial.acts import load_acts
from editorial.citations import Citations, read_citations
from editorial.content_fields import values_of
from editorial.dates import local_day
from editorial.file_index import CODE, Memory, digest_of
from editorial.frozen import frozen
from editorial.numbered import Numbered, Numbering
from editorial.problem import Problem
from editorial.profile_schema import DOCUMENT_KINDS
from editorial.profile_shapes import clause_of
from editorial.publication import Publication, PublicItem
from editorial.registry import load_registry
from editorial.relations import CITES, Relations, name_of
from editorial.settings import Settings
from editorial.statuses import Status, span_on
from editorial.text import some_of

TOLD_DAYS = 7
"""For how many days it is told that something has ended, the first included: nobody looks on a Sunday."""

Found = tuple[str, ...]
"""What a text cites: ids of documents, marks of acts."""


class Ended(NamedTuple):
    """What no longer holds. address: "" of an act; since: the first day without it (ISO); by: what ended it, or "" """

    name: str
    address: str
    since: str
    by: str

    @property
    def day(self) -> date:
        """The first day without it."""
        return date.fromisoformat(self.since)


class _Gone(NamedTuple):
    """What has ended. documents: by id; acts: by mark of number; numbered: all that share a number with one"""

    documents: Mapping[str, Ended]
    acts: Mapping[str, Ended]
    numbered: tuple[Numbering, ...]


@frozen
class Citing:
    """What public items cite that has ended: by id of the item, the latest end first."""

    by_item: Mapping[str, tuple[Ended, ...]]

    def of(self, item: str) -> tuple[Ended, ...]:
        """Return what an item cites, () of most."""
        return self.by_item.get(item, ())


def cited_ended(
    publication: Publication, today: date, relations: Callable[[], Relations], place: Path | None
) -> Citing:
    """Return what public items cite that has ended by the day.

    relations: of the documents, asked only when they or the day have changed; place: where it is remembered
    """
    key = _key(publication.office.settings.records)
    heads = _heads(one for one in publication.items if one.kind in DOCUMENT_KINDS)
    told = digest_of((today.isoformat().encode(), *heads))
    value = Memory.load(place, key) if place else None
    known = _Known(*value) if value else _Known("", (), "", None, {})
    is_same = known.gone is not None and (known.told, known.heads) == (told, _heads_of(publication, known.named))
    gone = _unpacked(known.gone) if is_same else _gone(publication, today, relations())
    named = known.named if is_same else _ids(relations())
    packed = _packed(gone)
    found = dict(_found(publication, gone, known.found if packed == known.gone else {}))
    if place and not (is_same and found == known.found):
        Memory.save(place, key, (told, named, _heads_of(publication, named), packed, found))
    return Citing({item: tuple(_shown(gone, cites)) for item, (_, cites) in found.items() if cites})


def citing_at(publication: Publication, now: datetime) -> Citing:
    """Return the same for whoever builds no site: after a build everything is remembered."""
    settings = publication.office.settings

    def relations() -> Relations:
        citations = Citations(settings.memory / "citations")
        return Relations(publication.items, load_registry(settings.records), citations)

    return cited_ended(publication, local_day(now), relations, remembered_at(settings))


def remembered_at(settings: Settings) -> Path:
    """Return where it is remembered."""
    return settings.memory / "ended"


def ended_problems(
    publication: Publication, citing: Citing, today: date, days: int | None = TOLD_DAYS
) -> list[Problem]:
    """Return for each thing that has ended which items cite it and were not approved anew since.

    days: only what ended within so many days before the day, or on it; None for all
    """
    items: defaultdict[Ended, list[str]] = defaultdict(list)
    for public in publication.items:
        for ended in citing.of(public.id):
            if local_day(public.updated_at) < ended.day and (days is None or (today - ended.day).days < days):
                items[ended].append(public.id)
    order = sorted(items, key=lambda ended: (ended.since, ended.name), reverse=True)
    retention = publication.profile.retention
    clause = clause_of(retention.cites_ended if retention else None)
    return [_problem(ended, sorted(items[ended]), today, clause) for ended in order]


def _problem(ended: Ended, items: list[str], today: date, clause: str) -> Problem:
    facts = {
        "name": ended.name,
        "since": "hôm nay" if ended.day == today else f"{ended.day:%d/%m/%Y}",
        "by": f", theo {ended.by}" if ended.by else "",
        "count": len(items),
        "items": some_of(items),
    }
    return Problem("cited-ended", "warn", "content", clause, facts)


class _Known(NamedTuple):
    """What is remembered. told: digest of day and documents; named: ids by which documents name others, heads: of those

    found: by id of what may cite something, the digests of its head and text, and what it cites
    """

    told: str
    named: tuple[str, ...]
    heads: str
    gone: Any
    found: Mapping[str, tuple[bytes, Found]]


def _key(records: Path) -> str:
    tables = (records / name for name in ("acts.toml", "bodies.toml"))
    return digest_of((CODE.encode(), *(path.read_bytes() if path.exists() else b"" for path in tables)))


def _heads(items: Iterable[PublicItem]) -> Iterator[bytes]:
    for public in items:
        yield public.id.encode()
        yield public.head_digest


def _heads_of(publication: Publication, named: tuple[str, ...]) -> str:
    """Return what tells whether the items that documents name by their ids have changed; they may be no documents."""
    wanted = frozenset(named)
    return digest_of(_heads(public for public in publication.items if public.id in wanted)) if wanted else ""


def _ids(relations: Relations) -> tuple[str, ...]:
    return tuple(sorted(text for text in relations.texts if "/" not in text))


def _packed(gone: _Gone) -> tuple[Any, ...]:
    documents, acts = ({name: tuple(ended) for name, ended in one.items()} for one in gone[:2])
    return documents, acts, tuple(map(tuple, gone.numbered))


def _unpacked(packed: tuple[Any, ...]) -> _Gone:
    documents, acts = ({name: Ended(*ended) for name, ended in one.items()} for one in packed[:2])
    return _Gone(documents, acts, tuple(Numbering(*one) for one in packed[2]))


def _gone(publication: Publication, today: date, relations: Relations) -> _Gone:
    documents = {}
    for public in relations.documents:
        span = span_on(relations.spans(public), today)
        if span.status is Status.ENDED and span.first:
            documents[public.id] = Ended(name_of(public), public.address, span.first.isoformat(), ", ".join(span.by))
    numbered = tuple(relations.numbered.sharing(documents))
    return _Gone(documents, dict(_acts(publication.office.settings.records, today)), numbered)


def _acts(records: Path, today: date) -> Iterator[tuple[str, Ended]]:
    acts = load_acts(records)
    for act in acts.values():
        number = numbers.parse(act.number)
        if number and act.confirmed_on and act.valid_to and act.standing(today) == "ended":
            successor = acts.get(act.replaced_by)
            by = (successor.number or successor.title) if successor and successor.confirmed_on else ""
            yield numbers.mark_of(number.key), Ended(act.number, "", act.valid_to.isoformat(), by)


def _found(
    publication: Publication, gone: _Gone, kept: Mapping[str, tuple[bytes, Found]]
) -> Iterator[tuple[str, tuple[bytes, Found]]]:
    """Yield, of each item that may cite what has ended, its digests and what it cites."""
    if not gone.documents and not gone.acts:
        return
    records = publication.office.settings.records
    numbered = cache(lambda: Numbered(gone.numbered, load_registry(records)))  # asked for only where a text is opened
    marks = {numbers.mark_of(one.key) for one in gone.numbered} | gone.acts.keys()
    for public in publication.items:
        shown = public.shown
        is_named = not marks.isdisjoint(shown.numbers)
        if is_named or any(link.partition("#")[0] in gone.documents for link in shown.links):
            digests = public.head_digest + bytes.fromhex(public.digest)
            known = kept.get(public.id)
            cites = known[1] if known and known[0] == digests else tuple(_cites(public, gone, numbered()))
            yield public.id, (digests, cites)


def _cites(public: PublicItem, gone: _Gone, numbered: Numbered) -> Iterator[str]:
    """Yield what an item cites, each once."""
    found: dict[str, None] = {}
    is_document = public.kind in DOCUMENT_KINDS
    if not is_document:
        found |= dict.fromkeys(link.partition("#")[0] for link in public.links)
    issuer = str(public.metadata.get("issuer", "")) if is_document else ""
    body = [] if is_document else public.edition.body.split("\n")
    for text in (*values_of(public.metadata.get(CITES, ())), *body):
        for citation in read_citations(text):
            meant = numbered.meant(citation, text, public.id, issuer)
            found[meant or numbers.mark_of(citation.key)] = None
    for one in found:
        if one != public.id and (one in gone.documents or one in gone.acts):
            yield one


def _shown(gone: _Gone, cites: Found) -> list[Ended]:
    found = [gone.documents.get(one) or gone.acts[one] for one in cites]
    return sorted(found, key=lambda ended: (ended.since, ended.name), reverse=True)
