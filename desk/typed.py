"""What a person types after an option: days, numbers, and words to choose from."""

from __future__ import annotations

from argparse import ArgumentTypeError
from collections.abc import Mapping
from datetime import date


def day(text: str) -> date:
    """Return the day of an argument, typed as people write it or as data is. Raises: ArgumentTypeError"""
    try:
        if "/" not in text:
            return date.fromisoformat(text)
        number, month, year = (int(part) for part in text.split("/"))
        return date(year, month, number)
    except (ValueError, OverflowError):  # the latter for a year of twenty digits
        raise ArgumentTypeError(f"“{text}” không phải là ngày; viết ngày/tháng/năm, ví dụ 15/12/2026") from None


def row_count(text: str) -> int:
    """Return how many rows are wanted, 0 for all. Raises: ArgumentTypeError"""
    if not (text.isascii() and text.isdigit()):
        raise ArgumentTypeError(f"“{text}” không phải là số dòng; viết một số từ 0, ví dụ 20")
    return int(text)


def choices(words: Mapping[str, str]) -> str:
    """Return the words to choose from, each with its meaning, for the help of an option."""
    return "; ".join(f"{word}: {meaning}" for word, meaning in words.items())
