"""From a working item to the edition that leaders read: its text rendered, links made symbols, files attached.

Nothing is written; whatever stands against signing comes with the edition, all of it in one run.
"""

from __future__ import annotations

import errno
import mimetypes
import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote

from editorial.content import Item
from editorial.editions import Attachment, Edition, encode
from editorial.frozen import frozen
from editorial.pictures import picture_size
from editorial.problem import Problem
from editorial.rendering import TANGLED, Rendered, render, scheme_of
from editorial.text import nfc, slug

LIMIT_BYTES = 20_000_000
SHARED_FILES = "tep"
"""The folder below content/ in which files lie that several items link."""

type_of = mimetypes.MimeTypes().guess_type
_FILE = "cchc-file:"


@frozen
class Frozen:
    """An edition just made, the bytes of its files by digest, and what stands against signing it."""

    edition: Edition
    files: Mapping[str, bytes]
    rendered: Rendered
    problems: tuple[Problem, ...]


@frozen
class Targets:
    """What a text may link to: ids of items, and item ids by the path of their file."""

    ids: frozenset[str]
    by_path: Mapping[str, str]

    @classmethod
    def of(cls, items: Iterable[Item]) -> Targets:
        """Return the targets that a set of items gives."""
        by_path = {item.path: item.id for item in items if item.id}
        return cls(frozenset(by_path.values()), by_path)


def freeze(item: Item, content: Path, address: str, targets: Targets) -> Frozen:
    """Return the item as an edition, in memory only.

    content: the folder that item.path is below; address: "/tin-tuc/2026/x/"
    """
    files = _Files(item, content)
    for name in item.attachments:
        files.attach(name)
    rendered = render(item.body, item.kind, _symbols(item, targets, files.attach), files.picture_size)
    edition = Edition(
        digest="",
        item=item.id,
        kind=item.kind,
        address=address,
        metadata=dict(item.metadata),
        body=item.body,
        html=rendered.html,
        attachments=tuple(files.attached[name] for name in sorted(files.attached)),
    )
    edition = replace(edition, digest=sha256(encode(edition)).hexdigest())
    return Frozen(edition, files.contents, rendered, tuple(_faults(item, rendered, files)))


class _Files:
    """The files that an item names or links, each read once.

    attached, refused: by name; contents: by digest
    """

    def __init__(self, item: Item, content: Path) -> None:
        self._item, self._content = item, content
        self.attached: dict[str, Attachment] = {}
        self.refused: dict[str, Problem] = {}
        self.contents: dict[str, bytes] = {}

    def attach(self, name: str) -> bool:
        """Take a file in; False for one that is refused."""
        if name not in self.attached and name not in self.refused:
            self._read(name)
        return name in self.attached

    def picture_size(self, symbol: str) -> tuple[int, int] | None:
        """Return the size of an attached picture by its symbol."""
        file = self.attached.get(symbol.removeprefix(_FILE).partition("#")[0])
        return picture_size(self.contents[file.sha256]) if file else None

    def _read(self, name: str) -> None:
        found = _read_file(self._item, name, self._content)
        if isinstance(found, Problem):
            self.refused[name] = found
            return
        digest = sha256(found).hexdigest()
        safe = _safe_name(name, digest, {file.address_name for file in self.attached.values()})
        media_type = type_of(name)[0] or "application/octet-stream"
        self.attached[name] = Attachment(name, digest, len(found), media_type, safe)
        self.contents[digest] = found


def _faults(item: Item, rendered: Rendered, files: _Files) -> Iterator[Problem]:
    """Yield what stands against signing the item: files that it may not have, and what is wrong with its text."""
    yield from files.refused.values()
    if rendered is TANGLED:
        yield Problem("content-tangled", "hold", item.at_body(), "product")
    for link in rendered.unresolved:
        if _file_name(link) not in files.refused:
            yield Problem("link-broken", "hold", item.at(), facts={"link": link})
    for one in rendered.removed:
        yield Problem(one.code, "warn", item.at(), facts={"what": one.what, "excerpt": one.excerpt})


def same_source(item: Item, edition: Edition, content: Path) -> bool:
    """True when the working item would freeze to the same text and files (rendering apart)."""
    if item.body != edition.body or dict(item.metadata) != dict(edition.metadata):
        return False
    for file in edition.attachments:
        found = _read_file(item, file.name, content)
        if isinstance(found, Problem) or sha256(found).hexdigest() != file.sha256:
            return False
    return True


def _symbols(item: Item, targets: Targets, attach: Callable[[str], bool]) -> Callable[[str], str | None]:
    """Return the function that turns what an editor wrote into a symbol."""
    folder = posixpath.dirname(item.path)

    def symbol(address: str) -> str | None:
        scheme = scheme_of(address)
        if scheme in ("cchc", "cchc-file"):
            return None
        path, mark, fragment = unquote(address).partition("#")
        if scheme == "id":
            path = path.partition(":")[2]
            return f"cchc:{path}{mark}{fragment}" if path in targets.ids else None
        if address.startswith("//") or "\\" in address:
            return None
        if path.startswith("/"):
            return f"cchc:{path}{mark}{fragment}"
        if path.endswith(".md"):
            found = targets.by_path.get(posixpath.normpath(posixpath.join(folder, path)))
            return f"cchc:{found}{mark}{fragment}" if found else None
        return f"{_FILE}{path}{mark}{fragment}" if attach(path) else None

    return symbol


def _file_name(link: str) -> str:
    return unquote(link).partition("#")[0]


def _read_file(item: Item, name: str, content: Path) -> bytes | Problem:
    """Return the bytes of a file that the item links, or why not."""
    found = file_beside(item, name, content)
    return found if isinstance(found, Problem) else found.read_bytes()


def file_beside(item: Item, name: str, content: Path) -> Path | Problem:
    """Return where a file lies that the item links, beside it or among the shared ones, or why there is none."""
    try:
        return _beside(item, name, content.resolve())
    except (ValueError, OSError) as error:  # a ValueError: a NUL, which no name holds
        if isinstance(error, OSError) and error.errno != errno.ENAMETOOLONG:
            raise
    return Problem("attachment-missing", "hold", item.at(), facts={"name": name})


def _beside(item: Item, name: str, root: Path) -> Path | Problem:
    facts = {"name": name}
    for folder in (root / posixpath.dirname(item.path), root / SHARED_FILES):
        path = folder / name
        if path.name.startswith(".") or ".." in Path(name).parts and not path.resolve().is_relative_to(root):
            return Problem("attachment-outside", "hold", item.at(), facts=facts)
        if path.is_symlink() or not path.resolve().is_relative_to(root):
            return Problem("attachment-outside", "hold", item.at(), facts=facts)
        if path.is_file():
            if path.stat().st_size > LIMIT_BYTES:
                facts["limit"] = f"{LIMIT_BYTES // 1_000_000} MB"
                return Problem("attachment-too-large", "hold", item.at(), facts=facts)
            return path
    return Problem("attachment-missing", "hold", item.at(), facts=facts)


def _safe_name(name: str, digest: str, taken: set[str]) -> str:
    """Return a short ASCII file name, made unique by the digest when two would meet."""
    stem, suffix = posixpath.splitext(nfc(posixpath.basename(name)))
    ending = f".{slug(suffix)}" if slug(suffix) else ""
    safe = (slug(stem) or "tep") + ending
    return safe if safe not in taken else f"{slug(stem) or 'tep'}-{digest[:8]}{ending}"
