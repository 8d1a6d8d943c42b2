"""The spare folder: a site of some publishings ago, which the next publish brings up to date and makes the live one.

It takes turns with the live site and the one before. Where it is missing (at first), or where every page has changed
since, bringing it up to date costs more than all the rest of an edit. So a publish that leaves it like that starts a
process which makes it equal to the live site, outlives the publish by a second or two, and goes last on the cores.

Rules
1. That process holds the lock of publishing, so nobody publishes, rolls back or clears up meanwhile. It holds a second
   lock before that one: who wants to publish waits for it, as he would have to bring the folder up to date himself.
2. It does nothing where another holds either lock. A spare folder that was missing gets its name when it is whole;
   what a killed process leaves is swept by the next publish, or opened as what it is, file by file.
3. Nothing depends on it: a spare folder that is missing or far behind is made equal while the site is planned.
4. It has no screen. While it is at work a note lies in the state folder; one that fails or is killed leaves it there,
   and the next publish tells it.
"""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from platform import node

from editorial.file_index import Memory
from editorial.parallel import beside
from editorial.problem import Problem, Refused
from editorial.settings import Settings, load_settings
from editorial.site_files import sync_disk
from editorial.site_folder import SiteFolder
from editorial.store import Busy, keep, locked
from editorial.system_errors import reason_words

SPARE = "spare"
"""Its name in the workshop."""

FAR = 4_096
"""So many files behind, it is made equal to the live site at once; fewer are brought over one by one."""

_PATIENCE_SECONDS = 60
_MOMENT_SECONDS = 1
"""Who waits longer than this is told what for."""

_LAST = 19
"""How far others go first on the cores, as `nice` counts it."""

_KEY = "spare folder"


def workshop_of(settings: Settings) -> Path:
    """Return where sites of this output are made: on its disk, and of no reader's concern."""
    return settings.output.with_name(".build") / settings.output.name


def place_of(settings: Settings) -> Path:
    """Return where the spare folder lies."""
    return workshop_of(settings) / SPARE


def sweep(settings: Settings) -> None:
    """Clear what a killed run left in the workshop."""
    for left in workshop_of(settings).glob("*"):
        if left.name != SPARE:
            shutil.rmtree(left, ignore_errors=True)


@contextmanager
def scratch_of(settings: Settings) -> Iterator[Path]:
    """Make a folder that is gone after the block, to be used under the lock: what a killed run left there is swept."""
    workshop = workshop_of(settings)
    workshop.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=workshop) as scratch:
        yield Path(scratch)


def machine_of(folder: Path) -> str:
    """Return what tells this checkout from others that write into the same place. folder: one of its own"""
    return sha256(f"{node()} {folder}".encode()).hexdigest()[:16]


@contextmanager
def lock_of_publishing(settings: Settings, say: Callable[[str], None], patience: int = 0) -> Iterator[None]:
    """Hold the lock of publishing, and wait for who prepares the spare folder.

    say: tells a person what is waited for, when that takes longer than a moment
    patience: how many seconds another run that has the lock is waited for
    Raises: Busy when it still has the lock; Refused when the folder was still being prepared after all the waiting
    """
    with ExitStack() as held:
        with _nobody_preparing(settings, say):
            try:
                held.enter_context(locked(_publishing(settings), wait_seconds=0))
            except Busy:
                if not patience:
                    raise
                say(f"Đang đợi một lần xuất bản khác xong, nhiều nhất {patience} giây. Máy sẽ tự chạy tiếp …")
                held.enter_context(locked(_publishing(settings), patience))
        yield


@contextmanager
def _nobody_preparing(settings: Settings, say: Callable[[str], None]) -> Iterator[None]:
    with ExitStack() as held:
        try:
            held.enter_context(locked(_preparing(settings), min(_MOMENT_SECONDS, _PATIENCE_SECONDS)))
        except Busy:
            say(
                "Đang đợi việc chạy nền của lần xuất bản trước (chuẩn bị sẵn thư mục cho lần này), nhiều nhất "
                f"{_PATIENCE_SECONDS} giây. Xong là máy tự chạy tiếp, bạn không phải làm gì …"
            )
            try:
                held.enter_context(locked(_preparing(settings), _PATIENCE_SECONDS))
            except Busy as error:
                facts = {"seconds": _PATIENCE_SECONDS}
                raise Refused(Problem("spare-preparing", "fail", "publish", "product", facts)) from error
        yield


@contextmanager
def at_hand(settings: Settings) -> Iterator[Callable[[], SiteFolder]]:
    """Look at the spare folder, or make one, while the block runs; yield what waits for it and returns it."""
    opened = partial(_opened, settings)
    if settings.output.is_dir() or place_of(settings).is_dir():
        with beside(opened) as found:
            yield found
    else:
        yield cache(opened)


def turned(settings: Settings, made: int) -> None:
    """Note that the live site, of which so many files were made anew, has changed places with the spare folder."""
    _, previous = _behind(settings)
    Memory.save(_memory(settings), _KEY, (previous + made, made))


def prepare_aside(settings: Settings, files: int) -> int:
    """Start the process that prepares a spare folder which is missing or far behind; return its id, 0 for none.

    files: how many the live site has
    """
    behind = _behind(settings)[0] if place_of(settings).is_dir() else files
    if behind < FAR:
        return 0
    words = [sys.executable, "-m", "desk.spare", os.fspath(settings.root)]
    environment = os.environ | {"PYTHONPATH": os.fspath(Path(__file__).resolve().parent.parent)}
    try:
        silent = [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_RDWR, 0) for number in range(3)]
        return os.posix_spawn(sys.executable, words, environment, file_actions=silent, setsid=True)
    except (AttributeError, NotImplementedError, OSError):  # a system that cannot: then the next publish does it
        return 0


def prepare(settings: Settings) -> None:
    """Make the spare folder equal to the live site, unless somebody is at work there. Raises: OSError

    A live site that somebody changed since it was published is left for the next publish to see, and so is a link where
    the folder should be.
    """
    with suppress(Busy), locked(_preparing(settings), 0), locked(_publishing(settings), 0), _noted(settings):
        known = SiteFolder.kept(settings.output, settings.state).files
        live = SiteFolder.open(settings.output, settings.state)
        place = place_of(settings)
        if live.strange or live.files != known or place.is_symlink():
            return
        new = place if place.is_dir() else workshop_of(settings) / secrets.token_hex(8)
        spare = SiteFolder.open(new, settings.state)
        _follow(settings, spare, live)
        if new != place:
            os.rename(new, place)
            spare.moved(place)
        sync_disk(os.fspath(place))
        spare.keep()
        Memory.save(_memory(settings), _KEY, (0, _behind(settings)[1]))


def unprepared(settings: Settings) -> Iterator[Problem]:
    """Yield once that the last process which prepared the spare folder did not come to its end. The lock is held."""
    note = _unfinished(settings)
    with suppress(OSError):  # none, or one that cannot be read: nothing depends on it
        reason = note.read_text(encoding="utf-8")
        note.unlink()
        facts = {"folder": workshop_of(settings), "reason": f" ({reason})" if reason else ""}
        yield Problem("spare-unprepared", "warn", "publish", "product", facts)


@contextmanager
def _noted(settings: Settings) -> Iterator[None]:
    """Let a note lie while the block runs, which stays when it fails, with the reason, or is killed."""
    note = _unfinished(settings)
    try:
        keep(note, b"")
        yield
    except OSError as error:
        with suppress(OSError):
            keep(note, reason_words(error).encode())
        raise
    note.unlink(missing_ok=True)


def _opened(settings: Settings) -> SiteFolder:
    """Return the spare folder; in the place of one that is missing, or holds what nobody knows, a new one.

    It is made equal to the live site where it is new or far behind.
    """
    place = place_of(settings)
    if place.is_symlink():
        place.unlink()
    if place.is_dir():
        spare = SiteFolder.open(place, settings.state)
        if spare.files and not spare.strange and _behind(settings)[0] < FAR:
            return spare
        if spare.strange:
            spare.discard()
            shutil.rmtree(place)
    spare = SiteFolder.open(place, settings.state)
    try:
        if settings.output.is_dir():
            _follow(settings, spare, SiteFolder.open(settings.output, settings.state))
    except OSError:  # a disk without links, or a file that has just changed: what stays is taken over, file by file
        spare = SiteFolder.open(place, settings.state)
    return spare


def _follow(settings: Settings, spare: SiteFolder, live: SiteFolder) -> None:
    """Make the spare folder equal to the live site.

    Live site and the one before share files, so that links move the ctimes of both, and both are kept again.
    Raises: OSError; what the spare folder holds is then to be looked at anew
    """
    others = [SiteFolder.kept(settings.previous, settings.state)] if settings.previous.is_dir() else []
    spare.follow(live, others)
    for folder in (live, *others):
        folder.keep()


def _behind(settings: Settings) -> tuple[int, int]:
    """Return by how many files at most the spare folder differs from the live site, and the site of before."""
    spare, previous = Memory.load(_memory(settings), _KEY) or (0, 0)
    return spare, previous


def _memory(settings: Settings) -> Path:
    return settings.state / "site" / "release-spare"


def _unfinished(settings: Settings) -> Path:
    return settings.state / "spare-unfinished"


def _publishing(settings: Settings) -> Path:
    return settings.state / "publish.lock"


def _preparing(settings: Settings) -> Path:
    return settings.state / "spare.lock"


def main(root: str) -> None:
    """Prepare the spare folder, and end before anybody who waits for that gives up: no withdrawal may wait long."""
    os.nice(_LAST)
    signal.alarm(_PATIENCE_SECONDS)
    prepare(load_settings(Path(root)))


if __name__ == "__main__":
    main(sys.argv[1])
