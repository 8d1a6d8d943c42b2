"""What each output was made from last time, and which files it gave: what decides whether a job must run again.

A job is *fresh* when its fingerprint is the same and every key that it read has the value that it read. One that lies
in a sheaf whose key is the same has the fingerprint of last time, and is never made to find that out. Values are kept
once for each key, and outputs name keys by number, so that 12,000 outputs are compared in some milliseconds.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from editorial.file_index import Memory
from plugins.jobs import Job, Sheaf
from plugins.readings import Values, values_of

Files = tuple[tuple[str, str], ...]
"""(name, SHA-256) of all that a job wrote, the output itself first."""


Output = tuple[bytes, bytes, Files]
"""The fingerprint of a job, the numbers of the keys that it read, and its files; as plain as it is remembered."""

_NUMBERS = "I"


class OutputsMemory:
    """The outputs of the last build, by name, seen with the values of now.

    engine: key of all code and settings; under another one nothing is remembered
    sheaves: name to the key and the outputs' names of each sheaf of last time
    """

    def __init__(self, path: Path, engine: str, values: Values) -> None:
        self._path, self._engine, self._values = path, engine, values
        remembered = Memory.load(path, engine) or {"keys": {}, "outputs": {}, "sheaves": {}}
        self.sheaves: dict[str, tuple[bytes, tuple[str, ...]]] = remembered["sheaves"]
        self._outputs: dict[str, Output] = remembered["outputs"]
        self._keys = _Keys(values, remembered["keys"])

    def fresh(self, name: str, job: Job | Sheaf) -> Files | None:
        """Return the files that a job made last time, None when it would make others now.

        job: or the sheaf in which it lies, remembered under its key
        """
        fingerprint, reads, files = self._outputs.get(name, _NONE)
        if (isinstance(job, Job) and fingerprint != job.fingerprint) or self._keys.have_moved(reads):
            return None
        return files or None

    def numbers(self, keys: Iterable[str]) -> list[int]:
        """Return the number by which each key is remembered."""
        return list(map(self._keys.number, keys))

    def remember(self, job: Job, reads: Iterable[int], files: Files) -> None:
        """Keep what came of a job. reads: numbers of the keys that it read"""
        self._outputs[job.name] = job.fingerprint, array(_NUMBERS, sorted(reads)).tobytes(), files

    def save(self, names: Iterable[str], sheaves: Mapping[str, tuple[bytes, tuple[str, ...]]]) -> None:
        """Write down the outputs of this build, and in which sheaves they lie."""
        outputs = {name: self._outputs[name] for name in names}
        keys, outputs = self._keys.kept(outputs)
        Memory.save(self._path, self._engine, {"keys": keys, "outputs": outputs, "sheaves": dict(sheaves)})


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
        return bool(self._moved) and not self._moved.isdisjoint(memoryview(reads).cast(_NUMBERS))

    def kept(self, outputs: dict[str, Output]) -> tuple[dict[str, Any], dict[str, Output]]:
        """Return the keys as plain data, with outputs that name them.

        Keys that nobody reads any more are left out when there are new ones and the old have come to be many.
        """
        plain = {kind: (numbers.tobytes(), names, now) for kind, (numbers, names, now) in self._kinds.items()}
        if self._count == self._remembered:
            return plain, outputs
        used: set[int] = set()
        for _, reads, _ in outputs.values():
            used.update(memoryview(reads).cast(_NUMBERS))
        if self._count <= len(used) + len(used) // _SPARE:
            return plain, outputs
        places = {number: place for place, number in enumerate(sorted(used))}
        keys = {}
        for kind, (numbers, names, now) in self._kinds.items():
            told = [one for one in zip(numbers, names, now, strict=True) if one[0] in used]
            packed = array(_NUMBERS, [places[number] for number, _, _ in told]).tobytes()
            keys[kind] = packed, [name for _, name, _ in told], [value for _, _, value in told]
        return keys, {
            name: (fingerprint, array(_NUMBERS, [places[n] for n in memoryview(reads).cast(_NUMBERS)]).tobytes(), files)
            for name, (fingerprint, reads, files) in outputs.items()
        }

    def number(self, key: str) -> int:
        """Return the number of a key, which is given one when nobody has read it before."""
        kind, _, name = key.partition(":")
        numbers, names, now = self._kinds.setdefault(kind, (array(_NUMBERS), [], []))
        known = self._numbers.get(kind)
        if known is None:
            known = self._numbers[kind] = dict(zip(names, numbers, strict=True))
        number = known.get(name)
        if number is None:
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
