"""Bring an index up to date page by page: a few files change, and the bytes are those of a fresh build.

Only what an edit touches is made anew (moving.py). Whatever would change everything (other numbers, another frame,
other rules) or cannot be trusted (a broken run, a damaged file) is built anew.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

from editorial.frozen import frozen
from search import shards
from search.columns import Columns
from search.files import Damaged, Files
from search.index import build, issuers_in, lexicon_of
from search.manifest import NAME, Manifest, Shards, read_manifest
from search.moving import Moves, move
from search.numbering import generation_of, keeping_numbers, refuse_twins
from search.packs import Shelf, columns_on, shelf_of, version_of
from search.pages import Entry, Gone, Listed, Page, Unread, opened
from search.postings import Filer, Frame, frame_of, length
from search.state import STORE, Point, State, rules_digest
from search.vocabulary import Vocabulary

FEW = 8
"""Pages that may change before that is much."""


@frozen
class Change:
    """What an update did. pages: ids of those added, changed or withdrawn; files: names below shards/ that were
    written or removed; rebuilt: everything was made anew, and neither is told"""

    pages: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    rebuilt: bool = False


@frozen
class _Edit:
    """A document number under which something else stands. old: None for a number that nobody had"""

    number: int
    old: Entry | None
    new: Entry
    mark: bytes | None

    @property
    def column_moves(self) -> bool:
        return self.old is None or Columns.of([self.old]) != Columns.of([self.new])


@frozen
class Pending:
    """What an update comes to, found out before any file of the index is touched.

    edits: of the state that was at the point; None where all is made anew
    """

    out: Path
    listed: Sequence[Listed]
    vocabulary: Vocabulary
    rules: str
    point: Point | None = None
    edits: Sequence[_Edit] | None = None

    @property
    def is_much(self) -> bool:
        """True when pages come or go, or many change: each moves hundreds of keys, and so thousands of postings."""
        edits = self.edits or ()
        moves = (isinstance(edit.old, Page) and isinstance(edit.new, Page) for edit in edits)
        return len(edits) > FEW or not all(moves)

    def done(self) -> Change:
        """Make the index say exactly what the pages say."""
        state = None if self.edits is None else State.open(self.out / STORE, self.rules)
        if state is not None and self.edits is not None:
            with closing(state.connection), suppress(Damaged):  # what cannot be trusted is made anew
                frame = _frame(state, self.edits)
                generation = generation_of([entry.id for entry in self.listed], frame, self.rules)
                if (state.point, state.generation) == (self.point, generation):
                    return _change(self.out / shards.FOLDER, state, self.edits, frame, self.vocabulary)
        build(self.out, self.listed, self.vocabulary)
        return Change(rebuilt=True)


def update(out: Path, entries: Iterable[Listed], vocabulary: Vocabulary) -> Change:
    """Make the index say exactly what the pages say, changing as little as possible; build it where there is none.

    entries: each at the place that is its document number
    Raises: ValueError when two have one id
    """
    return pending(out, entries, vocabulary).done()


def pending(out: Path, entries: Iterable[Listed], vocabulary: Vocabulary) -> Pending:
    """Return the same before it is done, for whoever does it beside something else. Raises: ValueError as update"""
    listed = list(entries)
    refuse_twins([entry.id for entry in listed])
    rules = rules_digest(vocabulary)
    state = State.open(out / STORE, rules)
    if state is not None:
        with closing(state.connection), suppress(Damaged):
            return Pending(out, listed, vocabulary, rules, state.point, _edits(state, listed))
    return Pending(out, listed, vocabulary, rules)


def keep_up(out: Path, pages: Iterable[Page | Unread], vocabulary: Vocabulary) -> Change:
    """Update an index whose numbers are nobody's promise: known pages keep theirs, new ones get the next.

    Raises: ValueError when two pages have one id
    """
    state = State.open(out / STORE, rules_digest(vocabulary))
    known: list[str] = []
    if state is not None:
        with closing(state.connection), suppress(Damaged):
            known = [identity for identity, _, _ in state.entries()]
    return update(out, keeping_numbers(known, pages), vocabulary)


def _edits(state: State, listed: Sequence[Listed]) -> list[_Edit] | None:
    """Return where other pages stand than before; None when known ones have other numbers.

    Raises: Damaged
    """
    known = state.marks()
    if [identity for identity, _ in known] != [entry.id for entry in listed[: len(known)]]:
        return None
    edits: list[_Edit] = []
    marks: dict[int, bytes] = {}
    for number, (entry, (_, known_mark)) in enumerate(zip(listed, known, strict=False)):
        mark = entry.mark if isinstance(entry, Unread) else None
        if mark is not None and mark == known_mark:
            continue
        new, before = opened(entry), state.digest(number)
        if before != (new.digest() if isinstance(new, Page) else ""):
            edits.append(_Edit(number, state.page(number) if before else Gone(entry.id), new, mark))
        elif mark is not None:
            marks[number] = mark
    for number in range(len(known), len(listed)):
        entry = listed[number]
        edits.append(_Edit(number, None, opened(entry), entry.mark if isinstance(entry, Unread) else None))
    state.keep_marks(marks)
    return edits


def _frame(state: State, edits: Sequence[_Edit]) -> Frame:
    """Return the frame that the index has after the edits."""
    count, words = state.totals()
    for edit in edits:
        for entry, sign in ((edit.old, -1), (edit.new, 1)):
            if isinstance(entry, Page):
                count, words = count + sign, words + sign * length(entry)
    return frame_of(count, words)


def _change(folder: Path, state: State, edits: Sequence[_Edit], frame: Frame, vocabulary: Vocabulary) -> Change:
    """Raises: Damaged"""
    if not edits:
        return Change()
    files = state.files(folder)
    files.read(NAME)
    manifest = read_manifest(folder)
    count, _ = state.totals()
    if manifest.documents != count:
        raise Damaged("the state does not know every page of the index")
    made = sum(isinstance(edit.new, Page) for edit in edits) - sum(isinstance(edit.old, Page) for edit in edits)
    with state.changing():
        try:
            told, counts = _move(files, manifest, edits, frame, vocabulary)
        except ValueError as error:
            raise Damaged(str(error)) from error
        renewed = replace(
            manifest,
            documents=count + made,
            shards=told,
            version=version_of(files, manifest.generation, [name for kind in told for name in told[kind].packs(kind)]),
            lexicon=_renewed_lexicon(manifest.lexicon, counts["u"]),
            issuers=_renewed_issuers(manifest.issuers, counts["n"]),
        )
        files.write(NAME, renewed.packed())
        os.utime(folder / NAME)  # by it a running engine sees that something else changed
        for edit in edits:
            state.keep_entry(edit.number, edit.new, edit.mark)
        state.keep_files(files)
    return Change(tuple(edit.new.id for edit in edits), tuple(sorted(files.changes)))


def _move(
    files: Files, manifest: Manifest, edits: Sequence[_Edit], frame: Frame, vocabulary: Vocabulary
) -> tuple[dict[str, Shards], dict[str, dict[str, int]]]:
    """Write the packs that change; return all shards, and how many postings each key has that was changed.

    Raises: ValueError for damage
    """
    told, counts = dict(manifest.shards), {}
    for kind, moves in _moves(edits, frame, vocabulary).items():
        counts[kind] = dict[str, int]()
        if moves:
            shelf = Shelf.read(files, manifest, kind)
            counts[kind] = move(shelf, moves, manifest.n)
            told[kind] = shelf.write(files, manifest.generation, len(told[kind].packs(kind)))
    moved = [edit for edit in edits if edit.column_moves]
    if moved:
        columns = columns_on(Shelf.read(files, manifest, shards.COLUMNS))
        for edit in moved:
            columns.put(edit.number, Columns.of([edit.new]))
        told[shards.COLUMNS] = shelf_of(columns).write(files, manifest.generation)
    return told, counts


def _moves(edits: Sequence[_Edit], frame: Frame, vocabulary: Vocabulary) -> dict[str, Moves]:
    """Return by kind which postings change."""
    moves: dict[str, Moves] = {kind: defaultdict(lambda: defaultdict(dict)) for kind in shards.KINDS}
    filer = Filer(vocabulary)
    for edit in edits:
        old = filer.file(edit.old, frame) if isinstance(edit.old, Page) else {}
        new = filer.file(edit.new, frame) if isinstance(edit.new, Page) else {}
        for kind, moved in moves.items():
            before, after = old.get(kind, {}), new.get(kind, {})
            for spelled, _ in before.items() ^ after.items():
                folded, exact = spelled
                moved[folded][exact][edit.number] = after.get(spelled, 0)
    return moves


def _renewed_lexicon(lexicon: Mapping[str, int], counts: Mapping[str, int]) -> dict[str, int]:
    kept = {key: letter for key, letter in lexicon.items() if key not in counts}
    return kept | lexicon_of({key: count for key, count in counts.items() if count})


def _renewed_issuers(issuers: frozenset[str], counts: Mapping[str, int]) -> frozenset[str]:
    gone = issuers_in(key for key, count in counts.items() if not count)
    return (issuers - gone) | issuers_in(key for key, count in counts.items() if count)
