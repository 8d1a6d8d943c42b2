"""What a reader knows of an index before it asks: borders of shards, known syllables, names. docs/search-format.md
section 3."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from search.shards import KINDS, shard_name, squeeze_json, unsqueeze_json

FORMAT = 1
NAME = "manifest.bin"


@dataclass(frozen=True)
class Manifest:
    """documents: how many can be found; n: the frame's; first: first keys by kind; lexicon: key to bucket"""

    generation: str
    documents: int
    n: int
    first: Mapping[str, Sequence[str]]
    lexicon: Mapping[str, int]
    types: Mapping[str, str]
    issuers: frozenset[str]
    short: Sequence[tuple[str, str]]
    alias: Sequence[tuple[str, str]]

    def shard(self, kind: str, key: str) -> str | None:
        """Return the name of the shard in which the key would stand; None where the kind has none."""
        first = self.first[kind]
        return shard_name(kind, first[max(0, bisect_right(first, key) - 1)]) if first else None

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
    told = unsqueeze_json((shards / NAME).read_bytes())
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
