"""One stylesheet, named by its own digest, so that a browser may keep it for ever; the theme's pictures and fonts."""

from __future__ import annotations

from pathlib import Path

from plugins.output import put_file
from plugins.site_context import SITE, STYLESHEET
from plugins.site_generator import SiteGenerator, site_planned
from plugins.site_writer import SiteWriter

PLACE = "/theme/"
FOLDERS = ("img", "fonts")


def register() -> None:
    """Connect to the planning of the site."""
    site_planned.connect(write_stylesheet)


def write_stylesheet(generator: SiteGenerator, writer: SiteWriter) -> None:
    """Name the stylesheet that every page links, and the pictures and fonts of the theme."""
    settings = generator.settings
    put_file(writer, settings[SITE].stylesheet, settings[STYLESHEET])
    for folder in FOLDERS:
        for path in sorted((Path(settings["THEME"]) / "static" / folder).iterdir()):
            put_file(writer, PLACE + path.name, path.read_bytes())
