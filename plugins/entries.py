"""Items as templates read them: words, dates of Vietnam, links inside the site.

An entry is made once for each public item and shared by every page that shows it. It is a head: whatever is not needed
to put it into a list (its typed item, the facts of a document, its text) is worked out when a page asks.

What a page reads of an entry is noted under one of three keys: "text:ID" (the signed text), "document:ID" (facts that
hang on other documents or on today), "ended:ID" (what it cites that no longer holds) and "head:ID" (all else).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from html import unescape

from markupsafe import Markup
from pelican import Pelican, signals

from editorial import links, numbers
from editorial.addresses import HISTORY_PART
from editorial.citations import Citations
from editorial.content import Item
from editorial.content_fields import KINDS, PAGE, SITE_LANG
from editorial.dates import local_day
from editorial.ended import Ended
from editorial.index_values import INDEX
from editorial.profile_schema import ACTS, DOCUMENT_KINDS, ITEM_DATES, PRODUCT, SERVICE_KINDS, clauses_for_readers
from editorial.publication import Publication, PublicItem
from editorial.receipts import Signed
from editorial.registry import load_registry
from editorial.rendering import Heading
from editorial.statuses import Span
from plugins.approval_gate import PUBLICATION
from plugins.documents import Document, Library, Standing
from plugins.edits import Edit, Told, changes_of, edits_of
from plugins.engine_key import ENGINE
from plugins.facets import Value, facets_of
from plugins.file_sizes import size_in_words
from plugins.index_facts import IndexFacts, index_of
from plugins.pdf_pages import PageCounts
from plugins.readings import Traced, give_values, note
from plugins.services import Service, service_of
from plugins.shelves import Shelves, citing_of
from plugins.site_context import SITE, Place, Site, add_filters, day
from plugins.site_writer import WORKSHOP

ENTRIES = "ENTRIES"
"""The setting that holds every entry, newest first."""
SHELVES = "SHELVES"
"""The setting that holds what they are put together from (Shelves)."""
LIBRARY = "LIBRARY"
"""The setting that holds the public documents and how they hang together (Library)."""
PAGES = "PDF_PAGES"
"""The setting that holds how many pages attached PDFs have (PageCounts)."""
ADDRESSES = "ADDRESSES"
"""The setting that holds where links inside the site lead (Addresses)."""

LONG_TEXT = 4
"""Headings from which on a text gets a list of contents."""

DATES_SHOWN = ("event_on", "announced_on", "approved_on", "accepted_on", "completed_on", "reviewed_on")

_HEADING = re.compile(r"<h([2-6])([^>]*)>(.*?)</h\1>", re.DOTALL)
_ID = re.compile(r'\bid="([^"]*)"')
_BREAK = re.compile(r"<br[^>]*>")
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class File:
    """An attached file. kind: "PDF"; size: "1,2 MB"; pages: of a PDF, 0 where nobody can tell."""

    name: str
    address: str
    kind: str
    size: str
    pages: int = 0


@dataclass(frozen=True)
class Signature:
    """One line of the receipt; names of persons stay in the records. paper: reference of the slip, or ""."""

    role: str
    act: str
    signed_on: date
    stands_in: bool
    paper: str
    paper_on: date | None


@dataclass(frozen=True)
class SignedUnder:
    """By which regulation an item was approved, since when the office worked under it; has_steps: of approval."""

    title: str
    since: date
    has_steps: bool


class Entry(Traced):
    """A public item. mark: its id; above: the way from the home page

    named: kind, section and areas as its editor wrote them, on which hangs in which lists it stands
    """

    mark = ""

    def __init__(self, public: PublicItem, shelves: Shelves) -> None:
        self._shelves = shelves
        self.id = self.mark = public.id
        self._take(public)

    def _take(self, public: PublicItem) -> None:
        """Keep at hand what is asked of every item in every run: a property costs several times as much."""
        shown = public.shown
        self.public, self.kind, self.address, self.unsigned = public, shown.kind, shown.address, public.unsigned
        self.named = shown.kind, shown.section, shown.areas

    def reading(self, attribute: str) -> str:
        """Return the key under which a template reads an attribute. Raises: TypeError for what lies behind it"""
        if attribute == "public":
            raise TypeError("a template reads an entry, not what it was made from")
        return f"{_READ_AS.get(attribute, 'head')}:{self.public.id}"

    def show(self, public: PublicItem) -> None:
        """Show another text of the same item from now on; only a preview has one."""
        self._take(public)
        for made_before in ("provider", "document", "published_on"):
            vars(self).pop(made_before, None)

    def note_all(self) -> None:
        """Note that everything of the entry is read; for code that runs inside a job."""
        for kind in ("head", "text", "document"):
            note(f"{kind}:{self.public.id}")

    @property
    def item(self) -> Item:
        """The item's own words: title, author, source, level, …"""
        return self.public.item

    @property
    def title(self) -> str:
        return str(self.public.metadata.get("title", ""))

    @property
    def summary(self) -> str:
        return str(self.public.metadata.get("summary", ""))

    @property
    def digest(self) -> str:
        return self.public.digest

    @property
    def html(self) -> str:
        """The signed HTML, its links still symbolic."""
        return self._shelves.html(self.public)

    @property
    def kind_name(self) -> str:
        return KINDS[self.kind]

    @property
    def section(self) -> Place | None:
        return self._shelves.section(self.public.kind, self.public.shown.section)

    @property
    def areas(self) -> tuple[Place, ...]:
        return self._shelves.areas(self.public.shown.areas)

    @cached_property
    def provider(self) -> str:
        provider = self._shelves.registry.providers.get(str(self.public.metadata.get("provider", "")))
        return provider.name if provider else ""

    @cached_property
    def document(self) -> Document | None:
        """The fields of a document (văn bản), None of anything else."""
        return self._shelves.library.document(self.public) if self.public.kind in DOCUMENT_KINDS else None

    @property
    def number(self) -> str:
        """Of a document, "" of anything else; from its head alone, so that cards hang on no other document."""
        return numbers.shown(self.item.document_no) if self.kind in DOCUMENT_KINDS else ""

    @property
    def standing(self) -> Standing | None:
        """What a document is today, None of anything else."""
        return self._shelves.library.standing(self.public) if self.public.kind in DOCUMENT_KINDS else None

    @property
    def index(self) -> IndexFacts | None:
        """What can be read of the values of an index, None of anything else."""
        return index_of(self.item, self.html, self.address) if self.public.kind == INDEX else None

    @property
    def service(self) -> Service | None:
        """An entry of the list of services, None of anything else."""
        return service_of(self.item, self._shelves.services) if self.public.kind in SERVICE_KINDS else None

    @property
    def procedures(self) -> tuple[Entry, ...]:
        """The procedures that the item names, as far as they are public."""
        return tuple(found for one in self.item.procedures if (found := self._shelves.entry(one)))

    @property
    def ended(self) -> tuple[Ended, ...]:
        """What the item cites that no longer holds, the latest end first."""
        return self._shelves.ended(self.public)

    @property
    def facets(self) -> tuple[Value, ...]:
        """Under what the register has a document."""
        return facets_of(self.public, self._shelves.library, self.areas)

    @property
    def spans(self) -> tuple[Span, ...]:
        """A document's status for every day, oldest first."""
        return self._shelves.library.relations.spans(self.public)

    @property
    def foreign_lang(self) -> str | None:
        """The language of an item that is not in the site's own, else None."""
        lang = str(self.public.metadata.get("lang", SITE_LANG))
        return lang if lang != SITE_LANG else None

    @property
    def is_page(self) -> bool:
        return self.public.kind == PAGE

    @cached_property
    def published_on(self) -> date:
        return local_day(self.public.published_at)

    @property
    def updated_on(self) -> date | None:
        updated_at = self.public.updated_at
        return local_day(updated_at) if updated_at != self.public.published_at else None

    @property
    def above(self) -> tuple[Place, ...]:
        return self._shelves.way_to(self.kind, self.public.shown.section)

    @property
    def dates(self) -> tuple[tuple[str, date], ...]:
        """Days of the matter itself, each with its name."""
        told = self.public.metadata
        found = ((ITEM_DATES[key].capitalize(), getattr(self.item, key)) for key in DATES_SHOWN if key in told)
        return tuple((name, on) for name, on in found if on)

    @property
    def headings(self) -> tuple[Heading, ...]:
        """The headings of a long text, () of a short one; "Chương I – QUY ĐỊNH CHUNG" on one line."""
        if self.html.count("</h") < LONG_TEXT:
            return ()
        found = tuple(
            Heading(int(match[1]), unescape(named[1]), unescape(_TAG.sub("", _BREAK.sub(" – ", match[3]))).strip())
            for match in _HEADING.finditer(self.html)
            if (named := _ID.search(match[2]))
        )
        return found if len(found) >= LONG_TEXT else ()

    @property
    def files(self) -> tuple[File, ...]:
        """The files that the item offers; a picture in the text is none of them."""
        return tuple(
            File(
                file.name,
                self.address + file.address_name,
                file.address_name.rpartition(".")[2].upper(),
                size_in_words(file.size),
                self._shelves.pages.of(file),
            )
            for file in self.public.attachments
            if file.name in self.item.attachments
        )

    @property
    def signatures(self) -> tuple[Signature, ...]:
        return tuple(self._signature(signed) for signed in self.public.signed)

    @property
    def signed_under(self) -> SignedUnder | None:
        """The rules of all signatures, since every chain keeps to one set; None of what nobody has signed."""
        if not self.public.signed:
            return None
        last = self.public.signed[-1]
        rules, on = self._shelves.rules[last.rules], date.fromisoformat(last.signed_on)
        return SignedUnder(rules.regulation.title, rules.since(on), bool(rules.approval.steps))

    @property
    def edits(self) -> tuple[Edit, ...]:
        """The public editions, the newest first; () while there is only one."""
        return edits_of(self.public)

    @property
    def changes(self) -> tuple[Told, ...]:
        """The same with the words that changed; the editions before this one are named by its head."""
        return changes_of(self.public)

    @property
    def history(self) -> str:
        """The address of the page that tells the changes, "" without one."""
        return self.address + HISTORY_PART if self.public.shown.history else ""

    @property
    def superseded(self) -> tuple[str, ...]:
        """What the banner of a superseded text says, () while it stands."""
        signoff = self.public.superseded
        if signoff is None or signoff.withdrawal is None:
            return ()
        rules = self._shelves.rules[signoff.rules]
        basis = clauses_for_readers(signoff.clause, rules.id, rules.borrowed) if signoff.clause != PRODUCT else ""
        on = f"ngày {day(local_day(signoff.at))}"
        return (f"Lý do: {signoff.withdrawal.reason}", f"Căn cứ: {basis}; {on}." if basis else f"Từ {on}.")

    def _signature(self, signed: Signed) -> Signature:
        role = self._shelves.rules[signed.rules].roles[signed.role]
        return Signature(
            role=role.title,
            act=ACTS[signed.act],
            signed_on=date.fromisoformat(signed.signed_on),
            stands_in=signed.stands_in,
            paper=signed.paper,
            paper_on=date.fromisoformat(signed.paper_on) if signed.paper_on else None,
        )


_READ_AS = {
    **dict.fromkeys(("html", "headings", "digest", "index"), "text"),
    **dict.fromkeys(("document", "facets", "spans", "standing"), "document"),
    "ended": "ended",
}
"""Under which key an attribute is read; the others under "head"."""


class Addresses(Mapping[str, str]):
    """Where links inside the site lead: item id or address to a public address; each question is noted."""

    mark = "addresses"

    def __init__(self, addresses: Mapping[str, str]) -> None:
        self._addresses = addresses

    def __getitem__(self, target: str) -> str:
        note(f"address:{target}")
        return self._addresses[target]

    def __iter__(self) -> Iterator[str]:
        raise TypeError("nobody reads all addresses of the site inside a job")

    def __len__(self) -> int:
        return len(self._addresses)


def register() -> None:
    """Connect after site_context."""
    signals.initialized.connect(add_entries)


def add_entries(pelican: Pelican) -> None:
    """Make the entry of every public item, and the filter that writes signed HTML."""
    settings = pelican.settings
    publication: Publication = settings[PUBLICATION]
    site: Site = settings[SITE]
    registry = load_registry(publication.office.settings.records)
    citations = Citations(publication.office.settings.memory / "citations")
    ties = None if settings["PREVIEW"] else publication.office.settings.memory / "documents"
    library = Library(publication.items, registry, local_day(settings["NOW"]), citations, ties, settings[ENGINE])
    citing = citing_of(publication, library, settings["PREVIEW"])
    counted = publication.office.settings.memory / "pdf-pages" if WORKSHOP in settings else None
    settings[PAGES] = PageCounts(publication.store, counted, settings[ENGINE])
    shelves = Shelves(publication, site, registry, library, citing, settings[PAGES])
    entries = tuple(Entry(public, shelves) for public in publication.items)
    shelves.fill(entries)
    places = publication.addresses
    settings[ENTRIES] = entries
    settings[SHELVES] = shelves
    settings[LIBRARY] = library
    settings[ADDRESSES] = Addresses(places)
    give_values(settings, "head", library.heads.get)
    give_values(settings, "text", publication.editions.get)
    give_values(settings, "document", lambda item: library.values.get(item) or library.heads.get(item))
    give_values(settings, "ended", lambda item: tuple(map(tuple, citing().of(item))))
    give_values(settings, "address", places.get)
    add_filters(settings, frozen=partial(frozen, addresses=settings[ADDRESSES], trial=site.trial))


def frozen(entry: Entry, base: str, addresses: Mapping[str, str], trial: bool) -> Markup:
    """Return the signed HTML with its links made real: the only markup that templates do not escape."""
    entry.note_all()
    return Markup(links.resolve(entry.html, addresses, files_of(entry), base if trial else "", trial))


def files_of(entry: Entry) -> dict[str, str]:
    """Return the public address of every file by the name that the text uses."""
    return {file.name: entry.address + file.address_name for file in entry.public.attachments}
