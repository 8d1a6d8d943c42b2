"""What pages say in words of the house that nobody signs, and what of it is other than at an earlier run.

The regulation gives the site its name, its sections and where it is written to; the office says its telephone, whom to
ask and where else to go; an old address leads where a line says; a registry says by what an office ended and which one
took its place. Whoever may write these files speaks to readers.
Source: CT-7 (nothing is public that nobody approved)
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from editorial.name_changes import NAMES, REGISTRIES, listed
from editorial.problem import Problem
from editorial.settings import Settings

OWN = ("organisation.toml", "redirects.toml")
"""Files below records/ that need not be there: then they say what an empty one says."""

REGULATION = "regulation.toml"
"""How the regulation in use is called among the texts, whichever it is."""

SHOWN = 80
"""Characters of a value that are told."""

Said = Counter[tuple[str, str]]
"""How often a place of a file, "site.contact.email", has a value; entries of a list share their place."""


def read_unsigned_words(settings: Settings) -> dict[str, bytes]:
    """Return the texts by their names; b"" for one that is not there. Raises: OSError"""
    paths = {name: settings.records / name for name in OWN} | {REGULATION: settings.regulation_file}
    return {name: path.read_bytes() if path.is_file() else b"" for name, path in paths.items()}


def word_changes(file: str, before: bytes, after: bytes, at: datetime) -> Iterator[Problem]:
    """Yield that the file says other things; nothing of one that is no TOML, which those who load it tell.

    Which name of a registry became which is told by name_changes. at: when it still was as before
    """
    try:
        was, now = _said(before), _said(after)
    except ValueError:
        return
    told = list(_told(was - now, now - was, NAMES if file in REGISTRIES else ()))
    if told:
        facts = {"at": at, "count": len(told), "changes": listed(told, "chỗ")}
        where = "regulations/" if file == REGULATION else file
        yield Problem("unsigned-words-other", "warn", where, "product", facts)


def _said(text: bytes) -> Said:
    return Counter(_values("", tomllib.loads(text.decode())))


def _values(place: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _values(f"{place}.{key}" if place else key, inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _values(place, inner)
    else:
        yield place, str(value)


def _told(out: Said, came: Said, told_by_name: Collection[str]) -> Iterator[str]:
    """Yield what went and came, in words; a value that took the place of another is told with it.

    told_by_name: keys whose values are left out where some took the places of others
    """
    gone, new = (_by_place(said) for said in (out, came))
    for place in sorted(gone.keys() | new.keys()):
        old, late = gone.get(place, []), new.get(place, [])
        if len(old) == len(late) and place.rpartition(".")[2] in told_by_name:
            continue
        if len(old) == len(late) == 1:
            yield f"{place} từ {_shown(old[0])} thành {_shown(late[0])}"
        else:
            yield from (f"{place} bỏ {_shown(value)}" for value in old)
            yield from (f"{place} thêm {_shown(value)}" for value in late)


def _by_place(said: Said) -> dict[str, list[str]]:
    places: dict[str, list[str]] = {}
    for place, value in said.elements():
        places.setdefault(place, []).append(value)
    return places


def _shown(value: str) -> str:
    return f"“{value}”" if len(value) <= SHOWN else f"“{value[:SHOWN]}…”"
