"""A cache for lists: what `fold` makes of each inquiry, in one SQLite file. Never the truth, and nothing personal.

The chain says what changed: the cache remembers up to which line it has read, and reads again only the inquiries
named after it. A cache that is missing, damaged, of another shape or of another chain is made anew.
"""

from __future__ import annotations

import errno
import json
import os
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import fields
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any, Protocol

from editorial.problem import Refused
from inquiries.audit import Audit, Position
from inquiries.states import Inquiry, Step

_TABLES = (
    "CREATE TABLE inquiry (id TEXT PRIMARY KEY, state TEXT NOT NULL, content TEXT NOT NULL)",
    "CREATE INDEX by_state ON inquiry (state)",
    "CREATE TABLE known (shape TEXT NOT NULL, position TEXT NOT NULL)",
)
_SHAPE = " ".join(one.name for one in (*fields(Inquiry), *fields(Step)))
_DAYS, _TUPLES = ("promised_on", "due_on"), ("flags", "tags")
_UNREADABLE = ""
"""Stands for the state of an inquiry with a damaged file."""


class Source(Protocol):
    """The truth."""

    @property
    def audit(self) -> Audit: ...

    def ids(self) -> list[str]: ...

    def inquiry(self, inquiry: str) -> Inquiry | None: ...


class Index:
    """The cache in one file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def inquiries(self, source: Source, states: Collection[str]) -> list[Inquiry]:
        """Return the inquiries in one of the states, as they are now."""
        with self._current(source) as cache:
            return [_thawed(content) for _, content in _rows(cache, states)]

    def unreadable(self, source: Source) -> list[str]:
        """Return the ids of inquiries with a damaged file."""
        with self._current(source) as cache:
            return [name for name, _ in _rows(cache, (_UNREADABLE,))]

    @contextmanager
    def _current(self, source: Source) -> Iterator[sqlite3.Connection]:
        """Give the cache, brought up to date; one that cannot be used is thrown away. Raises: OSError"""
        try:
            cache = self._refreshed(source)
        except sqlite3.Error:
            self.path.unlink(missing_ok=True)
            try:
                cache = self._refreshed(source)
            except sqlite3.Error as error:
                raise OSError(errno.EIO, str(error), str(self.path)) from error
        with closing(cache):
            yield cache

    def _refreshed(self, source: Source) -> sqlite3.Connection:
        os.close(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600))
        cache = sqlite3.connect(self.path, timeout=10, isolation_level=None)
        try:
            _refresh(cache, source)
        except BaseException:
            cache.close()
            raise
        return cache


def _refresh(cache: sqlite3.Connection, source: Source) -> None:
    cache.execute("BEGIN IMMEDIATE")
    if not cache.execute("SELECT 1 FROM sqlite_master WHERE name = 'known'").fetchone():
        for table in _TABLES:
            cache.execute(table)
    row = cache.execute("SELECT position FROM known WHERE shape = ?", (_SHAPE,)).fetchone()
    changes = source.audit.since(Position(*json.loads(row[0]))) if row else None
    if changes is None:
        position = source.audit.head()
        changed: Iterable[str] = source.ids()
        cache.execute("DELETE FROM inquiry")
    else:
        lines, position = changes
        changed = {line.inquiry for line in lines} | {name for name, _ in _rows(cache, (_UNREADABLE,))}
        if not changed:
            cache.execute("COMMIT")  # nothing is written, so no disk is waited for
            return
    cache.executemany("INSERT OR REPLACE INTO inquiry VALUES (?, ?, ?)", _read(source, changed))
    cache.execute("DELETE FROM known")
    place = [position.file, position.offset, position.n, position.digest]
    cache.execute("INSERT INTO known VALUES (?, ?)", (_SHAPE, json.dumps(place)))
    cache.execute("COMMIT")


def _read(source: Source, names: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """Yield the rows of the inquiries as their events make them."""
    for name in names:
        try:
            inquiry = source.inquiry(name)
        except Refused:
            yield name, _UNREADABLE, ""
            continue
        if inquiry:
            yield name, inquiry.state, _frozen(inquiry)


def _rows(cache: sqlite3.Connection, states: Collection[str]) -> list[tuple[str, str]]:
    marks = ", ".join("?" * len(states))
    return cache.execute(f"SELECT id, content FROM inquiry WHERE state IN ({marks}) ORDER BY id", [*states]).fetchall()


def _frozen(inquiry: Inquiry) -> str:
    values: dict[str, Any] = {one.name: getattr(inquiry, one.name) for one in fields(Inquiry)}
    values["steps"] = [_step_values(step) for step in inquiry.steps]
    values["rights"] = inquiry.rights and _step_values(inquiry.rights)
    return json.dumps(values, ensure_ascii=False, default=_plain)


def _step_values(step: Step) -> list[Any]:
    return [step.number, step.act, step.at, step.by, step.facts, step.state]


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, MappingProxyType):
        return dict(value)
    raise TypeError(f"no way to keep {value!r}")


def _thawed(content: str) -> Inquiry:
    values = json.loads(content)
    values["received_at"] = datetime.fromisoformat(values["received_at"])
    values["steps"] = tuple(map(_step, values["steps"]))
    values["rights"] = values["rights"] and _step(values["rights"])
    for name in _TUPLES:
        values[name] = tuple(values[name])
    for name in _DAYS:
        values[name] = values[name] and date.fromisoformat(values[name])
    return Inquiry(**values)


def _step(values: list[Any]) -> Step:
    number, act, at, by, facts, state = values
    return Step(number, act, datetime.fromisoformat(at), by, MappingProxyType(facts), state)
