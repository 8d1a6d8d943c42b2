"""What tests of inquiries may ask for."""

from pathlib import Path

import pytest

from inquiries.house import House
from tests.inquiries.trial_house import Box, Clock, box_of, trial_house


@pytest.fixture
def clock() -> Clock:
    """Monday 23 November 2026, 9:15 in Cần Thơ, until the test moves it."""
    return Clock()


@pytest.fixture
def inquiry_house(tmp_path: Path, clock: Clock) -> House:
    """An empty house with trial keys."""
    return trial_house(tmp_path, clock)


@pytest.fixture
def box(inquiry_house: House) -> Box:
    """The house's store, with short ways to act on it."""
    return box_of(inquiry_house)
