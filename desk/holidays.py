"""desk holidays: a first draft of a year's days off, from the `holidays` package.

The package guesses years that nobody has announced without saying so, so the draft says "estimated" and every row names
where it came from. It is never right by itself: what the office's file says decides.

1. Days off that fall on Saturday or Sunday are left out, and so are worked Saturdays of other years, which the package
   carries into every year.
2. A swap that the package does not know is added with its own source (KNOWN_SWAPS).
3. The Culture Day of 24 November is unsettled until the Labour Code names it: a working day meanwhile, since that gives
   the earlier due date.
"""

from __future__ import annotations

import json
import re
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import holidays

from desk.screen import Screen
from editorial.problem import Problem, Refused
from editorial.settings import Settings
from editorial.store import write_new
from editorial.toml_document import read_document
from editorial.typed_toml import Reader
from editorial.workdays import WorkYear

HELP = "soạn sẵn lịch ngày nghỉ của một năm để đối chiếu với thông báo nghỉ lễ"

FIRST, LAST = 2022, 2075
"""Years whose Tết the package reckons by the Vietnamese calendar without a known error."""

_SATURDAY = 5
_SWAPPED_FOR = re.compile(r"thay cho ngày (\d\d)/(\d\d)/(\d{4})")
_CULTURE_DAY = (11, 24)
_BY_LAW = {(1, 1), (4, 30), (5, 1), (9, 2)}
"""Month and day of the holidays that the Labour Code fixes by itself; the rest waits for an announcement."""


class Swap(NamedTuple):
    """A weekday off that is made up for on a Saturday."""

    off: date
    worked: date
    source: str


KNOWN_SWAPS = (Swap(date(2026, 1, 2), date(2026, 1, 10), "văn bản số 12729/VPCP-KGVX ngày 25/12/2025"),)


class Row(NamedTuple):
    """One day off; source: its key in [sources]."""

    on: date
    name: str
    source: str


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("year", metavar="NĂM", type=int, help=f"năm cần soạn, từ {FIRST} đến {LAST}")


def run(args: Namespace, settings: Settings, screen: Screen) -> int:
    """Write the year's file, or compare with the one that is there. Raises: Refused"""
    if not FIRST <= args.year <= LAST:
        screen.error(f"Chỉ soạn được lịch từ năm {FIRST} đến năm {LAST}. Gõ lại năm, ví dụ 2027.")
        return 2
    path = settings.records / "holidays" / f"{args.year}.toml"
    if path.exists():
        return compare(path, args.year, screen)
    write_new(path, draft(args.year).encode())
    screen.done(f"Đã soạn {path}, ghi là dự kiến (estimated).")
    screen.say("Việc tiếp theo:")
    screen.say("  1. Đối chiếu từng dòng với thông báo nghỉ lễ, hoán đổi; sửa “source” thành số, ngày của thông báo.")
    screen.say("  2. Đúng hết rồi thì đổi status thành “confirmed”.")
    screen.say("  3. Tính lại hạn của câu hỏi đang mở: python -m desk inbox recompute")
    return 0


def compare(path: Path, year: int, screen: Screen) -> int:
    """Say where the file that is there and the draft differ; the file is never touched. Raises: Refused"""
    kept = Reader(read_document(path)).read(WorkYear)
    ours = {row.on: row.name for row in kept.holidays} | {row.on: "làm bù" for row in kept.worked}
    off, swaps = days_off(year), swaps_of(year)
    theirs = {row.on: row.name for row in off} | {swap.worked: "làm bù" for swap in swaps}
    screen.say(f"Đã có {path}; máy không ghi đè. Sửa trực tiếp trong tệp.")
    for day in sorted(ours.keys() ^ theirs.keys()):
        where = "chỉ tệp có" if day in ours else "chỉ gói holidays có"
        screen.say(f"  {day:%d/%m/%Y} {ours.get(day) or theirs.get(day)}: {where}")
    if ours.keys() == theirs.keys():
        screen.done("Tệp khớp với gói holidays từng ngày một.")
    return 0 if ours.keys() == theirs.keys() else 1


def days_off(year: int) -> list[Row]:
    """Return the weekdays off of the year, in order, without the unsettled Culture Day."""
    rows = {day: Row(day, name, _source(day, name)) for day, name in _weekdays_off(year)}
    for swap in KNOWN_SWAPS:
        if swap.off.year == year:
            rows[swap.off] = Row(swap.off, f"Nghỉ hoán đổi, làm bù {swap.worked:%d/%m}", "hoan-doi")
    return [rows[day] for day in sorted(rows)]


def swaps_of(year: int) -> list[Swap]:
    """Return the swaps of the year: what the package knows, and KNOWN_SWAPS."""
    found = [swap for swap in KNOWN_SWAPS if swap.off.year == year]
    for day, name in _of_package(year).items():
        if match := _SWAPPED_FOR.search(name):
            worked = date(int(match[3]), int(match[2]), int(match[1]))
            if day.year == worked.year == year:
                found.append(Swap(day, worked, ""))
    return sorted(found)


def draft(year: int) -> str:
    """Return the text of the year's file. Raises: Refused when the package gives nothing that can be a year"""
    rows, swaps = days_off(year), swaps_of(year)
    if len(rows) < len(_BY_LAW):
        raise Refused(Problem("holidays-none", "fail", f"holidays/{year}.toml", facts={"year": year}))
    return "\n".join([*_head(year), "", *_holidays(rows), "", *_worked(swaps), *_unsettled(year), *_sources(rows)])


@cache
def _of_package(year: int) -> dict[date, str]:
    return dict(holidays.country_holidays("VN", years=year, language="vi").items())


def _weekdays_off(year: int) -> Iterator[tuple[date, str]]:
    for day, name in _of_package(year).items():
        if day.year == year and day.weekday() < _SATURDAY and (day.month, day.day) != _CULTURE_DAY:
            match = _SWAPPED_FOR.search(name)
            yield day, f"Nghỉ hoán đổi, làm bù {match[1]}/{match[2]}" if match else name


def _source(day: date, name: str) -> str:
    return "luat-112" if (day.month, day.day) in _BY_LAW and "nghỉ bù" not in name else "uoc-tinh"


def _head(year: int) -> list[str]:
    return [
        f"# Ngày nghỉ của cơ quan nhà nước rơi vào thứ Hai đến thứ Sáu, và thứ Bảy làm bù, năm {year}.",
        "# Mỗi dòng ghi nguồn. Ngày nghỉ trùng thứ Bảy, Chủ nhật không ghi vì vốn đã nghỉ.",
        '# status: "confirmed" khi đã có thông báo; "estimated" khi chưa, mọi ngày tính ra ghi là dự kiến.',
        "# Máy soạn sẵn, CHƯA ai đối chiếu: sửa từng dòng theo thông báo rồi mới đổi status.",
        "",
        f"year   = {year}",
        'status = "estimated"',
    ]


def _holidays(rows: list[Row]) -> list[str]:
    lines = [f"  {{ on = {row.on}, name = {_quoted(row.name)}, source = {_quoted(row.source)} }}," for row in rows]
    return ["holidays = [", *lines, "]"]


def _worked(swaps: list[Swap]) -> list[str]:
    if not swaps:
        return []
    lines = [
        f'  {{ on = {swap.worked}, instead_of = {swap.off}, source = "{"hoan-doi" if swap.source else "uoc-tinh"}" }},'
        for swap in swaps
    ]
    return ["worked = [", *lines, "]", ""]


def _unsettled(year: int) -> list[str]:
    day = date(year, *_CULTURE_DAY)
    if day.weekday() >= _SATURDAY or day not in _of_package(year):
        return []
    return [
        '# Đổi counts_as thành "off" khi có văn bản chính thức; "working" cho hạn sớm hơn, nên an toàn hơn.',
        "unsettled = [",
        f'  {{ on = {day}, name = "Ngày Văn hóa Việt Nam", counts_as = "working", source = "uoc-tinh" }},',
        "]",
        "",
    ]


def _sources(rows: list[Row]) -> list[str]:
    lines = [
        "[sources]",
        'luat-112 = "Bộ luật Lao động 2019, Điều 112 khoản 1"',
        f'uoc-tinh = "ước tính theo gói holidays {version("holidays")}, chờ thông báo"',
    ]
    named = [swap.source for swap in KNOWN_SWAPS if any(row.on == swap.off for row in rows)]
    return [*lines, *(f"hoan-doi = {_quoted(source)}" for source in named), ""]


def _quoted(text: str) -> str:
    """Return a TOML basic string; JSON escapes are TOML's."""
    return json.dumps(text, ensure_ascii=False)
