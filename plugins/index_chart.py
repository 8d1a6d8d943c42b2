"""The chart of an index as inline SVG, drawn while the page is made and dressed by the theme's stylesheet.

pygal works out the axes and where the points lie. Of what it draws only that is taken over: the script, the style and
the tooltips that it would bring along have no place on a page of this site. Colours, dashes and the size of letters
stand in chart.css, so that dark, printed and forced colours hold here too; each series has a form of point of its own,
which needs no colour. No line crosses the day of a merger: the series were parted before (editorial.index_values), and
the day is marked.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from itertools import chain, groupby, zip_longest
from operator import itemgetter
from xml.etree.ElementTree import Element, SubElement, fromstring, tostring

from markupsafe import Markup

from editorial.index_values import Index, Value

WIDTH, HEIGHT = 640, 340
LETTERS = 28
"""Height of a letter for which pygal leaves room: the one on a phone, where the whole chart is half as large."""
FORMS = 4
"""Forms of points, one for a series; more series than that begin again."""
MARKS = 5
"""About how many marks the upright axis has."""
YEARS = 6
"""About how many years are written below."""
LABELLED = 8
"""Up to so many values each stands beside its point."""
GAP = 18
"""Between a point and the value above or below it."""
TITLE_ID = "cc_chart"

SVG = "{http://www.w3.org/2000/svg}"
_POINTS = (
    "M6,0A6,6,0,1,1,6,-.01Z",
    "M-5,-5H5V5H-5Z",
    "M0,-7L6.5,5H-6.5Z",
    "M0,-7L7,0L0,7L-7,0Z",
)
"""A disc, a square, a triangle, a diamond."""


def chart_of(index: Index, title: str) -> Markup:
    """Return the chart, named by its title for those who do not see it."""
    drawn = _drawn(index)
    chart = Element("svg", {"class": "cc-chart__drawing", "viewBox": f"0 0 {WIDTH} {HEIGHT}", "role": "img"})
    chart.set("aria-labelledby", TITLE_ID)
    SubElement(chart, "title", {"id": TITLE_ID}).text = title
    plot = next(_parts(drawn, "plot"))
    ground = SubElement(chart, "g", {"transform": plot.get("transform", "")})
    _axes(ground, plot)
    lines, dots = list(_parts(plot, "series")), list(_parts(next(_parts(drawn, "plot overlay")), "series"))
    for number in range(len(index.series)):
        group = SubElement(ground, "g", {"class": f"cc-chart__series cc-chart__series--{form_of(number)}"})
        _line(group, lines[number], "cc-chart__line")
        _points(group, dots[number], form_of(number))
    for line in lines[len(index.series) :]:
        _line(ground, line, "cc-chart__break")
    if len(index.values) <= LABELLED:
        values = chain.from_iterable(series.values for series in index.series)
        places = chain.from_iterable(map(_places, dots[: len(index.series)]))
        _label(ground, dict(zip(places, values, strict=True)))
    return Markup(tostring(chart, encoding="unicode"))  # in which every word is escaped


def form_of(number: int) -> int:
    """Return which form a series has, from 1."""
    return number % FORMS + 1


def point_of(number: int) -> Markup:
    """Return the form of a series by itself, for the list of what the forms mean."""
    mark = Element("svg", {"class": "cc-chart__mark", "viewBox": "-16 -9 32 18", "aria-hidden": "true"})
    group = SubElement(mark, "g", {"class": f"cc-chart__series cc-chart__series--{form_of(number)}"})
    SubElement(group, "path", {"class": "cc-chart__line", "d": "M-16,0H16"})
    SubElement(group, "path", {"class": "cc-chart__point", "d": _POINTS[form_of(number) - 1]})
    return Markup(tostring(mark, encoding="unicode"))


def break_of() -> Markup:
    """Return the upright line of a break by itself."""
    mark = Element("svg", {"class": "cc-chart__mark", "viewBox": "-16 -9 32 18", "aria-hidden": "true"})
    SubElement(mark, "path", {"class": "cc-chart__break", "d": "M0,-9V9"})
    return Markup(tostring(mark, encoding="unicode"))


def breaks_drawn(index: Index) -> tuple[date, ...]:
    """Return the days of another territory between the years that are drawn."""
    years = [value.year for value in index.values]
    return tuple(day for day in index.breaks if min(years) < day.year <= max(years))


def words_of(number: Decimal) -> str:
    """Write a number as Vietnamese do, without zeros at its end."""
    return f"{number:f}".rstrip("0").rstrip(".").replace(".", ",") if "." in f"{number:f}" else f"{number:f}"


def scale_shown(index: Index) -> tuple[Decimal, ...]:
    """Return where the upright axis has its marks: round numbers around the values, inside the scale of the index."""
    amounts = [value.amount for value in index.values]
    low, high, whole = min(amounts), max(amounts), Decimal(index.high) - Decimal(index.low)
    span = max(high - low, whole / 20)
    step = _round_step(span / (MARKS - 2))
    first = max(math.floor((low - span / 8) / step) * step, Decimal(index.low))
    last = min(math.ceil((high + span / 8) / step) * step, Decimal(index.high))
    return (*(first + number * step for number in range(math.ceil((last - first) / step))), last)


def _drawn(index: Index) -> Element:
    """Return what pygal draws: the series in their order, then one upright line for each break."""
    from pygal import XY, Config  # here, since most builds draw nothing anew
    from pygal.style import Style

    years = sorted({value.year for value in index.values})
    marks = scale_shown(index)
    config = Config(
        width=WIDTH, height=HEIGHT, margin=14, js=[], css=[], style=Style(label_font_size=LETTERS), show_legend=False,
        truncate_label=-1,
        range=(float(marks[0]), float(marks[-1])), xrange=(years[0] - 0.4, years[-1] + 0.4),
        y_labels=[{"value": float(mark), "label": words_of(mark)} for mark in marks],
        x_labels=[{"value": year, "label": str(year)} for year in years[:: -math.ceil(len(years) / YEARS)]],
    )  # fmt: skip
    chart = XY(config)
    for line in index.series:
        chart.add("", [(value.year, float(value.amount)) for value in line.values])
    for day in breaks_drawn(index):
        chart.add("", [(day.year - 0.5, float(marks[0])), (day.year - 0.5, float(marks[-1]))])
    return fromstring(chart.render(is_unicode=True).encode())


def _axes(ground: Element, plot: Element) -> None:
    up, along = _parts(plot, "axis")
    for mark in _parts(up, "guides"):
        _line(ground, mark, "cc-chart__guide")
        _words(ground, mark, "cc-chart__label cc-chart__label--up")
    for mark in _parts(along, "guides"):
        _words(ground, mark, "cc-chart__label")


def _line(group: Element, drawn: Element, name: str) -> None:
    for path in drawn.iter(f"{SVG}path"):
        SubElement(group, "path", {"class": name, "d": " ".join(_short(part) for part in path.get("d", "").split())})


def _words(group: Element, drawn: Element, name: str) -> None:
    for words in drawn.iter(f"{SVG}text"):
        place = {"x": _short(words.get("x", "")), "y": _short(words.get("y", ""))}
        SubElement(group, "text", {"class": name, **place}).text = words.text


def _points(group: Element, drawn: Element, form: int) -> None:
    for x, y in _places(drawn):
        place = SubElement(group, "g", {"transform": f"translate({x:.1f},{y:.1f})"})
        SubElement(place, "path", {"class": "cc-chart__point", "d": _POINTS[form - 1]})


def _places(drawn: Element) -> Iterator[tuple[float, float]]:
    for dot in drawn.iter(f"{SVG}circle"):
        yield float(dot.get("cx", "")), float(dot.get("cy", ""))


def _label(ground: Element, values: Mapping[tuple[float, float], Value]) -> None:
    """Write the values above their points, else below, else not at all: the table has them. values: by place"""
    for _, column in groupby(sorted(values), key=itemgetter(0)):
        occupied, points = -math.inf, list(column)
        for (x, y), following in zip_longest(points, points[1:], fillvalue=(0.0, math.inf)):
            is_above = y - GAP - LETTERS >= occupied
            if is_above or y + GAP + LETTERS + GAP <= following[1]:
                name = "cc-chart__value" if is_above else "cc-chart__value cc-chart__value--below"
                place = {"x": f"{x:.1f}", "y": f"{y - GAP if is_above else y + GAP:.1f}"}
                SubElement(ground, "text", {"class": name, **place}).text = values[x, y].words
            occupied = y + GAP + (0 if is_above else LETTERS)


def _parts(drawn: Element, name: str) -> Iterator[Element]:
    """Yield the groups of a class, in their order; "plot overlay" is another class than "plot"."""
    for group in drawn.iter(f"{SVG}g"):
        told = group.get("class", "")
        if told == name or name in ("series", "axis") and told.split(" ")[0] == name:
            yield group


def _short(written: str) -> str:
    """Write a number with one digit behind the point; a letter of the path before it stays."""
    letter, number = (written[:1], written[1:]) if written[:1].isalpha() else ("", written)
    return f"{letter}{float(number):.1f}".removesuffix(".0") if number else written


def _round_step(least: Decimal) -> Decimal:
    """Return the least of 1, 2, 5, 10, 20 … and their tenths that is not below."""
    power = Decimal(10) ** (least.adjusted() - 1)
    return next(power * factor for factor in (10, 20, 50, 100, 200) if power * factor >= least)
