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
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import chain
from types import MappingProxyType

from editorial.file_index import Stat
from editorial.parallel import LEAST, cores, forked
from editorial.site_folder import SiteFolder
from editorial.stages import stage
from plugins.jobs import Job, NameTaken, Sheaf, run
from plugins.outputs_memory import Files, OutputsMemory
from plugins.packing import FORMS

Results = list[tuple[Files, bytes]]
"""Of each job its files, and as machine words the places in a list of all keys of those that it read: a page reads
eighty, and ten thousand pages read the same ones over and over."""

PLACES = "I"
"""How these words are written."""

NO_SHEAVES: Mapping[str, tuple[bytes, tuple[str, ...]]] = MappingProxyType({})


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
    *,
    sheaves: Mapping[str, tuple[bytes, tuple[str, ...]]] = NO_SHEAVES,
    compress: bool,
    processes: int,
    before_forking: Callable[[list[Job]], None],
) -> Written:
    """Make the folder hold the outputs of the jobs and nothing else.

    jobs: by name, or the sheaf in which a job lies that has not been made; sheaves: of all jobs, to be remembered
    live: where files that have not changed may be copied from; processes: 0 for one a core
    Raises: what a job raises, also in a child; NameTaken; ChildProcessError when a child died
    """
    written = Written()
    with stage("plan"):
        known = _fresh(jobs, memory) if memory else {}
    with stage("write"):
        _remove_gone(folder, jobs, known)
        _take_missing(folder, live, known)
    stale = [job if isinstance(job, Job) else job.jobs[name] for name, job in jobs.items() if name not in known]
    with stage("render"):
        parts = _make(folder, stale, compress, processes, before_forking)
    with stage("write"):
        for share, results, keys in parts:
            numbers = memory.numbers(keys) if memory else []
            for job, (files, reads) in zip(share, results, strict=True):
                known[job.name] = files
                written.made.update(name for name, _ in files)
                if memory:
                    memory.remember(job, [numbers[place] for place in memoryview(reads).cast(PLACES)], files)
        written.files = _all_files(known)
        for name in folder.files.keys() - written.files.keys():
            folder.remove(name)  # the compressed forms of a page that has grown short
        if memory:
            memory.save(jobs, sheaves)
    return written


def _fresh(jobs: Mapping[str, Job | Sheaf], memory: OutputsMemory) -> dict[str, Files]:
    """Return the files of the jobs that need not run."""
    found = {name: memory.fresh(name, job) for name, job in jobs.items()}
    return {name: files for name, files in found.items() if files is not None}


def _remove_gone(folder: SiteFolder, jobs: Mapping[str, Job | Sheaf], known: Mapping[str, Files]) -> None:
    """Remove what no job makes; what a stale one made stays until it has run."""
    kept = {name for name, _ in chain.from_iterable(known.values())}
    kept.update(name + form for name in jobs.keys() - known.keys() for form in ("", *FORMS))
    for name in folder.files.keys() - kept:
        folder.remove(name)


def _take_missing(folder: SiteFolder, live: SiteFolder | None, known: dict[str, Files]) -> None:
    """Bring over from the live site what is fresh and not in the folder; where that fails the job must run."""
    there = folder.files
    lacking = [output for output, files in known.items() if any(there.get(name) != digest for name, digest in files)]
    for output in lacking:
        for name, digest in known[output]:
            if there.get(name) == digest:
                continue
            if live is None or live.files.get(name) != digest or not folder.take(name, digest, live):
                del known[output]
                break


def _make(
    folder: SiteFolder,
    stale: list[Job],
    compress: bool,
    processes: int,
    before_forking: Callable[[list[Job]], None],
) -> list[tuple[list[Job], Results, list[str]]]:
    """Run the jobs, each process its share; return each share, what came of its jobs, and all keys that they read."""

    def make(share: list[Job]) -> tuple[Results, list[str], dict[str, tuple[str, Stat]]]:
        results: Results = []
        places: dict[str, int] = {}
        for job in share:
            made = run(job, compress)
            put = tuple((name, folder.put(name, content)) for name, content in made.files)
            results.append((put, array(PLACES, [places.setdefault(key, len(places)) for key in made.reads]).tobytes()))
        return results, list(places), folder.written()

    count = max(1, min(processes or cores(), len(stale) // LEAST))
    if count > 1:
        before_forking(stale)
    shares = [stale[n::count] for n in range(count)]
    parts = []
    for share, (results, keys, put) in zip(shares, forked(make, shares, least=1, processes=count), strict=True):
        folder.adopt(put)
        parts.append((share, results, keys))
    return parts


def _all_files(known: Mapping[str, Files]) -> dict[str, str]:
    """Return the files of all outputs. Raises: NameTaken where a compressed form meets another output"""
    files = dict(chain.from_iterable(known.values()))
    if len(files) != sum(map(len, known.values())):
        raise NameTaken("an output has the name of another one's compressed form")
    return files
