"""Our own cases: `python -m desk publish` in a house, from start to exit, and what it left in the site's folder."""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp

from benchmarks.running import Deadline
from benchmarks.running import run as run_plain
from benchmarks.speed import figures
from benchmarks.speed.acts import Editor
from benchmarks.speed.figures import OURS, Files, Measured, Signing
from benchmarks.speed.house import ROOT, make_house, settings_of
from benchmarks.speed.watched import Command, Ran, run
from editorial.addresses import SHARDS
from editorial.store import locked

FRESH = (figures.WITH_INDEX, figures.FULL, figures.CONVERTED)
"""Cases that begin without anything that was published or kept before."""

SETTINGS = (
    "`python -m desk publish`: signatures and digests checked, content checked, built, compared with the sign-offs, "
    "swapped in, logged. Its pages also show who signed, what is related and a contents list; besides them it writes "
    "search index, search page, forms, archive, open data, lists for checking copies and sixty-three feeds. After a "
    "full build, or a change of every page, a process goes on that readies the folder in which the next site will be "
    "made: it is waited for, and not timed"
)

BEGINNING_SECONDS, LONGEST_SECONDS = 1.5, 120
"""Until the process that a publish leaves at work has begun; until it has surely ended."""

REST_SECONDS = 61.0
"""So long ext4 without a journal gives nobody a place that was left: it passes over all of them for each new file,
which took 0.25 ms in place of 0.01, and up to 40."""

Site = dict[str, tuple[int, int, bytes]]
"""File to its inode, its time and the digest of its bytes."""


@dataclass
class House:
    """An installation with its editor. trash: a folder on the same disk, for what must not be deleted while measuring:
    many files made right after many were deleted take several times as long; clone: what stood there from the start"""

    folder: Path
    editor: Editor
    trash: Path
    clone: frozenset[str]

    @classmethod
    def of(cls, folder: Path, items: int, seed: int, trash: Path) -> House:
        """Make a house of so many items."""
        make_house(folder, items, seed)
        return cls(folder, Editor(folder, items, seed), trash, frozenset(path.name for path in folder.iterdir()))

    def measure(self, case: str, measured: Measured, deadline: Deadline, watch: bool) -> Ran:
        """Bring the house to where the case begins, run it, and keep its figures."""
        self._prepare(case)
        old = survey(self.folder / "output")
        profile = self.folder.with_name(f"{self.folder.name}-profile.json")
        profile.unlink(missing_ok=True)
        converting = self._convert(measured, deadline) if case == figures.CONVERTED else 0.0
        command = Command([sys.executable, "-m", "desk", "publish"], self.folder, {"PROFILE": str(profile)})
        published = run(command, deadline, watch)
        self._come_to_rest()
        ran = Ran(published.seconds + converting, published.peak_bytes)
        new = survey(self.folder / "output")
        figure = measured.of(OURS, case)
        figure.add(ran, watch)
        files = written(old, new)
        figure.files = max(figure.files or files, files)
        with suppress(OSError, ValueError):
            figure.stages = json.loads(profile.read_text(encoding="utf-8"))
        measured.pages[OURS] = sum(name.endswith(".html") for name in new)
        return ran

    def _prepare(self, case: str) -> None:
        acts = {
            figures.BODY: self.editor.edit_body,
            figures.TITLE: self.editor.edit_title,
            figures.NEW: self.editor.add,
            figures.WITHDRAWAL: self.editor.withdraw,
            figures.TEMPLATE: self.editor.change_template,
        }
        if act := acts.get(case):
            act()
        if case in FRESH:
            self._throw_away(with_index=case == figures.WITH_INDEX)

    def _throw_away(self, with_index: bool) -> None:
        """Leave what a fresh clone has, and the search index where it is to be at hand."""
        place = Path(mkdtemp(dir=self.trash))
        for path in self.folder.iterdir():
            if path.name not in self.clone:
                path.rename(place / path.name)
        index = settings_of(self.folder).search_index
        kept = place / index.relative_to(self.folder.resolve())
        if not with_index and kept.exists():
            index.parent.mkdir(parents=True)
            kept.rename(index)

    def _come_to_rest(self) -> None:
        """Wait until what a publish leaves at work (desk.spare) has ended: it must take nothing from who comes next."""
        time.sleep(BEGINNING_SECONDS)
        with locked(self.folder / ".state" / "spare.lock", LONGEST_SECONDS):
            pass

    def _convert(self, measured: Measured, deadline: Deadline) -> float:
        seconds, said = run_plain([sys.executable, "-m", "benchmarks.speed.converting", self.folder], deadline, ROOT)
        measured.signing = Signing(**json.loads(said))
        return seconds


def survey(output: Path) -> Site:
    """Return every file of a site."""
    found: Site = {}
    for path in output.rglob("*"):
        if path.is_file():
            told = path.stat()
            name = path.relative_to(output).as_posix()
            found[name] = (told.st_ino, told.st_mtime_ns, sha256(path.read_bytes()).digest())
    return found


def written(old: Site, new: Site) -> Files:
    """Return how many files lie there anew; one that was linked or left alone does not count."""
    names = [name for name, file in new.items() if old.get(name) != file]
    changed = sum(name not in old or old[name][2] != new[name][2] for name in names)
    return Files(len(names), changed, sum(f"/{name}".startswith(SHARDS) for name in names))


def empty(trash: Path, rest_seconds: float = 0.0) -> None:
    """Delete all that was thrown away, and wait until the disk makes new files as fast as before."""
    shutil.rmtree(trash)
    trash.mkdir()
    os.sync()
    time.sleep(rest_seconds)
