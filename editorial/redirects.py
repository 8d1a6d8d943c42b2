"""Addresses that were, and where each leads now: records/redirects.toml and the `old_address` of what is public.

A redirect leads to an item by its id, to an address of the site, or to an address elsewhere. One that leads to
another is followed to its end. What is doubtful (an address that a page has, an end that is not public, a circle) is
told and left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated

from editorial.content_fields import OLD_ADDRESS
from editorial.frozen import frozen
from editorial.problem import Problem
from editorial.publication import Publication
from editorial.toml_document import read_document
from editorial.typed_toml import Form, Reader, Schema

FILE = "redirects.toml"
_PLACE = re.compile(r"[A-Za-z0-9_-]+")
"""An id as pages have them; any other place in a page is left out."""


@frozen
class Row:
    """One line of the file. from_: the address that was; to: an item's id, an address of the site, or a URL"""

    from_: Annotated[
        str, Form(OLD_ADDRESS, "địa chỉ cũ (bắt đầu bằng “/”, dấu cách viết %20)", "/tin-tuc/bai%20cu.html")
    ]
    to: Annotated[
        str,
        Form(
            r"[a-z0-9]+(?:-[a-z0-9]+)*|/\S*|https://[A-Za-z0-9._~:-]+/[A-Za-z0-9._~:/?#@!&()*+,=%-]*",
            "nơi dẫn đến",
            "tt-7k3mq9xw",
        ),
    ]
    since: date | None = None
    reason: str = ""


@frozen
class Rows:
    """The file."""

    schema: Schema
    moved: tuple[Row, ...] = ()


@frozen
class Redirects:
    """targets: address that was to the address, or URL, that it leads to now; problems: of those left out"""

    targets: Mapping[str, str]
    problems: tuple[Problem, ...]


def load_redirects(publication: Publication) -> Redirects:
    """Return where addresses that were lead to now. Raises: Refused when the file cannot be read"""
    rows = list(_rows(publication))
    if not rows:
        return Redirects({}, ())
    addresses = publication.addresses
    taken = {stone.address for stone in publication.tombstones} | {public.address for public in publication.items}
    wanted: dict[str, str] = {}
    places: dict[str, str] = {}
    problems: list[Problem] = []
    for origin, target, where in rows:
        if origin in taken or origin in addresses or origin.startswith(("//", "/.well-known/")):
            problems.append(_fault("redirect-taken", where, origin))
        elif wanted.setdefault(origin, target) != target:
            problems.append(_fault("redirect-twice", where, origin))
        places.setdefault(origin, where)
    targets: dict[str, str] = {}
    for origin in wanted:
        end = _end(origin, wanted)
        inside, mark, fragment = (end, "", "") if end.startswith("https://") else end.partition("#")
        address = end if end.startswith("https://") else addresses.get(inside, "")
        if not end:
            problems.append(_fault("redirect-circle", places[origin], origin))
        elif not address:
            problems.append(_fault("redirect-dead-end", places[origin], origin, to=end))
        else:
            targets[origin] = f"{address}{mark}{fragment}" if _PLACE.fullmatch(fragment) else address
    return Redirects(targets, tuple(problems))


def _rows(publication: Publication) -> Iterator[tuple[str, str, str]]:
    """Yield address, what it leads to, and where that is written. Raises: Refused with every fault of the file"""
    path = publication.office.settings.records / FILE
    if path.exists():
        document = read_document(path)
        for number, row in enumerate(Reader(document).read(Rows).moved):
            yield row.from_, row.to, document.at(("moved", number, "from"))
    for public in publication.saying("old_address"):
        if old := public.shown.item.get("old_address"):
            yield old, public.id, f"signoffs/{public.id}.jsonl"


def _end(origin: str, wanted: Mapping[str, str]) -> str:
    """Return what a row leads to at last, "" when it goes in a circle."""
    seen = {origin}
    target = wanted[origin]
    while target in wanted:
        if target in seen:
            return ""
        seen.add(target)
        target = wanted[target]
    return target


def _fault(code: str, where: str, origin: str, **facts: object) -> Problem:
    return Problem(code, "warn", where, "product", {"address": origin, **facts})
