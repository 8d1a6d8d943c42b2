"""A published site and a browser before it; tests that change the site take one of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from inquiries.house import House as InquiryHouse
from tests.endpoint.browser import Browser, browser_of
from tests.house import House
from tests.inquiries.trial_house import Clock, trial_house
from tests.organisation import Organisation


@pytest.fixture(scope="session")
def browser(published_site: Organisation) -> Browser:
    """A browser before the small published site."""
    return browser_of(published_site)


@pytest.fixture
def own(published: House) -> Browser:
    """A browser before a site that the test may change."""
    return browser_of(published.site)


@pytest.fixture
def clock() -> Clock:
    """Monday 23 November 2026, 9:15 in Cần Thơ, until the test moves it."""
    return Clock()


@pytest.fixture
def inquiry_house(tmp_path: Path, clock: Clock) -> InquiryHouse:
    """An empty house with trial keys, without a published site."""
    return trial_house(tmp_path, clock)
