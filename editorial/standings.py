"""The standings of all items, remembered from one run to the next.

A Standing is remembered with the Stats of the ledger and of every edition that it names, under a key made of all else
that a verdict hangs on: roster, rules, regulation, this program, its libraries. It holds from the moment at which it
was made until `until`; a ledger that changed, a clock before that moment, an edition that is gone: judged anew.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

from editorial.file_index import CODE, SLACK_NS, Memory, Stat, digest_of, looking_now, settled, stat_of
from editorial.heads import Gone, Shown, Standing, standing_of
from editorial.office import Office, open_case, open_office, read_rules
from editorial.packed_stats import PACKED, UNKNOWN, by_name, cut, states_of
from editorial.parallel import LEAST, forked
from editorial.problem import Problem, Refused
from editorial.settings import Settings


def standings(
    office: Office, now: datetime, looked: Callable[[], Seen], key: str
) -> tuple[dict[str, Standing], list[Problem]]:
    """Return the standing of every item that has a ledger, by id in order, and why others have none.

    looked: returns the files as they lie there, asked when what is remembered of them is at hand
    key: see `memory_key`; "" to read and prove everything, remembering nothing
    """
    memory = office.settings.memory
    known, seen = _known(memory, key), looked()
    disk = seen.disk
    was_known = set(_holding(known, disk, now.timestamp()))
    found = {item: _opened(known[item][2]) for item in was_known}
    anew = sorted(disk.ledgers.keys() - was_known)
    judged = {item: seen.judged[item] for item in anew if item in seen.judged} if key == seen.key else {}
    rest = [item for item in anew if item not in judged]
    judged |= zip(rest, forked(partial(_judged, office, now, disk), rest), strict=True)
    found |= {item: _opened(plain) for item, (plain, *_) in judged.items() if plain}
    if moved := {*anew, *(known.keys() - was_known)} if key else ():
        kept = {item: known[item] for item in was_known}
        for item, (plain, editions, _) in judged.items():
            if plain and editions is not None:
                kept[item] = disk.ledgers[item], editions, plain
        _keep(memory, key, kept, {_part_of(item) for item in moved})
    damaged = [problem for *_, problems in judged.values() for problem in problems]
    return {item: found[item] for item in sorted(found)}, damaged


_PARTS = 32
"""Into how many files the memory is parted by ids, so that one change writes one of them."""

_Entry = tuple[bytes, tuple[bytes, ...], tuple[Any, ...]]
"""What is remembered of an item: the packed Stats of its ledger and of its editions, its standing as plain data."""


def _known(memory: Path, key: str) -> dict[str, _Entry]:
    """Return what is remembered under the key, nothing under none."""
    known: dict[str, _Entry] = {}
    for part in range(_PARTS) if key else ():
        known |= Memory.load(_place(memory, part), key) or {}
    return known


def _keep(memory: Path, key: str, entries: Mapping[str, _Entry], parts: Collection[int]) -> None:
    """Write down the parts of the memory in which something has moved."""
    by_part: dict[int, dict[str, _Entry]] = {part: {} for part in parts}
    for item, entry in entries.items():
        if (part := _part_of(item)) in by_part:
            by_part[part][item] = entry
    for part, of_part in by_part.items():
        Memory.save(_place(memory, part), key, of_part)


def _part_of(item: str) -> int:
    return crc32(item.encode()) % _PARTS


def _place(memory: Path, part: int) -> Path:
    return memory / f"standings-{part:02d}"


def memory_key(settings: Settings) -> str:
    """Return the digest of all that a verdict hangs on besides ledgers and editions."""
    regulation, authority = read_rules(settings)
    parts = [CODE, *map(version, _LIBRARIES), str(settings.records.resolve()), *authority, settings.regulation]
    return digest_of((*map(str.encode, parts), *authority.values(), regulation))


_LIBRARIES = ("cryptography", "rfc8785", "securesystemslib")


_Judged = tuple[tuple[Any, ...], tuple[bytes, ...] | None, tuple[Problem, ...]]
"""A standing as plain data, () of what is damaged; the Stats of its editions, None of what cannot be remembered; and
what is damaged."""


class Disk(NamedTuple):
    """The packed Stats of ledgers by item, and of editions by digest. looked_at: before any of them was looked at"""

    ledgers: dict[str, bytes]
    editions: dict[str, bytes]
    looked_at: int

    @classmethod
    def look(cls, records: Path, without: Collection[str]) -> Disk:
        """Look at the records. without: ids to be left out"""
        looked_at = looking_now()
        ledgers, editions = _stems(records / "signoffs", ".jsonl"), _stems(records / "editions", ".json")
        return cls({item: stat for item, stat in ledgers.items() if item not in without}, editions, looked_at)

    def lasting(self, records: Path, item: str, digests: tuple[str, ...]) -> tuple[bytes, ...] | None:
        """Return the Stats of an item's editions, None while one of its files is too young to be known by its Stat."""
        editions = tuple(self.editions.get(digest, UNKNOWN) for digest in digests)
        paths = [f"{records}/signoffs/{item}.jsonl", *(f"{records}/editions/{digest}.json" for digest in digests)]
        for packed_stat, path in zip((self.ledgers[item], *editions), paths, strict=True):
            stat = PACKED.unpack(packed_stat)
            if not settled(stat, self.looked_at) or stat_of(os.lstat(path)) != stat:
                return None
        return editions


class Seen(NamedTuple):
    """What was found by a look at the records.

    judged: what may have changed, while it is little, under `key`; whether it has is asked by who takes it
    """

    disk: Disk
    key: str
    judged: Mapping[str, _Judged]


def see(settings: Settings, now: datetime, without: Collection[str]) -> Seen:
    """Look at the records and judge what seems to have changed, while it is little: work for a process beside.

    So what proves signatures is loaded there and not by who waits. Raises: Refused as open_office does
    """
    disk, key = Disk.look(settings.records, without), memory_key(settings)
    office, moved = open_office(settings), _moved_since(disk, _last_kept(settings.memory))
    if memory_key(settings) != key:  # changed while they were read: nobody knows which were
        return Seen(disk, "", {})
    few = moved if len(moved) < LEAST else ()
    return Seen(disk, key, {item: _judged(office, now, disk, item) for item in few})


def _last_kept(memory: Path) -> int:
    """Return when anything was last remembered, in ns."""
    kept: list[Stat] = [PACKED.unpack(stat) for stat in cut(states_of([str(_place(memory, n)) for n in range(_PARTS)]))]
    return max(modified for _, modified, _, _ in kept)


def _moved_since(disk: Disk, moment: int) -> list[str]:
    """Return the items whose ledgers may have changed since; what is remembered of them tells whether they have."""
    return [item for item, packed_stat in disk.ledgers.items() if PACKED.unpack(packed_stat)[2] + SLACK_NS > moment]


def _stems(folder: Path, suffix: str) -> dict[str, bytes]:
    """Return the packed Stats of the files of a folder by their names without the suffix."""
    if not folder.is_dir():
        return {}
    with os.scandir(folder) as entries:
        files = [entry.name for entry in entries if not entry.is_dir(follow_symlinks=False)]
    names = [name for name in files if name.endswith(suffix) and not name.startswith(".")]
    base, end = f"{os.fspath(folder)}/", -len(suffix)
    return by_name([name[:end] for name in names], states_of([base + name for name in names]))


def _holding(known: Mapping[str, _Entry], disk: Disk, moment: float) -> Iterator[str]:
    """Yield the items that stand as before: ledger and editions are the same files, and time has changed nothing."""
    stat_of_ledger, stat_of_edition = disk.ledgers.get, disk.editions.get
    for item, (ledger, editions, plain) in known.items():
        is_same = stat_of_ledger(item) == ledger and tuple(map(stat_of_edition, plain[_EDITIONS])) == editions
        if is_same and plain[_MADE] <= moment and not 0 < plain[_UNTIL] <= moment:
            yield item


_EDITIONS, _MADE, _UNTIL, _SHOWN, _GONE = map(Standing._fields.index, ("editions", "made", "until", "shown", "gone"))


def _judged(office: Office, now: datetime, disk: Disk, item: str) -> _Judged:
    try:
        standing = standing_of(office, open_case(office, item, now), now)
    except Refused as refused:
        return (), None, refused.problems
    plain = tuple(tuple(one) if isinstance(one, Shown | Gone) else one for one in standing)
    return plain, disk.lasting(office.settings.records, item, standing.editions), ()


def _opened(plain: tuple[Any, ...]) -> Standing:
    values = list(plain)
    if values[_SHOWN]:
        values[_SHOWN] = Shown._make(values[_SHOWN])
    if values[_GONE]:
        values[_GONE] = Gone._make(values[_GONE])
    return Standing._make(values)
