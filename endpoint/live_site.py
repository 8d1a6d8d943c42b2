"""The site that is live now, as the application needs it: its search engine and the frame of its search page.

Publishing swaps the whole output folder in one step, so every answer asks the disk what is live; no restart is needed.
"""

from __future__ import annotations

from threading import Lock

from editorial.addresses import SEARCH, file_of
from editorial.settings import Settings
from search.engine import Engine


class NoSearch(Exception):
    """The live site has no search page or no index that can be read."""


class LiveSite:
    """The output folder and the theme that made it. templates: the folder of the theme's"""

    def __init__(self, settings: Settings) -> None:
        self.templates = settings.root / "theme" / "templates"
        self._output = settings.output
        self._engine: Engine | None = None
        self._lock = Lock()

    def engine(self) -> Engine:
        """Return the engine over the live index. Raises: NoSearch"""
        with self._lock:
            try:
                if self._engine is None:
                    self._engine = Engine(self._output / SEARCH.strip("/"))
                self._engine.reader  # noqa: B018 -- opens the index that was published since
            except (OSError, ValueError, KeyError, TypeError) as error:
                self._engine = None
                raise NoSearch(str(error)) from error
            return self._engine

    def page(self) -> str:
        """Return the live search page. Raises: NoSearch"""
        try:
            return (self._output / file_of(SEARCH)).read_text(encoding="utf-8")
        except (OSError, ValueError) as error:
            raise NoSearch(str(error)) from error

    def has(self, address: str) -> bool:
        """True where the site has a page at the address."""
        return (self._output / file_of(address)).is_file()
