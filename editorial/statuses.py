"""Whether a document is in force on a day (tình trạng hiệu lực, PS-S1 to PS-S3): a pure function of known days.

Terms: the *first day* is that on which the document takes effect; an *end* is an act, or a term of the document's own,
by which all of it or a part of it ceases. Days are half-open: on the day of an end the document no longer is in force.

Rules, in the order in which they are asked for a day
1. All of it has ended on that day or before: ended, whatever else is unknown.
2. The first day is not known: unknown. It is never guessed.
3. The first day is still to come: not yet in force.
4. Something ends all of it, nobody knows from which day: unknown.
5. A part has ended on that day or before: ended in part; from a day that nobody knows: unknown.
6. Otherwise it is in force. That its issuer was merged into another changes nothing (PS-S1).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from editorial.content_fields import ON_SIGNING
from editorial.dates import PartialDate
from editorial.frozen import frozen
from editorial.text import capitalised


class Status(StrEnum):
    """What a day can find a document to be; the value is its part of an address."""

    IN_FORCE = "con-hieu-luc"
    NOT_YET = "chua-co-hieu-luc"
    PARTLY_ENDED = "het-hieu-luc-mot-phan"
    ENDED = "het-hieu-luc-toan-bo"
    UNKNOWN = "chua-xac-dinh"

    @property
    def words(self) -> str:
        """The status as the law names it."""
        return _WORDS[self]


_WORDS = {
    Status.IN_FORCE: "còn hiệu lực",
    Status.NOT_YET: "chưa có hiệu lực",
    Status.PARTLY_ENDED: "hết hiệu lực một phần",
    Status.ENDED: "hết hiệu lực toàn bộ",
    Status.UNKNOWN: "chưa xác định",
}


def in_full(words: str) -> str:
    """Return the words of a status as they are read where no heading says what they are about."""
    return capitalised(words if "hiệu lực" in words else f"{words} hiệu lực")


@frozen
class End:
    """What ends a document or a part of it. on: the first day without it, None when not known; by: the act in words"""

    on: date | None
    by: str
    of_all: bool = True


@frozen
class Span:
    """The days from `first` (None: from the beginning) to before `until` (None: no end known), all of one status.

    by: the acts that ended it or a part of it on or before these days, and those that leave it unknown
    """

    status: Status
    first: date | None
    until: date | None
    by: tuple[str, ...] = ()


def first_day(effective_on: date | str | None, issued_on: PartialDate | None) -> date | None:
    """Return the day on which a document takes effect, None when that is not known ("từ ngày ký" without the day)."""
    if effective_on == ON_SIGNING:
        return issued_on.as_date() if issued_on else None
    return effective_on if isinstance(effective_on, date) else None


def spans_of(first: date | None, ends: Iterable[End]) -> tuple[Span, ...]:
    """Return the status for every day there is, oldest first; neighbours differ.

    first: the first day, None when not known
    """
    ends = tuple(ends)
    edges = sorted({day for day in (first, *(end.on for end in ends)) if day})
    spans: list[Span] = []
    for begin, until in zip([None, *edges], [*edges, None], strict=True):
        status, by = _on(begin or date.min, first, ends)
        if spans and (spans[-1].status, spans[-1].by) == (status, by):
            begin = spans.pop().first
        spans.append(Span(status, begin, until, by))
    return tuple(spans)


def span_on(spans: Iterable[Span], day: date) -> Span:
    """Return the span in which the day lies. spans: as spans_of returns them"""
    return next(span for span in spans if span.until is None or day < span.until)


def _on(day: date, first: date | None, ends: tuple[End, ...]) -> tuple[Status, tuple[str, ...]]:
    past = [end for end in ends if end.on and end.on <= day]
    open_ends = [end for end in ends if end.on is None]
    if whole := [end for end in past if end.of_all]:
        return Status.ENDED, _acts(whole)
    if first is None:
        return Status.UNKNOWN, ()
    if day < first:
        return Status.NOT_YET, ()
    if whole := [end for end in open_ends if end.of_all]:
        return Status.UNKNOWN, _acts(whole)
    if past:
        return Status.PARTLY_ENDED, _acts(past)
    if open_ends:
        return Status.UNKNOWN, _acts(open_ends)
    return Status.IN_FORCE, ()


def _acts(ends: Iterable[End]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(end.by for end in ends if end.by))
