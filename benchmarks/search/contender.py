"""What a contender leaves behind when it has indexed a corpus."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from benchmarks.running import Deadline
from benchmarks.search.corpus import Corpus
from benchmarks.search.site import sent


@dataclass(frozen=True)
class Built:
    """seconds: of its own command, from start to exit; folders: what a browser is served, by the name of each; index:
    those folders that hold the index; firsts: how many of the queries, evenly spread, are asked as a first one"""

    seconds: float
    folders: Mapping[str, Path]
    index: tuple[Path, ...]
    firsts: int = 10_000

    @property
    def size(self) -> tuple[int, int]:
        """Return the files of the index and their bytes as they are sent."""
        files = [file for folder in self.index for file in folder.rglob("*") if file.is_file()]
        return len(files), sum(len(sent(file)) for file in files)


class Contender(Protocol):
    """A module of this room. NAME: as it is known; MODULE: its file in browser/; SETTINGS: how it was set"""

    NAME: str
    MODULE: str
    SETTINGS: str

    def build(self, corpus: Corpus, folder: Path, deadline: Deadline) -> Built:
        """Index a corpus into an empty folder."""


class Peer(Contender, Protocol):
    def package(self) -> Path:
        """Return the folder where npm put it."""
