"""Starts Pelican in this process and trusts nothing that it says: an error logged is a failed build.

Pelican's own command runs under a spinner thread, goes on after many errors and still exits with 0.
The plugins are known here by name only, through Pelican's settings.

Of a site that is wanted, `bring_up` brings a folder up to date and `build` fills an empty one; `build_preview`
fills one with unsigned texts as well, and `plan` makes nothing but can render any one output.
"""

from __future__ import annotations

import errno
import logging
import sys
import traceback
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from editorial.dates import VIETNAM
from editorial.frozen import frozen
from editorial.manifest import Head
from editorial.problem import Problem, Refused
from editorial.publication import Publication, PublicItem
from editorial.settings import Settings
from editorial.site_folder import SiteFolder
from editorial.store import write_whole
from editorial.system_errors import reason_words

GATE = "plugins.approval_gate"
WRITER = "SITE_WRITER"
ENTRIES = "ENTRIES"
LOG = "LOG_BEFORE"
SEARCH = "REFRESH_SEARCH"
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_OF_THE_MACHINE = {errno.EACCES, errno.EPERM, errno.EROFS, errno.EIO, errno.EMFILE, errno.ENFILE}
"""What only whoever runs the machine can mend; any other error is a defect of ours until somebody has looked at it."""


class ErrorLog(logging.Handler):
    """Keeps the errors that a build logged, as text."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.errors: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.errors.append(self.format(record))


@frozen
class Wanted:
    """A site that is to be made: of what, and as it is at which moment.

    publication: what is public at that moment; without: ids of damaged items that it leaves out
    log: what the site says of the published log, see Manifest
    """

    settings: Settings
    now: datetime
    publication: Publication
    without: Collection[str] = ()
    log: Head = (0, "")

    def chosen(self) -> dict[str, object]:
        """Return what the plugins are told of it."""
        return {"WITHOUT": tuple(self.without), "GIVEN_PUBLICATION": self.publication, LOG: self.log}


@frozen
class Built:
    """What a build came to. files: of the whole site, name to SHA-256; made: names of those that were made anew"""

    publication: Publication
    files: Mapping[str, str]
    made: frozenset[str]


class Plan:
    """Every output of a site by its name, none of them made.

    search: what keeps the index of a preview, None where there is none
    """

    def __init__(self, settings: Settings, now: datetime, publication: Publication, writer: Any) -> None:
        self.publication = publication
        self.names: frozenset[str] = frozenset(writer.jobs)
        self.search: Any = writer.settings.get(SEARCH)
        self._settings, self._now, self._writer = settings, now, writer
        self._entries = {entry.id: entry for entry in writer.settings[ENTRIES]}

    def show(self, public: PublicItem) -> None:
        """Show another text of an item that is in the plan. Its page, and what lists say of it, follow at once."""
        self._entries[public.id].show(public)
        self._writer.templates.kept.forget()

    def render(self, name: str) -> bytes:
        """Return the bytes of one output. Raises: KeyError for a name that is not in `names`; Refused when it fails"""
        if name not in self.names:
            raise KeyError(name)
        with _failures_told(self._settings, self._now):
            made: bytes = self._writer.render(name)
        return made


def bring_up(wanted: Wanted, place: Path, workshop: Callable[[], SiteFolder], live: SiteFolder | None) -> Built:
    """Make a folder hold the site, and touch only what changed.

    place: of the folder; workshop: returns it as it is, asked when all is planned
    live: where unchanged files may be copied from
    Raises: Refused when anything at all went wrong; the folder is then worth nothing
    """
    chosen = {**wanted.chosen(), "WORKSHOP": workshop, "LIVE": live}
    with _failures_told(wanted.settings, wanted.now):
        found, writer = _run(wanted.settings, place, wanted.now, chosen)
    return Built(found, writer.written.files, frozenset(writer.written.made))


def build(wanted: Wanted, folder: Path) -> Publication:
    """Build the site into an empty folder and return what the gate found public; no output of before is used.

    Raises: Refused as bring_up does
    """
    with _failures_told(wanted.settings, wanted.now):
        found, _ = _run(wanted.settings, folder, wanted.now, wanted.chosen())
    return found


def build_preview(settings: Settings, folder: Path, now: datetime) -> None:
    """Build into an empty folder what the site would be, with every working file. Raises: Refused as bring_up does"""
    with _failures_told(settings, now):
        _run(settings, folder, now, {"PREVIEW": True})


def plan(settings: Settings, now: datetime, drawn: Publication | None = None) -> Plan:
    """Return the outputs of the site, to be rendered when they are asked for. Raises: Refused as bring_up does

    drawn: for a preview, the publication with what nobody has signed
    """
    chosen = {"PREVIEW": drawn is not None, "GIVEN_PUBLICATION": drawn, "PLAN_ONLY": True}
    with _failures_told(settings, now):
        publication, writer = _run(settings, settings.state / "nothing", now, chosen)
    return Plan(settings, now, publication, writer)


def load_builder(settings: Settings) -> None:
    """Load Pelican, the plugins and all that they need: a quarter of a second, in which others may look at the disk.

    Raises: Refused as bring_up does
    """
    with _failures_told(settings, datetime.now(VIETNAM)):
        _read_settings(settings, {})


def _read_settings(settings: Settings, override: Mapping[str, object]) -> Any:
    from pelican import log  # here, since every other verb starts faster without it
    from pelican.settings import read_settings

    log.console.quiet = True
    return read_settings(str(settings.root / "publishconf.py"), override=dict(override))


def _run(settings: Settings, folder: Path, now: datetime, chosen: Mapping[str, object]) -> tuple[Publication, Any]:
    """Run Pelican; return what is public and the writer, which says what it wrote."""
    from pelican import Pelican  # here, since every other verb starts faster without it

    override = {"OUTPUT_PATH": str(folder), "NOW": now, "PREVIEW": False, **chosen}
    pelican = Pelican(_read_settings(settings, override))
    gate = sys.modules.get(GATE)
    if gate is None or not gate.is_armed(pelican):
        raise Refused(Problem("gate-not-armed", "fail", GATE, "product"))
    pelican.run()
    if not gate.is_armed(pelican):
        raise Refused(Problem("gate-not-armed", "fail", GATE, "product"))
    publication = pelican.settings[gate.PUBLICATION]
    if not isinstance(publication, Publication):
        raise TypeError(f"expected a Publication, got {type(publication).__name__}")
    return publication, pelican.settings[WRITER]


@contextmanager
def _failures_told(settings: Settings, now: datetime) -> Iterator[None]:
    """Turn whatever goes wrong, an error that was only logged included, into what the person is told."""
    with _errors_collected() as log:
        try:
            yield
        except Refused:
            raise
        except Exception as error:
            raise _failure(settings, now, error, traceback.format_exc()) from error
    if log.errors:
        raise _failure(settings, now, None, "\n".join(log.errors))


@contextmanager
def _errors_collected() -> Iterator[ErrorLog]:
    log = ErrorLog()
    logging.getLogger().addHandler(log)
    try:
        yield log
    finally:
        logging.getLogger().removeHandler(log)


def _failure(settings: Settings, now: datetime, error: Exception | None, report: str) -> Refused:
    """Return what the person is told; the report for developers is kept in a file."""
    if is_disk_full(error):
        return Refused(Problem("disk-full", "fail", settings.output.name, "product"))
    if isinstance(error, OSError) and error.errno in _OF_THE_MACHINE:
        facts = {"file": error.filename or settings.output, "reason": reason_words(error)}
        return Refused(Problem("build-disk-error", "fail", settings.output.name, "product", facts))
    place = settings.errors / f"build-{now:%Y%m%d-%H%M%S}.txt"
    write_whole(place, report.encode())
    return Refused(Problem("build-failed", "fail", settings.output.name, "product", {"report": str(place.resolve())}))


def is_disk_full(error: BaseException | None) -> bool:
    """True when the error, or what caused it, is a disk or a quota that is full."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in _FULL:
            return True
        error = error.__cause__ or error.__context__
    return False


def open_to_readers(folder: Path) -> None:
    """Let the web server read everything, whatever this person's umask is."""
    folder.chmod(0o755)
    for path in folder.rglob("*"):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() else 0o644)
