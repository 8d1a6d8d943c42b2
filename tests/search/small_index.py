"""The small index that tests build and change, and what stands in its files."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from search.files import Damaged
from search.index import build
from search.pages import Entry
from search.shards import FOLDER
from search.vocabulary import Vocabulary, read_abbreviations
from search.whole import files
from tests.folders import contents

VOCABULARY = Vocabulary(read_abbreviations())


def fresh(entries: Sequence[Entry]) -> dict[str, bytes]:
    """Return the published files of a build from nothing."""
    with tempfile.TemporaryDirectory() as folder:
        build(Path(folder), entries, VOCABULARY)
        return contents(Path(folder) / FOLDER)


def is_whole(out: Path) -> bool:
    """Return True when every file of the index is there as it was written, and no other."""
    try:
        return bool(files(out))
    except Damaged:
        return False
