"""The sample site, signed, built and served by nginx once for all tests of this room, and a browser that finds it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest

from audit.browser import launched
from audit.front import NGINX, serving
from audit.page_checks import AXE
from audit.sample_site import SampleSite, build_sample


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> SampleSite:
    """The sample content of this checkout as a real edition."""
    return build_sample(tmp_path_factory.mktemp("audit") / "house")


@pytest.fixture(scope="session")
def front(sample: SampleSite, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of the real nginx with the sample site. Skipped without nginx or axe-core."""
    missing = [name for name, there in (("nginx", NGINX), ("axe-core", AXE.exists())) if not there]
    if missing and os.environ.get("CI") != "true":
        pytest.skip(f"{', '.join(missing)} missing: scripts/setup-system.sh")
    with serving(tmp_path_factory.mktemp("front"), sample.output) as port:
        yield port


@pytest.fixture(scope="session")
def reader(driver: Any, front: int) -> Iterator[Any]:
    """Chromium before the sample site. Skipped without Playwright."""
    with launched(driver, front) as browser:
        yield browser
