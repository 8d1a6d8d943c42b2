"""Who looked at, or took out, what citizens wrote: one line a step, no word of it (LC-8.4c).

log/<YYYY-MM-DD>.jsonl beside the store, kept as long as the regulation asks ([retention] log); never published. Acts
need no line here: each is an event with its author.
"""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from editorial.dates import VIETNAM
from editorial.store import append_line, locked

LOG = "log"


def log_step(store: Path, at: datetime, by: str, step: str, inquiry: str = "", reason: str = "") -> None:
    """Add a line, durable on return: nobody sees anything that is not on record. Raises: OSError; Busy; TornFile"""
    folder = store / LOG
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    line = {"at": at.astimezone(VIETNAM).isoformat(timespec="seconds"), "by": by, "step": step}
    line |= {name: value for name, value in (("inquiry", inquiry), ("reason", reason)) if value}
    path = folder / f"{at.astimezone(VIETNAM):%Y-%m-%d}.jsonl"
    with locked(folder / ".lock"):
        append_line(path, json.dumps(line, ensure_ascii=False, sort_keys=True))
        path.chmod(0o600)
