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
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from editorial.text import nfc
from search import shards
from search.analysis import TYPE_NAMES
from search.columns import Columns
from search.pages import Page
from search.postings import Filed, Frame, file_page, idf, length
from search.shards import Block, Manifest, Spelling
from search.state import State, rules_digest
from search.vocabulary import Vocabulary

CARD_TEXT = 3_000
"""Characters of text that a card carries: what highlights are cut from. Longer texts would break the byte budget."""

WORTH_FORKING = 1_000
"""Pages below which a second process costs more than it saves."""

DRIFT = 5
"""Built anew when more than a fifth of the numbers are holes or new: impacts and order have aged."""

Postings = dict[str, dict[str, dict[str, tuple["array[int]", bytearray]]]]
"""Kind to folded key to exact key to documents and impacts."""


@dataclass(frozen=True)
class Change:
    """What an update did: page ids; rebuilt: everything was made anew; files: written or removed, below shards/"""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    rebuilt: bool
    files: int


def build(out: Path, pages: Iterable[Page], vocabulary: Vocabulary) -> Manifest:
    """Write the whole index of the pages to a folder and return its manifest.

    Raises: ValueError when two pages have one id
    """
    ordered = sorted(pages, key=lambda page: page.date, reverse=True)
    _refuse_twins(ordered)
    frame = Frame(len(ordered), max(1.0, sum(map(length, ordered)) / max(1, len(ordered))))
    generation = _generation(ordered, vocabulary)
    with State.begin(out / "store", frame, rules_digest(vocabulary)) as state:
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


def update(out: Path, pages: Iterable[Page], vocabulary: Vocabulary) -> Change:
    """Make the index say exactly what the pages say, changing as little as possible; build it where there is none.

    Raises: ValueError when two pages have one id
    """
    ordered = list(pages)
    _refuse_twins(ordered)
    wanted = {page.id: page for page in ordered}
    state = State.open(out / "store", rules_digest(vocabulary))
    if state is None:
        build(out, ordered, vocabulary)
        return Change(tuple(wanted), (), (), True, _files(out))
    known = state.digests()
    removed = tuple(identity for identity in known if identity not in wanted)
    added = tuple(identity for identity in wanted if identity not in known)
    changed = tuple(i for i, page in wanted.items() if i in known and known[i][1] != page.digest())
    if not (added or changed or removed):
        return Change((), (), (), False, 0)
    if (len(added) + state.drift()) * DRIFT > max(len(wanted), 50):
        state.close()
        build(out, ordered, vocabulary)
        return Change(added, changed, removed, True, _files(out))
    with state.changing():
        next_number = state.next_number()
        edits = [_Edit(known[i][0], state.page(known[i][0]), None) for i in removed]
        edits += [_Edit(known[i][0], state.page(known[i][0]), wanted[i]) for i in changed]
        edits += [_Edit(number, None, wanted[i]) for number, i in enumerate(added, start=next_number)]
        files = _apply(out / shards.FOLDER, edits, state.frame, vocabulary)
        for edit in edits:
            state.replace(edit.number, edit.new)
    return Change(added, changed, removed, False, files)


# --- a full build -----------------------------------------------------------------------------------------------


def _file_all(pages: Sequence[Page], frame: Frame, vocabulary: Vocabulary, folder: Path) -> Postings:
    """Return the postings of all pages and write their cards, with every core where that is worth it."""
    count = min(os.cpu_count() or 1, 8) if len(pages) >= WORTH_FORKING else 1
    if count == 1 or "fork" not in multiprocessing.get_all_start_methods():
        return _file_some(range(len(pages)), pages, frame, vocabulary, folder)
    _Job.shared = pages, frame, vocabulary, folder
    bounds = [len(pages) * part // count for part in range(count + 1)]
    with multiprocessing.get_context("fork").Pool(count) as pool:
        parts = pool.imap(_Job.run, [range(*bound) for bound in zip(bounds, bounds[1:], strict=False)])
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


def _file_some(
    numbers: range, pages: Sequence[Page], frame: Frame, vocabulary: Vocabulary, folder: Path
) -> Postings:
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
        (key, shards.pack_block(key, _block(kind, {e: (d, bytes(i)) for e, (d, i) in blocks[key].items()}, n)))
        for key in sorted(blocks)
    )
    first = []
    for number, (key, data) in enumerate(shards.cut(packed)):
        (folder / f"{kind}{number}.bin").write_bytes(shards.squeeze(data))
        first.append(key)
    return first


def _block(kind: str, spellings: Mapping[str, tuple[Sequence[int], bytes]], n: int) -> Block:
    weight = 0 if kind == "n" else idf(_count(spellings), n)
    return Block(weight, tuple(Spelling(exact, *spellings[exact]) for exact in sorted(spellings)))


def _count(spellings: Mapping[str, tuple[Sequence[int], object]]) -> int:
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
    text = " ".join(nfc(page.body[: 2 * CARD_TEXT]).split())
    if len(text) > CARD_TEXT:
        text = text[: CARD_TEXT + 1].rpartition(" ")[0] or text[:CARD_TEXT]
    told = {
        "id": page.id,
        "title": " ".join(nfc(page.title).split()),
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
    return {key: shards.bucket(_count(spellings)) for key, spellings in blocks.items() if _in_lexicon(key)}


def _in_lexicon(key: str) -> bool:
    """Return True for keys of Latin letters, also with digits among them; plain numbers would only fill it."""
    return key.isascii() and not key.isdigit()


def _types() -> dict[str, str]:
    return dict(sorted({**TYPE_NAMES, **{symbol: symbol for symbol in TYPE_NAMES.values()}}.items()))


def _generation(pages: Sequence[Page], vocabulary: Vocabulary) -> str:
    digest = hashlib.sha256(rules_digest(vocabulary).encode())
    for page in pages:
        digest.update(page.digest().encode())
    return digest.hexdigest()[:8]


def _refuse_twins(pages: Sequence[Page]) -> None:
    seen: set[str] = set()
    for page in pages:
        if page.id in seen:
            raise ValueError(f"two pages have the id {page.id}")
        seen.add(page.id)


def _files(out: Path) -> int:
    return sum(1 for path in (out / shards.FOLDER).rglob("*") if path.is_file())


# --- an update --------------------------------------------------------------------------------------------------


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
                issuers.update(issuer for key, count in counts.items() if count and (issuer := key.rpartition("/")[2]))
    files += _write_cards(home, edits)
    files += Columns.read(home).edited((edit.number, edit.new) for edit in edits).write(home)
    added = sum((edit.new is not None) - (edit.old is not None) for edit in edits)
    renewed = Manifest(
        generation=manifest.generation,
        documents=manifest.documents + added,
        n=manifest.n,
        first=first,
        lexicon=lexicon,
        types=manifest.types,
        issuers=frozenset(issuers),
        short=manifest.short,
        alias=manifest.alias,
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
    packed = {key: data[begin:ends[key]] for key, begin in zip(places, _key_begins(places), strict=True)}
    counts = {}
    for key, moved in keys.items():
        block = shards.unpack_block(data, places[key]) if key in places else None
        spellings = _moved(block, moved)
        counts[key] = _count(spellings) if spellings else 0
        if spellings:
            packed[key] = shards.pack_block(key, _block(kind, spellings, n))
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
    for exact, impacts in moved.items():
        held = dict(zip(*spellings.get(exact, ((), b"")), strict=True))
        held.update(impacts)
        kept = sorted((document, impact) for document, impact in held.items() if impact)
        if kept:
            spellings[exact] = [document for document, _ in kept], bytes(impact for _, impact in kept)
        else:
            spellings.pop(exact, None)
    return spellings


def _recount(lexicon: dict[str, int], counts: Mapping[str, int]) -> None:
    for key, count in counts.items():
        if count and _in_lexicon(key):
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


def pages_of(out: Path, vocabulary: Vocabulary) -> Iterator[Page]:
    """Yield the pages as they were indexed; nothing where there is no index made by these rules."""
    state = State.open(out / "store", rules_digest(vocabulary))
    if state is not None:
        yield from state.pages()
        state.close()
