"""Words in what was built, whatever file they stand in."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

from editorial.text import fold

TOKEN = "wyzqxvtk"
"""A made-up word, so that one search in the bytes tells whether a text is in the index in any form; no other key begins
like it, so that the lexicon has it in full."""


def everything(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield every file below a folder, unpacked when it is packed, with its name in front."""
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        data = path.read_bytes()
        yield path.name, path.name.encode() + b"\n" + (gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data)


def holding(folder: Path, word: str) -> list[str]:
    """Return the files below a folder that hold a word, with its marks or without."""
    forms = {word.encode(), fold(word).encode()}
    return [name for name, data in everything(folder) if any(form in data for form in forms)]
