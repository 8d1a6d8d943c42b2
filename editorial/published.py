"""The published log: what was public when, by whose hand; one line a run, never changed.

records/published/log.jsonl keeps the runs of the real site; a trial edition's lie among the private
data of the machine. A line holds only what changed since the line before, and that line's SHA-256,
so the lines read in order give what is public now and how long each item's ledger was (a ledger that
was cut short since then is found). A run that changed nothing adds no line.
Source: CT-10 (each run with person, time, items added, changed, withdrawn); CT-7 (consent in time)
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict, field
from datetime import MAXYEAR, MINYEAR, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import rfc8785

from editorial.authority import authority_problems, is_authority, keep_texts, kept_text, moved_files
from editorial.frozen import frozen
from editorial.heads import Standing
from editorial.manifest import Head, Manifest
from editorial.name_changes import REGISTRIES, name_changes, read_registries
from editorial.office import Office
from editorial.problem import Problem, Refused
from editorial.publication import Publication
from editorial.signoffs import holds_line
from editorial.store import TornFile, append_line, json_of, read_lines, write_whole
from editorial.text import merge_mark
from editorial.unsigned_words import read_unsigned_words, word_changes

PUBLISH, ROLLBACK = "publish", "rollback"
"""What a run may be."""


@frozen
class Run:
    """One change of what is public.

    act: PUBLISH or ROLLBACK; site: "" for a trial edition; manifest: digest of the site's manifest
    added, changed: item id to edition; ledgers: heads that moved; previous: digest of the line before
    authority: files that say who may sign, how what pages name is called, and what else pages say unsigned, with
    their digests, where they moved; "" for one that is gone
    """

    act: str
    at: datetime
    by: str
    site: str
    manifest: str
    added: Mapping[str, str] = field(default_factory=dict)
    changed: Mapping[str, str] = field(default_factory=dict)
    withdrawn: tuple[str, ...] = ()
    ledgers: Mapping[str, Head] = field(default_factory=dict)
    authority: Mapping[str, str] = field(default_factory=dict)
    previous: str = ""

    @property
    def is_quiet(self) -> bool:
        """True when no item was added, changed or withdrawn."""
        return not (self.added or self.changed or self.withdrawn)


@frozen
class Published:
    """All runs, oldest first, and what they add up to.

    editions: item id to the edition that is public; ledgers: item id to the head last seen
    authority: digests of the same files as last seen, "" for one that went; without those that were not noted yet
    """

    runs: tuple[Run, ...]
    editions: Mapping[str, str]
    ledgers: Mapping[str, Head]
    authority: Mapping[str, str]
    head: str

    @property
    def last(self) -> Run | None:
        """The latest run, None before the first."""
        return self.runs[-1] if self.runs else None

    def before(self, editions: Mapping[str, str]) -> Head:
        """Return the log's head as it was before what is public, or is about to be, became so.

        So a site says the same of the log whenever it is built: before its run was written down, after it, and after
        runs that moved no item.
        """
        if editions != self.editions:
            return len(self.runs), self.head
        moved = (number for number in reversed(range(len(self.runs))) if not self.runs[number].is_quiet)
        number = next(moved, 0)
        return number, self.runs[number].previous if self.runs else ""

    @property
    def heads(self) -> tuple[str, ...]:
        """The log's head after each run, the first one first."""
        return (*(run.previous for run in self.runs[1:]), self.head) if self.runs else ()

    def has(self, head: Head) -> bool:
        """True when the log, after so many lines, had that digest."""
        lines, digest = head
        return ("", *self.heads)[lines : lines + 1] == (digest,)


def read_log(path: Path) -> Published:
    """Return the log, empty when there is none. Raises: Refused when a line was changed, dropped or cut off"""
    runs: list[Run] = []
    editions: dict[str, str] = {}
    ledgers: dict[str, Head] = {}
    authority: dict[str, str] = {}
    head = ""
    for number, line in enumerate(_lines(path), 1):
        try:
            run = _decode(json_of(line))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            code = "published-log-merge" if merge_mark(line) else "published-log-unreadable"
            raise Refused(_fault(code, path, number)) from error
        if run.previous != head:
            raise Refused(_fault("published-log-broken", path, number))
        head = sha256(line.encode()).hexdigest()
        runs.append(run)
        editions |= {**run.added, **run.changed}
        for item in run.withdrawn:
            editions.pop(item, None)
        ledgers |= run.ledgers
        authority |= run.authority
    return Published(tuple(runs), editions, ledgers, authority, head)


def _lines(path: Path) -> list[str]:
    try:
        return read_lines(path)
    except UnicodeDecodeError as error:
        raise Refused(
            _fault("published-log-unreadable", path, error.object.count(b"\n", 0, error.start) + 1)
        ) from error
    except TornFile as error:
        raise Refused(_fault("published-log-cut", path, path.read_bytes().count(b"\n") + 1)) from error


def mend_tail(path: Path) -> Problem | None:
    """Drop a last line that a crash cut off, and say so; its run is found again by the next one."""
    content = path.read_bytes() if path.exists() else b""
    whole = content.rfind(b"\n") + 1
    if whole == len(content):
        return None
    write_whole(path, content[:whole])
    return Problem("published-log-torn", "warn", path.name, "product", {"bytes": len(content) - whole})


def next_run(
    before: Published,
    manifest: Manifest,
    standings: Mapping[str, Standing],
    authority: Mapping[str, bytes],
    act: str,
    by: str,
    now: datetime,
) -> Run:
    """Return the run that puts the manifest's site in the place of what the log says is public.

    authority: as `noted` has it
    """
    editions, known = manifest.editions, before.editions
    moved = {item: digest for item, digest in editions.items() if known.get(item) != digest}
    return Run(
        act=act,
        at=now,
        by=by,
        site=manifest.site,
        manifest=manifest.digest,
        added={item: digest for item, digest in moved.items() if item not in known},
        changed={item: digest for item, digest in moved.items() if item in known},
        withdrawn=tuple(sorted(known.keys() - editions.keys())),
        ledgers={item: head for item, one in standings.items() if before.ledgers.get(item) != (head := _head(one))},
        authority=moved_files(before.authority, authority),
        previous=before.head,
    )


def record(path: Path, before: Published, run: Run, authority: Mapping[str, bytes]) -> None:
    """Add the run to the log, unless the log's last line says the same; the publish lock is held.

    authority: as next_run had it
    """
    if before.last and run.is_quiet and not (run.ledgers or run.authority) and run.manifest == before.last.manifest:
        return
    keep_texts(path, run.authority, authority)
    append_line(path, rfc8785.dumps(_encode(run)).decode())


def noted(office: Office) -> dict[str, bytes]:
    """Return the texts that a run notes by their digests and keeps: nobody signs them, and all pages hang on them."""
    settings = office.settings
    return {**office.authority, **read_registries(settings.records), **read_unsigned_words(settings)}


def changed_authority(path: Path, before: Published, office: Office) -> Iterator[Problem]:
    """Yield what has changed of who may sign since the last run; nothing where no run noted it."""
    known = {name: digest for name, digest in before.authority.items() if is_authority(name)}
    if before.last and known:
        moved = moved_files(known, office.authority)
        yield from authority_problems(path, known, moved, office.profile, before.last.at, office.roster)


def changed_words(path: Path, before: Published, texts: Mapping[str, bytes]) -> Iterator[Problem]:
    """Yield what pages say otherwise than at the last run though nobody signs it; nothing where no run noted it.

    texts: by name, as `noted` has them
    """
    now = {name: text for name, text in texts.items() if not is_authority(name)}
    for name, digest in moved_files({}, now).items():
        then = before.authority.get(name)
        if before.last and then and then != digest:
            if (text := kept_text(path, then)) is None:
                yield Problem("registry-text-lost", "warn", name, "product", {"digest": then})
            else:
                if name in REGISTRIES:
                    yield from name_changes(name, text, now[name], before.last.at)
                yield from word_changes(name, text, now[name], before.last.at)


def shortened_ledgers(before: Published, publication: Publication) -> Iterator[Problem]:
    """Yield ledgers that no longer hold, line for line, what they held at the last run.

    Raises: Refused when a ledger that has moved since cannot be read
    """
    standings = publication.standings
    now = {item: (standing.lines, standing.head) for item, standing in standings.items()}
    moved = {item: then for item, then in before.ledgers.items() if now.get(item) != then}
    for item, (count, digest) in sorted(moved.items()):
        lines, head = now.get(item, (0, ""))
        if lines < count:
            facts: dict[str, object] = {"item": item, "lines": lines, "expected": count}
            yield Problem("ledger-cut-short", "fail", f"signoffs/{item}.jsonl", "product", facts)
        elif count and head != digest and not _held(publication, item, count, digest):
            yield Problem("ledger-rewritten", "fail", f"signoffs/{item}.jsonl", "product", {"item": item})


def _head(standing: Standing) -> Head:
    return standing.lines, standing.head


def _held(publication: Publication, item: str, count: int, digest: str) -> bool:
    """True when the line of a ledger that was its last one is still there."""
    return holds_line(publication.office.settings.records, item, count - 1, bytes.fromhex(digest))


def _encode(run: Run) -> dict[str, Any]:
    fields = asdict(run) | {"schema": 1, "at": run.at.isoformat(timespec="seconds")}
    return {key: value for key, value in fields.items() if value or key == "site"}


def _decode(data: Mapping[str, Any]) -> Run:
    """Return the run of a line. Raises: ValueError, KeyError, TypeError, AttributeError for other shapes"""
    if data["schema"] != 1:
        raise ValueError(f"expected log schema 1, got {data['schema']!r}")
    run = Run(
        act=data["act"],
        at=datetime.fromisoformat(data["at"]),
        by=data["by"],
        site=data["site"],
        manifest=data["manifest"],
        added=dict(data.get("added", {})),
        changed=dict(data.get("changed", {})),
        withdrawn=tuple(data.get("withdrawn", ())),
        ledgers={item: (count, digest) for item, (count, digest) in data.get("ledgers", {}).items()},
        authority=dict(data.get("authority", {})),
        previous=data.get("previous", ""),
    )
    if run.at.tzinfo is None or not MINYEAR < run.at.year < MAXYEAR:
        raise ValueError("expected a moment with its zone, of a day of ours")
    texts = (run.act, run.by, run.site, run.manifest, run.previous, *run.withdrawn)
    if not {type(text) for text in (*texts, *run.added.values(), *run.changed.values())} <= {str}:
        raise TypeError("expected strings")
    for digest in run.authority.values():
        if bytes.fromhex(digest).hex() != digest:
            raise ValueError("expected a digest")
    for count, digest in run.ledgers.values():
        if type(count) is not int or count < 0 or bytes.fromhex(digest).hex() != digest:
            raise ValueError("expected a number of lines and a digest")
    return run


def _fault(code: str, path: Path, line: int) -> Problem:
    return Problem(code, "fail", f"{path.parent.name}{os.sep}{path.name}:{line}", "product", {"line": line})
