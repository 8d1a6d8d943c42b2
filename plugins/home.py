"""The home page: what is pinned, what is new, documents that have just come into force, questions that were answered.

What hangs on the day is worked out while the site is planned, and given to the page: the day alone moves it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import islice

from editorial.dates import local_day
from editorial.frozen import frozen
from editorial.pins import pinned_on
from editorial.profile_schema import QUESTION
from editorial.publication import Publication
from plugins.approval_gate import PUBLICATION
from plugins.documents import Library
from plugins.entries import ENTRIES, LIBRARY, SHELVES, Entry
from plugins.listings import grouped
from plugins.output import write_page, write_sheaf
from plugins.shelves import Shelves
from plugins.site_context import SITE, Site
from plugins.site_generator import SiteGenerator, site_planned
from plugins.site_writer import SiteWriter

LATEST = 8
LATEST_OF_SECTION = 3
ANSWERS = 3
NEW_IN_FORCE = 5
RECENT = timedelta(days=30)


@frozen
class InForce:
    """A document that has come into force lately. on: its first day"""

    on: date
    entry: Entry


def register() -> None:
    """Connect to the planning of the site."""
    site_planned.connect(write_home)


def write_home(generator: SiteGenerator, writer: SiteWriter) -> None:
    """Name the home page."""
    publication: Publication = generator.settings[PUBLICATION]
    site: Site = generator.settings[SITE]
    entries: Sequence[Entry] = generator.settings[ENTRIES]
    today = local_day(generator.settings["NOW"])
    shelves: Shelves = generator.settings[SHELVES]
    pinned = tuple(shelves.by_id[public.id] for public in pinned_on(publication, today))
    by_group = grouped(generator.settings)
    answers = tuple(islice((entry for entry in entries if entry.kind == QUESTION), ANSWERS))
    nested = {section.slug: section.within for section in publication.profile.sections}
    told = answers[0].section if answers else None
    values = {
        "pinned": pinned,
        "latest": tuple(islice(_news(entries, pinned), LATEST)),
        "answers": answers,
        "answers_at": told,
        "by_section": tuple(
            (group.place, tuple(islice(filter(None, by_group[group.address]), LATEST_OF_SECTION)))
            for group in site.sections
            if group.count and group.place != told and not nested[group.slug]
        ),
    }
    library: Library = generator.settings[LIBRARY]

    def plan() -> None:
        write_page(writer, "/", "home", in_force=newly_in_force(entries, library), **values)

    # What came into force hangs on every document and on the day: it is asked again only when one of them has moved.
    write_sheaf(writer, "home", (library.mark, values), plan)


def newly_in_force(entries: Iterable[Entry], library: Library) -> tuple[InForce, ...]:
    """Return the documents that came into force in the last days and still are, the latest first."""
    begun = (library.today - RECENT).isoformat()
    recent = {item: first for item, first in library.in_force.items() if first >= begun}
    found = [InForce(date.fromisoformat(recent[entry.id]), entry) for entry in entries if entry.id in recent]
    return tuple(sorted(found, key=lambda one: one.on, reverse=True)[:NEW_IN_FORCE])


def _news(entries: Iterable[Entry], pinned: Collection[Entry]) -> Iterator[Entry]:
    return (entry for entry in entries if not entry.is_page and entry not in pinned)
