"""What the last publish told, good for as long as nothing has changed that a publish looks at.

Rules
1. It is kept at the end of a run that left everything in order, and taken away at the start of the next run that does
   anything. A run that was killed leaves none.
2. It counts while every file is the same by its Stat, and every folder too (so nothing came or went): the records, what
   editors work on, code, theme, regulations, and the live site with its manifest; under the same settings, libraries
   and publisher, on the same day, before the moment at which time alone changes something.
3. Files that were touched after the run began, or that are no ordinary files, let nothing be kept: they may have moved
   since they were read. When it began is told by the clock of the disk on which all of them lie, to the tick of it; of
   several disks, and of code, which was loaded before, it is told less exactly.
"""

from __future__ import annotations

import os
import stat as modes
from collections.abc import Iterator
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from desk.inputs import CODE, MADE_OF, installation
from editorial.dates import local_day
from editorial.file_index import PROCESS_BEGAN, SLACK_NS, Memory, digest_of
from editorial.manifest import site_digest
from editorial.packed_stats import NUMBERS, PACKED, state
from editorial.parallel import beside
from editorial.problem import Problem, pack_problem, unpack_problem
from editorial.settings import Settings
from editorial.site_files import moment_on
from editorial.site_folder import SiteFolder
from editorial.store import forget

NEVER = 1 << 62
"""The age of what cannot be known by its Stat."""

_LOG = "published"
"""The folder of the records to which a publish itself adds; its log is known by its bytes."""

_SETTINGS = ("pelicanconf.py", "publishconf.py")
_NOT_READ = frozenset({"__pycache__"})


class Told(NamedTuple):
    """What a publish tells. items: how many are public; settled: something was found in such texts as they stand

    waiting: rows of the table of what is not public yet; withdrawn: how many files were taken away
    """

    items: int
    problems: tuple[Problem, ...]
    settled: bool
    waiting: tuple[tuple[str, str, str], ...]
    withdrawn: int


class Survey(NamedTuple):
    """All that a publish reads but the live site. digests: of names and Stats, tree by tree

    youngest: the last change, in ns; of_code: that of the code; disks: where all of it lies, by the numbers of devices
    """

    digests: tuple[bytes, ...]
    youngest: int
    of_code: int
    disks: frozenset[int]


class Began(NamedTuple):
    """When a publish began, by the clock with which a disk marks its files, in ns."""

    disk: int
    moment: int


def survey(settings: Settings) -> Survey:
    """Look at all that a publish reads but the live site."""
    disks: set[int] = set()
    seen = {tree: _tree(tree, left_out, disks) for tree, left_out in _trees(settings)}
    code = {settings.root / name for name in (*CODE, *_SETTINGS)}
    of_code = max(youngest for tree, (_, youngest) in seen.items() if tree in code)
    youngest = max(youngest for _, youngest in seen.values())
    return Survey(tuple(digest for digest, _ in seen.values()), youngest, of_code, frozenset(disks))


def _trees(settings: Settings) -> Iterator[tuple[Path, frozenset[str]]]:
    """Yield the folders and files, with names in them that are left out; what changes most often comes first."""
    ledgers = settings.records / "signoffs"
    yield ledgers, _NOT_READ
    yield settings.content, _NOT_READ
    yield settings.records, _NOT_READ | {ledgers.name, _LOG}
    for name in (*MADE_OF, *_SETTINGS):
        yield settings.root / name, _NOT_READ
    if settings.access_list:
        yield settings.access_list, _NOT_READ


def _tree(path: Path, left_out: frozenset[str], disks: set[int]) -> tuple[bytes, int]:
    """Return the digest of all names and Stats below a path, and the last change there. disks: gets those it lies on"""
    digest, youngest = blake2b(digest_size=32), 0
    for place, names, stats, last in _below(os.fspath(path), left_out, disks):
        digest.update(f"{place}\0{len(names)}\0".encode(errors="surrogateescape") + stats)
        digest.update("\0".join(names).encode(errors="surrogateescape"))
        youngest = max(youngest, last)
    return digest.digest(), youngest


def _below(place: str, left_out: frozenset[str], disks: set[int]) -> Iterator[tuple[str, list[str], bytes, int]]:
    """Yield a file or folder with its names, their Stats and the last change among them; then the folders in it.

    Nothing for what is not there.
    """
    if not os.path.exists(place):
        return
    own = os.lstat(place) if not os.path.islink(place) else os.stat(place)
    names, found, deeper = [], [own], []
    if modes.S_ISDIR(own.st_mode):
        with os.scandir(place) as entries:
            for entry in sorted(entries, key=_name):
                if entry.name not in left_out:
                    names.append(entry.name)
                    found.append(entry.stat(follow_symlinks=False))
                    if entry.is_dir(follow_symlinks=False):
                        deeper.append(entry.path)
    is_plain = all(modes.S_ISREG(one.st_mode) or modes.S_ISDIR(one.st_mode) for one in found)
    disks.add(own.st_dev)
    last = max(max(one.st_mtime_ns, one.st_ctime_ns) for one in found) if is_plain else NEVER
    yield place, names, b"".join([PACKED.pack(*NUMBERS(one)) for one in found]), last
    for folder in deeper:
        yield from _below(folder, _NOT_READ, disks)


def _name(entry: os.DirEntry[str]) -> str:
    return entry.name


def recall(settings: Settings, by: str, now: datetime) -> Told | None:
    """Return what the last publish told, None when anything at all has changed since."""
    try:
        kept = Memory.load(_place(settings), _key(settings, by, now))
        if kept is None or not kept[0] <= now.timestamp() < (kept[1] or NEVER):
            return None
        _, _, digests, manifest, log, told, records = kept
        if _folders(settings) != records:
            return None
        with beside(SiteFolder.kept(settings.output, settings.state).is_as_kept) as site_is_whole:
            same = (
                _bytes(settings.published_log) == log
                and all(_tree(*tree, set())[0] == known for tree, known in zip(_trees(settings), digests, strict=True))
                and site_digest(settings.output) == manifest
                and site_is_whole()
            )
    except OSError:
        return None
    return _unpacked(told) if same else None


def keep(
    settings: Settings, by: str, now: datetime, began: Began, until: float, surveyed: Survey, manifest: str, told: Told
) -> None:
    """Remember what a publish has told. until: moment (POSIX) at which time alone changes something, 0 for never"""
    slack = 0 if surveyed.disks <= {began.disk} else SLACK_NS
    if surveyed.youngest + slack < began.moment and surveyed.of_code + SLACK_NS < PROCESS_BEGAN:
        packed = (told.items, tuple(map(pack_problem, told.problems)), told.settled, told.waiting, told.withdrawn)
        log = _bytes(settings.published_log)
        value = now.timestamp(), until, surveyed.digests, manifest, log, packed, _folders(settings)
        Memory.save(_place(settings), _key(settings, by, now), value)


def begin(settings: Settings) -> Began:
    """Forget what the last publish told, since another one begins; return when it does."""
    forget(_place(settings))
    settings.state.mkdir(parents=True, exist_ok=True)
    return Began(os.stat(settings.state).st_dev, moment_on(settings.state))


def _folders(settings: Settings) -> bytes:
    """Return the Stats of the folders in which most acts leave a file: whether one did is known at once."""
    return b"".join(state(str(settings.records / name)) for name in ("signoffs", "editions"))


def _unpacked(packed: tuple[int, tuple[tuple[object, ...], ...], bool, tuple[tuple[str, str, str], ...], int]) -> Told:
    items, problems, settled, waiting, withdrawn = packed
    return Told(items, tuple(map(unpack_problem, problems)), settled, waiting, withdrawn)


def _bytes(path: Path) -> bytes:
    return blake2b(path.read_bytes()).digest() if path.exists() else b""


def _key(settings: Settings, by: str, now: datetime) -> str:
    return digest_of((by.encode(), str(local_day(now)).encode(), Path(__file__).read_bytes(), *installation(settings)))


def _place(settings: Settings) -> Path:
    return settings.state / "site" / "release-told"
