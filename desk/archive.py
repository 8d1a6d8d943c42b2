"""Archive: the permanent record as one BagIt bag, checked before it is called done (ST-10.4, LX-21.1)."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from datetime import datetime
from pathlib import Path

from desk.progress import Steps
from desk.screen import Screen
from desk.spare import machine_of
from desk.upload import is_taken
from editorial.dates import VIETNAM
from editorial.manifest import read_manifest
from editorial.problem import Problem, Refused
from editorial.profile import load_profile
from editorial.settings import Settings
from editorial.site_files import sync_disk
from editorial.store import sync_folder

HELP = "đóng túi lưu trữ vĩnh viễn: trang, bản đã ký, chữ ký, sổ (make archive)"
DEFAULT = "luu-tru"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--into", metavar="THƯ-MỤC", type=Path, help=f"nơi đặt túi, nên là ổ đĩa khác (mặc định: {DEFAULT}/)"
    )


def run(args: argparse.Namespace, settings: Settings, screen: Screen) -> int:
    from desk.bag.packing import CHECK, pack  # here, since every other verb starts faster without it
    from desk.live_site import at_work
    from desk.verify import verify

    now = datetime.now(VIETNAM)
    place = (args.into or settings.root / DEFAULT) / f"tui-{settings.regulation}-{now:%Y%m%d-%H%M%S}"
    if is_taken(place, settings):
        raise Refused(Problem("archive-inside", "fail", str(place.parent), "product"))
    # Another machine may close a bag into the same folder: only what is ours is taken away.
    ours = f".{machine_of(settings.state)}-tui-{settings.regulation}-"
    unfinished = place.with_name(f"{ours}{now:%Y%m%d-%H%M%S}")
    with at_work(settings, screen.say), Steps(screen, 3) as steps:
        for left in place.parent.glob(f"{ours}*"):  # by a run that was killed
            shutil.rmtree(left)
        steps.begin("Đối chiếu trang với chữ ký")
        manifest = read_manifest(settings.output)
        if faults := list(verify(settings, settings.output, manifest, now)):
            raise Refused(*faults)
        try:
            steps.begin("Chép hồ sơ vào túi")
            pack(unfinished, settings, load_profile(settings.regulation_file), now)
            steps.begin("Kiểm tra túi")
            checked = subprocess.run(
                [sys.executable, unfinished / "data" / CHECK], capture_output=True, text=True, check=False
            )
            if checked.returncode:
                raise Refused(Problem("archive-not-whole", "fail", place.name, "product", {"said": checked.stdout}))
            sync_disk(os.fspath(unfinished))  # before anybody is told, and pulls the disk out
            unfinished.rename(place)
            sync_folder(place.parent)
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
    screen.done(f"Đã đóng túi lưu trữ: {place}")
    screen.say(checked.stdout.rstrip())
    screen.say(f"  Kiểm tra lại lúc nào cũng được, ở máy nào cũng được: python3 {place / 'data' / CHECK}")
    screen.say("  Túi có cả bài chưa duyệt: cất ở nơi chỉ cán bộ lưu trữ mở được, và giữ thêm một bản ở ổ đĩa khác.")
    return 0
