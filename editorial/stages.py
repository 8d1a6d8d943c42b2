"""Where the time of a run goes: stages with their seconds, each without those inside it.

One run is one process, so the seconds are kept here; a forked process counts for itself, and its seconds end with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter

SECONDS: dict[str, float] = {}
"""What was spent in each stage so far, in the order in which the stages ended for the first time."""

_inside: list[float] = []


@contextmanager
def stage(name: str) -> Iterator[None]:
    """Count the time of the block for a stage, and not for the stage around it."""
    begun = perf_counter()
    _inside.append(0.0)
    try:
        yield
    finally:
        took = perf_counter() - begun
        SECONDS[name] = SECONDS.get(name, 0.0) + took - _inside.pop()
        if _inside:
            _inside[-1] += took
