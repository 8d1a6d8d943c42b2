"""What the issue that asked for speed wants, as data, and whether it was met in this run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.speed.figures import BODY, FULL, NEW, NOTHING, OURS, WATCHED, WITHDRAWAL, Measured

PELICAN, HUGO = "Pelican", "Hugo"
MB = 1_000_000


@dataclass(frozen=True)
class Ratio:
    """Our case takes at most so many times what a rival's case takes."""

    case: str
    most: float
    rival: str
    rivals_case: str
    is_aim: bool = False


@dataclass(frozen=True)
class Seconds:
    """Our case takes at most so many seconds."""

    case: str
    most: float
    is_aim: bool = True


@dataclass(frozen=True)
class Written:
    """Our case writes at most so many files of the site."""

    case: str
    most: int
    is_aim: bool = False


@dataclass(frozen=True)
class Memory:
    """All our processes hold at most so many times a rival's memory, or so many MB."""

    most: float
    rival: str = ""
    is_aim: bool = False


@dataclass(frozen=True)
class Growth:
    """An item of a full build takes at most so many times as long among more items."""

    most: float
    is_aim: bool = False


Target = Ratio | Seconds | Written | Memory | Growth

TARGETS: tuple[Target, ...] = (
    Ratio(FULL, 1 / 4, PELICAN, FULL),
    Ratio(FULL, 1.0, HUGO, FULL),
    Ratio(FULL, 0.5, HUGO, FULL, is_aim=True),
    Ratio(BODY, 1 / 8, HUGO, BODY),
    Ratio(BODY, 1.0, HUGO, WATCHED),
    Seconds(BODY, 1.0),
    Ratio(NEW, 1 / 8, HUGO, BODY),
    Ratio(NEW, 1.0, HUGO, WATCHED),
    Written(NEW, 60),
    Seconds(NEW, 1.2),
    Ratio(NOTHING, 1 / 15, HUGO, NOTHING),
    Seconds(NOTHING, 0.5),
    Ratio(WITHDRAWAL, 1 / 8, HUGO, BODY),
    Ratio(WITHDRAWAL, 1.0, HUGO, WATCHED),
    Seconds(WITHDRAWAL, 1.0),
    Memory(0.5, HUGO),
    Memory(300, is_aim=True),
    Growth(1.15),
)
"""The table of measures for 10,000 items; the search index is left apart where it asks so."""


@dataclass(frozen=True)
class Judged:
    """A target in words, what was measured, and whether it is met; case: "" for what concerns all of them"""

    case: str
    wanted: str
    measured: str
    is_met: bool
    is_aim: bool


def judge(measured: Measured, sizes: Sequence[Measured] = ()) -> Iterator[Judged]:
    """Yield each target that this run can judge. sizes: the same at other numbers of items"""
    for target in TARGETS:
        match target:
            case Ratio():
                yield from _ratio(target, measured)
            case Seconds():
                yield from _seconds(target, measured)
            case Written():
                yield from _written(target, measured)
            case Memory():
                yield from _memory(target, measured)
            case Growth():
                yield from _growth(target, measured, sizes)


def _ratio(target: Ratio, measured: Measured) -> Iterator[Judged]:
    mine, theirs = measured.typical(OURS, target.case), measured.typical(target.rival, target.rivals_case)
    if mine is None or theirs is None:
        return
    what = {BODY: " for one letter", WATCHED: "'s watcher", NOTHING: " with nothing changed"}.get(
        target.rivals_case, ""
    )
    wanted = f"≤ {target.most * theirs:.2f} s ({_times(target.most)} {target.rival}{what}, {theirs:.2f} s)"
    times = f"{mine:.2f} s, {theirs / mine:.1f} × as fast"
    yield Judged(target.case, wanted, times, mine <= target.most * theirs, target.is_aim)


def _times(most: float) -> str:
    return f"1/{1 / most:.0f} of" if most <= 0.25 else f"{most:g} ×"


def _seconds(target: Seconds, measured: Measured) -> Iterator[Judged]:
    mine = measured.typical(OURS, target.case)
    if mine is not None:
        yield Judged(target.case, f"≤ {target.most:g} s", f"{mine:.2f} s", mine <= target.most, target.is_aim)


def _written(target: Written, measured: Measured) -> Iterator[Judged]:
    if files := measured.of(OURS, target.case).files:
        told = f"{files.written:,}, of them {files.of_index:,} of the search index"
        met = files.written <= target.most
        yield Judged(target.case, f"≤ {target.most} files written", told, met, target.is_aim)


def _memory(target: Memory, measured: Measured) -> Iterator[Judged]:
    mine, theirs = measured.peak(OURS), measured.peak(target.rival)
    if not mine or target.rival and not theirs:
        return
    limit = target.most * (theirs if target.rival else MB)
    of = f" ({target.most:g} × {target.rival}, {theirs / MB:,.0f} MB)" if target.rival else ""
    yield Judged("", f"≤ {limit / MB:,.0f} MB of memory{of}", f"{mine / MB:,.0f} MB", mine <= limit, target.is_aim)


def _growth(target: Growth, measured: Measured, sizes: Sequence[Measured]) -> Iterator[Judged]:
    again = next((one for one in sizes if one.items == measured.items), measured)
    mine = again.typical(OURS, FULL)
    for more in sizes:
        theirs = more.typical(OURS, FULL)
        if mine and theirs and more.items > measured.items:
            times = (theirs / more.items) / (mine / measured.items)
            wanted = f"an item among {more.items:,} ≤ {target.most:g} × as long as among {measured.items:,}"
            yield Judged("", wanted, f"{times:.2f} ×", times <= target.most, target.is_aim)
