"""Blocks of postings, packed into shard files and read back. docs/search-format.md sections 1, 3 and 4.

Terms: a *posting* says how much a document is about a key (impact); a *spelling* holds the postings of one exact key;
a *block* holds the spellings of one folded key; a *shard* is a file of blocks.
"""

from __future__ import annotations

import gzip
import json
import zlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from operator import sub
from pathlib import Path
from typing import Any

FORMAT = 1
KINDS = ("u", "b", "n")
"""Syllables, pairs, document numbers."""

CUT_BYTES = 4_000
FOLDER = "shards"
MANIFEST = "manifest.bin"
CARDS_IN_FOLDER = 500

_VARINT_END = 0x80


@dataclass(frozen=True)
class Spelling:
    """exact: "" when equal to the folded key; documents: ascending; impacts: one byte for each"""

    exact: str
    documents: Sequence[int]
    impacts: bytes


@dataclass(frozen=True)
class Block:
    idf: int
    spellings: tuple[Spelling, ...]

    @property
    def size(self) -> int:
        return sum(len(spelling.documents) for spelling in self.spellings)


def pack_block(key: str, block: Block) -> bytes:
    """Return the bytes of one block, its key first."""
    parts = [_text(key), bytes((block.idf,)), _varint(len(block.spellings))]
    for spelling in block.spellings:
        documents = spelling.documents
        gaps = [documents[0], *map(sub, documents[1:], documents[:-1])]
        parts += [_text(spelling.exact), _varint(len(documents)), _varints(gaps), spelling.impacts]
    return b"".join(parts)


def unpack_shard(data: bytes) -> dict[str, Block]:
    """Return the blocks of a shard's plain bytes by key."""
    return {key: unpack_block(data, begin) for key, begin in block_places(data).items()}


def block_places(data: bytes) -> dict[str, int]:
    """Return where the block of each key begins, behind the key."""
    places, at = {}, 0
    while at < len(data):
        key, at = _read_text(data, at)
        places[key] = at
        at = _skip_block(data, at)
    return places


def unpack_block(data: bytes, at: int) -> Block:
    """Return the block whose idf stands at the place."""
    idf = data[at]
    number, at = _read_varint(data, at + 1)
    spellings = []
    for _ in range(number):
        exact, at = _read_text(data, at)
        count, at = _read_varint(data, at)
        gaps, at = _read_varints(data, at, count)
        spellings.append(Spelling(exact, list(accumulate(gaps)), data[at : at + count]))
        at += count
    return Block(idf, tuple(spellings))


def cut(packed: Iterable[tuple[str, bytes]], cut_bytes: int = CUT_BYTES) -> Iterator[tuple[str, bytes]]:
    """Yield first key and bytes of each shard, for blocks in ascending order of their keys."""
    first, size = "", 0
    parts: list[bytes] = []
    for key, data in packed:
        if parts and size + len(data) > cut_bytes:
            yield first, b"".join(parts)
            parts, size = [], 0
        if not parts:
            first = key
        parts.append(data)
        size += len(data)
    if parts:
        yield first, b"".join(parts)


def squeeze(data: bytes) -> bytes:
    """Return a gzip stream that depends on the data alone."""
    return gzip.compress(data, 6, mtime=0)


def unsqueeze(data: bytes) -> bytes:
    """Return what squeeze() was given. Raises ValueError when the stream is damaged."""
    try:
        return gzip.decompress(data)
    except (OSError, EOFError, zlib.error) as error:
        raise ValueError(f"not a whole gzip stream: {error}") from error


def squeeze_json(value: object) -> bytes:
    return squeeze(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())


def unsqueeze_json(data: bytes) -> Any:
    return json.loads(unsqueeze(data))


def card_name(document: int) -> str:
    """Return the name of a card inside its generation's folder."""
    return f"c/{document // CARDS_IN_FOLDER}/{document}.bin"


@dataclass(frozen=True)
class Manifest:
    """documents: how many can be found; n: frozen N; first: first keys by kind; lexicon: key to bucket, 0 for df 1"""

    generation: str
    documents: int
    n: int
    first: Mapping[str, Sequence[str]]
    lexicon: Mapping[str, int]
    types: Mapping[str, str]
    issuers: frozenset[str]
    short: Sequence[tuple[str, str]]
    alias: Sequence[tuple[str, str]]

    def shard(self, kind: str, key: str) -> int:
        """Return the number of the shard in which the key would stand."""
        return max(0, bisect_right(self.first[kind], key) - 1)

    def packed(self) -> bytes:
        return squeeze_json(
            {
                "format": FORMAT,
                "generation": self.generation,
                "documents": self.documents,
                "n": self.n,
                "first": {kind: "\n".join(self.first[kind]) for kind in KINDS},
                "lexicon": _front_coded(self.lexicon),
                "types": dict(self.types),
                "issuers": " ".join(sorted(self.issuers)),
                "short": [list(pair) for pair in self.short],
                "alias": [list(pair) for pair in self.alias],
            }
        )


def read_manifest(shards: Path) -> Manifest:
    """Return the manifest of a shards folder. Raises ValueError for another format, OSError without the file."""
    told = unsqueeze_json((shards / MANIFEST).read_bytes())
    if told.get("format") != FORMAT:
        raise ValueError(f"expected search format {FORMAT}, found {told.get('format')}")
    return Manifest(
        generation=told["generation"],
        documents=told["documents"],
        n=told["n"],
        first={kind: told["first"][kind].split("\n") if told["first"][kind] else [] for kind in KINDS},
        lexicon=dict(_from_front_coded(told["lexicon"])),
        types=told["types"],
        issuers=frozenset(told["issuers"].split()),
        short=[(short, long) for short, long in told["short"]],
        alias=[(old, new) for old, new in told["alias"]],
    )


def bucket(count: int) -> int:
    """Return floor(log2(count)), the coarse frequency of the lexicon; 0 for 0."""
    return max(0, count.bit_length() - 1)


def _front_coded(lexicon: Mapping[str, int]) -> str:
    entries, before = [], ""
    for key in sorted(lexicon):
        kept = 0
        while kept < 9 and kept < len(before) and kept < len(key) and key[kept] == before[kept]:
            kept += 1
        entries.append(f"{kept}{key[kept:]}:{chr(97 + lexicon[key])}")
        before = key
    return " ".join(entries)


def _from_front_coded(text: str) -> Iterator[tuple[str, int]]:
    key = ""
    for entry in text.split():
        key = key[: int(entry[0])] + entry[1:-2]
        yield key, ord(entry[-1]) - 97


def _text(text: str) -> bytes:
    data = text.encode()
    return bytes((len(data),)) + data


def _varint(value: int) -> bytes:
    out = bytearray()
    while value >= _VARINT_END:
        out.append(value & 0x7F | _VARINT_END)
        value >>= 7
    out.append(value)
    return bytes(out)


def _varints(values: list[int]) -> bytes:
    if max(values) < _VARINT_END:
        return bytes(values)
    out = bytearray()
    for value in values:
        if value < _VARINT_END:
            out.append(value)
        else:
            out += _varint(value)
    return bytes(out)


def _read_text(data: bytes, at: int) -> tuple[str, int]:
    end = at + 1 + data[at]
    return data[at + 1 : end].decode(), end


def _read_varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < _VARINT_END:
            return value, at
        shift += 7


def _read_varints(data: bytes, at: int, count: int) -> tuple[Sequence[int], int]:
    plain = data[at : at + count]
    if len(plain) == count and (count == 0 or max(plain) < _VARINT_END):
        return plain, at + count
    values = []
    for _ in range(count):
        value = data[at]
        at += 1
        if value >= _VARINT_END:
            value, at = _read_varint(data, at - 1)
        values.append(value)
    return values, at


def _skip_block(data: bytes, at: int) -> int:
    number, at = _read_varint(data, at + 1)
    for _ in range(number):
        at += 1 + data[at]
        count, at = _read_varint(data, at)
        plain = data[at : at + count]
        if max(plain) < _VARINT_END:
            at += 2 * count
        else:
            for _ in range(count):
                while data[at] >= _VARINT_END:
                    at += 1
                at += 1
            at += count
    return at
