"""Publish: make what leaders have signed the live site, and say what still waits for whom."""

from __future__ import annotations

import argparse
import getpass
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from desk.progress import Steps
from desk.screen import Screen
from desk.wording import STATES, step_words
from editorial.dates import VIETNAM
from editorial.profile import Profile
from editorial.settings import Settings
from editorial.waiting import Waiting, waiting

if TYPE_CHECKING:
    from desk.release import Release

HELP = "kiểm tra, dựng, đối chiếu với chữ ký rồi đưa trang lên (make publish)"
WAITING_SHOWN = 12


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--by", metavar="MÃ-NGƯỜI", default="", help="người xuất bản (mặc định: tên đăng nhập máy)")
    parser.add_argument(
        "--without",
        metavar="MÃ-MỤC",
        action="append",
        default=[],
        help="bỏ qua mục có hồ sơ hỏng",
    )


def run(args: argparse.Namespace, settings: Settings, screen: Screen) -> int:
    from desk.release import release  # here, since every other verb starts faster without it

    now = datetime.now(VIETNAM)
    with Steps(screen, 6 if settings.publish_to else 5) as steps:
        done = release(settings, now, args.by or getpass.getuser(), args.without, steps)
    waits = list(waiting(done.publication, done.items, now))
    _tell_problems(screen, done, waits)
    _tell_waiting(screen, done, waits)
    _tell_done(screen, settings, done)
    return 0


def _tell_problems(screen: Screen, done: Release, waits: Sequence[Waiting]) -> None:
    """List what was found; of texts that are public as they stand, only how much there is."""
    waiting_items = {wait.item.path for wait in waits}
    public = [f"content/{item.path}" for item in done.items if item.path not in waiting_items]
    settled = [problem for problem in done.problems if problem.where.partition(":")[0] in public]
    screen.problems([p for p in (*done.problems, *done.publication.problems) if p not in settled])
    if settled:
        screen.say(f"Các mục đang công khai còn {len(settled)} điều nên xem lại: make check-content")


def _tell_waiting(screen: Screen, done: Release, waits: Sequence[Waiting]) -> None:
    """Say which texts are not public yet, and whose signature each waits for."""
    if not waits:
        cases = done.publication.cases
        taken = sum(item.id in cases and cases[item.id].verdict.withdrawn is not None for item in done.items)
        but = f", trừ {taken} mục đã gỡ" if taken else ""
        screen.say(f"Mọi mục đã soạn đều đã được duyệt và công khai{but}.")
        return
    rows = [_row(wait, done.publication.profile) for wait in waits[:WAITING_SHOWN]]
    screen.table(("Mục", "Tình trạng", "Đang chờ"), rows, title=f"Chưa lên trang: {len(waits)} bản")
    if len(waits) > WAITING_SHOWN:
        screen.say(f"… và {len(waits) - WAITING_SHOWN} bản khác. Xem tất cả: python -m desk status")


def _row(wait: Waiting, profile: Profile) -> tuple[str, str, str]:
    state = STATES[wait.state] + (" – trang còn hiện bản cũ đã duyệt" if wait.is_public else "")
    if wait.step is None:
        return wait.item.title, state, "đến thời điểm được công khai"
    if wait.state == "refused":
        return wait.item.title, state, "người soạn sửa bài"
    people = ", ".join(wait.people) or "chưa có ai giữ vai trò này"
    return wait.item.title, state, f"{step_words(wait.step, profile)}: {people}"


def _tell_done(screen: Screen, settings: Settings, done: Release) -> None:
    """Say what is public now, and where."""
    run, count = done.run, len(done.manifest.items)
    if done.changed:
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
