"""The communes before and after 1 July 2025: the table itself, its counts, and what a wrong table is refused for."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from editorial.acts import load_acts
from editorial.messages import sentence
from editorial.places import Places, load_places
from editorial.problem import Refused
from editorial.text import fold
from tests.organisation import ROOT

RECORDS = ROOT / "records"
LAST_DAY, FIRST_DAY = date(2025, 6, 30), date(2025, 7, 1)

SMALL = """schema = 1

[provinces.cu]
name = "Tỉnh Cũ"
code = "98"

[districts.huyen]
name = "Huyện Một"
code = "998"
province = "cu"
communes = [["xa-a", "Xã A", "99001"], ["xa-b", "Xã B", "99002"], ["xa-c", "Xã C", "99003"]]

[mergers.nq-1]
on = 2020-01-01

[mergers.nq-1.changes]
"huyen/xa-c" = { enlarges = true, whole = ["huyen/xa-b"] }
"""
ACTS = """schema = 1
[acts.nq-1]
title = "Nghị quyết thử"
certainty = "unknown"
source = "thử"
"""
NEXT = """
[provinces.moi]
name = "Thành phố Mới"
code = "98"
valid_from = 2030-01-01
communes = [["phuong-d", "Phường D", "99003"]]

[mergers.nq-2]
on = 2030-01-01

[mergers.nq-2.changes]
"moi/phuong-d" = { clause = 7, whole = ["huyen/xa-a", "huyen/xa-c"] }
"""


@pytest.fixture(scope="module")
def places() -> Places:
    """The table of this organisation."""
    loaded = load_places(RECORDS)
    assert loaded is not None
    return loaded


def small(folder: Path, text: str = SMALL, acts: str = ACTS) -> Places:
    """Load a made-up table."""
    (folder / "places.toml").write_text(text, encoding="utf-8")
    (folder / "acts.toml").write_text(acts, encoding="utf-8")
    loaded = load_places(folder)
    assert loaded is not None
    return loaded


def test_263_communes_became_103(places: Places) -> None:
    """Section 4 of the public standards: 80 + 108 + 75; 31 phường and 72 xã, 95 new and 8 as they were."""
    before, after = places.standing(LAST_DAY), places.standing(FIRST_DAY)
    assert Counter(commune.units[1] for commune in before) == {
        "can-tho-truoc-2025": 80,
        "soc-trang": 108,
        "hau-giang": 75,
    }
    assert Counter(commune.name.partition(" ")[0] for commune in after) == {"Phường": 31, "Xã": 72}
    assert Counter(commune.valid_from for commune in after) == {FIRST_DAY: 95, None: 8}
    assert {commune.name for commune in after if commune.valid_from is None} == {
        "Phường Tân Lộc",
        *("Xã " + name for name in "Trường Long;Thạnh Phú;Thới Hưng;Phong Nẫm;Mỹ Phước;Lai Hòa;Vĩnh Hải".split(";")),
    }
    assert len(places.districts) == 9 + 11 + 8


def test_every_commune_of_before_leads_to_one_of_today_and_only_three_are_split(places: Places) -> None:
    """PS-M4"""
    after = set(places.standing(FIRST_DAY))
    routes = {one: list(places.routes(one, FIRST_DAY)) for one in places.standing(LAST_DAY)}
    assert {route.place for found in routes.values() for route in found} == after
    split = {one.name for one, found in routes.items() if len(found) > 1}
    assert split == {"Phường Bùi Hữu Nghĩa", "Phường Long Tuyền", "Phường Thốt Nốt"}
    assert {one.name for one, found in routes.items() if any(r.is_part for r in found)} == split


def test_neither_name_nor_code_is_a_key(places: Places) -> None:
    """PS-M1: all 103 codes were old ones, 41 of another name; 19 old names are new names of something else."""
    before, after = places.standing(LAST_DAY), places.standing(FIRST_DAY)
    by_code = {commune.code: commune for commune in before}
    assert len(by_code) == 263
    assert {commune.code for commune in after} <= by_code.keys()
    new = [commune for commune in after if commune.valid_from]
    assert sum(_bare(by_code[commune.code].name) != _bare(commune.name) for commune in new) == 41
    today = {_bare(commune.name): commune for commune in new}
    elsewhere = {
        _bare(commune.name)
        for commune in before
        if _bare(commune.name) in today and today[_bare(commune.name)] not in _heirs(places, commune.id)
    }
    assert len(elsewhere) == 19


def _bare(name: str) -> str:
    return name.removeprefix("Phường ").removeprefix("Xã ").removeprefix("Thị trấn ")


def _heirs(places: Places, id: str) -> set[object]:
    return {route.place for route in places.routes(places.communes[id], FIRST_DAY)}


def test_a_bare_name_means_several(places: Places) -> None:
    """PS-M3: 13 full names more than once among the 263, 14 without tone marks."""
    names = Counter(commune.name for commune in places.standing(LAST_DAY))
    folded = Counter(fold(commune.name) for commune in places.standing(LAST_DAY))
    assert sum(count > 1 for count in names.values()) == 13
    assert sum(count > 1 for count in folded.values()) == 14


def test_every_change_has_its_act_and_new_communes_their_paragraph(places: Places) -> None:
    acts = load_acts(RECORDS)
    clauses = [change.clause for change in places.mergers["nq-1668-2025"].changes.values()]
    assert clauses == list(range(1, 96))
    assert acts["nq-1668-2025"].number == "1668/NQ-UBTVQH15"
    assert {hop.act for id in places.communes for hop in places.hops_of(id)} <= acts.keys()


def test_an_organisation_without_the_file_has_no_places(tmp_path: Path) -> None:
    assert load_places(tmp_path) is None


def test_the_next_merger_is_a_data_edit(tmp_path: Path) -> None:
    """PS-M9; PS-M4: two dated hops, each with its act; the code moves to another place."""
    places = small(tmp_path, SMALL + NEXT, ACTS + ACTS.partition("\n")[2].replace("nq-1", "nq-2"))
    (route,) = places.routes(places.communes["huyen/xa-b"], date(2030, 1, 1))
    assert [(hop.act, hop.on.year, hop.clause) for hop in route.hops] == [("nq-1", 2020, ""), ("nq-2", 2030, "khoản 7")]
    assert route.place.name == "Phường D"
    for day, name in ((date(2029, 12, 31), "Xã C"), (date(2030, 1, 1), "Phường D")):
        assert [one.name for one in places.standing(day) if one.code == "99003"] == [name]
    assert places.communes["huyen/xa-c"].valid_from is None, "it took another in, and did not begin on that day"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (('"huyen/xa-b"]', '"huyen/xa-x"]'), "không có xã, phường nào mang mã “huyen/xa-x”"),
        (('"huyen/xa-b"]', '"huyen/xa-b", "huyen/xa-b"]'), "“huyen/xa-b” đã được nhập vào nơi khác ở một dòng khác"),
        (('["huyen/xa-b"]', '["huyen/xa-c"]'), "“huyen/xa-c” không còn từ ngày 01/01/2020"),
        (("[mergers.nq-1", "[mergers.nq-9"), "dẫn văn bản “nq-9” không có trong tệp acts.toml của hồ sơ"),
        (('province = "cu"', 'province = "x"'), "không có trong bảng [provinces]"),
        (("99001", "9901"), "không viết đúng dạng mã số xã"),
    ],
)
def test_a_wrong_table_is_refused(tmp_path: Path, change: tuple[str, str], said: str) -> None:
    with pytest.raises(Refused) as refused:
        small(tmp_path, SMALL.replace(*change))
    assert any(said in sentence(problem) for problem in refused.value.problems)
    assert all(problem.where.startswith(f"{tmp_path.name}/places.toml:") for problem in refused.value.problems)
