"""The made-up house: the same bytes each time, and a site that the real gate lets out whole."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from benchmarks.running import Failed
from benchmarks.speed.house import make_house
from benchmarks.speed.subjects import AREAS, SHARES, subjects
from benchmarks.speed.texts import text
from editorial.checks_context import open_context
from editorial.dates import VIETNAM
from editorial.publication import load
from editorial.settings import Settings
from tests.editorial.checking import check_all
from tests.folders import contents

ITEMS = 30
LATER = datetime(2026, 11, 20, 12, 0, tzinfo=VIETNAM)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return make_house(tmp_path_factory.mktemp("house"), ITEMS, processes=1)


def test_the_same_seed_makes_the_same_bytes_on_any_number_of_cores(made: Settings, tmp_path: Path) -> None:
    again = make_house(tmp_path / "again", ITEMS, processes=2)
    for one, other in ((made.content, again.content), (made.records, again.records)):
        assert contents(one) == contents(other)


def test_another_seed_makes_other_texts() -> None:
    first, second = subjects(ITEMS, 7), subjects(ITEMS, 8)
    assert [text(one, first, 7) for one in first] != [text(one, second, 8) for one in second]


def test_every_item_is_public_and_nothing_stands_against_it(made: Settings) -> None:
    publication = load(made, LATER)
    public = {item.item.id for item in publication.items}
    assert public == set(publication.cases)
    assert {subject.id for subject in subjects(ITEMS, 7)} <= public
    assert publication.problems == ()
    context, unread = open_context(made, LATER)
    assert [problem for problem in (*unread, *check_all(context)) if "/mau-" in problem.where] == []


def test_each_item_went_through_all_three_steps_on_its_own_day(made: Settings) -> None:
    publication = load(made, LATER)
    for item in publication.items:
        assert [signoff.act for signoff in item.receipt] == ["screen", "approve", "consent"]
    assert len({item.published_at.year for item in publication.items}) == 5


def test_a_thousand_items_are_about_five_hundred_words_each_in_all_areas_and_kinds() -> None:
    made = subjects(1_000, 7)
    words = [len(text(one, made, 7).partition("\n\n")[2].split()) for one in made]
    assert 450 < sum(words) / len(words) < 650
    assert {area for one in made for area in one.areas} == set(AREAS)
    assert {one.kind for one in made} == set(SHARES)
    assert {Path(one.file).suffix for one in made} == {"", ".png", ".pdf"}
    assert len({one.document_no + one.issuer + str(one.day.year) for one in made if one.document_no}) > 250


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "own.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(Failed, match="not empty"):
        make_house(tmp_path, ITEMS)
    assert [path.name for path in tmp_path.iterdir()] == ["own.txt"]
