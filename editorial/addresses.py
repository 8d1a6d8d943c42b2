"""The address of an item: short ASCII, lower case, ending in "/", given once and kept.

A document lies under its issuer and year (numbers restart each year and at the merger), with its type
written out, so that HĐ and HD stay apart; a page says its own address; everything else lies under
its section and year. An item that has an edition keeps that edition's address, whatever is retitled.
"""

from __future__ import annotations

import re

from editorial import numbers
from editorial.content import Item
from editorial.content_fields import PAGE
from editorial.profile import Profile
from editorial.profile_schema import DOCUMENT_KINDS, QUESTION
from editorial.text import slug

INDEX = "index.html"
QUESTIONS = "hoi-dap"
DOCUMENTS = "van-ban"
REGISTER = "/van-ban/"
FACETS = ("loai", "co-quan", "nam", "linh-vuc", "hieu-luc", "dia-ban")
"""By what the register of documents is divided: type, issuer, year, area, status, territory."""
REGISTER_DATA = "/du-lieu/van-ban-danh-muc-{number}.json"
AREAS = "linh-vuc"
ARCHIVE = "/luu-tru/"
SEARCH = "/tim-kiem/"
SHARDS = "/tim-kiem/shards/"
SEND = "/gui-cau-hoi/"
FOLLOW = "/tra-cuu/"
PLACES = "/tra-cuu-dia-danh/"
VERIFY = "/xac-minh/"
COPY_LIST = "/xac-minh/ma/{digits}.json"
OPEN_DATA = "/du-lieu/"
TAKING_PART = "/quy-che-tham-gia/"
HISTORY_PART = "cac-lan-sua/"
"""What the page of an item's changes adds to the item's address."""
PICTURE_NAME = "anh_chia_se.png"
"""What a picture for sharing is called; no attached file has a "_" in its name."""
NO_ANSWER = "/tim-kiem/khong-tra-loi.html"
BROKEN = "/503.html"
FEEDS = "/feeds/"
RSS = f"{FEEDS}tat-ca.rss.xml"
OPML = f"{FEEDS}nguon-tin.opml"
CORRECTIONS = "/dinh-chinh/"
SITEMAP = "/sitemap.xml"
SITEMAP_PART = "/sitemaps/{name}.xml"
ROBOTS = "/robots.txt"
SECURITY = "/.well-known/security.txt"
GONE_MAP, REDIRECTS_MAP, ASKED_MAP = (f"/.well-known/cchc/{name}.map" for name in ("gone", "redirects", "asked"))
"""What servers read: addresses that are gone, that lead on, and those that lead on by their query."""
WEB_MANIFEST = "/site.webmanifest"
RESERVED = frozenset(
    "/ /luu-tru/ /tim-kiem/ /gui-cau-hoi/ /tra-cuu/ /xac-minh/ /feeds/ /dinh-chinh/ /sitemaps/ /theme/ /.well-known/"
    " /du-lieu/ /tra-cuu-dia-danh/ /404.html /503.html".split()
    + [f"{REGISTER}{part}/" for part in ("trang", *FACETS)]
)  # fmt: skip
"""Addresses that the product itself fills."""

_PAGE_ADDRESS = re.compile(r"/(?:[a-z0-9]+(?:-[a-z0-9]+)*/)+")


def file_of(address: str) -> str:
    """Return the file of an address in a built site: "/van-ban/x/" gives "van-ban/x/index.html"."""
    return address.removeprefix("/") + (INDEX if address.endswith("/") else "")


def address_of(file: str) -> str:
    """Return the address of a file of a built site, the other way round."""
    return "/" + (file.removesuffix(INDEX) if file.endswith(f"/{INDEX}") or file == INDEX else file)


def is_page_address(address: str) -> bool:
    """True for an address that a page may give itself: "/gioi-thieu/", not one of the product's own."""
    if address.endswith(f"/{HISTORY_PART}"):
        return False
    return bool(_PAGE_ADDRESS.fullmatch(address)) and not any(
        address.startswith(taken) for taken in RESERVED if taken != "/"
    )


def takes_inquiries(profile: Profile) -> bool:
    """True when people can send questions through the site and follow them (not where it is for internal use)."""
    return profile.inquiry is not None and not profile.is_internal


def list_addresses(profile: Profile) -> tuple[str, ...]:
    """Return the addresses of lists, forms and feeds that every site of the profile has, also while they are empty."""
    areas = profile.areas.list if profile.areas else ()
    return (
        "/",
        ARCHIVE,
        CORRECTIONS,
        VERIFY,
        *(() if profile.is_internal else (SEARCH, RSS, OPEN_DATA)),
        *((SEND, FOLLOW) if takes_inquiries(profile) else ()),
        *dict.fromkeys((REGISTER, *(f"/{section.slug}/" for section in profile.content.sections))),
        *(f"{REGISTER}{facet}/" for facet in FACETS),
        *(f"/{AREAS}/{area.slug}/" for area in areas),
    )


def new_address(item: Item, profile: Profile, year: int) -> str:
    """Return the address of an item that has none yet. year: of its first sign-off"""
    if item.kind == PAGE:
        return item.address if is_page_address(item.address) else f"/trang/{slug(item.slug or item.title)}/"
    name = slug(item.slug or item.title) or item.id
    if item.kind in DOCUMENT_KINDS and item.issuer:
        of_year = item.issued_on.year if item.issued_on else year
        number = numbers.parse(item.document_no)
        issuer = slug(item.issuer)
        issuer = f"{issuer}-ban-hanh" if issuer in ("trang", *FACETS) else issuer
        return f"/{DOCUMENTS}/{issuer}/{of_year}/{number.slug() if number else name}/"
    if item.kind == QUESTION:
        return f"/{QUESTIONS}/{name}/"
    section = profile.section_of(item.kind, item.section)
    return f"/{section.slug if section else slug(item.kind)}/{item.event_on.year if item.event_on else year}/{name}/"
