"""The pages in Whoosh, for the editors: whole phrases, filters with counts, every page that has all the words.

Readers' searches never come here: their order is that of the shards, alike in the browser and on the server
(docs/decisions/0010-whoosh-for-editors.md). The store is filled when an editor asks, so that publishing never waits
for it. The folder holds pickles; it is made here, next to the state, and one from elsewhere must never be opened.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from whoosh import fields, index, sorting
from whoosh.analysis.tokenizers import SpaceSeparatedTokenizer
from whoosh.query.compound import And
from whoosh.query.positional import Phrase
from whoosh.query.qcore import NullQuery, Query
from whoosh.query.terms import Term

from search.analysis import Keys, keys, words
from search.columns import FACETS
from search.pages import Page
from search.state import STORE, State
from search.typed import Word, words_of

FOLDER = "whoosh"
SCHEMA = 1
"""Raised with each change of the fields or of the analysis, so that an older store is made anew."""

MOST_SEGMENTS = 24
"""Small segments that updates may leave before they are merged into one."""

MEMORY_MB = 256


@dataclass(frozen=True)
class Found:
    """A page as the store knows it; day: ISO, "" without"""

    id: str
    title: str
    number: str
    kind: str
    section: str
    day: str


@dataclass(frozen=True)
class Finding:
    """total: pages with all the words; counts: filter to value to pages"""

    total: int
    found: tuple[Found, ...]
    counts: Mapping[str, Mapping[str, int]]


def find(
    out: Path, text: str, filters: Mapping[str, str] | None = None, limit: int = 20, newest_first: bool = False
) -> Finding:
    """Return the pages that have every word of the text; quoted words side by side; typed marks as they are typed.

    out: the folder of the index; the store in it is brought up to date first
    Raises: FileNotFoundError where no index was made, or it was left half written
    """
    held = _renewed(out / STORE)
    typed = words_of(text)
    wanted = _query(typed, filters or {})
    with held.searcher() as searcher:
        order = sorting.FieldFacet("day", reverse=True) if newest_first else None
        results = searcher.search(wanted, limit=None, sortedby=order)
        stored = [hit.fields() for hit in results]
    runs = [[word.keys for word in run] for run in _runs(typed)]
    fitting = [told for told in stored if all(_has(told["exact"].split(" "), run) for run in runs)]
    counts = {name: _counted(told[name] for told in fitting) for name in FACETS}
    return Finding(len(fitting), tuple(_found(told) for told in fitting[:limit]), counts)


def _renewed(folder: Path) -> index.Index:
    """Return the store, after it has taken in what the index has since it was last asked."""
    state = State.open(folder)
    if state is None:
        raise FileNotFoundError(f"no whole index in {folder}")
    with closing(state.connection):
        wanted = {identity: digest for identity, digest, _ in state.entries() if digest}
        stamp = hashlib.sha256(json.dumps([SCHEMA, wanted]).encode()).hexdigest()
        place, told = folder / FOLDER, folder / FOLDER / "stamp"
        if told.exists() and told.read_text(encoding="utf-8") == stamp:
            return index.open_dir(str(place))
        held = _opened(place)
        have = _digests(held)
        writer = held.writer(limitmb=MEMORY_MB)
        for identity in have.keys() - wanted.keys():
            writer.delete_by_term("id", identity)
        for page in state.pages():
            if have.get(page.id) != wanted[page.id]:
                add = writer.update_document if page.id in have else writer.add_document
                add(**_document(page))
        many = len(list(place.glob("*.seg"))) > MOST_SEGMENTS
        writer.commit(merge=many, optimize=many)
        told.write_text(stamp, encoding="utf-8")
        return held


def _opened(place: Path) -> index.Index:
    """Return the store in a folder, an empty one where there is none or another schema made it."""
    schema = place / "schema"
    if schema.exists() and schema.read_text(encoding="utf-8") == str(SCHEMA):
        return index.open_dir(str(place))
    if place.exists():
        shutil.rmtree(place)
    place.mkdir(parents=True)
    held = index.create_in(str(place), _schema())
    schema.write_text(str(SCHEMA), encoding="utf-8")
    return held


def _digests(held: index.Index) -> dict[str, str]:
    with held.searcher() as searcher:
        return {told["id"]: told["digest"] for told in searcher.all_stored_fields()}


def _schema() -> fields.Schema:
    tokens = SpaceSeparatedTokenizer()
    return fields.Schema(
        id=fields.ID(unique=True, stored=True),
        digest=fields.STORED,
        title=fields.STORED,
        number=fields.STORED,
        exact=fields.STORED,
        day=fields.ID(stored=True, sortable=True),
        text=fields.TEXT(analyzer=tokens, phrase=True),
        **{name: fields.ID(stored=True) for name in FACETS},
    )


def _document(page: Page) -> dict[str, str]:
    found = [key for word in words(f"{page.title} {page.number} {page.words} {page.body}") if (key := keys(word))]
    return {
        "id": page.id,
        "digest": page.digest(),
        "title": page.title,
        "number": page.number,
        "exact": " ".join(key.exact for key in found),
        "text": " ".join(key.folded for key in found),
        "day": page.date,
        **{name: getattr(page, name) for name in FACETS},
    }


def _query(typed: Sequence[Word], filters: Mapping[str, str]) -> Query:
    parts: list[Query] = []
    for run in _runs(typed):
        folded = [word.folded for word in run]
        parts.append(Phrase("text", folded) if len(folded) > 1 else Term("text", folded[0]))
    parts += [Term(name, value) for name, value in filters.items() if name in FACETS and value]
    return And(parts) if parts else NullQuery


def _runs(typed: Sequence[Word]) -> list[list[Word]]:
    """Return the words that must stand side by side, together; every other word alone."""
    runs: list[list[Word]] = []
    for at, word in enumerate(typed):
        if word.phrase and at and typed[at - 1].phrase == word.phrase:
            runs[-1].append(word)
        else:
            runs.append([word])
    return runs


def _has(exact: Sequence[str], run: Sequence[Keys]) -> bool:
    """Return True when a page's words hold the run with its typed marks. The store has seen to the folded words."""
    if not any(key.marked for key in run):
        return True
    return any(
        all(not key.marked or exact[at + offset] == key.exact for offset, key in enumerate(run))
        for at in range(len(exact) - len(run) + 1)
    )


def _counted(values: Iterable[str]) -> dict[str, int]:
    counts = Counter(value for value in values if value)
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _found(told: Mapping[str, str]) -> Found:
    return Found(told["id"], told["title"], told["number"], told["kind"], told["section"], told["day"])
