"""The site as it would be were every working file signed now, and kept up with edits of single files.

Rules
1. A file that is word for word what is public is shown as it was signed. Any other is frozen as it would be for
   signing; its edition, a *draft*, lies in no folder of records.
2. A draft is remembered by the source of its file, so that a start converts only what is new. One that links other
   items holds for the same set of items only; one with something to mend is made anew each time.
3. Two files of one id, or two items at one address, refuse the whole: nobody could say which of them is meant.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

from editorial.checks_context import about, missing
from editorial.content import Item
from editorial.content_fields import KINDS, PAGE, can_be_read
from editorial.content_files import read_found
from editorial.dates import VIETNAM, local_day
from editorial.editions import Edition, EditionStore, decode, encode, source_of
from editorial.file_index import CODE, Memory
from editorial.freezing import Targets, file_beside, freeze
from editorial.frozen import frozen
from editorial.garbage import growing
from editorial.heads import Shown, shown_of
from editorial.light_items import whole
from editorial.parallel import forked
from editorial.problem import Problem, Refused, pack_problem, unpack_problem
from editorial.profile_schema import DOCUMENT_KINDS
from editorial.publication import Publication, PublicItem, given_address, in_order, load
from editorial.settings import Settings
from editorial.working import Working, read_working

_RENDERERS = ("Markdown", "nh3", "beautifulsoup4")
_UNDATED = datetime(1970, 1, 1, tzinfo=VIETNAM)
_BESIDE_THE_TITLE = frozenset({"summary", "author", "source", "source_url"})
_LEAST = 16
"""Texts for each process: to convert one takes some milliseconds."""


class Draft(NamedTuple):
    """A working file, frozen. targets: digest of the items that it may link, b"" when it links none

    edition: canonical JSON; shown: its Shown, without dates; told: what was found in freezing
    """

    source: bytes
    address: str
    targets: bytes
    edition: bytes
    shown: tuple[Any, ...]
    told: tuple[Any, ...]


class Drafts(EditionStore):
    """The editions of the records and, in memory, those that nobody has signed."""

    def __init__(self, records: Path) -> None:
        super().__init__(records)
        self._drafts: dict[str, bytes] = {}
        self._places: dict[str, Path] = {}

    def get(self, digest: str) -> Edition:
        return decode(self._drafts[digest]) if digest in self._drafts else super().get(digest)

    def html(self, digest: str) -> str:
        return str(json.loads(self._drafts[digest])["html"]) if digest in self._drafts else super().html(digest)

    def path_of_file(self, digest: str) -> Path:
        return self._places.get(digest) or super().path_of_file(digest)

    def take_in(self, draft: Draft, item: Item, content: Path) -> Shown:
        """Keep a draft at hand, and where its files lie; they are proved by digest when one is asked for."""
        shown = Shown._make(draft.shown)
        self._drafts[shown.digest] = draft.edition
        for name, digest, *_ in shown.attachments:
            found = file_beside(item, name, content)
            if isinstance(found, Path):
                self._places[digest] = found
        return shown


@frozen
class Edit:
    """What the edit of one file comes to. shown: None when it cannot be read, so that the last text stays

    is_own: nothing has changed but the item's page and what lists say of it: it is in the same lists as before
    in_feeds_anew: it counts as changed now, or no more, which is what feeds are sorted by
    """

    shown: PublicItem | None
    problems: tuple[Problem, ...]
    is_own: bool
    in_feeds_anew: bool = False


class Preview:
    """publication: of every working file; problems: what was found in each file, by its path below the folder"""

    def __init__(self, settings: Settings, now: datetime) -> None:
        """Raises: Refused as publication.load does, and by rule 3"""
        self.content = settings.content
        self._public = load(settings, now)
        self._now = now
        self._signed = {signed.id: signed for signed in self._public.items}
        self._store = Drafts(settings.records)
        working = read_working(settings)
        self._files = working.files.keys()
        self._targets = Targets.of(working.items)
        self._targets_digest = _digest_of(self._targets)
        self.problems: dict[str, tuple[Problem, ...]] = {}
        self._tell(working.problems)
        self._items = {item.path: item for item in self._placed(working.items)}
        _refuse_twins(self._items.values())
        self._shown = dict(self._signed)
        with growing():
            self._draw(working, settings.state / "preview" / "drafts")
        paths = {item.id: item for item in self._items.values()}
        _refuse_meetings(self._shown.values(), paths)
        self._changed_on = max((local_day(public.updated_at) for public in self._shown.values()), default=date.min)
        self.publication = Publication(
            self._public.office,
            self._store,
            in_order(self._shown.values()),
            self._public.tombstones,
            tuple(problem for told in self.problems.values() for problem in told),
            self._public.standings,
            self._public.cases,
        )

    def edit(self, path: str) -> Edit | None:
        """Return what has become of one file, None when that concerns more than its item. path: below the folder"""
        known = self._items.get(path)
        if known is None:
            return None
        try:
            item, found = read_found(path, self.content)
        except OSError:  # taken away meanwhile
            return None
        if item is None:
            self.problems[path] = tuple(found)
            return Edit(None, self.problems[path], is_own=True)
        before = self._shown[known.id]
        if (item.id, item.kind) != (known.id, known.kind) or self._address(item) != before.address:
            return None
        signed = self._signed.get(item.id)
        draft = _drawn(self.content, self._targets, self._targets_digest, (item, before.address))
        told = (*found, *map(unpack_problem, draft.told))
        asked = draft.source, Shown._make(draft.shown).files
        is_signed = signed and (signed.shown.source, signed.shown.files) == asked
        shown = signed if signed and is_signed else self._unsigned(item, draft)
        self._shown[item.id] = shown
        self._items[path] = item
        self.problems[path] = told
        # The first change in a day moves the day that the site says it was changed on.
        is_own = _is_own(before, shown) and local_day(shown.updated_at) <= self._changed_on
        return Edit(shown, told, is_own, in_feeds_anew=before.unsigned != shown.unsigned)

    def has_to_do_with(self, path: str) -> bool:
        """False for what an editor's program wrote and took away again."""
        return path in self._items or path in self._files or path in self.problems or (self.content / path).exists()

    def _draw(self, working: Working, place: Path) -> None:
        """Show every file that is not just what is public, converting only what is not remembered."""
        key = " ".join((CODE, str(self.content.resolve()), *map(version, _RENDERERS)))
        known: dict[str, tuple[Any, ...]] = Memory.load(place, key) or {}
        kept, anew = {}, []
        for path, item in self._items.items():
            signed = self._signed.get(item.id)
            if signed and working.is_made_into(item, signed.shown.source, signed.shown.files):
                continue
            draft = Draft._make(known[path]) if path in known else None
            if draft and self._holds(draft, item, working):
                kept[path] = draft
            else:
                anew.append((item, self._address(item)))
        make = partial(_drawn, self.content, self._targets, self._targets_digest)
        fresh = {item.path: draft for (item, _), draft in zip(anew, forked(make, anew, _LEAST), strict=True)}
        for path, draft in (kept | fresh).items():
            item = self._items[path]
            self._tell(map(unpack_problem, draft.told), path)
            self._shown[item.id] = self._unsigned(item, draft)
        if fresh or known.keys() != kept.keys():
            lasting = kept | {path: draft for path, draft in fresh.items() if not _is_to_mend(draft)}
            Memory.save(place, key, {path: tuple(draft) for path, draft in lasting.items()})

    def _holds(self, draft: Draft, item: Item, working: Working) -> bool:
        """True when freezing the file now would make the same draft."""
        return (
            draft.targets in (b"", self._targets_digest)
            and draft.address == self._address(item)
            and working.is_made_into(item, draft.source, Shown._make(draft.shown).files)
        )

    def _unsigned(self, item: Item, draft: Draft) -> PublicItem:
        """Return a draft as it would be shown were it signed now: a known item keeps the day on which it appeared.

        One with an embargo bears the day on which readers will see it.
        """
        shown = self._store.take_in(draft, item, self.content)
        signed = self._signed.get(item.id)
        seen_from = max(self._now, item.publish_at or self._now)
        at = signed.published_at if signed else seen_from
        days = f"{local_day(at)} {local_day(seen_from)}".encode()
        dated = shown._replace(
            published_at=at.isoformat(),
            updated_at=seen_from.isoformat(),
            head_digest=blake2b(shown.head_digest + days, digest_size=16).digest(),
        )
        return PublicItem(dated, self._store, unsigned=True)

    def _address(self, item: Item) -> str:
        return given_address(item, self._public.standings.get(item.id), self._public.profile, self._now)

    def _placed(self, items: Iterable[Item]) -> Iterator[Item]:
        """Yield the items that can have a page, and tell what the others lack."""
        for item in items:
            if item.id and item.kind in KINDS:
                yield item
            else:
                lacking = [problem for key in ("id", "kind") for problem in missing(item, key, "product")]
                self._tell(lacking, item.path)

    def _tell(self, problems: Iterable[Problem], path: str = "") -> None:
        for problem in problems:
            place = path or problem.where.removeprefix("content/").partition(":")[0]
            self.problems[place] = (*self.problems.get(place, ()), problem)


def _drawn(content: Path, targets: Targets, targets_digest: bytes, addressed: tuple[Item, str]) -> Draft:
    """Return the draft of an item at an address."""
    item, address = whole(addressed[0]), addressed[1]
    frozen = freeze(_readable(item), content, address, targets)
    edition = frozen.edition
    shown = shown_of(edition, _UNDATED, _UNDATED)
    links_items = bool(frozen.rendered.unresolved) or not all(link.startswith("/") for link in shown.links)
    return Draft(
        source=source_of(item.metadata, item.body),
        address=address,
        targets=targets_digest if links_items else b"",
        edition=encode(edition),
        shown=tuple(shown),
        told=tuple(map(pack_problem, frozen.problems)),
    )


def _readable(item: Item) -> Item:
    """Return the item without the values that nobody can read, which its editor is told of: the rest can be seen."""
    return replace(item, metadata={key: words for key, words in item.metadata.items() if can_be_read(key, words)})


def _is_own(before: PublicItem, shown: PublicItem) -> bool:
    """True when an edit changed the text and what is written beside its title, and the item stays where it was."""
    keys = before.metadata.keys() | shown.metadata.keys()
    changed = {key for key in keys if before.metadata.get(key) != shown.metadata.get(key)}
    named_by_title = shown.kind == PAGE or shown.kind in DOCUMENT_KINDS and "document_no" not in shown.metadata
    free = _BESIDE_THE_TITLE if named_by_title else _BESIDE_THE_TITLE | {"title"}
    return changed <= free and before.attachments == shown.attachments


def _is_to_mend(draft: Draft) -> bool:
    return any(unpack_problem(told).severity != "warn" for told in draft.told)


def _digest_of(targets: Targets) -> bytes:
    return blake2b(repr(sorted(targets.by_path.items())).encode(), digest_size=16).digest()


def _refuse_twins(items: Iterable[Item]) -> None:
    """Raises: Refused where two files have one id"""
    first: dict[str, Item] = {}
    twins = [
        about(item, "id", "id-twice", "fail", "product", value=item.id, other=first[item.id].at("id"))
        for item in items
        if first.setdefault(item.id, item) is not item
    ]
    if twins:
        raise Refused(*twins)


def _refuse_meetings(shown: Iterable[PublicItem], items: Mapping[str, Item]) -> None:
    """Raises: Refused where two items have one address. items: working ones by id"""
    first: dict[str, PublicItem] = {}
    meeting = []
    for public in shown:
        other = first.setdefault(public.address, public)
        if other is not public:
            item, before = sorted(
                (public, other), key=lambda one: (one.id in items, one.unsigned, one.id), reverse=True
            )
            facts = {"address": public.address, "other": _place(before, items)}
            meeting.append(Problem("address-twice", "hold", _place(item, items, "slug"), "product", facts))
    if meeting:
        raise Refused(*meeting)


def _place(public: PublicItem, items: Mapping[str, Item], key: str = "") -> str:
    """Return where an item is written: its file, or its edition when it has none any more."""
    item = items.get(public.id)
    return item.at(key) if item and key else item.at() if item else f"editions/{public.id}"
