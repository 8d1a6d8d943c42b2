"""What the desk prints: sentences, problems and tables; plain when not a terminal."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import cached_property
from getpass import getpass
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from editorial.messages import sentence
from editorial.problem import SEVERITIES, Problem, Refused
from editorial.profile_schema import PRODUCT, clause_in_words
from editorial.text import fold
from editorial.toml_document import read_document

HEADINGS = {
    "fail": ("red", "DỪNG LẠI"),
    "hold": ("yellow", "GIỮ LẠI, CHƯA LÊN TRANG"),
    "warn": ("cyan", "LƯU Ý"),
}

YES = frozenset({"co", "c", "yes", "y", "vang", "ok", "dong y"})
NO = frozenset({"khong", "k", "no", "n"})
"""Answers, folded: without marks and in lower case."""

ASKED_AT_MOST = 3

_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Characters that move the cursor, colour the screen or turn the writing round."""


class Screen:
    """Prints for a person; `out` and `err` are rich consoles, so pipes get plain text."""

    def __init__(self, out: Console | None = None, err: Console | None = None) -> None:
        self.out = out or Console(highlight=False, soft_wrap=True, emoji=False)  # ":100:" is a line, no picture
        self.err = err or Console(stderr=True, highlight=False, soft_wrap=True, emoji=False)
        self.regulation: Path | None = None  # whose clauses are told as the office's own

    @property
    def is_live(self) -> bool:
        """True when a person watches, so that progress may be drawn."""
        return self.out.is_terminal

    def say(self, text: str = "") -> None:
        """Print one line as it is."""
        self.out.print(plain(text))

    def done(self, text: str) -> None:
        """Print a line that says that something worked."""
        self.out.print(f"[green]✓[/green] {_under(text)}")

    def error(self, text: str) -> None:
        """Print one sentence about what went wrong, on standard error."""
        self.err.print(f"[red]✗[/red] {_under(text)}")

    def warn(self, text: str) -> None:
        """Print one sentence to heed, on standard error."""
        self.err.print(f"[yellow]![/yellow] {_under(text)}")

    def problems(self, problems: Iterable[Problem]) -> None:
        """Print the problems in groups, the gravest last, where it is not scrolled away."""
        listed = list(problems)
        for severity in reversed(SEVERITIES):
            group = [problem for problem in listed if problem.severity == severity]
            if not group:
                continue
            colour, heading = HEADINGS[severity]
            self.err.print(f"\n[bold {colour}]{heading} ({len(group)})[/bold {colour}]")
            for problem in sorted(group, key=_in_reading_order):
                words = self.clauses(problem.clause)
                clause = f" [dim]({plain(words)})[/dim]" if words else ""
                self.err.print(f"  {_under(problem.where)}: {_under(sentence(problem))}{clause}")

    def clauses(self, clause: str) -> str:
        """Return the clauses in words, a neighbour's marked as such, without what is the product's own choice."""
        said = " ".join(one for one in clause.split(" ") if one != PRODUCT)
        return clause_in_words(said, self._own, marked=bool(self._own)) if said else ""

    @cached_property
    def _own(self) -> str:
        """How clauses of the regulation in use begin, "" while nobody knows."""
        with suppress(Refused, OSError):
            return str(read_document(self.regulation).data.get("id", "")) if self.regulation else ""
        return ""

    def table(self, headings: Sequence[str], rows: Iterable[Sequence[str]], title: str = "") -> None:
        """Print rows under headings."""
        from rich.table import Table  # here, since most acts print none

        table = Table(title=title or None, title_justify="left", pad_edge=False)
        for heading in headings:
            table.add_column(heading, overflow="fold")  # an id is typed again: never cut short
        for row in rows:
            table.add_row(*(plain(cell) for cell in row))
        self.out.print(table, soft_wrap=False)

    def confirm(self, question: str, yes: bool, option: str = "--yes") -> bool:
        """Ask a yes-or-no question until it is answered; `yes` answers for the person (the option named)."""
        if yes:
            return True
        if not self.is_live:
            self.error(f"{question} Cần người trả lời; nếu đã chắc, thêm {option}.")
            return False
        for _ in range(ASKED_AT_MOST):
            answer = self._answer(question)
            if answer in YES:
                return True
            if answer in NO:
                break
            self.say("Gõ “có” hoặc “không”.")
        self.say("Chưa làm gì.")
        return False

    def may_write(self, file: Path | None, yes: bool) -> bool:
        """True for a new file, and for one that a person, when asked, wants written over; None is a file of our own."""
        return file is None or not file.exists() or self.confirm(f"Đã có tệp {file}. Ghi đè?", yes)

    def passphrase(self, path: Path, variable: str) -> str:
        """Return what opens a key file: what a script gives in that variable of the environment, else what is typed."""
        given = os.environ.get(variable, "")
        return given if given or not self.is_live else getpass(f"Mật khẩu của khóa {path.name}: ")

    def _answer(self, question: str) -> str:
        """Return what is typed, folded; the end of the input is a no."""
        try:
            return fold(self.out.input(f"{plain(question)} (có/không) ").strip())
        except EOFError:
            self.say()
            return "khong"


def _in_reading_order(problem: Problem) -> tuple[str, int, str]:
    """Return what sorts by file, then by line as a number: line 9 stands before line 10."""
    file, _, line = problem.where.rpartition(":")
    return (file, int(line), problem.code) if line.isdecimal() and file else (problem.where, 0, problem.code)


def _under(text: str) -> str:
    """Return text whose further lines stand under the first: a name with an end of line in it begins none."""
    return plain(text).replace("\n", "\n    ")


def plain(text: str) -> str:
    """Return text that shows as it is written: no markup, and nothing that steers the terminal."""
    return escape(_STEERING.sub("�", text))
