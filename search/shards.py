"""Blocks of postings, packed into shard files and read back. docs/search-format.md sections 1, 3 and 4.

Terms: a *posting* says how much a document is about a key (impact); a *spelling* holds the postings of one exact key;
a *block* holds the spellings of one folded key; a *shard* is a file of blocks.
"""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from operator import sub
from typing import Any

KINDS = ("u", "b", "n")
"""Syllables, pairs, document numbers."""

FOLDER = "shards"
CARDS_IN_FOLDER = 500

LONGEST_STEM = 200
"""So that a shard's name stays well below the 255 bytes of a file system."""

PLAINLY_SHORT = 40
"""An ASCII key of this length cannot get a longer name, whatever its letters."""

_NOT_PLAIN = re.compile("[^a-z0-9]")
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


def packed_blocks(data: bytes) -> dict[str, bytes]:
    """Return the bytes of each block of a shard, its key first, in their order."""
    blocks, at = {}, 0
    while at < len(data):
        key, behind = _read_text(data, at)
        end = _skip_block(data, behind)
        blocks[key] = data[at:end]
        at = end
    return blocks


def one_block(data: bytes) -> Block:
    """Return the block that pack_block() packed alone."""
    return unpack_block(data, 1 + data[0])


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


def shard_name(kind: str, first: str) -> str:
    """Return the name of a shard, told by its first key, inside its generation's folder."""
    return f"{kind}/{stem(first)}.bin"


def stem(key: str) -> str:
    """Return a key as it stands in the name of a file."""
    return _NOT_PLAIN.sub(lambda sign: f"-{ord(sign[0])}-", key)


def can_be_filed(key: str) -> bool:
    """Return False for a key that would make too long a name."""
    return len(key) <= PLAINLY_SHORT and key.isascii() or len(stem(key)) <= LONGEST_STEM


def card_name(document: int) -> str:
    """Return the name of a card inside its generation's folder."""
    return f"c/{document // CARDS_IN_FOLDER}/{document}.bin"


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
