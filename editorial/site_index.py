"""What is remembered of a site's folder from one publish to the next; it belongs to the folder, wherever that goes.

It may be lost, torn, or of another time: whoever asks holds it against the disk, or proves what it makes of it.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from editorial.file_index import Memory
from editorial.packed_stats import by_name

_KEY = "site folder 2"


class SiteIndex(NamedTuple):
    """Name to SHA-256 of the files, their packed Stats in this order; the names of the folders, and their Stats."""

    files: dict[str, str]
    file_stats: bytes
    folders: list[str]
    folder_stats: bytes

    @classmethod
    def load(cls, place: Path) -> SiteIndex:
        """Return what was saved, nothing where that is not whole."""
        return cls(*(Memory.load(place, _KEY) or ({}, b"", [], b"")))

    @classmethod
    def save(cls, place: Path, digests: dict[str, str], stats: dict[str, bytes], folders: dict[str, bytes]) -> None:
        """Remember the files that have a Stat, and the folders."""
        files = {name: digests[name] for name in stats}
        Memory.save(place, _KEY, (files, b"".join(stats.values()), list(folders), b"".join(folders.values())))

    @property
    def known_files(self) -> dict[str, bytes]:
        """The packed Stats of the files by name."""
        return by_name(self.files, self.file_stats)

    @property
    def known_folders(self) -> dict[str, bytes]:
        """Those of the folders."""
        return by_name(self.folders, self.folder_stats)


def index_of(path: Path, state: Path) -> Path:
    """Return where the folder at a path (its device and inode) is remembered; of one that is not there, nothing is."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return state / "site" / "none"
    return state / "site" / f"{status.st_dev}-{status.st_ino}"
