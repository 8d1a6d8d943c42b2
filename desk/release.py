"""From the records to the live site: build, prove, swap, log. Shared by publish, verify and rollback.

Everything happens under one lock and in a folder of its own, so that whoever is interrupted, killed
or refused leaves the old site whole; the next start clears away what he left.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from desk.building import build, is_disk_full, open_to_readers
from desk.progress import Steps
from desk.upload import is_ours_or_empty, upload
from editorial.checks import check_all
from editorial.checks_context import open_context
from editorial.content import Item
from editorial.exchange import recover, swap_in
from editorial.manifest import PLACE, Manifest, make_manifest, site_digest, survey
from editorial.problem import Problem, Refused, worst
from editorial.publication import Publication, load
from editorial.published import Run, log_path, mend_tail, next_run, read_log, record, shortened_ledgers
from editorial.publishing import check_files, check_left_out, check_publishing, check_vanished
from editorial.settings import Settings
from editorial.store import Busy, locked, write_whole
from editorial.verification import check_site, entries


@dataclass(frozen=True)
class Release:
    """A site that went live. items: the working items; changed: False when the same site was live already."""

    publication: Publication
    manifest: Manifest
    run: Run
    items: tuple[Item, ...]
    problems: tuple[Problem, ...]
    changed: bool


def release(settings: Settings, now: datetime, by: str, without: Collection[str], steps: Steps) -> Release:
    """Make what is approved at this moment the live site.

    by: who publishes; without: ids of damaged items to be left out
    Raises: Refused with everything that stands against it; the old site is then untouched
    """
    with at_work(settings) as mended:
        steps.begin("Đọc quy chế, danh sách người ký và sổ ký")
        before = read_log(log_path(settings))
        _stop_at_fail(list(check_left_out(without, before, settings.records)))
        publication = load(settings, now, without)
        problems = [*mended, *check_publishing(settings, publication, by, now)]
        problems += [p for p in shortened_ledgers(before, publication.cases) if p.facts["item"] not in without]
        problems += check_vanished(before, publication, without)
        steps.begin("Kiểm tra nội dung")
        content, unread = open_context(settings, now)
        problems += [*unread, *check_all(content), *check_files(publication, content.items)]
        _stop_at_fail(problems)
        steps.begin("Dựng trang")
        with fresh_site(settings, now, without) as (fresh, publication, manifest):
            steps.begin("Đối chiếu từng tệp với chữ ký")
            _stop_at_fail(list(check_site(fresh, manifest, publication, settings.content)))
            steps.begin("Đưa trang lên")
            changed = not _is_live(settings.output, manifest)
            if changed:
                os.sync()
                put_live(settings, fresh)
            run = next_run(before, manifest, publication.cases, "publish", by, now)
            record(log_path(settings), before, run)
        if settings.publish_to:
            steps.begin(f"Tải lên {settings.publish_to}")
            upload(settings.output, settings.publish_to)
    return Release(publication, manifest, run, content.items, tuple(problems), changed)


@contextmanager
def at_work(settings: Settings) -> Iterator[list[Problem]]:
    """Hold the publish lock; what an interrupted run left is put right first, and told.

    Raises: Refused when another run holds the lock
    """
    with ExitStack() as stack:
        try:
            stack.enter_context(locked(settings.state / "publish.lock", wait_seconds=0))
        except Busy as error:
            raise Refused(Problem("publish-running", "fail", "publish", "product")) from error
        recover(settings.output, settings.previous, _note(settings))
        _sweep(settings)
        stack.callback(_sweep, settings)
        torn = mend_tail(log_path(settings))
        yield [torn] if torn else []


@contextmanager
def fresh_site(
    settings: Settings, now: datetime, without: Collection[str]
) -> Iterator[tuple[Path, Publication, Manifest]]:
    """Build the site into a folder of its own beside the live one, manifest included.

    Raises: Refused when the build failed or the disk is full
    """
    folder = _workshop(settings) / secrets.token_hex(8)
    try:
        folder.mkdir(parents=True)
        publication = build(settings, folder, now, without)
        manifest = make_manifest(folder, entries(publication), settings.siteurl)
        write_whole(folder / PLACE, manifest.encode())
        open_to_readers(folder)
    except OSError as error:
        if is_disk_full(error):
            raise Refused(Problem("disk-full", "fail", settings.output.name, "product")) from error
        raise
    yield folder, publication, manifest


def put_live(settings: Settings, fresh: Path) -> None:
    """Swap the fresh site in; the one that was live is kept. Raises: Refused for a folder that is not ours."""
    if not is_ours_or_empty(settings.output):
        raise Refused(Problem("output-not-ours", "fail", str(settings.output), "product"))
    if settings.output.exists() and not site_digest(settings.output):
        settings.output.rmdir()
    swap_in(fresh, settings.output, settings.previous, _note(settings))


def _is_live(live: Path, manifest: Manifest) -> bool:
    """True when the live site is this one already, down to the last byte."""
    try:
        return site_digest(live) == manifest.digest and survey(live).files == manifest.files
    except Refused:
        return False


def _stop_at_fail(problems: list[Problem]) -> None:
    if worst(problems) == "fail":
        raise Refused(*problems)


def _workshop(settings: Settings) -> Path:
    return settings.output.with_name(".build")


def _sweep(settings: Settings) -> None:
    """Clear the workshop, unless a swap was broken off: then the site that was live may lie there (see recover)."""
    if not _note(settings).exists():
        shutil.rmtree(_workshop(settings), ignore_errors=True)


def _note(settings: Settings) -> Path:
    return settings.state / "swap.json"
