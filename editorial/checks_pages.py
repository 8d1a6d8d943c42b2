"""What a page says of the whole site: pictures of the head, pins, and of which text it is a translation."""

from __future__ import annotations

from collections.abc import Iterator

from editorial.checks_context import Context, about, hint, missing
from editorial.content import Item
from editorial.problem import Problem
from editorial.profile_shapes import clause_of

PICTURES = ("emblem", "banner")
SHOWN = (".png", ".jpg", ".jpeg", ".webp")
"""Pictures that hold nothing that runs."""


def check_pictures(item: Item, context: Context) -> Iterator[Problem]:
    """Emblem and banner are pictures attached to the page that introduces the site, signed with it (LCh-6.5)."""
    for key in PICTURES:
        name = str(item.metadata.get(key, ""))
        if not name:
            continue
        if item.template != "about":
            yield about(item, key, "site-picture-elsewhere", "hold", "product")
        elif name not in item.attachments or not name.lower().endswith(SHOWN):
            yield about(item, key, "site-picture-unfit", "hold", "product", name=name, allowed=", ".join(SHOWN))


def check_pin(item: Item, context: Context) -> Iterator[Problem]:
    """Where the regulation says who pins, an item is pinned only once a person in that role has signed it (LCh-5.2)."""
    pinned = context.profile.content.pinned
    if item.pinned_until and pinned:
        role = context.profile.roles[pinned.role].title
        yield about(item, "pinned_until", "pin-by-role", "warn", pinned.clause, role=role)
    if item.pinned_until and item.pinned_until < context.today:
        yield about(item, "pinned_until", "pin-over", "warn", clause_of(pinned))


def check_translation(item: Item, context: Context) -> Iterator[Problem]:
    """A translation names the item that it was made from, is in another language and lies where that is looked for.

    Which edition it was made from is asked where all records are at hand: editorial.translations (PS-P10).
    """
    if not item.translation_of:
        if item.source_edition:
            yield from missing(item, "translation_of", "PS-P10")
        return
    if item.lang == "en" and item.address and not item.address.startswith("/en/"):
        yield about(item, "address", "translation-address", "warn", "PS-P10", address=f"/en{item.address}")
    original = context.by_id.get(item.translation_of)
    if original is None:
        known = {one.id: one.title for one in context.by_id.values()}
        facts = {"value": item.translation_of, "hint": hint(item.translation_of, known)}
        yield about(item, "translation_of", "translation-original-unknown", "hold", "PS-P10", **facts)
    elif original.lang == item.lang or original.translation_of:
        yield about(item, "translation_of", "translation-same-language", "hold", "PS-P10", value=item.translation_of)


CHECKS = (check_pictures, check_pin, check_translation)
