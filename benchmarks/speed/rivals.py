"""The other generators on the same texts: a full build, a letter changed over the old output, nothing changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import Protocol

from benchmarks.running import Deadline
from benchmarks.speed import eleventy_site, figures, hugo_site, pelican_site
from benchmarks.speed.contents import Contents, Text, one_letter
from benchmarks.speed.figures import Measured
from benchmarks.speed.subjects import NEWS_SECTION
from benchmarks.speed.watched import Command, Ran, run


class Generator(Protocol):
    """A module of this room. NAME: as it is known; SETTINGS: how it was set"""

    NAME: str
    SETTINGS: str

    def install(self, place: Path, deadline: Deadline) -> Path:
        """Install the program into a new folder and return it."""

    def prepare(self, contents: Contents, folder: Path) -> None:
        """Write the sources of the site into a new folder."""

    def source(self, folder: Path, text: Text) -> Path:
        """Return where a text's source lies."""

    def command(self, program: Path, output: Path) -> list[str | Path]:
        """Return what builds the site, run in the folder of its sources, into another."""


GENERATORS: dict[str, Generator] = {"pelican": pelican_site, "hugo": hugo_site, "eleventy": eleventy_site}
CASES = (figures.FULL, figures.BODY)


@dataclass
class Rival:
    """A generator with its sources. left: texts that nobody has touched yet"""

    generator: Generator
    program: Path
    folder: Path
    trash: Path
    left: Iterator[Text]

    @classmethod
    def of(cls, generator: Generator, program: Path, contents: Contents, folder: Path, trash: Path) -> Rival:
        """Prepare a generator's sources below a folder."""
        rival = cls(generator, program, folder, trash, iter(news(contents)))
        folder.mkdir()
        generator.prepare(contents, rival.sources)
        return rival

    @property
    def cases(self) -> tuple[str, ...]:
        """What is measured of it; the targets ask for nothing changed of Hugo alone."""
        return (*CASES, figures.NOTHING) if self.generator is hugo_site else CASES

    @property
    def sources(self) -> Path:
        return self.folder / "sources"

    @property
    def output(self) -> Path:
        return self.folder / "output"

    def measure(self, case: str, measured: Measured, deadline: Deadline, watch: bool) -> Ran:
        """Bring the sources to where the case begins, build, and keep the figures."""
        if case == figures.FULL and self.output.exists():
            self.output.rename(Path(mkdtemp(dir=self.trash)) / self.output.name)
        if case == figures.BODY:
            one_letter(self.generator.source(self.sources, next(self.left)))
        command = Command(self.generator.command(self.program, self.output), self.sources, {})
        ran = run(command, deadline, watch)
        measured.of(self.generator.NAME, case).add(ran, watch)
        measured.pages[self.generator.NAME] = sum(1 for _ in self.output.rglob("*.html"))
        return ran


def news(contents: Contents) -> list[Text]:
    """Return the news of the older half, of which one letter may be changed without touching a list."""
    found = [text for text in contents.items if text.section == NEWS_SECTION and text.id.startswith("mau-")]
    return found[len(found) // 2 :]
