"""When garbage is looked for: never while what stays is made, and seldom while work is spread over processes."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_SELDOM = (20_000, 50, 1_000)
"""How often garbage is looked for at work: what one thing leaves behind is found young, what stays is no garbage."""


@contextmanager
def growing() -> Iterator[None]:
    """Let no garbage be looked for while many objects are made that stay: each search would go through all of them."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@contextmanager
def seldom() -> Iterator[None]:
    """Look for garbage seldom while the block runs: what is made at work mostly stays or is gone at once."""
    thresholds = gc.get_threshold()
    gc.set_threshold(*_SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)
