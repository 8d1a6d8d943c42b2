"""The site that is live now, as the application needs it: its search engine and the frame of its search page.

Publishing swaps the whole output folder in one step, so every answer asks the disk what is live; no restart is needed.
"""

from __future__ import annotations

from pathlib import Path
from threading import Lock

from editorial.addresses import SEARCH
from editorial.settings import Settings
from search.engine import Engine


class NoSearch(Exception):
    """The live site has no search page or no index that can be read."""


class LiveSite:
    """The output folder and the theme whose macros made it. theme: the templates folder"""

    def __init__(self, settings: Settings) -> None:
        self.theme = settings.root / "theme" / "templates"
        self._folder = settings.output / SEARCH.strip("/")
        self._engine: Engine | None = None
        self._lock = Lock()

    @property
    def folder(self) -> Path:
        """Where the search page lies."""
        return self._folder

    def engine(self) -> Engine:
        """Return the engine over the live index. Raises: NoSearch"""
        with self._lock:
            try:
                if self._engine is None:
                    self._engine = Engine(self._folder)
                self._engine.reader  # noqa: B018 -- opens the index that was published since
            except (OSError, ValueError, KeyError, TypeError) as error:
                self._engine = None
                raise NoSearch(str(error)) from error
            return self._engine

    def page(self) -> str:
        """Return the live search page. Raises: NoSearch"""
        try:
            return (self._folder / "index.html").read_text(encoding="utf-8")
        except (OSError, ValueError) as error:
            raise NoSearch(str(error)) from error
