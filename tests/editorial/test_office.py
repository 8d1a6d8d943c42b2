"""Whoever opens the office knows by which rules he was told what is public."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from editorial import office
from editorial.office import open_office
from editorial.profile import Profile, load_rules
from tests.organisation import Organisation
from tests.refusing import refuses


def test_what_is_written_while_it_is_read_is_refused(
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
    with refuses("authority-moving"):
        open_office(organisation.settings)
    monkeypatch.undo()
    assert open_office(organisation.settings).rules_read != settled


def test_the_office_knows_the_very_texts_that_it_read(organisation: Organisation) -> None:
    records, opened = organisation.settings.records, open_office(organisation.settings)
    assert {"roster.toml", f"rules/{next((records / 'rules').glob('*.toml')).name}"} <= opened.authority.keys()
    assert all((records / name).read_bytes() == text for name, text in opened.authority.items())
