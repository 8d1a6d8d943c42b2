"""What a result shows of a page: one small file each, which a site takes from the state of its index when it needs it.

They are as many as the pages, and nobody looks for words in them; so a build of the index does not write them.
"""

from __future__ import annotations

import os
from contextlib import closing
from functools import lru_cache
from pathlib import Path
from typing import Any

from editorial.text import nfc
from search.analysis import tidy_spaces
from search.files import Damaged
from search.pages import Page
from search.shards import FOLDER, card_name, squeeze_json, unsqueeze_json
from search.state import NAME as STATE
from search.state import State

STORE = "store"

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
        "address": page.address,
        "text": text,
    }
    return {name: value for name, value in told.items() if value or name in ("title", "text")}


def packed_card(page: Page) -> bytes:
    """Return the file of a page's card."""
    return squeeze_json(card(page))


def card_file(store: Path, number: int, digest: str = "") -> bytes:
    """Return the file of the card of what an index has under a number.

    digest: of the page, "" for whichever
    Raises: Damaged when there is none, or another page
    """
    page = _state(store).page(number)
    if digest and page.digest() != digest:
        raise Damaged(f"another page than expected has the number {number}")
    return packed_card(page)


def card_in(out: Path, generation: str, number: int) -> tuple[dict[str, Any], int]:
    """Return a card of an index, and how many bytes its file has: from the state, beside which a file may be old, or
    from the file where there is no state.

    Raises: FileNotFoundError where there is neither; ValueError for damage
    """
    if (out / STORE / STATE).exists():
        data = card_file(out / STORE, number)
    else:
        data = (out / FOLDER / generation / card_name(number)).read_bytes()
    return unsqueeze_json(data), len(data)


def _state(store: Path) -> State:
    """Return the state of a store. Raises: Damaged when there is none"""
    try:
        return _opened(store, os.getpid(), (store / STATE).stat().st_ino)
    except FileNotFoundError as error:
        raise Damaged(f"{store} holds no state") from error


@lru_cache(1)
def _opened(store: Path, process: int, inode: int) -> State:
    """Return the state of a store, kept open for the thousands of cards that a process may ask for.

    process: a connection must not be used by a child; inode: of the file, while it is open nobody else's
    """
    state = State.open(store)
    if state is None:
        raise Damaged(f"{store} holds no whole state")
    return state


def write_cards(out: Path) -> None:
    """Write the card of every page beside the packs of an index, for a reader that has nothing but the folder.

    Raises: Damaged without an index
    """
    state = State.open(out / STORE)
    if state is None:
        raise Damaged(f"no whole index in {out}")
    with closing(state.connection):
        for number, (_, digest, _) in enumerate(state.entries()):
            path = out / FOLDER / state.generation / card_name(number)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.unlink(missing_ok=True)
            if digest:
                path.write_bytes(packed_card(state.page(number)))
