"""The lists of sections and areas in pages of 20 with numbers that stay.

Page 1 holds the oldest twenty; the newest page stands at the list's own address and may hold fewer.
So a new item changes the newest page, and the page before it once in twenty times, and every item
stands on exactly one page. What is withdrawn leaves its place empty, so that no other moves: such a page holds fewer,
and one that all have left is none (plugins.vacant). A list exists also while it is empty (PS-P4). What is pinned stands
first, on the newest page of its section as well (LCh-5.2).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from typing import Any

from editorial.addresses import REGISTER
from editorial.dates import local_day
from editorial.frozen import frozen
from editorial.pins import pinned_on
from editorial.publication import Publication
from plugins.approval_gate import PUBLICATION
from plugins.entries import Entry
from plugins.feed_list import OF_AREA, OF_SECTION, Feed, Topic, feeds_of
from plugins.output import write_page, write_sheaf
from plugins.services import address_of_services
from plugins.site_context import SITE, Group, Link, Place, Site
from plugins.site_generator import SiteGenerator, site_planned
from plugins.site_writer import SiteWriter
from plugins.vacant import Slot, listed

PAGE_SIZE = 20
GROUPED = "GROUPED"
"""The setting that holds the places of each list by its address, once they have been asked for."""


@frozen
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
    by_group = grouped(generator.settings)
    pins = {public.id for public in pinned_on(publication, local_day(generator.settings["NOW"]))}
    profile = publication.profile
    places = {group.slug: group.place for group in site.sections}
    above_areas = [page for page in site.pages if page.template == "areas"]
    topics = {topic.slug: topic for topic in site.topics}
    listed_elsewhere = {REGISTER, address_of_services(publication.profile)}
    for group in (section for section in site.sections if section.address not in listed_elsewhere):
        slots = by_group[group.address]
        pinned = tuple(slot for slot in slots if isinstance(slot, Entry) and slot.id in pins) if pins else ()
        section = profile.section(group.slug)
        above = [places[one.slug] for one in profile.way_to(section)[:-1]] if section else []
        parts = tuple(places[one.slug] for one in profile.sections if one.within == group.slug)
        write_list(writer, group, slots, above, topics.get(OF_SECTION + group.slug), pinned, parts)
    for group in site.areas:
        write_list(writer, group, by_group[group.address], above_areas, topics.get(OF_AREA + group.slug))


def write_list(
    writer: SiteWriter,
    group: Group,
    slots: Sequence[Slot],
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
        for page in pages_of(group, slots, above, feeds):
            first = {"pinned": pinned, "parts": parts} if page.is_newest else {"pinned": (), "parts": ()}
            write_page(writer, page.address, "listing", page_of_list=page, **first)

    key = group, list(above), feeds, "\n".join([slot.id for slot in slots]), [one.id for one in pinned], parts
    write_sheaf(writer, f"list {group.address}", key, plan)


def grouped(settings: MutableMapping[str, Any]) -> Mapping[str, Sequence[Slot]]:
    """Return the places of every section and area by the group's address, newest first, () of what has none."""
    if GROUPED not in settings:
        settings[GROUPED] = group_slots(listed(settings))
    by_group: Mapping[str, Sequence[Slot]] = settings[GROUPED]
    return by_group


def group_slots(slots: Sequence[Slot]) -> Mapping[str, Sequence[Slot]]:
    """Return the same, found in one pass."""
    by_group: defaultdict[str, list[Slot]] = defaultdict(list)
    lists: dict[tuple[object, ...], list[list[Slot]]] = {}
    for slot in slots:
        if slot.named not in lists:
            lists[slot.named] = [by_group[address] for address in {one.address for one in (*slot.above, *slot.areas)}]
        for one in lists[slot.named]:
            one.append(slot)
    return by_group


def pages_of(
    group: Group, slots: Sequence[Any], above: Sequence[Link | Group | Place], feeds: Sequence[Feed] = ()
) -> Iterator[ListPage]:
    """Yield the pages of a list, oldest first; one that all have left is none.

    slots: newest first, false where a place is empty; places after the newest that is taken count for nothing
    """
    newest = next((at for at, slot in enumerate(slots) if slot), len(slots))
    oldest_first = slots[newest:][::-1]
    starts = range(0, max(len(oldest_first), 1), PAGE_SIZE)
    shown = [[slot for slot in oldest_first[start : start + PAGE_SIZE] if slot][::-1] for start in starts]
    kept = [number for number, entries in enumerate(shown, 1) if entries or number == len(shown)]

    def address(at: int) -> str:
        if not 0 <= at < len(kept):
            return ""
        return group.address if kept[at] == len(shown) else f"{group.address}trang/{kept[at]}/"

    for at, number in enumerate(kept):
        count = group.count if number == len(shown) else None
        around = address(at + 1), address(at - 1)
        yield ListPage(group.place, number, address(at), shown[number - 1], *around, above, count, feeds)
