"""Who might sign when: the roster and the adopted rules, kept as they were at each run that first saw them.

They cannot prove themselves: whoever may write them governs the site. So a run notes their digests in the published
log, whose head stands on the site, keeps their texts beside it, and tells what has changed since the run before.
Source: LCh-2.3 (changes of the list of members are logged); CT-7
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from editorial.problem import Problem, Refused
from editorial.profile import Profile
from editorial.roster import ROSTER, Roster, load_roster
from editorial.roster_changes import roster_changes
from editorial.store import write_whole


def read_authority(records: Path) -> dict[str, bytes]:
    """Return the roster and the adopted rules by their names below records/. Raises: OSError"""
    paths = (records / ROSTER, *sorted((records / "rules").glob("*.toml")))
    return {path.relative_to(records).as_posix(): path.read_bytes() for path in paths if path.is_file()}


def is_authority(name: str) -> bool:
    """True for a name that `read_authority` gives; a run notes texts of other names as well."""
    return name == ROSTER or name.startswith("rules/")


def moved_files(before: Mapping[str, str], authority: Mapping[str, bytes]) -> dict[str, str]:
    """Return the files that are others than before with their digests, "" for one that is gone."""
    now = {name: sha256(text).hexdigest() for name, text in authority.items()}
    names = sorted(before.keys() | now.keys())
    return {name: now.get(name, "") for name in names if before.get(name, "") != now.get(name, "")}


def keep_texts(log: Path, moved: Mapping[str, str], authority: Mapping[str, bytes]) -> None:
    """Keep beside the published log what its next line names by digest."""
    for name, digest in moved.items():
        if digest:
            write_whole(_copy(log, digest), authority[name])


def authority_problems(
    log: Path, before: Mapping[str, str], moved: Mapping[str, str], profile: Profile, at: datetime, roster: Roster
) -> Iterator[Problem]:
    """Yield what has changed of who may sign since the run before.

    before: the digests that it noted; at: when it was; roster: the one of now
    """
    for name, digest in moved.items():
        if name != ROSTER:
            code = "rules-file-new" if not before.get(name) else "rules-file-changed" if digest else "rules-file-gone"
            yield Problem(code, "warn", name, "product", {"at": at})
    if ROSTER in moved:
        try:
            yield from roster_changes(kept_roster(log, before.get(ROSTER, "")), roster, profile, at)
        except Refused as refused:
            yield from refused.problems


def kept_roster(log: Path, digest: str) -> Roster:
    """Return a roster of before.

    Raises: Refused, with a warning only, when its text is gone, is no longer the one of the digest, or of a shape
    that is no longer read: what is public hangs on the roster of now
    """
    path = _copy(log, digest)
    lost = Refused(Problem("authority-text-lost", "warn", path.relative_to(log.parents[1]).as_posix(), "product"))
    if kept_text(log, digest) is None:
        raise lost
    try:
        return load_roster(path)
    except Refused as refused:
        raise lost from refused


def kept_text(log: Path, digest: str) -> bytes | None:
    """Return the text that a run noted; None when it is gone, or is no longer the one of the digest."""
    path = _copy(log, digest)
    text = path.read_bytes() if path.is_file() else b""
    return text if sha256(text).hexdigest() == digest else None


def _copy(log: Path, digest: str) -> Path:
    return log.parent / "authority" / f"{digest}.toml"
