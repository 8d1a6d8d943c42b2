"""Settings of a small desk for checking and beginning content: empty content, real rules, a small registry."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

from rich.console import Console

from desk.screen import Screen
from editorial.settings import Settings
from tests.editorial.checking import DATA, ROOT
from tests.organisation import lend


def settings_in(base: Path, regulation: str = "ct") -> Settings:
    """Return settings whose content and records lie below the folder."""
    content, records = base / "content", base / "records"
    content.mkdir()
    shutil.copytree(DATA / "registry", records)
    lend(records, "acts.toml", "holidays")
    other = base / "other"
    return Settings(ROOT, regulation, "", "", content, records, other, other, other, other)


class Paper(Screen):
    """A screen whose words are kept, as a pipe would get them."""

    def __init__(self) -> None:
        self._kept = io.StringIO()
        console = Console(file=self._kept, width=200, highlight=False, soft_wrap=True, emoji=False)
        super().__init__(console, console)

    @property
    def said(self) -> str:
        """Everything printed so far."""
        return self._kept.getvalue()
