"""Bars as SVG: for each case one bar a contender, its seconds written beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape

WIDTH, LABELS, ROW, GAP, TITLE = 760, 110, 22, 26, 24
COLOURS = ("#9b1c1c", "#64748b", "#94a3b8", "#cbd5e1", "#e2e8f0")
STYLE = (
    "text{font:13px sans-serif;fill:#1f2937}.title{font-weight:bold}"
    "@media(prefers-color-scheme:dark){text{fill:#e5e7eb}}"
)

Panel = tuple[str, Mapping[str, float]]
"""A case in words, and the seconds of each contender, ours first."""


def svg(panels: Sequence[Panel]) -> str:
    """Return the chart; each panel has a scale of its own, from nothing to its longest bar."""
    height = sum(TITLE + ROW * len(bars) + GAP for _, bars in panels)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'aria-label="{escape("; ".join(title for title, _ in panels))}">',
        f"<style>{STYLE}</style>",
    ]
    top = 0
    for title, bars in panels:
        parts += _panel(title, bars, top)
        top += TITLE + ROW * len(bars) + GAP
    return "\n".join([*parts, "</svg>"]) + "\n"


def _panel(title: str, bars: Mapping[str, float], top: int) -> Iterator[str]:
    yield f'<text class="title" x="0" y="{top + 15}">{escape(title)}, s</text>'
    longest = max(bars.values())
    for place, (name, seconds) in enumerate(bars.items()):
        y = top + TITLE + place * ROW
        length = seconds / longest * (WIDTH - LABELS - 60)
        yield f'<text x="0" y="{y + 13}">{escape(name)}</text>'
        yield f'<rect x="{LABELS}" y="{y}" width="{length:.1f}" height="{ROW - 6}" fill="{COLOURS[place % 5]}"/>'
        yield f'<text x="{LABELS + length + 6:.1f}" y="{y + 13}">{seconds:.2f}</text>'
