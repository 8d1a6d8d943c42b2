"""What a job reads of the site while it renders, by key, and what each key's value is now.

A key is "KIND:NAME": "head:ID" and "text:ID" of an entry, "document:ID" of a document's facts, "ended:ID" of what it
cites, "address:TARGET" of a link, "related:ID", "site:NAME", "global:NAME". The plugin that owns a kind says what its
values are (`give_values`), and whoever reads something inside a job notes it, so that dependencies are recorded and
never guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, MutableMapping
from contextlib import contextmanager
from typing import Any

READINGS = "READINGS"
"""The setting that holds, by kind, the function that returns the value of a name."""

Values = MutableMapping[str, Callable[[str], Any]]
"""A value is plain data (what marshal writes): equal values are the same to whoever reads them."""

_noted: set[str] | None = None


class Traced:
    """What templates read attribute by attribute, each under a key of its own."""

    __slots__ = ()

    def reading(self, attribute: str) -> str:
        """Return the key under which an attribute is read."""
        raise NotImplementedError


def note(key: str) -> None:
    """Record that the job in hand has read the key; nothing while no job is."""
    if _noted is not None:
        _noted.add(key)


def note_all(keys: Iterable[str]) -> None:
    """Record several keys."""
    if _noted is not None:
        _noted.update(keys)


@contextmanager
def recorded() -> Iterator[set[str]]:
    """Yield the keys that are noted while the block runs; one job at a time in a process."""
    global _noted
    if _noted is not None:
        raise RuntimeError("a job runs inside a job")
    found: set[str] = set()
    _noted = found
    try:
        yield found
    finally:
        _noted = None


@contextmanager
def recorded_apart() -> Iterator[set[str]]:
    """Yield the keys noted while the block runs, which count for nobody until they are noted again."""
    global _noted
    job, _noted = _noted, set()
    try:
        yield _noted
    finally:
        _noted = job


def give_values(settings: MutableMapping[str, Any], kind: str, value_of: Callable[[str], Any]) -> None:
    """Say what the values of a kind are. Raises: ValueError when another plugin has said so

    value_of: is asked for tens of thousands of names at every publish, so best the `get` of a table
    """
    values: Values = settings.setdefault(READINGS, {})
    if kind in values:
        raise ValueError(f"readings of the kind {kind!r} have two owners")
    values[kind] = value_of


def values_of(values: Values, kind: str, names: Iterable[str]) -> list[Any]:
    """Return the present values of names of a kind; one that nobody owns any more has another value than any."""
    return list(map(values.get(kind, _of_nobody), names))


def _of_nobody(name: str) -> bytes:
    return b"\0nobody"
