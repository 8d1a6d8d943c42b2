"""What the checks of one run share, worked out once: profile, registry, all items and their addresses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import field
from datetime import date, datetime
from functools import cached_property
from itertools import islice
from pathlib import Path

from editorial import numbers
from editorial.acts import Act, load_acts
from editorial.addresses import list_addresses, new_address
from editorial.citations import read_citations
from editorial.content import Item
from editorial.content_fields import FIELDS
from editorial.dates import local_day
from editorial.editions import EditionStore
from editorial.freezing import Targets
from editorial.frozen import frozen
from editorial.numbered import Numbered, Numbering
from editorial.places import load_places
from editorial.problem import Problem, Refused, Severity
from editorial.profile import Profile, load_profile
from editorial.profile_schema import DOCUMENT_KINDS
from editorial.registry import Registry, load_registry
from editorial.rendering import render
from editorial.settings import Settings
from editorial.signoffs import ledger_items, read_ledger
from editorial.statuses import first_day
from editorial.text import suggestion
from editorial.workdays import WorkCalendar, load_calendar
from editorial.working import Working, read_working

Territory = tuple[str, date | None, date | None]
"""Name, first day, first day without it; None where it is not known to have begun or ended."""


@frozen
class Context:
    """The surroundings in which an item is checked.

    content: the folder that every item's path is below; now: an aware moment
    items: all items of the folder, also those that are not checked; given: item id to the address that
        its editions have, for the items that have been signed at least once
    calendar: of working days; without one, lateness is not looked at
    acts: legal acts by id; without them nobody sees that a cited one has ended
    records: where the organisation keeps its places; without them, no territory is known
    memory: of what was read in attached files; without it, they are read at each run
    """

    profile: Profile
    registry: Registry
    content: Path
    now: datetime
    items: tuple[Item, ...]
    given: Mapping[str, str] = field(default_factory=dict)
    calendar: WorkCalendar | None = None
    acts: Mapping[str, Act] = field(default_factory=dict)
    records: Path | None = None
    memory: Path | None = None
    _ids: dict[str, frozenset[str]] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def today(self) -> date:
        """The day in Vietnam."""
        return local_day(self.now)

    @cached_property
    def targets(self) -> Targets:
        """What a text may link to."""
        return Targets.of(self.items)

    @cached_property
    def by_id(self) -> Mapping[str, Item]:
        """The first item of each id."""
        return {item.id: item for item in reversed(self.items) if item.id}

    @cached_property
    def by_address(self) -> Mapping[str, tuple[Item, ...]]:
        """The items of each address; more than one is a fault."""
        found: dict[str, list[Item]] = defaultdict(list)
        for item in self.items:
            found[self.address_of(item)].append(item)
        return {address: tuple(items) for address, items in found.items()}

    @cached_property
    def addresses(self) -> frozenset[str]:
        """Every address of the site: items and lists."""
        return frozenset((*self.by_address, *list_addresses(self.profile)))

    @cached_property
    def acts_by_number(self) -> Mapping[numbers.Key, Act]:
        """The acts that have a number, by what tells numbers apart."""
        read = ((numbers.parse(act.number), act) for act in self.acts.values())
        return {number.key: act for number, act in read if number}

    @cached_property
    def numbered(self) -> Numbered:
        """The working documents by their numbers."""
        return Numbered((one for item in self.documents for one in _numberings(item)), self.registry)

    @cached_property
    def documents(self) -> tuple[Item, ...]:
        """The working items that are documents."""
        return tuple(item for item in self.items if item.kind in DOCUMENT_KINDS)

    @cached_property
    def ended(self) -> Mapping[str, str]:
        """The ids of documents that no longer hold, to what ended them, as they or a newer one in force say."""
        found = {item.id: by for item in self.documents if item.id and (by := item.repealed_by or item.replaced_by)}
        for newer in self.documents:
            first = first_day(newer.effective_on, newer.issued_on)
            if first and first <= self.today:
                for older in filter(None, (self.meant(text, newer) for text in (*newer.replaces, *newer.repeals))):
                    found.setdefault(older, newer.document_no or newer.title)
        return found

    def meant(self, text: str, newer: Item) -> str | None:
        """Return the id of the document that another one names by id or by number, None when it is not certain."""
        if text in self.by_id:
            return text
        citation = next(read_citations(text), None)
        return self.numbered.meant(citation, text, newer.id, newer.issuer) if citation else None

    @cached_property
    def territories(self) -> tuple[Territory, ...]:
        """The provinces of records/places.toml; () where an organisation keeps none. Raises: Refused"""
        places = load_places(self.records) if self.records else None
        return tuple((one.name, one.valid_from, one.valid_to) for one in places.provinces.values()) if places else ()

    def address_of(self, item: Item) -> str:
        """Return the address that the item has or would be given today."""
        return self.given.get(item.id) or new_address(item, self.profile, self.today.year)

    def ids_of(self, item: Item) -> frozenset[str]:
        """Return the fragment ids of the item's text."""
        if item.path not in self._ids:
            self.keep_ids(item, render(item.body, item.kind).ids)
        return self._ids[item.path]

    def keep_ids(self, item: Item, ids: frozenset[str]) -> None:
        """Remember the fragment ids of an item that has just been rendered."""
        self._ids[item.path] = ids


def open_context(
    settings: Settings, now: datetime, working: Working | None = None, given: Mapping[str, str] | None = None
) -> tuple[Context, list[Problem]]:
    """Return the surroundings of all working items, and what was wrong in reading these.

    working, given: as Context.given, where they are known already
    Raises: Refused when profile, registry, calendar or acts have faults
    """
    working = working or read_working(settings)
    context = Context(
        load_profile(settings.regulation_file),
        load_registry(settings.records),
        settings.content,
        now,
        working.items,
        given=addresses_given(settings.records) if given is None else given,
        calendar=load_calendar(settings.records),
        acts=load_acts(settings.records),
        records=settings.records,
        memory=settings.memory,
    )
    return context, list(working.problems)


def addresses_given(records: Path) -> dict[str, str]:
    """Return the address of every item that has an edition, by its id; what is damaged or missing is left out.

    Whether ledgers can be trusted is the gate's question; here they only keep addresses apart.
    """
    store, given = EditionStore(records), {}
    with suppress(Refused):
        for item in ledger_items(records):
            with suppress(Refused):
                signoffs = read_ledger(records, item).signoffs
                if signoffs:
                    given[item] = store.get(signoffs[-1].edition).address
    return given


def _numberings(item: Item) -> Iterator[Numbering]:
    for citation in islice(read_citations(item.document_no), 1):
        yield Numbering(item.id, citation.key, str(item.metadata.get("issued_on", "")), item.issuer)


def about(item: Item, key: str, code: str, severity: Severity, clause: str, **facts: object) -> Problem:
    """Return a problem of one metadata key; its place is the key's line."""
    return Problem(code, severity, item.at(key), clause, {"key": key, **facts})


def missing(item: Item, key: str, clause: str, severity: Severity = "hold", **facts: object) -> Iterator[Problem]:
    """Yield a problem when nothing was written for the key. facts: an example that this office can take as it is"""
    if key not in item.metadata:
        known = {"label": FIELDS[key].label, "example": FIELDS[key].example}
        yield about(item, key, "field-missing", severity, clause, **(known | facts))


def hint(written: str, known: Mapping[str, str]) -> str:
    """Return " Ý bạn là “x”?" for the key of `known` that was meant, also by its Vietnamese name, or ""."""
    names = {name: key for key, name in known.items()}
    return suggestion(written, [*known, *names], names)


def in_body(item: Item, words: str) -> str:
    """Return the place of the first line of the Markdown that holds the words, else of its beginning."""
    lines = item.body.split("\n")
    return item.at_body(next((number for number, line in enumerate(lines, 1) if words in line), 1))


def place_of_file(item: Item, name: str) -> str:
    """Return the place where the item names an attached file: its key, else the line of the Markdown."""
    return item.at("attachments") if name in item.attachments else in_body(item, name)
