"""What every output depends on besides its arguments and readings: our code, the libraries, a few settings.

The code is known by its bytes, data files among it included; a change of any of it makes the whole site anew.
"""

from __future__ import annotations

import sys
import zlib
from collections.abc import Iterator, Mapping
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path
from typing import Any

from plugins.marks import digest_of

ROOMS = ("editorial", "inquiries", "plugins", "search")
LIBRARIES = ("brotli", "feedgen", "Jinja2", "lxml", "MarkupSafe", "pelican", "pillow", "pypdf", "tzdata")
SETTINGS = ("COMPRESS", "PREVIEW", "REGULATION", "RELATIVE_URLS", "SITEURL")
REGISTRIES = ("bodies.toml", "providers.toml")


def engine_key(root: Path, records: Path, settings: Mapping[str, Any]) -> str:
    """Return the key. records: its registries name offices on every page"""
    return digest_of(
        [
            [_digest(path) for path in _files(root, settings["REGULATION"], records)],
            [version(library) for library in LIBRARIES],
            [sys.version, zlib.ZLIB_RUNTIME_VERSION],
            [settings[name] for name in SETTINGS],
        ]
    ).hex()


def _files(root: Path, regulation: str, records: Path) -> Iterator[Path]:
    yield from (records / name for name in REGISTRIES)
    yield root / "regulations" / f"{regulation}.toml"
    for room in ROOMS:
        yield from sorted(
            path for path in (root / room).rglob("*") if path.is_file() and path.parent.name != "__pycache__"
        )


def _digest(path: Path) -> tuple[str, bytes]:
    return path.name, blake2b(path.read_bytes(), digest_size=16).digest()
