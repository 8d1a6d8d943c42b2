"""The traps of the merger, as people type them: each row of the public standards' table, by its rule."""

from __future__ import annotations

from datetime import date

import pytest

from editorial.gazetteer import Gazetteer
from editorial.places import load_places
from editorial.text import fold
from tests.organisation import ROOT

NOW = date(2026, 11, 22)


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    """All places of this organisation."""
    places = load_places(ROOT / "records")
    assert places is not None
    return Gazetteer(places)


def names(gazetteer: Gazetteer, asked: str, on: date = NOW) -> tuple[str, list[str]]:
    answer = gazetteer.today(asked, on)
    return answer.outcome, [route.place.name for route in answer.routes]


def test_the_footer_of_the_old_site_is_led_by_two_hops_each_with_its_act(gazetteer: Gazetteer) -> None:
    """PS-M4"""
    answer = gazetteer.today("51 Lý Tự Trọng, phường An Phú, quận Ninh Kiều", NOW)
    (route,) = answer.routes
    assert (answer.outcome, route.place.name, route.place.units) == ("found", "Phường Ninh Kiều", ("can-tho",))
    assert [(hop.act, hop.on) for hop in route.hops] == [
        ("nq-1192-2024", date(2024, 11, 1)),
        ("nq-1668-2025", date(2025, 7, 1)),
    ]
    made_of = {gazetteer.places.communes[hop.giver].name for hop in gazetteer.places.received(route.place.id)}
    assert made_of == {"Phường Thới Bình", "Phường Tân An", "Phường Xuân Khánh"}


@pytest.mark.parametrize(
    ("code", "day", "name"),
    [
        ("31135", date(2025, 6, 30), "Phường Tân An"),
        ("31135", date(2025, 7, 1), "Phường Ninh Kiều"),
        ("31507", date(2025, 6, 30), "Phường 6"),
        ("31507", date(2025, 7, 1), "Phường Sóc Trăng"),
        ("31321", date(2025, 6, 30), "Phường III"),
        ("31321", date(2025, 7, 1), "Phường Vị Thanh"),
        ("31522", date(2024, 8, 31), "Phường 9"),
        ("31522", date(2024, 9, 1), "Phường 1"),
        ("31213", NOW, "Phường Tân Lộc"),
    ],
)
def test_a_code_means_the_commune_that_bears_it_on_the_day(
    gazetteer: Gazetteer, code: str, day: date, name: str
) -> None:
    """PS-M1"""
    assert names(gazetteer, code, day) == ("found", [name])


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("phường Tân An, Ninh Kiều", "Phường Ninh Kiều"),
        ("xã Vị Thanh (huyện Vị Thủy)", "Xã Vị Thanh 1"),
        ("xã Thạnh An (Vĩnh Thạnh)", "Xã Thạnh Quới"),
        ("thị trấn Thanh An (Vĩnh Thạnh)", "Xã Thạnh An"),
        ("thị trấn Thạnh An (Vĩnh Thạnh)", "Xã Thạnh An"),
        ("xã Long Phú (thị xã Long Mỹ)", "Phường Long Phú 1"),
        ("xã Long Phú (huyện Long Phú)", "Xã Long Phú"),
        ("xã Thạnh Phú (Mỹ Xuyên)", "Xã Nhu Gia"),
        ("xã Thạnh Quới (Mỹ Xuyên)", "Xã Gia Hòa"),
        ("xã Hưng Phú (Mỹ Tú)", "Xã Long Hưng"),
        ("xã Đông Phước (Châu Thành, Hậu Giang)", "Xã Phú Hữu"),
        ("xã Thạnh Qưới (Vĩnh Thạnh)", "Xã Thạnh Quới"),
        ("phường Tân Lộc", "Phường Tân Lộc"),
    ],
)
def test_the_traps_of_the_merger_lead_where_they_should(gazetteer: Gazetteer, asked: str, name: str) -> None:
    """PS-M1, PS-M2, PS-M3; typed without marks as well"""
    assert names(gazetteer, asked) == ("found", [name])
    assert names(gazetteer, fold(asked)) == ("found", [name])


def test_a_number_without_a_district_has_three_candidates(gazetteer: Gazetteer) -> None:
    """PS-M3"""
    assert names(gazetteer, "Phường 1") == ("several", ["Phường Ngã Năm", "Phường Phú Lợi", "Phường Vĩnh Châu"])


@pytest.mark.parametrize(
    ("asked", "candidates"),
    [
        ("phường Bùi Hữu Nghĩa", ["Phường Bình Thủy", "Phường Cái Khế"]),
        ("phường Long Tuyền", ["Phường An Bình", "Phường Long Tuyền"]),
        ("phường Thốt Nốt", ["Phường Thốt Nốt", "Phường Thuận Hưng"]),
    ],
)
def test_what_was_divided_is_told_with_its_candidates_and_none_is_chosen(
    gazetteer: Gazetteer, asked: str, candidates: list[str]
) -> None:
    """PS-M4"""
    assert names(gazetteer, asked) == ("split", candidates)


def test_a_name_of_before_and_of_today_means_both(gazetteer: Gazetteer) -> None:
    assert names(gazetteer, "phường Tân An") == ("several", ["Phường Ninh Kiều", "Phường Tân An"])
    answer = gazetteer.today("31147", NOW)
    made_of = gazetteer.places.received(answer.routes[0].place.id)
    assert {gazetteer.places.communes[hop.giver].name for hop in made_of} == {"Phường Hưng Lợi", "Phường An Khánh"}


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("P.1, TP. Vị Thanh", ("found", ["Phường Vị Thanh"])),
        ("tx. ngã năm, p. 03", ("found", ["Phường Mỹ Quới"])),
        ("phường 3 thị xã Ngã Năm Sóc Trăng", ("found", ["Phường Mỹ Quới"])),
        ("xa xa phien", ("found", ["Xã Xà Phiên"])),
        ("Hòa Tú 2", ("found", ["Xã Hòa Tú"])),
        ("phường Ninh Kiều, quận Ninh Kiều", ("found", ["Phường Ninh Kiều"])),
        ("xã Tân Thành", ("found", ["Phường Đại Thành"])),
        ("xa tan thanh", ("several", ["Phường Đại Thành", "Xã Tân Thạnh", "Xã Trường Thành"])),
        ("quận Ninh Kiều", ("several", ["Phường An Bình", "Phường Cái Khế", "Phường Ninh Kiều", "Phường Tân An"])),
        ("xã Tân Long Hội", ("unknown", [])),
        ("phường Tân An, tỉnh Long An", ("unknown", [])),
        ("phường Tân An, quận Bình Thủy", ("unknown", [])),
        ("99999", ("unknown", [])),
        ("", ("unknown", [])),
    ],
)
def test_people_write_as_they_please(gazetteer: Gazetteer, asked: str, told: tuple[str, list[str]]) -> None:
    assert names(gazetteer, asked) == told


def test_a_commune_of_today_is_not_told_for_a_day_before_it_began(gazetteer: Gazetteer) -> None:
    assert names(gazetteer, "phường Ninh Kiều", date(2025, 6, 30)) == ("unknown", [])
    assert names(gazetteer, "phường An Phú, quận Ninh Kiều", date(2024, 10, 31)) == ("found", ["Phường An Phú"])
    assert names(gazetteer, "phường An Phú, quận Ninh Kiều", date(2025, 6, 30)) == ("found", ["Phường Thới Bình"])
