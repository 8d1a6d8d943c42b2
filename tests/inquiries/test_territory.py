"""Whether a stated place lies in the territory: unknown in doubt, and never a reason to refuse (CT-4.2/2)."""

from __future__ import annotations

import pytest

from editorial.gazetteer import Gazetteer
from editorial.places import load_places
from inquiries.territory import Territory, territory
from tests.organisation import ROOT


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    """All places of this organisation."""
    places = load_places(ROOT / "records")
    assert places is not None
    return Gazetteer(places)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("phường Cái Khế", "inside"),
        ("phuong ninh kieu tp can tho", "inside"),
        ("Cần Thơ", "inside"),
        ("Long Phú, Sóc Trăng", "inside"),
        ("ấp 3 xã Vĩnh Viễn Hậu Giang", "inside"),
        ("phường 1, Vị Thanh", "inside"),
        ("xã Thạnh Hòa, huyện Phụng Hiệp", "inside"),
        ("khu vực 3, P. Ba Láng", "inside"),
        ("Cà Mau", "outside"),
        ("tỉnh Vĩnh Long", "outside"),
        ("210 Hậu Giang, quận 6, TPHCM", "outside"),
        ("phường Tân An, tỉnh Long An", "outside"),
        # namesakes elsewhere in the country, or a name that is a province's too
        ("xã Long Phú", "unknown"),
        ("phường 1", "unknown"),
        ("huyện Phong Điền", "unknown"),
        ("xã Thạnh Hòa", "unknown"),
        ("Thanh Hóa", "unknown"),
        ("Khánh Hòa", "unknown"),
        # both, or nothing that is known
        ("phường Cái Khế, Cà Mau", "unknown"),
        ("Đường 30/4", "unknown"),
        ("", "unknown"),
    ],
)
def test_a_stated_place_lies_inside_outside_or_in_doubt(gazetteer: Gazetteer, typed: str, told: Territory) -> None:
    assert territory(gazetteer, typed) == told
