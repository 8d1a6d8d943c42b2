"""A TOML file as read: its values, its text, and where each key stands; what is no TOML is told by its line."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import field
from functools import cached_property
from pathlib import Path
from typing import Any

from editorial import toml_lines
from editorial.frozen import frozen
from editorial.problem import Problem, Refused
from editorial.text import merge_mark, suggestion


@frozen
class Document:
    """A TOML file as read. where: how problems name it, "regulations/ct.toml"; text: it was read from."""

    data: Mapping[str, Any]
    text: str = field(repr=False)
    where: str

    @cached_property
    def lines(self) -> Mapping[toml_lines.Path, int]:
        """On which line each key stands, which only a problem asks for."""
        return toml_lines.key_lines(self.text)

    def at(self, path: toml_lines.Path) -> str:
        """Return "file:line" of the path, or of the nearest table around it."""
        while path not in self.lines:
            path = path[:-1]
        return f"{self.where}:{self.lines[path]}"


def read_document(path: Path) -> Document:
    """Read a TOML file. Raises: Refused when it is missing, no UTF-8, no TOML, or not composed (NFC)."""
    where = f"{path.parent.name}/{path.name}"
    try:
        text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except FileNotFoundError:
        raise Refused(_missing_file(path, where)) from None
    except UnicodeDecodeError as error:
        line = path.read_bytes().count(b"\n", 0, error.start) + 1
        raise Refused(Problem("toml-not-utf8", "fail", f"{where}:{line}")) from error
    decomposed = list(_decomposed_lines(text, where))
    if decomposed:
        raise Refused(*decomposed)
    try:
        return Document(tomllib.loads(text), text, where)
    except tomllib.TOMLDecodeError as error:
        raise Refused(_syntax_problem(str(error), text, where)) from error
    except RecursionError as error:
        raise Refused(Problem("toml-too-deep", "fail", where)) from error


def _decomposed_lines(text: str, where: str) -> Iterator[Problem]:
    """Text typed on some systems keeps letters and marks apart: it looks right and matches nothing."""
    if unicodedata.is_normalized("NFC", text):
        return
    for number, line in enumerate(text.split("\n"), 1):
        if not unicodedata.is_normalized("NFC", line):
            yield Problem("toml-not-nfc", "fail", f"{where}:{number}")


def _missing_file(path: Path, where: str) -> Problem:
    known = sorted(file.stem for file in path.parent.glob(f"*{path.suffix}"))
    return Problem(
        "toml-missing",
        "fail",
        where,
        facts={"hint": suggestion(path.stem, known), "known": ", ".join(known) or "(không có)"},
    )


_CURLY = re.compile(r"[=\[{,]\s*[“”‘’]")
"""A value in the quotes that Word puts instead of straight ones."""
_WRITTEN_DAY = re.compile(r"[=,]\s*((\d{1,2})[/.-](\d{1,2})[/.-](\d{4}))\b")
"""A day as people write it, without quotes."""


def _syntax_problem(message: str, text: str, where: str) -> Problem:
    if conflict := merge_mark(text):
        return Problem("merge-unfinished", "fail", f"{where}:{conflict}")
    found = re.search(r"at line (\d+)", message)
    line = int(found[1]) if found else text.count("\n") + 1
    written = text.split("\n")[line - 1]
    day = _WRITTEN_DAY.search(written)
    if "overwrite" in message or "declare" in message:
        return Problem("toml-key-twice", "fail", f"{where}:{line}")
    if _CURLY.search(written):
        return Problem("toml-curly-quotes", "fail", f"{where}:{line}")
    if day:
        facts = {"written": day[1], "day": f"{day[4]}-{int(day[3]):02}-{int(day[2]):02}"}
        return Problem("toml-day", "fail", f"{where}:{line}", facts=facts)
    return Problem("toml-syntax", "fail", f"{where}:{line}")
