"""What a reader knows of an index before it asks: where its shards lie, known syllables, names. docs/search-format.md
section 3."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from editorial.frozen import frozen
from search.shards import COLUMNS, KINDS, PACK, STEP, pack_name, squeeze_json, unsqueeze_json

FORMAT = 3
NAME = "manifest.bin"
_NONE = 35
"""The code of the letter that tells of no bytes; the next ones tell of a STEP more each."""


class Place(NamedTuple):
    """Where a shard lies. pack: name of the file; begin, end: bytes in it"""

    pack: str
    begin: int
    end: int


@frozen
class Shards:
    """The shards of one kind. first: the first key of each, ascending; sizes: bytes of each as they lie in the packs"""

    first: Sequence[str]
    sizes: Sequence[int]

    def first_of(self, key: str) -> str | None:
        """Return the first key of the shard in which a key would stand; None where there is none."""
        return self.first[self._at(key)] if self.first else None

    def _at(self, key: str) -> int:
        return max(0, bisect_right(self.first, key) - 1)

    def place(self, kind: str, key: str) -> Place | None:
        """Return where the shard lies in which the key would stand; None where there is none."""
        if not self.first:
            return None
        at = self._at(key)
        begin = sum(self.sizes[at - at % PACK : at])
        return Place(pack_name(kind, at // PACK), begin, begin + self.sizes[at])

    def packs(self, kind: str) -> list[str]:
        """Return the names of the packs."""
        return [pack_name(kind, number) for number in range(-(-len(self.first) // PACK))]


@frozen
class Manifest:
    """documents: how many can be found; n: the frame's; version: of the packs; shards: by kind; lexicon: key to
    bucket"""

    generation: str
    version: str
    documents: int
    n: int
    shards: Mapping[str, Shards]
    lexicon: Mapping[str, int]
    types: Mapping[str, str]
    issuers: frozenset[str]
    short: Sequence[tuple[str, str]]
    alias: Sequence[tuple[str, str]]

    def place(self, kind: str, key: str) -> Place | None:
        """Return where the shard lies in which the key would stand; None where the kind has none."""
        return self.shards[kind].place(kind, key)

    def packs(self) -> list[str]:
        """Return the names of all packs."""
        return [name for kind in (*KINDS, COLUMNS) for name in self.shards[kind].packs(kind)]

    def packed(self) -> bytes:
        return squeeze_json(
            {
                "format": FORMAT,
                "generation": self.generation,
                "version": self.version,
                "documents": self.documents,
                "n": self.n,
                "first": {kind: "\n".join(shards.first) for kind, shards in self.shards.items()},
                "size": {kind: _told(shards.sizes) for kind, shards in self.shards.items()},
                "lexicon": _front_coded(self.lexicon),
                "types": dict(self.types),
                "issuers": " ".join(sorted(self.issuers)),
                "short": [list(pair) for pair in self.short],
                "alias": [list(pair) for pair in self.alias],
            }
        )


def read_manifest(shards: Path) -> Manifest:
    """Return the manifest of a shards folder. Raises ValueError for another format, OSError without the file."""
    told = unsqueeze_json((shards / NAME).read_bytes())
    if told.get("format") != FORMAT:
        raise ValueError(f"expected search format {FORMAT}, found {told.get('format')}")
    return Manifest(
        generation=told["generation"],
        version=told["version"],
        documents=told["documents"],
        n=told["n"],
        shards={
            kind: Shards(told["first"][kind].split("\n"), _sizes(told["size"][kind]))
            if told["first"][kind]
            else Shards([], [])
            for kind in (*KINDS, COLUMNS)
        },
        lexicon=dict(_from_front_coded(told["lexicon"])),
        types=told["types"],
        issuers=frozenset(told["issuers"].split()),
        short=[(short, long) for short, long in told["short"]],
        alias=[(old, new) for old, new in told["alias"]],
    )


def bucket(count: int) -> int:
    """Return floor(log2(count)), the coarse frequency of the lexicon; 0 for 0."""
    return max(0, count.bit_length() - 1)


def _told(sizes: Sequence[int]) -> str:
    """Return a letter for each size."""
    return "".join(chr(_NONE + size // STEP) for size in sizes)


def _sizes(told: str) -> list[int]:
    return [(ord(letter) - _NONE) * STEP for letter in told]


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
