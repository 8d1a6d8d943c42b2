"""Items as templates read them: words, dates of Vietnam, links inside the site.

An entry is made once for each public item and shared by every page that shows it; what only the
item's own page needs (headings, signatures) is worked out when that page asks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from html import unescape
from typing import Any

from markupsafe import Markup
from pelican import Pelican, signals
from pelican.generators import ArticlesGenerator, PagesGenerator

from editorial import links
from editorial.content import Item
from editorial.content_fields import KINDS, PAGE
from editorial.dates import local_day
from editorial.profile import Profile
from editorial.profile_schema import ACTS, DOCUMENT_KINDS, ITEM_DATES
from editorial.publication import Publication, PublicItem
from editorial.registry import Registry, load_registry
from editorial.rendering import Heading
from editorial.signoffs import Signoff
from plugins.approval_gate import PUBLICATION
from plugins.documents import Document, Library
from plugins.site_context import SITE, Group, Site, day

ENTRIES = "ENTRIES"
"""The setting that holds every entry, newest first."""

SITE_LANG = "vi"
LONG_TEXT = 4
"""Headings from which on a text gets a list of contents."""

DATES_SHOWN = ("event_on", "announced_on", "approved_on", "accepted_on", "completed_on", "reviewed_on")

_HEADING = re.compile(r"<h([2-6])([^>]*)>(.*?)</h\1>", re.DOTALL)
_ID = re.compile(r'\bid="([^"]*)"')
_BREAK = re.compile(r"<br[^>]*>")
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class File:
    """An attached file. kind: "PDF"; size: "1,2 MB"."""

    name: str
    address: str
    kind: str
    size: str


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
class Entry:
    """A public item. above: the way from the home page; updated_on: None while the first edition stands."""

    public: PublicItem
    section: Group | None
    areas: tuple[Group, ...]
    provider: str
    document: Document | None
    rules: Mapping[str, Profile]

    @property
    def item(self) -> Item:
        """The item's own words: title, author, source, level, …"""
        return self.public.item

    @property
    def address(self) -> str:
        return self.public.edition.address

    @property
    def digest(self) -> str:
        return self.public.edition.digest

    @property
    def html(self) -> str:
        """The signed HTML, its links still symbolic."""
        return self.public.edition.html

    @property
    def unsigned(self) -> bool:
        return self.public.unsigned

    @property
    def kind_name(self) -> str:
        return KINDS[self.item.kind]

    @property
    def foreign_lang(self) -> str | None:
        """The language of an item that is not in the site's own, else None."""
        return self.item.lang if self.item.lang != SITE_LANG else None

    @property
    def is_page(self) -> bool:
        return self.item.kind == PAGE

    @cached_property
    def published_on(self) -> date:
        return local_day(self.public.published_at)

    @cached_property
    def updated_on(self) -> date | None:
        updated = local_day(self.public.updated_at)
        return updated if self.public.updated_at != self.public.published_at else None

    @property
    def above(self) -> tuple[Group, ...]:
        return (self.section,) if self.section else ()

    @property
    def dates(self) -> tuple[tuple[str, date], ...]:
        """Days of the matter itself, each with its name."""
        found = ((ITEM_DATES[key].capitalize(), getattr(self.item, key)) for key in DATES_SHOWN)
        return tuple((name, on) for name, on in found if on)

    @property
    def headings(self) -> tuple[Heading, ...]:
        """The headings of a long text, () of a short one; "Chương I – QUY ĐỊNH CHUNG" on one line."""
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
            File(file.name, self.address + file.address_name, _kind_of(file.address_name), size_in_words(file.size))
            for file in self.public.edition.attachments
            if file.name in self.item.attachments
        )

    @property
    def signatures(self) -> tuple[Signature, ...]:
        return tuple(self._signature(signoff) for signoff in self.public.receipt)

    @property
    def superseded(self) -> tuple[str, ...]:
        """What the banner of a superseded text says, () while it stands."""
        signoff = self.public.superseded
        if signoff is None or signoff.withdrawal is None:
            return ()
        return (f"Lý do: {signoff.withdrawal.reason}", f"Căn cứ {signoff.clause}, ngày {day(local_day(signoff.at))}.")

    def _signature(self, signoff: Signoff) -> Signature:
        role = self.rules[signoff.rules].roles[signoff.role]
        paper = signoff.paper
        return Signature(
            role=role.title,
            act=ACTS[signoff.act],
            signed_on=local_day(signoff.at),
            stands_in=bool(signoff.on_behalf_of),
            paper=paper.reference if paper else "",
            paper_on=paper.signed_on if paper else None,
        )


def register() -> None:
    """Connect after site_context."""
    signals.initialized.connect(add_entries)
    signals.article_generator_pretaxonomy.connect(give_articles_entries)
    signals.page_generator_finalized.connect(give_pages_entries)


def add_entries(pelican: Pelican) -> None:
    """Make the entry of every public item, and the filter that writes signed HTML."""
    settings = pelican.settings
    publication: Publication = settings[PUBLICATION]
    site: Site = settings[SITE]
    registry = load_registry(publication.office.settings.records)
    library = Library(publication.items, registry, local_day(settings["NOW"]))
    settings[ENTRIES] = make_entries(publication, site, registry, library)
    settings["JINJA_FILTERS"] = {
        **settings["JINJA_FILTERS"],
        "frozen": partial(frozen, addresses=publication.addresses(), trial=site.trial),
    }


def make_entries(publication: Publication, site: Site, registry: Registry, library: Library) -> tuple[Entry, ...]:
    """Return the entries, newest first."""
    areas = {group.slug: group for group in site.areas}
    sections = {group.slug: group for group in site.sections}
    entries = []
    for public in publication.items:
        item = public.item
        section = None if item.kind == PAGE else publication.profile.section_of(item.kind, item.section)
        provider = registry.providers.get(item.provider)
        entries.append(
            Entry(
                public=public,
                section=sections[section.slug] if section else None,
                areas=tuple(areas[slug] for slug in item.areas if slug in areas),
                provider=provider.name if provider else "",
                document=library.document(item) if item.kind in DOCUMENT_KINDS else None,
                rules=publication.office.rules,
            )
        )
    return tuple(entries)


def give_articles_entries(generator: ArticlesGenerator) -> None:
    """Give every article its entry."""
    _give(generator.articles, generator.settings[ENTRIES])


def give_pages_entries(generator: PagesGenerator) -> None:
    """Give every page its entry."""
    _give(generator.pages, generator.settings[ENTRIES])


def frozen(entry: Entry, base: str, addresses: Mapping[str, str], trial: bool) -> Markup:
    """Return the signed HTML with its links made real: the only markup that templates do not escape."""
    files = entry.public.edition.files()
    return Markup(links.resolve(entry.html, addresses, files, base if trial else "", trial))


def size_in_words(size: int) -> str:
    """Return a size for a reader: "1,2 MB", "35 KB", "512 byte"."""
    if size < 1000:
        return f"{size} byte"
    amount, unit = (size / 1_000_000, "MB") if size >= 1_000_000 else (size / 1000, "KB")
    digits = f"{amount:.1f}" if amount < 10 else f"{amount:.0f}"
    return f"{digits.replace('.', ',')} {unit}"


def _kind_of(name: str) -> str:
    return name.rpartition(".")[2].upper()


def _give(contents: list[Any], entries: tuple[Entry, ...]) -> None:
    by_digest = {entry.digest: entry for entry in entries}
    for content in contents:
        content.entry = by_digest[content.public.edition.digest]
