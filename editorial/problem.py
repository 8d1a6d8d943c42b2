"""What is wrong and can be mended by a person, as data.

A bug is an exception. A Problem is collected, shown with all the others in one run, and says
where it is, which clause asks for it and (through its sentence) how to mend it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import field
from datetime import date, datetime
from typing import Any, Literal

from editorial.frozen import frozen

Severity = Literal["hold", "fail", "warn"]
"""hold keeps the item out, fail stops the publishing, warn is said and recorded."""

SEVERITIES: tuple[Severity, ...] = ("fail", "hold", "warn")


@frozen
class Problem:
    """One thing that a person can mend.

    code: a key of editorial.messages.VI
    where: "content/tin-tuc/le-hoi.md:3", or a form field such as "email"
    clause: "CT-5.4"; several are separated by a space; "product" for a choice of the product
    facts: what the sentence needs, by name
    """

    code: str
    severity: Severity
    where: str
    clause: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)


class Refused(Exception):
    """Work that cannot go on until a person mends something; carries the problems to show.

    Raised by loaders and acts, caught at the edges (desk, plugins, endpoint), never in between.
    """

    def __init__(self, *problems: Problem) -> None:
        super().__init__(", ".join(f"{p.code} at {p.where}" for p in problems))
        self.problems = problems

    def __reduce__(self) -> tuple[type[Refused], tuple[Problem, ...]]:
        """Let a process hand it to another with all its problems."""
        return type(self), self.problems


@contextmanager
def gathering(problems: list[Problem]) -> Iterator[None]:
    """Take the problems of what is refused inside, so that the rest is looked at as well."""
    try:
        yield
    except Refused as refused:
        problems += refused.problems


def worst(problems: Iterable[Problem]) -> Severity | None:
    """Return the gravest severity among the problems, or None when there are none."""
    found = {problem.severity for problem in problems}
    return next((severity for severity in SEVERITIES if severity in found), None)


def pack_problem(problem: Problem) -> tuple[Any, ...]:
    """Return a problem as plain data."""
    facts = tuple((name, *_pack_fact(value)) for name, value in problem.facts.items())
    return problem.code, problem.severity, problem.where, problem.clause, facts


def unpack_problem(plain: tuple[Any, ...]) -> Problem:
    """Return the problem that was packed."""
    code, severity, where, clause, facts = plain
    return Problem(code, severity, where, clause, {name: _KINDS[kind](value) for name, kind, value in facts})


_KINDS: Mapping[str, Callable[[Any], object]] = {
    "moment": datetime.fromisoformat,
    "day": date.fromisoformat,
    "plain": lambda value: value,
}


def _pack_fact(value: object) -> tuple[str, object]:
    if isinstance(value, datetime):
        return "moment", value.isoformat()
    if isinstance(value, date):
        return "day", value.isoformat()
    return "plain", value
