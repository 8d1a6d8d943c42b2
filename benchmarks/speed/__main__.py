"""Measure building and publishing beside Pelican, Hugo and Eleventy: make bench N=10000, or

python -m benchmarks.speed [--items 10000] [--rounds 3] [--rivals pelican hugo eleventy] [--growth] [--minutes 90]
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from benchmarks import machine
from benchmarks.running import Deadline, Failed, run
from benchmarks.speed import figures, hugo_watching, ours
from benchmarks.speed.contents import contents_of
from benchmarks.speed.figures import OURS, Measured
from benchmarks.speed.house import SEED, settings_of
from benchmarks.speed.report import CHART, ROUNDS, Conditions, chart, markdown
from benchmarks.speed.rivals import GENERATORS, Rival
from benchmarks.telling import say
from editorial.dates import VIETNAM

NONE = "none"
WHOLE, FEWEST = 10_000, 100
REPORT = Path(__file__).resolve().parents[1] / "README.md"
TURNS = (
    figures.WITH_INDEX, figures.FULL, figures.NOTHING, figures.BODY, figures.TITLE, figures.NEW, figures.WITHDRAWAL,
    figures.TEMPLATE,
)  # fmt: skip
"""Our cases in the order of a round; those that the others have as well are run beside ours."""

GROWING = (figures.WITH_INDEX, figures.FULL, figures.BODY, figures.NOTHING)
HUGO = "hugo"


def main(arguments: Sequence[str] | None = None) -> int:
    told = _parser().parse_args(arguments)
    if told.items < FEWEST:
        print(f"bench: --items has to be {FEWEST} or more, so that there is enough to edit", file=sys.stderr)
        return 2
    names = [] if NONE in told.rivals else told.rivals
    is_whole = told.items == WHOLE and set(names) == set(GENERATORS) and not told.rivals_only
    out = told.out or (REPORT if is_whole else None)
    try:
        with _workshop(told.keep) as place:
            report, picture = _measure(told, names, place)
    except Failed as failed:
        print(f"bench: {failed}", file=sys.stderr)
        return 1
    print(report)
    if out:
        out.write_text(report, encoding="utf-8")
        out.with_name(CHART).write_text(picture, encoding="utf-8")
        say(f"written to {out.name} and {CHART}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description="Measure building beside others.")
    parser.add_argument("--items", type=int, default=WHOLE, metavar="N", help="made-up items (default: 10000)")
    parser.add_argument(
        "--rounds", type=int, default=ROUNDS, metavar="R", help="timed rounds; medians are told (default: %(default)s)"
    )
    parser.add_argument("--rivals", nargs="+", choices=[*GENERATORS, NONE], default=list(GENERATORS))
    parser.add_argument("--rivals-only", action="store_true", help="measure the others alone")
    parser.add_argument(
        "--growth", action="store_true", help="also five times as many items: ten minutes and 5 GB of disk more"
    )
    parser.add_argument("--minutes", type=float, default=90, help="give up when the run takes longer (default: 90)")
    parser.add_argument("--seed", type=int, default=SEED, metavar="S")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="work in this new folder and keep it")
    parser.add_argument("--out", type=Path, help="the report (a whole run writes README.md, another one only prints)")
    return parser


def _measure(told: argparse.Namespace, names: Sequence[str], place: Path) -> tuple[str, str]:
    began, begun, load = datetime.now().astimezone(), time.monotonic(), machine.load()
    deadline = Deadline(told.minutes)
    trash = place / "trash"
    trash.mkdir()
    say(f"{told.items:,} items: making and signing them")
    house = ours.House.of(place / "house", told.items, told.seed, trash)
    measured = Measured(told.items)
    others = _rivals(house, names, place, trash, deadline)
    ourselves = None if told.rivals_only else house
    for number in range(told.rounds + 1):
        _round(ourselves, others, measured, number, told.rounds, deadline)
        ours.empty(trash, ours.REST_SECONDS if told.items >= WHOLE and number < told.rounds else 0.0)
    if ourselves:
        ran = house.measure(figures.CONVERTED, measured, deadline, watch=False)
        say(f"{figures.CASES[figures.CONVERTED]}: {ran}")
    for rival in others:
        if rival.generator is GENERATORS[HUGO]:
            say("Hugo watches")
            hugo_watching.measure(rival, max(told.rounds, 5), measured, deadline)
    sizes = [_grown(items, told, place, deadline) for items in _sizes(told)]
    if told.growth and sizes:
        sizes.append(_again(house, told.items, deadline))
    minutes = (time.monotonic() - begun) / 60
    settings = {OURS: ours.SETTINGS} | {one.generator.NAME: one.generator.SETTINGS for one in others}
    conditions = Conditions(began, minutes, told.rounds, machine.facts(), _versions(others, deadline), settings, load)
    return markdown(conditions, measured, sizes), chart(measured)


def _rivals(house: ours.House, names: Sequence[str], place: Path, trash: Path, deadline: Deadline) -> list[Rival]:
    """Install and prepare the others, before anything is measured."""
    if not names:
        return []
    contents = contents_of(settings_of(house.folder), datetime.now(VIETNAM))
    made = []
    for name in names:
        generator = GENERATORS[name]
        say(f"{generator.NAME}: installing and preparing")
        program = generator.install(place / f"{name}-program", deadline)
        made.append(Rival.of(generator, program, contents, place / name, trash))
    return made


def _round(
    house: ours.House | None, others: Sequence[Rival], measured: Measured, number: int, rounds: int, deadline: Deadline
) -> None:
    """Run every case of everybody once; the first round is watched for memory instead of timed."""
    watch = number == 0
    words = "watched for memory" if watch else f"round {number} of {rounds}"
    for case in TURNS:
        if house:
            ran = house.measure(case, measured, deadline, watch)
            say(f"{words}: {figures.CASES[case]}: {OURS} {ran}")
        for rival in others:
            if case in rival.cases:
                ran = rival.measure(case, measured, deadline, watch)
                say(f"{words}: {figures.CASES[case]}: {rival.generator.NAME} {ran}")


def _sizes(told: argparse.Namespace) -> tuple[int, ...]:
    if told.rivals_only or told.items < WHOLE:
        return ()
    return (told.items // 10, told.items * 5) if told.growth else (told.items // 10,)


def _grown(items: int, told: argparse.Namespace, place: Path, deadline: Deadline) -> Measured:
    """Measure our full builds, an edit and nothing at another number of items."""
    folder = place / f"house-{items}"
    trash = place / f"trash-{items}"
    trash.mkdir()
    say(f"{items:,} items: making and signing them")
    house, measured = ours.House.of(folder, items, told.seed, trash), Measured(items)
    for _ in range(told.rounds if items < told.items else 1):
        for case in GROWING:
            ran = house.measure(case, measured, deadline, watch=False)
            say(f"{items:,} items: {figures.CASES[case]}: {ran}")
    return measured


def _again(house: ours.House, items: int, deadline: Deadline) -> Measured:
    """Measure a full build of the house once more: beside the largest one, since a machine is not always as fast."""
    measured = Measured(items)
    ran = house.measure(figures.FULL, measured, deadline, watch=False)
    say(f"{items:,} items again: {figures.CASES[figures.FULL]}: {ran}")
    return measured


def _versions(others: Sequence[Rival], deadline: Deadline) -> dict[str, str]:
    found = machine.versions("", False, deadline) | {"Pelican": version("pelican")}
    del found["Chromium"]
    for rival in others:
        if rival.generator is GENERATORS[HUGO]:
            found["Hugo"] = run([rival.program, "version"], deadline, rival.folder)[1].split()[1].partition("-")[0]
        if rival.generator is GENERATORS["eleventy"]:
            found["Node"] = run(["node", "--version"], deadline, rival.folder)[1].strip()
            found["Eleventy"] = run(["node", rival.program, "--version"], deadline, rival.folder)[1].strip()
    return found


@contextmanager
def _workshop(keep: Path | None) -> Iterator[Path]:
    """Give a folder for the whole run, deleted after it unless it is to be kept."""
    if keep:
        if keep.exists():
            raise Failed(f"{keep} is there already")
        keep.mkdir(parents=True)
        yield keep.resolve()
        return
    folder = Path(tempfile.mkdtemp(prefix="bench-speed-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
