"""An index is held until it can be read as data, and a name that two territories bear joins nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from editorial.index_values import label_of
from editorial.messages import sentence
from editorial.places import load_places
from editorial.problem import Problem
from tests.editorial.checking import NEWS, PATH, ROOT, check_folder, said_of, text_of, write
from tests.organisation import lend
from tests.requirements.items import INDEX_TABLES

INDEX = {key: value for key, value in NEWS.items() if key != "event_on"} | {
    "kind": "index",
    "issued_on": "2026-11-17",
    "index_name": "Chỉ số thử",
    "index_unit": "%",
    "index_scale": "0–100",
}
REAL = INDEX_TABLES.replace("Tỉnh Thử (", "Thành phố Cần Thơ (").replace("Thành phố Thử (", "Thành phố Cần Thơ (")


def problems(content: Path, body: str) -> list[Problem]:
    """Return what is said of an index where the organisation keeps its places."""
    write(content, {PATH: text_of(INDEX, body)})
    records = content.parent / "records"
    records.mkdir()
    lend(records, "places.toml", "acts.toml")
    return check_folder(content, records=records)


def told(content: Path, body: str) -> dict[str, str]:
    return {problem.code: problem.severity for problem in problems(content, body)}


@pytest.mark.parametrize("key", ["index_name", "index_unit", "index_scale"])
def test_an_index_says_which_it_is(tmp_path: Path, key: str):
    write(tmp_path, {PATH: text_of(INDEX | {key: None}, INDEX_TABLES)})
    assert said_of(tmp_path) == {"field-missing": "hold"}


def test_a_whole_index_has_nothing_against_it(tmp_path: Path):
    write(tmp_path, {PATH: text_of(INDEX, INDEX_TABLES)})
    assert said_of(tmp_path) == {}
    assert told(tmp_path / "content", REAL) == {}


def test_a_value_on_the_other_side_of_the_merger_is_told_where_it_stands(tmp_path: Path):
    body, wrong = REAL.replace("| 2024 |", "| 2025 |"), "| 2025 | Thành phố Cần Thơ (trước 01/07/2025)"
    (problem,) = problems(tmp_path / "content", body)
    line = next(number for number, text in enumerate(text_of(INDEX, body).split("\n"), 1) if wrong in text)
    assert (problem.code, problem.severity, problem.clause) == ("index-joined", "hold", "PS-I1")
    assert problem.where == f"content/{PATH}:{line}"
    assert "không nối thành một dãy" in sentence(problem)


def test_what_is_wrong_with_a_source_is_told_once_and_in_its_row(tmp_path: Path):
    source = next(line for line in REAL.split("\n") if "](http" in line)
    cells = source.split("|")
    cells[5] = " "
    body = REAL.replace(source, "|".join(cells))
    line = next(number for number, text in enumerate(text_of(INDEX, body).split("\n"), 1) if text == "|".join(cells))
    (problem,) = problems(tmp_path / "content", body)
    assert (problem.code, problem.where) == ("index-cell-empty", f"content/{PATH}:{line}")


def test_one_name_on_both_sides_of_the_merger_is_held(tmp_path: Path):
    body = REAL.replace(" (trước 01/07/2025)", "").replace(" (từ 01/07/2025)", "")
    (problem,) = problems(tmp_path / "content", body)
    assert (problem.code, problem.severity) == ("index-joined-name", "hold")
    words = sentence(problem)
    assert "Thành phố Cần Thơ (trước 01/07/2025)" in words and "Thành phố Cần Thơ (từ 01/07/2025)" in words


def test_a_place_that_is_no_territory_is_held(tmp_path: Path):
    assert told(tmp_path / "content", INDEX_TABLES) == {"index-place-unknown": "hold"}


def test_a_bare_name_of_one_side_is_held_too(tmp_path: Path):
    body = REAL.replace("| 2025 | Thành phố Cần Thơ (từ 01/07/2025)", "| 2022 | Tỉnh Hậu Giang")
    assert told(tmp_path / "content", body) == {"index-place-unknown": "hold"}


def test_editors_are_told_every_territory_by_its_name():
    places = load_places(ROOT / "records")
    guide = " ".join((ROOT / "docs/editors.md").read_text("utf-8").split())
    assert places
    for province in places.provinces.values():
        assert f"`{label_of(province.name, province.valid_from, province.valid_to)}`" in guide
