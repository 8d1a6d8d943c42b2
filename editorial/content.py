"""From the text of a content file to a typed Item: plain metadata lines, a blank line, Markdown.

How a text is read, in this order:
1. Lines up to the first blank one are `key: value`; a line indented by four spaces adds a value.
2. Each value is read by the form of its key (editorial.content_fields); a value that cannot be read
   is a Problem, and the item goes on without it so that everything is shown in one run.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import field
from datetime import date, datetime
from itertools import takewhile
from typing import Any

from editorial.content_fields import FIELDS, BadValue, is_left_open, suggest_key, value_of
from editorial.dates import PartialDate
from editorial.frozen import frozen
from editorial.problem import Problem
from editorial.text import nfc
from editorial.text_faults import text_faults

BODY = "body"
"""The name under which Item.lines keeps the line on which the Markdown starts."""

DECOMPOSED = "text-decomposed"

_KEY_LINE = re.compile(r"[ ]{0,3}([^\W\d][\w ]{0,39}?)[ ]*:(?:[ \t]+(.*)|)")
_CONTINUED = re.compile(r"(?: {4}|\t)\s*(\S.*)")

Metadata = Mapping[str, str | tuple[str, ...]]


@frozen
class Item:
    """What an editor wrote, typed; an absent value is "", (), or None, save for the documented defaults.

    path: "tin-tuc/x.md", below the content folder
    metadata: what was written, trimmed, NFC, without empty values; it goes into the edition
    lines: key to its line, BODY to the first line of the Markdown; empty for an edition's item
    effective_on: a day, ON_SIGNING or UNDETERMINED
    """

    path: str
    body: str
    metadata: Metadata
    lines: Mapping[str, int] = field(default_factory=dict, compare=False)
    title: str = ""
    summary: str = ""
    id: str = ""
    kind: str = ""
    section: str = ""
    areas: tuple[str, ...] = ()
    level: str = ""
    lang: str = "vi"
    translation_of: str = ""
    source_edition: str = ""
    author: str = ""
    source: str = ""
    source_url: str = ""
    origin: str = ""
    provider: str = ""
    provider_head: str = ""
    focal: str = ""
    consent_ref: str = ""
    slug: str = ""
    address: str = ""
    menu: int | None = None
    template: str = "page"
    emblem: str = ""
    banner: str = ""
    event_on: date | None = None
    event_until: date | None = None
    announced_on: date | None = None
    approved_on: date | None = None
    accepted_on: date | None = None
    completed_on: date | None = None
    received_on: date | None = None
    reviewed_on: date | None = None
    changed_on: date | None = None
    issued_on: PartialDate | None = None
    effective_on: date | str | None = None
    expires_on: date | None = None
    alert_until: date | None = None
    pinned_until: date | None = None
    publish_at: datetime | None = None
    change_note: str = ""
    changed_by: str = ""
    change_minor: bool | None = None
    first_published_on: date | None = None
    old_address: str = ""
    document_no: str = ""
    number_variant: str = ""
    form: str = ""
    issuer: str = ""
    signer: str = ""
    signer_title: str = ""
    abstract: str = ""
    recipients: tuple[str, ...] = ()
    legal_bases: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()
    repeals: tuple[str, ...] = ()
    amends: tuple[str, ...] = ()
    guides: tuple[str, ...] = ()
    replaced_by: str = ""
    repealed_by: str = ""
    relation: str = ""
    territory: str = ""
    circulation: str = "public"
    beyond_authority: bool | None = None
    marking_release: str = ""
    index_name: str = ""
    index_unit: str = ""
    index_scale: str = ""
    service_field: str = ""
    service_level: str = ""
    service_audience: tuple[str, ...] = ()
    service_url: str = ""
    service_owner: str = ""
    service_guide: str = ""
    service_progress: str = ""
    procedures: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()

    def at(self, key: str = "") -> str:
        """Return the place of a key, or of the item when the key was not written, for a Problem."""
        return place(self.path, self.lines.get(key))

    def at_body(self, line: int | None = None) -> str:
        """Return the place of a line of the Markdown, counted from 1."""
        start = self.lines.get(BODY)
        return place(self.path, start + line - 1 if start and line else start)


def place(path: str, line: int | None = None) -> str:
    """Return how problems name a place in the content folder: "content/tin-tuc/x.md:3"."""
    # A name may hold ends of lines, letters that nobody sees, and bytes that are no UTF-8.
    printable = "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in path)
    return f"content/{printable}:{line}" if line else f"content/{printable}"


def parse_item(text: str, where: str) -> tuple[Item | None, list[Problem]]:
    """Read the text of a content file; `where` is its path below the content folder."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    reader = _Reader(where)
    body_index = reader.read(lines)
    reader.problems += _decomposed(lines[:body_index], where)
    if not reader.values:
        return None, [*reader.problems, Problem("metadata-missing", "hold", place(where, 1), "product")]
    metadata = {key: _canonical(key, values) for key, values in reader.values.items() if any(values)}
    values = dict(_typed(metadata, where, reader.lines, reader.problems))
    body = "\n".join(lines[body_index:])
    key_lines = {**reader.lines, BODY: body_index + 1}
    return Item(path=where, body=body, metadata=metadata, lines=key_lines, **values), reader.problems


def item_from_metadata(metadata: Mapping[str, str | list[str]], body: str, path: str) -> Item:
    """Return the item of an edition's metadata, which was checked when it was frozen.

    Raises: ValueError for an unknown key or a value that its form cannot read
    """
    canonical: dict[str, str | tuple[str, ...]] = {}
    values: dict[str, Any] = {}
    for key, written in metadata.items():
        if key not in FIELDS:
            raise ValueError(f"{path}: unknown metadata key {key!r}")
        canonical[key] = written if isinstance(written, str) else tuple(written)
        if is_left_open(key, canonical[key]):
            continue
        try:
            values[key] = value_of(key, canonical[key])
        except BadValue as bad:
            raise ValueError(f"{path}: {bad}") from bad
    return Item(path=path, body=body, metadata=canonical, **values)


def _is_known(line: str) -> bool:
    """True for a line that begins with a key."""
    match = _KEY_LINE.fullmatch(line)
    return match is not None and nfc(match[1]).lower() in FIELDS


class _Reader:
    """Gathers the written values of each key, and what is wrong with the lines."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.values: dict[str, list[str]] = {}
        self.lines: dict[str, int] = {}
        self.problems: list[Problem] = []

    def read(self, lines: list[str]) -> int:
        """Read the metadata and return the index of the first line of the Markdown."""
        index = next((i for i, line in enumerate(lines) if line.strip()), len(lines))
        if index < len(lines) and lines[index].rstrip() == "---":
            self._problem("metadata-fenced", index + 1)
            index += 1
        current: list[str] | None = None
        while index < len(lines) and lines[index].strip():
            line = lines[index]
            index += 1
            key, colon, value = line.partition(": ")
            if colon and key in FIELDS:  # as nearly all are written, told without a pattern
                current = self._key(key, value, index)
            elif (more := _CONTINUED.fullmatch(line)) and current is not None:
                current.append(more[1].strip())
            elif match := _KEY_LINE.fullmatch(line):
                current = self._key(match[1], match[2] or "", index)
            elif line.rstrip() != "---":
                self._problem("metadata-line-unreadable", index, text=line.strip()[:60])
                if not any(map(_is_known, takewhile(str.strip, lines[index:]))):
                    return index - 1  # the text begins here
                current = None
        while index < len(lines) and not lines[index].strip():
            index += 1
        return index

    def _key(self, written: str, value: str, line: int) -> list[str]:
        key = nfc(written).lower()
        values = [value.strip()]
        if key not in FIELDS:
            meant = suggest_key(key)
            self._problem("key-unknown", line, key=written, hint=f"Ý bạn là “{meant}:”?" if meant else _NO_HINT)
        elif key in self.lines:
            self._problem("key-twice", line, key=key, first=self.lines[key])
        else:
            self.values[key] = values
            self.lines[key] = line
        return values

    def _problem(self, code: str, line: int, **facts: object) -> None:
        self.problems.append(Problem(code, "hold", place(self.where, line), "product", facts))


_NO_HINT = "Xem bảng các dòng đầu tệp trong docs/editors.md, hoặc xóa dòng này."


def _decomposed(lines: list[str], where: str) -> Iterator[Problem]:
    """Yield the lines whose letters and marks stand apart: the metadata made from them no longer show it."""
    for finding in () if unicodedata.is_normalized("NFC", head := "\n".join(lines)) else text_faults(head):
        if finding.code == DECOMPOSED:
            yield finding.problem(place(where, finding.line), "PS-T4")


def _canonical(key: str, written: list[str]) -> str | tuple[str, ...]:
    """One line of a list is separated by ";"; of several lines each is one value, which may hold a ";"."""
    values = [nfc(value) for value in written if value]
    if FIELDS[key].form != "list":
        return " ".join(values)
    if len(written) == 1:
        values = values[0].split(";")
    return tuple(trimmed for value in values if (trimmed := value.strip().removesuffix(";").rstrip()))


def _typed(
    metadata: Metadata, where: str, lines: Mapping[str, int], problems: list[Problem]
) -> Iterator[tuple[str, Any]]:
    for key, written in metadata.items():
        if is_left_open(key, written):
            continue
        try:
            yield key, value_of(key, written)
        except BadValue as bad:
            problems.append(Problem(bad.code, "hold", place(where, lines[key]), "product", bad.facts))
            if FIELDS[key].form == "choice":
                yield key, written  # never the default: an unreadable circulation must not become "public"
