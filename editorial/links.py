"""From the symbolic links of a frozen text to real addresses, when a page is written.

A frozen text says "cchc:ID#fragment" (an item), "cchc:/lien-he/" (an address of the site) or
"cchc-file:NAME" (a file of the same edition). An address may change without touching a signed
text, and a link to something that is not public loses its target.

base: the way from the page to the site's root: "." at the root, "../.." two folders down (a trial
edition, which must work from a disk), "" (root-relative) or "https://…" (feeds)
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape, unescape

_SYMBOL = re.compile(
    r'(?P<tag><(?:a|img|audio|video)(?: [a-z]+="[^"]*")*?) (?P<key>href|src)="(?P<scheme>cchc(?:-file)?):(?P<to>[^"]*)"'
)
"""Inside a tag only: the same signs in a sentence are words, and frozen HTML has no bare "<" in words."""
_FRAGMENT = re.compile(r'(<a(?: [a-z]+="[^"]*")*? href=")#')


def base_for(address: str, trial: bool) -> str:
    """Return the base of the page at the address ("/van-ban/x/", or a file such as "/404.html")."""
    if not trial:
        return ""
    depth = address.strip("/").count("/") + (1 if address.endswith("/") and address != "/" else 0)
    return "/".join([".."] * depth) or "."


def href(target: str, base: str, trial: bool) -> str:
    """Return what a page writes to reach a root-relative address ("/van-ban/#x").

    In a trial edition folders get "index.html", so that a double click on a file is enough.
    """
    path, mark, fragment = target.partition("#")
    if trial and path.endswith("/"):
        path += "index.html"
    return base.rstrip("/") + path + mark + fragment


def link(target: str, base: str, trial: bool) -> str:
    """Return what a page writes to reach an address of the site; an address elsewhere stays as it is.

    base: of the page; it counts in a trial edition only, elsewhere links start at "/"
    """
    return href(target, base if trial else "", trial) if target.startswith("/") else target


def resolve(html: str, addresses: Mapping[str, str], files: Mapping[str, str], base: str, trial: bool) -> str:
    """Return the HTML with every symbol replaced.

    addresses: item id -> its public address; also every public address itself -> itself
    files: name of an attached file as linked -> its public address
    """

    def real(match: re.Match[str]) -> str:
        name, mark, fragment = unescape(match["to"]).partition("#")
        target = (files if match["scheme"] == "cchc-file" else addresses).get(name)
        if target is None:
            return match["tag"]
        return f'{match["tag"]} {match["key"]}="{escape(href(target + mark + fragment, base, trial))}"'

    return _SYMBOL.sub(real, html)


def whole_fragments(html: str, address: str) -> str:
    """Return the HTML with every link to a place in itself led to its page, for those who read it elsewhere (feeds)."""
    return _FRAGMENT.sub(lambda match: f"{match[1]}{escape(address)}#", html)


def symbols(html: str) -> list[str]:
    """Return every symbol of the HTML as written, without its scheme ("ID#fragment", "/x/")."""
    return [unescape(match["to"]) for match in _SYMBOL.finditer(html) if match["scheme"] == "cchc"]
