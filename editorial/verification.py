"""Is a built site exactly what was signed? Asked of the files alone, as a stranger would.

1. Every file has the bytes that the manifest says; none is missing, none was added, none is a link.
2. The manifest's items are the public items of the verdict, each at its address, no more, no fewer.
3. The page of every item carries the signed HTML, byte for byte, between its two marks, and the
   signed title; no other page carries such a mark.
4. Every file of an edition lies beside its page with the signed bytes.
5. No file that editors keep in their folder, and that nobody signed, is in the site.
6. The compressed form of a file, which readers may get in its place, holds the same bytes.
7. The page of an item's changes tells those between its public editions, in their words, and an item that has no such
   editions has no such page; a picture for sharing lies only beside what is public.
8. The lists by which readers check copies name what is public, byte for byte, and no other list lies beside them.
9. The file of values beside an index holds those of the signed tables, and lies beside no other page.

`check_site` asks all of it of every file. `check_update` asks it of a site that was brought up to date: what was
written is read back from the disk; what was not is known by its Stat, and was proven with the same edition, the same
links and the same bytes. What a build remembers has no part in either.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from itertools import pairwise
from operator import attrgetter
from pathlib import Path

import brotli

from editorial.addresses import COPY_LIST, HISTORY_PART, PICTURE_NAME, address_of, file_of, list_addresses
from editorial.copies import Shelf
from editorial.file_index import Memory, Stat, look, looking_now, settled
from editorial.index_values import CSV_NAME, INDEX, table_of
from editorial.links import base_for, resolve
from editorial.manifest import Entry, Manifest, compare_files, shown, survey
from editorial.parallel import LEAST, beside, cores, forked
from editorial.problem import Problem
from editorial.proven import FORMS, LISTS, Proven, names_of_lists, to_prove
from editorial.publication import Publication, PublicItem
from editorial.shown_changes import compare_shown
from editorial.site_folder import SiteFolder
from editorial.store import read_whole
from editorial.text import unescaped
from editorial.unbroken import without

THEME = "theme/"
"""Where the theme's own files lie in a site."""

_ANY_MARK, _END_MARK = b"<!--edition:", b"<!--/edition-->"
_GZIP_FRAME = 31
"""wbits of zlib: a whole gzip stream."""
_TITLE = b"<h1", b"</h1>"
_CHANGE = b'<p class="cc-change__text"', b"</p>"
"""How elements begin and end of which a page tells what was signed."""
_PIECE = re.compile(r"<(ins|del)>(?:<span[^>]*>[^<]*</span>)?([^<]*)(?:<span[^>]*>[^<]*</span>)?</\1>|([^<]+)")
_SORTS = {"in": "ins", "out": "del", "same": ""}
"""With what a page of changes marks a run of text, by its sort."""


def entries(publication: Publication) -> tuple[Entry, ...]:
    """Return what the manifest says of the public items."""
    return tuple(Entry(p.id, p.address, p.digest) for p in sorted(publication.items, key=attrgetter("id")))


def check_site(folder: Path, manifest: Manifest, publication: Publication, content: Path) -> Iterator[Problem]:
    """Yield everything in which the site differs from the manifest and from what was signed.

    Raises: Refused when the site holds links or the like
    """
    yield from compare_files(manifest, survey(folder))
    pages = _Pages(manifest, publication)
    for name in sorted(manifest.files):
        if pages.asks_for(name) and (folder / name).is_file():  # one that is missing was told already
            yield from pages.check(name, (folder / name).read_bytes())
    yield from _check_copy_lists(manifest, publication.copy_shelves)
    sizes = {path.stat().st_size for path in map(folder.joinpath, manifest.files) if path.is_file()}
    yield from _check_names(manifest, publication)
    yield from _check_sources(manifest, publication, Leaks(content), sizes)


def check_update(
    folder: SiteFolder,
    manifest: Manifest,
    publication: Publication,
    leaks: Leaks,
    claims: Callable[[], Proven],
    before: Callable[[], Proven | None],
) -> Iterator[Problem]:
    """Yield the same of a folder that was brought up to date.

    claims: returns what its proof rests on; before: what the last one rested on, None where there was none; both are
    asked while another process has begun to look
    """
    if folder.files != manifest.files or folder.strange:
        yield from compare_files(manifest, survey(folder.path))

    def aside() -> list[Problem]:
        names = _check_names(manifest, publication)
        return [*names, *_check_sources(manifest, publication, leaks, folder.sizes())]

    with beside(aside) as found:
        pages = _Pages(manifest, publication)
        unproven = to_prove(claims(), before(), publication)
        yield from _read_back(folder, pages, sorted((unproven | folder.changed) & folder.files.keys()))
        moved = [shelf for shelf in publication.copy_shelves if LISTS + shelf.digits in unproven]
        yield from _check_copy_lists(manifest, moved)
        manifest.encode()  # asked for next, and written down while the other process looks
        yield from found()


def _check_names(manifest: Manifest, publication: Publication) -> Iterator[Problem]:
    """Yield what the names and digests of files tell."""
    yield from _check_items(manifest, publication)
    yield from _check_attachments(manifest, publication)
    yield from _check_companions(manifest, publication)
    yield from _check_other_lists(manifest, publication)


def _check_sources(manifest: Manifest, publication: Publication, leaks: Leaks, sizes: set[int]) -> Iterator[Problem]:
    """Yield what signed tables and the editors' folder tell. sizes: of all files of the site"""
    yield from _check_tables(manifest, publication)
    yield from leaks.check(manifest, publication, sizes)


def _read_back(folder: SiteFolder, pages: _Pages, names: list[str]) -> Iterator[Problem]:
    """Yield what is wrong with files as they lie on the disk, each process asking its share."""

    def ask(share: list[str]) -> tuple[list[Problem], dict[str, int]]:
        return [problem for name in share for problem in _read_one(folder, pages, name)], folder.looks(share)

    count = max(1, min(cores(), len(names) // LEAST))
    for problems, looks in forked(ask, [names[n::count] for n in range(count)], least=1, processes=count):
        folder.adopt_looks(looks)
        yield from problems


def _read_one(folder: SiteFolder, pages: _Pages, name: str) -> Iterator[Problem]:
    try:
        content = folder.read(name)
    except FileNotFoundError:
        yield Problem("output-file-missing", "fail", shown(name), "product")
    except ValueError:
        yield Problem("output-file-changed", "fail", shown(name), "product")
    else:
        yield from pages.check(name, content)


def _check_items(manifest: Manifest, publication: Publication) -> Iterator[Problem]:
    """The items of the site are those that are public now."""
    if manifest.items == entries(publication):
        return
    built, signed = {entry.id: entry for entry in manifest.items}, {entry.id: entry for entry in entries(publication)}
    for item in sorted(built.keys() | signed.keys()):
        if item not in signed:
            yield Problem("output-item-not-public", "fail", built[item].address, "product", {"item": item})
        elif item not in built:
            yield Problem("output-item-missing", "fail", signed[item].address, "product", {"item": item})
        elif built[item] != signed[item]:
            yield Problem("output-item-outdated", "fail", built[item].address, "product", {"item": item})


class _Pages:
    """What must stand on each page."""

    def __init__(self, manifest: Manifest, publication: Publication) -> None:
        self._files = manifest.files
        self._trial = not manifest.site
        self._addresses = publication.addresses
        self._publics = {public.address: public for public in publication.items}

    def asks_for(self, name: str) -> bool:
        """True for a file whose content is looked at."""
        return name.endswith((".html", *FORMS)) and not self._is_attached(name)

    def check(self, name: str, content: bytes) -> Iterator[Problem]:
        """Yield what is wrong with a file's content."""
        if not self.asks_for(name):
            return
        if name.endswith(FORMS):
            yield from self._check_form(name, content)
        elif public := self._publics.get(address_of(name)):
            yield from self._check_page(name, content, public)
        elif _ANY_MARK in content:
            yield Problem("output-text-unsigned", "fail", shown(name), "product")
        elif (public := self._publics.get(address_of(name).removesuffix(HISTORY_PART))) and public.shown.history:
            yield from self._check_history(name, content, public)

    def _is_attached(self, name: str) -> bool:
        """True for a file of an edition, which lies beside its page."""
        folder, _, file = f"/{name}".rpartition("/")
        public = self._publics.get(f"{folder}/")
        return public is not None and file in [address_name for *_, address_name in public.shown.attachments]

    def _check_page(self, name: str, content: bytes, public: PublicItem) -> Iterator[Problem]:
        """The page of an item carries the signed title and text."""
        trial = self._trial
        files = {file.name: public.address + file.address_name for file in public.attachments}
        text = resolve(public.html, self._addresses, files, base_for(public.address, trial), trial).encode()
        expected = b"%b%b-->%b%b" % (_ANY_MARK, public.digest.encode(), text, _END_MARK)
        is_there = content.startswith(expected, content.find(_ANY_MARK))  # found faster than anywhere in the page
        if content.count(_ANY_MARK) != 1 or not is_there or _END_MARK in text:
            yield Problem("output-text-differs", "fail", shown(name), "product", {"item": public.id})
        titles = [" ".join(unescaped(without(title)).split()) for title in _inside(_TITLE, content)]
        if titles != [" ".join(public.item.title.split())]:
            yield Problem("output-title-differs", "fail", shown(name), "product", {"item": public.id})

    def _check_history(self, name: str, content: bytes, public: PublicItem) -> Iterator[Problem]:
        """The page of changes tells what differs between the public editions, the newest first, and nothing else."""
        editions = [public.store.get(past.digest) for past in public.history]
        steps = reversed([compare_shown(before, after) for before, after in pairwise(editions)])
        expected = [
            _runs((_SORTS[piece.sort], piece.text) for piece in passage.pieces) for step in steps for passage in step
        ]
        found = [
            _runs((mark, unescaped(inner or plain)) for mark, inner, plain in _PIECE.findall(text))
            for text in _inside(_CHANGE, content)
        ]
        if found != expected:
            yield Problem("output-history-differs", "fail", shown(name), "product", {"item": public.id})

    def _check_form(self, name: str, content: bytes) -> Iterator[Problem]:
        """A compressed form holds the bytes of its file."""
        try:
            plain = zlib.decompress(content, _GZIP_FRAME) if name.endswith(".gz") else brotli.decompress(content)
        except (zlib.error, brotli.error):
            plain = b""
        if sha256(plain).hexdigest() != self._files.get(name[:-3]):
            yield Problem("output-form-differs", "fail", shown(name), "product")


def _inside(element: tuple[bytes, bytes], content: bytes) -> list[str]:
    """Return what stands in each such element, in one walk: a page that is not ours may begin many and end none."""
    begin, end = element
    _, *rest = content.split(begin)
    return [one.partition(b">")[2].partition(end)[0].decode("utf-8", "replace") for one in rest]


def _runs(pieces: Iterable[tuple[str, str]]) -> list[tuple[str, list[str]]]:
    """Return the words of each run of text; where its spaces stand is no matter."""
    return [(mark, words) for mark, text in pieces if (words := text.split())]


def _check_attachments(manifest: Manifest, publication: Publication) -> Iterator[Problem]:
    """Files of editions have the signed bytes."""
    for public in publication.items:
        for told, digest, _, _, address_name in public.shown.attachments:
            name = file_of(public.address + address_name)
            if name not in manifest.files:
                yield Problem("output-file-lacking", "fail", shown(name), "product")
            elif manifest.files[name] != digest:
                yield Problem("output-attachment-differs", "fail", shown(name), "product", {"name": told})


def _check_companions(manifest: Manifest, publication: Publication) -> Iterator[Problem]:
    """Pages of changes and pictures for sharing lie beside what is public, and no page of changes is missing."""
    places = {public.address for public in publication.items}.union(list_addresses(publication.profile))
    changed = {public.address for public in publication.items if public.shown.history}
    beside = {PICTURE_NAME: places, file_of(HISTORY_PART): changed}
    for name in manifest.files:
        for ending, allowed in beside.items():
            if name.endswith(ending) and f"/{name.removesuffix(ending)}" not in allowed:
                yield Problem("output-companion-left", "fail", shown(name), "product")
    for address in sorted(changed):
        if file_of(address + HISTORY_PART) not in manifest.files:
            yield Problem("output-file-lacking", "fail", shown(file_of(address + HISTORY_PART)), "product")


def _check_copy_lists(manifest: Manifest, shelves: Iterable[Shelf]) -> Iterator[Problem]:
    """What readers are told of a copy is what the sign-offs say."""
    for shelf in shelves:
        for digits, told in shelf.lists().items():
            name = file_of(COPY_LIST.format(digits=digits))
            if name not in manifest.files:
                yield Problem("output-file-lacking", "fail", shown(name), "product")
            elif manifest.files[name] != sha256(told).hexdigest():
                yield Problem("output-copies-differ", "fail", shown(name), "product")


def _check_other_lists(manifest: Manifest, publication: Publication) -> Iterator[Problem]:
    """No other list lies beside those."""
    expected = {name for shelf in publication.copy_shelves for name in names_of_lists(shelf)}
    for name in manifest.files:
        if name.startswith(LISTS) and name not in expected and not (name.endswith(FORMS) and name[:-3] in expected):
            yield Problem("output-copies-differ", "fail", shown(name), "product")


def _check_tables(manifest: Manifest, publication: Publication) -> Iterator[Problem]:
    """The values of an index that readers fetch as a file are those of its signed tables."""
    expected = {
        file_of(public.address + CSV_NAME): sha256(table_of(public.item, public.html)).hexdigest()
        for public in publication.items
        if public.kind == INDEX
    }
    for name in sorted(expected.keys() | {name for name in manifest.files if name.endswith(f"/{CSV_NAME}")}):
        if name not in manifest.files:
            yield Problem("output-file-lacking", "fail", shown(name), "product")
        elif manifest.files[name] != expected.get(name):
            yield Problem("output-values-differ", "fail", shown(name), "PS-M7")


class Leaks:
    """No file of the editors' folder is in the site unless an edition holds it.

    remembered: file that keeps the digests of the folder's files by their Stats, None to read them all. It is given by
        who makes the site: what he cannot read cannot have got into it, and is passed over
    """

    def __init__(self, content: Path, remembered: Path | None = None) -> None:
        self._content, self._remembered = content, remembered

    def check(self, manifest: Manifest, publication: Publication, sizes: set[int]) -> Iterator[Problem]:
        """Yield every file that got into the site. sizes: of all files of the site, so that few others are read"""
        signed = {digest for public in publication.items for _, digest, *_ in public.shown.attachments}
        built = {digest: name for name, digest in manifest.files.items() if not name.startswith(THEME)}
        for source, digest in self._digests(sizes - {0}).items():
            if digest in built and digest not in signed:
                facts: dict[str, object] = {"source": shown(source)}
                yield Problem("output-file-leaked", "fail", shown(built[digest]), "product", facts)

    def _digests(self, sizes: set[int]) -> dict[str, str]:
        """Return the digests of the files that are as large as some file of the site; no other can be the same."""
        looked_at = looking_now()
        known: dict[str, tuple[Stat, str]] = (self._remembered and Memory.load(self._remembered, "")) or {}
        found: dict[str, tuple[Stat, str]] = {}
        for name, stat in sorted(look(self._content, hidden=True, strict=not self._remembered).items()):
            if stat[0] not in sizes:
                continue  # a file without end is not read to its end
            stood, digest = known.get(name, (None, ""))
            try:
                found[name] = (stat, digest if stood == stat else self._digest(name))
            except OSError:
                if not self._remembered:
                    raise
        if self._remembered and found != known:
            kept = {name: (stat, digest) for name, (stat, digest) in found.items() if settled(stat, looked_at)}
            Memory.save(self._remembered, "", kept)
        return {name: digest for name, (_, digest) in found.items()}

    def _digest(self, name: str) -> str:
        return sha256(read_whole(f"{self._content}/{name}")).hexdigest()
