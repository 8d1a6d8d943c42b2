"""Beside a file that readers fetch lie its compressed forms, for a web server that sends them as they are.

They are made inside the job that makes the file, so that they can never be those of an older one, and from the bytes
alone: the same file gives the same forms on every machine with the same libraries.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator

import brotli

SUFFIXES = (".html", ".css", ".js", ".mjs", ".svg", ".xml", ".json", ".txt", ".csv", ".webmanifest")
FORMS = (".br", ".gz")
LEAST_BYTES = 1000
"""Below it a file fits in one packet in any case."""

_BROTLI_QUALITY = 5
"""Ten times as fast as the best one, and a tenth larger."""
_BEST = 11
_KEPT = (".css", ".js", ".mjs")
"""What every page asks for and is made once in many publishings is packed as small as can be."""
_GZIP_LEVEL = 6
_GZIP_FRAME = 31
"""wbits of zlib: a gzip header with no time and no name."""


def packed_forms(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield each compressed form as (suffix, bytes)."""
    if len(content) >= LEAST_BYTES and name.endswith(SUFFIXES):
        quality = _BEST if name.endswith(_KEPT) else _BROTLI_QUALITY
        yield ".br", brotli.compress(content, mode=brotli.MODE_TEXT, quality=quality)
        yield ".gz", zlib.compress(content, _GZIP_LEVEL, _GZIP_FRAME)
