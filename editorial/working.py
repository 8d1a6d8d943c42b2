"""The working files, remembered: a file that is as it was is not read again.

Rules
1. What is remembered of a Markdown file is what reading it gave: the item without its text, the faults, and its source
   (see editions.source_of). It holds while the file's Stat does, and under this program.
2. Of every other file of the folder the SHA-256 is kept, so that a text and its files can be compared with an edition.
3. What is no ordinary file is read every time, and refused by its reader.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from hashlib import sha256
from pathlib import Path
from posixpath import dirname, getsize, isdir, isfile, islink, lexists
from typing import Any

from editorial.content import Item
from editorial.content_files import MARKDOWN, read_found, read_item
from editorial.editions import source_of
from editorial.file_index import CODE, Memory, Stat, look, looking_now, settled
from editorial.freezing import LIMIT_BYTES, SHARED_FILES, file_beside
from editorial.frozen import frozen
from editorial.garbage import growing
from editorial.light_items import light, packed
from editorial.parallel import forked
from editorial.problem import Problem, Refused, pack_problem, unpack_problem
from editorial.settings import Settings
from editorial.store import read_whole

Reading = tuple[dict[str, Any] | None, bytes, tuple[Any, ...]]
"""Of a Markdown file: its item packed, its source, its faults packed."""


@frozen
class Working:
    """What editors work on.

    items: sorted by path, each read as a whole when its text is asked for; problems: what was wrong in reading
    sources: path to source; files: path to SHA-256 of what is no Markdown ("" above the size of an attachment)
    """

    content: Path
    items: tuple[Item, ...]
    problems: tuple[Problem, ...]
    sources: Mapping[str, bytes]
    files: Mapping[str, str]

    def is_made_into(self, item: Item, source: bytes, attachments: Iterable[tuple[str, str]]) -> bool:
        """True when the item is word for word what an edition of the source was made from, and its files too.

        attachments: name as linked, and SHA-256
        """
        if self.sources.get(item.path) != source:
            return False
        return all(self._digest_of(item, name) == digest for name, digest in attachments)

    def _digest_of(self, item: Item, name: str) -> str:
        """Return the SHA-256 of the file that the item links by the name, "" when there is none to attach."""
        beside = f"{dirname(item.path)}/{name}".lstrip("/")
        if beside in self.files:
            return self.files[beside]
        if "/" not in name and f"{SHARED_FILES}/{name}" in self.files and not lexists(self.content / beside):
            return self.files[f"{SHARED_FILES}/{name}"]
        found = file_beside(item, name, self.content)
        return "" if isinstance(found, Problem) else sha256(found.read_bytes()).hexdigest()


def read_working(settings: Settings) -> Working:
    """Return the working files as they are on disk."""
    content, place = settings.content, settings.memory / "working"
    key = f"{CODE} {content.resolve()}"
    looked_at, disk = looking_now(), look(content)
    known: dict[str, tuple[Stat, Any]] = Memory.load(place, key) or {}
    found = {name: known[name][1] for name, stat in disk.items() if name in known and known[name][0] == stat}
    anew = sorted(disk.keys() - found.keys())
    with growing():
        read = dict(zip(anew, forked(partial(_read, content), anew), strict=True))
    found |= read
    if read or known.keys() != disk.keys():
        lasting = {name: (stat, found[name]) for name, stat in disk.items() if settled(stat, looked_at)}
        Memory.save(place, key, lasting)
    return _working(content, found)


def _read(content: Path, name: str) -> Reading | str | None:
    """Return what is remembered of a file; a string is a digest, None is nothing at all."""
    path = f"{content}/{name}"
    if name.lower().endswith(MARKDOWN) or islink(path) and isdir(path):
        item, problems = read_found(name, content)
        told = tuple(map(pack_problem, problems))
        return (packed(item), source_of(item.metadata, item.body), told) if item else (None, b"", told)
    if islink(path) or not isfile(path):
        return None
    return "" if getsize(path) > LIMIT_BYTES else sha256(read_whole(path)).hexdigest()


def _working(content: Path, found: Mapping[str, Reading | str | None]) -> Working:
    items: list[Item] = []
    problems: list[Problem] = []
    sources: dict[str, bytes] = {}
    files: dict[str, str] = {}
    for name in sorted(found):
        made = found[name]
        if isinstance(made, tuple):
            item, source, told = made
            problems += map(unpack_problem, told)
            if item:
                items.append(light(item, partial(_whole, content, name)))
                sources[name] = source
        elif made is not None:
            files[name] = made
    return Working(content, tuple(items), tuple(problems), sources, files)


def _whole(content: Path, name: str) -> Item:
    """Read a file again, text and all. Raises: Refused when that can no longer be done"""
    try:
        item, problems = read_item(content / name, content)
    except OSError as error:
        raise Refused(Problem("item-unknown", "fail", name)) from error
    if item is None:
        raise Refused(*problems)
    return item
