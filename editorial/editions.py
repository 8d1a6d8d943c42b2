"""Editions: a text frozen with its rendering and its files, named by its own digest.

records/editions/<sha256>.json holds canonical JSON (RFC 8785) of metadata, Markdown body, the HTML
made from it, the address, and name, size and SHA-256 of every file; records/attachments/<sha256>
holds the files. The SHA-256 of the JSON is what leaders sign, so one altered byte anywhere shows.
An edition never changes; a changed text is another edition.
"""

from __future__ import annotations

import json
import mimetypes
import posixpath
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cached_property
from hashlib import blake2b, sha256
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from editorial.content import Item, Metadata, item_from_metadata
from editorial.frozen import frozen
from editorial.problem import Problem, Refused
from editorial.rendering import Rendered, render, scheme_of
from editorial.store import put_blob, read_whole
from editorial.text import nfc, slug

SCHEMA = 1
LIMIT_BYTES = 20_000_000
SHARED_FILES = "tep"

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True)
_WHOLE = 2**53
"""Whole numbers below this are the same in every reader of JSON."""
_ADDRESS = re.compile(r"/(?:[a-z0-9-]+/)+")
_FILE_NAME = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)?")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_TEXT = {str}
_BEFORE_HTML, _AFTER_HTML = b',"html":"', b',"item":"'

type_of = mimetypes.MimeTypes().guess_type


@frozen
class Attachment:
    """A file of an edition.

    name: as the text links it; address_name: safe file name beside the page
    """

    name: str
    sha256: str
    size: int
    media_type: str
    address_name: str


@frozen
class Edition:
    """What becomes public when its digest is signed.

    digest: SHA-256 of its canonical JSON; item: the item's id. The place of the Markdown file is not
    part of it, so a moved file keeps its sign-offs.
    """

    digest: str
    item: str
    kind: str
    address: str
    metadata: Mapping[str, str | tuple[str, ...]]
    body: str
    html: str
    attachments: tuple[Attachment, ...]

    def view(self) -> Item:
        """Return the typed item that the metadata describe, made once."""
        return self._item

    @cached_property
    def _item(self) -> Item:
        return item_from_metadata(
            {key: list(value) if isinstance(value, tuple) else value for key, value in self.metadata.items()},
            self.body,
            f"editions/{self.digest[:12]}",
        )

    def files(self) -> dict[str, str]:
        """Return the public address of every file by the name that the text uses."""
        return {file.name: self.address + file.address_name for file in self.attachments}


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
    problems: list[Problem] = []
    files: dict[str, bytes] = {}
    attachments: dict[str, Attachment] = {}

    def attach(name: str) -> bool:
        if name in attachments:
            return True
        found = _read_file(item, name, content)
        if isinstance(found, Problem):
            problems.append(found)
            return False
        digest = sha256(found).hexdigest()
        taken = {file.address_name for file in attachments.values()}
        attachments[name] = Attachment(
            name, digest, len(found), type_of(name)[0] or "application/octet-stream", _safe_name(name, digest, taken)
        )
        files[digest] = found
        return True

    for name in item.attachments:
        attach(name)
    rendered = render(item.body, item.kind, _symbols(item, targets, attach))
    attached = {problem.facts.get("name") for problem in problems}
    problems += [
        Problem("link-broken", "hold", item.at(), facts={"link": link})
        for link in rendered.unresolved
        if _file_name(link) not in attached
    ]
    problems += [
        Problem(one.code, "warn", item.at(), facts={"what": one.what, "excerpt": one.excerpt})
        for one in rendered.removed
    ]
    edition = Edition(
        digest="",
        item=item.id,
        kind=item.kind,
        address=address,
        metadata=dict(item.metadata),
        body=item.body,
        html=rendered.html,
        attachments=tuple(attachments[name] for name in sorted(attachments)),
    )
    edition = replace(edition, digest=sha256(encode(edition)).hexdigest())
    return Frozen(edition, files, rendered, tuple(problems))


def encode(edition: Edition) -> bytes:
    """Return the canonical JSON whose SHA-256 is the edition's digest."""
    return canonical(
        {
            "schema": SCHEMA,
            "item": edition.item,
            "kind": edition.kind,
            "address": edition.address,
            "metadata": dict(edition.metadata),
            "body": edition.body,
            "html": edition.html,
            "attachments": [vars(file) for file in edition.attachments],
        }
    )


def canonical(value: dict[str, Any]) -> bytes:
    """Return the canonical JSON (RFC 8785) of what an edition is made of: strings, whole numbers, lists and objects.

    For these the standard library writes the same bytes ten times as fast; names of objects are ASCII, since only
    names of other planes are sorted otherwise, and numbers are sizes. `rfc8785` is asked in the tests.
    Raises: ValueError for names and numbers of other kinds
    """
    _plain(value)
    return _ENCODER.encode(value).encode()


def _plain(value: object) -> None:
    if isinstance(value, str) or type(value) is int and 0 <= value < _WHOLE:
        return
    if isinstance(value, dict):
        if not (set(map(type, value)) <= _TEXT and all(map(str.isascii, value))):
            raise ValueError(f"{sorted(value, key=repr)} are no names of ours")
        for inner in value.values():
            if type(inner) is not str:
                _plain(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            if type(inner) is not str:
                _plain(inner)
    else:
        raise ValueError(f"expected text or a size, got {value!r}")


def decode(content: bytes) -> Edition:
    """Return the edition that the canonical JSON holds.

    Raises: ValueError for what `encode` would not write so, or an address that freezing gives to nothing;
    KeyError, TypeError, AttributeError, RecursionError for other shapes
    """
    data = json.loads(content)
    if data["schema"] != SCHEMA:
        raise ValueError(f"expected edition schema {SCHEMA}, got {data['schema']!r}")
    edition = Edition(
        digest=sha256(content).hexdigest(),
        item=data["item"],
        kind=data["kind"],
        address=data["address"],
        metadata={key: tuple(v) if isinstance(v, list) else v for key, v in data["metadata"].items()},
        body=data["body"],
        html=data["html"],
        attachments=tuple(Attachment(**file) for file in data["attachments"]),
    )
    if encode(edition) != content:
        raise ValueError("not the form that this program writes")
    words = [edition.item, edition.kind, edition.body, edition.html]
    for value in edition.metadata.values():
        words += value if isinstance(value, tuple) else [value]
    words += [word for file in edition.attachments for word in (file.name, file.media_type)]
    if not all(isinstance(word, str) for word in words):
        raise ValueError("expected text")
    if not _ADDRESS.fullmatch(edition.address):
        raise ValueError(f"{edition.address!r} is no address of an item")
    for file in edition.attachments:
        if not (_DIGEST.fullmatch(file.sha256) and _FILE_NAME.fullmatch(file.address_name)):
            raise ValueError(f"{file.address_name!r} is no file of an item")
    return edition


def source_of(metadata: Metadata, body: str) -> bytes:
    """Return the digest of what an editor wrote: equal for a working file and the edition that was made of it."""
    digest = blake2b(canonical(dict(metadata)), digest_size=16)
    digest.update(b"\0" + body.encode())  # which no JSON holds, so that nothing of one may pass for the other
    return digest.digest()


def same_source(item: Item, edition: Edition, content: Path) -> bool:
    """True when the working item would freeze to the same text and files (rendering apart)."""
    if item.body != edition.body or dict(item.metadata) != dict(edition.metadata):
        return False
    for file in edition.attachments:
        found = _read_file(item, file.name, content)
        if isinstance(found, Problem) or sha256(found).hexdigest() != file.sha256:
            return False
    return True


class EditionStore:
    """The editions and attachments of a records folder."""

    def __init__(self, records: Path) -> None:
        self.records = records
        self.editions = records / "editions"
        self._base = f"{self.editions}/"
        self.attachments = records / "attachments"

    def path(self, digest: str) -> Path:
        """Return where the edition of the digest lies."""
        return self.editions / f"{digest}.json"

    def path_of_file(self, digest: str) -> Path:
        """Return where the attached file of the digest lies."""
        return self.attachments / digest

    def get(self, digest: str) -> Edition:
        """Return the edition. Raises: Refused when it is missing or not what its name says."""
        where = f"editions/{digest}.json"
        try:
            edition = decode(read_whole(f"{self._base}{digest}.json"))
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise Refused(Problem("edition-unreadable", "fail", where, facts={"digest": digest[:12]})) from error
        if edition.digest != digest:
            raise Refused(Problem("edition-altered", "fail", where, facts={"digest": digest[:12]}))
        return edition

    def html(self, digest: str) -> str:
        """Return the HTML of an edition that was read in full before. Raises: Refused as `get`"""
        where = f"editions/{digest}.json"
        try:
            content = read_whole(f"{self._base}{digest}.json")
        except OSError as error:
            raise Refused(Problem("edition-unreadable", "fail", where, facts={"digest": digest[:12]})) from error
        if sha256(content).hexdigest() != digest:
            raise Refused(Problem("edition-altered", "fail", where, facts={"digest": digest[:12]}))
        # The digest is that of the canonical form, whose names are sorted: only attachments and the body stand before
        # the HTML, and in a string every quotation mark has a backslash before it.
        start = content.index(_BEFORE_HTML) + len(_BEFORE_HTML) - 1
        return str(json.loads(content[start : content.index(_AFTER_HTML, start)]))

    def attachment(self, file: Attachment) -> bytes:
        """Return a file's bytes. Raises: Refused when they are missing or altered."""
        where = f"attachments/{file.sha256}"
        try:
            content = self.path_of_file(file.sha256).read_bytes()
        except OSError as error:
            raise Refused(Problem("attachment-missing-record", "fail", where, facts={"name": file.name})) from error
        if sha256(content).hexdigest() != file.sha256:
            raise Refused(Problem("attachment-altered", "fail", where, facts={"name": file.name}))
        return content

    def put(self, frozen: Frozen) -> None:
        """Keep the edition and its files; what is there already stays."""
        for file in frozen.edition.attachments:
            self.put_file(file, frozen.files[file.sha256])
        self.put_edition(frozen.edition)

    def put_file(self, file: Attachment, content: bytes) -> None:
        """Keep a file under its digest."""
        put_blob(self.attachments / file.sha256, content)

    def put_edition(self, edition: Edition) -> None:
        """Keep an edition under its digest; its files are to be there first."""
        put_blob(self.editions / f"{edition.digest}.json", encode(edition))


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
        return f"cchc-file:{path}{mark}{fragment}" if attach(path) else None

    return symbol


def _file_name(link: str) -> str:
    return unquote(link).partition("#")[0]


def _read_file(item: Item, name: str, content: Path) -> bytes | Problem:
    """Return the bytes of a file that the item links, or why not."""
    found = file_beside(item, name, content)
    return found if isinstance(found, Problem) else found.read_bytes()


def file_beside(item: Item, name: str, content: Path) -> Path | Problem:
    """Return where a file lies that the item links, beside it or among the shared ones, or why there is none."""
    root = content.resolve()
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
