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
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

from editorial.text import nfc
from search import shards
from search.analysis import TYPE_NAMES, tidy_spaces
from search.columns import Columns
from search.pages import Page
from search.postings import Frame, file_page, idf, length
from search.shards import Block, Manifest, Spelling
from search.state import State, rules_digest
from search.store import build_store
from search.vocabulary import Vocabulary

CARD_TEXT = 3_000
"""Characters of text that a card carries: what highlights are cut from. Longer texts would break the byte budget."""

WORTH_FORKING = 1_000
"""Pages below which a second process costs more than it saves."""

Postings = dict[str, dict[str, dict[str, tuple["array[int]", bytearray]]]]
"""Kind to folded key to exact key to documents and impacts."""


def build(out: Path, pages: Iterable[Page], vocabulary: Vocabulary) -> Manifest:
    """Write the whole index of the pages to a folder and return its manifest.

    Raises: ValueError when two pages have one id
    """
    ordered = sorted(pages, key=lambda page: page.date, reverse=True)
    refuse_twins(ordered)
    frame = Frame(len(ordered), max(1.0, sum(map(length, ordered)) / max(1, len(ordered))))
    generation = _generation(ordered, vocabulary)
    with State.begin(out / "store", frame, rules_digest(vocabulary)) as state, _beside(out / "store", ordered):
        folder = out / shards.FOLDER
        if folder.exists():
            shutil.rmtree(folder)
        (folder / generation).mkdir(parents=True)
        postings = _file_all(ordered, frame, vocabulary, folder / generation)
        first = {kind: _write_shards(folder / generation, kind, postings[kind], frame.n) for kind in shards.KINDS}
        Columns.of(ordered).write(folder / generation)
        manifest = Manifest(
            generation=generation,
            documents=len(ordered),
            n=frame.n,
            first=first,
            lexicon=_lexicon(postings["u"]),
            types=_types(),
            issuers=frozenset(issuer for key in postings["n"] if (issuer := key.rpartition("/")[2])),
            short=vocabulary.short,
            alias=vocabulary.alias,
        )
        (folder / shards.MANIFEST).write_bytes(manifest.packed())
        state.keep(enumerate(ordered))
    return manifest


# --- a full build -----------------------------------------------------------------------------------------------


@contextmanager
def _beside(folder: Path, pages: Sequence[Page]) -> Iterator[None]:
    """Make the Whoosh store in a process of its own while the shards are made; wait for it at the end.

    Raises: RuntimeError when it failed
    """
    if not _may_fork(pages):
        build_store(folder, pages)
        yield
        return
    process = multiprocessing.get_context("fork").Process(target=build_store, args=(folder, pages))
    process.start()
    try:
        yield
    finally:
        process.join()
    if process.exitcode:
        raise RuntimeError(f"the store was not made, exit code {process.exitcode}")


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
            blocks = postings[kind]
            for (folded, exact), impact in impacts.items():
                spellings = blocks.get(folded)
                if spellings is None:
                    spellings = blocks[folded] = {}
                held = spellings.get(exact)
                if held is None:
                    held = spellings[exact] = array("I"), bytearray()
                held[0].append(number)
                held[1].append(impact)
    return postings


def _merge(into: Postings, part: Postings) -> None:
    for kind, blocks in part.items():
        for folded, spellings in blocks.items():
            target = into[kind].setdefault(folded, spellings)
            if target is spellings:
                continue
            for exact, (documents, impacts) in spellings.items():
                if exact in target:
                    target[exact][0].extend(documents)
                    target[exact][1].extend(impacts)
                else:
                    target[exact] = documents, impacts


def _write_shards(
    folder: Path, kind: str, blocks: Mapping[str, Mapping[str, tuple[array[int], bytearray]]], n: int
) -> list[str]:
    """Write the shards of one kind and return their first keys."""
    packed = (
        (key, shards.pack_block(key, block_of(kind, {e: (d, bytes(i)) for e, (d, i) in blocks[key].items()}, n)))
        for key in sorted(blocks)
    )
    first = []
    for number, (key, data) in enumerate(shards.cut(packed)):
        (folder / f"{kind}{number}.bin").write_bytes(shards.squeeze(data))
        first.append(key)
    return first


def block_of(kind: str, spellings: Mapping[str, tuple[Sequence[int], bytes]], n: int) -> Block:
    weight = 0 if kind == "n" else idf(documents_in(spellings), n)
    return Block(weight, tuple(Spelling(exact, *spellings[exact]) for exact in sorted(spellings)))


def documents_in(spellings: Mapping[str, tuple[Sequence[int], object]]) -> int:
    if len(spellings) == 1:
        return len(next(iter(spellings.values()))[0])
    return len(set().union(*(documents for documents, _ in spellings.values())))


def write_card(folder: Path, number: int, page: Page) -> None:
    """Write what a result shows of a page."""
    path = folder / shards.card_name(number)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(shards.squeeze_json(card(page)))


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


def _lexicon(blocks: Mapping[str, Mapping[str, tuple[Sequence[int], object]]]) -> dict[str, int]:
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
