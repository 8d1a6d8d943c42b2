"""The records as the last run left them, less what was withdrawn since: nothing else appears, changes or comes back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from desk.former_records import as_published
from editorial.publication import Publication, load
from editorial.published import Published
from editorial.signoffs import ledger_path
from tests.desk.office_fixture import Desk


def published(desk: Desk) -> Published:
    """Return what a log says after a run of this moment."""
    publication = load(desk.settings, desk.now)
    heads = {item: (standing.lines, standing.head) for item, standing in publication.standings.items()}
    return Published((), dict(publication.editions), heads, {}, "")


def site_of_then(desk: Desk, before: Published) -> tuple[Publication, tuple[str, ...]]:
    """Return what an urgent withdrawal would leave on the site, and what it would leave out."""
    with as_published(desk.settings, before, desk.now) as (then, left):
        return load(then, desk.now, remember=False), left


@pytest.fixture
def two(desk: Desk) -> Desk:
    """A desk with two public articles."""
    for item in ("bai-mot", "bai-hai"):
        desk.organisation.article(item, title=f"Bài {item}")
        desk.organisation.sign_all(item)
    return desk


def test_what_was_signed_since_shows_nothing(two: Desk) -> None:
    before = published(two)
    two.organisation.article("bai-mot", body="Câu mới, đã ký.")
    two.organisation.article("bai-ba", title="Bài ba")
    for item in ("bai-mot", "bai-ba"):
        two.organisation.sign_all(item)
    then, left = site_of_then(two, before)
    assert (dict(then.editions), left) == (before.editions, ())
    assert dict(load(two.settings, two.now).editions) != before.editions


@pytest.mark.parametrize("again", [False, True])
def test_what_was_withdrawn_since_goes_even_if_it_was_signed_again(two: Desk, again: bool) -> None:
    before = published(two)
    two.organisation.withdraw("bai-mot")
    if again:
        two.organisation.sign_all("bai-mot")
    then, left = site_of_then(two, before)
    assert (set(then.editions), [stone.item for stone in then.tombstones], left) == ({"bai-hai"}, ["bai-mot"], ())


def test_no_embargo_ends_meanwhile(two: Desk) -> None:
    tomorrow = (two.now + timedelta(days=1)).isoformat()
    two.organisation.article("bai-mot", body="Câu mới.", extra=f"publish_at: {tomorrow}")
    two.organisation.article("bai-ba", title="Bài ba", extra=f"publish_at: {tomorrow}")
    for item in ("bai-mot", "bai-ba"):
        two.organisation.sign_all(item)
    before = published(two)
    two.organisation.later(days=2)
    then, left = site_of_then(two, before)
    assert (dict(then.editions), left) == (before.editions, ()) and set(then.editions) == {"bai-mot", "bai-hai"}


def test_what_was_taken_away_before_comes_back_by_no_line_that_is_left_out(two: Desk) -> None:
    shown = dict(published(two).editions)
    two.organisation.withdraw("bai-mot")
    then, left = site_of_then(two, replace(published(two), editions=shown))
    assert (set(then.editions), left) == ({"bai-hai"}, ("bai-mot",))


@pytest.mark.parametrize("harm", ["a line is lost", "a line is another", "no ledger", "no edition"])
def test_what_is_not_proved_any_more_is_left_out_by_name(two: Desk, harm: str) -> None:
    before = published(two)
    ledger = ledger_path(two.settings.records, "bai-mot")
    lines = ledger.read_bytes().splitlines(keepends=True)
    if harm == "a line is lost":
        ledger.write_bytes(b"".join(lines[:-1]))
    elif harm == "a line is another":
        ledger.write_bytes(b"".join([lines[0].replace(b"e", b"E", 1), *lines[1:]]))
    elif harm == "no ledger":
        ledger.unlink()
    else:
        (two.settings.records / "editions" / f"{before.editions['bai-mot']}.json").unlink()
    then, left = site_of_then(two, before)
    assert (set(then.editions), left) == ({"bai-hai"}, ("bai-mot",))
