"""Stats of many files as bytes: tens of thousands are looked at and compared without an object for each."""

from __future__ import annotations

import os
from collections.abc import Collection
from itertools import starmap
from operator import attrgetter
from struct import Struct

from editorial.file_index import STRANGE

NUMBERS = attrgetter("st_size", "st_mtime_ns", "st_ctime_ns", "st_ino")
PACKED = Struct("<4q")
UNKNOWN = PACKED.pack(*STRANGE)


def as_remembered(
    names: Collection[str], remembered: Collection[bytes], found: list[bytes]
) -> tuple[dict[str, bytes], list[str], list[str]]:
    """Return what is as it was, with its packed Stats, then the names of what is not, and of what is not there."""
    stats = dict(zip(names, remembered, strict=True))
    different = [
        (name, now) for (name, then), now in zip(stats.items(), found, strict=True) if now != then or now == UNKNOWN
    ]
    for name, _ in different:
        del stats[name]
    others = [name for name, now in different if now != UNKNOWN]
    return stats, others, [name for name, now in different if now == UNKNOWN]


def states_of(paths: list[str]) -> bytes:
    """Return the packed Stats of the paths, UNKNOWN for what is not there."""
    try:
        return b"".join(starmap(PACKED.pack, map(NUMBERS, map(os.lstat, paths))))
    except OSError:
        return b"".join(map(state, paths))


def state(path: str) -> bytes:
    """Return the packed Stat of a path, UNKNOWN for what is not there."""
    try:
        return PACKED.pack(*NUMBERS(os.lstat(path)))
    except OSError:
        return UNKNOWN


def by_name(names: Collection[str], stats: bytes) -> dict[str, bytes]:
    """Return packed Stats by the names whose they are."""
    return dict(zip(names, cut(stats), strict=True))


def cut(stats: bytes) -> list[bytes]:
    """Return packed Stats one by one."""
    return [stats[place : place + PACKED.size] for place in range(0, len(stats), PACKED.size)]
