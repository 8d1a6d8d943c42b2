"""Which files are as they were, and what was made of them: remembered between two runs, never relied upon.

Rules
1. A file is known by its Stat, as git's index knows it. Equal numbers mean equal bytes, unless the file was touched so
   shortly before the look that a later change may carry the same time: it is *settled* when that cannot be.
2. A change of bytes always moves ctime, which nobody sets by hand; so the same size, an mtime put back, or another file
   moved to the name are all seen.
3. What is no ordinary file (a link, a device) has the Stat STRANGE, which is never settled.
4. A memory holds what can be made anew. Whatever is wrong with it (torn, of another version, made under another key,
   unreadable) makes it empty; a memory that cannot be written is taken away.
"""

from __future__ import annotations

import marshal
import os
import stat as modes
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b
from pathlib import Path
from typing import Any
from zlib import crc32

from editorial.garbage import growing
from editorial.store import forget, keep

Stat = tuple[int, int, int, int]
"""Size, mtime_ns, ctime_ns, inode."""

STRANGE: Stat = (-1, -1, -1, -1)
SLACK_NS = 2_000_000_000
"""How coarse the times of a file system are at worst (FAT), and more than the clocks of a kernel differ."""

_DIGEST_BYTES = 32
_DIGESTS = "digests of files"
_SEAL_BYTES = _DIGEST_BYTES + 8 + 4


def looking_now() -> int:
    """Return the moment of a look in nanoseconds; only ever compared with times that the file system wrote.

    It is asked before the look. The moment at which something is judged is another thing, and comes as an argument.
    """
    return time.time_ns()


def stat_of(entry: os.stat_result) -> Stat:
    """Return by what a file is known again."""
    if not modes.S_ISREG(entry.st_mode):
        return STRANGE
    return entry.st_size, entry.st_mtime_ns, entry.st_ctime_ns, entry.st_ino


def settled(stat: Stat, looked_at_ns: int) -> bool:
    """True when any change after the look must show in the Stat."""
    return stat != STRANGE and max(stat[1], stat[2]) + SLACK_NS < looked_at_ns


def look(folder: Path, suffix: str = "", hidden: bool = False, strict: bool = True) -> dict[str, Stat]:
    """Return the files below the folder, "a/b.md" -> Stat, none when it is not there.

    hidden: hidden ones too. A link is a STRANGE file, also where it leads to a folder.
    Raises: OSError for a folder that cannot be read; such a one is empty where nobody is strict
    """
    return dict(_below(os.fspath(folder), "", suffix, hidden, strict)) if folder.is_dir() else {}


def source_files(folder: Path) -> Iterator[tuple[str, Stat]]:
    """Yield path and Stat of each file below, STRANGE for links to files; what Python compiles is none."""
    for name, stat in look(folder, hidden=True).items():
        if "/__pycache__/" not in f"/{name}" and (stat != STRANGE or os.path.isfile(folder / name)):
            yield f"{folder}/{name}", stat


def _below(folder: str, prefix: str, suffix: str, hidden: bool, strict: bool) -> Iterator[tuple[str, Stat]]:
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                name = entry.name
                if name.startswith(".") and not hidden:
                    continue
                if entry.is_dir(follow_symlinks=False):
                    yield from _below(entry.path, f"{prefix}{name}/", suffix, hidden, strict)
                elif name.endswith(suffix) or entry.is_symlink():
                    yield prefix + name, stat_of(entry.stat(follow_symlinks=False))
    except OSError:
        if strict:
            raise


class Memory:
    """One file below the state folder: plain data (what marshal writes) with a checksum.

    key: digest of everything besides the data that made the value: code, versions, roster, rules …
    """

    @staticmethod
    def load(path: Path, key: str) -> Any:
        """Return what was saved under the key, None when there is nothing or anything is wrong with it."""
        try:
            content = path.read_bytes()
        except OSError:
            return None
        payload = memoryview(content)[_SEAL_BYTES:]
        if content[:_SEAL_BYTES] != _seal(key, payload):
            return None
        with growing():
            try:
                return marshal.loads(payload)
            except (ValueError, EOFError, TypeError):
                return None

    @staticmethod
    def save(path: Path, key: str, value: Any) -> None:
        """Keep the value; after a crash the file holds this, what it held before, or nothing that can be read.

        Raises: ValueError for a value that is not plain data
        """
        payload = marshal.dumps(value)
        try:
            keep(path, _seal(key, payload) + payload)
        except OSError:
            forget(path)


def _seal(key: str, payload: bytes | memoryview) -> bytes:
    """Return what a memory begins with: the digest of its key, and by what harm is found.

    A sum is enough, since who may write memories may seal them too; a digest of all that a publish remembers cost it
    five times as long. Another Python may read other things into the same bytes.
    """
    version = f"{sys.implementation.cache_tag} {sys.version_info} {marshal.version}"
    digest = blake2b(f"{version}\0{key}".encode(), digest_size=_DIGEST_BYTES).digest()
    return digest + len(payload).to_bytes(8) + crc32(payload).to_bytes(4)


def digests_of(files: Mapping[str, Stat], looked_at_ns: int, place: Path) -> dict[str, bytes]:
    """Return the digest of each file; one whose Stat is known is not read.

    files: path to the Stat that it had at the look; place: of the memory
    """
    known: dict[str, tuple[Stat, bytes]] = Memory.load(place, _DIGESTS) or {}
    found: dict[str, bytes] = {}
    for path, stat in files.items():
        stood, digest = known.get(path, (STRANGE, b""))
        found[path] = digest if stood == stat != STRANGE else blake2b(Path(path).read_bytes(), digest_size=32).digest()
    lasting = {path: (stat, found[path]) for path, stat in files.items() if settled(stat, looked_at_ns)}
    if lasting != known:
        Memory.save(place, _DIGESTS, lasting)
    return found


def digest_of(parts: Iterable[bytes]) -> str:
    """Return a digest of the parts, which tells their borders as well."""
    digest = blake2b(digest_size=_DIGEST_BYTES)
    for part in parts:
        digest.update(len(part).to_bytes(8) + part)
    return digest.hexdigest()


def code_digest(folder: Path) -> str:
    """Return the digest of the Python files of a room."""
    parts = [f"{path.name} {blake2b(path.read_bytes()).hexdigest()}" for path in sorted(folder.glob("*.py"))]
    return blake2b("\0".join(parts).encode(), digest_size=_DIGEST_BYTES).hexdigest()


CODE = code_digest(Path(__file__).parent)
"""Of this room as it was when it was loaded: a process that outlives a change of it must not pass for the new one."""


def _began() -> int:
    """Return when this process began, in nanoseconds; where the system does not tell, when this file was loaded."""
    try:
        ticks = int(Path("/proc/self/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[19])
        age = time.clock_gettime_ns(time.CLOCK_BOOTTIME) - ticks * 1_000_000_000 // os.sysconf("SC_CLK_TCK")
    except (OSError, AttributeError):
        return time.time_ns()
    return time.time_ns() - age


PROCESS_BEGAN = _began()
"""When this process began, in ns: what it has loaded of code and settings is not younger by much."""


def loaded_as_it_is(files: Iterable[Path | str]) -> str:
    """Return "" when the files of code are those that this process has loaded.

    Otherwise a word that no other process returns: what this one makes, the code on the disk would not have made.
    """
    if any(os.lstat(path).st_ctime_ns > PROCESS_BEGAN for path in files):
        return f"{os.getpid()} {PROCESS_BEGAN}"
    return ""
