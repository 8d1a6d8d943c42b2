"""The archive: every public item by year and month of its first publication, with counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from editorial.addresses import ARCHIVE
from plugins.entries import ENTRIES, Entry
from plugins.listings import write_list
from plugins.output import write_page
from plugins.site_context import Group, Link
from plugins.site_generator import SiteGenerator, site_planned
from plugins.site_writer import SiteWriter

HOME = Link("Lưu trữ", ARCHIVE)


@dataclass(frozen=True)
class Year:
    """A year of the archive. entries: of each month, newest first."""

    name: str
    address: str
    count: int
    months: tuple[Group, ...]
    entries: tuple[tuple[Entry, ...], ...]

    @property
    def head(self) -> Year:
        """The year without its entries: all that its own page shows."""
        return replace(self, entries=())


def register() -> None:
    """Connect to the planning of the site."""
    site_planned.connect(write_archive)


def write_archive(generator: SiteGenerator, writer: SiteWriter) -> None:
    """Name the archive's first page, its years and its months."""
    years = years_of(generator.settings[ENTRIES])
    write_page(writer, ARCHIVE, "archive", years=tuple(year.head for year in years))
    for year in years:
        write_page(writer, year.address, "year", year=year.head)
        for month, entries in zip(year.months, year.entries, strict=True):
            write_list(writer, month, entries, (HOME, Link(year.name, year.address)))


def years_of(entries: Sequence[Entry]) -> tuple[Year, ...]:
    """Return the years, newest first. entries: newest first, so that years and months lie together."""
    years = []
    for year, of_year in groupby(entries, key=lambda entry: entry.public.published_day[:4]):
        months, by_month = [], []
        for month, of_month in groupby(of_year, key=lambda entry: entry.public.published_day[5:7]):
            by_month.append(tuple(of_month))
            address = f"{ARCHIVE}{year}/{month}/"
            months.append(Group(f"{year}-{month}", f"Tháng {month} năm {year}", address, len(by_month[-1])))
        count = sum(month.count for month in months)
        years.append(Year(f"Năm {year}", f"{ARCHIVE}{year}/", count, tuple(months), tuple(by_month)))
    return tuple(years)
