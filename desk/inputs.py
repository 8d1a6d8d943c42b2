"""What a whole site is made of: when none of it has changed, and the live site is intact, nothing needs to be built.

Code, theme and regulation count by their bytes, known by a digest while a file has the same Stat; libraries by their
versions; what is public by its editions and heads; and the day, since some texts come into force by themselves.
"""

from __future__ import annotations

import runpy
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from editorial.dates import local_day
from editorial.file_index import Stat, digest_of, digests_of, loaded_as_it_is, looking_now, source_files, stat_of
from editorial.settings import Settings

if TYPE_CHECKING:
    from desk.building import Wanted

CODE = ("desk", "editorial", "inquiries", "plugins", "search")
MADE_OF = (*CODE, "regulations", "theme")
"""Folders of the checkout that have a part in what a site looks like, or in how it is proved."""

_LEDGERS = ("signoffs", "editions", "attachments", "published")
"""Folders of the records that are named by the publication, or have no part in a site."""


def inputs_of(wanted: Wanted) -> str:
    """Return the digest of everything that a site is made of."""
    return digest_of(_parts(wanted))


def installation(settings: Settings) -> Iterator[bytes]:
    """Yield what tells settings, Python and libraries apart."""
    names = runpy.run_path(str(settings.root / "pelicanconf.py"))
    yield repr(sorted((name, value) for name, value in names.items() if name.isupper())).encode()
    yield repr(settings).encode()
    yield sys.version.encode()
    yield "\n".join(sorted(path.name for path in Path(sysconfig.get_path("purelib")).glob("*-info"))).encode()


def _parts(wanted: Wanted) -> Iterator[bytes]:
    publication = wanted.publication
    yield from installation(wanted.settings)
    yield repr((wanted.log, sorted(wanted.without), local_day(wanted.now), publication.tombstones)).encode()
    yield from _files(wanted.settings)
    yield publication.office.rules_read.encode()
    yield "\n".join(publication.order_of_appearance).encode()
    yield "\n".join([public.digest for public in publication.items]).encode()
    yield b"".join([public.head_digest for public in publication.items])


def _files(settings: Settings) -> Iterator[bytes]:
    """Yield the name and the digest of each file, and whether those of code are the loaded ones.

    A file whose Stat is known is not read.
    """
    looked_at = looking_now()
    found = digests_of(dict(_places(settings)), looked_at, settings.memory / "inputs")
    for path, digest in sorted(found.items()):
        yield path.encode()
        yield digest
    rooms = tuple(f"{settings.root / room}/" for room in CODE)
    yield loaded_as_it_is(path for path in found if path.startswith(rooms)).encode()


def _places(settings: Settings) -> Iterator[tuple[str, Stat]]:
    """Yield the files with their Stats, STRANGE for links."""
    publishconf = settings.root / "publishconf.py"
    yield str(publishconf), stat_of(publishconf.lstat())
    ours = [settings.root / folder for folder in MADE_OF]
    for folder in (*ours, *(path for path in settings.records.iterdir() if path.name not in _LEDGERS)):
        if folder.is_file():
            yield str(folder), stat_of(folder.lstat())
        yield from source_files(folder)
