"""What a reader does on the search page and sees of it, in real Chromium."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

COUNT = "[data-search-count]"


def expect() -> Any:
    """Return Playwright's assertions, which wait; asked for late, since it may be missing."""
    from playwright.sync_api import expect

    return expect


def ask(page: Any, words: str) -> None:
    page.goto("/tim-kiem/")
    page.fill("#cc_q", words)
    page.keyboard.press("Enter")
    counted(page)


def counted(page: Any) -> str:
    """Wait for the answer and return what is announced."""
    expect()(page.locator(COUNT)).to_have_text(re.compile(r"\.$"))
    return str(page.text_content(COUNT))


def titles(page: Any) -> list[str]:
    return [str(title) for title in page.locator(".cc-card__title").all_text_contents()]


def state(page: Any) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)
