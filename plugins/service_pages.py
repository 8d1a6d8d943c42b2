"""The list of services by field, and a list of every field, level and audience (LX-12.1).

The section's own page shows the first services of every field by name; all of a field stand on its page, since people
look for one by its name. Levels and audiences have hundreds, and are cut into pages as any list is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from editorial.frozen import frozen
from editorial.publication import Publication
from editorial.text import sort_key
from plugins.approval_gate import PUBLICATION
from plugins.entries import ENTRIES, Entry
from plugins.facets import Value
from plugins.listings import ListPage, pages_of
from plugins.output import write_page
from plugins.services import AUDIENCES, FIELDS, LEVELS, address_of_services
from plugins.site_context import SITE, Group, Link, Place, Site
from plugins.site_generator import SiteGenerator, site_planned
from plugins.site_writer import SiteWriter

SHOWN_OF_FIELD = 10


@frozen
class Part:
    """A field on the section's page. entries: the first ones by name"""

    group: Group
    entries: Sequence[Entry]


def register() -> None:
    """Connect to the planning of the site."""
    site_planned.connect(write_services)


def write_services(generator: SiteGenerator, writer: SiteWriter) -> None:
    """Name the section's page and its lists, where the regulation has a section of services."""
    publication: Publication = generator.settings[PUBLICATION]
    site: Site = generator.settings[SITE]
    address = address_of_services(publication.profile)
    section = next((group for group in site.sections if group.address == address), None)
    if section is None:
        return
    lists = lists_of(generator.settings[ENTRIES])
    groups = {facet: groups_of(section.place, lists, facet) for facet in (FIELDS, LEVELS, AUDIENCES)}
    above = (Link(section.name, section.address),)
    for facet in (LEVELS, AUDIENCES):
        for value, group in groups[facet].items():
            for page in pages_of(group, lists[value], above):
                write_page(writer, page.address, "services_list", page_of_list=page)
    services = publication.profile.content.services
    write_page(
        writer,
        section.address,
        "services",
        section=section,
        parts=[_write_field(writer, group, lists[value], above) for value, group in groups[FIELDS].items()],
        levels=tuple(groups[LEVELS].values()),
        audiences=tuple(groups[AUDIENCES].values()),
        guide=services.guide if services else "",
        progress=services.progress if services else "",
    )


def _write_field(writer: SiteWriter, group: Group, entries: Sequence[Entry], above: tuple[Link, ...]) -> Part:
    """Name the page of a field, and return what the section's own page shows of it."""
    named = sorted(entries, key=lambda entry: sort_key(entry.title))
    page = ListPage(group.place, 1, group.address, named, "", "", above, len(named))
    write_page(writer, group.address, "services_list", page_of_list=page)
    return Part(group, named[:SHOWN_OF_FIELD])


def lists_of(entries: Sequence[Entry]) -> Mapping[Value, Sequence[Entry]]:
    """Return the services under every value, newest first; one list for one address, however it is spelled."""
    found: defaultdict[Value, list[Entry]] = defaultdict(list)
    names: dict[tuple[str, str], Value] = {}
    for entry in entries:
        for value in entry.service.values if entry.service else ():
            found[names.setdefault(value[:2], value)].append(entry)
    return found


def groups_of(section: Place, lists: Mapping[Value, Sequence[Entry]], facet: str) -> Mapping[Value, Group]:
    """Return what a list stands under, in the order of its names."""
    values = sorted((value for value in lists if value.facet == facet), key=lambda value: sort_key(value.name))
    return {
        value: Group(value.slug, value.name, f"{section.address}{facet}/{value.slug}/", len(lists[value]))
        for value in values
    }
