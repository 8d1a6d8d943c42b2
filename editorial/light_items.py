"""Items of which everything but the text is remembered: lists of thousands cost what they show.

A LightItem is an Item in every way. Its Markdown, and the lines on which its keys stand, are read when somebody asks;
its days are typed when somebody asks, from the metadata, by the same readers as ever.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from functools import partial
from typing import Any

from editorial.content import Item, is_left_open
from editorial.content_fields import FIELDS, BadValue, read_value

_DATED = frozenset(key for key, field in FIELDS.items() if field.form in ("day", "partial", "effective", "moment"))
_ASKED = _DATED | {"body", "lines"}
_DEFAULTS = {field.name: field.default for field in fields(Item) if field.name not in _ASKED}


class LightItem(Item):
    """An item made of what `packed` gave, and a way to the whole one."""

    _whole: Callable[[], Item]

    @property
    def body(self) -> str:
        """The Markdown as it is on disk now."""
        return self._whole().body

    @property
    def lines(self) -> Mapping[str, int]:
        """The lines of the keys as they are on disk now."""
        return self._whole().lines


def packed(item: Item) -> dict[str, Any]:
    """Return as plain data what a LightItem is made of."""
    values = ((name, getattr(item, name), default) for name, default in _DEFAULTS.items())
    return {name: value for name, value, default in values if default is MISSING or value != default}


def light(data: Mapping[str, Any], whole: Callable[[], Item]) -> LightItem:
    """Return the item. whole: reads it anew, text and all"""
    item = object.__new__(LightItem)
    vars(item).update(data, _whole=whole)
    return item


def whole(item: Item) -> Item:
    """Return the item with its text at hand, for whoever asks for it again and again."""
    return item._whole() if isinstance(item, LightItem) else item


def _typed(key: str, item: Item) -> Any:
    written = item.metadata.get(key)
    if not isinstance(written, str) or is_left_open(key, written):
        return None
    try:
        return read_value(FIELDS[key], (written,))
    except BadValue:
        return None


for _key in _DATED:
    setattr(LightItem, _key, property(partial(_typed, _key)))
