"""What each output was made from last time, and which files it gave: what decides whether a job must run again.

A job is *fresh* when its fingerprint is the same and every key that it read has the value that it read. Values are
kept once for each key, and outputs name keys by number, so that 12,000 outputs are compared in some milliseconds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from editorial.file_index import Memory
from plugins.jobs import Job
from plugins.readings import Values, value_of

Files = tuple[tuple[str, str], ...]
"""(name, SHA-256) of all that a job wrote, the output itself first."""


class Output(NamedTuple):
    """fingerprint: of its job; reads: keys by number"""

    fingerprint: bytes
    reads: tuple[int, ...]
    files: Files


class OutputsMemory:
    """The outputs of the last build, by name, seen with the values of now.

    engine: key of all code and settings; under another one nothing is remembered
    """

    def __init__(self, path: Path, engine: str, values: Values) -> None:
        self._path, self._engine, self._values = path, engine, values
        remembered = Memory.load(path, engine)
        self._keys: list[str] = remembered["keys"] if remembered else []
        before: list[bytes] = remembered["values"] if remembered else []
        self._outputs: dict[str, Output] = (
            {name: Output(*told) for name, told in remembered["outputs"].items()} if remembered else {}
        )
        self._numbers = {key: number for number, key in enumerate(self._keys)}
        self._now = [self._value(key) for key in self._keys]
        self._moved = {number for number, value in enumerate(before) if self._now[number] != value}

    def fresh(self, job: Job) -> Files | None:
        """Return the files that the job made last time, None when it would make others now."""
        output = self._outputs.get(job.name)
        if output is None or output.fingerprint != job.fingerprint:
            return None
        if self._moved and not self._moved.isdisjoint(output.reads):
            return None
        return output.files

    def remember(self, job: Job, reads: Iterable[str], files: Files) -> None:
        """Keep what came of a job."""
        self._outputs[job.name] = Output(job.fingerprint, tuple(sorted(self._number(key) for key in reads)), files)

    def save(self, jobs: Mapping[str, Job]) -> None:
        """Write down the outputs of this build; keys that nobody reads any more are left out."""
        outputs = {name: self._outputs[name] for name in jobs}
        used = sorted({number for output in outputs.values() for number in output.reads})
        places = {number: place for place, number in enumerate(used)}
        Memory.save(
            self._path,
            self._engine,
            {
                "keys": [self._keys[number] for number in used],
                "values": [self._now[number] for number in used],
                "outputs": {
                    name: (output.fingerprint, tuple([places[number] for number in output.reads]), output.files)
                    for name, output in outputs.items()
                },
            },
        )

    def _number(self, key: str) -> int:
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = len(self._keys)
            self._keys.append(key)
            self._now.append(self._value(key))
        return number

    def _value(self, key: str) -> bytes:
        """Return a key's value; a kind that nobody owns any more has another value than any."""
        return value_of(self._values, key) if key.partition(":")[0] in self._values else b"\0nobody"
