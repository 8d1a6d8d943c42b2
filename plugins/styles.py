"""The theme's CSS as one small file, and its fonts, both under names of their digests, so that a browser may keep them.

rcssmin takes out comments and spaces and changes no rule (decision 20); what is read here is read once a build.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from rcssmin import cssmin

FIRST = ("fonts", "tokens", "base", "layout")
LAST = ("print",)

_FONT = re.compile(r'url\("([^"/]+\.woff2)"\)')


class Styles(NamedTuple):
    """address: of the stylesheet, by its digest; css: its bytes; fonts: those that it asks for, by name"""

    address: str
    css: bytes
    fonts: Mapping[str, bytes]


def read_styles(theme: Path) -> Styles:
    """Return the stylesheet: fonts, tokens and frame first, components by name, print last.

    Raises: FileNotFoundError for a font that the CSS names and the theme lacks
    """
    files = {path.stem: path for path in sorted((theme / "static" / "css").glob("*.css"))}
    middle = [name for name in files if name not in {*FIRST, *LAST}]
    text = "\n".join(files[name].read_text(encoding="utf-8") for name in (*FIRST, *middle, *LAST))
    fonts: dict[str, bytes] = {}

    def named(asked: re.Match[str]) -> str:
        content = (theme / "static" / "fonts" / asked[1]).read_bytes()
        name = by_digest(asked[1], content)
        fonts[name] = content
        return f'url("{name}")'

    css = cssmin(_FONT.sub(named, text)).encode()
    return Styles(f"/theme/{by_digest('site.css', css)}", css, fonts)


def by_digest(name: str, content: bytes) -> str:
    """Return a file's name with its digest in it: "site.css" gives "site-1a2b3c4d.css"."""
    stem, dot, ending = name.rpartition(".")
    return f"{stem}-{sha256(content).hexdigest()[:8]}{dot}{ending}"
