"""The theme's CSS as a few small files, and its fonts, under names of their digests, so that a browser may keep them.

What lies in theme/static/css dresses every page; a folder in it is a sheet of its own, for the pages that link it.
rcssmin takes out comments and spaces and changes no rule (decision 20); what is read here is read once a build.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from rcssmin import cssmin

FIRST = ("fonts", "tokens", "base", "layout")
LAST = ("print",)

_FONT = re.compile(r'url\("([^"/]+\.woff2)"\)')


class Styles(NamedTuple):
    """address: of the sheet that every page links; others: addresses of the sheets beside it, by their names

    css: the bytes of them all, by address; fonts: those that they ask for, by name
    """

    address: str
    others: Mapping[str, str]
    css: Mapping[str, bytes]
    fonts: Mapping[str, bytes]


def read_styles(theme: Path) -> Styles:
    """Return the stylesheets of a theme. Raises: FileNotFoundError for a font that the CSS names and the theme lacks"""
    fonts: dict[str, bytes] = {}

    def named(asked: re.Match[str]) -> str:
        content = (theme / "static" / "fonts" / asked[1]).read_bytes()
        name = by_digest(asked[1], content)
        fonts[name] = content
        return f'url("{name}")'

    addresses, css = {}, {}
    for name, files in sheets(theme).items():
        text = "\n".join(file.read_text(encoding="utf-8") for file in files)
        small = cssmin(_FONT.sub(named, text)).encode()
        addresses[name] = f"/theme/{by_digest(f'{name}.css', small)}"
        css[addresses[name]] = small
    return Styles(addresses.pop("site"), addresses, css, fonts)


def sheets(theme: Path) -> Mapping[str, Sequence[Path]]:
    """Return the files of each sheet: of "site" fonts, tokens and frame first, components by name, print last."""
    root = theme / "static" / "css"
    files = {path.stem: path for path in sorted(root.glob("*.css"))}
    middle = [name for name in files if name not in {*FIRST, *LAST}]
    found: dict[str, Sequence[Path]] = {"site": [files[name] for name in (*FIRST, *middle, *LAST)]}
    return found | {folder.name: sorted(folder.glob("*.css")) for folder in sorted(root.iterdir()) if folder.is_dir()}


def by_digest(name: str, content: bytes) -> str:
    """Return a file's name with its digest in it: "site.css" gives "site-1a2b3c4d.css"."""
    stem, dot, ending = name.rpartition(".")
    return f"{stem}-{sha256(content).hexdigest()[:8]}{dot}{ending}"
