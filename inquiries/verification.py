"""Whether the files are what the chain says: everything is read, nothing is mended.

1. The chain: each line unchanged, numbered without a gap, naming the digest of the one before.
2. The anchors: each names a line that is still there with that digest.
3. Each file is known to the chain and has the bytes of its latest line; what was deleted is gone.
4. Each inquiry's events can be read and follow one another as the table allows.
5. The key of the codes is the one with which the store was begun.
6. Nobody but the owner may read what the store wrote.

Others may be writing: what looks wrong is looked at a second time, and what a living writer still answers for (its
draft is there) is left out.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from editorial.problem import Problem, Refused
from inquiries.audit import ANCHORS, FOLDER, START, Audit, Line, read_anchor, read_line
from inquiries.blobs import DRAFTS, Blobs, Missing
from inquiries.events import unpack
from inquiries.states import fold

SECRET, SECRET_DIGEST = "secret", "secret.sha256"
"""The key of the codes, and what it was when the store was begun."""

_INQUIRY = re.compile(r"[0-9a-f]{32}")
_OWN_FOLDERS = ("inquiries", "files", "audit", "keys", "quarantine", "tmp")
_OURS = re.compile(r"inquiries/[0-9a-f]{32}/\d{4,}\.json|files/[0-9a-f]{32}/[0-9a-f]{64}\.age")


def verify(root: Path, blobs: Blobs, audit: Audit) -> Iterator[Problem]:
    """Yield every difference, naming the file."""
    paths = list(_paths(blobs))
    digests = {path: _digest(blobs, path) for path in paths if _OURS.fullmatch(path)}
    yield from (_problem("store-file-foreign", path) for path in paths if path not in digests)
    chain: list[Line] = []
    yield from _chain(audit, chain)
    yield from _anchors(audit, chain)
    yield from _files(blobs, audit, digests, {line.file: line for line in chain})
    yield from _inquiries(blobs)
    yield from _secret(blobs)
    yield from _open_to_others(root)


def _chain(audit: Audit, chain: list[Line]) -> Iterator[Problem]:
    """Every line is unchanged and follows the one before it."""
    previous, n = START, 0
    for month in audit.months():
        for number, raw in enumerate(audit.lines_of(month), 1):
            where = f"{FOLDER}/{month}:{number}"
            line = read_line(raw)
            if line is None:
                yield _problem("audit-line-damaged", where)
                continue
            if (line.n, line.previous) != (n + 1, previous):
                yield _problem("audit-chain-broken", where)
            previous, n = line.digest, line.n
            chain.append(line)


def _anchors(audit: Audit, chain: list[Line]) -> Iterator[Problem]:
    """Every anchor's line is there, with the digest that it had."""
    heads = {line.n: line.digest for line in chain}
    for number, raw in enumerate(audit.lines_of(ANCHORS), 1):
        where = f"{FOLDER}/{ANCHORS}:{number}"
        anchor = read_anchor(raw)
        if anchor is None:
            yield _problem("audit-anchor-damaged", where)
        elif heads.get(anchor["lines"]) != anchor["head"]:
            yield _problem("audit-anchor-differs", where, day=anchor["day"], lines=anchor["lines"])


def _files(blobs: Blobs, audit: Audit, digests: dict[str, str], latest: dict[str, Line]) -> Iterator[Problem]:
    """Every file has the bytes of its latest line, and every line's file is there."""
    for path in sorted(digests.keys() | latest.keys()):
        line = latest.get(path)
        if digests.get(path, "") == (line.sha256 if line else None):
            continue
        if not _has_living_writer(blobs, path):
            yield from _second_look(blobs, audit, path)


def _second_look(blobs: Blobs, audit: Audit, path: str) -> Iterator[Problem]:
    line, digest = audit.find(path), _digest(blobs, path)
    if line is None and digest:
        yield _problem("store-file-unaudited", path)
    elif line and digest != line.sha256:
        code = "store-file-missing" if not digest else "store-file-changed" if line.sha256 else "store-file-back"
        yield _problem(code, path)


def _inquiries(blobs: Blobs) -> Iterator[Problem]:
    """The events of every inquiry can be read, stand in their places and follow one another."""
    for inquiry in filter(_INQUIRY.fullmatch, blobs.list("inquiries")):
        paths = [path for path in _below(blobs, f"inquiries/{inquiry}") if _OURS.fullmatch(path)]
        try:
            events = [unpack(blobs.get(path), path) for path in paths]
            for number, (event, path) in enumerate(zip(events, paths, strict=True), 1):
                if (event.inquiry, event.number) != (inquiry, number) or not path.endswith(f"/{number:04}.json"):
                    raise Refused(_problem("event-misplaced", path, number=number))
            if events:
                fold(events)
        except Refused as refused:
            yield from refused.problems
        except Missing as missing:
            yield _problem("store-file-missing", str(missing))


def _secret(blobs: Blobs) -> Iterator[Problem]:
    """The key of the codes is there, and the one that it was."""
    try:
        known = blobs.get(SECRET_DIGEST).decode("ascii", "replace")
    except Missing:
        yield _problem("store-file-missing", SECRET_DIGEST)
        return
    if _digest(blobs, SECRET) != known:
        yield _problem("store-secret-changed", SECRET)


def _open_to_others(root: Path) -> Iterator[Problem]:
    """No other account of the machine may read what the store wrote."""
    walks = (os.walk(root / folder) for folder in _OWN_FOLDERS)
    below = (Path(folder, name) for walk in walks for folder, folders, names in walk for name in (*folders, *names))
    for path in (root, *(root / name for name in _OWN_FOLDERS), root / SECRET, root / SECRET_DIGEST, *below):
        try:
            if path.stat().st_mode & 0o077:
                yield _problem("store-file-open", path.relative_to(root).as_posix(), file=path)
        except FileNotFoundError:
            continue


def _paths(blobs: Blobs) -> Iterator[str]:
    for kind in ("inquiries", "files"):
        for name in blobs.list(kind):
            yield from _below(blobs, f"{kind}/{name}") if _INQUIRY.fullmatch(name) else [f"{kind}/{name}"]


def _below(blobs: Blobs, folder: str) -> list[str]:
    return [f"{folder}/{name}" for name in blobs.list(folder)]


def _has_living_writer(blobs: Blobs, path: str) -> bool:
    """True when somebody is at work on the inquiry: the start of this process swept the drafts of the dead."""
    inquiry = path.split("/")[1]
    return any(f"+{inquiry}+" in name for name in blobs.list(DRAFTS))


def _digest(blobs: Blobs, path: str) -> str:
    """Return the digest of a file, "" when it is not there."""
    try:
        return sha256(blobs.get(path)).hexdigest()
    except Missing:
        return ""


def _problem(code: str, where: str, **facts: object) -> Problem:
    return Problem(code, "fail", where, "product", facts)
