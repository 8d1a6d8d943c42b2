"""Build the whole index of numbered pages.

The bytes of what is published are a pure function of the pages under their numbers, the vocabulary and the code. So an
update (updating.py) may change a few files and must give what a build gives; tests hold it to that.

The state beside the shards (store/state.db) knows each page as it was indexed, and the digest of every file. It is
never published. While files change it says so; an update that finds it in that state, or made by other rules, builds
anew.
"""

from __future__ import annotations

import shutil
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path

from editorial.parallel import cores, forked
from editorial.text import nfc
from search import borders, shards
from search.analysis import ISSUER_KEY, TYPE_NAMES, tidy_spaces
from search.columns import Columns
from search.files import Files
from search.manifest import NAME, Manifest, bucket
from search.numbering import generation_of, pages_of, refuse_twins
from search.pages import Entry, Listed, Page, Unread, opened
from search.postings import Frame, Spelled, file_page, frame_of, idf, length
from search.shards import Block, Spelling
from search.state import State, rules_digest
from search.vocabulary import Vocabulary

CARD_TEXT = 3_000
"""Characters of text that a card carries: what highlights are cut from. Longer texts would break the byte budget."""

WORTH_FORKING = 1_000
"""Pages below which a second process costs more than it saves."""

Postings = dict[str, dict[Spelled, tuple["array[int]", bytearray]]]
"""Kind to folded and exact key to documents and impacts."""


def build(out: Path, entries: Iterable[Listed], vocabulary: Vocabulary) -> Manifest:
    """Write the whole index to a folder and return its manifest.

    entries: each at the place that is its document number
    Raises: ValueError when two have one id
    """
    listed = list(entries)
    ids = [entry.id for entry in listed]
    refuse_twins(ids)
    numbered = _opened(listed)
    pages = pages_of(numbered)
    frame, rules = frame_of(len(pages), sum(map(length, pages))), rules_digest(vocabulary)
    generation = generation_of(ids, frame, rules)
    folder = out / shards.FOLDER
    with State.begin(out / "store", generation, rules) as state:
        if folder.exists():
            shutil.rmtree(folder)
        (folder / generation).mkdir(parents=True)
        files = Files(folder)
        postings = _file_all(_Work(folder, numbered, frame, vocabulary, generation), files)
        blocks = {kind: _by_key(postings[kind]) for kind in shards.KINDS}
        manifest = Manifest(
            generation=generation,
            documents=len(pages),
            n=frame.n,
            first={kind: _write_shards(files, generation, kind, blocks[kind], frame.n) for kind in shards.KINDS},
            lexicon=lexicon_of({key: documents_in(spellings) for key, spellings in blocks["u"].items()}),
            types=dict(sorted({**TYPE_NAMES, **{symbol: symbol for symbol in TYPE_NAMES.values()}}.items())),
            issuers=issuers_in(blocks["n"]),
            short=vocabulary.short,
            alias=vocabulary.alias,
        )
        write_columns(files, generation, Columns.of(numbered))
        files.write(NAME, manifest.packed())
        for number, (entry, told) in enumerate(zip(numbered, listed, strict=True)):
            state.keep_entry(number, entry, told.mark if isinstance(told, Unread) else None)
        state.keep_files(files)
    return manifest


# --- from pages to postings -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Work:
    """What is to be filed below a folder, and all that it depends on."""

    folder: Path
    entries: Sequence[Entry]
    frame: Frame
    vocabulary: Vocabulary
    generation: str


def _opened(listed: Sequence[Listed]) -> list[Entry]:
    """Return the entries, the unread ones read."""
    if any(isinstance(entry, Unread) for entry in listed):
        return forked(opened, listed)
    return [opened(entry) for entry in listed]


def _file_all(work: _Work, files: Files) -> Postings:
    """Return the postings of all pages and write their cards, with every core where that is worth it."""
    count = min(cores(), 8) if len(work.entries) >= WORTH_FORKING else 1
    bounds = [len(work.entries) * part // count for part in range(count + 1)]
    merged: Postings = {kind: {} for kind in shards.KINDS}
    for part, written in forked(partial(_file_some, work), [range(*bound) for bound in pairwise(bounds)], least=1):
        _merge(merged, part)
        files.changes.update(written)
    return merged


def _file_some(work: _Work, numbers: range) -> tuple[Postings, dict[str, str | None]]:
    files = Files(work.folder)
    postings: Postings = {kind: {} for kind in shards.KINDS}
    for number in numbers:
        page = work.entries[number]
        if not isinstance(page, Page):
            continue
        write_card(files, work.generation, number, page)
        for kind, impacts in file_page(page, work.frame, work.vocabulary).by_kind():
            held = postings[kind]
            for spelled, impact in impacts.items():
                place = held.get(spelled)
                if place is None:
                    place = held[spelled] = array("I"), bytearray()
                place[0].append(number)
                place[1].append(impact)
    return postings, files.changes


def _merge(into: Postings, part: Postings) -> None:
    for kind, held in part.items():
        target = into[kind]
        for spelled, (documents, impacts) in held.items():
            place = target.setdefault(spelled, (documents, impacts))
            if place[0] is not documents:
                place[0].extend(documents)
                place[1].extend(impacts)


Spellings = Mapping[str, tuple[Sequence[int], bytes]]
"""Exact key to documents and impacts, of one folded key."""


def _by_key(held: Mapping[Spelled, tuple[array[int], bytearray]]) -> dict[str, Spellings]:
    blocks: dict[str, dict[str, tuple[Sequence[int], bytes]]] = {}
    for (folded, exact), (documents, impacts) in held.items():
        blocks.setdefault(folded, {})[exact] = documents, bytes(impacts)
    return {key: blocks[key] for key in sorted(blocks)}


# --- from postings to files -------------------------------------------------------------------------------------


def _write_shards(files: Files, generation: str, kind: str, blocks: Mapping[str, Spellings], n: int) -> list[str]:
    """Write the shards of one kind and return their first keys."""
    packed = (
        (key, shards.pack_block(key, block_of(kind, spellings, documents_in(spellings), n)))
        for key, spellings in blocks.items()
    )
    return [write_shard(files, generation, kind, shard) for shard in borders.cut(packed)]


def write_shard(files: Files, generation: str, kind: str, shard: borders.Blocks) -> str:
    """Write one shard and return its first key."""
    first = shard[0][0]
    data = shards.squeeze(b"".join(block for _, block in shard))
    files.write(f"{generation}/{shards.shard_name(kind, first)}", data)
    return first


def block_of(kind: str, spellings: Spellings, count: int, n: int) -> Block:
    """Return the block of one key that so many documents have; numbers have no weight, their order is by precision."""
    weight = 0 if kind == "n" else idf(count, n)
    return Block(weight, tuple(Spelling(exact, *spellings[exact]) for exact in sorted(spellings)))


def documents_in(spellings: Spellings) -> int:
    """Return how many documents have a key, in whatever spelling."""
    if len(spellings) == 1:
        return len(next(iter(spellings.values()))[0])
    return len(set().union(*(documents for documents, _ in spellings.values())))


def write_columns(files: Files, generation: str, columns: Columns) -> None:
    """Write what filters and the order by date need."""
    for name, data in columns.packed().items():
        files.write(f"{generation}/{name}", data)


def write_card(files: Files, generation: str, number: int, page: Page) -> None:
    """Write what a result shows of a page."""
    files.write(f"{generation}/{shards.card_name(number)}", shards.squeeze_json(card(page)))


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


def lexicon_of(counts: Mapping[str, int]) -> dict[str, int]:
    """Return the coarse frequency of the syllables that readers may mistype; plain numbers would only fill it.

    counts: folded key to how many documents have it
    """
    return {key: bucket(count) for key, count in counts.items() if key.isascii() and not key.isdigit()}


def issuers_in(number_keys: Iterable[str]) -> frozenset[str]:
    """Return which issuers the keys tell."""
    return frozenset(key.removeprefix(ISSUER_KEY) for key in number_keys if key.startswith(ISSUER_KEY))
