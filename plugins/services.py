"""An entry of the list of services as its page and the list show it: a way there, never the steps (PS-P3)."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import urlsplit

from editorial.content import Item
from editorial.profile import Profile
from editorial.profile_schema import SERVICE_KINDS
from editorial.profile_site import Services
from editorial.text import capitalised, slug
from plugins.facets import Value

FIELDS, LEVELS, AUDIENCES = "linh-vuc", "muc-do", "doi-tuong"
"""By what the list of services is divided: field, level, for whom."""
NO_FIELD = "Lĩnh vực khác"
"""Under what stands what names no field."""


class Service(NamedTuple):
    """One service. progress: where people follow what they handed in; guide: of its own

    site_guide: address of the site's guide, whether that is public or not
    """

    field: str
    level: str
    audience: tuple[str, ...]
    owner: str
    url: str
    guide: str
    site_guide: str
    progress: str

    @property
    def host(self) -> str:
        """The machine that the way leads to, for a reader to compare."""
        return urlsplit(self.url).hostname or ""

    @property
    def values(self) -> tuple[Value, ...]:
        """Under what the list has it."""
        told = [(FIELDS, self.field), (LEVELS, self.level), *((AUDIENCES, one) for one in self.audience)]
        return tuple(Value(facet, slug(name), capitalised(name)) for facet, name in told if slug(name))


def service_of(item: Item, services: Services | None) -> Service:
    """Return the service that an item describes. services: what holds for all of the site, None where nothing does"""
    return Service(
        field=item.service_field or NO_FIELD,
        level=item.service_level,
        audience=item.service_audience,
        owner=item.service_owner,
        url=item.service_url,
        guide=item.service_guide,
        site_guide=services.guide if services else "",
        progress=item.service_progress or (services.progress if services else ""),
    )


def address_of_services(profile: Profile) -> str:
    """Return the address of the section that holds services and nothing else, "" where there is none."""
    return next((f"/{one.slug}/" for one in profile.sections if SERVICE_KINDS.issuperset(one.kinds)), "")
