"""The report: what was measured, beside whom and how, which targets are met, and a chart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from benchmarks.speed.chart import Panel, svg
from benchmarks.speed.figures import BODY, CASES, CONVERTED, FULL, OURS, WATCHED, Figure, Measured
from benchmarks.speed.targets import MB, Judged, judge
from benchmarks.telling import table

CHART = "speed.svg"


ROUNDS = 3
"""How many are timed where nobody says otherwise."""


@dataclass(frozen=True)
class Conditions:
    """began: local time; machine: facts without names; settings: contender to how it was set; load: of the machine over
    the minute before"""

    began: datetime
    minutes: float
    rounds: int
    machine: str
    versions: Mapping[str, str]
    settings: Mapping[str, str]
    load: float


def markdown(told: Conditions, measured: Measured, sizes: Sequence[Measured]) -> str:
    """Return the whole report. sizes: the same at other numbers of items"""
    names = measured.names
    judged = list(judge(measured, sizes))
    parts = [
        "# Building and publishing, side by side",
        _opening(told, measured, _command(told, measured, sizes)),
        f"![Seconds of a full build and of one changed letter, ours beside the others]({CHART})",
        "## Seconds",
        table(["case", *names], _seconds(measured, names)),
        *_signing(measured),
        "## Targets",
        table(["case", "wanted", "measured", "met"], map(_judged, judged)),
        "## Files that our publishing writes",
        table(["case", "files written", "with other bytes", "of the search index"], _written(measured)),
        "## Memory",
        table(["MB, all processes, PSS", *names], _memory(measured, names)),
        *_growth(measured, sizes),
        *_stages(measured),
        *_how(told),
    ]
    return "\n\n".join(parts) + "\n"


def chart(measured: Measured) -> str:
    """Return the chart of a full build and of one changed letter."""
    names = measured.names
    full = {name: seconds for name in names if (seconds := measured.typical(name, FULL))}
    body = {name: seconds for name in names if (seconds := measured.typical(name, BODY))}
    watched = {f"{name} --watch": s for name in names if (s := measured.typical(name, WATCHED))}
    panels: list[Panel] = [
        (f"Full build of {measured.items:,} items, ours with gate and verify, the search index at hand", full),
        ("One letter of one text changed, ours from nothing with gate, index and verify", body | watched),
    ]
    return svg(panels)


def _command(told: Conditions, measured: Measured, sizes: Sequence[Measured]) -> str:
    """Return what to type for the same run."""
    is_grown = any(one.items > measured.items for one in sizes)
    options = [f"--rounds {told.rounds}"] * (told.rounds != ROUNDS) + ["--growth"] * is_grown
    return f"make bench N={measured.items}" + (f' ARGS="{" ".join(options)}"' if options else "")


def _opening(told: Conditions, measured: Measured, command: str) -> str:
    versions = ", ".join(f"{name} {version}" for name, version in told.versions.items())
    pages = ", ".join(f"{who} {count:,}" for who, count in measured.pages.items())
    return (
        f"Measured on {told.began:%Y-%m-%d} in {told.minutes:.0f} minutes by `{command}`, all in one run: "
        f"medians of {told.rounds} interleaved rounds over {measured.items:,} made-up Vietnamese items of "
        f"about 500 words. {told.machine}; the load was {told.load:.1f} when it began (other work makes times longer; "
        f"ratios say more). {versions}. HTML pages: {pages}. The reports of [search](search.md) and "
        "[endpoint](endpoint.md) stand beside this one."
    )


def _seconds(measured: Measured, names: Sequence[str]) -> Iterator[list[str]]:
    for case, words in CASES.items():
        times = [measured.typical(name, case) for name in names]
        if any(times):
            yield [words, *("–" if time is None else f"{time:.2f}" for time in times)]


def _signing(measured: Measured) -> Iterator[str]:
    if cost := measured.signing:
        yield (
            f"What signing has paid before: {cost.freeze_ms:.1f} ms an item to convert its text once, and "
            f"{cost.sign_ms:.1f} ms for its three signatures. The row “{CASES[CONVERTED]}” pays the first again for "
            "every item, on all cores, before it builds."
        )


def _judged(one: Judged) -> list[str]:
    met = "yes" if one.is_met else "no" if one.is_aim else "**no**"
    return [CASES.get(one.case, "–"), ("aim: " if one.is_aim else "") + one.wanted, one.measured, met]


def _written(measured: Measured) -> Iterator[list[str]]:
    for case, words in CASES.items():
        if files := measured.figures.get((OURS, case), Figure()).files:
            yield [words, f"{files.written:,}", f"{files.changed:,}", f"{files.of_index:,}"]


def _memory(measured: Measured, names: Sequence[str]) -> Iterator[list[str]]:
    for case, words in CASES.items():
        peaks = [measured.figures.get((name, case), Figure()).peak_bytes for name in names]
        if any(peaks):
            yield [words, *(f"{peak / MB:,.0f}" if peak else "–" for peak in peaks)]


def _growth(measured: Measured, sizes: Sequence[Measured]) -> Iterator[str]:
    if not sizes:
        return
    yield "## Growth"
    again = [one for one in sizes if one.items == measured.items]
    shown = sorted([measured, *(one for one in sizes if one.items != measured.items)], key=lambda one: one.items)
    rows = []
    for case, words in CASES.items():
        times = [one.typical(OURS, case) for one in shown]
        if all(times):
            told = (f"{s:.2f} ({s / one.items * 1_000:.2f})" for s, one in zip(times, shown, strict=True) if s)
            rows.append([words, *told])
    yield table(["ours, s (ms an item)", *(f"{one.items:,} items" for one in shown)], rows)
    for one in again:
        if seconds := one.typical(OURS, FULL):
            yield (
                f"A full build of {one.items:,} items once more, right after that of {shown[-1].items:,}: "
                f"{seconds:.2f} s. These two are compared, since a machine is not always as fast."
            )


def _stages(measured: Measured) -> Iterator[str]:
    cases = [case for case in CASES if measured.figures.get((OURS, case), Figure()).stages]
    if not cases:
        return
    yield "## Where our time goes"
    names = dict.fromkeys(name for case in cases for name in measured.of(OURS, case).stages)
    rows = ([name, *(f"{measured.of(OURS, c).stages.get(name, 0):.2f}" for c in cases)] for name in names)
    yield table(["stage, s, last run", *(CASES[case] for case in cases)], rows)


def _how(told: Conditions) -> Iterator[str]:
    yield "## How it was measured"
    yield "\n".join(f"- **{name}**: {settings}." for name, settings in told.settings.items())
    yield (
        "Every case is a whole process from start to exit. One round runs each case of everybody once, in turns; a "
        "round before them is watched for memory (the sum of PSS over all processes, looked at twenty times a second) "
        "and not timed. Edits are signed before the clock starts. A full build starts without any output or cache; "
        "“search index apart” means that the index of ours, which the others lack, is at hand and has to be checked "
        "and copied only. Old outputs are put aside and deleted a minute before the next round, since making many "
        "files right after deleting many is slow. The disk is synced before each run, and its cache is warm for all; "
        "Python finds its code compiled, as it does from the second start on."
    )
    yield (
        "The others are given the same texts with their links already resolved, and themes with the same markup, lists "
        "of twenty for sections, areas and months, and two feeds of fifty whole texts. The frame of their pages is "
        "fixed text. None of them has approval, search, related items, contents lists, forms or verification, so they "
        "do less for a page than we do; their lists are counted from the newest, so a new item moves all their pages."
    )
