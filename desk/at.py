"""At: the site as readers saw it at a moment of the past, built from the records alone, into a folder of its own.

The sign-offs that came later are left out; rules and people count by the days that they carry. Registries of bodies,
places and acts are those that the last run before noted. What has no past (theme, code) is that of today, so the
bytes are those of then where it has not changed since: the published log says whether they are. What was taken away
since for its personal data does not come back here either.
"""

from __future__ import annotations

import shutil
import tempfile
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from dataclasses import replace
from datetime import datetime, time
from pathlib import Path

from desk.former_records import lay_out
from desk.screen import Screen
from desk.typed import day
from desk.wording import moment
from editorial.authority import kept_text
from editorial.dates import VIETNAM, local_day
from editorial.name_changes import REGISTRIES
from editorial.problem import Problem, Refused
from editorial.profile_schema import PERSONAL_DATA
from editorial.publication import load
from editorial.published import Run, read_log
from editorial.settings import Settings
from editorial.signoffs import chained, ledger_folder, ledger_items, ledger_path
from editorial.store import read_lines
from editorial.unsigned_words import OWN

HELP = "dựng lại trang như người đọc đã thấy lúc trước: at 2026-09-01 --into THƯ-MỤC"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "moment", metavar="LÚC", help="“01/09/2026” hoặc “2026-09-01” (hết ngày ấy), “2026-09-01T08:00” (đúng giờ ấy)"
    )
    parser.add_argument("--into", metavar="THƯ-MỤC", type=Path, required=True, help="thư mục mới để đặt trang")


def run(args: Namespace, settings: Settings, screen: Screen) -> int:
    from desk.live_site import fresh_site  # here, since every other verb starts faster without it

    now = datetime.now(VIETNAM)
    at = read_moment(args.moment, now)
    if at > now:
        raise Refused(Problem("at-future", "fail", args.moment, "product"))
    taken = (settings.output, settings.previous, settings.content, settings.records, settings.state, settings.inquiries)
    if any(args.into.resolve().is_relative_to(one) for one in taken):
        raise Refused(Problem("at-inside", "fail", str(args.into), "product"))
    if args.into.exists() and any(args.into.iterdir()):
        raise Refused(Problem("at-not-empty", "fail", str(args.into), "product"))
    with tempfile.TemporaryDirectory(prefix="cchc-at-") as scratch:
        then, left = _as_of(settings, at, Path(scratch))
        proved = load(then, at, remember=False)
        if not proved.items:
            raise Refused(Problem("at-nothing-yet", "fail", args.moment, "product", {"at": at}))
        screen.say(f"Dựng lại trang lúc {moment(at)} …")
        if left:
            named = ", ".join(left)
            screen.say(f"Không dựng lại mục về sau đã gỡ vì dữ liệu cá nhân: {named}. Bản đã ký vẫn nằm trong hồ sơ.")
        with fresh_site(then, at, (), proved) as (site, _, manifest):
            _place(site, args.into)
    screen.done(f"Trang lúc {moment(at)}: {len(manifest.items)} mục công khai, ở {args.into / 'index.html'}")
    _tell_sameness(screen, _run_before(settings, at), manifest.digest)
    return 0


def _place(site: Path, folder: Path) -> None:
    """Copy the site to a folder that was empty; what was copied of it goes again when the rest cannot be."""
    try:
        shutil.copytree(site, folder, dirs_exist_ok=True)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def read_moment(value: str, now: datetime) -> datetime:
    """Return the moment; of a day its last one, of today this one. Raises: Refused for what is no moment"""
    try:
        if "T" not in value:
            on = day(value)
            return now if on == local_day(now) else datetime.combine(on, time(23, 59, 59), VIETNAM)
        at = datetime.fromisoformat(value)
        return (at if at.tzinfo else at.replace(tzinfo=VIETNAM)).astimezone(VIETNAM)
    except (ArgumentTypeError, ValueError, OverflowError) as error:
        raise Refused(Problem("at-unreadable", "fail", "LÚC", "product", {"value": value})) from error


def _as_of(settings: Settings, at: datetime, scratch: Path) -> tuple[Settings, list[str]]:
    """Return settings whose records end at the moment, and the items that are left out.

    Editions and files are linked, not copied.
    """
    records = scratch / "records"
    runs = [run for run in read_log(settings.published_log).runs if run.at <= at]
    noted = {name: digest for run in runs for name, digest in run.authority.items()}
    texts = {name: kept_text(settings.published_log, noted.get(name, "")) for name in (*REGISTRIES, *OWN)}
    lay_out(settings.records, records, {name: text for name, text in texts.items() if text is not None})
    ledger_folder(settings.records)
    left = []
    for item in ledger_items(settings.records):
        lines = read_lines(ledger_path(settings.records, item))
        signoffs = chained(lines, item).signoffs
        # To the last line of then: one before it may bear a later moment, of a clock that ran ahead.
        kept = max((number for number, signoff in enumerate(signoffs, 1) if signoff.at <= at), default=0)
        later = [signoff for number, signoff in enumerate(signoffs) if number >= kept or signoff.at > at]
        if kept and any(one.withdrawal and one.withdrawal.kind == PERSONAL_DATA for one in later):
            left.append(item)
        elif kept:
            ledger_path(records, item).write_text("".join(f"{line}\n" for line in lines[:kept]), encoding="utf-8")
    then = replace(settings, records=records, state=scratch / "state", output=scratch / "site" / "output")
    then.errors.parent.mkdir()
    settings.errors.mkdir(parents=True, exist_ok=True)
    then.errors.symlink_to(settings.errors)  # a report outlives what could not be built
    lines = read_lines(settings.published_log)[: len(runs)]
    then.published_log.parent.mkdir(parents=True)
    then.published_log.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return then, left


def _run_before(settings: Settings, at: datetime) -> Run | None:
    """Return the last run of the published log up to the moment."""
    runs = [run for run in read_log(settings.published_log).runs if run.at <= at]
    return runs[-1] if runs else None


def _tell_sameness(screen: Screen, then: Run | None, digest: str) -> None:
    """Say whether the bytes are those that the published log names."""
    if then is None:
        screen.say("Nhật ký chưa có lần xuất bản nào trước lúc ấy: người đọc khi đó chưa thấy trang.")
    elif then.manifest == digest:
        screen.say(f"Đúng từng byte với trang đã xuất bản lúc {moment(then.at)}.")
    else:
        screen.say(
            f"Khác với trang đã xuất bản lúc {moment(then.at)}: từ đó đến nay mẫu trang, phần mềm hoặc danh mục "
            "đã đổi, hay có mục được duyệt sau lần ấy. Nội dung từng mục vẫn đúng bản đã ký."
        )
