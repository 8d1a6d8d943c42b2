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
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from feedgen.feed import FeedGenerator
from pelican import signals
from pelican.generators import ArticlesGenerator
from pelican.writers import Writer

from editorial import links
from editorial.dates import VIETNAM
from editorial.profile_site import Site as ProfileSite
from editorial.publication import Publication
from plugins.approval_gate import PUBLICATION
from plugins.entries import ENTRIES, Entry
from plugins.output import put_file
from plugins.site_context import SITE, Feed, Site

MOST_ENTRIES = 50
MINTED_IN = 2026
"""The year in the ids; part of every id ever given, so it never changes."""

NEVER = datetime(MINTED_IN, 1, 1, tzinfo=VIETNAM)
"""The time of a feed in which nothing has been approved yet."""

TRIAL_URL = "http://localhost"

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def register() -> None:
    """Connect to the end of the articles."""
    signals.article_writer_finalized.connect(write_feeds)


def write_feeds(generator: ArticlesGenerator, writer: Writer) -> None:
    """Write every feed that the site names."""
    settings = generator.settings
    site: Site = settings[SITE]
    publication: Publication = settings[PUBLICATION]
    tag = f"tag:{authority(publication.profile.site)},{MINTED_IN}:"
    entries = sorted(settings[ENTRIES], key=lambda entry: (entry.public.updated_at, entry.item.id), reverse=True)
    for feed in site.feeds:
        told = [entry for entry in entries if feed.kind in ("", entry.item.kind)]
        content = feed_bytes(feed, site, told[:MOST_ENTRIES], tag, publication.addresses())
        if not put_file(Path(generator.output_path), feed.address, content):
            raise FileExistsError(feed.address)


def authority(site: ProfileSite) -> str:
    """Return the domain that the ids stand under (RFC 4151)."""
    email = site.contact.email if site.contact else ""
    return email.partition("@")[2] or urlsplit(site.base_url).hostname or "localhost"


def feed_bytes(feed: Feed, site: Site, entries: list[Entry], tag: str, addresses: Mapping[str, str]) -> bytes:
    """Return one feed. entries: in the order of the feed; addresses: as editorial.links.resolve takes them."""
    base = site.url or TRIAL_URL
    maker = FeedGenerator()
    maker.load_extension("dc")
    maker.id(tag + feed.id)
    maker.title(f"{feed.name} – {site.name}" if feed.kind else site.name)
    maker.description(feed.name)
    maker.language("vi")
    maker.link(href=base + feed.address, rel="self", type=feed.media_type)
    maker.link(href=f"{base}/", rel="alternate")  # last, since the last one becomes RSS's <link>
    maker.author(name=site.directed_by or site.name)
    maker.rights(f"Khi dùng lại, ghi rõ “{site.reuse_line}”." if site.reuse_line else None)
    maker.generator("")
    maker.updated(max((entry.public.updated_at for entry in entries), default=NEVER))
    for entry in entries:
        _add(maker, entry, base, tag, addresses)
    made: bytes = maker.rss_str(pretty=True) if feed.format == "RSS" else maker.atom_str(pretty=True)
    return made


def _add(maker: FeedGenerator, entry: Entry, base: str, tag: str, addresses: Mapping[str, str]) -> None:
    one = maker.add_entry(order="append")
    item = entry.item
    one.id(tag + item.id)
    one.title(_clean(item.title))
    one.link(href=base + entry.address)
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
    html = links.resolve(entry.html, addresses, entry.public.edition.files(), base, trial=False)
    one.content(_clean(html), type="html")


def _clean(text: str) -> str:
    """Return the text without what XML cannot hold; one such character would lose the whole feed."""
    return _NOT_IN_XML.sub("", text)
