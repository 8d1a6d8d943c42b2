"""What every output depends on besides its arguments and readings: our code, the libraries, a few settings.

The code is known by its bytes, data files among it included; a change of any of it makes the whole site anew. The key
is made once, before a build reads what is in it: what changes afterwards counts with the next build.
"""

from __future__ import annotations

import os
import sys
import zlib
from collections.abc import Mapping
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path
from typing import Any

from editorial.file_index import digests_of, loaded_as_it_is, looking_now, source_files, stat_of
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
    root, records, looked_at = office.settings.root, office.settings.records, looking_now()
    code = {path: stat for room in ROOMS for path, stat in source_files(root / room)}
    conf = f"{root}/publishconf.py"
    digests = digests_of({**code, conf: stat_of(os.lstat(conf))}, looked_at, office.settings.memory / "engine")
    return digest_of(
        [
            [(path.removeprefix(f"{root}/"), digest) for path, digest in sorted(digests.items())],
            loaded_as_it_is(code),
            [(name, _digest(records / name)) for name in REGISTRIES],
            office.rules_read,
            [version(library) for library in LIBRARIES],
            [sys.version, zlib.ZLIB_RUNTIME_VERSION],
            [settings[name] for name in SETTINGS],
        ]
    ).hex()


def _digest(path: Path) -> bytes:
    """Return what a registry is known by; of one that is missing, which whoever loads it refuses, b""."""
    return blake2b(path.read_bytes(), digest_size=16).digest() if path.is_file() else b""
