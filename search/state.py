"""What a build must remember until the next: the pages as they were indexed, under their document numbers, and the
digest of every file that was written.

A SQLite file, because an update reads a few pages of many thousand, and must not be half written.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

from search import borders, manifest
from search.analysis import TYPE_NAMES
from search.files import Damaged, Files
from search.pages import Entry, Page, page_from
from search.postings import LENGTH_SHARE, SATURATION, STEPS, TITLE_WEIGHT
from search.vocabulary import Vocabulary

NAME = "state.db"
RULES = 4
"""Raised with each change of analysis, impacts or numbering, so that older indexes are built anew."""

_TABLES = """
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE documents (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, digest TEXT, page TEXT);
CREATE TABLE files (name TEXT PRIMARY KEY, digest BLOB NOT NULL) WITHOUT ROWID;
"""


def rules_digest(vocabulary: Vocabulary) -> str:
    """Return a digest of all that the bytes of an index depend on besides its pages."""
    facts = [
        manifest.FORMAT,
        RULES,
        borders.SOFT,
        borders.HARD,
        borders.ONE_IN,
        TITLE_WEIGHT,
        LENGTH_SHARE,
        SATURATION,
        STEPS,
        *TYPE_NAMES.items(),
        *astuple(vocabulary),
    ]
    return hashlib.sha256(json.dumps(facts, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True)
class State:
    """An open state; close its connection. generation: the folder that the files lie in"""

    connection: sqlite3.Connection
    generation: str

    @classmethod
    @contextmanager
    def begin(cls, folder: Path, generation: str, rules: str) -> Iterator[State]:
        """Make an empty state; it counts only when the block ends without an exception."""
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob(f"{NAME}*"):
            old.unlink()
        with closing(_connect(folder)) as connection, _told_when_full():
            connection.executescript(_TABLES)
            facts = {"rules": rules, "generation": generation}
            connection.executemany("INSERT INTO facts VALUES (?, ?)", [(k, json.dumps(v)) for k, v in facts.items()])
            yield cls(connection, generation)
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
        except (sqlite3.DatabaseError, TypeError, ValueError):
            facts = {}
        if facts.get("whole") != 1 or "generation" not in facts or (rules and facts.get("rules") != rules):
            connection.close()
            return None
        return cls(connection, facts["generation"])

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Say that files change; if the block fails, the state stays marked and the next build is a full one.

        Raises: Damaged
        """
        with _told_when_full():
            self.connection.execute("UPDATE facts SET value = '0' WHERE name = 'whole'")
            self.connection.commit()
            yield
            self.connection.execute("UPDATE facts SET value = '1' WHERE name = 'whole'")
            self.connection.commit()

    def entries(self) -> list[tuple[str, str]]:
        """Return id and digest of what stands under each number, "" as the digest of a hole. Raises: Damaged"""
        return self._rows("SELECT id, ifnull(digest, '') FROM documents ORDER BY number")

    def page(self, number: int) -> Page:
        """Return the page as it was indexed. Raises: Damaged"""
        try:
            ((told, digest),) = self._rows("SELECT page, digest FROM documents WHERE number = ?", number)
            page = page_from(json.loads(told))
        except (AttributeError, TypeError, ValueError) as error:
            raise Damaged(f"page {number}: {error}") from error
        if page.digest() != digest:
            raise Damaged(f"page {number} is not what was indexed")
        return page

    def pages(self) -> Iterator[Page]:
        for (told,) in self.connection.execute("SELECT page FROM documents WHERE page IS NOT NULL ORDER BY number"):
            yield page_from(json.loads(told))

    def keep_entries(self, numbered: Iterable[tuple[int, Entry]]) -> None:
        """Keep what stands under some numbers; a hole keeps no word of the page that stood there."""
        rows = (
            (number, entry.id, entry.digest(), entry.as_json())
            if isinstance(entry, Page)
            else (number, entry.id, None, None)
            for number, entry in numbered
        )
        self.connection.executemany("INSERT OR REPLACE INTO documents VALUES (?, ?, ?, ?)", rows)

    def files(self, folder: Path) -> Files:
        """Return the files below the folder of shards, as they were written last. Raises: Damaged"""
        return Files(folder, dict(self._rows("SELECT name, digest FROM files")))

    def _rows(self, query: str, *values: int) -> list[tuple[Any, ...]]:
        try:
            return self.connection.execute(query, values).fetchall()
        except sqlite3.DatabaseError as error:
            raise Damaged(f"{NAME}: {error}") from error

    def keep_files(self, files: Files) -> None:
        """Keep the digests of what has changed."""
        written = [(name, digest) for name, digest in files.changes.items() if digest]
        removed = [(name,) for name, digest in files.changes.items() if digest is None]
        self.connection.executemany("INSERT OR REPLACE INTO files VALUES (?, ?)", written)
        self.connection.executemany("DELETE FROM files WHERE name = ?", removed)


@contextmanager
def _told_when_full() -> Iterator[None]:
    """Turn SQLite's own errors of a full disk, or a quota used up, into what every other write raises; others mean that
    the file is not what was written.
    """
    try:
        yield
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), NAME) from error
        raise Damaged(f"{NAME}: {error}") from error


def _connect(folder: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(folder / NAME)
    connection.execute("PRAGMA secure_delete = ON")  # a withdrawn page leaves no words in the file's free space
    return connection
