"""What a build remembers, while it is written."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from search.state import NAME, State


def test_of_a_state_that_was_not_finished_nothing_is_written(tmp_path: Path) -> None:
    """Tables and rows are one transaction: each more is synced to the disk by itself, and waited for."""
    with pytest.raises(KeyError), State.begin(tmp_path, "generation", "rules"):
        raise KeyError
    assert State.open(tmp_path) is None
    with closing(sqlite3.connect(tmp_path / NAME)) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == []
