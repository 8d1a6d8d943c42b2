"""The manifest of a built site: every public item and the SHA-256 of every file.

It lies inside the site as .well-known/cchc/manifest.json, so that anybody can compare a copy with
it. It holds no times: the same site has the same manifest, and the manifest's own digest names the
site as a whole (the published log keeps that digest).
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from hashlib import file_digest, sha256
from json.encoder import encode_basestring as quoted
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from editorial.frozen import frozen
from editorial.problem import Problem, Refused
from editorial.store import pretty_json

Head = tuple[int, str]
"""How many lines a ledger or the published log has, and the digest of the last one."""

PLACE = ".well-known/cchc/manifest.json"
SCHEMA = 1


class Entry(NamedTuple):
    """A public item: its id, the address of its page, the digest of the edition that readers see."""

    id: str
    address: str
    edition: str


@frozen
class Manifest:
    """What a site consists of.

    site: its confirmed address, "" for a trial edition
    items: sorted by id; files: path below the site's folder to SHA-256, the manifest itself left out
    log: the published log as it was before these items were public (Published.before), so that who keeps a copy of a
        manifest can tell whether any line up to there was changed since
    """

    site: str
    items: tuple[Entry, ...]
    files: Mapping[str, str]
    log: Head = (0, "")

    @property
    def editions(self) -> dict[str, str]:
        """The edition of every public item by its id."""
        return {entry.id: entry.edition for entry in self.items}

    def encode(self) -> bytes:
        """Return the manifest's bytes: what pretty_json makes of it, several times as fast."""
        return self._encoded

    @cached_property
    def digest(self) -> str:
        """The SHA-256 that names the whole site."""
        return sha256(self._encoded).hexdigest()

    @cached_property
    def _encoded(self) -> bytes:
        # A digest is written as it is: one with a quote in it could not be read back as what it was.
        files = [f'    {quoted(name)}: "{digest}"' for name, digest in sorted(self.files.items())]
        items = [
            f'    {{\n      "address": {quoted(entry.address)},\n      "edition": "{entry.edition}",\n'
            f'      "id": {quoted(entry.id)}\n    }}'
            for entry in sorted(self.items, key=attrgetter("id", "address", "edition"))
        ]
        told: dict[str, object] = {"schema": SCHEMA, "site": self.site, "trial": not self.site}
        told |= {"log": {"head": self.log[1], "lines": self.log[0]}} if self.log[0] else {}
        rest = pretty_json(told).decode()
        # In the order of the keys, which is that of pretty_json.
        return f'{{\n  "files": {_block("{}", files)},\n  "items": {_block("[]", items)},{rest[1:]}'.encode()


def survey(folder: Path) -> Manifest:
    """Return the manifest that the files of a folder make, with no items and no address.

    An empty folder counts too, as "name/" with an empty digest: its name could tell something.
    Raises: Refused for links and other things that are not ordinary files, unreadable folders too
    """
    files, problems = {}, []
    for path in _walk(folder):
        name = path.relative_to(folder).as_posix()
        if _is_empty_folder(path):
            files[f"{name}/"] = ""
            continue
        if not _is_file(path):
            problems.append(Problem("output-not-a-file", "fail", shown(name), "product"))
            continue
        if name == PLACE:
            continue
        with path.open("rb") as file:
            files[name] = file_digest(file, "sha256").hexdigest()
    if problems:
        raise Refused(*problems)
    return Manifest("", (), files)


def make_manifest(folder: Path, items: Iterable[Entry], site: str, log: Head = (0, "")) -> Manifest:
    """Return the manifest of a site just built. Raises: Refused as survey does."""
    return Manifest(site, tuple(sorted(items)), survey(folder).files, log)


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest that a site carries. Raises: Refused when it has none that can be read."""
    try:
        if (folder / PLACE).exists() and not _is_file(folder / PLACE):
            raise ValueError("expected an ordinary file")
        content = (folder / PLACE).read_bytes()
        data = json.loads(content)
        if data["schema"] != SCHEMA:
            raise ValueError("another version of this program wrote it")
        log = data.get("log", {"lines": 0, "head": ""})
        if (type(log["lines"]), type(log["head"])) != (int, str) or log["lines"] < 0:
            raise ValueError("not a head of a log")
        items = tuple(Entry(**entry) for entry in data["items"])
        manifest = Manifest(data["site"], items, dict(data["files"]), (log["lines"], log["head"]))
        if manifest.encode() != content:
            raise ValueError("not the form that this program writes")
    except FileNotFoundError as error:
        raise Refused(Problem("manifest-missing", "fail", PLACE, "product", {"folder": folder.name})) from error
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise Refused(Problem("manifest-unreadable", "fail", PLACE, "product", {"folder": folder.name})) from error
    return manifest


def site_digest(folder: Path) -> str:
    """Return the digest of the manifest that a site carries, "" when there is none."""
    try:
        return sha256((folder / PLACE).read_bytes()).hexdigest()
    except OSError:
        return ""


def compare_files(expected: Manifest, found: Manifest) -> Iterator[Problem]:
    """Yield every file that was changed, added or taken away."""
    for name in sorted(expected.files.keys() | found.files.keys()):
        if name not in found.files:
            yield Problem("output-file-missing", "fail", shown(name), "product")
        elif name not in expected.files:
            yield Problem("output-file-added", "fail", shown(name), "product")
        elif expected.files[name] != found.files[name]:
            yield Problem("output-file-changed", "fail", shown(name), "product")


def shown(name: str) -> str:
    """Return how problems name a file of a site; a name may hold bytes that are no UTF-8."""
    return name.encode("utf-8", "backslashreplace").decode()


def _block(brackets: str, lines: Iterable[str]) -> str:
    """Return a JSON object or array of lines that are written already."""
    inside = ",\n".join(lines)
    return f"{brackets[0]}\n{inside}\n  {brackets[1]}" if inside else brackets


def _walk(folder: Path) -> Iterator[Path]:
    """Yield everything below the folder but folders that hold something; links are not followed."""
    unread: list[OSError] = []
    for here, folders, files in os.walk(folder, onerror=unread.append):
        for name in files + [name for name in folders if os.path.islink(os.path.join(here, name))]:
            yield Path(here, name)
        if not files and not folders and here not in (str(folder), str((folder / PLACE).parent)):
            yield Path(here)
    yield from (Path(error.filename) for error in unread)  # whatever such a folder hides


def _is_empty_folder(path: Path) -> bool:
    try:
        return stat.S_ISDIR(path.lstat().st_mode) and not any(path.iterdir())
    except OSError:
        return False


def _is_file(path: Path) -> bool:
    """True for an ordinary file; a link is none, nor is what cannot be reached by its name."""
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return False
