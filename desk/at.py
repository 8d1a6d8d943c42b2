"""At: the site as readers saw it at a moment of the past, built from the records alone, into a folder of its own.

Readers saw what the last run before the moment had made, whatever was signed, withdrawn or due between the two. So it
is made anew of what that run noted: the ledgers up to their lines of then, with the roster, rules, registries and
regulation of then; whose key is revoked today might sign then. What has no past (theme, code, address) is that of
today, so the bytes are those of then where it has not changed since: the published log says whether they are. Before
the first run on record, the sign-offs are read up to the moment. What was taken away since for its personal data does
not come back here either.
"""

from __future__ import annotations

import shutil
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime, time
from pathlib import Path

from desk.former_records import lay_out, noted_texts
from desk.screen import Screen
from desk.spare import scratch_of
from desk.typed import day
from desk.upload import is_taken
from desk.wording import moment
from editorial.dates import VIETNAM, local_day
from editorial.manifest import Manifest
from editorial.problem import Problem, Refused
from editorial.profile_schema import PERSONAL_DATA
from editorial.publication import load
from editorial.published import PUBLISH, Published, Run, read_log
from editorial.settings import Settings
from editorial.signoffs import chained, ledger_folder, ledger_items, ledger_path
from editorial.store import read_lines, write_whole
from editorial.unsigned_words import REGULATION

HELP = "dựng lại trang như người đọc đã thấy lúc trước: at 2026-09-01 --into THƯ-MỤC"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "moment", metavar="LÚC", help="“01/09/2026” hoặc “2026-09-01” (hết ngày ấy), “2026-09-01T08:00” (đúng giờ ấy)"
    )
    parser.add_argument("--into", metavar="THƯ-MỤC", type=Path, required=True, help="thư mục mới để đặt trang")


def run(args: Namespace, settings: Settings, screen: Screen) -> int:
    from desk.live_site import at_work, fresh_site  # here, since every other verb starts faster without it

    now = datetime.now(VIETNAM)
    asked = read_moment(args.moment, now)
    if asked > now:
        raise Refused(Problem("at-future", "fail", args.moment, "product"))
    if is_taken(args.into, settings):
        raise Refused(Problem("at-inside", "fail", str(args.into), "product"))
    if args.into.exists() and any(args.into.iterdir()):
        raise Refused(Problem("at-not-empty", "fail", str(args.into), "product"))
    # Under the lock, so that the next run clears what a killed one left: it may hold what is withdrawn since.
    with at_work(settings, screen.say) as told, scratch_of(settings) as scratch:
        screen.problems(told)
        log = read_log(settings.published_log)
        shown, lines = _shown_at(log, asked)
        at = log.runs[lines - 1].at if lines else asked
        then, left = _as_of(settings, at, lines, scratch)
        proved, known = load(then, at, remember=False), read_log(then.published_log).editions
        without = sorted(proved.editions.keys() - known.keys()) if lines else []
        if without:  # a damaged item, or one that was held back
            proved = load(then, at, without, remember=False)
        if not proved.items:
            raise Refused(Problem("at-nothing-yet", "fail", args.moment, "product", {"at": asked}))
        screen.say(f"Dựng lại trang lúc {moment(asked)} …")
        if left:
            named = ", ".join(left)
            screen.say(f"Không dựng lại mục về sau đã gỡ vì dữ liệu cá nhân: {named}. Bản đã ký vẫn nằm trong hồ sơ.")
        with fresh_site(then, at, without, proved) as (site, _, manifest):
            _place(site, args.into)
    screen.done(f"Trang lúc {moment(asked)}: {len(manifest.items)} mục công khai, ở {args.into / 'index.html'}")
    _tell_sameness(screen, shown, manifest, known, left)
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


def _shown_at(log: Published, at: datetime) -> tuple[Run | None, int]:
    """Return the last run up to the moment, and how many lines the log had when its site was made; None and 0 before.

    A rollback brought back the site of an earlier run.
    """
    lines = max((number for number, run in enumerate(log.runs, 1) if run.at <= at), default=0)
    if not lines:
        return None, 0
    shown = log.runs[lines - 1]
    made = [number for number, run in enumerate(log.runs[:lines], 1) if run.manifest == shown.manifest]
    return shown, next((number for number in reversed(made) if log.runs[number - 1].act == PUBLISH), lines)


def _as_of(settings: Settings, at: datetime, lines: int, scratch: Path) -> tuple[Settings, list[str]]:
    """Return settings whose records end with so many runs, and the items that are left out.

    at: when the last of them was, or, of none, up to when sign-offs are read
    Editions and files are linked, not copied.
    """
    records = scratch / "records"
    then = replace(settings, records=records, state=scratch / "state", output=scratch / "site" / "output")
    then.errors.parent.mkdir()
    settings.errors.mkdir(parents=True, exist_ok=True)
    then.errors.symlink_to(settings.errors)  # a report outlives what could not be built
    runs = read_lines(settings.published_log)[:lines]
    write_whole(scratch / "log.jsonl", "".join(f"{line}\n" for line in runs).encode())
    before = read_log(scratch / "log.jsonl")
    texts = noted_texts(settings, before)
    if regulation := texts.pop(REGULATION, b""):
        then = replace(then, regulation_of_then=scratch / settings.regulation_file.name)
        then.regulation_file.write_bytes(regulation)
    lay_out(settings.records, records, texts)
    then.published_log.parent.mkdir(parents=True)
    (scratch / "log.jsonl").rename(then.published_log)
    ledger_folder(settings.records)
    left = []
    for item in ledger_items(settings.records):
        held = read_lines(ledger_path(settings.records, item))
        signoffs = chained(held, item).signoffs
        # To the last line of then: one before it may bear a later moment, of a clock that ran ahead.
        kept = max((number for number, signoff in enumerate(signoffs, 1) if signoff.at <= at), default=0)
        if runs:
            kept, _ = before.ledgers.get(item, (0, ""))
        later = [signoff for number, signoff in enumerate(signoffs) if number >= kept or signoff.at > at]
        if kept and any(one.withdrawal and one.withdrawal.kind == PERSONAL_DATA for one in later):
            left.append(item)
        elif kept:
            ledger_path(records, item).write_text("".join(f"{line}\n" for line in held[:kept]), encoding="utf-8")
    return then, left


def _tell_sameness(
    screen: Screen, shown: Run | None, manifest: Manifest, known: Mapping[str, str], left: Collection[str]
) -> None:
    """Say whether it is what readers saw: to the byte, or which texts are others. known: item to edition, of the log"""
    if shown is None:
        screen.say("Nhật ký chưa có lần xuất bản nào trước lúc ấy: người đọc khi đó chưa thấy trang.")
        return
    here = {item: digest for item, digest in known.items() if item not in left}
    other = sorted(item for item, _ in manifest.editions.items() ^ here.items())
    if manifest.digest == shown.manifest:
        screen.say(f"Đúng từng byte với trang đã xuất bản lúc {moment(shown.at)}.")
    elif other:
        named = ", ".join(dict.fromkeys(other))
        screen.say(
            f"Khác với trang đã xuất bản lúc {moment(shown.at)} ở mục: {named}. Người đọc đã thấy bản nào, từ lúc "
            f"nào: python -m desk history {other[0]}"
        )
    else:
        screen.say(
            f"Đúng các mục, các bản đã xuất bản lúc {moment(shown.at)}; không đúng từng byte, vì từ đó đến nay mẫu "
            "trang, phần mềm, địa chỉ của trang đã đổi, hoặc có mục nay không được dựng lại."
        )
