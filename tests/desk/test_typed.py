"""A day after an option is read as people write it, and one that cannot be is told in Vietnamese."""

from __future__ import annotations

from argparse import ArgumentTypeError
from datetime import date

import pytest

from desk.typed import day


@pytest.mark.parametrize("typed", ["5/1/2026", "05/01/2026", "2026-01-05"])
def test_a_day_is_read_as_people_and_as_data_write_it(typed: str) -> None:
    assert day(typed) == date(2026, 1, 5)


@pytest.mark.parametrize("typed", ["31/11/2026", "5/1", "5/1/2026/7", "hôm qua", "", f"5/1/{'9' * 20}"])
def test_what_is_no_day_is_told_with_an_example(typed: str) -> None:
    with pytest.raises(ArgumentTypeError, match="không phải là ngày; viết ngày/tháng/năm, ví dụ 15/12/2026"):
        day(typed)
