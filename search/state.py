"""What a build must remember until the next: the pages as they were indexed, under their document numbers.

A SQLite file, because an update reads a few pages of many thousand, and must not be half written.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import astuple, dataclass
from pathlib import Path

from search import shards
from search.pages import Page, page_from
from search.postings import LENGTH_SHARE, SATURATION, STEPS, TITLE_WEIGHT, Frame
from search.vocabulary import Vocabulary

NAME = "state.db"
RULES = 2
"""Raised with each change of analysis or impacts, so that older indexes are built anew."""

_TABLES = """
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE documents (number INTEGER PRIMARY KEY, id TEXT UNIQUE, digest TEXT, page TEXT);
"""


def rules_digest(vocabulary: Vocabulary) -> str:
    """Return a digest of all that the bytes of an index depend on besides its pages."""
    facts = [
        shards.FORMAT,
        RULES,
        shards.CUT_BYTES,
        TITLE_WEIGHT,
        LENGTH_SHARE,
        SATURATION,
        STEPS,
        *astuple(vocabulary),
    ]
    return hashlib.sha256(json.dumps(facts, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True)
class State:
    connection: sqlite3.Connection
    frame: Frame

    @classmethod
    @contextmanager
    def begin(cls, folder: Path, frame: Frame, rules: str) -> Iterator[State]:
        """Make an empty state; it counts only when the block ends without an exception."""
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob(f"{NAME}*"):
            old.unlink()
        with closing(_connect(folder)) as connection:
            connection.executescript(_TABLES)
            facts = {"rules": rules, "n": frame.n, "average": frame.average, "at_build": frame.n}
            connection.executemany("INSERT INTO facts VALUES (?, ?)", [(k, json.dumps(v)) for k, v in facts.items()])
            yield cls(connection, frame)
            connection.execute("INSERT INTO facts VALUES ('whole', '1')")
            connection.commit()

    @classmethod
    def open(cls, folder: Path, rules: str = "") -> State | None:
        """Return the state of a folder; None when there is none, it is damaged, or other rules than these made it.

        rules: "" for whichever
        """
        if not (folder / NAME).exists():
            return None
        connection = _connect(folder)
        try:
            facts = {name: json.loads(value) for name, value in connection.execute("SELECT name, value FROM facts")}
        except (sqlite3.DatabaseError, ValueError):
            facts = {}
        if facts.get("whole") != 1 or (rules and facts.get("rules") != rules):
            connection.close()
            return None
        return cls(connection, Frame(facts["n"], facts["average"]))

    def close(self) -> None:
        self.connection.close()

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Say that files change; if the block fails, the state stays marked and the next build is a full one."""
        with closing(self.connection):
            self.connection.execute("UPDATE facts SET value = '0' WHERE name = 'whole'")
            self.connection.commit()
            yield
            self.connection.execute("UPDATE facts SET value = '1' WHERE name = 'whole'")
            self.connection.commit()

    def keep(self, pages: Iterable[tuple[int, Page]]) -> None:
        rows = ((number, page.id, page.digest(), page.as_json()) for number, page in pages)
        self.connection.executemany("INSERT INTO documents VALUES (?, ?, ?, ?)", rows)

    def digests(self) -> dict[str, tuple[int, str]]:
        """Return number and digest of each page by its id."""
        rows = self.connection.execute("SELECT id, number, digest FROM documents WHERE id IS NOT NULL ORDER BY number")
        return {identity: (number, digest) for identity, number, digest in rows}

    def page(self, number: int) -> Page:
        (told,) = self.connection.execute("SELECT page FROM documents WHERE number = ?", (number,)).fetchone()
        return page_from(json.loads(told))

    def pages(self) -> Iterator[Page]:
        for (told,) in self.connection.execute("SELECT page FROM documents WHERE page IS NOT NULL ORDER BY number"):
            yield page_from(json.loads(told))

    def next_number(self) -> int:
        (last,) = self.connection.execute("SELECT max(number) FROM documents").fetchone()
        return 0 if last is None else last + 1

    def drift(self) -> int:
        """Return how many numbers are holes or were given since the full build."""
        (holes,) = self.connection.execute("SELECT count(*) FROM documents WHERE id IS NULL").fetchone()
        return int(holes) + self.next_number() - self.frame.n

    def replace(self, number: int, page: Page | None) -> None:
        """Keep another page under a number; None leaves a hole without a word of the old page."""
        row = (number, page.id, page.digest(), page.as_json()) if page else (number, None, None, None)
        self.connection.execute("INSERT OR REPLACE INTO documents VALUES (?, ?, ?, ?)", row)


def _connect(folder: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(folder / NAME)
    connection.execute("PRAGMA secure_delete = ON")  # a withdrawn page leaves no words in the file's free space
    return connection
