"""JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/): the same entries for programs that read no XML.

What was withdrawn stands in `_withdrawn`, an extension of ours; the format wants each to be an object.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from plugins.feed_items import Channel, Gone, Piece
from plugins.feed_list import Feed
from plugins.feed_xml import title_of

VERSION = "https://jsonfeed.org/version/1.1"


def json_of(feed: Feed, channel: Channel, pieces: Sequence[Piece], gone: Sequence[Gone]) -> bytes:
    """Return a feed as JSON. pieces: in their order; gone: what readers are to forget"""
    told: dict[str, Any] = {
        "version": VERSION,
        "title": title_of(feed, channel),
        "description": feed.topic.name,
        "home_page_url": f"{channel.base}/",
        "feed_url": channel.base + feed.address,
        "language": "vi",
        "authors": [{"name": channel.directed_by or channel.name}],
    }
    if channel.reuse_line:
        told["user_comment"] = f"Khi dùng lại, ghi rõ “{channel.reuse_line}”."
    if channel.hub:
        told["hubs"] = [{"type": "WebSub", "url": channel.hub}]
    told["items"] = [_item(piece) for piece in pieces]
    if gone:
        items = [{"id": channel.tag + one.item, "withdrawn_at": one.at.isoformat()} for one in gone]
        told["_withdrawn"] = {"items": items}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def _item(piece: Piece) -> dict[str, Any]:
    told: dict[str, Any] = {
        "id": piece.id,
        "url": piece.url,
        "title": piece.title,
        "content_html": piece.html,
        "date_published": piece.published.isoformat(),
        "date_modified": piece.updated.isoformat(),
        "language": piece.lang or "vi",
    }
    if piece.summary:
        told["summary"] = piece.summary
    if piece.author:
        told["authors"] = [{"name": piece.author}]
    if piece.categories:
        told["tags"] = [name for _, name in piece.categories]
    if piece.standing:
        status = {"slug": piece.standing.slug, "name": piece.standing.words, "days": piece.standing.on}
        told["_status"] = status | ({"why": piece.standing.why} if piece.standing.why else {})
    if piece.source:
        told["_source"] = {"name": piece.source}
    if piece.enclosures:
        told["attachments"] = [
            {"url": file.url, "mime_type": file.media_type, "title": file.name, "size_in_bytes": file.size}
            for file in piece.enclosures
        ]
    return told
