"""Blocks of postings, packed into shards and read back. docs/search-format.md sections 1, 3 and 4.

Terms: a *posting* says how much a document is about a key (impact); a *spelling* holds the postings of one exact key;
a *block* holds the spellings of one folded key; a *shard* is a stretch of blocks, what a reader fetches at once; a
*pack* is a file of shards.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Sequence
from itertools import accumulate
from operator import sub
from typing import Any, NamedTuple

from editorial.frozen import frozen

KINDS = ("u", "b", "n")
"""Syllables, pairs, document numbers."""

COLUMNS = "f"
"""The kind whose shards are the columns of the filters, by their names."""

FOLDER = "shards"
CARDS_IN_FOLDER = 500

PACK = 512
"""Shards in a pack: few enough that a server which sends whole files only is bearable, many enough that one item among
ten thousand, which touches every pack, touches about ten files."""

STEP = 64
"""Bytes that the size of a shard in a pack is a multiple of: its manifest then tells it in half a byte."""

LONGEST_KEY = 200
"""Bytes of a key; its length is told in one byte."""

_LETTER_BYTES = 4
_GZIP_FRAME = 31
"""wbits of zlib: a gzip header with no time and no name."""
_GZIP_LEVEL = 4
"""One new item packs a thousand shards anew: the next levels take twice and three times as long, for 2 and 4 % less."""
_VARINT_END = 0x80
_GOES_ON = bytes(range(_VARINT_END, 256))


@frozen
class Spelling:
    """exact: "" when equal to the folded key; documents: ascending; impacts: one byte for each"""

    exact: str
    documents: Sequence[int]
    impacts: bytes


@frozen
class Block:
    idf: int
    spellings: tuple[Spelling, ...]

    @property
    def size(self) -> int:
        return sum(len(spelling.documents) for spelling in self.spellings)


class Packed(NamedTuple):
    """The postings of one spelling as they lie in a shard: varint gaps, and one impact for each"""

    gaps: bytes
    impacts: bytes

    def documents(self) -> list[int]:
        return list(accumulate(_numbers_in(self.gaps, len(self.impacts))))


def pack_postings(documents: Sequence[int], impacts: bytes) -> Packed:
    """documents: ascending, at least one"""
    return Packed(varints([documents[0], *map(sub, documents[1:], documents[:-1])]), impacts)


def pack_block(key: str, idf: int, spellings: Sequence[tuple[str, Packed]]) -> bytes:
    """Return the bytes of one block, its key first. spellings: in ascending order"""
    parts = [_text(key), bytes((idf,)), varint(len(spellings))]
    for exact, (gaps, impacts) in spellings:
        parts += [_text(exact), varint(len(impacts)), gaps, impacts]
    return b"".join(parts)


def block_places(data: bytes) -> dict[str, int]:
    """Return where the block of each key begins, behind the key."""
    places, at = {}, 0
    while at < len(data):
        key, at = _read_text(data, at)
        places[key] = at
        at = _block_end(data, at)
    return places


def packed_blocks(data: bytes) -> dict[str, bytes]:
    """Return the bytes of each block of a shard, its key first, in their order."""
    blocks, at = {}, 0
    while at < len(data):
        key, behind = _read_text(data, at)
        end = _block_end(data, behind)
        blocks[key] = data[at:end]
        at = end
    return blocks


def spellings_of(data: bytes) -> dict[str, Packed]:
    """Return the spellings of the block that pack_block() packed alone."""
    return dict(_spellings(data, 1 + data[0]))


def unpack_block(data: bytes, at: int) -> Block:
    """Return the block whose idf stands at the place."""
    spellings = (Spelling(exact, held.documents(), held.impacts) for exact, held in _spellings(data, at))
    return Block(data[at], tuple(spellings))


def _spellings(data: bytes, at: int) -> Iterator[tuple[str, Packed]]:
    """Yield each exact key with its postings of the block whose idf stands at the place."""
    number, at = _read_varint(data, at + 1)
    for _ in range(number):
        exact, at = _read_text(data, at)
        count, at = _read_varint(data, at)
        behind = _varints_end(data, at, count)
        yield exact, Packed(data[at:behind], data[behind : behind + count])
        at = behind + count


def squeeze(data: bytes) -> bytes:
    """Return a gzip stream that depends on the data alone."""
    return zlib.compress(data, _GZIP_LEVEL, _GZIP_FRAME)


def unsqueeze(data: bytes) -> bytes:
    """Return what squeeze() was given. Raises ValueError when the stream is damaged, or is not one alone."""
    stream = zlib.decompressobj(_GZIP_FRAME)
    try:
        plain = stream.decompress(data)
    except zlib.error as error:
        raise ValueError(f"not a gzip stream: {error}") from error
    if not stream.eof or stream.unused_data:
        raise ValueError("not one whole gzip stream")
    return plain


def json_bytes(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def squeeze_json(value: object) -> bytes:
    return squeeze(json_bytes(value))


def unsqueeze_json(data: bytes) -> Any:
    return json.loads(unsqueeze(data))


def pack_name(kind: str, number: int) -> str:
    """Return the name of a pack inside its generation's folder."""
    return f"{kind}{number}.bin"


def can_be_filed(key: str) -> bool:
    """Return False for a key that is too long to be told."""
    return len(key) * _LETTER_BYTES <= LONGEST_KEY or len(key.encode()) <= LONGEST_KEY


def card_name(document: int) -> str:
    """Return the name of a card inside its generation's folder."""
    return f"c/{document // CARDS_IN_FOLDER}/{document}.bin"


def _text(text: str) -> bytes:
    data = text.encode()
    return bytes((len(data),)) + data


def varint(value: int) -> bytes:
    """Return a number in 7 bits a byte, low bits first, the high bit set where more follow."""
    out = bytearray()
    while value >= _VARINT_END:
        out.append(value & 0x7F | _VARINT_END)
        value >>= 7
    out.append(value)
    return bytes(out)


def varints(values: Sequence[int]) -> bytes:
    if max(values) < _VARINT_END:
        return bytes(values)
    out = bytearray()
    for value in values:
        if value < _VARINT_END:
            out.append(value)
        else:
            out += varint(value)
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


def _numbers_in(data: bytes, count: int) -> Sequence[int]:
    """Return so many varints, which are all there is."""
    if len(data) == count:
        return data
    values, value, shift = [], 0, 0
    for byte in data:
        value |= (byte & 0x7F) << shift
        if byte < _VARINT_END:
            values.append(value)
            value = shift = 0
        else:
            shift += 7
    return values


def _varints_end(data: bytes, at: int, count: int) -> int:
    """Return where so many varints end: each has one last byte, so every step takes as many bytes as are to end."""
    while count:
        step = data[at : at + count]
        at += count
        count -= len(step.translate(None, _GOES_ON))
    return at


def _block_end(data: bytes, at: int) -> int:
    number, at = _read_varint(data, at + 1)
    for _ in range(number):
        at += 1 + data[at]
        count, at = _read_varint(data, at)
        at = _varints_end(data, at, count) + count
    return at
