"""What every test may ask for."""

from pathlib import Path

import pytest

from tests.organisation import Organisation, found


@pytest.fixture
def organisation(tmp_path: Path) -> Organisation:
    """The Cần Thơ board with fresh keys and no content."""
    return found(tmp_path)
