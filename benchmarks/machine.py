"""What the figures were measured on and with, without names of machines or people."""

from __future__ import annotations

import os
import platform
from pathlib import Path

from benchmarks.running import Deadline, run


def facts() -> str:
    """Return the machine in a line."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores, {platform.machine()}, {memory:.0f} GiB of memory, {platform.system()}"


def versions(browser: str, with_node: bool, deadline: Deadline) -> dict[str, str]:
    """Return what ran, by name. browser: its version"""
    found = {"Python": platform.python_version(), "Chromium": browser}
    if with_node:
        found["Node"] = run(["node", "--version"], deadline, Path.cwd())[1].strip().removeprefix("v")
    return found


def load() -> float:
    """Return how many programs wanted to run at once over the last minute."""
    return os.getloadavg()[0]
