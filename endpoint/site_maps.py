"""What the maps of a publish say of an address, as nginx reads them in service: what is gone, and what leads on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from editorial.addresses import ASKED_MAP, GONE_MAP, REDIRECTS_MAP

_LINE = re.compile(r'^"([^"]+)" "([^"]+)";$', re.MULTILINE)


def is_gone(output: Path, address: str) -> bool:
    """True when what stood at the address was withdrawn and nothing took its place."""
    return address.lower() in _read(output / GONE_MAP.lstrip("/"))


def leads_to(output: Path, address: str, asked: str) -> str:
    """Return where an address leads on, "" when nowhere. asked: the same with its query"""
    found = _read(output / ASKED_MAP.lstrip("/")).get(asked.lower())
    return found or _read(output / REDIRECTS_MAP.lstrip("/")).get(address.lower(), "")


def _read(path: Path) -> Mapping[str, str]:
    """Return the lines of a map, keys in small letters as nginx compares them; {} when there is none."""
    try:
        stat = path.stat()
        return _lines(path, stat.st_ino, stat.st_mtime_ns, stat.st_size)
    except (OSError, ValueError):
        return {}


@lru_cache(maxsize=8)
def _lines(path: Path, *_stat: int) -> Mapping[str, str]:
    return {address.lower(): target for address, target in _LINE.findall(path.read_text(encoding="utf-8"))}
