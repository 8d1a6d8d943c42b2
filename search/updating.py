"""Bring an index up to date page by page, changing as few files as possible. index.py tells the whole."""

from __future__ import annotations

import os
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from search import shards
from search.analysis import ISSUER_KEY
from search.columns import Columns
from search.index import block_of, build, card, documents_in, files_in, in_lexicon, refuse_twins, write_card
from search.pages import Page
from search.postings import Filed, Frame, file_page
from search.shards import Block
from search.state import State, rules_digest
from search.vocabulary import Vocabulary

DRIFT = 5
"""Built anew when more than a fifth of the numbers are holes or new: impacts and order have aged."""


@dataclass(frozen=True)
class Change:
    """What an update did: page ids; rebuilt: everything was made anew; files: written or removed, below shards/"""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    rebuilt: bool
    files: int


def update(out: Path, pages: Iterable[Page], vocabulary: Vocabulary) -> Change:
    """Make the index say exactly what the pages say, changing as little as possible; build it where there is none.

    Raises: ValueError when two pages have one id
    """
    ordered = list(pages)
    refuse_twins(ordered)
    wanted = {page.id: page for page in ordered}
    state = State.open(out / "store", rules_digest(vocabulary))
    if state is None:
        build(out, ordered, vocabulary)
        return Change(tuple(wanted), (), (), True, files_in(out))
    known = state.digests()
    removed = tuple(identity for identity in known if identity not in wanted)
    added = tuple(identity for identity in wanted if identity not in known)
    changed = tuple(i for i, page in wanted.items() if i in known and known[i][1] != page.digest())
    if not (added or changed or removed):
        return Change((), (), (), False, 0)
    if (len(added) + state.drift()) * DRIFT > max(len(wanted), 50):
        state.close()
        build(out, ordered, vocabulary)
        return Change(added, changed, removed, True, files_in(out))
    with state.changing():
        next_number = state.next_number()
        edits = [_Edit(known[i][0], state.page(known[i][0]), None) for i in removed]
        edits += [_Edit(known[i][0], state.page(known[i][0]), wanted[i]) for i in changed]
        edits += [_Edit(number, None, wanted[i]) for number, i in enumerate(added, start=next_number)]
        files = _apply(out / shards.FOLDER, edits, state.frame, vocabulary)
        for edit in edits:
            state.replace(edit.number, edit.new)
    return Change(added, changed, removed, False, files)


@dataclass(frozen=True)
class _Edit:
    """A document number whose page changes; old None: added; new None: withdrawn"""

    number: int
    old: Page | None
    new: Page | None


Moves = dict[str, dict[str, dict[str, dict[int, int]]]]
"""Kind to folded key to exact key to document to new impact, 0 for none any more."""


def _apply(folder: Path, edits: Sequence[_Edit], frame: Frame, vocabulary: Vocabulary) -> int:
    manifest = shards.read_manifest(folder)
    home = folder / manifest.generation
    moves = _moves(edits, frame, vocabulary)
    lexicon = dict(manifest.lexicon)
    files = 0
    issuers = set(manifest.issuers)
    first = {kind: list(manifest.first[kind]) for kind in shards.KINDS}
    for kind, keys in moves.items():
        by_shard: dict[int, list[str]] = defaultdict(list)
        for key in keys:
            by_shard[manifest.shard(kind, key)].append(key)
        for number, touched in by_shard.items():
            counts = _rewrite(home / f"{kind}{number}.bin", kind, {key: keys[key] for key in touched}, frame.n)
            files += 1
            if not first[kind]:
                first[kind] = [min(touched)]
            if kind == "u":
                _recount(lexicon, counts)
            elif kind == "n":
                named = {key: left for key, left in counts.items() if key.startswith(ISSUER_KEY)}
                issuers |= {key.removeprefix(ISSUER_KEY) for key, left in named.items() if left}
                issuers -= {key.removeprefix(ISSUER_KEY) for key, left in named.items() if not left}
    files += _write_cards(home, edits)
    files += Columns.read(home).edited((edit.number, edit.new) for edit in edits).write(home)
    added = sum((edit.new is not None) - (edit.old is not None) for edit in edits)
    renewed = replace(
        manifest, documents=manifest.documents + added, first=first, lexicon=lexicon, issuers=frozenset(issuers)
    )
    _replace(folder / shards.MANIFEST, renewed.packed())
    return files + 1


def _moves(edits: Sequence[_Edit], frame: Frame, vocabulary: Vocabulary) -> Moves:
    moves: Moves = {kind: defaultdict(lambda: defaultdict(dict)) for kind in shards.KINDS}
    nothing = Filed({}, {}, {})
    for edit in edits:
        old = file_page(edit.old, frame, vocabulary) if edit.old else nothing
        new = file_page(edit.new, frame, vocabulary) if edit.new else nothing
        for kind, before, after in (("u", old.u, new.u), ("b", old.b, new.b), ("n", old.n, new.n)):
            for folded, exact in before.keys() | after.keys():
                impact = after.get((folded, exact), 0)
                if before.get((folded, exact), 0) != impact:
                    moves[kind][folded][exact][edit.number] = impact
    return moves


def _rewrite(path: Path, kind: str, keys: Mapping[str, Mapping[str, Mapping[int, int]]], n: int) -> dict[str, int]:
    """Change some blocks of a shard; return in how many documents each of these keys stands now."""
    data = shards.unsqueeze(path.read_bytes()) if path.exists() else b""
    places = shards.block_places(data)
    ends = dict(zip(places, [*_key_begins(places), len(data)][1:], strict=True))
    packed = {key: data[begin : ends[key]] for key, begin in zip(places, _key_begins(places), strict=True)}
    counts = {}
    for key, moved in keys.items():
        block = shards.unpack_block(data, places[key]) if key in places else None
        spellings = _moved(block, moved)
        counts[key] = documents_in(spellings) if spellings else 0
        if spellings:
            packed[key] = shards.pack_block(key, block_of(kind, spellings, n))
        else:
            packed.pop(key, None)
    _replace(path, shards.squeeze(b"".join(packed[key] for key in sorted(packed))))
    return counts


def _key_begins(places: Mapping[str, int]) -> list[int]:
    return [place - 1 - len(key.encode()) for key, place in places.items()]


def _moved(block: Block | None, moved: Mapping[str, Mapping[int, int]]) -> dict[str, tuple[Sequence[int], bytes]]:
    spellings: dict[str, tuple[Sequence[int], bytes]] = {}
    for spelling in block.spellings if block else ():
        spellings[spelling.exact] = spelling.documents, spelling.impacts
    for exact, changes in moved.items():
        held, weights = spellings.pop(exact, ((), b""))
        documents, impacts = list(held), bytearray(weights)
        for document, impact in changes.items():
            at = bisect_left(documents, document)
            found = documents[at : at + 1] == [document]
            documents[at : at + found] = [document] if impact else []
            impacts[at : at + found] = bytes((impact,)) if impact else b""
        if documents:
            spellings[exact] = documents, bytes(impacts)
    return spellings


def _recount(lexicon: dict[str, int], counts: Mapping[str, int]) -> None:
    for key, count in counts.items():
        if count and in_lexicon(key):
            lexicon[key] = shards.bucket(count)
        else:
            lexicon.pop(key, None)


def _write_cards(home: Path, edits: Iterable[_Edit]) -> int:
    files = 0
    for edit in edits:
        if edit.new is None:
            (home / shards.card_name(edit.number)).unlink(missing_ok=True)
        elif edit.old is None or card(edit.old) != card(edit.new):
            write_card(home, edit.number, edit.new)
        else:
            continue
        files += 1
    return files


def _replace(path: Path, data: bytes) -> None:
    beside = path.with_suffix(".new")
    beside.write_bytes(data)
    os.replace(beside, path)
