"""A sign-off counts where it was made: who signs for two organisations has not signed for the other."""

from __future__ import annotations

import shutil
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from editorial.office import open_case
from editorial.publication import load
from editorial.signing import confirm_withdrawal, identify, withdraw
from editorial.signoffs import Withdrawal, ledger_path, seal
from tests.organisation import Organisation, reopened

NAME = 'organisation = "Cơ quan thử"'
OTHER = 'organisation = "Cơ quan bên cạnh"'


@pytest.fixture
def other(organisation: Organisation, tmp_path: Path) -> Organisation:
    """Return another organisation with the same people, keys and rules, into whose records the first one's came."""
    organisation.article("bai-mot")
    organisation.sign_all("bai-mot")
    records = tmp_path / "other"
    shutil.copytree(organisation.settings.records, records)
    there = reopened(organisation, records=records, state=tmp_path / ".other")
    there.roster_text(lambda text: text.replace(NAME, OTHER))
    return there


def public(organisation: Organisation) -> list[str]:
    return [one.id for one in load(organisation.settings, organisation.now).items]


def test_a_ledger_of_another_organisation_makes_nothing_public(organisation: Organisation, other: Organisation) -> None:
    assert public(organisation) == ["bai-mot"]
    assert public(other) == []
    assert {problem.code for problem in other.case("bai-mot").verdict.problems} == {"signoff-other-organisation"}


def test_what_was_signed_under_a_former_name_counts_and_the_next_line_bears_the_new_one(other: Organisation) -> None:
    other.roster_text(lambda text: text.replace(OTHER, f'{OTHER}\nformerly = ["Cơ quan thử"]'))
    assert public(other) == ["bai-mot"]
    other.withdraw("bai-mot")
    assert [one.organisation for one in other.case("bai-mot").ledger.signoffs[-2:]] == [
        "Cơ quan thử",
        "Cơ quan bên cạnh",
    ]


def test_every_act_names_the_organisation(organisation: Organisation) -> None:
    organisation.article("bai-mot")
    organisation.sign_all("bai-mot")
    office, now = organisation.office(), organisation.later(seconds=1)
    told = Withdrawal("error", "Nhầm", confirm_by="2026-12-31")
    withdraw(office, "bai-mot", identify(office, organisation.keys["truong-ban"], now), told, "CT-5.5", now)
    second = identify(office, organisation.keys["lanh-dao-so"], organisation.later(seconds=1))
    confirm_withdrawal(office, "bai-mot", second, organisation.now)
    signoffs = open_case(office, "bai-mot", organisation.now).ledger.signoffs
    assert len(signoffs) == 5
    assert {one.organisation for one in signoffs} == {"Cơ quan thử"}


def test_lines_that_name_no_organisation_count_as_before(organisation: Organisation) -> None:
    organisation.article("bai-mot")
    signoffs = organisation.sign_all("bai-mot")
    lines: list[str] = []
    previous = ""
    for signoff in signoffs:
        line = seal(replace(signoff, organisation=""), previous, organisation.keys[signoff.person])
        assert "organisation" not in line
        lines.append(f"{line}\n")
        previous = sha256(line.encode()).hexdigest()
    ledger_path(organisation.settings.records, "bai-mot").write_text("".join(lines), encoding="utf-8")
    assert public(organisation) == ["bai-mot"]
