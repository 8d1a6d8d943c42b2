"""What every page may know of the site: SITE, and the filters with which templates write.

Terms: a *group* is a list of items with an address of its own (section, area, month), a *link* a
public page. Everything is counted in one pass, and nothing here is a list of items.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, MutableMapping
from datetime import date
from functools import cached_property, lru_cache, partial
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any

from pelican import Pelican, signals

from editorial.acts import load_acts
from editorial.addresses import ARCHIVE, AREAS, OPML, PICTURE_NAME, REGISTER, address_of
from editorial.content_fields import PAGE
from editorial.dates import PartialDate, local_day
from editorial.frozen import frozen
from editorial.links import link
from editorial.profile import Profile
from editorial.profile_schema import clauses_for_readers
from editorial.profile_site import Contact
from editorial.publication import Publication, PublicItem
from editorial.statuses import in_full
from editorial.unbroken import unbroken
from plugins.approval_gate import PUBLICATION
from plugins.feed_list import Feed, Topic, feeds_of, topics_of_site
from plugins.marks import digest_of
from plugins.readings import Traced, give_values
from plugins.regulation import RegulationFacts, regulation_facts
from plugins.styles import Styles, read_styles

SITE = "SITE"
STYLES = "STYLES"
"""The setting that holds the stylesheets and their fonts; see plugins.styles."""

TOOL_LINKS = "TOOL_LINKS"
"""The pages that no leader signs and every list of pages names (Link); see add_tool."""

TIMES = "Times New Roman"


@frozen
class Link:
    """A public page. template: what it is for, "" for a plain one."""

    name: str
    address: str
    template: str = ""


@frozen
class Place:
    """A section or an area: what it is called and where its list lies."""

    slug: str
    name: str
    address: str


@frozen
class Group:
    """A list of items: what it is called, where it lies, how many there are."""

    slug: str
    name: str
    address: str
    count: int

    @property
    def place(self) -> Place:
        """The group without its count, which every publish moves."""
        return Place(self.slug, self.name, self.address)


@frozen
class Site(Traced):
    """The facts of the site as templates read them; each attribute is noted under "site:NAME".

    url: "https://…" without a slash at the end, "" in a trial edition
    menu: public pages that ask for a place in it, in their order; pages: all public pages by name
    topics: what feeds are about, that of everything first; () where there are none
    stylesheet: address of the sheet that every page links; sheets: of those beside it, by their names
    alerts: what is announced at the top of every page today, newest first
    approver: the post that answers for content, since it signs last
    updated_on: day of the newest sign-off that changed what readers see, None when there is none
    """

    name: str
    url: str
    is_internal: bool
    directed_by: str
    contact: Contact | None
    approver: str
    reuse_line: str
    times: bool
    sections: tuple[Group, ...]
    areas: tuple[Group, ...]
    years: tuple[Group, ...]
    menu: tuple[Link, ...]
    pages: tuple[Link, ...]
    topics: tuple[Topic, ...]
    updated_on: date | None
    alerts: tuple[Link, ...]
    regulation: RegulationFacts
    stylesheet: str
    sheets: Mapping[str, str]

    @property
    def trial(self) -> bool:
        """True while the site has no confirmed address: links must work from a disk."""
        return not self.url

    @property
    def unlisted(self) -> bool:
        """True when search engines must leave the whole site alone (trial; LCh-1)."""
        return self.trial or self.is_internal

    @cached_property
    def section_places(self) -> tuple[Place, ...]:
        """The sections without their counts, for the frame of every page."""
        return tuple(section.place for section in self.sections)

    @cached_property
    def area_places(self) -> tuple[Place, ...]:
        """The areas without their counts."""
        return tuple(area.place for area in self.areas)

    @cached_property
    def ways(self) -> tuple[Place | Link, ...]:
        """All that the menu's folds lead to."""
        return (*self.section_places, *self.area_places, *self.menu)

    @property
    def feeds(self) -> tuple[Feed, ...]:
        """The feeds of everything, which every page makes known."""
        return feeds_of(self.topics[0]) if self.topics else ()

    @property
    def topics_by_heading(self) -> tuple[tuple[str, tuple[tuple[str, tuple[Feed, ...]], ...]], ...]:
        """All feeds: for each heading the topics, for each topic its name and its feeds."""
        return tuple(
            (heading, tuple((topic.name, feeds_of(topic)) for topic in topics))
            for heading, topics in groupby(self.topics, key=attrgetter("heading"))
        )

    @property
    def outline(self) -> str:
        """The address of the list of feeds for programs."""
        return OPML

    @property
    def register(self) -> str:
        """The address of the register of documents, which every site has."""
        return REGISTER

    @property
    def picture_name(self) -> str:
        """What the picture for sharing is called that lies beside the first page and each list (share_pictures)."""
        return PICTURE_NAME

    def reading(self, attribute: str) -> str:
        return f"site:{attribute}"


def register() -> None:
    """Connect after the gate has opened."""
    signals.initialized.connect(add_site)


def add_site(pelican: Pelican) -> None:
    """Give every template SITE and the filters. Raises: KeyError when no gate has opened."""
    settings = pelican.settings
    publication: Publication = settings[PUBLICATION]
    acts = load_acts(publication.office.settings.records)
    today = local_day(settings["NOW"])
    profile = publication.profile
    regulation = regulation_facts(profile, acts, today)
    styles = read_styles(Path(settings["THEME"]))
    site = make_site(publication, settings["SITEURL"], styles, regulation, today)
    settings[SITE] = site
    settings[STYLES] = styles
    add_globals(settings, {SITE: site, TOOL_LINKS: ()})
    give_values(settings, "site", lambda name: digest_of(getattr(site, name)))
    give_values(settings, "global", lambda name: digest_of(settings["JINJA_GLOBALS"].get(name)))
    add_filters(
        settings,
        href=partial(link, trial=site.trial),
        day=day,
        unbroken=unbroken,
        one_of=one_of,
        in_full=in_full,
        address=address_of,
        clauses=partial(clauses_for_readers, profile_id=profile.id, borrowed=profile.borrowed),
    )


def add_globals(settings: MutableMapping[str, Any], named: Mapping[str, Any]) -> None:
    """Let every template read more, by these names; the dictionary that Pelican gave is not written to."""
    settings["JINJA_GLOBALS"] = {**settings["JINJA_GLOBALS"], **named}


def add_filters(settings: MutableMapping[str, Any], **filters: Callable[..., Any]) -> None:
    """The same of filters."""
    settings["JINJA_FILTERS"] = {**settings["JINJA_FILTERS"], **filters}


def add_tool(settings: MutableMapping[str, Any], link: Link) -> None:
    """Have the lists of pages name a page of the product's own."""
    add_globals(settings, {TOOL_LINKS: (*settings["JINJA_GLOBALS"][TOOL_LINKS], link)})


def make_site(publication: Publication, url: str, styles: Styles, regulation: RegulationFacts, today: date) -> Site:
    """Return the facts of the site on a day."""
    profile = publication.profile
    days = [public.shown.published_at for public in publication.items]
    years = {int(year): count for year, count in Counter([day[:4] for day in days]).items()}
    # One in another language is reached from its original.
    pages = [_page_of(one) for one in publication.items if one.kind == PAGE and not one.says("translation_of")]
    pages.sort(key=lambda page: page[0])
    in_sections, in_areas = _counts(publication)
    attribution = profile.attribution
    return Site(
        name=profile.site.name,
        url=url,
        is_internal=profile.is_internal,
        directed_by=profile.site.directed.by if profile.site.directed else "",
        contact=profile.site.contact,
        approver=_approver(profile),
        reuse_line=attribution.reuse.line if attribution and attribution.reuse else "",
        times=bool(profile.text and profile.text.font and profile.text.font.first == TIMES),
        sections=tuple(Group(s.slug, s.name, f"/{s.slug}/", in_sections[s.slug]) for s in profile.sections),
        areas=_areas(profile, in_areas),
        years=tuple(Group(str(y), f"Năm {y}", f"{ARCHIVE}{y}/", years[y]) for y in sorted(years, reverse=True)),
        menu=tuple(link for (is_off_menu, _, _), link in pages if not is_off_menu),
        pages=tuple(link for _, link in pages),
        topics=topics_of_site(profile),
        updated_on=_updated_on(publication),
        alerts=alerts_on(publication, today),
        regulation=regulation,
        stylesheet=styles.address,
        sheets=styles.others,
    )


def alerts_on(publication: Publication, today: date) -> tuple[Link, ...]:
    """Return the items that ask to be announced on every page until this day or a later one."""
    return tuple(
        Link(public.item.title, public.address)
        for public in publication.saying("alert_until")
        if (public.item.alert_until or date.min) >= today
    )


def one_of(address: str, links: Iterable[Place | Link]) -> str:
    """Return the address when one of the links leads there, else ""."""
    return address if any(link.address == address for link in links) else ""


@lru_cache(maxsize=4096)
def day(value: date | PartialDate) -> str:
    """Return "20/11/2026", or what is known of a day: "tháng 11 năm 2023"."""
    return value.vietnamese() if isinstance(value, PartialDate) else f"{value:%d/%m/%Y}"


def _page_of(public: PublicItem) -> tuple[tuple[bool, int, str], Link]:
    """Return a page of the site's own, and where it stands among the others."""
    item = public.item
    link = Link(item.title, public.address, "" if item.template == "page" else item.template)
    return (item.menu is None, item.menu or 0, link.address), link


def _counts(publication: Publication) -> tuple[Mapping[str, int], Mapping[str, int]]:
    """Return how many items lie in each section, those of the sections inside it as well, and in each area, by slug."""
    profile = publication.profile
    sections: Counter[str] = Counter()
    areas: Counter[str] = Counter()
    named = Counter(map(attrgetter("kind", "section", "areas"), [public.shown for public in publication.items]))
    for (kind, section_named, of_areas), count in named.items():
        if kind == PAGE:
            continue
        areas.update(dict.fromkeys(of_areas, count))
        section = profile.section_of(kind, section_named)
        sections.update({one.slug: count for one in profile.way_to(section)} if section else {})
    return sections, areas


def _areas(profile: Profile, counts: Mapping[str, int]) -> tuple[Group, ...]:
    areas: Iterable[tuple[str, str]] = profile.areas.list if profile.areas else ()
    return tuple(Group(slug, name, f"/{AREAS}/{slug}/", counts[slug]) for slug, name in areas)


def _approver(profile: Profile) -> str:
    """Return the post whose signature is the last that every text needs; without steps, that of the publisher."""
    always = [step.role for step in profile.approval.steps if not (step.when or step.unless)]
    role = profile.roles[(always or [profile.approval.publisher.role])[-1]]
    return f"{role.title}, {role.office}" if role.office else role.title


def _updated_on(publication: Publication) -> date | None:
    newest = max(publication.items, key=lambda public: public.shown.updated_at, default=None)
    latest = newest and newest.updated_at
    days = [stone.withdrawn_on for stone in publication.tombstones]
    return max([*days, local_day(latest)] if latest else days, default=None)
