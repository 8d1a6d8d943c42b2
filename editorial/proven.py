"""What the proof of a site rested on, kept once it has passed: by it the next one tells which pages it must read again.

A page holds what it held when its bytes have the same digest. It is right as it was right when its item has the same
edition, lies at the same address, and every link of its text leads where it led. A page of changes rests on all
editions of its item, a compressed form on the bytes of its file, and a shelf of copies on its key and its lists.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import brotli

from editorial.addresses import COPY_LIST, HISTORY_PART, file_of
from editorial.copies import Shelf
from editorial.file_index import CODE, Memory
from editorial.manifest import Manifest
from editorial.publication import Publication

FORMS = (".gz", ".br")
"""The endings of compressed forms."""

LISTS = file_of(COPY_LIST).partition("{")[0]
"""Where the lists of copies lie in a site."""

_BETWEEN = "\0"
"""What no name, address or digest holds: many of them are kept as one string."""


class Proven(NamedTuple):
    """What a proof rests on, each by its name.

    files: of a page its digest, of a compressed form that of its file and its own; editions: of an item its digest
    addresses: where what a text links to lies (ids and addresses); histories: of an item the editions that readers saw
    shelves: of a shelf of copies, by where its lists lie, its key and their digests
    """

    files: Mapping[str, str]
    editions: Mapping[str, str]
    addresses: Mapping[str, str]
    histories: Mapping[str, str]
    shelves: Mapping[str, str]


def proofs(manifest: Manifest, publication: Publication) -> Proven:
    """Return what a proof of the site rests on."""
    files = manifest.files
    pages = {name: digest for name, digest in files.items() if name.endswith(".html")}
    forms = {
        name: files[name[:-3]] + digest for name, digest in files.items() if name.endswith(FORMS) and name[:-3] in files
    }
    return Proven(
        pages | forms,
        publication.editions,
        dict(publication.addresses),
        {
            public.id: " ".join(digest for digest, *_ in public.shown.history)
            for public in publication.items
            if public.shown.history
        },
        {LISTS + shelf.digits: _of_shelf(shelf, files) for shelf in publication.copy_shelves},
    )


def to_prove(claims: Proven, before: Proven | None, publication: Publication) -> set[str]:
    """Return the names of pages and forms of which something else is claimed than was proven, and of shelves.

    before: None where nothing was
    """
    if before is None:
        return {*claims.files, *claims.shelves}
    names = {*_moved(claims.files, before.files), *_moved(claims.shelves, before.shelves)}
    targets = _moved(claims.addresses, before.addresses)
    items = _moved(claims.editions, before.editions) | _moved(claims.histories, before.histories) | targets
    if targets:
        items |= {
            public.id
            for public in publication.items
            if not targets.isdisjoint([link.partition("#")[0] for link in public.links])
        }
    for known in (claims.addresses, before.addresses):
        for address in filter(None, map(known.get, items)):
            names |= {file_of(address), file_of(address + HISTORY_PART)}
    return names


def recall_proofs(place: Path, manifest: Manifest) -> Proven | None:
    """Return what was proven of the site before, by this very program; None where that is in doubt."""
    kept = Memory.load(place, _key(manifest))
    return kept and Proven(*(_unpacked(*one) for one in kept))


def keep_proofs(place: Path, manifest: Manifest, proven: Proven) -> None:
    """Remember what was proven."""
    Memory.save(place, _key(manifest), [_packed(one) for one in proven])


def names_of_lists(shelf: Shelf) -> Iterator[str]:
    """Yield where the lists of a shelf lie."""
    return (f"{LISTS}{digits}{_LIST_END}" for digits in shelf.names)


_LIST_END = file_of(COPY_LIST).partition("}")[2]


def _of_shelf(shelf: Shelf, files: Mapping[str, str]) -> str:
    return " ".join([shelf.key.hex(), *(files.get(name, "") for name in names_of_lists(shelf))])


def _moved(now: Mapping[str, str], then: Mapping[str, str]) -> set[str]:
    """Return the names that have another value, or are in one of the two only."""
    if now == then:
        return set()
    return {name for name, value in now.items() if then.get(name) != value} | (then.keys() - now.keys())


def _key(manifest: Manifest) -> str:
    """A trial edition writes its links in another way."""
    return f"{CODE} {brotli.__version__} {manifest.site}"


def _packed(values: Mapping[str, str]) -> tuple[str, str]:
    return _BETWEEN.join(values), _BETWEEN.join(values.values())


def _unpacked(names: str, values: str) -> dict[str, str]:
    return dict(zip(names.split(_BETWEEN), values.split(_BETWEEN), strict=True)) if names else {}
