"""The Markdown files of the content folder: which there are, and which can be read without harm.

How a file is read, in this order:
1. It is an ordinary file inside the content folder, at most SIZE_LIMIT bytes; links are refused.
2. Its bytes are UTF-8 (a BOM and CRLF are read); anything else names the byte where it fails.
3. It does not exhaust whoever renders it: its nesting, its brackets and its elements inside others have limits.
4. Its text is read as editorial.content says.
"""

from __future__ import annotations

import os
import re
import stat
from codecs import BOM_UTF8
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

from editorial.content import Item, parse_item, place
from editorial.legacy_fonts import OFFICE_FILES, likely_encoding, utf16_text
from editorial.problem import Problem, Severity
from editorial.store import read_whole
from editorial.text import merge_mark

SIZE_LIMIT = 300_000
"""Bytes of one Markdown file: some seconds of rendering at worst. The longest of the five regulations has 35 000."""

MISNAMED = (".md.txt", ".markdown", ".mdown")
"""How programs that hide extensions name a Markdown file."""

MARKDOWN = (".md", *MISNAMED)

NESTING_LIMIT = 80
"""Characters of ">", list marks and spaces at the start of a line; each level of nesting takes one or more."""

EFFORT_LIMIT = 4_000_000
"""What reading the Markdown may cost: of each paragraph the square of its brackets and headings (2 000 links)."""

DEPTH_LIMIT = 200
"""HTML elements inside one another; some seconds for a thousand."""

_TAB = 4
_SHORTEST_LEAD = NESTING_LIMIT // _TAB
"""No line of fewer characters is indented beyond the limit."""

_HEAD = re.compile(rb"(?:\xef\xbb\xbf)?(?:[a-z_]+: ?[^\r\n]*\r?\n){1,5}kind: ?[a-z_]+")
_HEAD_BYTES = 2_000
"""The lines with which an item begins, and where they stand."""
_LEAD = re.compile(r"(?:[ \t]*(?:>|[*+-][ \t]|\d{1,9}[.)][ \t]))*[ \t]*")
_RULE = re.compile(r" {0,3}(?:(?:-++ {0,2}+){3,}+|(?:\*++ {0,2}+){3,}+)")
"""A line across the page, which is no list in a list."""
_COSTLY = re.compile(r"\[|`|<(?=[^<>]*(?:<|\Z))|^#|^=+ *$|^-+ *$", re.MULTILINE)
_COSTLY_ANYWHERE = "[`<"
"""What else is costly is so once in a line, where it begins or ends."""
_TAG = re.compile(r"<(/?)(?!(?:br|hr|img)\b)([a-z][a-z0-9-]*)(?=[\s/>])[^<>]*(?<!/)>", re.IGNORECASE)
_PARAGRAPHS = re.compile(r"\n[ \t]*\n")


def read_items(content: Path) -> tuple[list[Item], list[Problem]]:
    """Read every Markdown file below the folder, sorted by path, with all that is wrong in reading them."""
    items: list[Item] = []
    problems: list[Problem] = []
    for path in markdown_files(content):
        item, found = read_found(path.relative_to(content).as_posix(), content)
        problems += found
        if item:
            items.append(item)
    return items, problems


def read_found(below: str, content: Path) -> tuple[Item | None, list[Problem]]:
    """Read one of the markdown_files. below: its path below the content folder"""
    if below.lower().endswith(MISNAMED):
        facts = {"name": below.rpartition("/")[2]}
        return None, [Problem("content-misnamed", "warn", place(below), "product", facts)]
    return _read(below, content)


def markdown_files(content: Path) -> Iterator[Path]:
    """Yield, sorted, Markdown files, files that were meant to be some, and links to folders (to be refused)."""
    found: list[Path] = []
    for folder, subfolders, files in os.walk(content):
        here = Path(folder)
        subfolders[:] = [name for name in subfolders if not name.startswith(".")]
        found += [here / name for name in subfolders if (here / name).is_symlink()]
        found += [here / name for name in files if name.lower().endswith(MARKDOWN) and not name.startswith(".")]
    yield from sorted(found, key=lambda path: path.relative_to(content).as_posix())


def saved_as_text(content: Path) -> Iterator[Problem]:
    """Yield the texts that begin as an item does, which a program saved under another ending."""
    for folder, _, files in os.walk(content):
        for name in sorted(name for name in files if name.lower().endswith(".txt")):
            path = Path(folder, name)
            if not name.lower().endswith(MISNAMED) and path.is_file() and _HEAD.match(path.read_bytes()[:_HEAD_BYTES]):
                below = path.relative_to(content).as_posix()
                yield Problem("content-misnamed", "warn", place(below), "product", {"name": name})


def read_item(path: Path, content: Path) -> tuple[Item | None, list[Problem]]:
    """Read one file below the content folder; None when nothing typed can be made of it.

    Raises: ValueError for a path that is not below content
    """
    return _read(path.relative_to(content).as_posix(), content)


def _read(below: str, content: Path) -> tuple[Item | None, list[Problem]]:
    if not _is_unicode(below):
        return None, [_unread("content-name-unreadable", below)]
    if "/." in f"/{below}":
        return None, [_unread("content-hidden", below)]
    _, *places = accumulate(below.split("/"), "{}/{}".format, initial=str(content))
    if any(map(os.path.islink, places)):
        return None, [_unread("content-is-link", below, "fail")]
    status = os.stat(path := places[-1])
    if not stat.S_ISREG(status.st_mode):
        return None, [_unread("content-not-a-file", below)]
    if status.st_size > SIZE_LIMIT:
        size = f"{status.st_size // 1000:,}".replace(",", ".")
        return None, [_unread("content-too-large", below, size=size, limit=SIZE_LIMIT // 1000)]
    raw = read_whole(path).removeprefix(BOM_UTF8)
    if raw.startswith(OFFICE_FILES):
        return None, [_unread("content-is-office", below)]
    if utf16_text(raw):
        return None, [Problem("content-is-utf16", "hold", place(below), "PS-T4")]
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        facts = {"line": line, "encoding": likely_encoding(raw)}
        return None, [Problem("content-not-utf8", "hold", place(below, line), "PS-T4", facts)]
    if conflict := merge_mark(text):
        return None, [Problem("merge-unfinished", "hold", place(below, conflict), "product")]
    if tangled := _tangled_line(text):
        return None, [Problem("content-tangled", "hold", place(below, tangled), "product")]
    return parse_item(text, below)


def _tangled_line(text: str) -> int | None:
    """Return the line of a text that would exhaust whoever renders it, so that it cannot stop the others."""
    lines = text.splitlines()
    for number, line in enumerate(lines, 1):
        if len(line) < _SHORTEST_LEAD or line[0].isalpha():  # no lead begins with a letter
            continue
        lead = _LEAD.match(line)
        if lead and len(lead[0].expandtabs(_TAB)) > NESTING_LIMIT and not (line.isspace() or _RULE.fullmatch(line)):
            return number
    if deep := _deep_line(text):
        return deep
    most = len(lines) + sum(map(text.count, _COSTLY_ANYWHERE))
    if most**2 <= EFFORT_LIMIT:  # which no sum of squares of its parts exceeds
        return None
    effort, start = 0, 0
    for gap in (*_PARAGRAPHS.finditer(text), None):
        end = gap.start() if gap else len(text)
        effort += len(_COSTLY.findall(text[start:end])) ** 2
        if effort > EFFORT_LIMIT:
            return text.count("\n", 0, start) + 1
        start = end
    return None


def _deep_line(text: str) -> int | None:
    """Return the line of the first HTML element that lies too deep in others; an end tag closes what it names."""
    if text.count("<") <= DEPTH_LIMIT:
        return None
    opened: list[str] = []
    for tag in _TAG.finditer(text):
        name = tag[2].lower()
        if not tag[1]:
            opened.append(name)
        elif name in opened:
            while opened.pop() != name:
                continue
        if len(opened) > DEPTH_LIMIT:
            return text.count("\n", 0, tag.start()) + 1
    return None


def _is_unicode(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _unread(code: str, below: str, severity: Severity = "hold", **facts: object) -> Problem:
    return Problem(code, severity, place(below), "product", facts)
