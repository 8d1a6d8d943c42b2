"""Putting a finished folder in the place of a live one, in a single step that a kill cannot halve.

Linux exchanges two names atomically (renameat2 with RENAME_EXCHANGE): a reader meets the old site
or the new one. Where the system or the disk cannot, two renames do it, with a moment in which the
name is empty. Three folders take turns: the fresh one becomes live, the live one is kept, and the one
that was kept lies where the fresh one was, to be brought up to date next time; nothing is emptied.
Beside the live folder a note says which folders these are, so that the next start can finish or undo
what a kill interrupted.
"""

from __future__ import annotations

import ctypes
import errno
import json
import os
from pathlib import Path

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
    """Make the fresh folder the live one, keep what was live, and leave what was kept as `fresh`; all on one disk.

    note: file that says, while this runs, what is going on (see recover)
    Raises: OSError, and then nothing has changed
    """
    if not live.exists():
        os.rename(fresh, live)
        sync_folder(live.parent)
        return
    _begin(note, fresh, live)
    exchange(fresh, live)
    sync_folder(live.parent)
    _keep(fresh, kept)
    note.unlink()


def replace(fresh: Path, live: Path, note: Path) -> None:
    """Make the fresh folder the live one and leave the damaged one that was live as `fresh`; what is kept stays."""
    _begin(note, fresh, None)
    exchange(fresh, live)
    sync_folder(live.parent)
    note.unlink()


def recover(live: Path, kept: Path, note: Path) -> None:
    """Bring an interrupted swap to one of its two ends; does nothing when there was none."""
    told = json.loads(note.read_bytes()) if note.exists() else {}
    fresh = Path(told["fresh"]) if told else kept
    aside = _aside(fresh)
    if aside.exists():
        os.rename(aside, next(place for place in (live, fresh, kept) if not place.exists()))
    if told:
        if _identity(live) == told["new"] and _identity(fresh) == told["old"]:
            _keep(fresh, kept)
        note.unlink()


def _begin(note: Path, fresh: Path, kept: Path | None) -> None:
    """Say that the fresh folder goes live, and which one is kept after it."""
    told = {"fresh": str(fresh), "new": _identity(fresh), "old": _identity(kept) if kept else None}
    write_whole(note, pretty_json(told))


def _identity(folder: Path) -> list[int]:
    """Return what stays with a folder under any name, [] when it is not there."""
    try:
        status = folder.stat()
    except FileNotFoundError:
        return []
    return [status.st_dev, status.st_ino]


def _aside(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.aside")


def _keep(replaced: Path, kept: Path) -> None:
    """Make the replaced folder the kept one; the one that was kept takes its place."""
    if kept.exists():
        exchange(replaced, kept)
    else:
        os.rename(replaced, kept)
    sync_folder(kept.parent)


def _exchange_atomically(one: Path, other: Path) -> None:
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except AttributeError:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS)) from None
    if renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE):
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), str(one), None, str(other))
