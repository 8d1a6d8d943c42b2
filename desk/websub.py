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
from editorial.system_errors import reason_words

TIMEOUT_SECONDS = 10.0
_TOLD = "websub 1"
_NO_ADDRESS = "địa chỉ phải bắt đầu bằng https://, viết liền, không dấu"
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
    why = _post(settings.websub_hub, [f"{settings.siteurl}/{name}" for name in changed])
    if why:
        facts = {"hub": settings.websub_hub, "reason": why}
        yield Problem("websub-failed", "warn", "WEBSUB_HUB", "product", facts)
        return
    Memory.save(place, key, feeds)


def _post(hub: str, topics: list[str]) -> str:
    """Tell the hub; return "", or why it was not told, for the end of a sentence."""
    import socket  # all of these here, since few sites have a hub
    import ssl
    from http.client import HTTPException, InvalidURL
    from urllib.error import HTTPError, URLError
    from urllib.parse import urlencode
    from urllib.request import Request, urlopen

    form = urlencode([("hub.mode", "publish"), *(("hub.url", topic) for topic in topics)])
    try:
        if not hub.startswith(("https://", "http://")):
            return _NO_ADDRESS
        with urlopen(Request(hub, form.encode()), timeout=TIMEOUT_SECONDS):
            return ""
    except HTTPError as error:
        return f"máy chủ ấy từ chối, mã {error.code}"
    except (InvalidURL, ValueError):
        return _NO_ADDRESS
    except (OSError, HTTPException) as error:
        cause = error.reason if isinstance(error, URLError) else error
        if isinstance(cause, socket.gaierror):
            return "không tìm thấy máy chủ: tên gõ sai, hoặc mất mạng"
        if isinstance(cause, TimeoutError):
            return f"máy chủ ấy không trả lời sau {TIMEOUT_SECONDS:.0f} giây"
        if isinstance(cause, ssl.SSLError):
            return "không lập được kết nối https: chứng chỉ của máy chủ ấy sai hoặc đã hết hạn"
        if isinstance(cause, OSError) and cause.errno:
            return reason_words(cause)
        return _NO_ADDRESS if isinstance(cause, str) else "máy chủ ấy trả lời không đúng quy cách"
