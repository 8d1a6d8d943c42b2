"""What a whole site is made of: when none of it has changed, and the live site is intact, nothing needs to be built.

Code, theme and regulation count by their bytes, libraries by their versions; what is public by its editions and heads;
and the day, since some texts come into force by themselves.
"""

from __future__ import annotations

import runpy
import sys
import sysconfig
from collections.abc import Collection, Iterator
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from editorial.dates import local_day
from editorial.file_index import loaded_as_it_is
from editorial.settings import Settings

if TYPE_CHECKING:
    from editorial.manifest import Head
    from editorial.publication import Publication

CODE = ("desk", "editorial", "inquiries", "plugins", "search")
MADE_OF = (*CODE, "regulations", "theme")
"""Folders of the checkout that have a part in what a site looks like, or in how it is proved."""

_LEDGERS = ("signoffs", "editions", "attachments", "published")
"""Folders of the records that are named by the publication, or have no part in a site."""


def inputs_of(
    settings: Settings, publication: Publication, now: datetime, without: Collection[str], log: Head = (0, "")
) -> str:
    """Return the digest of everything that a site is made of. log: what it says of the published log"""
    digest = sha256(repr(log).encode())
    for part in _parts(settings, publication, now, without):
        digest.update(len(part).to_bytes(8))
        digest.update(part)
    return digest.hexdigest()


def installation(settings: Settings) -> Iterator[bytes]:
    """Yield what tells settings, Python and libraries apart."""
    names = runpy.run_path(str(settings.root / "pelicanconf.py"))
    yield repr(sorted((name, value) for name, value in names.items() if name.isupper())).encode()
    yield repr(settings).encode()
    yield sys.version.encode()
    yield "\n".join(sorted(path.name for path in Path(sysconfig.get_path("purelib")).glob("*-info"))).encode()


def _parts(settings: Settings, publication: Publication, now: datetime, without: Collection[str]) -> Iterator[bytes]:
    yield from installation(settings)
    yield repr((sorted(without), local_day(now), publication.tombstones)).encode()
    for path in _files(settings):
        yield str(path).encode()
        yield path.read_bytes()
    yield loaded_as_it_is(path for room in CODE for path in _below(settings.root / room)).encode()
    yield publication.office.rules_read.encode()
    yield "\n".join(publication.order_of_appearance()).encode()
    yield "\n".join([f"{public.id} {public.digest}" for public in publication.items]).encode()
    yield b"".join([public.head_digest for public in publication.items])


def _files(settings: Settings) -> Iterator[Path]:
    yield settings.root / "publishconf.py"
    for folder in MADE_OF:
        yield from _below(settings.root / folder)
    for path in sorted(settings.records.iterdir()):
        if path.is_dir() and path.name not in _LEDGERS:
            yield from _below(path)
        elif path.is_file():
            yield path


def _below(folder: Path) -> Iterator[Path]:
    yield from (path for path in sorted(folder.rglob("*")) if path.is_file() and path.parent.name != "__pycache__")
