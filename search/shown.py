"""What a result shows of a page, as the small file of its own that readers fetch: its card."""

from __future__ import annotations

from editorial.text import nfc
from search.analysis import tidy_spaces
from search.pages import Page
from search.shards import squeeze_json

CARD_TEXT = 3_000
"""Characters of text that a card carries: what highlights are cut from. Longer texts would break the byte budget."""


def card(page: Page) -> dict[str, object]:
    """Return what a result shows of a page; what is empty is left out."""
    text = tidy_spaces(page.body[: 2 * CARD_TEXT])
    if len(text) > CARD_TEXT:
        text = text[: CARD_TEXT + 1].rpartition(" ")[0] or text[:CARD_TEXT]
    told = {
        "id": page.id,
        "title": tidy_spaces(page.title),
        "number": nfc(page.number),
        "kind": page.kind,
        "section": page.section,
        "date": page.date,
        "issuer": page.issuer,
        "areas": list(page.areas),
        "status": page.status,
        "address": page.address,
        "text": text,
    }
    return {name: value for name, value in told.items() if value or name in ("title", "text")}


def packed_card(page: Page) -> bytes:
    """Return the file of a page's card."""
    return squeeze_json(card(page))
