"""A whole installation to measure: this code, thousands of made-up items, every one frozen and signed by three people.

python -m benchmarks.speed.house --items 10000 --into /tmp/house [--seed 7]
cd /tmp/house && PYTHON -m desk publish

Rules
1. The same count and seed give the same bytes on every machine; no clock is read.
2. Code, theme and the site's own pages are copies of this checkout. Its pages are signed anew, as if the rules and the
   sample keys in use had counted since before the first item.
3. Editions and sign-offs are made by `editorial` and are really signed; only the syncing of each file is left out.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from datetime import time as clock
from multiprocessing import Pool
from pathlib import Path

from benchmarks.running import Failed
from benchmarks.speed.signed import Board, sign_file
from benchmarks.speed.subjects import FIRST, LAST, Subject, subjects
from benchmarks.speed.texts import attached, text
from editorial.content_files import read_items
from editorial.dates import VIETNAM
from editorial.freezing import Targets
from editorial.office import open_office
from editorial.profile import load_profile, rules_file
from editorial.settings import Settings, load_settings

ROOT = Path(__file__).resolve().parents[2]
SEED = 7
NOT_COPIED = frozenset("benchmarks tests docs deploy records output output.previous node_modules".split())
MADE_HERE = ("editions", "attachments", "signoffs", "rules")
"""Folders of records that the house fills by itself."""
OFFICE_OPENS = clock(8, 5, tzinfo=VIETNAM)
DAY = timedelta(days=1)
BATCH = 25


@dataclass(frozen=True)
class Job:
    """A content file to be signed; subject: what is to be written to it first, None where it lies there already"""

    path: str
    at: datetime
    subject: Subject | None = None


def make_house(into: Path, items: int, seed: int = SEED, processes: int | None = None) -> Settings:
    """Make the house in a folder that is new or empty, and return its settings. Raises: Failed"""
    if into.exists() and any(into.iterdir()):
        raise Failed(f"{into} is not empty")
    _furnish(into)
    settings = settings_of(into)
    jobs, told = _jobs(settings, items, seed)
    with Pool(processes or os.cpu_count(), _begin, (settings, told)) as pool:
        for _ in pool.imap_unordered(_do, jobs, BATCH):
            pass
    return settings


def settings_of(house: Path) -> Settings:
    """Return the settings of a house, whatever this process's environment says. Raises: Failed"""
    settings = load_settings(house.resolve())
    if settings.content != house.resolve() / "content":
        raise Failed("CONTENT and RECORDS must not be set in the environment")
    return settings


def _furnish(into: Path) -> None:
    """Copy code, theme, the site's own content and records without what was signed elsewhere."""
    into.mkdir(parents=True, exist_ok=True)
    dull = shutil.ignore_patterns("__pycache__", ".*")
    for source in sorted(ROOT.iterdir()):
        if source.name in NOT_COPIED or source.name.startswith("."):
            continue
        if source.is_dir():
            shutil.copytree(source, into / source.name, ignore=dull)
        else:
            shutil.copy2(source, into)
    records = into / "records"
    shutil.copytree(ROOT / "records", records, ignore=shutil.ignore_patterns(*MADE_HERE, "published"))
    for name in MADE_HERE:
        (records / name).mkdir()
    _count_since(into, records)


def _count_since(into: Path, records: Path) -> None:
    """Let the sample board and the regulation in use count since before the first item."""
    since = FIRST - DAY
    regulation = settings_of(into).regulation_file
    shutil.copy(regulation, records / "rules" / rules_file(load_profile(regulation), since))
    roster = records / "roster.toml"
    roster.write_text(roster.read_text("utf-8").replace("from = 2026-01-01", f"from = {since}"), "utf-8")


def _jobs(settings: Settings, items: int, seed: int) -> tuple[list[Job], tuple[list[Subject], Targets, int]]:
    """Return what is to be done, and what every process has to know for it."""
    own, _ = read_items(settings.content)
    made = subjects(items, seed)
    by_path = {item.path: item.id for item in own} | {subject.path: subject.id for subject in made}
    for folder in {subject.path.rpartition("/")[0] for subject in made}:
        (settings.content / folder).mkdir(parents=True, exist_ok=True)
    jobs = [Job(item.path, _morning(LAST)) for item in own]
    jobs += [Job(subject.path, _morning(subject.day, subject.number), subject) for subject in made]
    return jobs, (made, Targets(frozenset(by_path.values()), by_path), seed)


def _morning(day: date, number: int = 0) -> datetime:
    """Return a moment of the next day, by a second apart for items of one day."""
    return datetime.combine(day, OFFICE_OPENS) + DAY + timedelta(seconds=number % 3600)


@dataclass(frozen=True)
class _Work:
    """What a process holds while it works."""

    settings: Settings
    board: Board
    made: Sequence[Subject]
    targets: Targets
    seed: int


_work: _Work


def _begin(settings: Settings, told: tuple[list[Subject], Targets, int]) -> None:
    global _work
    _work = _Work(settings, Board.of(open_office(settings)), *told)


def _do(job: Job) -> str:
    """Write a job's text and file, sign it, and return the digest of its edition."""
    if job.subject:
        place = _work.settings.content / job.path
        place.write_text(text(job.subject, _work.made, _work.seed), encoding="utf-8")
        if job.subject.file:
            place.with_name(job.subject.file).write_bytes(attached(job.subject, _work.seed))
    return sign_file(_work.board, job.path, _work.targets, job.at)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed.house", description="Make a house to measure.")
    parser.add_argument("--items", type=int, default=2_000, metavar="N", help="made-up items (default: 2000)")
    parser.add_argument("--into", type=Path, required=True, metavar="DIR", help="a new or empty folder")
    parser.add_argument("--seed", type=int, default=SEED, metavar="S")
    told = parser.parse_args(arguments)
    begun = time.monotonic()
    try:
        make_house(told.into, told.items, told.seed)
    except Failed as failed:
        print(f"house: {failed}", file=sys.stderr)
        return 1
    print(f"{told.items:,} items signed in {told.into} within {time.monotonic() - begun:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
