"""What tests of a site's folder may ask for."""

from __future__ import annotations

from pathlib import Path

import pytest

from editorial import site_folder as module
from editorial.site_folder import SiteFolder
from tests.editorial.kept_site import NAMES


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """The state folder."""
    return tmp_path / ".state"


@pytest.fixture
def kept_site(tmp_path: Path, state: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of four files that was kept, long enough after it was written for everything to be settled."""
    monkeypatch.setattr(module, "SLACK_NS", -1)
    monkeypatch.setattr("editorial.file_index.SLACK_NS", -1)
    folder = SiteFolder.open(tmp_path / "site", state)
    for name in NAMES:
        folder.put(name, name.encode())
    SiteFolder.open(tmp_path / "site", state).keep()
    return tmp_path / "site"


@pytest.fixture
def read_anew(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names that are read while a folder is opened."""
    names: list[str] = []
    really = SiteFolder._know

    def told(self: SiteFolder, name: str) -> None:
        names.append(name)
        really(self, name)

    monkeypatch.setattr(SiteFolder, "_know", told)
    return names
