"""Roll back: let the live site and the one before it change places.

Only a site that was once published comes back, byte for byte, and never a text that was withdrawn
since or whose sign-offs no longer count.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime
from pathlib import Path

from desk.screen import Screen
from desk.wording import user_of_machine
from editorial.dates import VIETNAM
from editorial.exchange import exchange
from editorial.manifest import PLACE, Manifest, compare_files, read_manifest, site_digest, survey
from editorial.problem import Problem, Refused
from editorial.publication import Publication, load
from editorial.published import (
    ROLLBACK,
    Published,
    Run,
    changed_authority,
    changed_words,
    next_run,
    noted,
    read_log,
    record,
    shortened_ledgers,
)
from editorial.publishing import check_backup, check_return
from editorial.settings import Settings

HELP = "trở lại trang của lần xuất bản trước (make rollback)"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--upload", action="store_true", help="chỉ tải lại lên PUBLISH_TO trang đang có, không đổi gì")
    parser.add_argument("--yes", action="store_true", help="không hỏi lại")
    parser.add_argument("--by", metavar="MÃ-NGƯỜI", default="", help="người làm (mặc định: tên đăng nhập máy)")


def run(args: argparse.Namespace, settings: Settings, screen: Screen) -> int:
    from desk.live_site import at_work  # here, since every other verb starts faster without it
    from desk.upload import AGAIN, bring_to_readers, owe

    now = datetime.now(VIETNAM)
    with at_work(settings, screen.say):
        if args.upload:
            _check_upload_again(settings, now)
            bring_to_readers(settings, AGAIN)
            screen.done(f"Đã tải lên trang đang có trên máy này: {settings.publish_to}")
            return 0
        if not site_digest(settings.previous) or not settings.output.exists():
            raise Refused(Problem("rollback-nothing", "fail", settings.previous.name, "product"))
        log = read_log(settings.published_log)
        is_live = _is_half_done(settings, log)
        folder = settings.output if is_live else settings.previous
        old = read_manifest(folder)
        publication = load(settings, now)
        faults = list(check_previous(settings, folder, old, publication, log, now))
        if faults:
            raise Refused(*faults)
        authority, by = noted(publication.office), args.by or user_of_machine()
        coming = next_run(log, old, publication.standings, authority, ROLLBACK, by, now)
        problems = list(changed_authority(settings.published_log, log, publication.office))
        problems += changed_words(settings.published_log, log, authority)
        screen.problems(problems)
        _tell(screen, coming)
        if not screen.confirm("Trở lại trang cũ?", args.yes):
            return 1
        owe(settings, AGAIN)
        with nullcontext() if is_live else _exchanged(settings):
            record(settings.published_log, log, coming, authority)
        if settings.publish_to:
            bring_to_readers(settings, AGAIN)
    screen.done(f"Đã trở lại trang cũ: {len(old.items)} mục công khai. Chạy lại lệnh này để quay về trang vừa thay.")
    return 0


@contextmanager
def _exchanged(settings: Settings) -> Iterator[None]:
    """Let the two sites change places, and change back where what follows fails: the log tells what is live."""
    exchange(settings.previous, settings.output)
    try:
        yield
    except BaseException:
        exchange(settings.previous, settings.output)
        raise


def _is_half_done(settings: Settings, log: Published) -> bool:
    """True when a rollback was killed before it was on record: the old site is live already.

    It is then put on record where it lies: the site that was to go must not come back meanwhile.
    """
    live, before = site_digest(settings.output), site_digest(settings.previous)
    if log.last is None or not log.last.manifest == before != live:
        return False
    return any(run.manifest == live for run in log.runs)


def _tell(screen: Screen, coming: Run) -> None:
    """Say what readers will see and miss."""
    changes = {"Sẽ có lại": coming.added, "Sẽ về bản cũ": coming.changed, "Sẽ không còn": coming.withdrawn}
    for words, items in changes.items():
        if items:
            screen.say(f"{words}: {', '.join(sorted(items))}")


def _check_upload_again(settings: Settings, now: datetime) -> None:
    """Raise Refused when there is no place to upload to, or the live site may not go there as it is."""
    if not settings.publish_to:
        raise Refused(Problem("rollback-no-target", "fail", "PUBLISH_TO", "product"))
    live, log = read_manifest(settings.output), read_log(settings.published_log)
    faults = list(check_previous(settings, settings.output, live, load(settings, now), log, now))
    if faults:
        raise Refused(*faults)


def check_previous(
    settings: Settings, folder: Path, old: Manifest, publication: Publication, log: Published, now: datetime
) -> Iterator[Problem]:
    """Yield what stands against showing readers the old site in a folder. Raises: Refused when it holds links."""
    from desk.upload import site_of_others

    if settings.trial and settings.publish_to:
        yield Problem("upload-in-trial", "fail", "PUBLISH_TO", "product")
    if old.site != settings.siteurl:
        facts = {"site": old.site or "bản dùng thử"}
        yield Problem("rollback-other-site", "fail", PLACE, "product", facts)
    elif all(run.manifest != old.digest for run in log.runs):
        yield Problem("rollback-not-logged", "fail", PLACE, "product")
    if newer := site_of_others(settings, log):
        yield from check_backup(newer, log, publication)
    yield from shortened_ledgers(log, publication)
    yield from compare_files(old, survey(folder))
    yield from check_return(old, publication, now)
