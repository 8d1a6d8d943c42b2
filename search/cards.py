"""The cards of results: one small file each, which a site takes from the state of its index when it needs it.

They are as many as the pages, and nobody looks for words in them; so a build of the index writes none beside its packs.
"""

from __future__ import annotations

import os
from contextlib import closing
from functools import lru_cache
from pathlib import Path
from typing import Any
from weakref import finalize

from search.files import Damaged, sha256_of
from search.shards import FOLDER, card_name, unsqueeze_json
from search.state import NAME as STATE
from search.state import STORE, State


def card_file(store: Path, number: int, digest: str = "") -> bytes:
    """Return the file of the card of what an index has under a number.

    digest: of the card, "" for whichever
    Raises: Damaged when there is none, or another card
    """
    content = _state(store).card(number)
    if digest and sha256_of(content) != digest:
        raise Damaged(f"another card than expected has the number {number}")
    return content


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
    finalize(state, state.connection.close)  # when another state takes its place
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
                path.write_bytes(state.card(number))
