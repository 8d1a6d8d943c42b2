"""Whether a sender writes from the territory of the house (CT-4.2), told from the place they stated; a hint for staff.

1. Nobody is refused for it, and nothing of it is kept: it is worked out anew from what was typed when it is read.
2. "inside" takes a name that only this territory has: its province, a district, or a commune without a namesake in the
   rest of the country. "outside" takes the name of another province.
3. In doubt, or where both are named, it is "unknown", and a person reads the line as before.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from editorial.gazetteer import Gazetteer, Mention

Territory = Literal["inside", "outside", "unknown"]

WORDS: Mapping[Territory, str] = MappingProxyType(
    {
        "inside": "trong địa bàn",
        "outside": "ngoài địa bàn, cán bộ xem lại",
        "unknown": "chưa xác định được trong hay ngoài địa bàn",
    }
)


def territory(gazetteer: Gazetteer, typed: str) -> Territory:
    """Return where a stated place lies."""
    mentions = gazetteer.mentions(typed)
    inside = any(_is_ours_alone(gazetteer, mention) for mention in mentions)
    outside = any(mention.is_elsewhere for mention in mentions)
    if inside == outside:
        return "unknown"
    return "inside" if inside else "outside"


def _is_ours_alone(gazetteer: Gazetteer, mention: Mention) -> bool:
    places = gazetteer.places
    return not mention.ids("elsewhere") and (
        bool(mention.ids("unit") & places.provinces.keys()) or mention.name not in places.elsewhere.names
    )
