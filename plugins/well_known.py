"""Who to tell of a hole in the site (security.txt, RFC 9116), and how a home screen shows it (web manifest).

Both need the site's confirmed address; where the profile gives no e-mail or phone there is nobody to name.
"""

from __future__ import annotations

import json
from datetime import date

from editorial.addresses import SECURITY, WEB_MANIFEST
from editorial.dates import local_day
from editorial.profile_site import Contact
from plugins.output import put_file
from plugins.site_context import SITE, Site
from plugins.site_generator import SiteGenerator, site_planned
from plugins.site_writer import SiteWriter

BRAND, GROUND = "#0a4650", "#ffffff"
"""The tokens --cc-water-800 and --cc-white."""
ICONS = (("icon-192.png", 192, "any"), ("icon-512.png", 512, "any"), ("icon-maskable-512.png", 512, "maskable"))
HALF_YEAR = 7
"""The month in which the second half of a year begins."""


def register() -> None:
    """Connect to the planning of the site."""
    site_planned.connect(write_well_known)


def write_well_known(generator: SiteGenerator, writer: SiteWriter) -> None:
    """Name both files."""
    site: Site = generator.settings[SITE]
    if site.trial:
        return
    put_file(writer, WEB_MANIFEST, manifest(site.name))
    contact = contact_uri(site.contact)
    if contact:
        put_file(writer, SECURITY, security(site.url, contact, expires(local_day(generator.settings["NOW"]))))


def contact_uri(contact: Contact | None) -> str:
    """Return where to write or call, "" when nothing is known."""
    if contact and contact.email:
        return f"mailto:{contact.email}"
    called = "".join(sign for sign in contact.phone if sign in "+0123456789") if contact else ""
    return f"tel:+84-{called.removeprefix('+84').removeprefix('0')}" if called else ""


def expires(today: date) -> date:
    """Return the first day of a half-year that is at least six months and at most a year away.

    So the file changes twice a year and not every day, and stays within the year that RFC 9116 recommends.
    """
    return date(today.year + 1, 1 if today.month < HALF_YEAR else HALF_YEAR, 1)


def security(url: str, contact: str, until: date) -> bytes:
    """Return security.txt."""
    lines = (
        f"Contact: {contact}",
        f"Expires: {until.isoformat()}T00:00:00+07:00",
        "Preferred-Languages: vi, en",
        f"Canonical: {url}{SECURITY}",
    )
    return "".join(f"{line}\n" for line in lines).encode()


def manifest(name: str) -> bytes:
    """Return the web manifest."""
    told = {
        "name": name,
        "lang": "vi",
        "start_url": "/",
        "scope": "/",
        "display": "browser",
        "theme_color": BRAND,
        "background_color": GROUND,
        "icons": [
            {"src": f"/theme/{file}", "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
            for file, size, purpose in ICONS
        ],
    }
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()
