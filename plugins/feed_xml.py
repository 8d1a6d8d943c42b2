"""RSS 2.0 and Atom 1.0, written with feedgen; what it lacks is an extension here.

Added to Atom: archived pages (RFC 5005) and deleted entries (RFC 6721). To both: the hub of WebSub, and what a browser
shows to a person (feed_notice).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from typing import Any

from feedgen.ext.base import BaseEntryExtension, BaseExtension
from feedgen.feed import FeedGenerator
from lxml import etree

from editorial.frozen import frozen
from plugins.feed_items import NEVER, Channel, Enclosure, Gone, Piece
from plugins.feed_list import ALL, RSS, Feed
from plugins.feed_notice import notice, with_sheets

_STATUS = "tinh-trang-hieu-luc"
_ATOM = "http://www.w3.org/2005/Atom"
_HISTORY = "http://purl.org/syndication/history/1.0"
_TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@frozen
class Paging:
    """Where a page of a feed stands among its archives; addresses, "" where there is none.

    archived: True for a page that only follows what is corrected or taken away
    """

    address: str
    archived: bool = False
    current: str = ""
    older: str = ""
    newer: str = ""


def xml_of(
    feed: Feed, channel: Channel, pieces: Sequence[Piece], gone: Sequence[Gone], paging: Paging | None = None
) -> bytes:
    """Return a feed in RSS or Atom. pieces: in their order; gone: what readers are to forget, Atom only"""
    paging = paging or Paging(feed.address)
    maker = FeedGenerator()
    maker.load_extension("dc")
    maker.register_extension("record", _Record, _More)
    record: _Record = maker.record
    if feed.format != RSS:  # which has no words for either, so it is not to name their vocabularies
        record.is_archive = paging.archived
        record.deleted = [(channel.tag + one.item, one.at.isoformat()) for one in gone]
    record.hub = channel.hub
    words = _clean(feed.topic.name), _clean(channel.name)
    record.notice = notice(
        *words, channel.base + feed.address, paging.address, channel.help_address, trial=channel.trial
    )
    maker.id(channel.tag + feed.topic.slug + (f"/{paging.address}" if paging.archived else ""))
    maker.title(title_of(feed, channel))
    maker.description(_clean(feed.topic.name))
    maker.language("vi")
    maker.link(href=channel.base + paging.address, rel="self", type=feed.media_type)
    steps = {"current": paging.current, "prev-archive": paging.older, "next-archive": paging.newer}
    for relation, address in steps.items() if feed.format != RSS else ():
        if address:
            maker.link(href=channel.base + address, rel=relation, type=feed.media_type)
    maker.link(href=f"{channel.base}/", rel="alternate")  # last, since the last one becomes RSS's <link>
    maker.author(name=channel.directed_by or channel.name)
    maker.rights(f"Khi dùng lại, ghi rõ “{channel.reuse_line}”." if channel.reuse_line else None)
    maker.generator("")
    maker.updated(max([NEVER, *(piece.updated for piece in pieces), *(one.at for one in gone)]))
    for piece in pieces:
        _add(maker, piece, feed.format == RSS, channel.tag)
    made: bytes = maker.rss_str(pretty=True) if feed.format == RSS else maker.atom_str(pretty=True)
    return with_sheets(made, paging.address)


def title_of(feed: Feed, channel: Channel) -> str:
    """Return what a feed is called."""
    return _clean(channel.name if feed.topic.slug == ALL else f"{feed.topic.name} – {channel.name}")


def _add(maker: FeedGenerator, piece: Piece, is_rss: bool, tag: str) -> None:
    one = maker.add_entry(order="append")
    one.id(piece.id)
    one.title(_clean(piece.title))
    one.link(href=piece.url)
    one.published(piece.published)
    one.updated(piece.updated)
    one.author(name=_clean(piece.author) or maker.author()[0]["name"])
    if piece.author:
        one.dc.dc_creator(_clean(piece.author))
    if piece.source:
        one.dc.dc_source(_clean(piece.source))
    for slug, name in piece.categories:
        one.category(term=slug, label=name)
    if is_rss and piece.lang:
        one.dc.dc_language(piece.lang)
    if piece.standing:
        one.category(term=piece.standing.slug, scheme=tag + _STATUS, label=piece.standing.words)
    if piece.summary:
        summary = _clean(piece.summary)
        one.description(escape(summary, quote=False) if is_rss else summary, isSummary=True)  # RSS has HTML there
    for file in piece.enclosures[:1] if is_rss else ():  # RSS holds one
        one.enclosure(file.url, file.size, file.media_type)
    one.content(_clean(piece.html), type="html")
    one.record.lang, one.record.enclosures = piece.lang, piece.enclosures


class _Record(BaseExtension):  # type: ignore[misc]  # feedgen has no types
    """What a feed keeps on record besides its entries. deleted: (id, time) of each"""

    def __init__(self) -> None:
        self.is_archive = False
        self.deleted: list[tuple[str, str]] = []
        self.hub = ""
        self.notice: etree._Element

    def extend_ns(self) -> dict[str, str]:
        """Return the namespaces that are used."""
        found = {"fh": _HISTORY} if self.is_archive else {}
        return found | ({"at": _TOMBSTONES} if self.deleted else {})

    def extend_atom(self, feed: Any) -> Any:
        """Put in what stands before the entries, which come later, and the deleted ones."""
        if self.hub:
            etree.SubElement(feed, f"{{{_ATOM}}}link", href=self.hub, rel="hub")
        if self.is_archive:
            etree.SubElement(feed, f"{{{_HISTORY}}}archive")
        for ref, when in self.deleted:
            etree.SubElement(feed, f"{{{_TOMBSTONES}}}deleted-entry", ref=ref, when=when)
        feed.append(self.notice)
        return feed

    def extend_rss(self, feed: Any) -> Any:
        """Put in the same, but for deleted entries, of which RSS has no way to tell."""
        if self.hub:
            link = etree.Element(f"{{{_ATOM}}}link", href=self.hub, rel="hub")
            feed[0].insert(3, link)
        feed[0].append(self.notice)
        return feed


class _More(BaseEntryExtension):  # type: ignore[misc]
    """What feedgen does not write into an entry of Atom. lang: where it is not that of the feed, else "" """

    def __init__(self) -> None:
        self.lang = ""
        self.enclosures: Sequence[Enclosure] = ()

    def extend_atom(self, entry: Any) -> Any:
        """Name the language, and each file as what it is: feedgen leaves out that a link is an enclosure."""
        if self.lang:
            entry.set("{http://www.w3.org/XML/1998/namespace}lang", self.lang)
        for file in self.enclosures:
            told = {"rel": "enclosure", "type": file.media_type, "length": str(file.size), "title": _clean(file.name)}
            etree.SubElement(entry, f"{{{_ATOM}}}link", href=file.url, **told)
        return entry


def _clean(text: str) -> str:
    """Return the text without what XML cannot hold; one such character would lose the whole feed."""
    return _NOT_IN_XML.sub("", text)
