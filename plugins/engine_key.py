"""What every output depends on besides its arguments and readings: our code, the libraries, a few settings.

The code is known by its bytes, data files among it included; a change of any of it makes the whole site anew. The key
is made once, before a build reads what is in it: what changes afterwards counts with the next build.
"""

from __future__ import annotations

import sys
import zlib
from collections.abc import Mapping
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path
from typing import Any

from editorial.file_index import loaded_as_it_is
from editorial.office import Office
from plugins.marks import digest_of

ROOMS = ("editorial", "inquiries", "plugins", "search")
LIBRARIES = (
    "brotli",
    "feedgen",
    "Jinja2",
    "lxml",
    "MarkupSafe",
    "pelican",
    "pillow",
    "pygal",
    "pypdf",
    "python-dateutil",
    "tzdata",
)
SETTINGS = ("COMPRESS", "PREVIEW", "REGULATION", "RELATIVE_URLS", "SITEURL")
REGISTRIES = ("bodies.toml", "providers.toml")

ENGINE = "ENGINE"
"""The setting that holds the key."""


def engine_key(office: Office, settings: Mapping[str, Any]) -> str:
    """Return the key. office: its registries and rules name offices and roles on every page"""
    root, records = office.settings.root, office.settings.records
    code = [path for room in ROOMS for path in _below(root / room)]
    return digest_of(
        [
            [(path.relative_to(root).as_posix(), _digest(path)) for path in (*code, root / "publishconf.py")],
            loaded_as_it_is(code),
            [(name, _digest(records / name)) for name in REGISTRIES],
            office.rules_read,
            [version(library) for library in LIBRARIES],
            [sys.version, zlib.ZLIB_RUNTIME_VERSION],
            [settings[name] for name in SETTINGS],
        ]
    ).hex()


def _below(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.parent.name != "__pycache__")


def _digest(path: Path) -> bytes:
    return blake2b(path.read_bytes(), digest_size=16).digest()
