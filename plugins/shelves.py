"""What entries are put together from, once for all of them; what one page asks for twice stays at hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING

from editorial.content_fields import PAGE
from editorial.ended import Citing, Ended, cited_ended, remembered_at
from editorial.profile import Profile
from editorial.publication import Publication, PublicItem
from editorial.registry import Registry
from plugins.documents import Library
from plugins.pdf_pages import PageCounts
from plugins.readings import note
from plugins.site_context import Place, Site

if TYPE_CHECKING:
    from plugins.entries import Entry


class Shelves:
    """What entries are put together from: the profile's sections and areas, the registry, the documents.

    citing: what items cite that has ended; pages: of attached PDFs; by_id: every entry
    """

    def __init__(
        self,
        publication: Publication,
        site: Site,
        registry: Registry,
        library: Library,
        citing: Callable[[], Citing],
        pages: PageCounts | None = None,
    ) -> None:
        self._citing = citing
        self.pages = pages or PageCounts(publication.store)
        self.library = library
        self.registry = registry
        self.rules: Mapping[str, Profile] = publication.office.rules
        self._profile = publication.profile
        self._sections = {group.slug: group.place for group in site.sections}
        self._areas = {group.slug: group.place for group in site.areas}
        self._section_of: dict[tuple[str, str], Place | None] = {}
        self.services = publication.profile.content.services
        self.by_id: Mapping[str, Entry] = {}
        self._text = ("", "")

    def fill(self, entries: Iterable[Entry]) -> None:
        """Let entries find each other by their ids."""
        self.by_id = {entry.id: entry for entry in entries}

    def entry(self, item: str) -> Entry | None:
        """Return the entry of an item, None where it is not public, which is read as well."""
        note(f"head:{item}")
        return self.by_id.get(item)

    def section(self, kind: str, named: str) -> Place | None:
        """Return the section of an item of a kind that names one, or none."""
        if (kind, named) not in self._section_of:
            section = None if kind == PAGE else self._profile.section_of(kind, named)
            self._section_of[kind, named] = self._sections[section.slug] if section else None
        return self._section_of[kind, named]

    def way_to(self, kind: str, named: str) -> tuple[Place, ...]:
        """Return the same with the sections in which it lies, the topmost first."""
        section = None if kind == PAGE else self._profile.section_of(kind, named)
        return tuple(self._sections[one.slug] for one in self._profile.way_to(section)) if section else ()

    def areas(self, slugs: tuple[str, ...]) -> tuple[Place, ...]:
        """Return the areas that the profile has."""
        return tuple(self._areas[slug] for slug in slugs if slug in self._areas)

    def html(self, public: PublicItem) -> str:
        """Return the signed HTML; the text last asked for stays at hand, since its page asks more than once."""
        if self._text[0] != public.digest:
            self._text = (public.digest, public.html)
        return self._text[1]

    def ended(self, public: PublicItem) -> tuple[Ended, ...]:
        """Return what the item cites that has ended, as far as the regulation wants it shown."""
        rules = self._profile.retention
        shows = rules is not None and rules.cites_ended is not None and rules.cites_ended.do == "note"
        return self._citing().of(public.id) if shows else ()


def citing_of(publication: Publication, library: Library, preview: bool) -> Callable[[], Citing]:
    """Return what finds, once, what items cite that has ended; drafts are remembered apart."""
    place = remembered_at(publication.office.settings)
    place = place.with_name(f"{place.name}-preview") if preview else place
    return cache(lambda: cited_ended(publication, library.today, lambda: library.relations, place))
