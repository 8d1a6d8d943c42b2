"""The search index of a site: made of what is public and nothing else, and put beside the page that reads it.

Rules
1. Only public items are filed, and the pages that the product itself makes (own_pages); a withdrawn item is in no
   shard, card or list of the very next build.
2. The bytes depend on the public items, the order in which items first appeared, the abbreviations, the registry and,
   as pages do, on the day (which documents are in force): never on what was built before (decision 8). So the index of
   the last build is brought up to date where it is whole to the last file, and made anew otherwise.
3. A preview has an index of its own, so that unsigned words never lie where a publishing looks.
4. A site for internal use has no search at all (LCh-1).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, MutableMapping, Sequence
from contextlib import closing, suppress
from functools import partial
from hashlib import blake2b
from html import unescape
from pathlib import Path
from typing import Any

from pelican import Pelican, signals

from editorial.addresses import NO_ANSWER, SEARCH, SHARDS
from editorial.content_fields import PAGE
from editorial.dates import local_day
from editorial.frozen import frozen
from editorial.publication import Publication
from editorial.registry import load_registry
from editorial.statuses import in_full
from editorial.store import Busy, locked
from plugins.approval_gate import PUBLICATION
from plugins.engine_key import ENGINE
from plugins.entries import SHELVES, Entry
from plugins.output import copy_file, make_file, write_page, write_sheaf
from plugins.own_pages import BY_TEMPLATE, own_pages
from plugins.readings import give_values, note
from plugins.related import Lists, last_lists, related
from plugins.site_context import add_filters
from plugins.site_generator import PLAN_ONLY, SiteGenerator, site_begun, site_planned
from plugins.site_writer import SiteWriter
from search.cards import card_file
from search.files import Damaged, sha256_of
from search.index import build
from search.pages import Gone, Listed, Page, Unread
from search.shards import FOLDER, card_name
from search.shown import packed_card
from search.state import STORE, State
from search.updating import Pending, keep_up, pending
from search.vocabulary import Vocabulary, aliases, read_abbreviations
from search.whole import files

INDEX = "SEARCH_INDEX"
"""The setting that holds the Index made for this build once it is planned; absent where there is no search."""

REFRESH = "REFRESH_SEARCH"
"""The setting that holds, in a preview that renders on request, the Refresh of its index."""

CARDS = 64
"""Cards in one sheaf: a publish makes few of them."""

RENEWAL = "SEARCH_RENEWAL"
"""The setting that holds what becomes of the index of a publishing (Renewal)."""

PREVIEW_FOLDER = "preview-search"

_CARD = re.compile(r"[0-9a-f]+/c/\d+/(\d+)\.bin")
_INLINE = re.compile(r"</?(?:a|abbr|b|code|del|em|i|ins|mark|s|small|span|strong|sub|sup|u)\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")


@frozen
class Index:
    """What is published of an index. files: SHA-256 by name below the folder of shards; cards: what tells apart the
    cards of CARDS numbers each, with the place of these; generation: the folder of its cards"""

    folder: Path
    files: Mapping[str, str]
    cards: Sequence[tuple[int, str]]
    generation: str

    @classmethod
    def of(cls, folder: Path) -> Index:
        """Return the index of a folder. Raises: Damaged unless it is whole"""
        told = files(folder)
        state = State.open(folder / STORE)
        if state is None:
            raise Damaged(f"no whole index in {folder}")
        with closing(state.connection):
            return cls(folder, told, state.card_blocks(CARDS), state.generation)

    def cards_of(self, block: int) -> Sequence[tuple[int, str, str]]:
        """Return number, id and digest of each card of a block. Raises: Damaged"""
        state = State.open(self.folder / STORE)
        if state is None:
            raise Damaged(f"no whole index in {self.folder}")
        with closing(state.connection):
            return state.cards(block * CARDS, CARDS)


class Renewal:
    """The index on its way to what is public. lists: what is related, filled in when it is done"""

    def __init__(self, update: Pending, lists: Lists) -> None:
        self._update, self._lists = update, lists
        self._change: Callable[[], object] = update.done

    def begin(self, writer: SiteWriter) -> None:
        """Begin in a process of its own where much is to change; a build from nothing has all cores to itself."""
        if self._update.edits is not None and self._update.is_much:
            self._change = writer.meanwhile(self._all)

    def done(self) -> Index:
        """Return the index when it says what is public, and fill in the lists."""
        self._change()
        made = whole(self._update.out, self._update.listed, self._update.vocabulary)
        self._lists.update(related(self._update.out / STORE))
        return made

    def _all(self) -> None:
        self._update.done()
        related(self._update.out / STORE)


class Refresh:
    """Brings the index of a preview up to its entries, after pages are shown and in another process."""

    def __init__(self, folder: Path, pages: Callable[[], list[Page | Unread]], vocabulary: Vocabulary) -> None:
        self._folder, self._pages, self._vocabulary = folder, pages, vocabulary
        self.lists = last_lists(folder / STORE)

    def bring_up(self) -> None:
        """Write the index and the lists of what is related; nothing while another preview does."""
        with suppress(Busy), locked(self._folder.with_suffix(".lock"), wait_seconds=0):
            pages = self._pages()
            keep_up(self._folder, pages, self._vocabulary)
            whole(self._folder, pages, self._vocabulary)
            related(self._folder / STORE)

    def read_lists(self) -> None:
        """Take over the lists that were written last."""
        self.lists.clear()
        self.lists.update(last_lists(self._folder / STORE))

    def file(self, name: str) -> bytes:
        """Return a file of the index. Raises: FileNotFoundError when it has none of the name"""
        if card := _CARD.fullmatch(name):
            with suppress(Damaged):
                return card_file(self._folder / STORE, int(card[1]))
            raise FileNotFoundError(name)
        shards = (self._folder / FOLDER).resolve()
        path = (shards / name).resolve()
        if not (path.is_relative_to(shards) and path.is_file()):
            raise FileNotFoundError(name)
        return path.read_bytes()


def register() -> None:
    """Connect after entries: what is to change in the index is known before the site is planned."""
    signals.initialized.connect(prepare_index)
    site_begun.connect(begin_index)
    site_planned.connect(write_search)


def prepare_index(pelican: Pelican) -> None:
    """Find out what is to change in the index, and give templates the filter `related`."""
    settings = pelican.settings
    publication: Publication = settings[PUBLICATION]
    by_id: Mapping[str, Entry] = settings[SHELVES].by_id
    if publication.profile.is_internal:
        lists: Lists = {}
    elif settings["PREVIEW"]:
        lists = _preview_lists(settings, by_id)
    else:
        lists = {}
        made_by, vocabulary = _made_by(settings)
        entries = [*own_pages(settings), *numbered(unread(by_id, made_by), publication.order_of_appearance)]
        settings[RENEWAL] = Renewal(pending(publication.office.settings.search_index, entries, vocabulary), lists)
    add_filters(settings, related=partial(what_is_related, lists=lists, by_id=by_id))
    give_values(settings, "related", lambda item: "\n".join(lists.get(item, ())).encode())


def _preview_lists(settings: MutableMapping[str, Any], by_id: Mapping[str, Entry]) -> Lists:
    """Return what is related in a preview, by an index of its own; one that renders on request begins with the last."""
    publication: Publication = settings[PUBLICATION]
    folder = publication.office.settings.state / PREVIEW_FOLDER
    made_by, vocabulary = _made_by(settings)
    own = [page for page in own_pages(settings) if isinstance(page, Page)]

    def shown() -> list[Page | Unread]:
        return [*own, *unread(by_id, made_by)]

    if settings.get(PLAN_ONLY):
        refresh = settings[REFRESH] = Refresh(folder, shown, vocabulary)
        settings[INDEX] = Index(folder, {}, (), "")
        return refresh.lists
    pages = shown()
    keep_up(folder, pages, vocabulary)
    settings[INDEX] = whole(folder, pages, vocabulary)
    return related(folder / STORE)


def _made_by(settings: Mapping[str, Any]) -> tuple[bytes, Vocabulary]:
    """Return a digest of all that makes a page of the index besides its item, and what stands for what in a query."""
    publication: Publication = settings[PUBLICATION]
    bodies = tuple(load_registry(publication.office.settings.records).bodies.values())
    today = local_day(settings["NOW"])
    standing = [body.id for body in bodies if body.existed_on(today)]
    digest = blake2b("\n".join([settings[ENGINE], *standing]).encode(), digest_size=16).digest()
    site = publication.profile.site
    return digest, Vocabulary(read_abbreviations(), aliases(bodies, site.name, site.aliases))


def begin_index(generator: SiteGenerator, writer: SiteWriter) -> None:
    """Have a process of its own change the index while the site is planned, where that is worth one."""
    renewal: Renewal | None = generator.settings.get(RENEWAL)
    if renewal:
        renewal.begin(writer)


def what_is_related(entry: Entry, lists: Lists, by_id: Mapping[str, Entry]) -> tuple[Entry, ...]:
    """Return what else is worth reading; the filter of templates."""
    note(f"related:{entry.id}")
    return tuple(by_id[near] for near in lists.get(entry.id, ()) if near in by_id)  # a preview's may be older


def write_search(generator: SiteGenerator, writer: SiteWriter) -> None:
    """Write the search page, copy the shards beside it, and write what readers see while the endpoint is down."""
    settings = generator.settings
    if RENEWAL in settings:
        renewal: Renewal = settings[RENEWAL]
        settings[INDEX] = renewal.done()
    index: Index | None = settings.get(INDEX)
    if index is None:
        return
    write_page(writer, SEARCH, "search")
    write_page(writer, NO_ANSWER, "search_unanswered")
    for name, digest in index.files.items():
        copy_file(writer, SHARDS + name, index.folder / FOLDER, name, digest)
    entries: Mapping[str, Entry] = settings[SHELVES].by_id
    own = {page.id: page for page in own_pages(settings) if isinstance(page, Page)}
    home, store = f"{SHARDS}{index.generation}/", index.folder / STORE

    def plan(block: int) -> None:
        for number, item, digest in index.cards_of(block):
            name = home + card_name(number)
            make_file(writer, name, digest.encode(), proved_card, store, number, digest, own.get(item) or entries[item])

    for block, told in index.cards:
        write_sheaf(writer, f"cards {block}", (home, told), partial(plan, block))


def proved_card(store: Path, number: int, digest: str, of: Entry | Page) -> bytes:
    """Return the card of a page, which has a known digest; where the state cannot be trusted, made anew.

    Raises: ValueError when it is another one
    """
    with suppress(Damaged):
        return card_file(store, number, digest)
    made = packed_card(of if isinstance(of, Page) else page_of(of))
    if sha256_of(made) != digest:
        raise ValueError(f"the card of {of.id} is not the one that was kept")
    return made


def whole(folder: Path, entries: Sequence[Listed], vocabulary: Vocabulary) -> Index:
    """Return the index of the entries in a folder, made anew when a file of it is damaged."""
    with suppress(Damaged):
        return Index.of(folder)
    build(folder, entries, vocabulary)
    return Index.of(folder)


def unread(entries: Mapping[str, Entry], made_by: bytes) -> list[Unread]:
    """Return the entries' pages, none of which is read yet. made_by: names what they are made by, and of besides"""

    def read(item: str) -> Page:
        return page_of(entries[item])

    return [
        Unread(item, made_by + entry.public.head_digest + entry.public.digest.encode() + _status(entry).encode(), read)
        for item, entry in entries.items()
    ]


def numbered(pages: Iterable[Unread], appeared: Sequence[str]) -> list[Listed]:
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
    if entry.service:
        besides += [item.service_field, item.service_level, *item.service_audience, item.service_owner]
    besides += [item.index_name, BY_TEMPLATE.get(item.template, "") if item.kind == PAGE else ""]
    text = text_of(entry.html)
    return Page(
        id=item.id,
        title=item.title,
        body=f"{item.summary} {text}" if item.summary and item.summary not in text else text,
        number=document.number if document else "",
        kind=entry.kind_name,
        date=item.issued_on.iso() if document and item.issued_on else entry.published_on.isoformat(),
        section=entry.section.name if entry.section else "",
        level=item.level,
        issuer=document.issuer if document else "",
        areas=tuple(area.name for area in entry.areas),
        status=_status(entry),
        address=entry.address,
        words=" ".join(dict.fromkeys(word for word in besides if word)),
    )


def _status(entry: Entry) -> str:
    """Return whether a document is in force today (PS-S5), "" of anything else."""
    return in_full(standing.words) if (standing := entry.standing) else ""


def text_of(html: str) -> str:
    """Return the words of signed HTML: what stands in one line stays together, blocks are parted by a space."""
    return " ".join(unescape(_TAG.sub(" ", _INLINE.sub("", html))).split())
