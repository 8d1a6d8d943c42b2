"""Whether an index is whole: every file as it was written, and no other.

A file is known by its Stat (editorial/file_index.py); only one whose Stat is new or not settled is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from editorial.file_index import Memory, Stat, look, looking_now, settled
from search.files import Damaged, digest
from search.shards import FOLDER
from search.state import Point, State

NAME = "looked"

_Remembered = tuple[Point | None, dict[str, Stat], dict[str, str]]
"""Point of the state, Stat by name, digest by name."""


def is_whole(out: Path) -> bool:
    """Return True when every file of the index is there as it was written, and no other."""
    try:
        files(out)
    except Damaged:
        return False
    return True


def files(out: Path) -> Mapping[str, str]:
    """Return the digest (SHA-256, hex) of each file of the index by its name below shards/.

    Raises: Damaged unless every file is there as it was written, and no other
    """
    memory, looked_at = out / "store" / NAME, looking_now()
    here = look(out / FOLDER)
    remembered: _Remembered = Memory.load(memory, NAME) or (None, {}, {})
    told, seen, proven = remembered
    state = State.open(out / "store")
    if state is None:
        raise Damaged(f"no whole index in {out}")
    with closing(state.connection):
        known = proven if told == state.point else state.digests()
    if here == seen and known is proven:
        return known
    if here.keys() != known.keys():
        raise Damaged(f"{out / FOLDER} holds other files than were written")
    for name, stat in here.items():
        if not (seen.get(name) == stat and proven[name] == known[name]):
            _prove(out / FOLDER / name, known[name])
    seen = {name: stat for name, stat in here.items() if settled(stat, looked_at)}
    Memory.save(memory, NAME, (state.point, seen, known))
    return known


def _prove(path: Path, known: str) -> None:
    try:
        found = digest(path.read_bytes())
    except OSError as error:
        raise Damaged(f"{path} cannot be read: {error}") from error
    if found != known:
        raise Damaged(f"{path} holds other bytes than were written")
