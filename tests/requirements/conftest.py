"""Each regulation with a small real board: one person for every role that it names, called after the role."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.organisation import Organisation, found, profile_named

REGULATIONS = ("ct", "st", "lc", "lx", "lch")

Found = Callable[..., Organisation]


@pytest.fixture
def board_of(tmp_path: Path) -> Found:
    """Set up the organisation of a regulation; further people are given as person="role"."""

    def set_up(regulation: str, **more: str) -> Organisation:
        roles = profile_named(regulation).roles
        return found(tmp_path, regulation, {role.replace("_", "-"): role for role in roles} | more)

    return set_up


@pytest.fixture(params=REGULATIONS)
def organisation(request: pytest.FixtureRequest, board_of: Found) -> Organisation:
    """The organisation of each regulation in turn, with one text of its own board."""
    organisation: Organisation = board_of(request.param)
    organisation.article("bai-mot")
    return organisation
