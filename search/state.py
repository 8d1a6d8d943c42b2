"""What a build must remember until the next: the pages as they were indexed and the cards of their results, under their
document numbers, and the digest of every file that was written.

A SQLite file, because an update reads a few pages of many thousand, and must not be half written.
"""

from __future__ import annotations

import errno
import json
import os
import sqlite3
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import astuple
from pathlib import Path
from typing import Any
from uuid import uuid4

from editorial.file_index import CODE, code_digest
from editorial.frozen import frozen
from search import borders, manifest
from search.analysis import TYPE_NAMES
from search.files import Damaged, Files, sha256_of
from search.pages import Entry, Page, page_from
from search.postings import LENGTH_SHARE, SATURATION, STEPS, TITLE_WEIGHT, length
from search.shards import PACK, STEP
from search.shown import packed_card
from search.vocabulary import Vocabulary

STORE = "store"
"""The folder beside the shards of an index, for what is never published."""
NAME = "state.db"
CHANGING = "changing"
"""The file beside it that is there while an index changes. It need not survive a loss of power: what is then older than
its files, or younger, does not fit their digests.
"""

_CODE = f"{CODE} {code_digest(Path(__file__).parent)}"

RULES = 5
"""Raised with each change of analysis, impacts or numbering, so that older indexes are built anew."""

_TABLES = """
BEGIN; -- committed with the rows: a table by itself would be synced to the disk four times
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE documents (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL, digest TEXT, mark BLOB, length INTEGER NOT NULL,
    turn INTEGER NOT NULL, card TEXT
);
CREATE TABLE texts (number INTEGER PRIMARY KEY, page TEXT NOT NULL);
CREATE TABLE cards (number INTEGER PRIMARY KEY, file BLOB NOT NULL);
CREATE TABLE turns (turn INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE files (name TEXT PRIMARY KEY, digest TEXT NOT NULL) WITHOUT ROWID;
"""


Point = tuple[str, int, str]
"""Stamp, turn and name of a state."""


def rules_digest(vocabulary: Vocabulary) -> str:
    """Return a digest of all that the bytes of an index depend on besides its pages."""
    facts = [
        manifest.FORMAT,
        RULES,
        borders.SOFT,
        borders.HARD,
        borders.ONE_IN,
        PACK,
        STEP,
        TITLE_WEIGHT,
        LENGTH_SHARE,
        SATURATION,
        STEPS,
        *TYPE_NAMES.items(),
        *astuple(vocabulary),
    ]
    return sha256_of(json.dumps(facts, ensure_ascii=False).encode())


@frozen
class State:
    """An open state; close its connection.

    folder: it lies in; generation: the folder of the index's files
    stamp: names the build from nothing; turn: how many changes there were since, -1 while it is being built
    name: of the last change: a state that was put back takes other turns with the same numbers
    """

    connection: sqlite3.Connection
    folder: Path
    generation: str
    stamp: str
    turn: int
    name: str = ""

    @property
    def point(self) -> Point:
        """What tells this state from any that was there before or comes after."""
        return self.stamp, self.turn, self.name

    @classmethod
    @contextmanager
    def begin(cls, folder: Path, generation: str, rules: str) -> Iterator[State]:
        """Make an empty state; it counts only when the block ends without an exception."""
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob(f"{NAME}*"):
            old.unlink()
        with closing(_connect(folder)) as connection, _told_when_full():
            connection.executescript(_TABLES)
            facts = {"rules": f"{rules} {_CODE}", "generation": generation, "stamp": uuid4().hex}
            yield cls(connection, folder, generation, facts["stamp"], -1)
            connection.executemany("INSERT INTO facts VALUES (?, ?)", facts.items())
            connection.execute("INSERT INTO turns VALUES (0, ?)", (uuid4().hex,))
            connection.commit()
            (folder / CHANGING).unlink(missing_ok=True)

    @classmethod
    def open(cls, folder: Path, rules: str = "") -> State | None:
        """Return the state of a folder; None when there is none, it is damaged, or other rules or code made it.

        rules: "" for whichever
        """
        if (folder / CHANGING).exists() or not (folder / NAME).exists():
            return None
        connection = _connect(folder)
        try:
            facts = dict(connection.execute("SELECT name, value FROM facts"))
            if not rules or facts["rules"] == f"{rules} {_CODE}":
                turn, name = connection.execute("SELECT turn, name FROM turns ORDER BY turn DESC").fetchone()
                return cls(connection, folder, facts["generation"], facts["stamp"], turn, name)
        except (sqlite3.DatabaseError, KeyError, TypeError, ValueError):
            pass
        connection.close()
        return None

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Say that the index changes; if the block fails, the state stays marked and the next build is a full one.

        Raises: Damaged
        """
        with _told_when_full():
            (self.folder / CHANGING).touch()
            yield
            self.connection.execute("INSERT INTO turns VALUES (?, ?)", (self.turn + 1, uuid4().hex))
            self.connection.commit()
            (self.folder / CHANGING).unlink()

    def entries(self) -> list[tuple[str, str, bytes | None]]:
        """Return id, digest and mark of what stands under each number; a hole has the digest "", and no mark.

        Raises: Damaged
        """
        return self._rows("SELECT id, ifnull(digest, ''), mark FROM documents ORDER BY number")

    def marks(self) -> list[tuple[str, bytes | None]]:
        """Return id and mark of what stands under each number. Raises: Damaged"""
        return self._rows("SELECT id, mark FROM documents ORDER BY number")

    def digest(self, number: int) -> str:
        """Return the digest of what stands under a number, "" of a hole. Raises: Damaged"""
        found = self._rows("SELECT ifnull(digest, '') FROM documents WHERE number = ?", number)
        if not found:
            raise Damaged(f"no document {number}")
        return str(found[0][0])

    def cards(self, first: int, count: int) -> list[tuple[int, str, str]]:
        """Return of so many numbers: number, id, digest of the card of each page that can be found. Raises: Damaged"""
        told = "SELECT number, id, card FROM documents WHERE digest IS NOT NULL AND number >= ? AND number < ?"
        return self._rows(f"{told} ORDER BY number", first, first + count)

    def card_blocks(self, size: int) -> list[tuple[int, str]]:
        """Return what tells apart the cards of so many numbers each, with the place of these. Raises: Damaged"""
        told = "SELECT number, card FROM documents WHERE digest IS NOT NULL ORDER BY number"
        cards = "group_concat(number || ' ' || card, char(10))"
        return self._rows(f"SELECT number / ?, {cards} FROM ({told}) GROUP BY 1 ORDER BY 1", size)

    def totals(self) -> tuple[int, int]:
        """Return how many pages can be found, and the sum of their lengths. Raises: Damaged"""
        ((count, words),) = self._rows("SELECT count(digest), ifnull(sum(length), 0) FROM documents")
        return count, words

    def has_been_at(self, point: Point) -> bool:
        """Return True when this state came from the one of the point. Raises: Damaged"""
        stamp, turn, name = point
        return stamp == self.stamp and bool(self._rows("SELECT 1 FROM turns WHERE turn = ? AND name = ?", turn, name))

    def changed_since(self, turn: int) -> dict[int, bool]:
        """Return the numbers under which something else stands than at that turn, and whether a page does.

        Raises: Damaged
        """
        return dict(self._rows("SELECT number, digest IS NOT NULL FROM documents WHERE turn > ?", turn))

    def ids(self, numbers: Collection[int]) -> dict[int, str]:
        """Return the ids under some numbers. Raises: Damaged"""
        listed = ", ".join(map(str, numbers))
        return dict(self._rows(f"SELECT number, id FROM documents WHERE number IN ({listed})"))

    def page(self, number: int) -> Page:
        """Return the page as it was indexed. Raises: Damaged"""
        try:
            ((told, digest),) = self._rows(
                "SELECT page, digest FROM documents JOIN texts USING (number) WHERE number = ?", number
            )
            page = page_from(json.loads(told))
        except (AttributeError, TypeError, ValueError) as error:
            raise Damaged(f"page {number}: {error}") from error
        if page.digest() != digest:
            raise Damaged(f"page {number} is not what was indexed")
        return page

    def card(self, number: int) -> bytes:
        """Return the file of the card of the page that has a number. Raises: Damaged"""
        found = self._rows("SELECT file, card FROM documents JOIN cards USING (number) WHERE number = ?", number)
        if len(found) != 1 or not isinstance(found[0][0], bytes) or sha256_of(found[0][0]) != found[0][1]:
            raise Damaged(f"the card {number} is not what was made")
        content: bytes = found[0][0]
        return content

    def pages(self) -> Iterator[Page]:
        for (told,) in self.connection.execute("SELECT page FROM texts ORDER BY number"):
            yield page_from(json.loads(told))

    def keep_entry(self, number: int, entry: Entry, mark: bytes | None) -> None:
        """Keep what stands under a number; a hole keeps no word of the page that stood there."""
        page = entry if isinstance(entry, Page) else None
        card = packed_card(page) if page else b""
        digest, words = (page.digest(), length(page)) if page else (None, 0)
        row = (number, entry.id, digest, mark, words, self.turn + 1, sha256_of(card) if page else None)
        self.connection.execute("INSERT OR REPLACE INTO documents VALUES (?, ?, ?, ?, ?, ?, ?)", row)
        if page:
            self.connection.execute("INSERT OR REPLACE INTO texts VALUES (?, ?)", (number, page.as_json()))
            self.connection.execute("INSERT OR REPLACE INTO cards VALUES (?, ?)", (number, card))
        else:
            self.connection.execute("DELETE FROM texts WHERE number = ?", (number,))
            self.connection.execute("DELETE FROM cards WHERE number = ?", (number,))

    def keep_marks(self, marks: Mapping[int, bytes]) -> None:
        """Keep the marks of pages that are as they were. Raises: Damaged"""
        if marks:
            with _told_when_full():
                rows = [(mark, number) for number, mark in marks.items()]
                self.connection.executemany("UPDATE documents SET mark = ? WHERE number = ?", rows)
                self.connection.commit()

    def files(self, folder: Path) -> Files:
        """Return the files below the folder of shards, as they were written last."""
        return Files(folder, self._digest)

    def digests(self) -> dict[str, str]:
        """Return the digests of all files by their names below the folder of shards. Raises: Damaged"""
        return dict(self._rows("SELECT name, digest FROM files"))

    def _digest(self, name: str) -> str | None:
        found = self._rows("SELECT digest FROM files WHERE name = ?", name)
        return found[0][0] if found else None

    def _rows(self, query: str, *values: int | str) -> list[tuple[Any, ...]]:
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
