"""What every output depends on besides its arguments and readings: our code, the libraries, a few settings.

The code is known by its bytes, data files among it included; a change of any of it makes the whole site anew.
"""

from __future__ import annotations

import sys
import zlib
from collections.abc import Iterator, Mapping, MutableMapping
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path
from typing import Any

from plugins.marks import digest_of

ENGINE = "ENGINE_KEY"
"""The setting that holds the key once somebody has asked for it."""

ROOMS = ("editorial", "inquiries", "plugins", "search")
LIBRARIES = ("brotli", "feedgen", "Jinja2", "lxml", "MarkupSafe", "pelican", "pillow", "tzdata")
SETTINGS = ("COMPRESS", "PREVIEW", "REGULATION", "RELATIVE_URLS", "SITEURL")
REGISTRIES = ("bodies.toml", "providers.toml")


def engine_key(root: Path, records: Path, settings: MutableMapping[str, Any]) -> str:
    """Return the key, worked out once a build. records: its registries and rules name what stands on every page"""
    key: str = settings.get(ENGINE) or _key(root, records, settings)
    settings[ENGINE] = key
    return key


def _key(root: Path, records: Path, settings: Mapping[str, Any]) -> str:
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
    yield from sorted((records / "rules").glob("*.toml"))
    yield root / "regulations" / f"{regulation}.toml"
    yield root / "publishconf.py"
    for room in ROOMS:
        yield from sorted(
            path for path in (root / room).rglob("*") if path.is_file() and path.parent.name != "__pycache__"
        )


def _digest(path: Path) -> tuple[str, bytes]:
    return path.name, blake2b(path.read_bytes(), digest_size=16).digest()
