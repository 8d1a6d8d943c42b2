"""The page of every public item, and beside it the files of its edition and the page of its changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from operator import itemgetter
from zlib import crc32

from editorial.addresses import file_of
from editorial.content_fields import PAGE
from editorial.index_values import INDEX
from editorial.problem import Problem, Refused
from editorial.profile_schema import DOCUMENT_KINDS, SERVICE_KINDS
from editorial.publication import Publication, PublicItem
from plugins.approval_gate import PUBLICATION
from plugins.entries import ENTRIES, PAGES, Entry
from plugins.jobs import NameTaken
from plugins.output import write_made, write_page, write_sheaf
from plugins.pdf_pages import PageCounts
from plugins.share_pictures import newest, picture_of
from plugins.site_context import SITE, Site
from plugins.site_generator import SiteGenerator, site_planned
from plugins.site_writer import SiteWriter
from plugins.translations import Tongues

SHARES = 256
"""Into how many sheaves the pages of items are parted."""


def register() -> None:
    """Connect to the planning of the site."""
    site_planned.connect(write_items)


def write_items(generator: SiteGenerator, writer: SiteWriter) -> None:
    """Name the pages, then the files. Raises: Refused when a file would take the place of a page"""
    publication: Publication = generator.settings[PUBLICATION]
    entries: Sequence[Entry] = generator.settings[ENTRIES]
    site: Site = generator.settings[SITE]
    tongues = Tongues(publication)
    pages: PageCounts = generator.settings[PAGES]
    if unknown := pages.unknown(publication.items):
        writer.meanwhile(partial(pages.count, unknown), pages.learn)
    drawn = frozenset() if site.unlisted else frozenset(entry.id for entry in newest(entries))
    shares = _shares(entries)
    for name, share in shares.items():
        ids = [one.id for one in share]
        told = [(one, tongues.versions(one)) for one in tongues.told & set(ids)]
        said = b"".join([one.public.head_digest for one in share])
        key = site.unlisted, "\n".join(ids), said, sorted(drawn & set(ids)), sorted(told, key=itemgetter(0))
        write_sheaf(writer, f"pages {name}", key, partial(_write_pages, writer, share, drawn, site, tongues))
    for name, share in shares.items():
        publics = [entry.public for entry in share if entry.public.shown.attachments]
        heads = [public.head_digest for public in publics]
        try:
            write_sheaf(writer, f"files {name}", heads, partial(_write_files, writer, publics))
        except NameTaken as error:
            raise Refused(*_taken(writer, publics)) from error


def _shares(entries: Sequence[Entry]) -> Mapping[int, list[Entry]]:
    """Part the entries by their ids, so that a change of one plans the few beside it and no others."""
    found: defaultdict[int, list[Entry]] = defaultdict(list)
    for entry in entries:
        found[crc32(entry.id.encode()) % SHARES].append(entry)
    return found


def _write_pages(
    writer: SiteWriter, entries: Sequence[Entry], drawn: Collection[str], site: Site, tongues: Tongues
) -> None:
    for entry in entries:
        picture = "" if site.unlisted else picture_of(entry, entry.id in drawn)
        versions = tongues.versions(entry.id)
        write_page(writer, entry.address, template_of(entry.public), entry=entry, picture=picture, versions=versions)
        if entry.history:
            write_page(writer, entry.history, "history", entry=entry)


def _write_files(writer: SiteWriter, publics: Iterable[PublicItem]) -> None:
    for public in publics:
        for file in public.attachments:
            write_made(writer, public.address + file.address_name, public.store.attachment, file, compressed=False)


def _taken(writer: SiteWriter, publics: Iterable[PublicItem]) -> Iterator[Problem]:
    """Yield the files whose place is taken."""
    names = set(writer.jobs)
    for public in publics:
        for file in public.attachments:
            place = public.address + file.address_name
            if file_of(place) in names:
                facts = {"name": file.name, "address": place}
                yield Problem("attachment-takes-page", "fail", f"editions/{public.id}", facts=facts)
            names.add(file_of(place))


def template_of(public: PublicItem) -> str:
    """Return the template that shows an item."""
    if public.kind == PAGE:
        return public.item.template
    if public.kind in SERVICE_KINDS:
        return "service"
    return "document" if public.kind in DOCUMENT_KINDS else "index" if public.kind == INDEX else "article"
