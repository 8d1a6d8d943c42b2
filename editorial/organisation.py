"""What the office says of itself today: records/organisation.toml. No leader signs it, so the office vouches by a date.

    schema = 1

    [office]
    address = "…"; phone = "…"; fax = "…"; email = "…"
    fault_email = "…"; fault_phone = "…"       # where a reader reports that the site does not work (LCh-7.7)
    english_name = "…"; english_unit = "…"; english_address = "…"    # for pages in English (PS-P10)
    confirmed_on = 2026-11-20

    [[officers]]                        # whom to ask (PS-P5): a post, its unit, an office telephone, an official e-mail
    post = "…"; unit = "…"; name = "…"; phone = "…"; email = "…"; confirmed_on = 2026-11-20

    [[links]]                           # LX-3.1, PS-P11
    group = "service"; name = "…"; address = "https://…"; confirmed_on = 2026-11-20

1. What is not known is left out, never guessed; a file that is not there says nothing at all.
2. Without `confirmed_on` an entry is shown in a trial edition only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Annotated

from editorial.frozen import frozen
from editorial.problem import Problem
from editorial.profile import Profile
from editorial.toml_document import read_document
from editorial.typed_toml import Form, Reader, Schema, Words

ORGANISATION = "organisation.toml"
GROUPS: Mapping[str, str] = MappingProxyType(
    {"service": "Dịch vụ trực tuyến", "component": "Trang thành phần", "related": "Cơ quan liên quan"}
)
"""What a link leads to, and what its list is called."""

OFFICIAL = ".gov.vn"
"""How the domain of an official address ends (PS-P5)."""

_MOBILE = re.compile(r"(?:\+?84|0)[35789]\d{8}")

Url = Annotated[
    str, Form(r"https://[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d+)?(?:/[^\s\"<>\\]*)?", "địa chỉ", "https://cantho.gov.vn/")
]
Mail = Annotated[str, Form(r"[A-Za-z0-9._+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+", "thư điện tử", "ten@example.gov.vn")]
Phone = Annotated[str, Form(r"\+?[0-9][0-9 .]{5,18}[0-9]", "số điện thoại", "0292 3000000")]


@frozen
class Office:
    """Where the office is and how it is reached; "" where it has not said."""

    address: str = ""
    phone: Phone = ""
    fax: Phone = ""
    email: Mail = ""
    fault_email: Mail = ""
    fault_phone: Phone = ""
    english_name: str = ""
    english_unit: str = ""
    english_address: str = ""
    confirmed_on: date | None = None


@frozen
class Officer:
    """Somebody to ask, by post; a name only where the office wants it."""

    post: str
    unit: str
    name: str = ""
    phone: Phone = ""
    email: Mail = ""
    confirmed_on: date | None = None


@frozen
class OutLink:
    """A site of another office, a service or a component site."""

    group: Annotated[str, Words(GROUPS, "nhóm liên kết")]
    name: str
    address: Url
    confirmed_on: date | None = None


@frozen
class Organisation:
    """The whole file."""

    schema: Schema = 1
    office: Office = Office()
    officers: tuple[Officer, ...] = ()
    links: tuple[OutLink, ...] = ()

    @property
    def confirmed(self) -> Organisation:
        """Only what the office has vouched for: all that a real site may show."""
        return replace(
            self,
            office=self.office if self.office.confirmed_on else Office(),
            officers=tuple(one for one in self.officers if one.confirmed_on),
            links=tuple(one for one in self.links if one.confirmed_on),
        )


def load_organisation(records: Path) -> Organisation:
    """Read the file, or know nothing without one. Raises: Refused with every fault"""
    path = records / ORGANISATION
    return Reader(read_document(path)).read(Organisation) if path.exists() else Organisation()


def organisation_problems(organisation: Organisation, profile: Profile) -> Iterator[Problem]:
    """Yield what the office still has to say or confirm, and what is no official address (PS-P5)."""
    office = organisation.office
    contact = profile.site.contact
    known = {
        "địa chỉ trụ sở (address)": office.address or (contact and contact.address),
        "điện thoại (phone)": office.phone or (contact and contact.phone),
        "thư điện tử (email)": office.email or (contact and contact.email),
        "nơi báo lỗi trang (fault_email hoặc fault_phone)": office.fault_email or office.fault_phone,
        "cán bộ đầu mối (officers)": organisation.officers,
    }
    if silent := [name for name, value in known.items() if not value]:
        yield Problem("office-silent", "warn", ORGANISATION, "PS-P5", {"names": "; ".join(silent)})
    entries = (*organisation.officers, *organisation.links, *((office,) if office != Office() else ()))
    if waiting := sum(entry.confirmed_on is None for entry in entries):
        yield Problem("office-unconfirmed", "warn", ORGANISATION, "product", {"count": waiting})
    for officer in organisation.officers:
        if officer.email and not officer.email.endswith(OFFICIAL):
            yield Problem("officer-mail-private", "warn", ORGANISATION, "PS-P5", {"post": officer.post})
        if _MOBILE.fullmatch(re.sub(r"[ .]", "", officer.phone)):
            yield Problem("officer-phone-private", "warn", ORGANISATION, "PS-P5", {"post": officer.post})
