"""Publish: make what leaders have signed the live site, and say what still waits for whom."""

from __future__ import annotations

import argparse
import gc
import json
import os
import time
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from desk.screen import Screen
from desk.unchanged import Told, recall
from desk.wording import user_of_machine
from editorial.dates import VIETNAM
from editorial.file_index import PROCESS_BEGAN
from editorial.garbage import growing
from editorial.settings import Settings
from editorial.stages import SECONDS, stage
from editorial.store import keep

if TYPE_CHECKING:
    from desk.release import Release
    from editorial.published import Run

HELP = "kiểm tra, dựng, đối chiếu với chữ ký rồi đưa trang lên (make publish)"
WAITING_SHOWN = 12
PROFILE = "PROFILE"
"""The environment's name for "show where the time goes": 1 prints it, a name of a file keeps it there as JSON."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--by", metavar="MÃ-NGƯỜI", default="", help="người xuất bản (mặc định: tên đăng nhập máy)")
    parser.add_argument(
        "--without",
        metavar="MÃ-MỤC",
        action="append",
        default=[],
        help="tạm không đưa mục này lên trang, như khi hồ sơ của mục hỏng",
    )


def run(args: argparse.Namespace, settings: Settings, screen: Screen, urgent: bool = False) -> int:
    """Publish. urgent: see desk.release"""
    now, by = datetime.now(VIETNAM), args.by or user_of_machine()
    SECONDS["start"] = _seconds_since_start()
    with stage("unchanged"):
        told, done = None if args.without or settings.publish_to else recall(settings, by, now), None
    with growing():  # what is made stays until the run ends: a search would go through all that is public
        if told is None:
            done = _release(args, settings, screen, now, by, urgent)
            told = done.told
        _tell_problems(screen, told)
        _tell_waiting(screen, told)
        _tell_done(screen, settings, told.items, done.run if done and done.changed else None)
        _tell_seconds(screen, os.environ.get(PROFILE, ""))
        gc.freeze()  # else the first search after the block would
    return 0


def _release(
    args: argparse.Namespace, settings: Settings, screen: Screen, now: datetime, by: str, urgent: bool
) -> Release:
    with stage("start"):
        from desk.progress import Steps
        from desk.release import release  # here, since a run that finds nothing changed needs none of it
    with Steps(screen, 6 if settings.publish_to else 5) as steps:
        return release(settings, now, by, args.without, steps, urgent)


def _tell_problems(screen: Screen, told: Told) -> None:
    """List what was found; of texts that are public as they stand, only that there is something."""
    screen.problems(told.problems)
    if told.settled:
        screen.say("Trong các mục đang công khai có điều nên xem lại. Xem tất cả: make check-content")


def _tell_waiting(screen: Screen, told: Told) -> None:
    """Say which texts are not public yet, and whose signature each waits for."""
    rows = told.waiting
    if not rows:
        but = f", trừ {told.withdrawn} mục đã gỡ" if told.withdrawn else ""
        screen.say(f"Mọi mục đã soạn đều đã được duyệt và công khai{but}.")
        return
    screen.table(("Mục", "Tình trạng", "Đang chờ"), rows[:WAITING_SHOWN], title=f"Chưa lên trang: {len(rows)} bản")
    if len(rows) > WAITING_SHOWN:
        screen.say(f"… và {len(rows) - WAITING_SHOWN} bản khác. Xem tất cả: python -m desk status --limit 0")


def _tell_done(screen: Screen, settings: Settings, count: int, run: Run | None) -> None:
    """Say what is public now, and where. run: None when nothing had to be changed"""
    if run:
        moved = f"thêm {len(run.added)}, sửa {len(run.changed)}, gỡ {len(run.withdrawn)}"
        screen.done(f"Đã đưa trang lên: {count} mục công khai (lần này {moved}).")
    else:
        screen.done(f"Không có gì thay đổi: trang đang chạy đã đúng, {count} mục công khai.")
    screen.say(f"  Trang: {settings.output / 'index.html'}")
    if settings.trial:
        screen.say("  Đây là bản dùng thử, chưa phải trang chính thức. Khi cơ quan đã xác nhận địa chỉ, đặt SITEURL.")
    else:
        screen.say(f"  Địa chỉ: {settings.siteurl}")
    if settings.publish_to:
        screen.say(f"  Đã tải lên: {settings.publish_to}")


def _tell_seconds(screen: Screen, wish: str) -> None:
    """Say or keep where the time went, for those who ask for it."""
    if not wish:
        return
    seconds = {name: round(spent, 3) for name, spent in SECONDS.items()}
    seconds["total"] = round(_seconds_since_start(), 3)
    if wish.endswith(".json"):
        keep(Path(wish), json.dumps(seconds, indent=2).encode() + b"\n")
        return
    rows = [(name, f"{spent:.3f}".replace(".", ",")) for name, spent in seconds.items()]
    screen.table(("Giai đoạn", "Giây"), rows, title="Thời gian")


def _seconds_since_start() -> float:
    """Return how long this process has lived."""
    return (time.time_ns() - PROCESS_BEGAN) / 1_000_000_000
