"""One stylesheet, named by its own digest, so that a browser may keep it for ever; and the theme's pictures."""

from __future__ import annotations

from pathlib import Path

from plugins.output import put_file
from plugins.site_context import SITE, STYLESHEET
from plugins.site_generator import SiteGenerator, site_planned
from plugins.site_writer import SiteWriter

PICTURES = "/theme/"


def register() -> None:
    """Connect to the planning of the site."""
    site_planned.connect(write_stylesheet)


def write_stylesheet(generator: SiteGenerator, writer: SiteWriter) -> None:
    """Name the stylesheet that every page links, and the pictures of the theme."""
    settings = generator.settings
    put_file(writer, settings[SITE].stylesheet, settings[STYLESHEET])
    pictures = Path(settings["THEME"]) / "static" / "img"
    for path in sorted(pictures.rglob("*")):
        if path.is_file():
            put_file(writer, PICTURES + path.relative_to(pictures).as_posix(), path.read_bytes())
