"""A job makes one output of the site; its fingerprint tells whether what it was given has changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from plugins.packing import packed_forms
from plugins.readings import recorded


class NameTaken(ValueError):
    """Two outputs have one name."""


class Job(NamedTuple):
    """One output. name: its file; make: what returns its bytes; reads: keys known to be read before it runs

    compressed: whether compressed forms may lie beside it; template: of a page
    """

    name: str
    fingerprint: bytes
    make: Callable[..., bytes]
    arguments: tuple[Any, ...] = ()
    reads: frozenset[str] = frozenset()
    compressed: bool = True
    template: str = ""


class Sheaf:
    """Jobs that are the same whenever the sheaf's key is, so that they are only made when one of them has to run.

    key: tells apart all that the jobs are planned from, besides code and templates; names: of the jobs
    """

    def __init__(self, key: bytes, names: tuple[str, ...], plan: Callable[[], Mapping[str, Job]]) -> None:
        self.key, self.names, self._plan = key, names, plan

    @cached_property
    def jobs(self) -> Mapping[str, Job]:
        """The jobs by name. Raises: RuntimeError when they are others than the key said"""
        jobs = self._plan()
        if jobs.keys() != set(self.names):
            raise RuntimeError(f"one key, but other outputs: {sorted(jobs.keys() ^ set(self.names))[:3]}")
        return jobs


class Made(NamedTuple):
    """What came of a job: its files, the output itself first, and the keys that it read."""

    files: tuple[tuple[str, bytes], ...]
    reads: frozenset[str]


def run(job: Job, compress: bool) -> Made:
    """Return what the job makes. Raises: what goes wrong in it, with the output's name"""
    try:
        with recorded() as read:
            content = job.make(*job.arguments)
    except Exception as error:
        error.add_note(f"while making {job.name}")
        raise
    return Made(tuple(_files(job, content, compress)), job.reads | read)


def _files(job: Job, content: bytes, compress: bool) -> Iterator[tuple[str, bytes]]:
    yield job.name, content
    if compress and job.compressed:
        for suffix, packed in packed_forms(job.name, content):
            yield job.name + suffix, packed
