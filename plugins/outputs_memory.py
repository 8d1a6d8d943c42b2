"""What each output was made from last time, and which files it gave: what decides whether a job must run again.

A job is *fresh* when its fingerprint is the same and every key that it read has the value that it read. Values are
kept once for each key, and outputs name keys by number, so that 12,000 outputs are compared in some milliseconds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain
from pathlib import Path

from editorial.file_index import Memory
from plugins.jobs import Job
from plugins.readings import Values, values_of

Files = tuple[tuple[str, str], ...]
"""(name, SHA-256) of all that a job wrote, the output itself first."""


Output = tuple[bytes, tuple[int, ...], Files]
"""The fingerprint of a job, the numbers of the keys that it read, and its files; as plain as it is remembered."""


class OutputsMemory:
    """The outputs of the last build, by name, seen with the values of now.

    engine: key of all code and settings; under another one nothing is remembered
    """

    def __init__(self, path: Path, engine: str, values: Values) -> None:
        self._path, self._engine, self._values = path, engine, values
        remembered = Memory.load(path, engine) or {"keys": [], "values": [], "outputs": {}}
        self._keys: list[str] = remembered["keys"]
        self._outputs: dict[str, Output] = remembered["outputs"]
        self._numbers = {key: number for number, key in enumerate(self._keys)}
        self._now = values_of(values, self._keys)
        before: list[bytes] = remembered["values"]
        self._moved = {number for number, (then, now) in enumerate(zip(before, self._now, strict=True)) if then != now}

    def fresh(self, job: Job) -> Files | None:
        """Return the files that the job made last time, None when it would make others now."""
        fingerprint, reads, files = self._outputs.get(job.name, _NONE)
        if fingerprint != job.fingerprint or (self._moved and not self._moved.isdisjoint(reads)):
            return None
        return files

    def remember(self, job: Job, reads: Iterable[str], files: Files) -> None:
        """Keep what came of a job."""
        self._outputs[job.name] = job.fingerprint, tuple(sorted(self._number(key) for key in reads)), files

    def save(self, jobs: Mapping[str, Job]) -> None:
        """Write down the outputs of this build; keys that nobody reads any more are left out."""
        outputs = {name: self._outputs[name] for name in jobs}
        keys, values = self._keys, self._now
        used = set(chain.from_iterable(reads for _, reads, _ in outputs.values()))
        if len(used) < len(keys):
            kept = sorted(used)
            places = {number: place for place, number in enumerate(kept)}
            keys, values = [keys[number] for number in kept], [values[number] for number in kept]
            outputs = {
                name: (fingerprint, tuple([places[number] for number in reads]), files)
                for name, (fingerprint, reads, files) in outputs.items()
            }
        Memory.save(self._path, self._engine, {"keys": keys, "values": values, "outputs": outputs})

    def _number(self, key: str) -> int:
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = len(self._keys)
            self._keys.append(key)
            self._now += values_of(self._values, [key])
        return number


_NONE: Output = (b"", (), ())
"""What is remembered of a name that no job had: a fingerprint like no other."""
