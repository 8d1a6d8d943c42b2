"""Putting a finished folder in the place of a live one, in a single step that a kill cannot halve.

Linux exchanges two names atomically (renameat2 with RENAME_EXCHANGE): a reader meets the old site
or the new one. Where the system or the disk cannot, two renames do it, with a moment in which the
name is empty. Beside the live folder a note says what is being put in, so that the next start can
finish or undo what a kill interrupted.
"""

from __future__ import annotations

import ctypes
import errno
import json
import os
import shutil
from pathlib import Path

from editorial.manifest import site_digest
from editorial.store import pretty_json, sync_folder, write_whole

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_CANNOT = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EPERM}


def exchange(one: Path, other: Path) -> None:
    """Let two folders of one disk change names. Raises: OSError, and then nothing has changed."""
    try:
        _exchange_atomically(one, other)
    except OSError as error:
        if error.errno not in _CANNOT:
            raise
        os.rename(other, _aside(one))
        os.rename(one, other)
        os.rename(_aside(one), one)


def swap_in(fresh: Path, live: Path, kept: Path, note: Path) -> None:
    """Make the fresh folder the live one and keep what was live as `kept`; all on one disk.

    note: file that says, while this runs, what is going on (see recover)
    Raises: OSError, and then nothing has changed
    """
    if not live.exists():
        os.rename(fresh, live)
        sync_folder(live.parent)
        return
    write_whole(note, pretty_json({"fresh": str(fresh), "new": site_digest(fresh), "old": site_digest(live)}))
    exchange(fresh, live)
    sync_folder(live.parent)
    _keep(fresh, kept)
    note.unlink()


def recover(live: Path, kept: Path, note: Path) -> None:
    """Bring an interrupted swap to one of its two ends; does nothing when there was none."""
    told = json.loads(note.read_bytes()) if note.exists() else {}
    fresh = Path(told["fresh"]) if told else kept
    aside = _aside(fresh)
    if aside.exists():
        os.rename(aside, fresh if live.exists() else live)
    if told:
        if site_digest(live) == told["new"] and fresh.exists() and site_digest(fresh) == told["old"]:
            _keep(fresh, kept)
        note.unlink()


def _aside(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.aside")


def _keep(replaced: Path, kept: Path) -> None:
    """Make the replaced folder the kept one; the one that was kept goes."""
    older = replaced.with_name(f"{replaced.name}.older")
    if kept.exists():
        os.rename(kept, older)
    os.rename(replaced, kept)
    sync_folder(kept.parent)
    shutil.rmtree(older, ignore_errors=True)


def _exchange_atomically(one: Path, other: Path) -> None:
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except AttributeError:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS)) from None
    if renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE):
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), str(one), None, str(other))
