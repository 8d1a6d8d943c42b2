"""Is a built site exactly what was signed? Asked of the files alone, as a stranger would.

1. Every file has the bytes that the manifest says; none is missing, none was added, none is a link.
2. The manifest's items are the public items of the verdict, each at its address, no more, no fewer.
3. The page of every item carries the signed HTML, byte for byte, between its two marks, and the
   signed title; no other page carries such a mark.
4. Every file of an edition lies beside its page with the signed bytes.
5. No file that editors keep in their folder, and that nobody signed, is in the site.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import file_digest
from html import unescape
from pathlib import Path

from editorial.addresses import file_of
from editorial.links import base_for, resolve
from editorial.manifest import Entry, Manifest, compare_files, shown, survey
from editorial.problem import Problem
from editorial.publication import Publication, PublicItem

THEME = "theme/"
"""Where the theme's own files lie in a site."""

_MARKED = re.compile(rb"<!--edition:([0-9a-f]*)-->(.*?)<!--/edition-->", re.DOTALL)
_ANY_MARK = b"<!--edition:"
_TITLE = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)


def entries(publication: Publication) -> tuple[Entry, ...]:
    """Return what the manifest says of the public items."""
    return tuple(sorted(Entry(p.edition.item, p.edition.address, p.edition.digest) for p in publication.items))


def check_site(folder: Path, manifest: Manifest, publication: Publication, content: Path) -> Iterator[Problem]:
    """Yield everything in which the site differs from the manifest and from what was signed.

    Raises: Refused when the site holds links or the like
    """
    yield from compare_files(manifest, survey(folder))
    yield from _check_items(manifest, publication)
    addresses = publication.addresses()
    pages = {file_of(public.edition.address): public for public in publication.items}
    for name in sorted(manifest.files):
        path = folder / name
        if name in pages:
            yield from _check_page(path, name, pages[name], addresses, trial=not manifest.site)
        elif name.endswith(".html") and path.is_file() and _ANY_MARK in path.read_bytes():
            yield Problem("output-text-unsigned", "fail", shown(name), "product")
    yield from _check_attachments(manifest, publication)
    yield from _check_leaks(folder, manifest, publication, content)


def _check_items(manifest: Manifest, publication: Publication) -> Iterator[Problem]:
    """The items of the site are those that are public now."""
    built, signed = {entry.id: entry for entry in manifest.items}, {entry.id: entry for entry in entries(publication)}
    for item in sorted(built.keys() | signed.keys()):
        if item not in signed:
            yield Problem("output-item-not-public", "fail", built[item].address, "product", {"item": item})
        elif item not in built:
            yield Problem("output-item-missing", "fail", signed[item].address, "product", {"item": item})
        elif built[item] != signed[item]:
            yield Problem("output-item-outdated", "fail", built[item].address, "product", {"item": item})


def _check_page(path: Path, name: str, public: PublicItem, addresses: dict[str, str], trial: bool) -> Iterator[Problem]:
    """The page of an item carries the signed title and text."""
    if not path.is_file():
        return  # told as missing already
    edition, content = public.edition, path.read_bytes()
    expected = resolve(edition.html, addresses, edition.files(), base_for(edition.address, trial), trial)
    found = _MARKED.findall(content)
    if content.count(_ANY_MARK) != 1 or found != [(edition.digest.encode(), expected.encode())]:
        yield Problem("output-text-differs", "fail", shown(name), "product", {"item": edition.item})
    titles = [" ".join(unescape(title).split()) for title in _TITLE.findall(content.decode("utf-8", "replace"))]
    if titles != [" ".join(public.item.title.split())]:
        yield Problem("output-title-differs", "fail", shown(name), "product", {"item": edition.item})


def _check_attachments(manifest: Manifest, publication: Publication) -> Iterator[Problem]:
    """Files of editions have the signed bytes."""
    for public in publication.items:
        for file in public.edition.attachments:
            name = file_of(public.edition.address + file.address_name)
            if name not in manifest.files:
                yield Problem("output-file-missing", "fail", shown(name), "product")
            elif manifest.files[name] != file.sha256:
                yield Problem("output-attachment-differs", "fail", shown(name), "product", {"name": file.name})


def _check_leaks(folder: Path, manifest: Manifest, publication: Publication, content: Path) -> Iterator[Problem]:
    """No file of the editors' folder is in the site unless an edition holds it."""
    signed = {file.sha256 for public in publication.items for file in public.edition.attachments}
    built = {digest: name for name, digest in manifest.files.items() if not name.startswith(THEME)}
    sizes = {path.stat().st_size for path in map(folder.joinpath, built.values()) if path.is_file()} - {0}
    for path in sorted(content.rglob("*")):
        if path.is_symlink() or not path.is_file() or path.stat().st_size not in sizes:
            continue  # other bytes in any case; a file without end is not read to its end
        with path.open("rb") as file:
            digest = file_digest(file, "sha256").hexdigest()
        if digest in built and digest not in signed:
            source = path.relative_to(content).as_posix()
            yield Problem("output-file-leaked", "fail", shown(built[digest]), "product", {"source": shown(source)})
