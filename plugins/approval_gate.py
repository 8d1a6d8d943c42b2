"""The gate: Pelican is given the editions that leaders have signed, and nothing else.

Rules, in the order in which a build meets them:
1. Before anything is read, the publication is loaded. What refuses or breaks there stops the build.
2. Pelican's paths become the edition files of public items, one by one. Without this plugin they
   are empty (pelicanconf.py), so a build that lost its gate has nothing to show.
3. Only edition files can be read at all, and the answer comes from the publication just checked,
   not from the disk, so a file swapped during the build changes nothing.
4. Before anything is grouped or rendered, every list holds public items only, and all of them:
   an item that Pelican dropped with a mere log line stops the build.
5. Files of public items are copied by digest from the records, and checked on the way.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from pelican import Pelican, signals
from pelican.contents import Content
from pelican.generators import ArticlesGenerator, Generator, PagesGenerator
from pelican.readers import BaseReader, Readers

from editorial.addresses import file_of, list_addresses
from editorial.content_fields import PAGE
from editorial.dates import VIETNAM
from editorial.problem import Problem, Refused
from editorial.profile_schema import DOCUMENT_KINDS
from editorial.publication import Publication, PublicItem, load, preview
from editorial.settings import load_settings
from plugins.output import put_file

PUBLICATION = "PUBLICATION"
"""The setting under which the rest of a build finds what is public."""

ARTICLE_LISTS = (
    "articles", "translations", "hidden_articles", "hidden_translations", "drafts", "drafts_translations",
)  # fmt: skip
PAGE_LISTS = ("pages", "translations", "hidden_pages", "hidden_translations", "draft_pages", "draft_translations")

_BY_FILE = "PUBLIC_ITEMS_BY_FILE"


def register() -> None:
    """Connect the gate; module-level functions only, since Pelican's signals hold receivers weakly."""
    signals.initialized.connect(open_gate)
    signals.readers_init.connect(read_editions_only)
    signals.article_generator_pretaxonomy.connect(keep_public_articles)
    signals.page_generator_finalized.connect(keep_public_pages)
    signals.get_generators.connect(get_generators)


def is_armed(pelican: Pelican) -> bool:
    """True when this Pelican can publish nothing but what the gate gave it; ask before it runs."""
    publication = pelican.settings.get(PUBLICATION)
    return (
        isinstance(publication, Publication)
        and pelican.settings["PLUGINS"][:1] == [__name__]
        and pelican.path == str(publication.store.editions)
        and pelican.settings["STATIC_PATHS"] == []
        and read_editions_only in signals.readers_init.receivers_for(None)
        and keep_public_articles in signals.article_generator_pretaxonomy.receivers_for(None)
        and keep_public_pages in signals.page_generator_finalized.receivers_for(None)
    )


def open_gate(pelican: Pelican) -> None:
    """Point Pelican at the editions that are public at this moment, or stop the build.

    Settings read: ROOT; NOW (aware moment, else the clock); WITHOUT (ids of damaged items left out);
    PREVIEW (show every working file, marked as unsigned)
    Raises: Refused when anything on record cannot be trusted; what else goes wrong goes up as well
    """
    settings = pelican.settings
    installation = load_settings(Path(settings["ROOT"]))
    now = settings.get("NOW") or datetime.now(VIETNAM)
    if settings["PREVIEW"]:
        publication = preview(installation, now)
    else:
        publication = load(installation, now, settings.get("WITHOUT", ()))
    _refuse_meeting_addresses(publication)
    by_file = {f"{public.edition.digest}.json": (n, public) for n, public in enumerate(publication.items)}
    pelican.path = str(publication.store.editions)
    settings.update(
        {
            "PATH": pelican.path,
            "ARTICLE_PATHS": [name for name, (_, public) in by_file.items() if public.item.kind != PAGE],
            "PAGE_PATHS": [name for name, (_, public) in by_file.items() if public.item.kind == PAGE],
            "STATIC_PATHS": [],
            "SITEURL": installation.siteurl,
            "RELATIVE_URLS": installation.trial,
            "NOW": now,
            PUBLICATION: publication,
            _BY_FILE: by_file,
        }
    )


def read_editions_only(readers: Readers) -> None:
    """Leave Pelican one reader, that of editions; Markdown, HTML and reStructuredText cannot be read."""
    readers.reader_classes = {"static": BaseReader, "json": EditionReader}


class EditionReader(BaseReader):
    """Gives Pelican a public edition as (HTML, metadata); the HTML's links are still symbolic."""

    file_extensions = ("json",)

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        """Answer from the publication. Raises: KeyError for a file that is no public edition."""
        by_file: Mapping[str, tuple[int, PublicItem]] = self.settings[_BY_FILE]
        position, public = by_file[Path(source_path).name]
        address = public.edition.address
        return public.edition.html, {
            "title": public.item.title,
            "slug": public.item.id,
            "date": public.published_at.astimezone(VIETNAM),
            "modified": public.updated_at.astimezone(VIETNAM),
            "status": "published",
            "template": _template(public),
            "url": address.removeprefix("/"),
            "save_as": file_of(address),
            "position": position,
            "public": public,
        }


def keep_public_articles(generator: ArticlesGenerator) -> None:
    """Leave only public items in every list of articles, and miss none."""
    _keep_public(generator, ARTICLE_LISTS)
    _refuse_gaps(generator.settings, "ARTICLE_PATHS", generator.articles)


def keep_public_pages(generator: PagesGenerator) -> None:
    """Leave only public items in every list of pages, and miss none."""
    _keep_public(generator, PAGE_LISTS)
    _refuse_gaps(generator.settings, "PAGE_PATHS", generator.pages)


def get_generators(pelican: Pelican) -> type[PublicFiles]:
    """Add the generator of public files."""
    return PublicFiles


class PublicFiles:
    """Copies the files of public items to the folders of their pages."""

    def __init__(self, context: Mapping[str, Any], settings: Mapping[str, Any], output_path: str, **_: Any) -> None:
        self.publication: Publication = settings[PUBLICATION]
        self.output = Path(output_path)

    def generate_output(self, writer: object) -> None:
        """Write every file. Raises: Refused when one is missing, altered, or would replace a page."""
        for public in self.publication.items:
            for file in public.edition.attachments:
                content = self.publication.store.attachment(file)
                place = public.edition.address + file.address_name
                if not put_file(self.output, place, content):
                    facts = {"name": file.name, "address": place}
                    raise Refused(Problem("attachment-takes-page", "fail", f"editions/{public.item.id}", facts=facts))


def _template(public: PublicItem) -> str:
    if public.item.kind == PAGE:
        return public.item.template
    return "document" if public.item.kind in DOCUMENT_KINDS else "article"


def _refuse_meeting_addresses(publication: Publication) -> None:
    """Raise Refused where an item stands at the address of a list of the site."""
    lists = frozenset(list_addresses(publication.profile))
    meeting = [public for public in publication.items if public.edition.address in lists]
    if meeting:
        raise Refused(
            *(
                Problem(
                    "address-of-list", "fail", f"editions/{public.item.id}", facts={"address": public.edition.address}
                )
                for public in meeting
            )
        )


def _keep_public(generator: Generator, lists: tuple[str, ...]) -> None:
    """Empty the lists in place of what the gate did not give: the theme's context holds the same lists."""
    given = {id(public) for public in generator.settings[PUBLICATION].items}
    for name in lists:
        items: list[Content] = getattr(generator, name)
        items[:] = [item for item in items if id(getattr(item, "public", None)) in given]


def _refuse_gaps(settings: Mapping[str, Any], paths: str, items: list[Content]) -> None:
    """Raise LookupError when Pelican dropped a public item; it only logs that by itself."""
    missing = set(settings[paths]) - {f"{item.public.edition.digest}.json" for item in items}
    if missing:
        raise LookupError(
            f"Pelican read {len(items)} of {len(settings[paths])} public items; missing: {sorted(missing)}"
        )
