"""Build the whole index of numbered pages.

The bytes of what is published are a pure function of the pages under their numbers, the vocabulary and the code. So an
update (updating.py) may change a few shards and must give what a build gives; tests hold it to that.

The state beside the shards (store/state.db) knows each page as it was indexed, and the digest of every file. It is
never published. While files change it says so; an update that finds it in that state, or made by other rules, builds
anew.
"""

from __future__ import annotations

import gc
import shutil
import sys
from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from itertools import chain, groupby, pairwise
from operator import itemgetter
from pathlib import Path

from editorial.garbage import growing
from editorial.parallel import cores, forked
from search import borders, shards
from search.analysis import ISSUER_KEY, TYPE_NAMES
from search.columns import Columns
from search.files import Files
from search.manifest import NAME, Manifest, Shards, bucket
from search.numbering import generation_of, pages_of, refuse_twins
from search.packs import Shelf, shelf_of, squeezed, version_of
from search.pages import Entry, Listed, Page, Unread, opened
from search.postings import Filer, Frame, Impacts, frame_of, idf, length, numbers_of
from search.shards import KINDS, Packed, can_be_filed, pack_block, pack_postings
from search.state import STORE, State, rules_digest
from search.vocabulary import Vocabulary

WORTH_FORKING = 1_000
"""Pages below which a second process costs more than it saves."""

_IMPACT_BITS = 8
_BYTES = array("I").itemsize
_LOW_BYTE = 0 if sys.byteorder == "little" else _BYTES - 1
_FOLDED_ENDS = "\0"
_TOGETHER = 2_000
"""Blocks that one process packs before it takes the next ones."""

Postings = dict[str, dict[str, bytes]]
"""Kind to folded key, or folded and exact key with _FOLDED_ENDS between them, to machine words: a document in the high
bits, its impact in the lowest byte."""


def build(out: Path, entries: Iterable[Listed], vocabulary: Vocabulary) -> Manifest:
    """Write the whole index to a folder, but for the cards (cards.py), and return its manifest.

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
    with State.begin(out / STORE, generation, rules) as state, growing():
        if folder.exists():
            shutil.rmtree(folder)
        (folder / generation).mkdir(parents=True)
        files = Files(folder)
        shelves, counts = _shelves(_postings(numbered, frame, vocabulary), frame.n)
        shelves.append(shelf_of(Columns.of(numbered)))
        manifest = _manifest(files, generation, shelves, counts, (len(pages), frame.n), vocabulary)
        files.write(NAME, manifest.packed())
        for number, (entry, told) in enumerate(zip(numbered, listed, strict=True)):
            state.keep_entry(number, entry, told.mark if isinstance(told, Unread) else None)
        state.keep_files(files)
    del numbered, pages, shelves
    gc.collect()  # what refers to itself would lie in every process that is forked from now on
    return manifest


def _manifest(
    files: Files,
    generation: str,
    shelves: Sequence[Shelf],
    counts: Mapping[str, Mapping[str, int]],
    sizes: tuple[int, int],
    vocabulary: Vocabulary,
) -> Manifest:
    """Write the shelves and return the manifest that tells of them. sizes: pages, and those of the frame"""
    told: dict[str, Shards] = {shelf.kind: shelf.write(files, generation) for shelf in shelves}
    packs = [name for kind, held in told.items() for name in held.packs(kind)]
    documents, n = sizes
    return Manifest(
        generation=generation,
        version=version_of(files, generation, packs),
        documents=documents,
        n=n,
        shards=told,
        lexicon=lexicon_of(counts["u"]),
        types=dict(sorted({**TYPE_NAMES, **{symbol: symbol for symbol in TYPE_NAMES.values()}}.items())),
        issuers=issuers_in(counts["n"]),
        short=vocabulary.short,
        alias=vocabulary.alias,
    )


# --- from pages to postings -------------------------------------------------------------------------------------


def _opened(listed: Sequence[Listed]) -> list[Entry]:
    """Return the entries, the unread ones read."""
    if any(isinstance(entry, Unread) for entry in listed):
        return forked(opened, listed)
    return [opened(entry) for entry in listed]


def _postings(entries: Sequence[Entry], frame: Frame, vocabulary: Vocabulary) -> list[Postings]:
    """Return the postings of all pages in parts, those of lower numbers first; every core takes one."""
    count = min(cores(), 8) if len(entries) >= WORTH_FORKING else 1
    bounds = [len(entries) * part // count for part in range(count + 1)]
    parts = [range(*bound) for bound in pairwise(bounds)]
    return forked(partial(_filed, entries, frame, vocabulary), parts, least=1)


def _filed(entries: Sequence[Entry], frame: Frame, vocabulary: Vocabulary, numbers: range) -> Postings:
    filer = Filer(vocabulary)
    u: defaultdict[int, array[int]] = defaultdict(partial(array, "I"))
    b: defaultdict[int, array[int]] = defaultdict(partial(array, "I"))
    n: defaultdict[str, array[int]] = defaultdict(partial(array, "I"))
    for number in numbers:
        page = entries[number]
        if not isinstance(page, Page):
            continue
        document = number << _IMPACT_BITS
        impacts = Impacts(page, frame)
        for held, counted in zip((u, b), filer.count(page), strict=True):
            for key, count in counted.items():
                held[key].append(document | impacts[count])
        for told, impact in numbers_of(page).items():
            n[told].append(document | impact)
    return {
        "u": _by_words((filer.spelled[key], held) for key, held in u.items()),
        "b": _by_words((filer.pair(key), held) for key, held in b.items()),
        "n": _by_words(((key, ""), held) for key, held in n.items()),
    }


def _by_words(filed: Iterable[tuple[tuple[str, str], array[int]]]) -> dict[str, bytes]:
    return {
        f"{folded}{_FOLDED_ENDS}{exact}" if exact else folded: held.tobytes()
        for (folded, exact), held in filed
        if can_be_filed(folded)
    }


# --- from postings to shards ------------------------------------------------------------------------------------


def _shelves(parts: Sequence[Postings], n: int) -> tuple[list[Shelf], dict[str, dict[str, int]]]:
    """Return the shards of every kind, and how many postings each key has."""
    shelves, counts = [], {}
    for kind in KINDS:
        keys = sorted(set().union(*(part[kind] for part in parts)))
        by_folded = [(key, list(held)) for key, held in groupby(keys, lambda key: key.partition(_FOLDED_ENDS)[0])]
        shares = [by_folded[at : at + _TOGETHER] for at in range(0, len(by_folded), _TOGETHER)]
        packed = list(chain.from_iterable(forked(partial(_packed, parts, kind, n), shares, least=2)))
        counts[kind] = {key: count for key, count, _ in packed}
        cut = list(borders.cut((key, block) for key, _, block in packed))
        plain = [b"".join(block for _, block in shard) for shard in cut]
        shelves.append(Shelf(kind, (shard[0][0] for shard in cut), forked(squeezed, plain)))
    return shelves, counts


def _packed(
    parts: Sequence[Postings], kind: str, n: int, keys: Iterable[tuple[str, Sequence[str]]]
) -> list[tuple[str, int, bytes]]:
    """Return of each folded key, given with all spellings of it, how many postings it has, and its block."""
    held = [part[kind] for part in parts]
    found = []
    for folded, spelled in keys:
        spellings = [(key[len(folded) + 1 :], _postings_of(key, held)) for key in spelled]
        count = postings_in(map(itemgetter(1), spellings))
        found.append((folded, count, pack_block(folded, weight_of(kind, count, n), spellings)))
    return found


def _postings_of(key: str, parts: Iterable[Mapping[str, bytes]]) -> Packed:
    told = b"".join([part.get(key, b"") for part in parts])
    words = array("I", told)
    return pack_postings([word >> _IMPACT_BITS for word in words], told[_LOW_BYTE::_BYTES])


def postings_in(spellings: Iterable[Packed]) -> int:
    """Return how many postings the spellings of a key have; a document that has two of them counts twice."""
    return sum(len(impacts) for _, impacts in spellings)


def weight_of(kind: str, count: int, n: int) -> int:
    """Return the idf of a key with so many postings; numbers have no weight, their order is by precision."""
    return 0 if kind == "n" else idf(count, n)


def lexicon_of(counts: Mapping[str, int]) -> dict[str, int]:
    """Return the coarse frequency of the syllables that readers may mistype; plain numbers would only fill it.

    counts: folded key to how many postings it has
    """
    return {key: bucket(count) for key, count in counts.items() if key.isascii() and not key.isdigit()}


def issuers_in(number_keys: Iterable[str]) -> frozenset[str]:
    """Return which issuers the keys tell."""
    return frozenset(key.removeprefix(ISSUER_KEY) for key in number_keys if key.startswith(ISSUER_KEY))
