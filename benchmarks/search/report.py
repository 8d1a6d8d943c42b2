"""The report: what was measured, where, against whom, and a sentence for each figure that misses its target."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from benchmarks.search.figures import Row, Sized, share
from benchmarks.search.site import HEADER_BYTES
from benchmarks.search.targets import KB, Measure, measures
from benchmarks.telling import table
from search.evaluation import OVERALL


@dataclass(frozen=True)
class Conditions:
    """began: local time; machine: facts without names; settings: contender to how it was set; load: of the machine
    over the minute before"""

    began: datetime
    minutes: float
    machine: str
    versions: Mapping[str, str]
    settings: Mapping[str, str]
    load: float


def markdown(conditions: Conditions, sizes: Sequence[Sized]) -> str:
    """Return the whole report."""
    parts = [*_opening(conditions), *_settings(conditions)]
    for sized in sizes:
        parts += [f"## {sized.pages:,} pages", *_size(sized)]
    return "\n\n".join(parts) + "\n"


def _opening(told: Conditions) -> Iterator[str]:
    versions = ", ".join(f"{name} {version}" for name, version in told.versions.items())
    yield "# Search, side by side"
    yield (
        f"Measured on {told.began:%Y-%m-%d} in {told.minutes:.0f} minutes by `make bench-search`, all in one run. "
        f"{told.machine}; the load was {told.load:.1f} when it began (other work makes times longer; ratios say "
        f"more). {versions}."
    )


def _settings(told: Conditions) -> Iterator[str]:
    yield "## How it was measured"
    yield "\n".join(f"- **{name}**: {settings}." for name, settings in told.settings.items())
    yield (
        "Pages and judged queries are those of `tests/search/README.md`; at every size each query's rule is asked of "
        "all pages anew. What is found is what Chromium shows. The *first query* is asked in a page that has nothing "
        "yet: script, index and ten result cards as really requested, text gzipped, with "
        f"{HEADER_BYTES} bytes a request for headers. *Searching* is the contender's search call once everything is "
        "fetched, without cards: the median of three, or the only one where it takes long. *Building* is the command "
        "from start to exit, the faster of two. The server is asked each query once, starting with nothing in memory."
    )


def _size(sized: Sized) -> Iterator[str]:
    names = [row.name for row in sized.rows]
    yield f"{sized.queries} queries."
    yield "### What is found (recall@10 / MRR@10)"
    yield table(["class", "queries", *names], _found(sized.rows))
    yield "### What it costs"
    yield table(["", *names], _costs(sized.rows))
    yield _server(sized)
    told = list(measures(sized))
    yield "### Measures of our search"
    yield table(["measure", "measured", "target", "holds"], [_measure(one) for one in told])
    missed = [one for one in told if not one.holds]
    yield "\n".join(map(_sentence, missed)) if missed else "Every measure holds."


def _server(sized: Sized) -> str:
    lists, pages = ([share(of, percent) for percent in (50, 95)] for of in (sized.doors.list_ms, sized.doors.page_ms))
    return (
        f"Our server: list p50 {lists[0]:.1f}, p95 {lists[1]:.1f} ms; page of results with highlights and counts p50 "
        f"{pages[0]:.1f}, p95 {pages[1]:.1f} ms. One changed page is brought into our index within "
        f"{median(sized.updates):.2f} s (most {max(sized.updates):.2f} s)."
    )


def _found(rows: Sequence[Row]) -> Iterator[list[str]]:
    for name, figure in rows[0].classes.items():
        bold = "**" if name == OVERALL else ""
        shown = (row.classes[name] for row in rows)
        yield [f"{bold}{name}{bold}", str(figure.queries), *(f"{one.recall:.3f} / {one.mrr:.3f}" for one in shown)]


def _costs(rows: Sequence[Row]) -> Iterator[list[str]]:
    yield ["first query, median kB", *(f"{median(row.asked.bytes) / KB:,.1f}" for row in rows)]
    yield ["first query, most kB", *(f"{max(row.asked.bytes) / KB:,.1f}" for row in rows)]
    yield [
        "its requests, median (most)",
        *(f"{median(row.asked.requests):g} ({max(row.asked.requests)})" for row in rows),
    ]
    for percent in (50, 95):
        times = [share(row.asked.milliseconds, percent) for row in rows]
        yield [f"searching, p{percent} ms", *_ratios(times)]
    yield ["building, s", *_ratios([min(row.build) for row in rows])]
    yield ["index, files", *(f"{row.files:,}" for row in rows)]
    yield ["index as sent, MB", *(f"{row.size / KB / KB:.1f}" for row in rows)]


def _ratios(values: Sequence[float]) -> Iterator[str]:
    """Yield each value, the others' with how many times ours it is."""
    yield f"{values[0]:.1f}"
    for value in values[1:]:
        times = float(f"{value / values[0]:.2g}") if values[0] else 0
        yield f"{value:.1f} (×{times:g})" if times else f"{value:.1f}"


def _measure(one: Measure) -> list[str]:
    return [one.what, one.measured, one.target, "yes" if one.holds else "**no**"]


def _sentence(one: Measure) -> str:
    return f"- Missed: {one.what} is {one.measured}, where {one.target} was wanted."
