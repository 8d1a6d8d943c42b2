from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass

import pytest

from editorial.profile import Profile
from editorial.profile_words import rules_in_words
from tests.organisation import profile_named


@pytest.fixture(params=["ct", "st", "lc", "lx", "lch"])
def profile(request: pytest.FixtureRequest) -> Profile:
    return profile_named(request.param)


def clauses_of(value: object) -> Iterator[str]:
    """Yield the clause of every rule below a table, whatever its shape."""
    if is_dataclass(value):
        for one in fields(value):
            inner = getattr(value, one.name)
            if one.name == "clause" and inner:
                yield inner
            yield from clauses_of(inner)
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from clauses_of(inner)
    elif isinstance(value, tuple):
        for inner in value:
            yield from clauses_of(inner)


def test_every_rule_of_every_regulation_is_told_once(profile: Profile):
    remarks = Counter(note.clause for note in profile.regulation.notes)
    assert Counter(rule.clause for rule in rules_in_words(profile)) == Counter(clauses_of(profile)) - remarks


def test_no_word_of_the_data_is_shown_to_a_person(profile: Profile):
    words = " ".join(rule.text for rule in rules_in_words(profile)).split()
    internal = {*profile.roles, "_on", "own", "public", "withdraw", "banner", "approve", "None", "True", "False"}
    internal |= {"email", "website"}
    assert not [word for word in words if word.strip(";:,.()“”").partition(":")[0] in internal]


def test_no_sentence_ends_in_the_air(profile: Profile):
    assert not [rule for rule in rules_in_words(profile) if rule.text.rstrip().endswith((":", ";", ","))]
