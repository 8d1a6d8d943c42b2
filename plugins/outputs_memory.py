"""What each output was made from last time, and which files it gave: what decides whether a job must run again.

A job is *fresh* when its fingerprint is the same and every key that it read has the value that it read. One that lies
in a sheaf whose key is the same has the fingerprint of last time, and is never made to find that out. What is
remembered of a sheaf is packed, and opened only when its key, or one of the keys that its jobs read, has moved. Values
are kept once for each key, and outputs name keys by number, so that 12,000 outputs are compared in some milliseconds.
"""

from __future__ import annotations

import marshal
from array import array
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Final, NamedTuple

from editorial.file_index import Memory
from plugins.jobs import Job, Sheaf
from plugins.readings import Values, values_of

Files = tuple[tuple[str, str], ...]
"""(name, SHA-256) of all that a job wrote, the output itself first."""

Output = tuple[bytes, bytes, tuple[str, ...]]
"""The fingerprint of a job, the numbers of the keys that it read, and its files; as plain as it is remembered."""

Sheaves = Mapping[str, tuple[bytes, tuple[str, ...]]]
"""The key and the outputs' names of each sheaf."""

_NUMBERS: Final = "I"

_HEX = 64
"""Digits of a SHA-256."""


class _Packed(NamedTuple):
    """A sheaf as it is remembered.

    files, reads: of all its outputs; digests: of the files, one after the other; outputs: marshalled, in the order of
    the names
    """

    key: bytes
    names: tuple[str, ...]
    files: tuple[str, ...]
    digests: str
    reads: bytes
    outputs: bytes

    @classmethod
    def of(cls, key: bytes, names: tuple[str, ...], outputs: list[Output], known: Mapping[str, str]) -> _Packed:
        files = tuple(name for _, _, made in outputs for name in made)
        reads = array(_NUMBERS, sorted({number for _, read, _ in outputs for number in _numbers(read)})).tobytes()
        digests = "".join([known[name] for name in files])
        return cls(key, names, names if files == names else files, digests, reads, marshal.dumps(outputs))

    @property
    def known(self) -> Iterator[tuple[str, str]]:
        """Yield every file with its SHA-256."""
        digests = self.digests
        return zip(self.files, [digests[at : at + _HEX] for at in range(0, len(digests), _HEX)], strict=True)


class OutputsMemory:
    """The outputs of the last build, by name, seen with the values of now.

    engine: key of all code and settings; under another one nothing is remembered
    sheaves: of last time
    """

    def __init__(self, path: Path, engine: str, values: Values) -> None:
        self._path, self._engine = path, engine
        remembered = Memory.load(path, engine) or {"keys": {}, "files": {}, "sheaves": {}, "loose": {}}
        self._blobs: dict[str, bytes] = remembered["sheaves"]
        self._packed = {name: _Packed(*marshal.loads(blob)) for name, blob in self._blobs.items()}
        self.sheaves: Sheaves = {name: (packed.key, packed.names) for name, packed in self._packed.items()}
        self._digests: dict[str, str] = remembered["files"]
        self._loose: dict[str, Output] = remembered["loose"]
        self._made: dict[str, Output] = {}
        self._whole: set[str] = set()
        self._values, self._kinds = values, remembered["keys"]
        self._open = cache(self._opened)
        self._known = cache(lambda sheaf: dict(self._packed[sheaf].known))

    @cached_property
    def _keys(self) -> _Keys:
        """The keys with the values of now, which are asked for when the whole site is planned."""
        return _Keys(self._values, self._kinds)

    def fresh(self, jobs: Mapping[str, Job | Sheaf], sheaves: Sheaves) -> tuple[dict[str, str], set[str]]:
        """Return the files, with their digests, of the jobs that need not run, and the names of those that must.

        jobs: by name, or the sheaf in which a job lies, remembered under its key; sheaves: of now
        """
        self._whole = {
            sheaf
            for sheaf, (key, _) in sheaves.items()
            if sheaf in self._packed and self._packed[sheaf].key == key
            if not self._keys.have_moved(self._packed[sheaf].reads)
        }
        known = {name: digest for sheaf in self._whole for name, digest in self._packed[sheaf].known}
        stale: set[str] = set()
        for name, sheaf in self._places(jobs, sheaves):
            fingerprint, reads, files = self._before(name, sheaf)
            job = jobs[name]
            if not files or (isinstance(job, Job) and fingerprint != job.fingerprint) or self._keys.have_moved(reads):
                stale.add(name)
            else:
                digests = self._digests_of(sheaf)
                known |= {name: digests[name] for name in files}
        return known, stale

    def numbers(self, keys: Iterable[str]) -> list[int]:
        """Return the number by which each key is remembered."""
        return list(map(self._keys.number, keys))

    def remember(self, job: Job, reads: Iterable[int], files: Files) -> None:
        """Keep what came of a job. reads: numbers of the keys that it read"""
        packed = array(_NUMBERS, sorted(reads)).tobytes()
        self._made[job.name] = job.fingerprint, packed, tuple(name for name, _ in files)

    def save(self, jobs: Mapping[str, Job | Sheaf], sheaves: Sheaves, files: Mapping[str, str]) -> None:
        """Write down the outputs of this build, and in which sheaves they lie. files: all of theirs, with digests"""
        moved = {sheaf for sheaf in self._whole if not self._made.keys().isdisjoint(sheaves[sheaf][1])}
        kept = {sheaf: self._packed[sheaf] for sheaf in self._whole - moved}
        for sheaf in sheaves.keys() - kept.keys():
            key, names = sheaves[sheaf]
            kept[sheaf] = _Packed.of(key, names, [self._now(name, sheaf) for name in names], files)
        loose = {name: self._now(name, "") for name, sheaf in self._places(jobs, sheaves) if not sheaf}
        keys, places = self._keys.kept([*(one.reads for one in kept.values()), *(one[1] for one in loose.values())])
        if places:
            loose = {name: _renumbered(output, places) for name, output in loose.items()}
            for sheaf, one in kept.items():
                outputs = [_renumbered(output, places) for output in marshal.loads(one.outputs)]
                kept[sheaf] = _Packed.of(one.key, one.names, outputs, files)
        known = {file: files[file] for _, _, made in loose.values() for file in made}
        told = {sheaf: self._told(sheaf, kept[sheaf]) for sheaf in sheaves}
        Memory.save(self._path, self._engine, {"keys": keys, "files": known, "sheaves": told, "loose": loose})

    def _told(self, sheaf: str, packed: _Packed) -> bytes:
        """Return a sheaf as it is written down: one that is as it was by the very bytes of last time."""
        return self._blobs[sheaf] if packed is self._packed.get(sheaf) else marshal.dumps(tuple(packed))

    def _places(self, jobs: Mapping[str, Job | Sheaf], sheaves: Sheaves) -> Iterator[tuple[str, str]]:
        """Yield the names of the jobs that lie in no sheaf that is fresh as a whole, each with its sheaf or ""."""
        in_sheaves: set[str] = set()
        for sheaf, (_, names) in sheaves.items():
            in_sheaves.update(names)
            if sheaf not in self._whole:
                yield from ((name, sheaf) for name in names)
        yield from ((name, "") for name in jobs if name not in in_sheaves)

    def _now(self, name: str, sheaf: str) -> Output:
        return self._made.get(name) or self._before(name, sheaf)

    def _before(self, name: str, sheaf: str) -> Output:
        return (self._open(sheaf) if sheaf in self._packed else self._loose).get(name, _NONE)

    def _digests_of(self, sheaf: str) -> Mapping[str, str]:
        return self._known(sheaf) if sheaf in self._packed else self._digests

    def _opened(self, sheaf: str) -> dict[str, Output]:
        packed = self._packed[sheaf]
        return dict(zip(packed.names, marshal.loads(packed.outputs), strict=True))


def _numbers(reads: bytes) -> memoryview[int]:
    return memoryview(reads).cast(_NUMBERS)


def _renumbered(output: Output, places: Mapping[int, int]) -> Output:
    fingerprint, reads, files = output
    return fingerprint, array(_NUMBERS, [places[number] for number in _numbers(reads)]).tobytes(), files


class _Keys:
    """The keys that were read, by number. Of each kind: the numbers, the names, and the values of last time."""

    def __init__(self, values: Values, kinds: Mapping[str, tuple[bytes, list[str], list[Any]]]) -> None:
        self._values = values
        self._kinds: dict[str, tuple[array[int], list[str], list[Any]]] = {}
        self._moved: set[int] = set()
        self._numbers: dict[str, dict[str, int]] = {}
        self._count = 0
        for kind, (packed, names, then) in kinds.items():
            numbers, now = array(_NUMBERS, packed), values_of(values, kind, names)
            if then != now:
                moved = (number for number, one, other in zip(numbers, then, now, strict=True) if one != other)
                self._moved.update(moved)
            self._kinds[kind] = numbers, names, now
            self._count += len(numbers)
        self._remembered = self._count

    def have_moved(self, reads: bytes) -> bool:
        """True when one of the keys has another value than last time."""
        return bool(self._moved) and not self._moved.isdisjoint(_numbers(reads))

    def kept(self, reads: Iterable[bytes]) -> tuple[dict[str, Any], dict[int, int]]:
        """Return the keys as plain data, and their new numbers by the old where they have others now, else nothing.

        Keys that nobody reads any more are left out when there are new ones and the old have come to be many.
        """
        plain = {kind: (numbers.tobytes(), names, now) for kind, (numbers, names, now) in self._kinds.items()}
        if self._count == self._remembered:
            return plain, {}
        used: set[int] = set()
        for read in reads:
            used.update(_numbers(read))
        if self._count <= len(used) + len(used) // _SPARE:
            return plain, {}
        places = {number: place for place, number in enumerate(sorted(used))}
        keys = {}
        for kind, (numbers, names, now) in self._kinds.items():
            told = [one for one in zip(numbers, names, now, strict=True) if one[0] in used]
            packed = array(_NUMBERS, [places[number] for number, _, _ in told]).tobytes()
            keys[kind] = packed, [name for _, name, _ in told], [value for _, _, value in told]
        return keys, places

    def number(self, key: str) -> int:
        """Return the number of a key, which is given one when nobody has read it before."""
        kind, _, name = key.partition(":")
        known = self._numbers.get(kind)
        if known is None:
            numbers, names, _ = self._kinds.setdefault(kind, (array(_NUMBERS), [], []))
            known = self._numbers[kind] = dict(zip(names, numbers, strict=True))
        number = known.get(name)
        if number is None:
            numbers, names, now = self._kinds[kind]
            number = known[name] = self._count
            self._count += 1
            numbers.append(number)
            names.append(name)
            now += values_of(self._values, kind, [name])
        return number


_SPARE = 20
"""Keys that nobody reads any more may be one in so many."""

_NONE: Output = (b"", b"", ())
"""What is remembered of a name that no job had: no files, so it was never made."""
