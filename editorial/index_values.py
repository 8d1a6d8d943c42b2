"""The values of an index (PAR INDEX, SIPAS, PAPI, PCI …), read from the two tables of a signed text.

Terms: a *value* is what one place reached in one year; a *source* says who published it, when, on what basis, by which
method and where; a *place* is a territory as the text names it, "Tỉnh Sóc Trăng (trước 01/07/2025)": the days in
brackets are its own beginning and end, and two territories of one name are two places; a *series* is the values of one
place by one method, the only ones that may be compared.

Rules, in the order in which they are asked
1. The text has one table of values and one of sources, known by their heads; every row has every cell.
2. A year lies wholly in the time of its place (PS-I1): values before and after a merger can stand in no one series.
3. A value is a number inside the scale; its rank says of how many, or that there is none.
4. Every value names a source, and a source is complete (PS-M7).
5. One place has one value a year by one method.
Where one of them is broken nothing is read at all: a page then shows the signed text and draws nothing from it.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import field
from datetime import date
from decimal import Decimal
from functools import cached_property

from editorial.content import Item
from editorial.dates import PartialDate
from editorial.frozen import frozen
from editorial.html_tables import Cell, Table, tables_of
from editorial.rendering import scheme_of
from editorial.spreadsheet import safe_cell
from editorial.text import fold

INDEX = "index"
"""The kind of the items that are read here."""

VALUES_HEAD = ("Năm", "Địa bàn", "Giá trị", "Hạng", "Nguồn")
SOURCES_HEAD = ("Nguồn", "Cơ quan công bố", "Ngày công bố", "Căn cứ", "Phương pháp", "Nơi đăng")
NO_RANK = "không xếp hạng"
CSV_NAME = "so_lieu.csv"
"""What the file of values beside a page is called; no attached file has a "_" in its name."""

_YEAR = re.compile(r"(?:19|20)\d\d")
_NUMBER = re.compile(r"(\d{1,6})(?:,(\d{1,4}))?")
_RANK = re.compile(r"(\d{1,3})/(\d{1,3})")
_SCALE = re.compile(r"(\d{1,6}(?:,\d{1,4})?) ?[-–] ?(\d{1,6}(?:,\d{1,4})?)")
_DAY = r"(\d{2})/(\d{2})/(\d{4})"
_PLACE = re.compile(rf"(?P<name>[^()]+?)(?: \((?:từ {_DAY})?(?:, )?(?:trước {_DAY})?\))?")


@frozen
class Fault:
    """Why nothing is read.

    words: as they stand in the text, and row: the cells of the row that has them, to find the place
    facts: of the problem's sentence
    """

    code: str
    words: str
    facts: Mapping[str, object] = field(default_factory=dict)
    row: tuple[str, ...] = ()


@frozen
class Place:
    """A territory. label: as the text has it; since, until: its first day and the first day without it"""

    label: str
    name: str
    since: date | None = None
    until: date | None = None

    def covers(self, year: int) -> bool:
        """True when the whole year lies in the time of the place; a year begun before a merger is no whole one.

        The year of the merger itself is the successor's (PS-I1: predecessors to 2024, one successor from 2025).
        """
        return not (self.since and year < self.since.year) and not (self.until and date(year, 12, 31) >= self.until)


@frozen
class Source:
    """Where values come from. published: ISO, as exact as it is known; address: of the page that has them"""

    key: str
    publisher: str
    published: str
    basis: str
    method: str
    address: str


@frozen
class Value:
    """One value. number: with a decimal point; rank: 0 where there is none; of: among how many"""

    year: int
    place: str
    number: str
    rank: int
    of: int
    source: str

    @property
    def amount(self) -> Decimal:
        return Decimal(self.number)

    @property
    def words(self) -> str:
        """As Vietnamese write it: "83,28"."""
        return self.number.replace(".", ",")


@frozen
class Series:
    """The values of one place by one method, oldest first."""

    place: Place
    method: str
    values: tuple[Value, ...]


@frozen
class Index:
    """An index as a text gives it. unit: "%" or "điểm"; low, high: the ends of its scale, with a decimal point"""

    name: str
    unit: str
    low: str
    high: str
    places: tuple[Place, ...]
    sources: tuple[Source, ...]
    values: tuple[Value, ...]

    @cached_property
    def series(self) -> tuple[Series, ...]:
        """The values that may be compared, in the order of the places in the text."""
        methods = {source.key: source.method for source in self.sources}
        found: dict[tuple[str, str], list[Value]] = {}
        for value in sorted(self.values, key=lambda value: value.year):
            found.setdefault((value.place, methods[value.source]), []).append(value)
        return tuple(
            Series(place, method, tuple(values))
            for place in self.places
            for (label, method), values in found.items()
            if label == place.label
        )

    @property
    def breaks(self) -> tuple[date, ...]:
        """The days on which one territory ended or another began: no line crosses them."""
        days = {day for place in self.places for day in (place.since, place.until) if day}
        return tuple(sorted(days))


def read_index(item: Item, html: str) -> tuple[Index | None, tuple[Fault, ...]]:
    """Return the index that the signed HTML of an item gives, or None and every reason why not."""
    reader = _Reader(item)
    values, sources = reader.table(VALUES_HEAD, html), reader.table(SOURCES_HEAD, html)
    scale = reader.scale(item.index_scale)
    if not (item.index_name and item.index_unit):  # told as missing lines of the item
        return None, tuple(reader.faults)
    known = {source.key: source for row in sources if (source := reader.source(row))}
    read = [value for row in values if (value := reader.value(row, known, scale))]
    reader.doubles(read, known)
    if reader.faults or not scale:
        return None, tuple(reader.faults)
    named = {label: reader.places[label] for label in dict.fromkeys(value.place for value in read)}
    low, high = (str(end) for end in scale)
    return (
        Index(item.index_name, item.index_unit, low, high, tuple(named.values()), tuple(known.values()), tuple(read)),
        (),
    )


CSV_HEAD = (
    "chi_so", "don_vi", "thang_diem", "nam", "dia_ban", "gia_tri", "hang", "tren_tong_so", "phuong_phap",
    "co_quan_cong_bo", "ngay_cong_bo", "can_cu", "dia_chi_nguon",
)  # fmt: skip


def table_of(item: Item, html: str) -> bytes:
    """Return the file of values that stands beside the page of an index; only its head where nothing can be read."""
    return csv_of(read_index(item, html)[0])


def csv_of(index: Index | None) -> bytes:
    """Return the values as CSV (RFC 4180, UTF-8 with the mark by which Excel knows it), a decimal point in numbers.

    What a spreadsheet would take for a formula gets an apostrophe before it.
    """
    if index is None:
        return f"\ufeff{','.join(CSV_HEAD)}\r\n".encode()
    sources = {source.key: source for source in index.sources}
    text = io.StringIO()
    write = csv.writer(text).writerow
    write(CSV_HEAD)
    for value in index.values:
        source = sources[value.source]
        rank = (value.rank, value.of) if value.rank else ("", "")
        about = (index.name, index.unit, f"{index.low}–{index.high}", value.year, value.place, value.number, *rank)
        origin = (source.method, source.publisher, source.published, source.basis, source.address)
        write([safe_cell(str(cell)) for cell in (*about, *origin)])
    return ("\ufeff" + text.getvalue()).encode()


def read_place(label: str) -> Place | None:
    """Return the place that a label names, None where its brackets cannot be read."""
    match = _PLACE.fullmatch(label)
    if not match:
        return None
    name, *parts = match.groups()
    try:
        since, until = (date(int(y), int(m), int(d)) if y else None for d, m, y in (parts[:3], parts[3:]))
    except ValueError:
        return None
    return Place(label, name, since, until)


def label_of(name: str, since: date | None, until: date | None) -> str:
    """Return how a text names a place: "Tỉnh Sóc Trăng (trước 01/07/2025)"."""
    days = [f"từ {since:%d/%m/%Y}"] if since else []
    days += [f"trước {until:%d/%m/%Y}"] if until else []
    return f"{name} ({', '.join(days)})" if days else name


class _Reader:
    """Reads rows and gathers what is wrong with them."""

    def __init__(self, item: Item) -> None:
        self.faults: list[Fault] = []
        self.places: dict[str, Place] = {}
        self._signs: set[str] = set()
        self._unit = item.index_unit
        self._row: tuple[str, ...] = ()

    def table(self, head: tuple[str, ...], html: str) -> Table:
        """Return the rows below the only table with a head."""
        wanted = [fold(name) for name in head]
        found = [table for table in tables_of(html) if table and [fold(cell.text) for cell in table[0]] == wanted]
        shown = " | ".join(head)
        if len(found) != 1 or len(found[0]) < 2:
            code = "index-table-twice" if len(found) > 1 else "index-table-missing"
            self._fault(code, head[-1], head=shown)
            return ()
        whole = tuple(row for row in found[0][1:] if self._is_whole(row, head))
        if head == SOURCES_HEAD:  # also of rows that cannot be used: what is wrong with them is told once
            self._signs = {row[0].text for row in found[0][1:] if row}
        self._row = ()
        return whole

    def scale(self, written: str) -> tuple[Decimal, Decimal] | None:
        """Return the ends of the scale, "0–100"; one that was not written is told as a missing line."""
        match = _SCALE.fullmatch(written)
        if match:
            low, high = (Decimal(end.replace(",", ".")) for end in match.groups())
            if low < high:
                return low, high
        if written:
            self._fault("index-scale-unreadable", "", value=written)
        return None

    def source(self, row: tuple[Cell, ...]) -> Source | None:
        """Return the source of a row, None when a cell cannot be used."""
        self._row = key, publisher, published, basis, method, shown_at = tuple(cell.text for cell in row)
        day = _published(published)
        if not day:
            self._fault("index-published-unreadable", published, value=published, key=key)
        address = row[-1].link
        if scheme_of(address) not in {"http", "https"}:
            self._fault("index-source-unlinked", shown_at, key=key)
        return Source(key, publisher, day, basis, method, address)

    def value(
        self, row: tuple[Cell, ...], sources: Mapping[str, Source], scale: tuple[Decimal, Decimal] | None
    ) -> Value | None:
        """Return the value of a row, None when a cell cannot be used."""
        self._row = year, label, number, rank, key = tuple(cell.text for cell in row)
        before = len(self.faults)
        place = self._place(label, year)
        amount = _NUMBER.fullmatch(number.removesuffix(self._unit).rstrip() if self._unit else number)
        if not amount:
            self._fault("index-number-unreadable", number, value=number, year=year, place=label)
        elif scale and not scale[0] <= Decimal(".".join(part for part in amount.groups() if part)) <= scale[1]:
            self._fault("index-outside-scale", number, value=number, year=year, place=label)
        ranked = _RANK.fullmatch(rank)
        at, of = (int(ranked[1]), int(ranked[2])) if ranked else (0, 0)
        if fold(rank) != fold(NO_RANK) and not 1 <= at <= of:
            self._fault("index-rank-unreadable", rank, value=rank, year=year, place=label, none=NO_RANK)
        if key not in self._signs:
            self._fault("index-source-unknown", key, value=key, year=year, place=label)
        if len(self.faults) > before or key not in sources or not (amount and place):
            return None
        return Value(int(year), label, ".".join(part for part in amount.groups() if part), at, of, key)

    def doubles(self, values: list[Value], sources: Mapping[str, Source]) -> None:
        """Tell of two values of one place for one year by one method."""
        self._row = ()
        told = Counter((value.year, value.place, sources[value.source].method) for value in values)
        for (year, place, _), times in told.items():
            if times > 1:
                self._fault("index-value-twice", place, year=year, place=place)

    def _place(self, label: str, year: str) -> Place | None:
        place = self.places.get(label) or read_place(label)
        if not place:
            self._fault("index-place-unreadable", label, value=label)
        elif not _YEAR.fullmatch(year):
            self._fault("index-year-unreadable", year, value=year)
        elif not place.covers(int(year)):
            day = place.until if place.until and int(year) >= place.until.year else place.since
            self._fault("index-joined", label, year=year, place=label, day=day)
        else:
            self.places[label] = place
        return place

    def _is_whole(self, row: tuple[Cell, ...], head: tuple[str, ...]) -> bool:
        self._row = tuple(cell.text for cell in row)
        words = next((text for text in self._row if text), head[-1])
        if len(row) != len(head) or any(cell.spans for cell in row):
            self._fault("index-row-unfit", words, wanted=len(head), found=len(row), words=words)
            return False
        for name, cell in zip(head, row, strict=True):
            if not cell.text:
                self._fault("index-cell-empty", words, column=name, words=words)
        return all(cell.text for cell in row)

    def _fault(self, code: str, at: str, /, **facts: object) -> None:
        self.faults.append(Fault(code, at, facts, self._row))


def _published(written: str) -> str:
    """Return the ISO form of "15/04/2021", "04/2021" or "2021", "" where it cannot be read."""
    parts: Iterator[str] = reversed(written.split("/"))
    try:
        return PartialDate.parse("-".join(parts)).iso()
    except ValueError:
        return ""
