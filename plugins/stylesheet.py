"""The stylesheets and their fonts, named by their own digests; the theme's pictures, and the licence of its fonts."""

from __future__ import annotations

from pathlib import Path

from plugins.output import put_file
from plugins.site_context import STYLES
from plugins.site_generator import SiteGenerator, site_planned
from plugins.site_writer import SiteWriter
from plugins.styles import Styles

PLACE = "/theme/"


def register() -> None:
    """Connect to the planning of the site."""
    site_planned.connect(write_stylesheet)


def write_stylesheet(generator: SiteGenerator, writer: SiteWriter) -> None:
    """Name the stylesheets, what they ask for, and the pictures of the theme."""
    styles: Styles = generator.settings[STYLES]
    for address, css in styles.css.items():
        put_file(writer, address, css)
    for name, content in styles.fonts.items():
        put_file(writer, PLACE + name, content)
    static = Path(generator.settings["THEME"]) / "static"
    for path in (*sorted((static / "img").iterdir()), static / "fonts" / "OFL.txt"):
        put_file(writer, PLACE + path.name, path.read_bytes())
