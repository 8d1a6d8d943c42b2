"""Stages: every second is counted once."""

from __future__ import annotations

import time

import pytest

from editorial.stages import SECONDS, stage


def test_a_stage_inside_another_is_counted_once() -> None:
    SECONDS.clear()
    with stage("outer"):
        with stage("inner"):
            time.sleep(0.05)
        with stage("inner"):
            time.sleep(0.05)
    assert SECONDS["inner"] >= 0.1
    assert SECONDS["outer"] < 0.05


def test_a_stage_that_fails_is_counted() -> None:
    SECONDS.clear()
    with pytest.raises(ValueError, match="x"), stage("outer"), stage("inner"):
        raise ValueError("x")
    assert set(SECONDS) == {"inner", "outer"}
