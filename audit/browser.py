"""Debian's Chromium before the served site, by Playwright: one page at a time, as a reader's screen shows it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from audit.front import HOST

URL = f"https://{HOST}"
NARROWEST = 320
"""CSS pixels of the narrowest screen (WCAG 1.4.10)."""


class View(NamedTuple):
    """How a page is looked at. width: CSS pixels; scheme: light or dark; letters: a size that readers choose, or "" """

    width: int = 1280
    scheme: str = "light"
    letters: str = ""

    def __str__(self) -> str:
        return f"{self.width} px, {self.scheme}" + (f", letters {self.letters}" if self.letters else "")


LARGE = tuple(View(width, letters="rat-lon") for width in (360, 768, 1024, 1280))
"""As older readers have it: in the largest letters that the site offers (theme/static/js/choices.mjs)."""
VIEWS = tuple(View(width, scheme) for width in (360, 1280) for scheme in ("light", "dark"))


def flags(port: int) -> list[str]:
    """Return what Chromium is told, so that the site's own name leads to the server on a port of this machine."""
    return [
        "--no-sandbox",
        "--disable-gpu",
        "--ignore-certificate-errors",
        f"--host-resolver-rules=MAP {HOST}:443 127.0.0.1:{port}",
    ]


@contextmanager
def browsing(port: int) -> Iterator[Any]:
    """Yield a browser that finds the site at its own name."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright, launched(playwright, port) as browser:
        yield browser


@contextmanager
def launched(playwright: Any, port: int, *more: str) -> Iterator[Any]:
    """Yield the same, where Playwright runs already. more: what else Chromium is told"""
    browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=[*flags(port), *more])
    try:
        yield browser
    finally:
        browser.close()


@contextmanager
def opened(browser: Any, address: str, faults: list[str], script: bool = True) -> Iterator[Any]:
    """Yield a page that has loaded; faults: gets what it complains of and asks of others; script: whether any runs"""
    with blank(browser, faults, script) as page:
        visit(page, address, faults)
        yield page


@contextmanager
def blank(browser: Any, faults: list[str], script: bool = True) -> Iterator[Any]:
    """Yield a page for one visit or, since it takes a process of its own, for many; see `opened`."""
    context = browser.new_context(
        base_url=URL, java_script_enabled=script, ignore_https_errors=True, reduced_motion="reduce", locale="vi-VN"
    )
    page = context.new_page()
    page.set_default_timeout(30_000)
    page.on("console", lambda told: faults.append(f"console: {told.text}") if told.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(f"script: {error}"))
    page.on("request", lambda asked: faults.append(f"asks {asked.url}") if not asked.url.startswith(URL) else None)
    try:
        yield page
    finally:
        context.close()


def visit(page: Any, address: str, faults: list[str]) -> None:
    """Load an address. A page that answers 410 is looked at too; what Chromium says of that status is no fault."""
    page.goto(address, wait_until="load")
    faults[:] = [fault for fault in faults if "the server responded with a status of 410" not in fault]


def show(page: Any, view: View) -> None:
    """Let an open page be seen in a view."""
    page.set_viewport_size({"width": view.width, "height": 800})
    page.emulate_media(color_scheme=view.scheme)
    page.evaluate("letters => { document.documentElement.dataset.size = letters; }", view.letters)
