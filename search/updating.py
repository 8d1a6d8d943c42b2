"""Bring an index up to date page by page: a few files change, and the bytes are those of a fresh build.

Only what an edit touches is read: the blocks of its keys are packed anew, and from the shard in which the first of them
stands the borders are told anew (borders.py) until an old one is met again. Whatever would change everything (other
numbers, another frame, other rules) or cannot be trusted (a broken run, a damaged file) is built anew.
"""

from __future__ import annotations

import os
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from search import borders, shards
from search.files import Damaged, Files
from search.index import (
    block_of,
    build,
    documents_in,
    issuers_in,
    lexicon_of,
    write_card,
    write_columns,
    write_shard,
)
from search.manifest import NAME, Manifest, read_manifest
from search.numbering import generation_of, keeping_numbers, pages_of, refuse_twins
from search.pages import Entry, Page
from search.postings import Filed, Frame, file_page, frame_of
from search.shards import Block
from search.state import State, rules_digest
from search.vocabulary import Vocabulary


@dataclass(frozen=True)
class Change:
    """What an update did. pages: ids of those added, changed or withdrawn; files: names below shards/ that were
    written or removed; rebuilt: everything was made anew, and neither is told"""

    pages: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    rebuilt: bool = False


@dataclass(frozen=True)
class _Edit:
    """A document number under which another page stands; old None: there was none; new None: there is none now"""

    number: int
    old: Page | None
    new: Page | None


def update(out: Path, entries: Iterable[Entry], vocabulary: Vocabulary) -> Change:
    """Make the index say exactly what the pages say, changing as little as possible; build it where there is none.

    entries: each at the place that is its document number
    Raises: ValueError when two have one id
    """
    numbered = list(entries)
    refuse_twins(numbered)
    rules = rules_digest(vocabulary)
    state = State.open(out / "store", rules)
    if state is not None:
        with closing(state.connection):
            frame = frame_of(pages_of(numbered))
            if state.generation == generation_of(numbered, frame, rules):
                with suppress(Damaged):  # what cannot be trusted is made anew
                    edits = _edits(state, numbered)
                    if edits is not None:
                        return _change(out / shards.FOLDER, state, numbered, edits, frame, vocabulary)
    build(out, numbered, vocabulary)
    return Change(rebuilt=True)


def keep_up(out: Path, pages: Iterable[Page], vocabulary: Vocabulary) -> Change:
    """Update an index whose numbers are nobody's promise: known pages keep theirs, new ones get the next.

    Raises: ValueError when two pages have one id
    """
    state = State.open(out / "store", rules_digest(vocabulary))
    known: list[str] = []
    if state is not None:
        with closing(state.connection), suppress(Damaged):
            known = [identity for identity, _ in state.entries()]
    return update(out, keeping_numbers(known, pages), vocabulary)


def is_whole(out: Path) -> bool:
    """Return True when every file of the index is there as it was written, and no other."""
    state = State.open(out / "store")
    if state is None:
        return False
    with closing(state.connection), suppress(Damaged):
        state.files(out / shards.FOLDER).check()
        return True
    return False


def _edits(state: State, entries: Sequence[Entry]) -> list[_Edit] | None:
    """Return where other pages stand than before; None when known ones have other numbers.

    Raises: Damaged
    """
    known = state.entries()
    if [identity for identity, _ in known] != [entry.id for entry in entries[: len(known)]]:
        return None
    edits = []
    for number, entry in enumerate(entries):
        before = known[number][1] if number < len(known) else ""
        page = entry if isinstance(entry, Page) else None
        if before != (page.digest() if page else "") or number >= len(known):
            edits.append(_Edit(number, state.page(number) if before else None, page))
    return edits


def _change(
    folder: Path, state: State, entries: Sequence[Entry], edits: Sequence[_Edit], frame: Frame, vocabulary: Vocabulary
) -> Change:
    if not edits:
        return Change()
    files = state.files(folder)
    files.read(NAME)
    manifest = read_manifest(folder)
    with state.changing():
        shelves = [_Shelf(files, manifest, kind, frame.n) for kind in shards.KINDS]
        moves = _moves(edits, frame, vocabulary)
        first, counts = {}, {}
        for shelf in shelves:
            first[shelf.kind], counts[shelf.kind] = shelf.moved(moves[shelf.kind])
        _write_cards(files, manifest.generation, edits)
        write_columns(files, manifest.generation, entries)
        renewed = replace(
            manifest,
            documents=len(pages_of(entries)),
            first=first,
            lexicon=_renewed_lexicon(manifest.lexicon, counts["u"]),
            issuers=_renewed_issuers(manifest.issuers, counts["n"]),
        )
        files.write(NAME, renewed.packed())
        os.utime(folder / NAME)  # by it a running engine sees that something else changed
        state.keep_entries((edit.number, entries[edit.number]) for edit in edits)
        state.keep_files(files)
    return Change(tuple(entries[edit.number].id for edit in edits), tuple(sorted(files.changes)))


Moves = dict[str, dict[str, dict[str, dict[int, int]]]]
"""Kind to folded key to exact key to document to new impact, 0 for none any more."""


def _moves(edits: Sequence[_Edit], frame: Frame, vocabulary: Vocabulary) -> Moves:
    moves: Moves = {kind: defaultdict(lambda: defaultdict(dict)) for kind in shards.KINDS}
    nothing = Filed({}, {}, {})
    for edit in edits:
        old = file_page(edit.old, frame, vocabulary) if edit.old else nothing
        new = file_page(edit.new, frame, vocabulary) if edit.new else nothing
        for (kind, before), (_, after) in zip(old.by_kind(), new.by_kind(), strict=True):
            for folded, exact in before.keys() | after.keys():
                impact = after.get((folded, exact), 0)
                if before.get((folded, exact), 0) != impact:
                    moves[kind][folded][exact][edit.number] = impact
    return moves


class _Shelf:
    """The shards of one kind, side by side."""

    def __init__(self, files: Files, manifest: Manifest, kind: str, n: int) -> None:
        self.kind = kind
        self._files, self._generation, self._n = files, manifest.generation, n
        self._first = manifest.first[kind]

    def moved(self, moves: Mapping[str, Mapping[str, Mapping[int, int]]]) -> tuple[list[str], dict[str, int]]:
        """Move postings; return the first keys of all shards and in how many documents each moved key stands now."""
        counts: dict[str, int] = {}
        first: list[str] = []
        keys = sorted(moves)
        done = 0  # shards of before that are behind us
        while keys:
            begin = self._place(keys[0])
            first += self._first[done:begin]
            cutter = borders.Cutter()
            made: list[borders.Blocks] = []
            done = begin
            while done == begin or not (cutter.at_border and (not keys or self._place(keys[0]) >= done)):
                blocks, here = self._read(done), self._keys_of(done, keys)
                for key in here:
                    blocks[key], counts[key] = self._repacked(key, blocks.get(key), moves[key])
                keys = keys[len(here) :]
                done += 1
                for key in sorted(blocks):
                    made += cutter.add(key, blocks[key]) if blocks[key] else ()
                if done >= len(self._first):
                    made += cutter.rest()
            self._replace(self._first[begin:done], made)
            first += [shard[0][0] for shard in made]
        return [*first, *self._first[done:]], counts

    def _place(self, key: str) -> int:
        """Return from which shard on borders may change with the key: where it begins one, the shard before as well."""
        return max(0, bisect_left(self._first, key) - 1)

    def _keys_of(self, number: int, keys: Sequence[str]) -> Sequence[str]:
        """Return which of the next keys stand in a shard."""
        after = self._first[number + 1 : number + 2]
        return keys[: bisect_left(keys, after[0])] if after else keys

    def _read(self, number: int) -> dict[str, bytes]:
        if not self._first:
            return {}
        name = shards.shard_name(self.kind, self._first[number])
        return shards.packed_blocks(shards.unsqueeze(self._files.read(f"{self._generation}/{name}")))

    def _repacked(self, key: str, packed: bytes | None, moved: Mapping[str, Mapping[int, int]]) -> tuple[bytes, int]:
        """Return a block with its postings moved, empty when none is left, and in how many documents it stands."""
        spellings = _moved(shards.one_block(packed) if packed else None, moved)
        if not spellings:
            return b"", 0
        return shards.pack_block(key, block_of(self.kind, spellings, self._n)), documents_in(spellings)

    def _replace(self, old: Sequence[str], made: Sequence[borders.Blocks]) -> None:
        kept = {write_shard(self._files, self._generation, self.kind, shard) for shard in made}
        for first in old:
            if first not in kept:
                self._files.remove(f"{self._generation}/{shards.shard_name(self.kind, first)}")


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


def _renewed_lexicon(lexicon: Mapping[str, int], counts: Mapping[str, int]) -> dict[str, int]:
    kept = {key: letter for key, letter in lexicon.items() if key not in counts}
    return kept | lexicon_of({key: count for key, count in counts.items() if count})


def _renewed_issuers(issuers: frozenset[str], counts: Mapping[str, int]) -> frozenset[str]:
    gone = issuers_in(key for key, count in counts.items() if not count)
    return (issuers - gone) | issuers_in(key for key, count in counts.items() if count)


def _write_cards(files: Files, generation: str, edits: Iterable[_Edit]) -> None:
    for edit in edits:
        if edit.new:
            write_card(files, generation, edit.number, edit.new)
        elif edit.old:
            files.remove(f"{generation}/{shards.card_name(edit.number)}")
