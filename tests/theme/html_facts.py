"""What the tests ask of a page: its ids, its links, its headings; and of a site, that none of its links is broken."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from editorial.manifest import PLACE
from tests.site_fixture import URL, Build

VERIFY = "xac-minh/index.html"


@dataclass
class Page(HTMLParser):
    """Facts of one HTML page, read once."""

    text: str
    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            if name == "id" and value:
                self.ids.append(value)
            elif name in ("href", "src") and value is not None:
                self.links.append(value)
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self.headings.append(int(tag[1]))

    def __hash__(self) -> int:
        return hash(self.text)


def broken_links(built: Build) -> Iterator[str]:
    """Yield every link inside the site that leads to no file or to no id."""
    pages = {name: Page(text) for name, text in built.pages().items()}
    files = built.files().keys() | {PLACE}  # the manifest is made of what was built
    for name, one in pages.items():
        for link in one.links:
            if link.startswith(("https:", "http:", "mailto:", "tel:")) and not link.startswith(URL):
                continue
            path, _, fragment = link.removeprefix(URL).partition("#")
            if path.startswith("/"):
                target = path[1:] + ("index.html" if path.endswith("/") else "")
            else:
                target = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name
            if target == VERIFY and fragment.startswith("sha256="):
                fragment = ""  # what its script looks up, no place on the page
            if target not in files or fragment and fragment not in pages[target].ids:
                yield f"{name}: {link}"
