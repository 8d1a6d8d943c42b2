"""Build the index of a set of pages, and bring it up to date page by page.

A full build numbers the pages, newest first, freezes what all impacts depend on (number of pages, mean length) and
writes every shard. An update keeps all that: it takes a page's old postings out, puts the new ones in and writes only
the shards, card and columns that change. New pages get new numbers; a withdrawn page leaves a hole, and nothing else.

The state beside the shards (store/state.db) knows each page as it was indexed. It is never published. While files
change it says so; an update that finds it in that state, or made by other rules, builds anew.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import shutil
import threading
from array import array
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from editorial.text import nfc
from search import shards
from search.analysis import ISSUER_KEY, TYPE_NAMES, tidy_spaces
from search.columns import Columns
from search.pages import Page
from search.postings import Frame, Spelled, file_page, idf, length
from search.shards import Block, Manifest, Spelling
from search.state import State, rules_digest
from search.vocabulary import Vocabulary

CARD_TEXT = 3_000
"""Characters of text that a card carries: what highlights are cut from. Longer texts would break the byte budget."""

WORTH_FORKING = 1_000
"""Pages below which a second process costs more than it saves."""

Postings = dict[str, dict[Spelled, tuple["array[int]", bytearray]]]
"""Kind to folded and exact key to documents and impacts."""


def build(out: Path, pages: Iterable[Page], vocabulary: Vocabulary) -> Manifest:
    """Write the whole index of the pages to a folder and return its manifest.

    Raises: ValueError when two pages have one id
    """
    ordered = sorted(pages, key=lambda page: page.date, reverse=True)
    refuse_twins(ordered)
    frame = Frame(len(ordered), max(1.0, sum(map(length, ordered)) / max(1, len(ordered))))
    generation = _generation(ordered, vocabulary)
    with State.begin(out / "store", frame, rules_digest(vocabulary)) as state:
        folder = out / shards.FOLDER
        if folder.exists():
            shutil.rmtree(folder)
        (folder / generation).mkdir(parents=True)
        postings = _file_all(ordered, frame, vocabulary, folder / generation)
        blocks = {kind: _by_key(postings[kind]) for kind in shards.KINDS}
        first = {kind: _write_shards(folder / generation, kind, blocks[kind], frame.n) for kind in shards.KINDS}
        Columns.of(ordered).write(folder / generation)
        manifest = Manifest(
            generation=generation,
            documents=len(ordered),
            n=frame.n,
            first=first,
            lexicon=_lexicon(blocks["u"]),
            types=_types(),
            issuers=frozenset(key.removeprefix(ISSUER_KEY) for key in blocks["n"] if key.startswith(ISSUER_KEY)),
            short=vocabulary.short,
            alias=vocabulary.alias,
        )
        (folder / shards.MANIFEST).write_bytes(manifest.packed())
        state.keep(enumerate(ordered))
    return manifest


# --- a full build -----------------------------------------------------------------------------------------------


def _may_fork(pages: Sequence[Page]) -> bool:
    alone = threading.active_count() == 1  # a fork of several threads may hang
    return alone and len(pages) >= WORTH_FORKING and "fork" in multiprocessing.get_all_start_methods()


def _file_all(pages: Sequence[Page], frame: Frame, vocabulary: Vocabulary, folder: Path) -> Postings:
    """Return the postings of all pages and write their cards, with every core where that is worth it."""
    count = min(os.cpu_count() or 1, 8) if _may_fork(pages) else 1
    if count == 1:
        return _file_some(range(len(pages)), pages, frame, vocabulary, folder)
    _Job.shared = pages, frame, vocabulary, folder
    bounds = [len(pages) * part // count for part in range(count + 1)]
    with multiprocessing.get_context("fork").Pool(count) as pool:
        parts = pool.imap(_Job.run, [range(*bound) for bound in pairwise(bounds)])
        merged = next(parts)
        for part in parts:
            _merge(merged, part)
    return merged


class _Job:
    """What forked workers find in their copy of the memory, so that no page is sent to them."""

    shared: tuple[Sequence[Page], Frame, Vocabulary, Path]

    @staticmethod
    def run(numbers: range) -> Postings:
        return _file_some(numbers, *_Job.shared)


def _file_some(numbers: range, pages: Sequence[Page], frame: Frame, vocabulary: Vocabulary, folder: Path) -> Postings:
    postings: Postings = {kind: {} for kind in shards.KINDS}
    for number in numbers:
        page = pages[number]
        write_card(folder, number, page)
        filed = file_page(page, frame, vocabulary)
        for kind, impacts in (("u", filed.u), ("b", filed.b), ("n", filed.n)):
            held = postings[kind]
            for spelled, impact in impacts.items():
                place = held.get(spelled)
                if place is None:
                    place = held[spelled] = array("I"), bytearray()
                place[0].append(number)
                place[1].append(impact)
    return postings


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


def _write_shards(folder: Path, kind: str, blocks: Mapping[str, Spellings], n: int) -> list[str]:
    """Write the shards of one kind and return their first keys."""
    packed = ((key, shards.pack_block(key, block_of(kind, spellings, n))) for key, spellings in blocks.items())
    first = []
    for number, (key, data) in enumerate(shards.cut(packed)):
        (folder / f"{kind}{number}.bin").write_bytes(shards.squeeze(data))
        first.append(key)
    return first


def block_of(kind: str, spellings: Spellings, n: int) -> Block:
    """Return the block of one key with its weight; numbers have none, their order is by precision."""
    weight = 0 if kind == "n" else idf(documents_in(spellings), n)
    return Block(weight, tuple(Spelling(exact, *spellings[exact]) for exact in sorted(spellings)))


def documents_in(spellings: Spellings) -> int:
    """Return how many documents have a key, in whatever spelling."""
    if len(spellings) == 1:
        return len(next(iter(spellings.values()))[0])
    return len(set().union(*(documents for documents, _ in spellings.values())))


def write_card(folder: Path, number: int, page: Page) -> None:
    """Write what a result shows of a page."""
    path = folder / shards.card_name(number)
    data = shards.squeeze_json(card(page))
    try:
        path.write_bytes(data)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


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


def _lexicon(blocks: Mapping[str, Spellings]) -> dict[str, int]:
    return {key: shards.bucket(documents_in(spellings)) for key, spellings in blocks.items() if in_lexicon(key)}


def in_lexicon(key: str) -> bool:
    """Return True for keys of Latin letters, also with digits among them; plain numbers would only fill it."""
    return key.isascii() and not key.isdigit()


def _types() -> dict[str, str]:
    return dict(sorted({**TYPE_NAMES, **{symbol: symbol for symbol in TYPE_NAMES.values()}}.items()))


def _generation(pages: Sequence[Page], vocabulary: Vocabulary) -> str:
    digest = hashlib.sha256(rules_digest(vocabulary).encode())
    for page in pages:
        digest.update(page.digest().encode())
    return digest.hexdigest()[:8]


def refuse_twins(pages: Sequence[Page]) -> None:
    seen: set[str] = set()
    for page in pages:
        if page.id in seen:
            raise ValueError(f"two pages have the id {page.id}")
        seen.add(page.id)


def files_in(out: Path) -> int:
    return sum(1 for path in (out / shards.FOLDER).rglob("*") if path.is_file())
