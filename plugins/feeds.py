"""Feeds of all that is approved, of each section, area, kind of document and further language, of answers and of
corrections. That of a section holds what its list does: also what stands in the sections within it (ST-3.2b).

A feed holds the newest fifty in full. The feed of everything also has archived pages in Atom (RFC 5005), in the order
in which items first appeared, fifty a page, so that a page is complete once and moves only when one of its items
does; the current page holds what stands in no complete one, besides the newest. What was withdrawn is named for readers
to forget (RFC 6721), in the feeds in which it stood and in its archived page, and so are its corrections in theirs.

Feeds need whole addresses. A trial edition has none yet and writes "http://localhost", so that the feeds can be tried;
its page of feeds says so. An internal site writes no feed (LCh-1).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from heapq import nlargest
from operator import attrgetter
from pathlib import Path
from urllib.parse import urlsplit

from editorial.addresses import OPML
from editorial.profile_schema import DOCUMENT_KINDS, QUESTION
from editorial.profile_site import Site as ProfileSite
from editorial.publication import Publication, Tombstone
from plugins.approval_gate import PUBLICATION
from plugins.corrections import corrections_of, id_of
from plugins.entries import ADDRESSES, ENTRIES, SHELVES, Entry
from plugins.feed_archive import archived_pages, blocks, complete, not_archived, page_address
from plugins.feed_items import MINTED_IN, Channel, Gone, Subject, Texts, piece_of, updated_at
from plugins.feed_json import json_of
from plugins.feed_list import (
    ALL,
    ANSWERS,
    ATOM,
    CORRECTIONS,
    JSON,
    OF_AREA,
    OF_LANGUAGE,
    OF_SECTION,
    Feed,
    feeds_of,
    languages_beside,
    slug_of_kind,
    topics_of_site,
)
from plugins.feed_notice import SHEETS
from plugins.feed_outline import outline
from plugins.feed_xml import Paging, xml_of
from plugins.output import put_file, write_made, write_sheaf
from plugins.site_context import SITE, Site
from plugins.site_generator import SiteGenerator, site_planned
from plugins.site_writer import SiteWriter

MOST_ENTRIES = 50
TEXTS_KEPT = 1_000
"""Texts at hand, more than the feeds of one site's topics hold that are made one after the other."""
TRIAL_URL = "http://localhost"

ById = Mapping[str, Entry]


def register() -> None:
    """Connect to the planning of the site."""
    site_planned.connect(write_feeds)


def write_feeds(generator: SiteGenerator, writer: SiteWriter) -> None:
    """Name every feed of the site."""
    settings = generator.settings
    publication: Publication = settings[PUBLICATION]
    topics = topics_of_site(publication.profile)
    if not topics:
        return
    channel = channel_of(settings[SITE], publication.profile.site, settings["WEBSUB_HUB"])
    texts = Texts(channel.base, settings[ADDRESSES], TEXTS_KEPT)
    entries: Sequence[Entry] = settings[ENTRIES]
    by_topic, gone = newest_by_topic(entries, languages_beside(publication.profile)), gone_by_topic(publication)
    by_id: ById = settings[SHELVES].by_id
    for topic in topics:
        latest = list(by_topic[topic.slug])
        if topic.slug == ALL:
            latest += [entry for entry in not_archived(by_id, publication) if entry not in latest]
        for feed in feeds_of(topic):
            is_archived = (topic.slug, feed.format) == (ALL, ATOM)
            older = page_address(complete(publication), publication) if is_archived else ""
            paging = Paging(feed.address, older=older)
            write_made(writer, feed.address, feed_bytes, feed, channel, latest, gone[topic.slug], texts, paging)
    _name_archive(writer, channel, publication, texts, by_id)
    write_made(writer, OPML, outline, channel, topics)
    for sheet in SHEETS:
        put_file(writer, f"/theme/{sheet}", (Path(settings["THEME"]) / "static" / "feeds" / sheet).read_bytes())


def feed_bytes(
    feed: Feed, channel: Channel, subjects: Sequence[Subject], gone: Sequence[Gone], texts: Texts, paging: Paging
) -> bytes:
    """Return one feed, or one archived page. subjects: in the order of the feed"""
    pieces = [piece_of(subject, channel, texts) for subject in subjects]
    return json_of(feed, channel, pieces, gone) if feed.format == JSON else xml_of(feed, channel, pieces, gone, paging)


def channel_of(site: Site, profile: ProfileSite, hub: str) -> Channel:
    """Return what every feed says of the site."""
    tag = f"tag:{authority(profile)},{MINTED_IN}:"
    explained = next((page.address for page in site.pages if page.template == "feeds"), "")
    url = site.url or TRIAL_URL
    return Channel(url, site.name, site.directed_by, site.reuse_line, tag, hub, explained, site.trial)


def authority(site: ProfileSite) -> str:
    """Return the domain that the ids stand under (RFC 4151)."""
    email = site.contact.email if site.contact else ""
    return email.partition("@")[2] or urlsplit(site.base_url).hostname or "localhost"


def newest_by_topic(entries: Sequence[Entry], languages: Collection[str] = ()) -> Mapping[str, list[Subject]]:
    """Return what the feed of each topic holds, the one that changed last first.

    languages: besides the site's own, those that have a feed
    """
    found: defaultdict[str, list[Subject]] = defaultdict(list)
    lists: dict[tuple[object, ...], list[list[Subject]]] = {}
    for entry in sorted(entries, key=attrgetter("public.shown.updated_at", "id"), reverse=True):
        key = (*entry.named, entry.foreign_lang) if languages else entry.named
        if key not in lists:
            sections, areas = ([place.slug for place in places] for places in (entry.above, entry.areas))
            lang = entry.foreign_lang if languages else None
            lists[key] = [found[slug] for slug in _topics(entry.kind, sections, areas, lang)]
        for one in lists[key]:
            if len(one) < MOST_ENTRIES:
                one.append(entry)
    found[CORRECTIONS] += nlargest(MOST_ENTRIES, corrections_of(entries), key=_last_changed)
    return found


def _last_changed(subject: Subject) -> tuple[str, str]:
    """Return what puts subjects into the order of their changes."""
    return updated_at(subject), subject.id


def gone_by_topic(publication: Publication) -> Mapping[str, tuple[Gone, ...]]:
    """Return what was withdrawn last, by the feeds in which it stood."""
    found: defaultdict[str, tuple[Gone, ...]] = defaultdict(tuple)
    for stone in nlargest(MOST_ENTRIES, publication.tombstones, key=lambda stone: (stone.withdrawn_at, stone.item)):
        for slug in _topics_of_stone(publication, stone):
            found[slug] += (Gone(stone.item, stone.withdrawn_at),)
        found[CORRECTIONS] += tuple(Gone(id_of(stone.item, one), stone.withdrawn_at) for one in stone.corrections)
    return found


def _name_archive(writer: SiteWriter, channel: Channel, publication: Publication, texts: Texts, by_id: ById) -> None:
    """Name the archived pages of the feed of everything."""
    topic = topics_of_site(publication.profile)[0]
    [feed] = [feed for feed in feeds_of(topic) if feed.format == ATOM]

    def plan(numbers: range) -> None:
        for page in archived_pages(by_id, publication, numbers):
            told = (feed, channel, page.entries, page.gone, texts, page.paging)
            write_made(writer, page.paging.address, feed_bytes, *told)

    for key, numbers in blocks(by_id, publication):
        write_sheaf(writer, f"archive of feeds {numbers[0]}", (channel, key), partial(plan, numbers))


def _topics(kind: str, sections: Iterable[str], areas: Iterable[str], lang: str | None) -> Iterator[str]:
    """Yield the slugs of the feeds in which an item stands. lang: of one in another language than the site's"""
    yield ALL
    for section in sections:
        yield OF_SECTION + section
    for area in areas:
        yield OF_AREA + area
    if lang:
        yield OF_LANGUAGE + lang
    if kind in DOCUMENT_KINDS:
        yield slug_of_kind(kind)
    if kind == QUESTION:
        yield ANSWERS


def _topics_of_stone(publication: Publication, stone: Tombstone) -> Iterator[str]:
    """Yield the same of what was withdrawn."""
    profile = publication.profile
    section = profile.section_of(stone.of_kind, stone.section)
    sections = [one.slug for one in profile.way_to(section)] if section else []
    lang = stone.lang if stone.lang in languages_beside(profile) else None
    return _topics(stone.of_kind, sections, stone.areas, lang)
