"""The two pages through which people write to the office: the form, and the one that asks for a tracking code.

They are static, and frames at once: between the marks <!--form--> and <!--/form--> the endpoint puts its answers, made
by the same macros (decision 9). A site for internal use, or under rules without [inquiry], has neither.
"""

from __future__ import annotations

from dataclasses import replace

from pelican import Pelican, signals

from editorial.addresses import FOLLOW, SEND, takes_inquiries
from editorial.publication import Publication
from inquiries.form import load_form
from plugins.approval_gate import PUBLICATION
from plugins.output import write_page
from plugins.site_context import SITE, Link, add_globals
from plugins.site_generator import SiteGenerator, site_planned
from plugins.site_writer import SiteWriter

INQUIRY_LINKS = "INQUIRY_LINKS"
"""The two pages, for the menu of every page; () where there are none."""
LINKS = (Link("Gửi câu hỏi", SEND), Link("Tra cứu câu hỏi", FOLLOW))


def register() -> None:
    """Connect after the gate has opened, and to the planning of the site."""
    signals.initialized.connect(add_links)
    site_planned.connect(write_inquiry_pages)


def add_links(pelican: Pelican) -> None:
    """Give every template INQUIRY_LINKS."""
    settings = pelican.settings
    publication: Publication = settings[PUBLICATION]
    links = LINKS if takes_inquiries(publication.profile) else ()
    add_globals(settings, {INQUIRY_LINKS: links})


def write_inquiry_pages(generator: SiteGenerator, writer: SiteWriter) -> None:
    """Name both pages. Raises: Refused for a form with faults, so that the build stops (PS-D1)"""
    publication: Publication = generator.settings[PUBLICATION]
    if not takes_inquiries(publication.profile):
        return
    form = load_form(publication.profile)
    public = {page.address for page in generator.settings[SITE].pages}
    form = replace(form, rules=form.rules if form.rules in public else "")
    write_page(writer, SEND, "inquiry", form=form)
    write_page(writer, FOLLOW, "follow")
