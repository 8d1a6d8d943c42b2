"""Working days, and the last day of a period counted in them.

Terms: a *worked Saturday* makes up for a day that was swapped to make a holiday longer; a day is
*unsettled* while it is not decided whether it is off; a year is *estimated* until its days off have
been announced. The files records/holidays/<year>.toml decide, one a year, each row with its source.

1. A year without a file is an error, never a guess.
2. A worked Saturday is a working day; a day off is not; an unsettled day is what its row says.
3. Else Monday to Friday are working days. No regulation defines "ngày làm việc"; this is the
   product's reading (A10 of the requirements).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import Annotated

from editorial.frozen import frozen
from editorial.problem import Problem, Refused, gathering
from editorial.toml_document import read_document
from editorial.typed_toml import Fault, Reader, Reference, Words

STATUSES = {"confirmed": "đã công bố", "estimated": "dự kiến"}
COUNTS_AS = {"off": "ngày nghỉ", "working": "ngày làm việc"}

Source = Annotated[str, Reference("sources", "nguồn")]

AHEAD = timedelta(days=45)
"""How long before a year begins its calendar is asked for: terms of 15 working days reach into it from 10 December."""

_SATURDAY = 5
_ONE_DAY = timedelta(days=1)


class YearNotLoaded(Refused):
    """A day lies in a year without a file; carries the sentence that says what to do."""

    def __init__(self, year: int) -> None:
        where = f"holidays/{year}.toml"
        super().__init__(Problem("year-not-loaded", "fail", where, "product", {"year": year, "last": year - 1}))
        self.year = year


@frozen
class DayOff:
    """A weekday on which offices are closed."""

    on: date
    name: str
    source: Source


@frozen
class WorkedSaturday:
    """A Saturday worked instead of a weekday."""

    on: date
    instead_of: date
    source: Source


@frozen
class Unsettled:
    """A day not yet decided, and what it counts as until then."""

    on: date
    name: str
    counts_as: Annotated[str, Words(COUNTS_AS, "cách tính")]
    source: Source


@frozen
class WorkYear:
    """One file; sources: what the rows' sources stand for."""

    year: int
    status: Annotated[str, Words(STATUSES, "tình trạng")]
    holidays: tuple[DayOff, ...]
    sources: Mapping[str, str]
    worked: tuple[WorkedSaturday, ...] = ()
    unsettled: tuple[Unsettled, ...] = ()

    def faults(self) -> Iterator[Fault]:
        """Yield rows that cannot be right: another year, a day that is off anyway, a day twice."""
        closed = {row.on for row in self.holidays}
        rows = [("holidays", index, row.on) for index, row in enumerate(self.holidays)]
        rows += [("unsettled", index, row.on) for index, row in enumerate(self.unsettled)]
        rows += [("worked", index, row.on) for index, row in enumerate(self.worked)]
        seen: set[date] = set()
        for key, index, day in rows:
            facts = {"day": day, "year": self.year}
            if day.year != self.year:
                yield Fault("year-other", (key, index, "on"), facts)
            if (day.weekday() >= _SATURDAY) != (key == "worked"):
                yield Fault("year-not-saturday" if key == "worked" else "year-weekend", (key, index, "on"), facts)
            if day in seen:
                yield Fault("year-day-twice", (key, index, "on"), facts)
            seen.add(day)
        for index, row in enumerate(self.worked):
            if row.instead_of.year == self.year and row.instead_of not in closed:
                yield Fault("year-swap-half", ("worked", index, "instead_of"), {"day": row.instead_of})


@frozen
class WorkCalendar:
    """The years that are known."""

    years: Mapping[int, WorkYear]

    def is_working(self, day: date) -> bool:
        """True when offices work on the day. Raises: YearNotLoaded"""
        self._year(day)
        return day in self._worked or (day.weekday() < _SATURDAY and day not in self._closed)

    def is_estimated(self, day: date) -> bool:
        """True when dates near the day may still move: show them as "dự kiến". Raises: YearNotLoaded"""
        return self._year(day).status == "estimated"

    def unsettled(self, first: date, last: date) -> tuple[Unsettled, ...]:
        """Return the undecided days from first to last, which a due date between them hangs on."""
        rows = (row for year in self.years.values() for row in year.unsettled)
        return tuple(row for row in rows if first <= row.on <= last)

    @cached_property
    def _closed(self) -> frozenset[date]:
        rows = [row.on for year in self.years.values() for row in year.holidays]
        undecided = (row for year in self.years.values() for row in year.unsettled)
        return frozenset([*rows, *(row.on for row in undecided if row.counts_as == "off")])

    @cached_property
    def _worked(self) -> frozenset[date]:
        return frozenset(row.on for year in self.years.values() for row in year.worked)

    def _year(self, day: date) -> WorkYear:
        try:
            return self.years[day.year]
        except KeyError:
            raise YearNotLoaded(day.year) from None


def missing_ahead(calendar: WorkCalendar, today: date) -> Iterator[Problem]:
    """Yield, as a warning, each year without a file that a term may reach which begins today or soon."""
    for year in sorted({today.year, (today + AHEAD).year} - calendar.years.keys()):
        yield from (replace(problem, severity="warn") for problem in YearNotLoaded(year).problems)


def load_calendar(records: Path) -> WorkCalendar:
    """Read records/holidays/*.toml. Raises: Refused with every fault of every file"""
    years: dict[int, WorkYear] = {}
    problems: list[Problem] = []
    for path in sorted((records / "holidays").glob("*.toml")):
        with gathering(problems):
            document = read_document(path)
            year = Reader(document).read(WorkYear)
            if path.stem != str(year.year):
                raise Refused(Problem("year-misnamed", "fail", document.where, facts={"year": year.year}))
            years[year.year] = year
    problems += _half_swaps(years)
    if problems:
        raise Refused(*problems)
    return WorkCalendar(years)


def _half_swaps(years: Mapping[int, WorkYear]) -> Iterator[Problem]:
    """Yield Saturdays that make up for a day of another year, New Year's Eve or 2 January, on which that year works."""
    for year in years.values():
        for row in year.worked:
            other = years.get(row.instead_of.year, year)
            if other is not year and row.instead_of not in {day.on for day in other.holidays}:
                facts = {"key": "worked", "day": row.instead_of}
                yield Problem("year-swap-half", "fail", f"holidays/{other.year}.toml", facts=facts)


def deadline(received: date, working_days: int, calendar: WorkCalendar) -> date:
    """Return the last day of the period; the day of receipt is not counted.

    received: local date (Asia/Ho_Chi_Minh) on which it arrived
    working_days: whole days, at least 1
    Raises: ValueError below 1; YearNotLoaded where the table ends
    Source: [deadlines] count in the profile; a choice of the product, since the
        regulations do not say whether the first day counts
    """
    if working_days < 1:
        raise ValueError(f"a period needs at least 1 working day, got {working_days}")
    day = received
    while working_days:
        day += _ONE_DAY
        if calendar.is_working(day):
            working_days -= 1
    return day


def working_days_between(start: date, end: date, calendar: WorkCalendar) -> int:
    """Return how many working days follow start, up to and with end; negative when end lies before start.

    So it is what is left of a period that ends on `end`, seen from `start`.
    Raises: YearNotLoaded
    """
    if end < start:
        return -working_days_between(end, start, calendar)
    days = (start + timedelta(days=ahead) for ahead in range(1, (end - start).days + 1))
    return sum(calendar.is_working(day) for day in days)
