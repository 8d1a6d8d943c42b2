"""What may come in at all: forms from our own pages, in the two encodings that forms have.

Without cookies there is nothing that another site could borrow; what is kept out is other people's browsers being made
to fill our store (CSRF). 1. A browser that says where a request comes from (Sec-Fetch-Site) is believed: no page can
change that word. 2. Else Origin must name the host that was asked. 3. With neither (old browsers, programs) it is
taken, under a tighter limit of rate.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal
from urllib.parse import urlsplit

from werkzeug.datastructures import Headers

Sender = Literal["own", "unknown", "foreign"]
"""From our own page, from whoever says nothing, from another site's page."""

PLAIN_FORM = "application/x-www-form-urlencoded"
FORM_TYPES = (PLAIN_FORM, "multipart/form-data")

_OWN_SITE = ("same-origin", "none")  # "none": the person reloaded or typed, no page did


def sender_of(headers: Mapping[str, str] | Headers, host: str) -> Sender:
    """Return whose page sent the request. host: the host and port that were asked"""
    if site := headers.get("Sec-Fetch-Site"):
        return "own" if site in _OWN_SITE else "foreign"
    if origin := headers.get("Origin"):
        return "own" if host and _host_of(origin) == host.lower() else "foreign"
    return "unknown"


def is_form(media_type: str) -> bool:
    """True for what a plain HTML form sends. media_type: without its parameters"""
    return media_type.lower() in FORM_TYPES


def _host_of(origin: str) -> str:
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:
        return ""
