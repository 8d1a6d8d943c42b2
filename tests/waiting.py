"""Waiting for what other processes do."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic, sleep


def wait_until(is_so: Callable[[], bool]) -> None:
    """Wait for what happens in the background. Raises: AssertionError when it has not after a minute"""
    end = monotonic() + 60
    while not is_so():
        assert monotonic() < end
        sleep(0.05)
