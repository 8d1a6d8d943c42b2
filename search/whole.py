"""Whether an index is whole: manifest and packs as they were written, and nothing else.

A file is known by its Stat (editorial/file_index.py); only one whose Stat is new or not settled is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from editorial.file_index import Memory, Stat, look, looking_now, settled
from search.files import Damaged, sha256_of
from search.shards import FOLDER
from search.state import STORE, State

NAME = "looked"


def files(out: Path) -> Mapping[str, str]:
    """Return the digest (SHA-256, hex) of each file of the index by its name below shards/.

    Raises: Damaged unless every file is there as it was written, and no other
    """
    memory, looked_at = out / STORE / NAME, looking_now()
    here = look(out / FOLDER)
    state = State.open(out / STORE)
    if state is None:
        raise Damaged(f"no whole index in {out}")
    with closing(state.connection):
        known = state.digests()
    if here.keys() != known.keys():
        raise Damaged(f"{out / FOLDER} holds other files than were written")
    proven: dict[str, tuple[Stat, str]] = Memory.load(memory, NAME) or {}
    for name, stat in here.items():
        if proven.get(name) != (stat, known[name]):
            _prove(out / FOLDER / name, known[name])
    now = {name: (stat, known[name]) for name, stat in here.items() if settled(stat, looked_at)}
    if now != proven:
        Memory.save(memory, NAME, now)
    return known


def _prove(path: Path, known: str) -> None:
    try:
        found = sha256_of(path.read_bytes())
    except OSError as error:
        raise Damaged(f"{path} cannot be read: {error}") from error
    if found != known:
        raise Damaged(f"{path} holds other bytes than were written")
