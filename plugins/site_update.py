"""From the jobs of a site to its folder: what is known is left alone, what is missing is made.

Rules
1. A job that is fresh, and whose files lie in the folder with the bytes that it made, is left alone; where they lie in
   the live site only, they are copied and proved by digest; anything else is made anew, in forked processes.
2. What nobody names any more is removed, so a withdrawal needs nobody who remembers it.
3. The memory is written last. Whatever happens before leaves the old one, which is held against the digests of the
   folder's files, so a run that was killed costs time and never a stale page.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import pairwise
from operator import attrgetter
from types import MappingProxyType
from typing import Final

from editorial.file_index import Stat
from editorial.frozen import frozen
from editorial.parallel import LEAST, cores, forked
from editorial.site_folder import SiteFolder
from editorial.stages import stage
from plugins.jobs import Job, NameTaken, Sheaf, run
from plugins.outputs_memory import Files, OutputsMemory
from plugins.packing import FORMS

Results = list[tuple[Files, bytes]]
"""Of each job its files, and as machine words the places in a list of all keys of those that it read: a page reads
eighty, and ten thousand pages read the same ones over and over."""

PLACES: Final = "I"
"""How these words are written."""

Part = tuple[list[Job], Results, list[str]]
"""A share of the jobs, what came of each, and all keys that they read."""

MANY = 256
"""Of more jobs it is asked first whether the live site holds what they made; of few it is tried."""

NO_SHEAVES: Mapping[str, tuple[bytes, tuple[str, ...]]] = MappingProxyType({})


@frozen
class Making:
    """How jobs are run.

    compress: beside each page its packed forms; processes: 0 for one a core
    before_forking: is given the jobs before the processes part
    """

    compress: bool
    processes: int
    before_forking: Callable[[list[Job]], None]


@dataclass
class Written:
    """What a build came to. files: name to SHA-256; made: names that were made anew"""

    files: dict[str, str] = field(default_factory=dict)
    made: set[str] = field(default_factory=set)


def bring_up(
    jobs: Mapping[str, Job | Sheaf],
    folder: SiteFolder,
    live: SiteFolder | None,
    memory: OutputsMemory | None,
    making: Making,
    sheaves: Mapping[str, tuple[bytes, tuple[str, ...]]] = NO_SHEAVES,
) -> Written:
    """Make the folder hold the outputs of the jobs and nothing else.

    jobs: by name, or the sheaf in which a job lies that has not been made; sheaves: of all jobs, to be remembered
    live: where files that have not changed may be copied from
    Raises: what a job raises, also in a child; NameTaken; ChildProcessError when a child died
    """
    with stage("plan"):
        files, stale = memory.fresh(jobs, sheaves) if memory else ({}, set(jobs))
    with stage("write"):
        _remove_gone(folder, files, stale)
        _take_missing(folder, live, jobs, files, stale)
    running = [job if isinstance(job, Job) else job.jobs[name] for name, job in jobs.items() if name in stale]
    with stage("render"):
        parts = _make(folder, live, running, making)
    written = Written(files)
    with stage("write"):
        for part in parts:
            _record(part, jobs, memory, written)
        for name in folder.files.keys() - files.keys():
            folder.remove(name)  # the compressed forms of a page that has grown short
        if memory:
            memory.save(jobs, sheaves, files)
    return written


def _remove_gone(folder: SiteFolder, files: Mapping[str, str], stale: Collection[str]) -> None:
    """Remove what no job makes; what a stale one made stays until it has run."""
    kept = {name + form for name in stale for form in ("", *FORMS)}
    for name in folder.files.keys() - files.keys() - kept:
        folder.remove(name)


def _take_missing(
    folder: SiteFolder,
    live: SiteFolder | None,
    jobs: Mapping[str, Job | Sheaf],
    files: dict[str, str],
    stale: set[str],
) -> None:
    """Bring over from the live site what is fresh and not in the folder; where that fails the job must run."""
    there = folder.files
    for name, digest in [(name, digest) for name, digest in files.items() if there.get(name) != digest]:
        if live is None or not folder.take(name, digest, live):
            stale.add(name if name in jobs else name.rpartition(".")[0])
    for output in stale:
        for name in (output, *(output + form for form in FORMS if output + form not in jobs)):
            files.pop(name, None)


def _make(folder: SiteFolder, live: SiteFolder | None, stale: list[Job], making: Making) -> list[Part]:
    """Run the jobs, each process its share."""

    def make(share: list[Job]) -> tuple[Results, list[str], dict[str, tuple[str, Stat]]]:
        results: Results = []
        places: dict[str, int] = {}
        for job in share:
            made = run(job, making.compress)
            put = tuple((name, _put(folder, live, recalled, name, content)) for name, content in made.files)
            results.append((put, array(PLACES, [places.setdefault(key, len(places)) for key in made.reads]).tobytes()))
        return results, list(places), folder.written()

    count = max(1, min(making.processes or cores(), len(stale) // LEAST))
    recalled = live.files if live and len(stale) > MANY else None  # before the processes part: each would read it
    if count > 1:
        making.before_forking(stale)
    shares = _shares(stale, count)
    parts = []
    for share, (results, keys, put) in zip(shares, forked(make, shares, least=1, processes=count), strict=True):
        folder.adopt(put)
        parts.append((share, results, keys))
    return parts


def _record(part: Part, jobs: Mapping[str, Job | Sheaf], memory: OutputsMemory | None, written: Written) -> None:
    """Take down what came of a share of the jobs. Raises: NameTaken"""
    share, results, keys = part
    numbers = memory.numbers(keys) if memory else []
    for job, (made, reads) in zip(share, results, strict=True):
        names = [name for name, _ in made]
        if not written.files.keys().isdisjoint(names) or not jobs.keys().isdisjoint(names[1:]):
            raise NameTaken(f"{job.name} or a compressed form of it has the name of another output")
        written.files.update(made)
        written.made.update(names)
        if memory:
            memory.remember(job, [numbers[place] for place in memoryview(reads).cast(PLACES)], made)


def _shares(jobs: Iterable[Job], count: int) -> list[list[Job]]:
    """Part the jobs so that all shares cost the same, and neighbours by name lie in one: they show the same items."""
    by_sort: defaultdict[Hashable, list[Job]] = defaultdict(list)
    for job in sorted(jobs, key=attrgetter("name")):
        by_sort[job.make, job.template].append(job)
    shares: list[list[Job]] = [[] for _ in range(count)]
    for number, alike in enumerate(by_sort.values()):
        cuts = [-(-len(alike) * n // count) for n in range(count + 1)]
        for n, (first, end) in enumerate(pairwise(cuts)):
            shares[(number + n) % count] += alike[first:end]  # so that what is left over goes to each in turn
    return shares


def _put(
    folder: SiteFolder, live: SiteFolder | None, recalled: Mapping[str, str] | None, name: str, content: bytes
) -> str:
    """Have these bytes in the folder and return their SHA-256; what lies there, or in the live site, is not written.

    recalled: what the live site is known to have held, None to try it
    """
    digest = sha256(content).hexdigest()
    if folder.files.get(name) == digest:
        return digest
    if live and (recalled is None or recalled.get(name) == digest) and folder.take(name, digest, live):
        return digest
    return folder.put(name, content, digest)
