"""The page of every public item, and beside it the files of its edition and the page of its changes."""

from __future__ import annotations

from collections.abc import Sequence

from editorial.content_fields import PAGE
from editorial.index_values import INDEX
from editorial.problem import Problem, Refused
from editorial.profile_schema import DOCUMENT_KINDS, SERVICE_KINDS
from editorial.publication import Publication, PublicItem
from plugins.approval_gate import PUBLICATION
from plugins.entries import ENTRIES, Entry
from plugins.jobs import NameTaken
from plugins.output import write_made, write_page
from plugins.share_pictures import newest, picture_of
from plugins.site_context import SITE, Site
from plugins.site_generator import SiteGenerator, site_planned
from plugins.site_writer import SiteWriter
from plugins.translations import Tongues


def register() -> None:
    """Connect to the planning of the site."""
    site_planned.connect(write_items)


def write_items(generator: SiteGenerator, writer: SiteWriter) -> None:
    """Name the pages, then the files. Raises: Refused when a file would take the place of a page"""
    publication: Publication = generator.settings[PUBLICATION]
    entries: Sequence[Entry] = generator.settings[ENTRIES]
    site: Site = generator.settings[SITE]
    tongues = Tongues(publication)
    drawn = set() if site.unlisted else {entry.id for entry in newest(entries)}
    for entry in entries:
        picture = "" if site.unlisted else picture_of(entry, entry.id in drawn)
        versions = tongues.versions(entry.id)
        write_page(writer, entry.address, template_of(entry.public), entry=entry, picture=picture, versions=versions)
        if entry.history:
            write_page(writer, entry.history, "history", entry=entry)
    for public in publication.items:
        for file in public.attachments:
            place = public.address + file.address_name
            try:
                write_made(writer, place, publication.store.attachment, file, compressed=False)
            except NameTaken as error:
                facts = {"name": file.name, "address": place}
                raise Refused(Problem("attachment-takes-page", "fail", f"editions/{public.id}", facts=facts)) from error


def template_of(public: PublicItem) -> str:
    """Return the template that shows an item."""
    if public.kind == PAGE:
        return public.item.template
    if public.kind in SERVICE_KINDS:
        return "service"
    return "document" if public.kind in DOCUMENT_KINDS else "index" if public.kind == INDEX else "article"
