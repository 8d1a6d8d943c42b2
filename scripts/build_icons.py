"""Draw the PNG icons from theme/static/img/icon.svg: python scripts/build_icons.py

A home screen takes no SVG. Chromium draws them, a dependency of development only; the result is kept beside the SVG.
The icon of Apple's devices and the maskable one have no round corners, since the system cuts its own.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

from PIL import Image

FOLDER = Path(__file__).resolve().parent.parent / "theme" / "static" / "img"
ROUND = ' rx="12"'
ICONS: Mapping[str, tuple[int, bool]] = {
    "icon-192.png": (192, True),
    "icon-512.png": (512, True),
    "icon-180.png": (180, False),
    "icon-maskable-512.png": (512, False),
}
"""Name to width and height in px, and whether the corners are round."""


def draw() -> dict[str, bytes]:
    """Return the content of each icon by its file name. Raises: ValueError for a mark without round corners"""
    from playwright.sync_api import sync_playwright

    mark = (FOLDER / "icon.svg").read_text(encoding="utf-8")
    if ROUND not in mark:
        raise ValueError(f"icon.svg has no{ROUND}, which a full icon goes without")
    made = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for name, (size, is_round) in ICONS.items():
            page = browser.new_page(viewport={"width": size, "height": size})
            svg = mark if is_round else mark.replace(ROUND, "")
            page.set_content(f"<style>body{{margin:0}}svg{{display:block;width:{size}px}}</style>{svg}")
            made[name] = _packed(page.screenshot(omit_background=True))
            page.close()
        browser.close()
    return made


def _packed(screenshot: bytes) -> bytes:
    """Return the picture in as many colours as it needs."""
    made = BytesIO()
    Image.open(BytesIO(screenshot)).quantize(64, method=Image.Quantize.FASTOCTREE).save(made, "PNG", optimize=True)
    return made.getvalue()


if __name__ == "__main__":
    for name, content in draw().items():
        (FOLDER / name).write_bytes(content)
