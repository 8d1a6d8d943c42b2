"""Items of which everything but the text is remembered: lists of thousands cost what they show.

A LightItem is an Item in every way. What lists ask for is at hand; the rest is typed from the metadata when somebody
asks, by the same readers as ever; its Markdown is read from disk each time.
"""

from __future__ import annotations

import marshal
from collections.abc import Callable, Mapping
from dataclasses import fields
from functools import partial
from typing import Any

from editorial.content import Item, Metadata
from editorial.content_fields import FIELDS, BadValue, is_left_open, value_of

AT_HAND = ("path", "title", "id", "kind", "section", "slug", "address", "menu", "document_no", "issuer", "old_address")
"""What all items are asked for in every run: addresses, doubles, menus."""

SELDOM = frozenset({"alert_until", "banner", "emblem", "old_address", "pinned_until", "translation_of"})
"""Keys by which few items are looked for among all, in every run; see `seldom`."""
SAID = "_seldom"
"""Under what those are packed that stand above a text; absent where none does."""

_DEFAULTS = {field.name: field.default for field in fields(Item)}


class LightItem(Item):
    """An item made of what `packed` gave, and a way to the whole one."""

    _above: bytes
    _whole: Callable[[], Item]

    @property
    def metadata(self) -> Metadata:
        """What was written above the text."""
        return self._read_above()[0]

    @property
    def lines(self) -> Mapping[str, int]:
        """On which line of the file each key stands."""
        return self._read_above()[1]

    @property
    def body(self) -> str:
        """The Markdown as it is on disk now."""
        return self._whole().body

    def _read_above(self) -> tuple[Metadata, Mapping[str, int]]:
        kept: tuple[Metadata, Mapping[str, int]] | None = vars(self).get("_kept")
        if kept is None:
            kept = vars(self)["_kept"] = marshal.loads(self._above)
        return kept


def packed(item: Item) -> dict[str, Any]:
    """Return as plain data what a LightItem is made of."""
    values = ((name, getattr(item, name)) for name in AT_HAND)
    above = marshal.dumps((dict(item.metadata), dict(item.lines)))
    said = {SAID: tuple(sorted(SELDOM & item.metadata.keys()))} if not SELDOM.isdisjoint(item.metadata) else {}
    return {name: value for name, value in values if value != _DEFAULTS[name]} | {"_above": above, **said}


def light(data: Mapping[str, Any], whole: Callable[[], Item]) -> LightItem:
    """Return the item. whole: reads it anew, text and all"""
    item = object.__new__(LightItem)
    vars(item).update(data, _whole=whole)
    return item


def metadata_of(data: Mapping[str, Any]) -> Metadata:
    """Return what was written above the text, of an item that nobody needs to make."""
    metadata: Metadata = marshal.loads(data["_above"])[0]
    return metadata


def seldom(data: Mapping[str, Any]) -> tuple[str, ...]:
    """Return which keys of SELDOM stand above the text."""
    said: tuple[str, ...] = data.get(SAID, ())
    return said


def is_silent(item: Item, key: str) -> bool:
    """True when a key surely does not stand above the text, which nobody need open to know it."""
    above = vars(item).get("_above")
    return above is not None and key.encode() not in above


def whole(item: Item) -> Item:
    """Return the item with its text at hand, for whoever asks for it again and again."""
    return item._whole() if isinstance(item, LightItem) else item


def _typed(key: str, item: Item) -> Any:
    """Return the value of a key as reading the file gave it."""
    written = item.metadata.get(key)
    if written is None or is_left_open(key, written):
        return _DEFAULTS[key]
    try:
        return value_of(key, written)
    except BadValue:
        return written if FIELDS[key].form == "choice" else _DEFAULTS[key]


for _key in FIELDS.keys() - set(AT_HAND):
    setattr(LightItem, _key, property(partial(_typed, _key)))
