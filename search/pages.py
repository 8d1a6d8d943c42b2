"""A page as the index takes it in, and the lines of JSON that the laboratory reads."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields
from typing import Any, NamedTuple

from editorial.frozen import frozen


@frozen
class Page:
    """What can be found of one page. Every text may be in any Unicode form; the index composes it.

    id: permanent; title, body: plain text; number: as printed, "" without
    date: ISO day, month or year, "" without
    kind, section, level, issuer, areas, status: values of the filters, as readers see them
    address: of the page on the site; words: by which it should be found besides, never shown
    """

    id: str
    title: str
    body: str
    number: str = ""
    kind: str = ""
    date: str = ""
    section: str = ""
    level: str = ""
    issuer: str = ""
    areas: tuple[str, ...] = ()
    status: str = ""
    address: str = ""
    words: str = ""

    @property
    def year(self) -> str:
        return self.date[:4]

    def as_json(self) -> str:
        return json.dumps({name: getattr(self, name) for name in _NAMES}, ensure_ascii=False)

    def digest(self) -> str:
        """Return what changes when anything of the page does; many thousand are asked at every update."""
        values = (*(getattr(self, name) for name in _TEXTS), *self.areas)
        told = f"{[*map(len, values)]}{''.join(values)}"
        return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:32]


@frozen
class Gone:
    """A document number that nobody has any more: its page was withdrawn. id: the page's"""

    id: str


Entry = Page | Gone
"""What stands under a document number."""


class Unread(NamedTuple):
    """A page that is read only where it may be another than it was.

    mark: names all that the page is made of; read: gives the page of an id
    """

    id: str
    mark: bytes
    read: Callable[[str], Page]


Listed = Entry | Unread


def opened(listed: Listed) -> Entry:
    """Return what stands there, read if it must be. Raises ValueError when another page was read than was listed"""
    if not isinstance(listed, Unread):
        return listed
    page = listed.read(listed.id)
    if page.id != listed.id:
        raise ValueError(f"expected the page {listed.id}, read {page.id}")
    return page


_NAMES = tuple(field.name for field in fields(Page))
_TEXTS = tuple(name for name in _NAMES if name != "areas")
_HALF = re.compile("[\ud800-\udfff]")


def page_from(told: Mapping[str, Any]) -> Page:
    """Return the page that a mapping tells; keys that are no fields are passed over.

    Raises: ValueError without id, with a value of another type, or with half a character, which no file can hold
    """
    if not isinstance(told.get("id"), str) or not told["id"]:
        raise ValueError(f"a page needs an id, got {told.get('id')!r}")
    values: dict[str, Any] = {"title": "", "body": ""}
    for name in _NAMES:
        value = told.get(name)
        if value is None:
            continue
        if name == "areas":
            listed = value if isinstance(value, list | tuple) else [value]
            values[name] = tuple(_text(told["id"], name, area) for area in listed)
        else:
            values[name] = _text(told["id"], name, value)
    return Page(**values)


def _text(page: str, name: str, value: object) -> str:
    if isinstance(value, int):
        value = str(value)
    if not isinstance(value, str):
        raise ValueError(f"page {page!a}: {name} is {type(value).__name__}, expected text")
    if _HALF.search(value):
        raise ValueError(f"page {page!a}: {name} holds half a character (a lone surrogate)")
    return value


def read_lines(lines: Iterable[str]) -> Iterator[Page]:
    """Yield a page for each line of JSON; empty lines are passed over. Raises ValueError naming the line."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            told = json.loads(line)
            if not isinstance(told, dict):
                raise ValueError("expected an object")
            yield page_from(told)
        except RecursionError:
            raise ValueError(f"line {number}: lists within lists without end") from None
        except ValueError as error:
            raise ValueError(f"line {number}: {error}") from error
