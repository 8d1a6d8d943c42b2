from __future__ import annotations

from datetime import date

import pytest

from editorial.acts import Act
from plugins.regulation import regulation_facts, standing_in_words
from tests.organisation import profile_named

ACTS = {
    "cu": Act(
        "Nghị định cũ", "verified", "nguồn", valid_from=date(2022, 8, 15), valid_to=date(2026, 7, 1), replaced_by="moi"
    ),
    "moi": Act("Nghị định mới", "verified", "nguồn", number="224/2026/NĐ-CP", valid_from=date(2026, 7, 1)),
    "ro": Act("Luật", "verified", "nguồn", valid_from=date(2006, 1, 1), confirmed_on=date(2026, 1, 1)),
    "luat": Act("Luật cũ", "unknown", "nguồn", replaced_by="luat-moi"),
    "luat-moi": Act("Luật mới", "verified", "nguồn", number="148/2025/QH15"),
    "mo": Act("Thông tư", "unknown", "nguồn"),
}


@pytest.mark.parametrize(
    ("act", "on", "words"),
    [
        (
            "cu",
            date(2026, 7, 1),
            "hết hiệu lực từ ngày 01/07/2026, thay bằng Nghị định số 224/2026/NĐ-CP; chưa xác nhận",
        ),
        (
            "cu",
            date(2026, 6, 30),
            "sẽ hết hiệu lực từ ngày 01/07/2026, thay bằng Nghị định số 224/2026/NĐ-CP; chưa xác nhận",
        ),
        (
            "luat",
            date(2026, 7, 1),
            "chưa rõ còn hiệu lực hay không, thay bằng Luật mới số 148/2025/QH15; chưa xác nhận",
        ),
        ("cu", date(2026, 1, 1), ""),
        ("moi", date(2026, 6, 30), "chưa có hiệu lực; chưa xác nhận"),
        ("ro", date(2026, 6, 30), ""),
        ("mo", date(2026, 6, 30), "chưa rõ còn hiệu lực hay không; chưa xác nhận"),
    ],
)
def test_a_reader_is_told_what_stands_of_a_basis(act: str, on: date, words: str):
    """PS-B2, PS-B3"""
    assert standing_in_words(ACTS[act], ACTS, on) == words


@pytest.mark.parametrize("regulation", ["ct", "st", "lc", "lx", "lch"])
def test_every_rule_stands_in_exactly_one_group(regulation: str):
    profile = profile_named(regulation)
    facts = regulation_facts(profile, {}, date(2026, 11, 20))
    for group in facts.groups:
        prefixes = {rule.clause.partition("-")[0] for _, rules in group.topics for rule in rules}
        if group.name.endswith("chính quy chế này"):
            assert prefixes == {profile.id}
        else:
            assert profile.id not in prefixes
    assert facts.groups


def test_the_title_and_number_are_those_of_the_print():
    """CT-QD.0: the blank stays a blank."""
    facts = regulation_facts(profile_named("ct"), {}, date(2026, 11, 20))
    assert (facts.number, facts.issued, facts.effective) == ("…/QĐ-SNV", "tháng 11 năm 2023", "từ ngày ký")
