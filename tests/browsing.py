"""A page of a real browser that has nothing to complain about."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def quiet_page(chromium: Any, url: str, wait_seconds: int = 10, **how: Any) -> Iterator[Any]:
    """Open a page of its own; an error of a script, or one told on its console, fails the test.

    url: what addresses are below; how: further settings of the browser's context
    A file that is not to be had is no fault of the page.
    """
    with chromium.new_context(base_url=url, **how) as context:
        page = context.new_page()
        page.set_default_timeout(wait_seconds * 1_000)
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        yield page
    assert [told for told in complaints if "Failed to load resource" not in told] == []
