"""What the office says of itself, for the pages about it: OFFICE; and what of it stands in every page's head: HEAD.

Facts come from the regulation, the roster and records/organisation.toml; a real site shows of the latter only what the
office has confirmed. Emblem and banner are pictures attached to the signed page that introduces the site (LCh-6.5).
"""

from __future__ import annotations

from collections.abc import Mapping

from pelican import Pelican, signals

from editorial.board import Post, posts_of
from editorial.dates import local_day
from editorial.frozen import frozen
from editorial.organisation import GROUPS, Office, Officer, Organisation, OutLink, load_organisation
from editorial.profile import Profile
from editorial.profile_duties import Impersonation
from editorial.profile_schema import WRITTEN_FOR
from editorial.publication import Publication
from plugins.approval_gate import PUBLICATION
from plugins.site_context import add_globals

OFFICE, HEAD = "OFFICE", "HEAD"
ENGLISH = "/en/"

RELATIONS: Mapping[str, str] = {
    "text": "Bài trên kênh này soạn từ bài đã duyệt và đăng ở trang web; bản đầy đủ nằm ở trang web.",
    "link": "Kênh này dẫn người đọc đến bài đã đăng ở trang web.",
    "none": "Nội dung của trang này không được đưa ra kênh này.",
}
"""How a channel hangs together with the site, by what goes out to it (CT-2)."""


@frozen
class Channel:
    """A genuine channel besides the site. address: "" until the office confirms one"""

    name: str
    address: str
    purpose: str
    relation: str
    clause: str


@frozen
class OfficeFacts:
    """What the pages about the office show. links: lists by name; written_for: "" where the rules are for a site"""

    office: Office
    officers: tuple[Officer, ...]
    links: tuple[tuple[str, tuple[OutLink, ...]], ...]
    channels: tuple[Channel, ...]
    impersonation: Impersonation | None
    written_for: str
    posts: tuple[Post, ...]
    is_sample: bool


@frozen
class Head:
    """What a page's head shows besides the name. Addresses, "" for what there is not"""

    emblem: str
    banner: str
    english: str


def register() -> None:
    """Connect after the gate has opened."""
    signals.initialized.connect(add_office)


def add_office(pelican: Pelican) -> None:
    """Give every template OFFICE and HEAD. Raises: Refused for records/organisation.toml with faults"""
    settings = pelican.settings
    publication: Publication = settings[PUBLICATION]
    organisation = load_organisation(publication.office.settings.records)
    shown = organisation if publication.office.settings.trial else organisation.confirmed
    posts = posts_of(publication.profile, publication.roster, local_day(settings["NOW"]))
    facts = office_facts(publication.profile, shown, posts, publication.roster.sample)
    add_globals(settings, {OFFICE: facts, HEAD: head_of(publication)})


def office_facts(profile: Profile, organisation: Organisation, posts: tuple[Post, ...], is_sample: bool) -> OfficeFacts:
    """Return the facts that may be shown."""
    channels = profile.channels
    links = ((name, tuple(one for one in organisation.links if one.group == group)) for group, name in GROUPS.items())
    written_for = profile.regulation.written_for
    return OfficeFacts(
        organisation.office,
        organisation.officers,
        tuple((name, listed) for name, listed in links if listed),
        tuple(
            Channel(one.name or one.id, one.address, one.purpose, RELATIONS[one.export], one.clause)
            for one in (channels.list if channels else ())
        ),
        channels.impersonation if channels else None,
        "" if written_for == "website" else WRITTEN_FOR[written_for],
        posts,
        is_sample,
    )


def head_of(publication: Publication) -> Head:
    """Return what signed pages give to the head of every page."""
    pictures = {"emblem": "", "banner": ""}
    for key in pictures:
        for public in publication.saying(key):
            name = public.metadata[key]
            found = (public.address + file.address_name for file in public.attachments if file.name == name)
            pictures[key] = next(found, pictures[key])
    return Head(pictures["emblem"], pictures["banner"], ENGLISH if ENGLISH in publication.addresses else "")
