"""The standings of all items, remembered from one run to the next.

A Standing is remembered with the Stats of the ledger and of every edition that it names, under a key made of all else
that a verdict hangs on: roster, rules, regulation, this program, its libraries. It holds from the moment at which it
was made until `until`; a ledger that changed, a clock before that moment, an edition that is gone: judged anew.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

import cryptography
import rfc8785
import securesystemslib

from editorial.file_index import CODE, Memory, looking_now, settled, stat_of
from editorial.heads import Shown, Standing, standing_of
from editorial.office import Office, open_case
from editorial.packed_stats import PACKED, UNKNOWN, by_name, states_of
from editorial.parallel import forked
from editorial.problem import Problem, Refused
from editorial.settings import Settings


def standings(office: Office, now: datetime, disk: Disk, key: str) -> tuple[dict[str, Standing], list[Problem]]:
    """Return the standing of every item that has a ledger, by id in order, and why others have none.

    disk: the files as they lie there; key: see `memory_key`; "" to read and prove everything, remembering nothing
    """
    state = office.settings.state
    known: dict[str, _Entry] = {}
    for part in range(_PARTS) if key else ():
        known |= Memory.load(_place(state, part), key) or {}
    found = dict(_remembered(known, disk, now.timestamp()))
    anew = sorted(disk.ledgers.keys() - found.keys())
    was_known = set(found)
    judged = dict(zip(anew, forked(partial(_judged, office, now, disk), anew), strict=True))
    found |= {item: _opened(plain) for item, (plain, *_) in judged.items() if plain}
    if moved := {*anew, *(known.keys() - was_known)} if key else ():
        kept = {item: known[item] for item in was_known}
        for item, (plain, editions, _) in judged.items():
            if plain and editions is not None:
                kept[item] = disk.ledgers[item], editions, plain
        _keep(state, key, kept, {_part_of(item) for item in moved})
    damaged = [problem for *_, problems in judged.values() for problem in problems]
    return {item: found[item] for item in sorted(found)}, damaged


_PARTS = 32
"""Into how many files the memory is parted by ids, so that one change writes one of them."""

_Entry = tuple[bytes, tuple[bytes, ...], tuple[Any, ...]]
"""What is remembered of an item: the packed Stats of its ledger and of its editions, its standing as plain data."""


def _keep(state: Path, key: str, entries: Mapping[str, _Entry], parts: Collection[int]) -> None:
    """Write down the parts of the memory in which something has moved."""
    by_part: dict[int, dict[str, _Entry]] = {part: {} for part in parts}
    for item, entry in entries.items():
        if (part := _part_of(item)) in by_part:
            by_part[part][item] = entry
    for part, of_part in by_part.items():
        Memory.save(_place(state, part), key, of_part)


def _part_of(item: str) -> int:
    return crc32(item.encode()) % _PARTS


def _place(state: Path, part: int) -> Path:
    return state / "memory" / f"standings-{part:02d}"


def memory_key(settings: Settings) -> str:
    """Return the digest of all that a verdict hangs on besides ledgers and editions."""
    records = settings.records
    rules = sorted((records / "rules").glob("*.toml"))
    parts = [CODE, *_VERSIONS, str(records.resolve())]
    for path in (records / "roster.toml", settings.regulation_file, *rules):
        parts += [path.name, sha256(path.read_bytes()).hexdigest() if path.is_file() else ""]
    return sha256("\0".join(parts).encode()).hexdigest()


_VERSIONS = (cryptography.__version__, securesystemslib.__version__, rfc8785.__version__)


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


def _stems(folder: Path, suffix: str) -> dict[str, bytes]:
    """Return the packed Stats of the files of a folder by their names without the suffix."""
    if not folder.is_dir():
        return {}
    with os.scandir(folder) as entries:
        files = [entry.name for entry in entries if not entry.is_dir(follow_symlinks=False)]
    names = [name for name in files if name.endswith(suffix) and not name.startswith(".")]
    base, end = f"{os.fspath(folder)}/", -len(suffix)
    return by_name([name[:end] for name in names], states_of([base + name for name in names]))


def _remembered(known: Mapping[str, _Entry], disk: Disk, moment: float) -> Iterator[tuple[str, Standing]]:
    """Yield what still holds: the ledger and every edition are the same files, and time has changed nothing."""
    ledgers, stat_of_edition = disk.ledgers, disk.editions.get
    for item, (ledger, editions, plain) in known.items():
        if ledgers.get(item) == ledger:
            standing = _opened(plain)
            if standing.holds_at(moment) and tuple(map(stat_of_edition, standing.editions)) == editions:
                yield item, standing


_SHOWN = Standing._fields.index("shown")

_Judged = tuple[tuple[Any, ...], tuple[bytes, ...] | None, tuple[Problem, ...]]
"""A standing as plain data, () of what is damaged; the Stats of its editions, None of what cannot be remembered; and
what is damaged."""


def _judged(office: Office, now: datetime, disk: Disk, item: str) -> _Judged:
    try:
        standing = standing_of(office, open_case(office, item, now), now)
    except Refused as refused:
        return (), None, refused.problems
    plain = tuple(tuple(one) if isinstance(one, Shown) else one for one in standing)
    return plain, disk.lasting(office.settings.records, item, standing.editions), ()


def _opened(plain: tuple[Any, ...]) -> Standing:
    shown = plain[_SHOWN]
    return Standing._make((*plain[:_SHOWN], shown and Shown._make(shown), *plain[_SHOWN + 1 :]))
