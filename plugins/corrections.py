"""Corrections (đính chính): which public text was mended, what was wrong, since when, and when it was put right.

A correction is a public edition after the first that says what changed and is not marked as minor (`change_minor`).
Source: CT-5.5
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import groupby

from editorial.addresses import CORRECTIONS, HISTORY_PART
from editorial.dates import local_day
from editorial.frozen import frozen
from editorial.heads import corrections_in
from plugins.entries import ENTRIES, Entry
from plugins.output import write_page
from plugins.site_context import Group, Link
from plugins.site_generator import SiteGenerator, site_planned
from plugins.site_writer import SiteWriter

NEWEST = 20
HOME = Link("Đính chính", CORRECTIONS)


@frozen
class Correction:
    """An edition that mended the one before. number: of the edition, from 2; wrong_since: when that one became public

    note: what was changed; decided_by: who decided it, or ""
    """

    item: str
    number: int
    title: str
    address: str
    wrong_since: datetime
    corrected_at: datetime
    note: str
    decided_by: str

    @property
    def id(self) -> str:
        """What names the correction for good."""
        return id_of(self.item, self.number)

    @property
    def history(self) -> str:
        """The address of the page that shows the words that came and went."""
        return self.address + HISTORY_PART

    @property
    def wrong_from(self) -> date:
        return local_day(self.wrong_since)

    @property
    def corrected_on(self) -> date:
        return local_day(self.corrected_at)

    @property
    def words(self) -> tuple[str, ...]:
        """What a feed says of it, in sentences."""
        since = f"Bản trước đăng từ ngày {self.wrong_from:%d/%m/%Y}, sửa ngày {self.corrected_on:%d/%m/%Y}."
        said = (f"Nội dung sửa: {self.note}.".replace("..", "."), since)
        return (*said, f"Nơi quyết định: {self.decided_by}.") if self.decided_by else said


def id_of(item: str, number: int) -> str:
    """Return what names for good the correction that an edition of an item makes."""
    return f"{item}/{number}"


def register() -> None:
    """Connect to the planning of the site."""
    site_planned.connect(write_corrections)


def write_corrections(generator: SiteGenerator, writer: SiteWriter) -> None:
    """Name the page of the newest corrections, and one for each year."""
    found = corrections_of(generator.settings[ENTRIES])
    by_year = [(year, tuple(of_year)) for year, of_year in groupby(found, key=lambda one: one.corrected_on.year)]
    years = tuple(
        Group(str(year), f"Năm {year}", f"{CORRECTIONS}{year}/", len(corrections)) for year, corrections in by_year
    )
    write_page(writer, CORRECTIONS, "corrections", corrections=found[:NEWEST], years=years, year=None, above=())
    for group, (_, corrections) in zip(years, by_year, strict=True):
        write_page(
            writer, group.address, "corrections", corrections=corrections, years=(), year=group.place, above=(HOME,)
        )


def corrections_of(entries: Iterable[Entry]) -> tuple[Correction, ...]:
    """Return every correction, the newest first."""
    found = [one for entry in entries if entry.public.shown.history for one in _of_entry(entry)]
    return tuple(sorted(found, key=lambda one: (one.corrected_at, one.item, one.number), reverse=True))


def _of_entry(entry: Entry) -> Iterator[Correction]:
    history = entry.public.history
    for number in corrections_in(entry.public.shown.history):
        before, after = history[number - 2 : number]
        yield Correction(
            item=entry.id,
            number=number,
            title=entry.title,
            address=entry.address,
            wrong_since=before.public_at,
            corrected_at=after.public_at,
            note=after.note,
            decided_by=after.decided_by,
        )
