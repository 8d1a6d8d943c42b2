"""Days as the regulations and documents write them: ISO in data, dd/mm/yyyy for people.

A document may be dated to the month only (CT-QD.0: "ngày tháng 11 năm 2023", day blank).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")

_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True, order=True)
class PartialDate:
    """A year, a month of a year, or a day; never a guessed part.

    Ordering puts "2023-11" before every day of that month (missing parts count as 0).
    """

    year: int
    month: int = 0
    day: int = 0

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read "2023", "2023-11" or "2023-11-05". Raises: ValueError for anything else."""
        match = _ISO.fullmatch(text.strip())
        if not match:
            raise ValueError(f"expected YYYY, YYYY-MM or YYYY-MM-DD, got {text!r}")
        year, month, day = (int(part or 0) for part in match.groups())
        date(year, month or 1, day or 1)
        return cls(year, month, day)

    @classmethod
    def of(cls, day: date) -> PartialDate:
        """Return the full day as a PartialDate."""
        return cls(day.year, day.month, day.day)

    @property
    def is_full(self) -> bool:
        """True when year, month and day are known."""
        return bool(self.month and self.day)

    def as_date(self) -> date | None:
        """Return the day, or None when a part is unknown."""
        return date(self.year, self.month, self.day) if self.is_full else None

    def iso(self) -> str:
        """Return the ISO form with only the known parts."""
        parts = [f"{self.year:04d}"]
        if self.month:
            parts.append(f"{self.month:02d}")
        if self.day:
            parts.append(f"{self.day:02d}")
        return "-".join(parts)

    def vietnamese(self) -> str:
        """Return "05/11/2023", "tháng 3 năm 2023" or "năm 2023"."""
        if self.day:
            return f"{self.day:02d}/{self.month:02d}/{self.year}"
        return f"{month_words(self.month)} năm {self.year}" if self.month else f"năm {self.year}"


@dataclass(frozen=True)
class Period:
    """From a first to a last day, both counted; no last day means no end."""

    first: date
    last: date | None = None

    def covers(self, day: date) -> bool:
        """True when the day falls in the period."""
        return self.first <= day and not self.is_over(day)

    def is_over(self, day: date) -> bool:
        """True when the day lies behind the period."""
        return self.last is not None and self.last < day

    def vietnamese(self) -> str:
        """Return "từ 01/11/2026 đến 30/11/2026" or "từ 01/11/2026, không định hạn"."""
        end = f" đến {self.last:%d/%m/%Y}" if self.last else ", không định hạn"
        return f"từ {self.first:%d/%m/%Y}{end}"


def month_words(month: int) -> str:
    """Return "tháng 02", "tháng 3": only the months 1 and 2 have a 0. Source: NĐ 30/2020/NĐ-CP, Phụ lục I"""
    return f"tháng {month:02d}" if month <= 2 else f"tháng {month}"


def local_day(at: datetime) -> date:
    """Return the day in Vietnam on which the aware moment falls. Raises: ValueError if naive."""
    if at.tzinfo is None:
        raise ValueError("expected an aware datetime")
    return at.astimezone(VIETNAM).date()
