"""The Writer that Pelican is given: it renders nothing when asked to write, but gathers jobs by name.

An output has one name and one job; a second job of a name stops the build. Nothing of Pelican's own is written: what it
wanted to write, it found where it may find nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from functools import cache, cached_property, partial
from pathlib import Path
from typing import Any, TypeVar

from pelican import Pelican, signals

from editorial import links
from editorial.addresses import address_of
from editorial.parallel import beside
from editorial.publication import Publication
from editorial.site_folder import SiteFolder
from plugins.approval_gate import PUBLICATION
from plugins.engine_key import ENGINE
from plugins.jobs import Job, NameTaken, Sheaf, run
from plugins.marks import digest_of
from plugins.outputs_memory import OutputsMemory
from plugins.readings import READINGS
from plugins.site_update import NO_SHEAVES, Making, Written, bring_up
from plugins.templates import Templates

R = TypeVar("R")

WRITER = "SITE_WRITER"
"""The setting under which whoever started the build finds the writer."""
WORKSHOP = "WORKSHOP"
"""The setting that holds what returns the SiteFolder to bring up to date; without it OUTPUT_PATH is filled, and nothing
is remembered."""
LIVE = "LIVE"
"""The setting that holds the SiteFolder of the live site, or None."""
PROCESSES = "PROCESSES"
"""The setting that says how many processes render; 0 for one a core."""


def register() -> None:
    """Give Pelican this writer."""
    signals.get_writer.connect(get_writer)


def get_writer(pelican: Pelican) -> type[SiteWriter]:
    """Return the class of the writer."""
    return SiteWriter


class SiteWriter:
    """Gathers jobs by name. templates: of the theme; written: what `bring_up_to_date` came to

    helpers: the processes of `meanwhile`, ended when they are closed
    """

    def __init__(self, output_path: str, settings: dict[str, Any]) -> None:
        publication: Publication = settings[PUBLICATION]
        office = publication.office.settings
        self.output = Path(output_path)
        self.settings = settings
        self.state = office.state
        self.engine: str = settings[ENGINE]
        self.templates = Templates(Path(settings["THEME"]), office.state, self.engine, settings)
        self.jobs: dict[str, Job | Sheaf] = {}
        self.sheaves: dict[str, tuple[bytes, tuple[str, ...]]] = {}
        self._gathered: dict[str, Job] | None = None
        self.written: Written | None = None
        self.helpers = ExitStack()
        self._awaited: list[Callable[[], object]] = []
        settings[WRITER] = self
        if not self.templates.are_compiled:
            self.meanwhile(self.templates.compile)

    def add(self, job: Job) -> None:
        """Name an output. Raises: NameTaken"""
        jobs = self.jobs if self._gathered is None else self._gathered
        if job.name in jobs:
            raise NameTaken(f"two outputs are called {job.name}")
        jobs[job.name] = job

    def add_sheaf(self, name: str, key: object, plan: Callable[[], None]) -> None:
        """Name the outputs that `plan` names; nothing is planned when it was planned under this key last time.

        key: all that the plan hangs on, besides code and templates: plain values, or things with a mark
        Raises: NameTaken; what the plan raises
        """
        whole = digest_of((self.templates.mark, key))
        known, names = self._sheaves_before.get(name, (b"", ()))
        gather = partial(self._gather, plan)
        if known == whole:
            jobs: Mapping[str, Job | Sheaf] = dict.fromkeys(names, Sheaf(whole, names, gather))
        else:
            jobs = gather()
        if not self.jobs.keys().isdisjoint(jobs):
            raise NameTaken(f"two outputs are called {min(self.jobs.keys() & jobs.keys())}")
        self.jobs.update(jobs)
        self.sheaves[name] = whole, tuple(jobs)

    def meanwhile(self, work: Callable[[], R], take: Callable[[R], object] = lambda _: None) -> Callable[[], R]:
        """Have another process work while the site is planned; return what waits for it and returns what it made.

        take: is given that before anything is rendered
        Only a publish renders at once; elsewhere the work is done when somebody asks for it.
        """
        if WORKSHOP not in self.settings:
            return cache(work)
        made = self.helpers.enter_context(beside(work))
        self._awaited.append(lambda: take(made()))
        return made

    def render(self, name: str) -> bytes:
        """Return the bytes of one output, written nowhere. Raises: KeyError for a name that nobody gave"""
        job = self.jobs[name]
        return run(job if isinstance(job, Job) else job.jobs[name], compress=False).files[0][1]

    def render_page(self, template: str, name: str, values: dict[str, Any]) -> bytes:
        """Return a page of the theme; this is what the job of a page runs."""
        trial = self.settings["RELATIVE_URLS"]
        base = links.base_for(address_of(name), trial) if trial else self.settings["SITEURL"]
        page: str = self.templates.get(template).render(values, SITEURL=base, output_file=name)
        return page.encode()

    def bring_up_to_date(self) -> None:
        """Make the folder hold the outputs of all jobs, and nothing else."""
        settings = self.settings
        for wait in self._awaited:
            wait()
        workshop: Callable[[], SiteFolder] | None = settings.get(WORKSHOP)
        folder = workshop() if workshop else SiteFolder.open(self.output, self.state)
        if workshop is None:
            folder.discard()
        making = Making(settings["COMPRESS"], settings.get(PROCESSES, 0), self._warm)
        self.written = bring_up(self.jobs, folder, settings.get(LIVE), self._memory, making, self.sheaves)
        self._forget()

    def write_file(self, name: str, *_: Any, **__: Any) -> None:
        """Refuse what Pelican itself would write."""
        raise RuntimeError(f"Pelican found something to write by itself: {name}")

    write_feed = write_file

    @cached_property
    def _memory(self) -> OutputsMemory | None:
        """What is remembered of the outputs; only where a folder is brought up to date."""
        if WORKSHOP not in self.settings:
            return None
        return OutputsMemory(self.state / "site" / "outputs", self.engine, self.settings[READINGS])

    @property
    def _sheaves_before(self) -> Mapping[str, tuple[bytes, tuple[str, ...]]]:
        return self._memory.sheaves if self._memory else NO_SHEAVES

    def _forget(self) -> None:
        """Let go of what is not asked for once the site is made: what proves it needs the memory."""
        self.jobs, self.sheaves = {}, {}
        self.templates.kept.forget()
        vars(self).pop("_memory", None)

    def _gather(self, plan: Callable[[], None]) -> Mapping[str, Job]:
        """Return the jobs that a plan names. Raises: NameTaken; RuntimeError for a sheaf in a sheaf"""
        if self._gathered is not None:
            raise RuntimeError("a sheaf was planned inside a sheaf")
        found: dict[str, Job] = {}
        self._gathered = found
        try:
            plan()
        finally:
            self._gathered = None
        return found

    def _warm(self, jobs: list[Job]) -> None:
        """Compile the templates of the jobs once, before the processes part."""
        for template in {job.template for job in jobs if job.template}:
            self.templates.warm(template)
