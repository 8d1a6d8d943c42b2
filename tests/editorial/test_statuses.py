from __future__ import annotations

from datetime import date

import pytest

from editorial.content_fields import ON_SIGNING, UNDETERMINED
from editorial.dates import PartialDate
from editorial.statuses import End, Span, Status, first_day, span_on, spans_of

START = date(2025, 7, 1)
LATER = date(2026, 1, 1)
LAST = date(2026, 6, 1)


@pytest.mark.parametrize(
    ("first", "ends", "day", "status"),
    [
        (START, [], date(2025, 6, 30), Status.NOT_YET),
        (START, [], START, Status.IN_FORCE),
        (None, [], date(2099, 1, 1), Status.UNKNOWN),  # PS-S3: never "còn hiệu lực"
        (START, [End(LATER, "A")], date(2025, 12, 31), Status.IN_FORCE),
        (START, [End(LATER, "A")], LATER, Status.ENDED),  # PS-B2: half-open
        (START, [End(LATER, "A", of_all=False)], LATER, Status.PARTLY_ENDED),
        (START, [End(LATER, "A", of_all=False), End(LAST, "B")], LAST, Status.ENDED),
        (START, [End(None, "A")], LATER, Status.UNKNOWN),  # ended, nobody knows when
        (START, [End(None, "A")], date(2025, 6, 30), Status.NOT_YET),
        (START, [End(None, "A"), End(LAST, "B")], LAST, Status.ENDED),
        (START, [End(None, "A", of_all=False)], START, Status.UNKNOWN),
        (START, [End(None, "A", of_all=False), End(LATER, "B", of_all=False)], LATER, Status.PARTLY_ENDED),
        (None, [End(LATER, "A")], date(2025, 12, 31), Status.UNKNOWN),
        (None, [End(LATER, "A")], LATER, Status.ENDED),  # certain, whenever it began
        (LATER, [End(START, "A")], date(2025, 12, 31), Status.ENDED),  # repealed before it took effect
    ],
)
def test_a_day_finds_a_document_in_one_status(first: date | None, ends: list[End], day: date, status: Status):
    """PS-S2"""
    assert span_on(spans_of(first, ends), day).status is status


def test_the_spans_cover_every_day_once_and_name_the_acts():
    spans = spans_of(START, [End(LAST, "B"), End(LATER, "A", of_all=False)])
    assert spans == (
        Span(Status.NOT_YET, None, START),
        Span(Status.IN_FORCE, START, LATER),
        Span(Status.PARTLY_ENDED, LATER, LAST, ("A",)),
        Span(Status.ENDED, LAST, None, ("B",)),
    )


def test_days_on_which_nothing_changes_are_one_span():
    assert spans_of(START, [End(LATER, "A"), End(LATER, "A", of_all=False)])[1:] == (
        Span(Status.IN_FORCE, START, LATER),
        Span(Status.ENDED, LATER, None, ("A",)),
    )
    assert spans_of(None, []) == (Span(Status.UNKNOWN, None, None),)


@pytest.mark.parametrize(
    ("written", "issued", "first"),
    [
        (START, PartialDate(2025, 6, 1), START),
        (ON_SIGNING, PartialDate(2025, 6, 1), date(2025, 6, 1)),
        (ON_SIGNING, PartialDate(2025, 6), None),  # a month is never made a day
        (ON_SIGNING, None, None),
        (UNDETERMINED, PartialDate(2025, 6, 1), None),
        (None, PartialDate(2025, 6, 1), None),
    ],
)
def test_the_first_day_is_never_guessed(written: date | str | None, issued: PartialDate | None, first: date | None):
    """PS-B2, PS-S3"""
    assert first_day(written, issued) == first
