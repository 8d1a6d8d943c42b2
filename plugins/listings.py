"""The lists of sections and areas in pages of 20 with numbers that stay.

Page 1 holds the oldest twenty; the newest page stands at the list's own address and may hold fewer.
So a new item changes the newest page, and the page before it once in twenty times, and every item
stands on exactly one page. A list exists also while it is empty (PS-P4). What is pinned stands first, on the newest
page of its section as well (LCh-5.2).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from editorial.addresses import REGISTER
from editorial.dates import local_day
from editorial.pins import pinned_on
from editorial.publication import Publication
from plugins.approval_gate import PUBLICATION
from plugins.entries import ENTRIES, Entry
from plugins.feed_list import OF_AREA, OF_SECTION, Feed, Topic, feeds_of
from plugins.output import write_page, write_sheaf
from plugins.services import address_of_services
from plugins.site_context import SITE, Group, Link, Place, Site
from plugins.site_generator import SiteGenerator, site_planned
from plugins.site_writer import SiteWriter

PAGE_SIZE = 20


@dataclass(frozen=True)
class ListPage:
    """One page of a list; entries newest first. newer, older: addresses of its neighbours, "" at an end.

    entries: plugins.entries.Entry, or what else the list is of
    count: of the whole list, on its newest page only: a new item is not to move the other pages
    feeds: in which the list can be followed
    """

    group: Place
    number: int
    address: str
    entries: Sequence[Any]
    newer: str
    older: str
    above: Sequence[Link | Group | Place]
    count: int | None
    feeds: Sequence[Feed] = ()

    @property
    def is_newest(self) -> bool:
        return self.address == self.group.address


def register() -> None:
    """Connect to the planning of the site."""
    site_planned.connect(write_lists)


def write_lists(generator: SiteGenerator, writer: SiteWriter) -> None:
    """Name the lists of sections and areas."""
    publication: Publication = generator.settings[PUBLICATION]
    site: Site = generator.settings[SITE]
    entries: Sequence[Entry] = generator.settings[ENTRIES]
    by_group = group_entries(entries)
    pins = {public.id for public in pinned_on(publication, local_day(generator.settings["NOW"]))}
    profile = publication.profile
    places = {group.slug: group.place for group in site.sections}
    above_areas = [page for page in site.pages if page.template == "areas"]
    topics = {topic.slug: topic for topic in site.topics}
    listed_elsewhere = {REGISTER, address_of_services(publication.profile)}
    for group in (section for section in site.sections if section.address not in listed_elsewhere):
        listed = by_group[group.address]
        pinned = tuple(entry for entry in listed if entry.id in pins) if pins else ()
        section = profile.section(group.slug)
        above = [places[one.slug] for one in profile.way_to(section)[:-1]] if section else []
        parts = tuple(places[one.slug] for one in profile.sections if one.within == group.slug)
        write_list(writer, group, listed, above, topics.get(OF_SECTION + group.slug), pinned, parts)
    for group in site.areas:
        write_list(writer, group, by_group[group.address], above_areas, topics.get(OF_AREA + group.slug))


def write_list(
    writer: SiteWriter,
    group: Group,
    entries: Sequence[Entry],
    above: Sequence[Link | Group | Place],
    topic: Topic | None = None,
    pinned: Sequence[Entry] = (),
    parts: Sequence[Place] = (),
) -> None:
    """Name every page of a list.

    topic: of the feeds in which it can be followed; pinned, parts: what stands first, and the lists below it, on its
    newest page
    """
    feeds = feeds_of(topic) if topic else ()

    def plan() -> None:
        for page in pages_of(group, entries, above, feeds):
            first = {"pinned": pinned, "parts": parts} if page.is_newest else {"pinned": (), "parts": ()}
            write_page(writer, page.address, "listing", page_of_list=page, **first)

    key = group, list(above), feeds, "\n".join([entry.id for entry in entries]), [one.id for one in pinned], parts
    write_sheaf(writer, f"list {group.address}", key, plan)


def group_entries(entries: Sequence[Entry]) -> defaultdict[str, list[Entry]]:
    """Return the entries of every section and area by the group's address, in one pass."""
    by_group: defaultdict[str, list[Entry]] = defaultdict(list)
    lists: dict[tuple[object, ...], list[list[Entry]]] = {}
    for entry in entries:
        shown = entry.public.shown
        named = shown.kind, shown.section, shown.areas
        if named not in lists:
            lists[named] = [by_group[address] for address in {one.address for one in (*entry.above, *entry.areas)}]
        for one in lists[named]:
            one.append(entry)
    return by_group


def pages_of(
    group: Group, entries: Sequence[Any], above: Sequence[Link | Group | Place], feeds: Sequence[Feed] = ()
) -> Iterator[ListPage]:
    """Yield the pages of a list, oldest first. entries: newest first."""
    oldest_first = entries[::-1]
    starts = range(0, max(len(entries), 1), PAGE_SIZE)
    last = len(starts)

    def address(number: int) -> str:
        if not 1 <= number <= last:
            return ""
        return group.address if number == last else f"{group.address}trang/{number}/"

    for number, start in enumerate(starts, 1):
        shown = oldest_first[start : start + PAGE_SIZE][::-1]
        count = group.count if number == last else None
        newer, older = address(number + 1), address(number - 1)
        yield ListPage(group.place, number, address(number), shown, newer, older, above, count, feeds)
