"""Whatever is done to records, theme, settings, disk and memory, in any order: the site is the one built from nothing.

`make test` goes through the same few scripts each time; `make soak` (SOAK=scripts SEED=number) through thousands.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.desk.random_site import RandomSite, small_limits
from tests.organisation import Organisation

SOAK = int(os.environ.get("SOAK", "0"))
SEED = int(os.environ.get("SEED", "0"))

WORK = ("edit", "edit", "edit", "write", "sign_once", "withdraw", "refuse", "embargo", "move", "clock", "clock")
AROUND = ("theme", "theme", "setting", "registry", "regulation", "roster")
TROUBLE = ("harm", "harm", "memory", "memory", "memory", "die", "die", "rollback")

small = st.integers(0, 15)
change = st.tuples(st.sampled_from((*WORK, *WORK, *AROUND, *TROUBLE)), small, small)
scripts = st.lists(st.lists(change, min_size=1, max_size=5), min_size=4, max_size=12 if SOAK else 5)
"""Changes; after each list of them the site is published."""

told = [0, 0, 0]


def go_through(base: Path, site: Organisation, script: list[list[tuple[str, int, int]]]) -> None:
    """Make the changes of a script, and check the site after each publishing."""
    base.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=base) as folder, small_limits():
        random = RandomSite.at(Path(folder), site)
        for changes in script:
            try:
                for verb, one, two in changes:
                    random.do(verb, one, two)
                random.check()
            except Exception as error:
                error.add_note(f"script = {script!r}, at {changes!r}")
                raise
    told[:] = told[0] + 1, told[1] + random.published, told[2] + random.refused
    if SOAK:
        print(f"\r{told[0]}: {told[1]} published, {told[2]} refused ", end="", flush=True)


@pytest.mark.long
def test_after_any_changes_the_site_is_the_one_built_from_nothing(
    published_site: Organisation, tmp_path_factory: pytest.TempPathFactory
) -> None:
    base = tmp_path_factory.mktemp("random")

    @settings(
        max_examples=SOAK or 5,
        derandomize=not SOAK,
        database=None,
        deadline=None,
        phases=(Phase.generate, Phase.shrink) if SOAK else (Phase.generate,),
        suppress_health_check=list(HealthCheck),
        print_blob=False,
    )
    @given(scripts)
    def holds(script: list[list[tuple[str, int, int]]]) -> None:
        go_through(base, published_site, script)

    if SOAK:
        print(f"\nSOAK={SOAK} SEED={SEED}")
        holds = seed(SEED)(holds)
    holds()
    assert told[1] > told[2], "most publishings were not refused"


def test_a_look_that_was_rolled_back_comes_again(published_site: Organisation, tmp_path: Path) -> None:
    """The items are the same then, so only the site's manifest tells that another site is live."""
    go_through(tmp_path, published_site, [[], [("theme", 5, 1)], [("rollback", 0, 0)]])
