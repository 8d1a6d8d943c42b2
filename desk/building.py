"""Starts Pelican in this process and trusts nothing that it says: an error logged is a failed build.

Pelican's own command runs under a spinner thread, goes on after many errors and still exits with 0.
The plugins are known here by name only, through Pelican's settings.
"""

from __future__ import annotations

import errno
import logging
import sys
import traceback
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from editorial.problem import Problem, Refused
from editorial.publication import Publication
from editorial.settings import Settings
from editorial.store import write_whole

GATE = "plugins.approval_gate"
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class ErrorLog(logging.Handler):
    """Keeps the errors that a build logged, as text."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.errors: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.errors.append(self.format(record))


def build(
    settings: Settings, folder: Path, now: datetime, without: Collection[str] = (), preview: bool = False
) -> Publication:
    """Build the site into an empty folder and return what the gate found public.

    without: ids of damaged items to be left out; preview: show every working file as well
    Raises: Refused when anything at all went wrong; the folder is then worth nothing
    """
    with _errors_collected() as log:
        try:
            publication = _run(settings, folder, now, without, preview)
        except Refused:
            raise
        except Exception as error:
            raise _failure(settings, now, error, traceback.format_exc()) from error
    if log.errors:
        raise _failure(settings, now, None, "\n".join(log.errors))
    return publication


def _run(settings: Settings, folder: Path, now: datetime, without: Collection[str], preview: bool) -> Publication:
    from pelican import Pelican, log  # here, since every other verb starts faster without it
    from pelican.settings import read_settings

    log.console.quiet = True
    chosen = {"OUTPUT_PATH": str(folder), "NOW": now, "WITHOUT": tuple(without), "PREVIEW": preview}
    pelican = Pelican(read_settings(str(settings.root / "publishconf.py"), override=chosen))
    gate = sys.modules.get(GATE)
    if gate is None or not gate.is_armed(pelican):
        raise Refused(Problem("gate-not-armed", "fail", GATE, "product"))
    pelican.run()
    if not gate.is_armed(pelican):
        raise Refused(Problem("gate-not-armed", "fail", GATE, "product"))
    publication = pelican.settings[gate.PUBLICATION]
    if not isinstance(publication, Publication):
        raise TypeError(f"expected a Publication, got {type(publication).__name__}")
    return publication


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
    place = settings.state / "errors" / f"build-{now:%Y%m%d-%H%M%S}.txt"
    write_whole(place, report.encode())
    return Refused(Problem("build-failed", "fail", settings.output.name, "product", {"report": str(place)}))


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
