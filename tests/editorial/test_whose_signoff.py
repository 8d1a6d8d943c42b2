"""A sign-off counts where it was made: who signs for two organisations has not signed for the other."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from editorial.dates import local_day
from editorial.office import open_case, rules_problem
from editorial.publication import load
from editorial.publishing import check_publishing
from editorial.signing import confirm_withdrawal, identify, withdraw
from editorial.signoffs import Withdrawal, ledger_path, seal
from tests.organisation import BOARD, Organisation, found, reopened
from tests.refusing import refuses

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


ST_BOARD = {"st-don-vi": "unit_head", "st-thanh-vien": "board_member", "st-truong-ban": "chief_editor"}
JOINED_ON = date(2026, 11, 30)


def an_office(base: Path, name: str, regulation: str, board: dict[str, str]) -> Organisation:
    """Return an office of its own with one public text, which its people signed under its name and its rules."""
    office = found(base / name, regulation, board)
    office.roster_text(lambda text: text.replace("Cơ quan thử", name))
    item = f"bai-{name[-1].lower()}"
    office.article(item)
    office.sign_all(item)
    return office


def take_in(into: Organisation, joined: Organisation) -> None:
    """Do what docs/operations.md tells under “Offices that become one”, and nothing else."""
    records, theirs = into.settings.records, joined.settings.records
    for folder in ("signoffs", "editions"):
        for path in (theirs / folder).glob("[!.]*"):
            (records / folder).mkdir(exist_ok=True)
            with (records / folder / path.name).open("xb") as new:
                new.write(path.read_bytes())
    for path in (theirs / "rules").glob("*.toml"):
        shutil.copy(path, records / "rules" / f"{path.name[:10]}-den-{JOINED_ON}{path.name[10:]}")
    shutil.copytree(joined.settings.content, into.settings.content, dirs_exist_ok=True)
    roster = (theirs / "roster.toml").read_text(encoding="utf-8")
    into.roster_text(
        lambda text: text + roster[roster.index("[[people]]") :].replace(" }]", f", until = {JOINED_ON} }}]")
    )


def test_offices_that_become_one_bring_their_signatures(tmp_path: Path) -> None:
    """Three offices with two regulations, of which none had replaced the other, and then one with a new name."""
    one = an_office(tmp_path, "Sở A", "ct", BOARD)
    others = [
        an_office(tmp_path, "Sở B", "ct", {f"b-{person}": role for person, role in BOARD.items()}),
        an_office(tmp_path, "Sở C", "st", ST_BOARD),
    ]
    before = {item.id: item.edition.digest for each in (one, *others) for item in load(each.settings, each.now).items}
    assert len(before) == 3
    for each in others:
        take_in(one, each)
        one.now = max(one.now, each.now)
    names = 'formerly = ["Sở A", "Sở B", "Sở C"]'
    one.roster_text(lambda text: text.replace('organisation = "Sở A"', f'organisation = "Sở mới"\n{names}'))
    found_public = load(one.settings, one.now)
    assert {item.id: item.edition.digest for item in found_public.items} == before
    assert found_public.problems == ()
    one.later(days=30)
    one.article("bai-moi")
    assert {signoff.organisation for signoff in one.sign_all("bai-moi")} == {"Sở mới"}
    with refuses("key-ended"):
        one.keys |= others[0].keys
        one.article("bai-nua")
        one.sign("bai-nua", "b-phong-cchc")


@pytest.mark.parametrize("last", ["2026-10-31", "2026-02-30"])
def test_the_rules_of_a_joined_office_count_on_its_days_only(last: str, organisation: Organisation) -> None:
    organisation.article("bai-mot")
    organisation.sign_all("bai-mot")
    rules = organisation.settings.records / "rules"
    [path] = rules.glob("*.toml")
    path.rename(path.with_name(f"{path.name[:10]}-den-{last}{path.name[10:]}"))
    if last == "2026-02-30":
        with refuses("rules-altered"):
            load(organisation.settings, organisation.now)
    else:
        assert public(organisation) == []
        problems = organisation.case("bai-mot").verdict.problems
        assert {problem.code for problem in problems} == {"signoff-rules-not-in-force"}
        problem = rules_problem(organisation.office(), "fail")
        assert problem and problem.code == "rules-not-adopted"


def test_rules_that_joined_end_before_a_site_is_published_under_them(organisation: Organisation) -> None:
    """Beside the ones in force, a laxer set without an end would let fewer people sign, and nobody would be told."""
    rules = organisation.settings.records / "rules"
    [path] = rules.glob("*.toml")
    today = local_day(organisation.now)
    for last, expected in ((today - timedelta(days=1), []), (today, ["rules-joined-lasting"])):
        joined = path.with_name(f"2026-01-01-den-{last}{path.name[10:]}")
        shutil.copy(path, joined)
        publication = load(organisation.settings, organisation.now)
        found = list(check_publishing(organisation.settings, publication, "phong-cchc", organisation.now))
        assert [problem.code for problem in found if problem.where.startswith("rules/")] == expected
        joined.unlink()
