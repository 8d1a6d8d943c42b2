"""Tests of the frozen dataclasses that share their methods: they do what `dataclass(frozen=True)` does."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import FrozenInstanceError, asdict, dataclass, field, fields, is_dataclass, replace
from functools import cached_property
from pickle import dumps, loads
from typing import Any

import pytest

from editorial.frozen import frozen


@frozen
class Shelf:
    """With every sort of field."""

    name: str
    width: int = 3
    books: dict[str, int] = field(default_factory=dict, compare=False)
    note: str = field(default="", repr=False)

    @cached_property
    def twice(self) -> int:
        return 2 * self.width


@dataclass(frozen=True)
class Model:
    """The same fields, as the standard library makes them."""

    name: str
    width: int = 3
    books: dict[str, int] = field(default_factory=dict, compare=False)
    note: str = field(default="", repr=False)


WAYS: tuple[Callable[[Any], Any], ...] = (
    lambda kind: kind("a"),
    lambda kind: kind("a", 4, {"x": 1}, "n"),
    lambda kind: kind(name="a", note="n"),
    lambda kind: replace(kind("a", 4), width=5),
)


@pytest.mark.parametrize("way", WAYS)
def test_it_is_made_and_shown_as_the_standard_library_does(way: Callable[[Any], Any]) -> None:
    ours, theirs = way(Shelf), way(Model)
    assert asdict(ours) == asdict(theirs)
    assert repr(ours) == repr(theirs).replace("Model", "Shelf")
    assert [one.name for one in fields(ours)] == [one.name for one in fields(theirs)]
    assert is_dataclass(Shelf)


@pytest.mark.parametrize(
    "way",
    [
        lambda kind: kind(),
        lambda kind: kind(width=4),
        lambda kind: kind("a", name="b"),
        lambda kind: kind("a", colour="red"),
        lambda kind: kind(width=1, books={}, note="", colour="red"),
        lambda kind: kind("a", 1, {}, "", 5),
    ],
)
def test_it_refuses_what_the_standard_library_refuses(way: Callable[[Any], Any]) -> None:
    for kind in (Model, Shelf):
        with pytest.raises(TypeError):
            way(kind)


def test_fields_that_are_compared_make_it_equal_and_hash_alike() -> None:
    assert Shelf("a", books={"x": 1}) == Shelf("a", books={"y": 2})
    assert hash(Shelf("a", books={"x": 1})) == hash(Shelf("a"))
    assert Shelf("a") != Shelf("b")
    assert Shelf("a") != Model("a")


def test_it_does_not_change() -> None:
    shelf = Shelf("a")
    with pytest.raises(FrozenInstanceError):
        shelf.width = 5  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del shelf.name
    assert (shelf.width, shelf.twice) == (3, 6)


def test_each_has_a_default_of_its_own() -> None:
    assert Shelf("a").books is not Shelf("a").books


def test_it_travels_between_processes() -> None:
    shelf = Shelf("a", 4, {"x": 1})
    assert loads(dumps(shelf)) == deepcopy(shelf) == shelf


def test_a_pattern_matches_its_fields() -> None:
    match Shelf("a", 4):
        case Shelf(name, width):
            assert (name, width) == ("a", 4)
