"""What a rule of axe is called where an inspector looks: its criterion in WCAG, and the clause of the Vietnamese draft.

The draft TCVN of 2011 for pages that people with disabilities can use follows WCAG 2.0 number by number behind a "4.":
its 4.1.1.1 is text alternatives (WCAG 1.1.1), its 4.1.4.3 contrast (WCAG 1.4.3). What WCAG 2.1 and 2.2 added has no
clause there (PS-T6).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
"""The rules of axe that stand for WCAG 2.2 A and AA."""
ADDED_LATER = frozenset(
    "1.3.4 1.3.5 1.3.6 1.4.10 1.4.11 1.4.12 1.4.13 2.1.4 2.2.6 2.3.3 2.4.11 2.4.12 2.4.13 2.5.1 2.5.2 2.5.3 2.5.4 2.5.5"
    " 2.5.6 2.5.7 2.5.8 3.2.6 3.3.7 3.3.8 3.3.9 4.1.3".split()
)
"""Criteria that WCAG 2.0 did not have."""

_TAG = re.compile(r"wcag([1-4])([1-9])(\d{1,2})")


def numbers(tags: Iterable[str]) -> str:
    """Return both numbers of a rule by its tags: "WCAG 1.4.3, TCVN 4.1.4.3 (draft)"; "" where no tag names one."""
    told = []
    for tag in tags:
        if found := _TAG.fullmatch(tag):
            criterion = ".".join(found.groups())
            told.append(f"WCAG {criterion}" + ("" if criterion in ADDED_LATER else f", TCVN 4.{criterion} (draft)"))
    return "; ".join(told)
