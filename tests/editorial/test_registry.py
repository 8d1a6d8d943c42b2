"""Bodies and providers: read with all their faults shown, found by id, name, symbol and day."""

from datetime import date
from pathlib import Path

import pytest

from editorial.messages import sentence
from editorial.problem import Refused
from editorial.registry import Registry, load_registry

ROOT = Path(__file__).resolve().parents[2]

BODIES = """schema = 1

[[bodies]]
id = "ubnd-cu"
name = "Ủy ban nhân dân thành phố Cũ"
kind = "committee"
symbol = "UBND"
valid_to = 2025-07-01
ended_by = "202/2025/QH15"
successors = ["ubnd-moi"]

[[bodies]]
id = "ubnd-moi"
name = "Ủy ban nhân dân phường Mới"
aliases = ["UBND phường Mới"]
kind = "committee"
symbol = "UBND"
valid_from = 2025-07-01
predecessors = ["ubnd-cu"]
"""
PROVIDERS = """schema = 1

[[providers]]
id = "phuong-moi"
name = "UBND phường Mới"
kind = "locality"
body = "ubnd-moi"
official = true
focal = [{ name = "Đầu mối thứ nhất - Chuyên viên", from = 2025-07-01, until = 2026-01-31 }]
"""


UNREADABLE = {"toml-key-twice", "toml-day", "toml-curly-quotes", "merge-unfinished", "toml-too-deep"}
"""Nobody can read such a file, whatever asks for it."""


def load(folder: Path, bodies: str = BODIES, providers: str = PROVIDERS) -> Registry:
    (folder / "bodies.toml").write_text(bodies)
    (folder / "providers.toml").write_text(providers)
    return load_registry(folder)


def codes(folder: Path, bodies: str = BODIES, providers: str = PROVIDERS) -> dict[str, str]:
    with pytest.raises(Refused) as refused:
        load(folder, bodies, providers)
    for problem in refused.value.problems:
        asked = "product" if "providers.toml" in problem.where else "PS-M1"
        assert sentence(problem) and problem.clause == ("" if problem.code in UNREADABLE else asked)
    return {problem.code: problem.where.partition("/")[2] for problem in refused.value.problems}


def test_the_records_of_this_checkout_load():
    registry = load_registry(ROOT / "records")
    assert registry.bodies["so-noi-vu-soc-trang"].successors == ("so-noi-vu-can-tho",)
    assert registry.providers["so-noi-vu-can-tho"].official


def test_a_body_ends_on_the_day_from_which_it_is_no_more(tmp_path):
    registry = load(tmp_path)
    old, new = registry.bodies["ubnd-cu"], registry.bodies["ubnd-moi"]
    assert old.existed_on(date(2025, 6, 30)) and not old.existed_on(date(2025, 7, 1))
    assert new.existed_on(date(2025, 7, 1)) and not new.existed_on(date(2025, 6, 30))


def test_names_are_found_without_marks_and_by_alias(tmp_path):
    registry = load(tmp_path)
    assert [body.id for body in registry.bodies_named("ubnd phuong moi")] == ["ubnd-moi"]


def test_a_source_is_found_as_whole_words_inside_a_line(tmp_path):
    registry = load(tmp_path)
    assert [one.id for one in registry.sources_in("Quyết định ngày 01/7 của UBND PHƯỜNG MỚI, bản in")] == ["phuong-moi"]
    assert registry.sources_in("UBND phường Mới Lập") != ()
    assert registry.sources_in("UBND phường Mớii") == ()
    assert registry.sources_in("Báo lạ") == ()


def test_a_focal_officer_serves_through_the_last_day(tmp_path):
    (officer,) = load(tmp_path).providers["phuong-moi"].focal
    assert officer.period.covers(date(2026, 1, 31))
    assert not officer.period.covers(date(2026, 2, 1))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("schema = 1", "schema = 2", {"table-schema": "bodies.toml:1"}),
        ('symbol = "UBND"\nvalid_to', 'simbol = "UBND"\nvalid_to', {"table-key-unknown": "bodies.toml:7"}),
        ('id = "ubnd-moi"', 'id = "ubnd-cu"', {"table-name-twice": "bodies.toml:12"}),
        ('id = "ubnd-cu"', 'id = "UBND Cũ"', {"table-form-wrong": "bodies.toml:4"}),
        ('name = "Ủy ban nhân dân thành phố Cũ"\n', "", {"table-key-missing": "bodies.toml:3"}),
        ("valid_to = 2025-07-01", 'valid_to = "2025"', {"table-value-type": "bodies.toml:8"}),
        ("valid_from = 2025-07-01", "valid_from = 2025-07-01T00:00:00", {"table-value-type": "bodies.toml:18"}),
        ('Cũ"\nkind = "committee"', 'Cũ"\nkind = "x"', {"table-word-unknown": "bodies.toml:6"}),
        ('successors = ["ubnd-moi"]', 'successors = ["ubnd-mai"]', {"registry-body-unknown": "bodies.toml:10"}),
        ("valid_to = 2025", "valid_from = 2026-01-01\nvalid_to = 2025", {"table-days-reversed": "bodies.toml:9"}),
        ("[[bodies]]", "[bodies]", {"toml-key-twice": "bodies.toml:12"}),
        ("valid_to = 2025-07-01", "valid_to = 1/7/2025", {"toml-day": "bodies.toml:8"}),
        ('name = "Ủy ban nhân dân thành phố Cũ"', "name = “Ủy ban nhân dân”", {"toml-curly-quotes": "bodies.toml:5"}),
        ('name = "Ủy ban nhân dân thành phố Cũ"', '<<<<<<< HEAD\nname = "A"', {"merge-unfinished": "bodies.toml:5"}),
        ("valid_to = 2025-07-01", "valid_to = 2025-07-01\nvalid_to = 2025-07-01", {"toml-key-twice": "bodies.toml:9"}),
        ("schema = 1", "schema = " + "[" * 5_000, {"toml-too-deep": "bodies.toml"}),
    ],
)  # fmt: skip
def test_every_fault_is_refused_at_its_place(tmp_path, old, new, expected):
    assert codes(tmp_path, bodies=BODIES.replace(old, new)) == expected


def test_faults_of_both_files_are_shown_together(tmp_path):
    found = codes(tmp_path, BODIES.replace('kind = "committee"', "kind = 3"), PROVIDERS.replace("official", "oficial"))
    assert found == {"table-value-type": "bodies.toml:16", "table-key-unknown": "providers.toml:8"}


def test_a_provider_of_an_unknown_body_or_a_focal_officer_without_a_day_is_refused(tmp_path):
    unknown = codes(tmp_path, providers=PROVIDERS.replace("ubnd-moi", "ubnd-nao"))
    assert unknown == {"registry-body-unknown": "providers.toml:7"}
    timeless = codes(tmp_path, providers=PROVIDERS.replace("from = 2025-07-01, ", ""))
    assert timeless == {"table-key-missing": "providers.toml:9"}


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(Refused) as refused:
        load_registry(tmp_path)
    assert [problem.code for problem in refused.value.problems] == ["toml-missing"] * 2


def test_a_body_is_followed_to_what_stands_on_the_day(tmp_path: Path):
    """PS-M6, PS-M9: a second change of the same office is one entry more, and nothing else."""
    last = BODIES.replace('predecessors = ["ubnd-cu"]', 'predecessors = ["ubnd-cu"]\nsuccessors = ["ubnd-sau"]')
    last = last.replace("valid_from = 2025-07-01", "valid_from = 2025-07-01\nvalid_to = 2030-01-01")
    last += '\n[[bodies]]\nid = "ubnd-sau"\nname = "Ủy ban nhân dân phường Sau"\nkind = "committee"\n'
    registry = load(tmp_path, last + 'valid_from = 2030-01-01\npredecessors = ["ubnd-moi"]\n')
    heirs = {day: [one.id for one in registry.became("ubnd-cu", day)] for day in DAYS}
    assert list(heirs.values()) == [[], ["ubnd-moi"], ["ubnd-sau"]]
    before = {day: [one.id for one in registry.were("ubnd-sau", day)] for day in DAYS}
    assert list(before.values()) == [[], [], ["ubnd-moi"]]


DAYS = (date(2025, 6, 30), date(2029, 12, 31), date(2030, 1, 1))
