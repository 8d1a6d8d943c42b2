"""Eleventy with markdown-it and Nunjucks layouts, installed from the lock file beside this module."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from benchmarks.running import Deadline, run
from benchmarks.speed.contents import FILES, THEMES, Contents, Text, front_matter, put_files, put_frame

NAME = "Eleventy"
SETTINGS = (
    "texts through markdown-it alone (no template language inside Markdown), Nunjucks layouts; its lists are grouped "
    "in one pass over all items"
)
LOCKED = ("package.json", "package-lock.json")


def install(place: Path, deadline: Deadline) -> Path:
    """Install what the lock file names into a new folder and return the program."""
    place.mkdir()
    for name in LOCKED:
        shutil.copy(Path(__file__).parent / name, place)
    run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"], deadline, place)
    return place / "node_modules/@11ty/eleventy/cmd.cjs"


def prepare(contents: Contents, folder: Path) -> None:
    """Write the sources of the site into a new folder."""
    shutil.copytree(THEMES / "eleventy", folder, ignore=shutil.ignore_patterns("lists"))
    shutil.copytree(THEMES / "eleventy/lists", folder / "content")
    put_frame(folder / "_includes")
    put_files(contents, folder / "static" / FILES)
    (folder / "names.json").write_text(json.dumps(contents.names, ensure_ascii=False), encoding="utf-8")
    for kind, layout in (("items", "item.njk"), ("pages", "page.njk")):
        (folder / "content" / kind).mkdir()
        (folder / "content" / kind / f"{kind}.json").write_text(json.dumps({"layout": layout}), encoding="utf-8")
    for text in contents.texts:
        source(folder, text).write_text(_text(text), encoding="utf-8")


def source(folder: Path, text: Text) -> Path:
    """Return where a text's source lies."""
    return folder / "content" / ("pages" if text.is_page else "items") / f"{text.id}.md"


def command(eleventy: Path, output: Path) -> list[str | Path]:
    """Return what builds the site, from its folder, into another."""
    return ["node", eleventy, f"--output={output}", "--quiet"]


def _text(text: Text) -> str:
    head: dict[str, object] = {**text.head, "permalink": f"{text.address}index.html"}
    if text.section:
        head["section"] = text.section
    return front_matter(head, text.body)
