"""OPML 2.0: every feed of the site in one file, which a reader of feeds takes in at once."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from lxml import etree

from plugins.feed_items import Channel
from plugins.feed_list import ATOM, Topic, feeds_of
from plugins.feed_xml import title_of


def outline(channel: Channel, topics: Sequence[Topic]) -> bytes:
    """Return the list of feeds in Atom, under the headings of their topics."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = channel.name
    body = etree.SubElement(root, "body")
    for heading, under_it in groupby(topics, key=lambda topic: topic.heading):
        group = etree.SubElement(body, "outline", text=heading)
        for topic in under_it:
            feed = next(feed for feed in feeds_of(topic) if feed.format == ATOM)
            told = {
                "text": topic.name,
                "title": title_of(feed, channel),
                "type": "rss",
                "language": "vi",
                "xmlUrl": channel.base + feed.address,
                "htmlUrl": f"{channel.base}/",
            }
            etree.SubElement(group, "outline", told)
    made: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return made
