"""Which names the registries gave at an earlier run and give no longer.

Pages print the name that a registry gives today, of documents of all times, and nobody signs a registry. So whoever
writes a new name over the old one, where an office became another, renames it on all that was ever signed.
Source: PS-M1 (a body is an id with its days, and neither name nor code); PS-M2 (names as printed)
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from editorial.problem import Problem

REGISTRIES = ("acts.toml", "bodies.toml", "places.toml", "providers.toml")

NAMES = ("number", "name", "title")
"""The keys of an entry that make up its name."""

NAMED = 5
"""How many names, or other changes, a sentence tells."""


def read_registries(records: Path) -> dict[str, bytes]:
    """Return the texts of the registries by their names. Raises: OSError"""
    return {name: (records / name).read_bytes() for name in REGISTRIES if (records / name).is_file()}


def name_changes(file: str, before: bytes, after: bytes, at: datetime) -> Iterator[Problem]:
    """Yield that names were written over, and that entries went. at: when the registry still was as before"""
    was, now = names_of(before), names_of(after)
    other = [f"“{id}” từ “{name}” thành “{now[id]}”" for id, name in was.items() if now.get(id, name) != name]
    gone = [f"“{id}” ({name})" for id, name in was.items() if id not in now]
    for code, told in (("registry-names-other", other), ("registry-names-gone", gone)):
        if told:
            facts = {"at": at, "count": len(told), "names": listed(told, "tên")}
            yield Problem(code, "warn", file, "PS-M1", facts)


def names_of(text: bytes) -> dict[str, str]:
    """Return the names that a registry gives, by id; none of what is no TOML, which those who load it tell."""
    try:
        data = tomllib.loads(text.decode())
    except ValueError:
        return {}
    return {id: name for table in data.values() for id, name in _names(table)}


def _names(table: Any) -> Iterator[tuple[str, str]]:
    """Yield id and name of the entries, and of the communes that they hold."""
    entries = table.items() if isinstance(table, Mapping) else [(_text(one, "id"), one) for one in _list(table)]
    for id, entry in entries:
        name = ", ".join(filter(None, (_text(entry, key) for key in NAMES)))
        if id and name:
            yield id, name
        for commune in _list(entry.get("communes") if isinstance(entry, Mapping) else None):
            if isinstance(commune, list) and len(commune) > 1:
                yield f"{id}/{commune[0]}", str(commune[1])


def _text(entry: Any, key: str) -> str:
    return str(entry.get(key, "")) if isinstance(entry, Mapping) else ""


def _list(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else ()


def listed(told: Sequence[str], what: str) -> str:
    """Return the first of what is told, and how many more there are. what: "tên" """
    more = f"; và {len(told) - NAMED} {what} khác" if len(told) > NAMED else ""
    return "; ".join(told[:NAMED]) + more
