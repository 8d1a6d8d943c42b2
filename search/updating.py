"""Bring an index up to date page by page: a few files change, and the bytes are those of a fresh build.

Only what an edit touches is read and written (shelf.py). Whatever would change everything (other
numbers, another frame, other rules) or cannot be trusted (a broken run, a damaged file) is built anew.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from search import shards
from search.files import Damaged, Files
from search.index import build, issuers_in, lexicon_of, write_card, write_columns
from search.manifest import NAME, read_manifest
from search.numbering import generation_of, keeping_numbers, pages_of, refuse_twins
from search.pages import Entry, Page
from search.postings import Filed, Frame, file_page, frame_of
from search.shelf import Moves, Shelf
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
    """Raises: Damaged"""
    if not edits:
        return Change()
    files = state.files(folder)
    files.read(NAME)
    manifest = read_manifest(folder)
    if manifest.documents != sum(1 for _, digest in state.entries() if digest):
        raise Damaged("the state does not know every page of the index")
    with state.changing():
        shelves = {kind: Shelf(files, manifest, kind) for kind in shards.KINDS}
        for kind, moves in _moves(edits, frame, vocabulary).items():
            shelves[kind].move(moves)
        _write_cards(files, manifest.generation, edits)
        write_columns(files, manifest.generation, entries)
        renewed = replace(
            manifest,
            documents=len(pages_of(entries)),
            first={kind: shelf.first for kind, shelf in shelves.items()},
            lexicon=_renewed_lexicon(manifest.lexicon, shelves["u"].counts),
            issuers=_renewed_issuers(manifest.issuers, shelves["n"].counts),
        )
        files.write(NAME, renewed.packed())
        os.utime(folder / NAME)  # by it a running engine sees that something else changed
        state.keep_entries((edit.number, entries[edit.number]) for edit in edits)
        state.keep_files(files)
    return Change(tuple(entries[edit.number].id for edit in edits), tuple(sorted(files.changes)))


def _moves(edits: Sequence[_Edit], frame: Frame, vocabulary: Vocabulary) -> dict[str, Moves]:
    """Return by kind which postings change."""
    moves: dict[str, Moves] = {kind: defaultdict(lambda: defaultdict(dict)) for kind in shards.KINDS}
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
