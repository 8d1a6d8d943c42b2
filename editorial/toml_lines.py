"""On which line of a TOML file each key and each list entry stands; tomllib does not tell.

A walk over text that tomllib has already accepted, so it only has to recognise where things begin,
not whether they are right. A path is the keys and list positions that lead to a value:
("approval", "steps", 0, "role").
"""

from __future__ import annotations

import re
from collections.abc import Mapping

Path = tuple[str | int, ...]

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_STRING = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'',
    re.DOTALL,
)
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_SCALAR = re.compile(r"[^,\]}#\r\n]*")


def key_lines(text: str) -> Mapping[Path, int]:
    """Return path -> line, counted from 1; the root () stands on line 1."""
    return _Walk(text).walk()


class _Walk:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.lines: dict[Path, int] = {(): 1}
        self.counts: dict[Path, int] = {}  # how many [[tables]] of a name there are so far

    def walk(self) -> Mapping[Path, int]:
        table: Path = ()
        while self._next_is_more():
            if self._take("["):
                table = self._header()
            else:
                self._pair(table)
        return self.lines

    def _header(self) -> Path:
        line = self._line()
        is_list = self._take("[")
        names = self._key()
        path = self._inside(names[:-1], line) + names[-1:]
        self._take("]")
        self._take("]")
        if is_list:
            self.lines.setdefault(path, line)
            index = self.counts.get(path, 0)
            self.counts[path] = index + 1
            path += (index,)
        self.lines[path] = line
        return path

    def _inside(self, names: Path, line: int) -> Path:
        """Return the path of a table that may lie in the latest entry of [[lists]]."""
        path: Path = ()
        for name in names:
            path += (name,)
            self.lines.setdefault(path, line)
            if path in self.counts:
                path += (self.counts[path] - 1,)
        return path

    def _pair(self, table: Path) -> None:
        line = self._line()
        for name in self._key():
            table += (name,)
            self.lines.setdefault(table, line)
        self._take("=")
        self._value(table)

    def _value(self, path: Path) -> None:
        self._skip(_SPACE)
        if self._take("{"):
            while not self._closes("}"):
                self._pair(path)
        elif self._take("["):
            index = 0
            while not self._closes("]"):
                self.lines[*path, index] = self._line()
                self._value((*path, index))
                index += 1
        elif not self._skip(_STRING):
            self._skip(_SCALAR)

    def _closes(self, bracket: str) -> bool:
        """Pass blanks and a comma; True when the bracket (or the end of a broken text) is reached."""
        self._skip(_BLANK)
        if self._take(","):
            self._skip(_BLANK)
        return self._take(bracket) or self.at >= len(self.text)

    def _key(self) -> Path:
        names: list[str] = []
        while True:
            self._skip(_SPACE)
            name = self._skip(_STRING) or self._skip(_BARE_KEY)
            names.append(name[1:-1] if name[:1] in {'"', "'"} else name)
            self._skip(_SPACE)
            if not self._take("."):
                return tuple(names)

    def _next_is_more(self) -> bool:
        self._skip(_BLANK)
        return self.at < len(self.text)

    def _take(self, sign: str) -> bool:
        found = self.text.startswith(sign, self.at)
        self.at += len(sign) * found
        return found

    def _skip(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.text, self.at)
        self.at = match.end() if match else self.at
        return match[0] if match else ""

    def _line(self) -> int:
        return self.text.count("\n", 0, self.at) + 1
