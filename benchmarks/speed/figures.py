"""What was measured: every run of a case, and the one figure that stands for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from statistics import median

from benchmarks.speed.watched import Ran

OURS = "ours"

FULL, WITH_INDEX, NOTHING, BODY, TITLE, NEW, WITHDRAWAL, TEMPLATE, CONVERTED, WATCHED = (
    "full", "with_index", "nothing", "body", "title", "new", "withdrawal", "template", "converted", "watched",
)  # fmt: skip

CASES = {
    FULL: "full build from a fresh clone, search index apart",
    WITH_INDEX: "full build, search index made too",
    CONVERTED: "full build, every text converted anew as well",
    TEMPLATE: "the frame of every page changed",
    BODY: "one letter of one text changed",
    TITLE: "one title changed",
    NEW: "one new item",
    WITHDRAWAL: "one item withdrawn at once",
    NOTHING: "nothing changed",
    WATCHED: "one letter changed, from saving to the page, by a resident watcher",
}
"""Each case in words, in the order of the report."""


@dataclass(frozen=True, order=True)
class Files:
    """Files of a site that a run wrote; changed: those with other bytes; of_index: those of the search index."""

    written: int
    changed: int
    of_index: int


@dataclass
class Figure:
    """The runs of one case. stages: of the last run

    files: of the site that were written, of the run that wrote most; None where nobody counted
    """

    seconds: list[float] = field(default_factory=list)
    peak_bytes: int = 0
    files: Files | None = None
    stages: Mapping[str, float] = field(default_factory=dict)

    def add(self, ran: Ran, watch: bool) -> None:
        """Keep a run's memory when it was watched, its seconds when it was not."""
        if watch:
            self.peak_bytes = max(self.peak_bytes, ran.peak_bytes)
        else:
            self.seconds.append(ran.seconds)

    @property
    def typical(self) -> float:
        """The median of the timed runs."""
        return median(self.seconds)


@dataclass
class Signing:
    """Milliseconds that one item costs once, when it is signed: its conversion, and its three signatures."""

    freeze_ms: float
    sign_ms: float


@dataclass
class Measured:
    """All figures at one number of items, by who and case. pages: how many HTML pages each site has, by who"""

    items: int
    figures: dict[tuple[str, str], Figure] = field(default_factory=dict)
    pages: dict[str, int] = field(default_factory=dict)
    signing: Signing | None = None

    @property
    def names(self) -> list[str]:
        """Everybody of whom something was measured, ours first."""
        return sorted(dict.fromkeys(who for who, _ in self.figures), key=lambda who: who != OURS)

    def of(self, who: str, case: str) -> Figure:
        """Return the figure of a case, a new one when nothing was measured yet."""
        return self.figures.setdefault((who, case), Figure())

    def typical(self, who: str, case: str) -> float | None:
        """Return the seconds of a case, None where it was not measured."""
        figure = self.figures.get((who, case))
        return figure.typical if figure and figure.seconds else None

    def peak(self, who: str) -> int:
        """Return the most memory that any case of somebody held."""
        return max((figure.peak_bytes for (name, _), figure in self.figures.items() if name == who), default=0)
