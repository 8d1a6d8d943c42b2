"""Verify: is a built site, file by file, what leaders have signed? Needs no network."""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from desk.screen import Screen
from editorial.dates import VIETNAM
from editorial.manifest import PLACE, Manifest, compare_files, read_manifest
from editorial.problem import Problem, Refused
from editorial.publication import load
from editorial.published import read_log
from editorial.settings import Settings
from editorial.verification import check_site

HELP = "đối chiếu từng tệp của trang đã dựng với chữ ký (make verify)"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("dir", metavar="THƯ-MỤC", nargs="?", help="trang cần đối chiếu (mặc định: trang đang chạy)")
    parser.add_argument("--rebuild", action="store_true", help="dựng lại từ hồ sơ và so từng byte")
    parser.add_argument(
        "--without",
        metavar="MÃ-MỤC",
        action="append",
        default=[],
        help="bỏ qua mục có hồ sơ hỏng",
    )


def run(args: argparse.Namespace, settings: Settings, screen: Screen) -> int:
    folder = Path(args.dir) if args.dir else settings.output
    if not folder.is_dir():
        screen.error(f"Không có thư mục “{folder}”. Chỉ đúng thư mục của trang, hoặc chạy make publish trước.")
        return 2
    now = datetime.now(VIETNAM)
    manifest = read_manifest(folder)
    problems = list(verify(settings, folder, manifest, now, args.without))
    if args.rebuild and not problems:
        problems += rebuild(settings, manifest, now, screen.say, args.without)
    screen.problems(problems)
    if problems:
        return 1
    counts = f"{len(manifest.items)} mục và {len(manifest.files)} tệp"
    screen.done(f"{folder}: {counts} đúng với chữ ký, không thừa, không thiếu.")
    return 0


def verify(
    settings: Settings, folder: Path, manifest: Manifest, now: datetime, without: Collection[str] = ()
) -> Iterator[Problem]:
    """Yield what is wrong with a site: against its manifest, the sign-offs and the published log.

    Raises: Refused when records cannot be trusted or the site holds links
    """
    log = read_log(replace(settings, siteurl=manifest.site).published_log)
    last = log.last
    if last is None:
        yield Problem("manifest-never-logged", "fail", PLACE, "product", {"site": manifest.site or "bản dùng thử"})
    elif last.manifest != manifest.digest:
        yield Problem("manifest-not-logged", "fail", PLACE, "product", {"at": last.at.astimezone(VIETNAM)})
    elif not log.has(manifest.log):
        yield Problem("manifest-other-log", "fail", PLACE, "product", {"lines": manifest.log[0]})
    yield from check_site(folder, manifest, load(settings, now, without, remember=False), settings.content)


def rebuild(
    settings: Settings, manifest: Manifest, now: datetime, say: Callable[[str], None], without: Collection[str] = ()
) -> Iterator[Problem]:
    """Yield every file that comes out otherwise when the site is built anew from the records.

    Raises: Refused for a site of another address, and as the build does
    """
    from desk.live_site import at_work, fresh_site  # here, since every other verb starts faster without it

    if manifest.site != settings.siteurl:
        facts = {"site": manifest.site or "bản dùng thử", "siteurl": manifest.site}
        raise Refused(Problem("verify-other-site", "fail", "SITEURL", "product", facts))
    with at_work(settings, say):
        # What an earlier build remembers may be what is wrong; without it the index is made from the records alone.
        shutil.rmtree(settings.search_index, ignore_errors=True)
        with fresh_site(settings, now, without) as (_, _, built):
            different = list(compare_files(built, manifest))
        if different:  # whatever is remembered of that site is worth nothing: the next publish starts from the records
            shutil.rmtree(settings.state / "site", ignore_errors=True)
        for problem in different:
            yield Problem("output-not-reproduced", "fail", problem.where, "product")
