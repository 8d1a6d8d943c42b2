"""The records as they were before, laid out in a folder of their own: at a moment of the past, or at the last run.

As the last run left them, less what was withdrawn since (what an urgent withdrawal falls back on):
1. Roster, rules, registries and what else pages say unsigned are the texts that the published log noted, as far as
   they are still kept.
2. A ledger has the lines that it had at that run, known by the head that the log noted. So what was signed, torn or
   merged since shows nothing and stops nothing.
3. A text that was withdrawn since keeps its lines up to the withdrawal, and goes.
4. What does not prove the very edition that readers see is left out, and named: nothing appears or changes by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from desk.spare import scratch_of
from editorial.authority import kept_text
from editorial.heads import standing_of
from editorial.office import Office, judge_case, open_office
from editorial.problem import Refused
from editorial.published import Published
from editorial.settings import Settings
from editorial.signoffs import Ledger, chained, ledger_path
from editorial.unsigned_words import REGULATION
from editorial.verdict import WITHDRAW

_OWN_WAY = ("signoffs", "published")
"""Folders of the records that are never taken as they are."""


def lay_out(records: Path, place: Path, texts: Mapping[str, bytes]) -> None:
    """Make a folder that holds these texts by their names, no ledger yet, and links to all else of the records.

    texts: by names below the records; b"" for a file that was not there
    """
    held = {name.partition("/")[0] for name in texts}
    (place / "signoffs").mkdir(parents=True)
    for path in records.iterdir():
        if path.name not in _OWN_WAY and path.name not in held:
            (place / path.name).symlink_to(path)
    for name, text in texts.items():
        if text:
            (place / name).parent.mkdir(exist_ok=True)
            (place / name).write_bytes(text)


@contextmanager
def as_published(settings: Settings, before: Published, now: datetime) -> Iterator[tuple[Settings, tuple[str, ...]]]:
    """Yield settings whose records are those of the last run, less what was withdrawn since, and the items left out.

    No file that editors work on is in their sight. To be used under the lock of publishing.
    Raises: Refused when roster or rules of then cannot be read
    """
    with scratch_of(settings) as scratch:
        records, content = scratch / settings.records.name, scratch / "content"
        lay_out(settings.records, records, _texts(settings, before))
        content.mkdir()
        then = replace(settings, records=records, content=content)
        office, left = open_office(then), []
        for item in sorted(before.ledgers.keys() | before.editions.keys()):
            lines = _standing_lines(office, item, _whole_lines(settings.records, item), before, now)
            if lines:
                ledger_path(records, item).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
            elif item in before.editions:
                left.append(item)
        yield then, tuple(left)


def noted_texts(settings: Settings, before: Published) -> dict[str, bytes]:
    """Return what the runs of a log noted last, by its names: b"" for a file that was gone by then.

    Nothing of a text that is lost, but adopted rules, whose files never change.
    """
    noted = {name: kept_text(settings.published_log, digest) for name, digest in before.authority.items() if digest}
    gone = {name: b"" for name, digest in before.authority.items() if not digest}
    rules = {name: text for name, text in _rules(settings).items() if name in noted}
    return gone | rules | {name: text for name, text in noted.items() if text is not None}


def _texts(settings: Settings, before: Published) -> dict[str, bytes]:
    """Return the texts that the last run noted; rules that were adopted since stay beside them."""
    noted = noted_texts(settings, before)
    rules = _rules(settings)
    return rules | {name: text for name, text in noted.items() if name != REGULATION and (text or name not in rules)}


def _rules(settings: Settings) -> dict[str, bytes]:
    return {f"rules/{path.name}": path.read_bytes() for path in (settings.records / "rules").glob("*.toml")}


def _whole_lines(records: Path, item: str) -> list[str]:
    """Return the lines of a ledger that were written to their end, whatever they say; none of what cannot be read."""
    try:
        *lines, _ = ledger_path(records, item).read_bytes().split(b"\n")
    except OSError:
        return []
    return [line.decode("utf-8", "replace") for line in lines]


def _standing_lines(office: Office, item: str, lines: Sequence[str], before: Published, now: datetime) -> Sequence[str]:
    """Return the lines that a ledger keeps, () when they do not prove what readers see of the item."""
    edition = before.editions.get(item, "")
    count, head = before.ledgers.get(item, (0, ""))
    if not count or count > len(lines) or sha256(lines[count - 1].encode()).hexdigest() != head:
        return ()
    if edition and (taken := _up_to_withdrawal(lines, count, item)):
        return taken
    try:
        signoffs = chained(lines[:count], item).signoffs
        for number in range(count, 0, -1):
            if _shown(office, Ledger(item, signoffs[:number]), now) == edition:
                return lines[:number]
            if signoffs[number - 1].act == WITHDRAW:
                break  # what it took away comes back by no line that is left out
    except Refused:
        pass
    return ()


def _up_to_withdrawal(lines: Sequence[str], count: int, item: str) -> Sequence[str]:
    """Return the lines with the last withdrawal that came after so many of them, () when none did."""
    for number in range(len(lines), count, -1):
        try:
            last = chained(lines[:number], item).signoffs[-1]
        except Refused:
            continue
        if last.act == WITHDRAW:
            return lines[:number]
    return ()


def _shown(office: Office, ledger: Ledger, now: datetime) -> str:
    """Return the edition that readers see by a ledger, "" for none. Raises: Refused when an edition is damaged"""
    shown = standing_of(office, judge_case(office, ledger, now), now).shown
    return shown.digest if shown else ""
