"""Stock Pelican: python-markdown, its own generators and feeds, no plugin."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.running import Deadline
from benchmarks.speed.contents import FILES, THEMES, Contents, Text, put_files, put_frame

NAME = "Pelican"
SETTINGS = (
    "stock, `python -m pelican`, with its own Markdown and its own feeds; sections are categories, areas tags, months "
    "period archives; the author is plain text, since pages of authors would cost it time in the square of the items"
)


def install(place: Path, deadline: Deadline) -> Path:
    """Return this Python, whose Pelican is the one that ours is built on."""
    return Path(sys.executable)


def prepare(contents: Contents, folder: Path) -> None:
    """Write the sources of the site into a new folder."""
    (folder / "content/items").mkdir(parents=True)
    (folder / "content/pages").mkdir()
    shutil.copytree(THEMES / "pelican/templates", folder / "theme/templates")
    (folder / "theme/static").mkdir()
    shutil.copy(THEMES / "pelican/pelicanconf.py", folder)
    put_frame(folder / "theme/templates")
    put_files(contents, folder / "content" / FILES)
    (folder / "names.json").write_text(json.dumps(contents.names, ensure_ascii=False), encoding="utf-8")
    for text in contents.texts:
        source(folder, text).write_text("\n".join(_lines(text)) + "\n\n" + text.body, encoding="utf-8")


def source(folder: Path, text: Text) -> Path:
    """Return where a text's source lies."""
    return folder / "content" / ("pages" if text.is_page else "items") / f"{text.id}.md"


def command(python: Path, output: Path) -> list[str | Path]:
    """Return what builds the site, from its folder, into another."""
    return [python, "-m", "pelican", "content", "-s", "pelicanconf.py", "-o", output, "--quiet"]


def _lines(text: Text) -> Iterator[str]:
    """Yield the metadata as Pelican takes them; a list of several values goes on with four spaces."""
    address = text.address.strip("/")
    yield f"Slug: {text.id}"
    yield f"URL: {address}/"
    yield f"Save_as: {address}/index.html"
    if text.section:
        yield f"Category: {text.section}"
    for name, value in text.head.items():
        if name == "areas":
            yield f"Tags: {', '.join(value)}"
        elif isinstance(value, str):
            yield f"{name}: {value}"
        else:
            yield f"{name}: {value[0]}"
            yield from (f"    {more}" for more in value[1:])
