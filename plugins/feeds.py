"""RSS and Atom of everything approved and of answered inquiries: newest first, in full, with their source (CT-5.4).

- An entry's id is "tag:AUTHORITY,2026:ITEM": it stays when the title, the address or the site's
  domain changes. The authority is the domain of the office's own e-mail.
- All times are those of sign-offs, so the bytes depend on what was signed and never on the clock.
- Feeds need whole addresses. A trial edition has none yet and writes "http://localhost", so that the
  feeds can be tried; its page of feeds says so.
- An internal site writes no feed (LCh-1).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from heapq import nlargest
from urllib.parse import urlsplit

from feedgen.feed import FeedGenerator

from editorial import links
from editorial.dates import VIETNAM
from editorial.profile_site import Site as ProfileSite
from editorial.publication import Publication
from plugins.approval_gate import PUBLICATION
from plugins.entries import ADDRESSES, ENTRIES, Entry, files_of
from plugins.output import write_made
from plugins.site_context import SITE, Feed, Site
from plugins.site_generator import SiteGenerator, site_planned
from plugins.site_writer import SiteWriter

MOST_ENTRIES = 50
MINTED_IN = 2026
"""The year in the ids; part of every id ever given, so it never changes."""

NEVER = datetime(MINTED_IN, 1, 1, tzinfo=VIETNAM)
"""The time of a feed in which nothing has been approved yet."""

TRIAL_URL = "http://localhost"

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True)
class Channel:
    """What every feed says of the site. base: its address; tag: how every id begins"""

    base: str
    name: str
    directed_by: str
    reuse_line: str
    tag: str


def register() -> None:
    """Connect to the planning of the site."""
    site_planned.connect(write_feeds)


def write_feeds(generator: SiteGenerator, writer: SiteWriter) -> None:
    """Name every feed of the site."""
    settings = generator.settings
    site: Site = settings[SITE]
    publication: Publication = settings[PUBLICATION]
    tag = f"tag:{authority(publication.profile.site)},{MINTED_IN}:"
    channel = Channel(site.url or TRIAL_URL, site.name, site.directed_by, site.reuse_line, tag)
    latest = {
        kind: nlargest(MOST_ENTRIES, (entry for entry in settings[ENTRIES] if kind in ("", entry.kind)), key=_order)
        for kind in {feed.kind for feed in site.feeds}
    }
    for feed in site.feeds:
        write_made(writer, feed.address, feed_bytes, feed, channel, latest[feed.kind], settings[ADDRESSES])


def _order(entry: Entry) -> tuple[str, str]:
    return entry.public.shown.updated_at, entry.id


def authority(site: ProfileSite) -> str:
    """Return the domain that the ids stand under (RFC 4151)."""
    email = site.contact.email if site.contact else ""
    return email.partition("@")[2] or urlsplit(site.base_url).hostname or "localhost"


def feed_bytes(feed: Feed, channel: Channel, entries: Sequence[Entry], addresses: Mapping[str, str]) -> bytes:
    """Return one feed. entries: in the order of the feed; addresses: as editorial.links.resolve takes them."""
    maker = FeedGenerator()
    maker.load_extension("dc")
    maker.id(channel.tag + feed.id)
    maker.title(f"{feed.name} – {channel.name}" if feed.kind else channel.name)
    maker.description(feed.name)
    maker.language("vi")
    maker.link(href=channel.base + feed.address, rel="self", type=feed.media_type)
    maker.link(href=f"{channel.base}/", rel="alternate")  # last, since the last one becomes RSS's <link>
    maker.author(name=channel.directed_by or channel.name)
    maker.rights(f"Khi dùng lại, ghi rõ “{channel.reuse_line}”." if channel.reuse_line else None)
    maker.generator("")
    maker.updated(max((entry.public.updated_at for entry in entries), default=NEVER))
    for entry in entries:
        entry.note_all()
        _add(maker, entry, channel, addresses)
    made: bytes = maker.rss_str(pretty=True) if feed.format == "RSS" else maker.atom_str(pretty=True)
    return made


def _add(maker: FeedGenerator, entry: Entry, channel: Channel, addresses: Mapping[str, str]) -> None:
    one = maker.add_entry(order="append")
    item = entry.item
    one.id(channel.tag + item.id)
    one.title(_clean(item.title))
    one.link(href=channel.base + entry.address)
    one.published(entry.public.published_at)
    one.updated(entry.public.updated_at)
    one.author(name=_clean(item.author) or maker.author()[0]["name"])
    if item.author:
        one.dc.dc_creator(_clean(item.author))
    if item.source:
        one.dc.dc_source(_clean(item.source))
    for group in (*entry.above, *entry.areas):
        one.category(term=group.slug, label=group.name)
    if item.summary:
        one.description(_clean(item.summary), isSummary=True)
    html = links.resolve(entry.html, addresses, files_of(entry), channel.base, trial=False)
    one.content(_clean(html), type="html")


def _clean(text: str) -> str:
    """Return the text without what XML cannot hold; one such character would lose the whole feed."""
    return _NOT_IN_XML.sub("", text)
