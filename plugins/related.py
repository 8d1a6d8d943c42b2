"""Which other items an item's reader may want next, told from the words that few items share.

Rules
1. An item is about the pairs of neighbouring words, each as it is spelled (bí mật is not bị mất), in its title and in
   the first 40 words of its text, where a summary stands. A pair of the title is one more in titles.
2. A pair that 128 items or more have says nothing; one that fewer than 8 have counts thrice, any other once.
3. Two items are as near as what their pairs in common count; fewer than three pairs relate nobody. Of equally near
   ones the nearest in the order of appearance comes first, of those the newer. An item shows the five nearest.

So the lists come from what is public alone, and one more item changes few of them: those that it enters (five on
average, since each shows five), and where a pair passes the 8th or the 128th item. What each item is about is
remembered beside the index, as checksums of its pairs; two pairs of one checksum count as one, everywhere alike.
"""

from __future__ import annotations

import sqlite3
from array import array
from bisect import insort
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import closing, suppress
from hashlib import blake2b
from itertools import chain, pairwise
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from editorial.content_fields import KINDS, PAGE
from editorial.file_index import Memory
from editorial.parallel import forked
from search.analysis import keys, runs
from search.files import Damaged
from search.pages import Page
from search.state import Point, State

SHOWN = 5
WORDS_COUNTED = 40
RARE, COMMON = 8, 128
RARE_COUNTS = 3
SHARED_AT_LEAST = 3

LEFT_OUT = KINDS[PAGE]
"""The kind of the site's own pages: they relate to nothing."""

AFRESH = 8
"""Where more than an eighth of the items changed, all lists are made anew."""

NAME, LISTS = "related.db", "related"
RULES = f"rules {blake2b(Path(__file__).read_bytes(), digest_size=8).hexdigest()}"
"""What is remembered under other rules, or by other code, counts for nothing. Words are the concern of the state."""

_LONGEST_WORD = 32
_TABLES = """
BEGIN; -- committed with the rows: a table by itself would be synced to the disk four times
CREATE TABLE facts (rules TEXT, stamp TEXT, turn INTEGER, name TEXT);
CREATE TABLE items (number INTEGER PRIMARY KEY, pairs BLOB NOT NULL);
CREATE TABLE neighbours (number INTEGER PRIMARY KEY, near BLOB NOT NULL);
CREATE TABLE holders (pair INTEGER PRIMARY KEY, numbers BLOB NOT NULL);
"""

Lists = dict[str, tuple[str, ...]]
"""Id of an item to the ids of those near it, the nearest first; an item alone has none."""


class _Near(NamedTuple):
    number: int
    score: int


def related(store: Path) -> Lists:
    """Return the lists for the index whose state the folder holds. Raises: Damaged when there is none"""
    state = State.open(store)
    if state is None:
        raise Damaged(f"{store} holds no whole state")
    with closing(state.connection):
        then, lists = Memory.load(store / LISTS, RULES) or (None, {})
        if then != state.point:
            lists = _renewed(store, state, then, lists)
            Memory.save(store / LISTS, RULES, (state.point, lists))
    return lists


def last_lists(store: Path) -> Lists:
    """Return the lists as they were made last, whatever has become of the index since."""
    _, lists = Memory.load(store / LISTS, RULES) or (None, {})
    return dict(lists)


def _renewed(store: Path, state: State, then: Point | None, lists: Lists) -> Lists:
    """Return the lists after bringing the memory of pairs up to the state; lists: as they were then."""
    with suppress(sqlite3.DatabaseError, TypeError, ValueError), closing(sqlite3.connect(store / NAME)) as connection:
        rules, stamp, turn, name = connection.execute("SELECT rules, stamp, turn, name FROM facts").fetchone()
        changed = state.changed_since(turn)
        count, _ = state.totals()
        if rules == RULES and state.has_been_at((stamp, turn, name)) and len(changed) * AFRESH <= count:
            pairs = _Pairs(connection)
            pages = {number: state.page(number) if standing else None for number, standing in changed.items()}
            touched = pairs.change(pages, state.point)
            mended = lists | pairs.lists(state, touched) if then == (stamp, turn, name) else pairs.lists(state)
            return {item: near for item, near in mended.items() if near}
    (store / NAME).unlink(missing_ok=True)
    with closing(sqlite3.connect(store / NAME)) as connection:
        pairs = _Pairs(connection)
        pairs.fill([number for number, (_, digest, _) in enumerate(state.entries()) if digest], state)
        return {item: near for item, near in pairs.lists(state).items() if near}


def pairs_of(page: Page) -> tuple[int, ...]:
    """Return the checksums of the pairs that a page is about, ascending."""
    if page.kind == LEFT_OUT:
        return ()
    title, text = _spelled(page.title), _spelled(page.body[: WORDS_COUNTED * _LONGEST_WORD])[:WORDS_COUNTED]
    told = {f"{one} {other}" for found in (title, text) for one, other in pairwise(found)}
    told.update(f"title {one} {other}" for one, other in pairwise(title))
    return tuple(sorted({crc32(pair.encode()) for pair in told}))


def _spelled(text: str) -> list[str]:
    """Return the words of a text as they are spelled."""
    return [found.exact for run in runs(text) if (found := keys(run))]


def _weight(count: int) -> int:
    return 0 if count >= COMMON else RARE_COUNTS if count < RARE else 1


def _scores(number: int, pairs: Iterable[int], holders: Callable[[int], Sequence[int]]) -> dict[int, int]:
    """Return how near every other item is that shares enough."""
    rare: list[Sequence[int]] = []
    common: list[Sequence[int]] = []
    for pair in pairs:
        held = holders(pair)
        if 2 <= len(held) < COMMON:
            (rare if len(held) < RARE else common).append(held)
    shared = Counter(chain.from_iterable(rare))
    scores = {other: RARE_COUNTS * count for other, count in shared.items()}
    for other, count in Counter(chain.from_iterable(common)).items():
        shared[other] += count
        scores[other] = scores.get(other, 0) + count
    return {other: scores[other] for other, count in shared.items() if count >= SHARED_AT_LEAST and other != number}


def _place(number: int, near: _Near) -> tuple[int, int, int]:
    """Return what orders the neighbours of an item, the nearest first."""
    return -near.score, abs(near.number - number), -near.number


def _nearest(number: int, scores: Mapping[int, int]) -> list[_Near]:
    found = [_Near(other, score) for other, score in scores.items()]
    return sorted(found, key=lambda near: _place(number, near))[:SHOWN]


class _Pairs:
    """What is remembered of every item, and of every pair which items have it."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._held: dict[int, Sequence[int]] = {}

    def lists(self, state: State, numbers: Collection[int] | None = None) -> Lists:
        """Return the lists of some numbers, or of all; of what is there no more the empty one."""
        if numbers is None:
            near = {number: array("I", told) for number, told in self._all("SELECT number, near FROM neighbours")}
        else:
            near = {number: array("I", chain.from_iterable(self._near(number))) for number in numbers}
        ids = state.ids({*near, *chain.from_iterable(told[::2] for told in near.values())})
        return {ids[number]: tuple(ids[other] for other in told[::2]) for number, told in near.items()}

    def fill(self, numbers: Sequence[int], state: State) -> None:
        """Work out every list from nothing."""
        about = dict(zip(numbers, forked(pairs_of, list(state.pages())), strict=True))
        held: defaultdict[int, list[int]] = defaultdict(list)
        for number, pairs in about.items():
            for pair in pairs:
                held[pair].append(number)
        near = forked(lambda number: _nearest(number, _scores(number, about[number], held.__getitem__)), numbers)
        self._connection.executescript(_TABLES)
        self._connection.execute("INSERT INTO facts VALUES (?, ?, ?, ?)", (RULES, *state.point))
        for number, nearest in zip(numbers, near, strict=True):
            self._keep(number, about[number], nearest)
        rows = ((pair, array("I", held[pair]).tobytes()) for pair in sorted(held))
        self._connection.executemany("INSERT INTO holders VALUES (?, ?)", rows)
        self._connection.commit()

    def change(self, pages: Mapping[int, Page | None], point: Point) -> set[int]:
        """Take in what stands under some numbers at a point, None for nothing; return whose lists were made anew."""
        old = {number: self._pairs(number) for number in pages}
        new = {number: pairs_of(page) if page else () for number, page in pages.items()}
        touched = set(chain.from_iterable(set(old[number]) | set(new[number]) for number in pages))
        before = {pair: self._holders(pair) for pair in touched}
        for number, page in pages.items():
            self._move(number, set(old[number]), set(new[number]))
            if page is None:
                for table in ("items", "neighbours"):
                    self._connection.execute(f"DELETE FROM {table} WHERE number = ?", (number,))
        self._held.clear()
        touched = {*pages, *self._touched(new, before)}
        for number in touched:
            if pages.get(number, number) is not None:
                pairs = new[number] if number in new else self._pairs(number)
                self._keep(number, pairs, _nearest(number, _scores(number, pairs, self._holders)))
        self._connection.execute("UPDATE facts SET stamp = ?, turn = ?, name = ?", point)
        self._connection.commit()
        return touched

    def _touched(self, new: Mapping[int, Sequence[int]], before: Mapping[int, Sequence[int]]) -> set[int]:
        """Return the other items whose lists may be others now."""
        found: set[int] = set()
        meeting: set[int] = set()
        for pair, held in before.items():
            now = self._holders(pair)
            if _weight(len(held)) != _weight(len(now)):
                found.update(held, now)
            if len(held) < COMMON:
                meeting.update(held)
        found.update(other for other in meeting if any(near.number in new for near in self._near(other)))
        for number, pairs in new.items():
            for other, score in _scores(number, pairs, self._holders).items():
                near, entering = self._near(other), _Near(number, score)
                if len(near) < SHOWN or _place(other, entering) < _place(other, near[-1]):
                    found.add(other)
        return found - new.keys()

    def _holders(self, pair: int) -> Sequence[int]:
        """Return who has a pair, at most as many as make it common."""
        held = self._held.get(pair)
        if held is None:
            held = self._held[pair] = self._all_holders(pair)[:COMMON]
        return held

    def _all_holders(self, pair: int) -> array[int]:
        row = self._connection.execute("SELECT numbers FROM holders WHERE pair = ?", (pair,)).fetchone()
        return array("I", row[0] if row else b"")

    def _pairs(self, number: int) -> Sequence[int]:
        row = self._connection.execute("SELECT pairs FROM items WHERE number = ?", (number,)).fetchone()
        return array("I", row[0]) if row else ()

    def _near(self, number: int) -> list[_Near]:
        row = self._connection.execute("SELECT near FROM neighbours WHERE number = ?", (number,)).fetchone()
        told = array("I", row[0]) if row else ()
        return [_Near(*one) for one in zip(told[::2], told[1::2], strict=True)]

    def _move(self, number: int, old: Collection[int], new: Collection[int]) -> None:
        for pair in set(old).symmetric_difference(new):
            held = self._all_holders(pair)
            if pair in new:
                insort(held, number)
            else:
                held.remove(number)
            row = (pair, held.tobytes())
            self._connection.execute("INSERT OR REPLACE INTO holders VALUES (?, ?)", row)

    def _keep(self, number: int, pairs: Sequence[int], near: Iterable[_Near]) -> None:
        told = array("I", chain.from_iterable(near)).tobytes()
        self._connection.execute("INSERT OR REPLACE INTO items VALUES (?, ?)", (number, array("I", pairs).tobytes()))
        self._connection.execute("INSERT OR REPLACE INTO neighbours VALUES (?, ?)", (number, told))

    def _all(self, query: str) -> list[tuple[int, bytes]]:
        return self._connection.execute(query).fetchall()
