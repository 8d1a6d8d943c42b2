"""What was found in a file besides what its reader sees: of each kind how often, with a few words that tell of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from editorial.frozen import frozen
from editorial.text import nfc

MOST_TOLD = 3
"""So many of one kind are named."""
MOST_LETTERS = 60
"""Of each of them."""

NOBODY = frozenset({
    "admin", "administrator", "user", "pc", "windows user", "microsoft office user", "openpyxl", "python-docx",
})  # fmt: skip
"""What programs write where nobody has told his name."""

_PATH = re.compile(r"file:|[A-Za-z]:[\\/](?!/)|\\\\[\w.]|/(?:home|Users)/", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?|ftp):|\\\\[\w.]|//", re.IGNORECASE)


@frozen
class Found:
    """code: of editorial.inside.SEVERITIES; count: how often; told: some of them; by: whose they are"""

    code: str
    count: int
    told: tuple[str, ...] = ()
    by: tuple[str, ...] = ()


class Finds:
    """Gathers what is found, each kind in the order in which it was first met."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}
        self._told: dict[str, dict[str, None]] = {}
        self._by: dict[str, dict[str, None]] = {}

    def add(self, code: str, words: str = "", by: str = "", count: int = 1) -> None:
        """Take down one find, with words of it and whose it is, where they are known."""
        self._counts[code] = self._counts.get(code, 0) + count
        for kept, value in ((self._told, short(words)), (self._by, short(by))):
            if value:
                kept.setdefault(code, {})[value] = None

    def all(self) -> Iterator[Found]:
        """Yield what was found."""
        for code, count in self._counts.items():
            if count:
                yield Found(code, count, tuple(self._told.get(code, ())), tuple(self._by.get(code, ())))


def short(words: str) -> str:
    """Return words in one line, cut where they are long."""
    line = nfc(" ".join(words[: 4 * MOST_LETTERS].split()))
    return line if len(line) <= MOST_LETTERS else f"{line[: MOST_LETTERS - 1]}…"


def is_path(value: str) -> bool:
    """True for what names a place on somebody's machine or in an office's network."""
    return bool(_PATH.match(value.strip()))


def is_elsewhere(value: str) -> bool:
    """True for an address from which a program would load something."""
    return bool(_ADDRESS.match(value.strip()))
