"""What tells two arguments of a job apart: plain data that are equal exactly when the arguments are.

A *mark* names a thing that is too big to be compared, or whose attributes are traced as they are read: an entry is
marked by its item's id, since what a page reads of it is recorded (see readings). Whatever has neither a plain form
nor a mark is refused: it could change unseen.
"""

from __future__ import annotations

import marshal
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from hashlib import blake2b
from types import MappingProxyType
from typing import Any

SIZE = 16
"""Bytes of a digest here: what is compared is our own, not what somebody forges."""


def digest_of(value: object) -> bytes:
    """Return the digest of a value. Raises: TypeError for what has no mark"""
    return blake2b(packed(value), digest_size=SIZE).digest()


def packed(value: object) -> bytes:
    """Return bytes that are equal for equal values. Raises: TypeError for what has no mark"""
    return marshal.dumps(plain(value), 2)  # version 2 writes neither references nor what happens to be interned


def plain(value: Any) -> Any:
    """Return the value as plain data. Raises: TypeError for what has no mark"""
    kind = type(value)
    if kind in _PLAIN:
        return value
    way = _WAYS.get(kind)
    if way is None:
        way = _WAYS[kind] = _way_for(kind)
    return way(value)


def _way_for(kind: type) -> Callable[[Any], Any]:
    name = kind.__qualname__
    if hasattr(kind, "mark"):
        return lambda value: (name, value.mark)
    if is_dataclass(kind):
        return _by_names(name, tuple(field.name for field in fields(kind)))
    if issubclass(kind, tuple) and hasattr(kind, "_fields"):
        return _by_names(name, kind._fields)
    raise TypeError(f"a {name} has no mark: it could change unseen")


def _by_names(name: str, names: tuple[str, ...]) -> Callable[[Any], Any]:
    return lambda value: (name, *(plain(getattr(value, one)) for one in names))


def _of_list(values: Any) -> list[Any]:
    return [plain(value) for value in values]


def _of_mapping(values: Mapping[Any, Any]) -> tuple[str, list[Any]]:
    """In the order of the keys as they stand, since that is the order in which a template meets them."""
    return "mapping", [(plain(key), plain(value)) for key, value in values.items()]


_PLAIN = frozenset({type(None), str, int, bool, bytes})
_WAYS: dict[type, Callable[[Any], Any]] = {
    **dict.fromkeys((tuple, list), _of_list),
    **dict.fromkeys((dict, MappingProxyType), _of_mapping),
    **dict.fromkeys((date, datetime), lambda value: (type(value).__name__, value.isoformat())),
}
