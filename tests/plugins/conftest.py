"""Sites that are built once for all tests that only read them."""

from __future__ import annotations

import pytest

from tests.organisation import Organisation, reopened
from tests.site_fixture import URL, Build, build, small_site


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Organisation:
    """A site of nine signed items and three unsigned ones."""
    return small_site(tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="session")
def trial(small: Organisation) -> Build:
    """The trial edition: no address yet."""
    return build(small, "trial")


@pytest.fixture(scope="session")
def real(small: Organisation) -> Build:
    """The same with a confirmed address."""
    return build(reopened(small, siteurl=URL), "real")
