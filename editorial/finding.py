"""Something found at a place in a text, before it is known which file and clause it falls to."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import field

from editorial.frozen import frozen
from editorial.problem import Problem, Severity

REACH = 24
"""Characters shown on each side of what was found."""

_NEWLINE = re.compile("\n")


@frozen
class Finding:
    """What was found. line: counted from 1; excerpt: for a person, one line; facts: for the sentence."""

    code: str
    severity: Severity
    line: int
    excerpt: str
    facts: Mapping[str, object] = field(default_factory=dict)

    def problem(self, where: str, clause: str) -> Problem:
        """Return the finding as a Problem; `where` names the file or field, with the line."""
        return Problem(self.code, self.severity, where, clause, {**self.facts, "excerpt": self.excerpt})


class Lines:
    """The lines on which the indexes of a text lie."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(newline.end() for newline in _NEWLINE.finditer(text))]

    def of(self, index: int) -> int:
        """Return the line, counted from 1."""
        return bisect_right(self._starts, index)


def excerpt(text: str, start: int, end: int) -> str:
    """Return what lies between the indexes with a little of its line around it, "…" where cut."""
    first = max(text.rfind("\n", 0, start) + 1, start - REACH)
    line_end = text.find("\n", start)
    last = min(len(text) if line_end < 0 else line_end, end + REACH)
    before = "…" if first > 0 and text[first - 1] != "\n" else ""
    after = "…" if last < len(text) and text[last] != "\n" else ""
    return f"{before}{' '.join(text[first:last].split())}{after}"
