"""What the office says of itself, and who sits on the board."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from editorial.board import posts_of
from editorial.messages import sentence
from editorial.organisation import Office, Organisation, load_organisation, organisation_problems
from editorial.problem import Refused
from editorial.profile import load_profile
from editorial.roster import load_roster
from tests.organisation import ROOT, found, profile_named

WHOLE = """schema = 1

[office]
address = "Số 1 đường Thử"
phone = "0292 3000000"
email = "so@example.gov.vn"
fault_email = "bao-loi@example.gov.vn"
confirmed_on = 2026-11-20

[[officers]]
post = "Trưởng phòng"
unit = "Phòng Cải cách hành chính"
phone = "0292 3000001"
email = "phong@example.gov.vn"
confirmed_on = 2026-11-20

[[links]]
group = "related"
name = "Bộ Nội vụ"
address = "https://example.gov.vn/"
"""


def written(folder: Path, text: str) -> Path:
    (folder / "organisation.toml").write_text(text, encoding="utf-8")
    return folder


def codes(folder: Path, regulation: str = "ct") -> list[str]:
    profile = profile_named(regulation)
    found = list(organisation_problems(load_organisation(folder), profile))
    assert all(sentence(problem) for problem in found)
    return [problem.code for problem in found]


def test_without_a_file_nothing_is_known_and_the_editor_is_told(tmp_path: Path):
    assert load_organisation(tmp_path) == Organisation()
    assert codes(tmp_path) == ["office-silent"]


def test_what_is_confirmed_is_all_that_a_real_site_may_show(tmp_path: Path):
    facts = load_organisation(written(tmp_path, WHOLE))
    assert facts.confirmed.office == facts.office and facts.confirmed.officers == facts.officers
    assert facts.confirmed.links == ()
    unconfirmed = replace(facts, office=replace(facts.office, confirmed_on=None))
    assert unconfirmed.confirmed.office == Office()
    assert codes(tmp_path) == ["office-unconfirmed"]


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ('"phong@example.gov.vn"', '"phong@example.com"', "officer-mail-private"),
        ('"0292 3000001"', '"0912 345 678"', "officer-phone-private"),
        ('"0292 3000001"', '"+84912345678"', "officer-phone-private"),
        ('fault_email = "bao-loi@example.gov.vn"', "", "office-silent"),
    ],
)
def test_what_is_no_official_address_is_told(tmp_path: Path, before: str, after: str, code: str):
    """PS-P5: an office telephone and an official e-mail only; LCh-7.7: where faults are reported."""
    assert code in codes(written(tmp_path, WHOLE.replace(before, after)))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("https://example.gov.vn/", "http://example.gov.vn/"),
        ("https://example.gov.vn/", "javascript:alert(1)"),
        ("https://example.gov.vn/", 'https://example.gov.vn/\\"onclick=x'),
        ("so@example.gov.vn", "so@example.gov.vn?cc=x@y.vn"),
        ('group = "related"', 'group = "khác"'),
        ("fault_email", "faultemail"),
    ],
)
def test_what_could_mislead_a_reader_is_refused(tmp_path: Path, before: str, after: str):
    with pytest.raises(Refused):
        load_organisation(written(tmp_path, WHOLE.replace(before, after)))


def test_the_sample_file_of_the_house_is_read():
    assert {link.group for link in load_organisation(ROOT / "records").links} <= {"service", "component", "related"}


def test_a_post_has_the_duties_of_its_clauses_and_those_who_hold_it(tmp_path: Path):
    """ST-1: duties from the regulation, members from the roster, on the day."""
    site = found(tmp_path)
    profile, roster = load_profile(site.settings.regulation_file), load_roster(site.settings.records / "roster.toml")
    posts = {post.title: post for post in posts_of(profile, roster, date(2026, 11, 20))}
    chief = posts["Trưởng Ban"]
    assert ("phê duyệt thông tin trước khi đăng", "CT-10") in [(duty.text, duty.clause) for duty in chief.duties]
    assert chief.members and all(not post.members for post in posts_of(profile, roster, date(2025, 12, 31)))


@pytest.mark.parametrize("regulation", ["ct", "st", "lc", "lx", "lch"])
def test_a_member_is_named_only_where_the_regulation_says_how(tmp_path: Path, regulation: str):
    profile = profile_named(regulation)
    board = {f"nguoi-{role.replace('_', '-')}": role for role in profile.roles}
    site = found(tmp_path, regulation, board)
    roster = load_roster(site.settings.records / "roster.toml")
    named = [member for post in posts_of(profile, roster, date(2026, 11, 20)) for member in post.members]
    assert len(named) == len(profile.roles)
    has_form = bool(profile.members and profile.members.display)
    assert all(member.startswith("nguoi-") == has_form for member in named)
