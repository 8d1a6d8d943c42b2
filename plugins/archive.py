"""The archive: everything that ever was public, by the day of its first publication, by kind and by section.

What was withdrawn stays in the count and is listed by its reason, never by its words (ST-10.4). A new item moves six
pages: the first one, its year, month and day, and the lists of its kind and of its section in that year. One that is
withdrawn leaves its place in them empty (plugins.vacant).
"""

from __future__ import annotations

from calendar import Calendar as Weeks
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache, partial
from itertools import chain, groupby
from operator import attrgetter

from editorial.addresses import ARCHIVE
from editorial.content_fields import KINDS
from editorial.dates import local_day, month_words
from editorial.frozen import frozen
from editorial.profile_schema import PERSONAL_DATA
from editorial.publication import Publication
from editorial.text import slug
from plugins.approval_gate import PUBLICATION
from plugins.entries import SHELVES
from plugins.gone import Stone, stone_of
from plugins.listings import pages_of
from plugins.output import write_page, write_sheaf
from plugins.shelves import Shelves
from plugins.site_context import SITE, Group, Link, Site
from plugins.site_generator import SiteGenerator, site_planned
from plugins.site_writer import SiteWriter
from plugins.vacant import Slot, listed

HOME = Link("Lưu trữ", ARCHIVE)
GONE = Link("Nội dung đã gỡ", f"{ARCHIVE}da-go/")
BY_KIND, BY_SECTION = "loai", "chuyen-muc"

_slug = cache(slug)
"""There are few kinds, and each stands in every year."""

_Named = tuple[str, str]
"""The slug and the name of a kind or of a section."""

_WEEKS = Weeks().monthdatescalendar
"""Weeks begin on Monday, as calendars in Vietnam do."""


@frozen
class Appeared:
    """What first appeared in a period. slots: newest first; stones: of what has gone since, latest first"""

    slots: tuple[Slot, ...] = ()
    stones: tuple[Stone, ...] = ()

    @property
    def count(self) -> int:
        return sum(map(bool, self.slots)) + len(self.stones)

    @property
    def key(self) -> tuple[str, tuple[Stone, ...]]:
        """What tells it apart: the ids of its entries, and its stones."""
        return "\n".join([slot.id for slot in self.slots]), self.stones

    @classmethod
    def joined(cls, parts: Iterable[Appeared]) -> Appeared:
        """Return several periods as one. parts: latest first"""
        parts = tuple(parts)
        return cls(
            tuple(chain.from_iterable(part.slots for part in parts)),
            tuple(chain.from_iterable(part.stones for part in parts)),
        )


@frozen
class Day:
    """A field of a calendar. address: "" where nothing appeared"""

    on: date
    address: str
    count: int


@frozen
class Month:
    """A month as a calendar. weeks: from Monday to Sunday, None for a day of another month"""

    group: Group
    weeks: tuple[tuple[Day | None, ...], ...]


@frozen
class Row:
    """A kind or a section on the archive's first page. years: its list in each year, latest first"""

    name: str
    count: int
    years: tuple[Group, ...]


@frozen
class Year:
    """A year. months: latest first; kinds, sections: its lists by each"""

    group: Group
    months: tuple[Month, ...]
    kinds: tuple[Group, ...]
    sections: tuple[Group, ...]


def register() -> None:
    """Connect to the planning of the site."""
    site_planned.connect(write_archive)


def write_archive(generator: SiteGenerator, writer: SiteWriter) -> None:
    """Name every page of the archive."""
    publication: Publication = generator.settings[PUBLICATION]
    site: Site = generator.settings[SITE]
    stones = tuple(_stones(publication, generator.settings[SHELVES]))
    days = days_of(listed(generator.settings), stones)
    years = []
    for number, of_year in groupby(sorted(days, reverse=True), key=attrgetter("year")):
        years.append(_write_year(writer, number, {on: days[on] for on in of_year}, site))
    gone = Group("da-go", GONE.name, GONE.address, len(stones))
    write_page(
        writer,
        ARCHIVE,
        "archive",
        years=tuple((year.group, tuple(month.group for month in year.months)) for year in years),
        kinds=_rows(year.kinds for year in years),
        sections=_rows(year.sections for year in years),
        gone=gone if stones else None,
    )
    if stones:
        _write_gone(writer, gone, [stone for stone, _ in stones])


def days_of(slots: Sequence[Slot], stones: Iterable[tuple[Stone, date]]) -> Mapping[date, Appeared]:
    """Return what appeared on each day. slots: newest first; stones: each with the day of its item"""
    shown: defaultdict[str, list[Slot]] = defaultdict(list)
    gone: defaultdict[str, list[Stone]] = defaultdict(list)
    for slot in slots:
        shown[slot.public.shown.published_at[:10]].append(slot)
    for stone, on in stones:
        gone[on.isoformat()].append(stone)
    days = {date.fromisoformat(on): Appeared(tuple(shown[on]), tuple(gone[on])) for on in {*shown, *gone}}
    return {on: appeared for on, appeared in days.items() if appeared.count}


def month_of(year: int, month: int, counts: Mapping[date, int]) -> Month:
    """Return the calendar of a month. counts: of the days in it on which something appeared"""
    address = f"{ARCHIVE}{year}/{month:02d}/"
    weeks = tuple(
        tuple(
            Day(on, f"{address}{on.day:02d}/" if counts.get(on) else "", counts.get(on, 0))
            if on.month == month
            else None
            for on in week
        )
        for week in _WEEKS(year, month)
    )
    name = f"{month_words(month).capitalize()} năm {year}"
    return Month(Group(f"{year}-{month:02d}", name, address, sum(counts.values())), weeks)


def _write_year(writer: SiteWriter, number: int, days: Mapping[date, Appeared], site: Site) -> Year:
    """Name a year with all below it. days: latest first"""
    name, address = f"Năm {number}", f"{ARCHIVE}{number}/"
    above = (HOME, Link(name, address))
    months = []
    for of, ons in groupby(days, key=attrgetter("month")):
        of_month = {on: days[on] for on in ons}
        month = month_of(number, of, {on: appeared.count for on, appeared in of_month.items()})
        months.append(month)
        key = month.group.name, [(on, appeared.key) for on, appeared in of_month.items()]
        plan = partial(_write_month, writer, month, of_month, above)
        write_sheaf(writer, f"archive {month.group.address}", key, plan)
    slots = tuple(chain.from_iterable(appeared.slots for appeared in days.values()))
    kinds, sections = _by(slots, f"{address}{BY_KIND}/", f"{address}{BY_SECTION}/")
    of_sections = {replace(group, name=f"Chuyên mục {group.name}"): of for group, of in sections.items()}
    for group, of in (*kinds.items(), *of_sections.items()):  # else a kind and a section of one name had the same title
        named, of_group = replace(group, name=f"{group.name}, năm {number}"), Appeared(tuple(of))
        plan = partial(_write_list, writer, named, of_group, above)
        write_sheaf(writer, f"archive {group.address}", (named, of_group.key), plan)
    year = Year(
        Group(str(number), name, address, sum(month.group.count for month in months)),
        tuple(months),
        _in_order(kinds, KINDS.values()),
        _in_order(sections, (section.name for section in site.sections)),
    )
    write_page(writer, address, "year", year=year)
    return year


def _write_month(writer: SiteWriter, month: Month, days: Mapping[date, Appeared], above: tuple[Link, ...]) -> None:
    """Name the pages of a month and of its days. days: latest first"""
    group = month.group
    _write_list(writer, group, Appeared.joined(days.values()), above, month)
    within = (*above, Link(group.name, group.address))
    for on, appeared in days.items():
        day = Group(on.isoformat(), f"Ngày {on:%d/%m/%Y}", f"{group.address}{on.day:02d}/", appeared.count)
        _write_list(writer, day, appeared, within)


def _write_list(
    writer: SiteWriter, group: Group, appeared: Appeared, above: tuple[Link, ...], month: Month | None = None
) -> None:
    """Name the pages of a period; what changes with every item, and what is gone, stands on the newest only."""
    for page in pages_of(group, appeared.slots, above):
        newest = page.is_newest
        write_page(
            writer,
            page.address,
            "period",
            page_of_list=page,
            stones=appeared.stones if newest else (),
            month=month if newest else None,
        )


def _write_gone(writer: SiteWriter, group: Group, stones: Iterable[Stone]) -> None:
    """Name the pages of all that was withdrawn; like those of other lists they stay, so the latest come first."""
    latest_first = sorted(stones, key=lambda stone: (stone.withdrawn_on, stone.address), reverse=True)
    for page in pages_of(group, latest_first, (HOME,)):
        write_page(writer, page.address, "withdrawn", page_of_list=page)


def _by(slots: Iterable[Slot], *below: str) -> tuple[dict[Group, list[Slot]], ...]:
    """Return the places by their kinds, and by their sections. below: the address of each"""
    found: tuple[defaultdict[_Named, list[Slot]], ...] = (defaultdict(list), defaultdict(list))
    lists: dict[tuple[object, ...], list[list[Slot]]] = {}
    for slot in slots:
        if slot.named not in lists:
            told = zip(found, (_kind(slot), _section(slot)), strict=True)
            lists[slot.named] = [of[named] for of, named in told if named]
        for one in lists[slot.named]:
            one.append(slot)
    return tuple(
        {
            Group(*named, f"{address}{named[0]}/", count): of
            for named, of in parted.items()
            if (count := sum(map(bool, of)))
        }
        for parted, address in zip(found, below, strict=True)
    )


def _in_order(groups: Iterable[Group], names: Iterable[str]) -> tuple[Group, ...]:
    """Return the groups in the order in which the regulation names them."""
    order = {name: place for place, name in enumerate(names)}
    return tuple(sorted(groups, key=lambda group: order[group.name]))


def _kind(slot: Slot) -> _Named:
    return _slug(KINDS[slot.kind]), KINDS[slot.kind]


def _section(slot: Slot) -> _Named | None:
    section = slot.section
    return (section.slug, section.name) if section else None


def _rows(years: Iterable[tuple[Group, ...]]) -> tuple[Row, ...]:
    """Return what stands in any year, each with its years. years: latest first"""
    found: defaultdict[str, list[Group]] = defaultdict(list)
    for groups in years:
        for group in groups:
            year = group.address.removeprefix(ARCHIVE)[:4]
            found[group.name].append(Group(year, year, group.address, group.count))
    return tuple(Row(name, sum(group.count for group in of), tuple(of)) for name, of in found.items())


def _stones(publication: Publication, shelves: Shelves) -> Iterator[tuple[Stone, date]]:
    """Yield every tombstone with the day on which its item first appeared; one that never did stands nowhere.

    Addresses are made of titles: that of personal data is not led to, nor is one at which something else stands now.
    """
    for tombstone in publication.tombstones:
        appeared = publication.standings[tombstone.item].appeared_at
        if appeared:
            stone = stone_of(tombstone, shelves.by_id)
            if tombstone.kind == PERSONAL_DATA or stone.address in publication.taken:
                stone = replace(stone, address="")
            yield stone, local_day(appeared)
