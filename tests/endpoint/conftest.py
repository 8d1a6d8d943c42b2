"""A published site and a browser before it; tests that change the site take one of their own."""

from __future__ import annotations

import pytest

from tests.endpoint.browser import Browser, browser_of
from tests.house import House
from tests.organisation import Organisation


@pytest.fixture(scope="session")
def browser(published_site: Organisation) -> Browser:
    """A browser before the small published site."""
    return browser_of(published_site)


@pytest.fixture
def own(published: House) -> Browser:
    """A browser before a site that the test may change."""
    return browser_of(published.site)
