"""Editions: a text frozen with its rendering and its files, named by its own digest.

records/editions/<sha256>.json holds canonical JSON (RFC 8785) of metadata, Markdown body, the HTML
made from it, the address, and name, size and SHA-256 of every file; records/attachments/<sha256>
holds the files. The SHA-256 of the JSON is what leaders sign, so one altered byte anywhere shows.
An edition never changes; a changed text is another edition.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cached_property
from hashlib import blake2b, sha256
from pathlib import Path
from typing import Any

from editorial.content import Item, Metadata, item_from_metadata
from editorial.frozen import frozen
from editorial.problem import Problem, Refused
from editorial.store import put_blob, read_whole

SCHEMA = 1
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True)
_WHOLE = 2**53
"""Whole numbers below this are the same in every reader of JSON."""
_ADDRESS = re.compile(r"/(?:[a-z0-9-]+/)+")
_FILE_NAME = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)?")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_TEXT = {str}
_BEFORE_HTML, _AFTER_HTML = b',"html":"', b',"item":"'


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


def encode(edition: Edition) -> bytes:
    """Return the canonical JSON whose SHA-256 is the edition's digest."""
    return _json_of(edition).encode()


def _json_of(edition: Edition) -> str:
    return _written(
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
    return _written(value).encode()


def _written(value: dict[str, Any]) -> str:
    _plain(value)
    return _ENCODER.encode(value)


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
    text = content.decode()
    data = json.loads(text)
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
    if _json_of(edition) != text:
        raise ValueError("not the form that this program writes")
    words = [edition.item, edition.kind, edition.body, edition.html]
    for value in edition.metadata.values():
        words += value if isinstance(value, tuple) else [value]
    words += [word for file in edition.attachments for word in (file.name, file.media_type)]
    if not set(map(type, words)) <= _TEXT:
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
            content = read_whole(self.path_of_file(file.sha256))
        except OSError as error:
            raise Refused(Problem("attachment-missing-record", "fail", where, facts={"name": file.name})) from error
        if sha256(content).hexdigest() != file.sha256:
            raise Refused(Problem("attachment-altered", "fail", where, facts={"name": file.name}))
        return content

    def put(self, edition: Edition, files: Mapping[str, bytes]) -> None:
        """Keep the edition and its files, which come by digest; what is there already stays."""
        for file in edition.attachments:
            self.put_file(file, files[file.sha256])
        self.put_edition(edition)

    def put_file(self, file: Attachment, content: bytes) -> None:
        """Keep a file under its digest."""
        put_blob(self.attachments / file.sha256, content)

    def put_edition(self, edition: Edition) -> None:
        """Keep an edition under its digest; its files are to be there first."""
        put_blob(self.editions / f"{edition.digest}.json", encode(edition))
