"""The tables of records/places.toml, as they are written.

    [provinces.can-tho]                    # a unit: holds communes, or districts that hold them
    name = "Thành phố Cần Thơ"; code = "92"; valid_from = 2025-07-01; act = "nq-202-2025"
    communes = [["phuong-ninh-kieu", "Phường Ninh Kiều", "31135"]]        # short id, name as printed, code

    [districts.ninh-kieu]
    name = "Quận Ninh Kiều"; code = "916"; province = "…"; valid_to = 2025-07-01; communes = [ … ]

    [mergers.nq-1668-2025]                 # the act in records/acts.toml
    on = 2025-07-01; article = "Điều 1"
    [mergers.nq-1668-2025.changes]         # who receives = { clause, whole: taken whole, part: only partly }
    "can-tho/phuong-ninh-kieu" = { clause = 1, whole = ["ninh-kieu/phuong-tan-an"] }

    [aliases]                              # other spellings of one commune
    [elsewhere]                            # names of the rest of the country: see inquiries.territory

A commune is named by its id, "unit/short".
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, NamedTuple

from editorial.frozen import frozen
from editorial.typed_toml import AtLeast, Form, Reference

UnitId = Annotated[str, Form(r"[a-z0-9]+(?:-[a-z0-9]+)*", "mã nơi", "ninh-kieu")]


class Row(NamedTuple):
    """A commune as it is written. short: the end of its id."""

    short: UnitId
    name: str
    code: Annotated[str, Form(r"\d{5}", "mã số xã", "31135")]


@frozen
class Province:
    """A province. successor: what it became; act: which began or ended it."""

    name: str
    code: str
    valid_from: date | None = None
    valid_to: date | None = None
    successor: Annotated[str, Reference("provinces", "tỉnh, thành phố nối tiếp")] = ""
    act: str = ""
    communes: tuple[Row, ...] = ()


@frozen
class District:
    """A district of a province."""

    name: str
    code: str
    province: Annotated[str, Reference("provinces", "tỉnh, thành phố")]
    communes: tuple[Row, ...]
    valid_to: date | None = None


@frozen
class Change:
    """What one commune received. clause: paragraph of the act, 0 when not known; enlarges: it was there before"""

    whole: tuple[str, ...]
    part: tuple[str, ...] = ()
    clause: Annotated[int, AtLeast(0)] = 0
    enlarges: bool = False


@frozen
class Merger:
    """The changes of one act. on: the first day of the new communes"""

    on: date
    changes: Mapping[str, Change]
    article: str = ""


@frozen
class Elsewhere:
    """The rest of the country. names: folded, without "xã" or "huyện", that communes or districts bear there too"""

    provinces: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
