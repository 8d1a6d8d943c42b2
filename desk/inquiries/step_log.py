"""Who looked at, or took out, what citizens wrote: one line a step, no word of it (LC-8.4c).

log/<YYYY-MM-DD>.jsonl beside the store, never published. Acts need no line here: each is an event with its author.
Nothing goes by itself: the regulation's years ([retention] log) are a floor, and a person purges what is older (A30).
"""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

from editorial.dates import VIETNAM
from editorial.store import append_line, locked, sync_folder

LOG = "log"
_LOCK = ".lock"


def log_step(store: Path, at: datetime, by: str, step: str, inquiry: str = "", reason: str = "") -> None:
    """Add a line, durable on return: nobody sees anything that is not on record. Raises: OSError; Busy; TornFile"""
    folder = store / LOG
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    line = {"at": at.astimezone(VIETNAM).isoformat(timespec="seconds"), "by": by, "step": step}
    line |= {name: value for name, value in (("inquiry", inquiry), ("reason", reason)) if value}
    path = folder / f"{at.astimezone(VIETNAM):%Y-%m-%d}.jsonl"
    with locked(folder / _LOCK):
        append_line(path, json.dumps(line, ensure_ascii=False, sort_keys=True))
        path.chmod(0o600)


def logged_days(store: Path, before: date) -> list[date]:
    """Return the days before this one of which steps are still kept, the earliest first."""
    days = (date.fromisoformat(path.stem) for path in (store / LOG).glob("????-??-??.jsonl"))
    return sorted(day for day in days if day < before)


def drop_days(store: Path, days: list[date]) -> None:
    """Delete the steps of these days for good. Raises: OSError; Busy"""
    folder = store / LOG
    with locked(folder / _LOCK):
        for day in days:
            (folder / f"{day}.jsonl").unlink(missing_ok=True)
        sync_folder(folder)
