"""Whoever opens the office knows by which rules he was told what is public."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from editorial import office
from editorial.office import open_office
from editorial.profile import Profile, load_rules
from tests.organisation import Organisation


def test_rules_that_change_while_they_are_read_are_like_nothing_else(
    organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled = open_office(organisation.settings).rules_read
    assert open_office(organisation.settings).rules_read == settled

    def changed_meanwhile(records: Path) -> Mapping[str, Profile]:
        found = load_rules(records)
        for path in (records / "rules").glob("*.toml"):
            path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
        return found

    monkeypatch.setattr(office, "load_rules", changed_meanwhile)
    first, second = open_office(organisation.settings), open_office(organisation.settings)
    monkeypatch.undo()
    after = open_office(organisation.settings)
    assert len({settled, first.rules_read, second.rules_read, after.rules_read}) == 4
