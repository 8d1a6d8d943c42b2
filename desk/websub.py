"""Telling a WebSub hub which feeds have changed, so that subscribers need not ask again and again.

A hub that does not answer stops nothing: the feeds are told to it at the next publish.
Source: W3C WebSub, section 7 (the way of hubs: a form with hub.mode=publish and hub.url)
"""

from __future__ import annotations

from collections.abc import Iterator

from editorial.addresses import FEEDS
from editorial.file_index import Memory
from editorial.manifest import Manifest
from editorial.problem import Problem
from editorial.settings import Settings

TIMEOUT_SECONDS = 10.0
_TOLD = "websub 1"
_FORMATS = (".rss.xml", ".atom.xml", ".json")


def announce(settings: Settings, manifest: Manifest) -> Iterator[Problem]:
    """Tell the hub of every feed that it has not been told of as it is now; yield a warning when it does not answer."""
    if not settings.websub_hub or settings.trial:
        return
    place, key = settings.state / "site" / "websub", f"{_TOLD} {settings.websub_hub}"
    folder = FEEDS.removeprefix("/")
    feeds = {n: d for n, d in manifest.files.items() if n.startswith(folder) and n.endswith(_FORMATS)}
    told: dict[str, str] = Memory.load(place, key) or {}
    changed = sorted(name for name, digest in feeds.items() if told.get(name) != digest)
    if not changed:
        return
    try:
        _post(settings.websub_hub, [f"{settings.siteurl}/{name}" for name in changed])
    except (OSError, ValueError) as error:
        facts = {"hub": settings.websub_hub, "reason": str(error)}
        yield Problem("websub-failed", "warn", "WEBSUB_HUB", "product", facts)
        return
    Memory.save(place, key, feeds)


def _post(hub: str, topics: list[str]) -> None:
    """Raises: OSError when the hub cannot be reached or refuses; ValueError for what is no address"""
    if not hub.startswith(("https://", "http://")):
        raise ValueError("địa chỉ phải bắt đầu bằng https://")
    import urllib.parse  # here, since few sites have a hub
    import urllib.request

    form = urllib.parse.urlencode([("hub.mode", "publish"), *(("hub.url", topic) for topic in topics)])
    with urllib.request.urlopen(urllib.request.Request(hub, form.encode()), timeout=TIMEOUT_SECONDS):
        pass
