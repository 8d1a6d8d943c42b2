"""The search index of a site: made of what is public and nothing else, and put beside the page that reads it.

Rules
1. Only public items are filed; a withdrawn one is in no shard, card or list of the very next build.
2. The bytes depend on the public items, the order in which items first appeared, the abbreviations and the registry
   alone, never on what was built before (decision 8). So the index of the last build is brought up to date where it is
   whole to the last file, and made anew otherwise.
3. A preview has an index of its own, so that unsigned words never lie where a publishing looks.
4. A site for internal use has no search at all (LCh-1).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from html import unescape
from pathlib import Path

from pelican import Pelican, signals
from pelican.generators import ArticlesGenerator
from pelican.writers import Writer

from editorial.addresses import NO_ANSWER, SEARCH, SHARDS
from editorial.publication import Publication
from editorial.registry import load_registry
from plugins.approval_gate import PUBLICATION
from plugins.entries import ENTRIES, Entry
from plugins.output import put_file, write_page
from plugins.related import related
from search import shards
from search.index import build
from search.pages import Entry as Numbered
from search.pages import Gone, Page
from search.state import State
from search.updating import is_whole, keep_up, update
from search.vocabulary import Vocabulary, aliases, read_abbreviations

INDEX = "SEARCH_INDEX"
"""The setting that holds the folder of the index made for this build; absent where there is no search."""

PREVIEW_FOLDER = "preview-search"

_INLINE = re.compile(r"</?(?:a|abbr|b|code|del|em|i|ins|mark|s|small|span|strong|sub|sup|u)\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")


def register() -> None:
    """Connect after entries: the index is there before a page is written, the files come after the last."""
    signals.initialized.connect(make_index)
    signals.article_writer_finalized.connect(write_search)


def make_index(pelican: Pelican) -> None:
    """Bring the index up to what is public, and give templates the filter `related`."""
    settings = pelican.settings
    publication: Publication = settings[PUBLICATION]
    entries: Sequence[Entry] = settings[ENTRIES]
    lists: Mapping[str, tuple[Entry, ...]] = {}
    if not publication.profile.is_internal:
        office = publication.office.settings
        bodies = tuple(load_registry(office.records).bodies.values())
        vocabulary = Vocabulary(read_abbreviations(), aliases(bodies))
        pages = [page_of(entry) for entry in entries]
        if settings["PREVIEW"]:
            folder = office.state / PREVIEW_FOLDER
            keep_up(folder, pages, vocabulary)
        else:
            folder = office.search_index
            bring_up(folder, numbered(pages, publication.order_of_appearance()), vocabulary)
        settings[INDEX] = folder / shards.FOLDER
        lists = related_entries(folder, entries)
    settings["JINJA_FILTERS"] = {
        **settings["JINJA_FILTERS"],
        "related": lambda entry: lists.get(entry.item.id, ()),
    }


def write_search(generator: ArticlesGenerator, writer: Writer) -> None:
    """Write the search page, copy the shards beside it, and write what readers see while the endpoint is down."""
    index: Path | None = generator.settings.get(INDEX)
    if index is None:
        return
    write_page(generator, writer, SEARCH, "search")
    write_page(generator, writer, NO_ANSWER, "search_unanswered")
    output = Path(generator.settings["OUTPUT_PATH"])
    for path in sorted(index.rglob("*.bin")):
        place = SHARDS + path.relative_to(index).as_posix()
        if not put_file(output, place, path.read_bytes()):
            raise ValueError(f"something else stands at {place}")


def bring_up(folder: Path, entries: Sequence[Numbered], vocabulary: Vocabulary) -> None:
    """Make the folder's index that of the entries; what is damaged is never taken over."""
    change = update(folder, entries, vocabulary)
    if not (change.rebuilt or is_whole(folder)):
        build(folder, entries, vocabulary)


def numbered(pages: Iterable[Page], appeared: Sequence[str]) -> list[Numbered]:
    """Return the pages in the order in which items first appeared, with a hole for what is public no more.

    So a new item comes last, and a withdrawal moves nobody.
    """
    public = {page.id: page for page in pages}
    return [public.get(item) or Gone(item) for item in appeared]


def page_of(entry: Entry) -> Page:
    """Return an item as the index takes it in: what its page shows, in words."""
    item, document = entry.item, entry.document
    besides = [item.author, item.source, item.provider_head, entry.provider, item.level]
    if document:
        besides += [document.number_variant, document.form, document.abstract, document.signer, document.territory]
        besides += [document.issuer_before, document.issuer_now]
    text = text_of(entry.html)
    return Page(
        id=item.id,
        title=item.title,
        body=f"{item.summary} {text}" if item.summary and item.summary not in text else text,
        number=document.number if document else "",
        kind=entry.kind_name,
        date=item.issued_on.iso() if document and item.issued_on else entry.published_on.isoformat(),
        section=entry.section.name if entry.section else "",
        issuer=document.issuer if document else "",
        areas=tuple(area.name for area in entry.areas),
        address=entry.address,
        words=" ".join(dict.fromkeys(word for word in besides if word)),
    )


def text_of(html: str) -> str:
    """Return the words of signed HTML: what stands in one line stays together, blocks are parted by a space."""
    return " ".join(unescape(_TAG.sub(" ", _INLINE.sub("", html))).split())


def related_entries(folder: Path, entries: Sequence[Entry]) -> dict[str, tuple[Entry, ...]]:
    """Return for each item's id what else is worth reading; the site's own pages are left out on both sides."""
    state = State.open(folder / "store")
    if state is None:
        raise ValueError(f"{folder} holds no whole index")
    with closing(state.connection):
        numbers = {identity: number for number, (identity, _) in enumerate(state.entries())}
    by_number = {numbers[entry.item.id]: entry for entry in entries if not entry.is_page}
    lists = related(folder / shards.FOLDER, by_number)
    return {by_number[number].item.id: tuple(by_number[n] for n in near) for number, near in lists.items()}
