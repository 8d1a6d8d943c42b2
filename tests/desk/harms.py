"""What people and crashes do to a site folder and to a publish that is at work."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

from editorial import exchange
from tests.folders import same_size_and_time


def _replaced(path: Path) -> None:
    content = path.read_bytes()
    path.with_name("moi").write_bytes(content[::-1])
    path.with_name("moi").replace(path)


def _linked(path: Path) -> None:
    path.rename(path.with_name("noi-khac"))
    path.symlink_to("noi-khac")


def _in_place(path: Path) -> None:
    with path.open("ab") as file:
        file.write(b"<!-- sua tay -->")


HARMS: tuple[Callable[[Path], object], ...] = (
    Path.unlink,
    same_size_and_time,
    _replaced,
    _linked,
    _in_place,
    lambda path: path.with_name("them.html").write_text("thêm", encoding="utf-8"),
    lambda path: path.with_name("trong").mkdir(exist_ok=True),
    lambda path: path.chmod(0o400),
    lambda path: shutil.rmtree(path.parent),
)


def die_before(step: int) -> None:
    """Let the process be killed before the step-th change of the disk."""
    left = [step]

    def counted(change: Callable[..., object]) -> Callable[..., object]:
        def before(*args: object, **named: object) -> object:
            left[0] -= 1
            if left[0] < 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return change(*args, **named)

        return before

    for name in ("rename", "replace", "unlink", "rmdir", "mkdir", "link", "fsync", "fchmod"):
        setattr(os, name, counted(getattr(os, name)))
    exchange._exchange_atomically = counted(exchange._exchange_atomically)  # type: ignore[assignment]
