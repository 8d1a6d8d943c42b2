"""What changed of who may sign is told line by line, and above all what counts from before it was there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import pytest

from editorial.authority import authority_problems
from editorial.dates import VIETNAM
from editorial.messages import sentence
from editorial.office import open_office
from editorial.problem import Problem
from editorial.published import moved_files
from editorial.roster import load_roster
from editorial.roster_changes import roster_changes
from tests.organisation import Organisation

AT = datetime(2026, 11, 20, 9, 30, tzinfo=VIETNAM)
KEY = "ab" * 32

Changes = Callable[[str, str], dict[str, list[str]]]
"""From two texts behind the organisation's roster, before and after, to what is told of them, by code."""


@pytest.fixture
def changes(organisation: Organisation, tmp_path: Path) -> Changes:
    """Return what is told of two rosters, each the organisation's own with a text behind it."""
    own = (organisation.settings.records / "roster.toml").read_text(encoding="utf-8")
    profile = open_office(organisation.settings).profile

    def told(before: str, after: str) -> dict[str, list[str]]:
        (tmp_path / "before.toml").write_text(own + before, encoding="utf-8")
        (tmp_path / "after.toml").write_text(own + after, encoding="utf-8")
        found: dict[str, list[str]] = {}
        was, now = load_roster(tmp_path / "before.toml"), load_roster(tmp_path / "after.toml")
        for problem in roster_changes(was, now, profile, AT):
            found.setdefault(problem.code, []).append(sentence(problem))
        return found

    return told


def deputy(day: str, end: str = "") -> str:
    until = f", until = {end}" if end else ""
    return (
        '\n[[people]]\nid = "pho"\nname = "Phó Ban"\nposition = "Phó Ban"\n'
        f'keys = [{{ public = "{KEY}", from = {day} }}]\n'
        f'roles = [{{ role = "deputy_editor", from = {day}{until} }}]\n'
    )


def test_the_same_roster_has_no_changes(changes: Changes) -> None:
    assert changes(deputy("2026-11-20"), deputy("2026-11-20")) == {}


def test_who_comes_is_told_with_key_and_role(changes: Changes) -> None:
    told = changes("", deputy("2026-11-20"))
    assert told.keys() == {"roster-entry-added"}
    words = " ".join(told["roster-entry-added"])
    assert len(told["roster-entry-added"]) == 3
    assert "“pho” là Phó Ban, Phó Ban." in words
    assert "khóa abababab… của “pho” từ 20/11/2026, không định hạn" in words
    assert "“pho” giữ vai trò Phó Trưởng Ban từ 20/11/2026" in words


def test_what_counts_from_before_the_last_run_is_told_as_such(changes: Changes) -> None:
    told = changes("", deputy("2026-11-19"))
    assert len(told["roster-entry-backdated"]) == 2
    assert all("tính lùi về trước lần ấy" in words for words in told["roster-entry-backdated"])


def test_a_new_end_is_one_change_and_no_coming_and_going(changes: Changes) -> None:
    told = changes(deputy("2026-01-01"), deputy("2026-01-01", "2026-11-30"))
    assert told.keys() == {"roster-entry-moved"}
    [words] = told["roster-entry-moved"]
    assert "nay từ 01/01/2026 đến 30/11/2026, trước đó từ 01/01/2026, không định hạn" in words


def test_a_corrected_post_is_one_change_and_nobody_who_left(changes: Changes) -> None:
    told = changes(
        deputy("2026-01-01"), deputy("2026-01-01").replace('position = "Phó Ban"', 'position = "Phó Trưởng Ban"')
    )
    assert told.keys() == {"roster-entry-moved"}
    assert "“pho” nay là Phó Ban, Phó Trưởng Ban, trước đó là Phó Ban, Phó Ban." in told["roster-entry-moved"][0]


def test_a_line_that_went_is_told(changes: Changes) -> None:
    told = changes(deputy("2026-01-01"), "")
    assert told.keys() == {"roster-entry-removed"}
    assert len(told["roster-entry-removed"]) == 3


@pytest.mark.parametrize(
    "line",
    [
        '[[delegations]]\nby = "truong-ban"\nto = "thanh-vien"\nfrom = 2026-11-01\nreference = "Giấy 1"',
        '[[absences]]\nperson = "truong-ban"\nfrom = 2026-11-01\nreference = "Nghỉ phép"',
        '[[assignments]]\nperson = "thanh-vien"\nareas = ["the-che"]\nfrom = 2026-11-01\nreference = "Phân công 1"',
    ],
)
def test_cover_and_assignments_belong_to_it(changes: Changes, line: str) -> None:
    assert changes("", f"\n{line}\n").keys() == {"roster-entry-backdated"}
    assert changes(f"\n{line}\n", "").keys() == {"roster-entry-removed"}


TWICE = '\n[[delegations]]\nby = "truong-ban"\nto = "thanh-vien"\nfrom = 2026-11-01\nreference = "Giấy 1"\n'
ENDING = f"{TWICE}until = 2026-11-30\n"


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (TWICE, TWICE + TWICE, {"roster-entry-backdated": 1}),
        (TWICE + TWICE, TWICE, {"roster-entry-removed": 1}),
        (TWICE + ENDING, "", {"roster-entry-removed": 2}),
        (TWICE + ENDING, ENDING + ENDING, {"roster-entry-moved": 1}),
    ],
)
def test_lines_of_the_same_words_and_first_day_are_told_one_by_one(
    changes: Changes, before: str, after: str, told: dict[str, int]
) -> None:
    assert {code: len(words) for code, words in changes(before, after).items()} == told


def told_of(organisation: Organisation, tmp_path: Path, before: dict[str, str]) -> list[Problem]:
    office = open_office(organisation.settings)
    moved = moved_files(before, office.authority)
    return list(authority_problems(tmp_path / "log.jsonl", before, moved, office.profile, AT, office.roster))


def test_rules_that_came_went_or_changed_are_told(organisation: Organisation, tmp_path: Path) -> None:
    before = moved_files({}, open_office(organisation.settings).authority)
    [rules] = before.keys() - {"roster.toml"}
    assert told_of(organisation, tmp_path, before) == []
    for then, code in (
        ({"roster.toml": before["roster.toml"]}, "rules-file-new"),
        (before | {rules: "0" * 64}, "rules-file-changed"),
        (before | {"rules/2020-01-01.toml": "0" * 64}, "rules-file-gone"),
    ):
        [problem] = told_of(organisation, tmp_path, then)
        assert problem.code == code
        assert "09:30 ngày 20/11/2026" in sentence(problem)


def test_a_roster_of_before_that_is_lost_or_altered_is_told(organisation: Organisation, tmp_path: Path) -> None:
    before = moved_files({}, open_office(organisation.settings).authority) | {"roster.toml": "0" * 64}
    assert [problem.code for problem in told_of(organisation, tmp_path, before)] == ["authority-text-lost"]
    (tmp_path / "authority").mkdir()
    (tmp_path / "authority" / f"{'0' * 64}.toml").write_text("schema = 1", encoding="utf-8")
    assert [problem.code for problem in told_of(organisation, tmp_path, before)] == ["authority-text-lost"]


def test_a_roster_of_before_that_is_no_longer_read_stops_nobody(organisation: Organisation, tmp_path: Path) -> None:
    """Another version of the software may have known other lines."""
    text = b'schema = 1\norganisation = "C"\npeople = []\nformer = true\n'
    digest = sha256(text).hexdigest()
    (tmp_path / "authority").mkdir()
    (tmp_path / "authority" / f"{digest}.toml").write_bytes(text)
    before = moved_files({}, open_office(organisation.settings).authority) | {"roster.toml": digest}
    problems = told_of(organisation, tmp_path, before)
    assert [(problem.code, problem.severity) for problem in problems] == [("authority-text-lost", "warn")]


def test_a_former_name_lets_old_signoffs_count_and_is_told(organisation: Organisation) -> None:
    office = open_office(organisation.settings)
    after = replace(office.roster, formerly=("Sở bên cạnh",))
    [told] = roster_changes(office.roster, after, office.profile, AT)
    assert (told.code, told.facts["entry"]) == ("roster-entry-added", "chữ ký cho “Sở bên cạnh” được tính")
