"""Which items stand first for a while (LCh-5.2).

1. An item is pinned through the last day that it says itself; the day is signed with the item.
2. Where the regulation says who pins, a pin counts only on an item that somebody in that role has signed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from editorial.publication import Publication, PublicItem

KEY = "pinned_until"


def pinned_on(publication: Publication, on: date) -> Iterator[PublicItem]:
    """Yield the public items that are pinned on the day, newest first. Raises: Refused for a ledger that is gone"""
    pinned = publication.profile.content.pinned
    for public in publication.saying(KEY):
        if (public.item.pinned_until or date.min) < on:
            continue
        if pinned is None or any(signoff.role == pinned.role for signoff in public.receipt):
            yield public
