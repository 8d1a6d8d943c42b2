"""One stylesheet, named by its own digest, so that a browser may keep it for ever."""

from __future__ import annotations

from pathlib import Path

from pelican import signals
from pelican.generators import ArticlesGenerator
from pelican.writers import Writer

from plugins.output import put_file
from plugins.site_context import SITE, STYLESHEET


def register() -> None:
    """Connect to the end of the articles."""
    signals.article_writer_finalized.connect(write_stylesheet)


def write_stylesheet(generator: ArticlesGenerator, writer: Writer) -> None:
    """Write the stylesheet that every page names."""
    settings = generator.settings
    if not put_file(Path(generator.output_path), settings[SITE].stylesheet, settings[STYLESHEET]):
        raise FileExistsError(settings[SITE].stylesheet)
