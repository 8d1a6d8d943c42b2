"""Pages held to be valid HTML by the Nu checker."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from audit.markup import markup_faults


def hold_valid(output: Path, *names: str) -> None:
    """Hold every page below a folder, or those of some names, to be valid. Skipped without the checker, in CI never."""
    try:
        faults = list(markup_faults(output, *names))
    except FileNotFoundError as missing:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(str(missing))
    assert faults == []
