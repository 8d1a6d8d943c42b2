"""The map of the site for search engines, and robots.txt.

Items stand in parts of a thousand by the year of their first publication, oldest first, so that an edit writes one part
and the index. `lastmod` is the moment at which what readers see was approved or marked as replaced, never that of the
build. A site that search engines must leave alone (trial edition, LCh-1) has no map, and robots.txt says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from xml.sax.saxutils import escape

from editorial.addresses import ROBOTS, SITEMAP, SITEMAP_PART, list_addresses
from editorial.dates import VIETNAM
from editorial.publication import Publication, PublicItem
from plugins.approval_gate import PUBLICATION
from plugins.output import put_file, write_made
from plugins.site_context import SITE, TOOL_LINKS, Site
from plugins.site_generator import SiteGenerator, site_planned
from plugins.site_writer import SiteWriter

PART = 1000
"""Items in one part; the standard allows 50,000."""
LISTS = "danh-muc"
"""The part that holds lists, forms and look-ups, which have no moment of their own."""
ANSWERED_ANEW = ("/tim-kiem/ket-qua", "/gui-cau-hoi/gui", "/tra-cuu/ket-qua")
"""Addresses of the endpoint, which a crawler has no use for."""

Row = tuple[str, str]
"""An address of the site, and the moment of its last change (ISO) or ""."""

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def register() -> None:
    """Connect to the planning of the site."""
    site_planned.connect(write_sitemaps)


def write_sitemaps(generator: SiteGenerator, writer: SiteWriter) -> None:
    """Name the parts, the index, and robots.txt."""
    settings = generator.settings
    site: Site = settings[SITE]
    publication: Publication = settings[PUBLICATION]
    put_file(writer, ROBOTS, robots("" if site.unlisted else site.url))
    if site.unlisted:
        return
    tools = [link.address for link in settings["JINJA_GLOBALS"][TOOL_LINKS]]
    lists = [one for one in dict.fromkeys((*list_addresses(publication.profile), *tools)) if one.endswith("/")]
    parts = [(LISTS, [(address, "") for address in lists]), *parts_of(publication.items)]
    for name, rows in parts:
        write_made(writer, SITEMAP_PART.format(name=name), part_bytes, site.url, rows)
    index = [(SITEMAP_PART.format(name=name), max(at for _, at in rows)) for name, rows in parts]
    write_made(writer, SITEMAP, index_bytes, site.url, index)


def parts_of(items: Sequence[PublicItem]) -> Iterator[tuple[str, list[Row]]]:
    """Yield the parts with their names ("2026-1"), oldest first. items: newest first"""
    for year, of_year in groupby(reversed(items), key=lambda public: public.published_at.astimezone(VIETNAM).year):
        rows = [(public.address, _changed_at(public)) for public in of_year]
        for number, start in enumerate(range(0, len(rows), PART), 1):
            yield f"{year}-{number}", rows[start : start + PART]


def _changed_at(public: PublicItem) -> str:
    superseded = public.superseded
    at = superseded.at if superseded else public.updated_at
    return at.astimezone(VIETNAM).isoformat(timespec="seconds")


def part_bytes(base: str, rows: Sequence[Row]) -> bytes:
    """Return one part. base: the address of the site without a slash at the end"""
    return _document("urlset", "url", base, rows)


def index_bytes(base: str, rows: Sequence[Row]) -> bytes:
    """Return the index of the parts."""
    return _document("sitemapindex", "sitemap", base, rows)


def _document(root: str, entry: str, base: str, rows: Sequence[Row]) -> bytes:
    lines = (
        f"<{entry}><loc>{escape(base + address)}</loc>{f'<lastmod>{at}</lastmod>' if at else ''}</{entry}>"
        for address, at in rows
    )
    inside = "\n".join(lines)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{_NAMESPACE}">\n{inside}\n</{root}>\n'.encode()


def robots(base: str) -> bytes:
    """Return robots.txt: everything may be read (ST-4.7); base: "" where nothing may"""
    if not base:
        return b"User-agent: *\nDisallow: /\n"
    kept_out = "".join(f"Disallow: {address}\n" for address in ANSWERED_ANEW)
    return f"User-agent: *\n{kept_out}Allow: /\n\nSitemap: {base}{SITEMAP}\n".encode()
