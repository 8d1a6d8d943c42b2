"""A folder of old pages becomes content files: planned as a whole, then written, nothing over a file that is there.

1. Every file waits for its signatures like any other, and says that it was public before anybody signed it.
2. A page keeps its old address, which the site then leads on from; links between pages become links between items.
3. What could not be carried is told of each page, and in one report.
"""

from __future__ import annotations

import errno
import os
import posixpath
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from bs4 import Tag

from desk.importing.as_markdown import as_markdown
from desk.importing.old_page import OldPage, TooMuch, plain, read_page
from editorial.checks_context import Context
from editorial.content_template import free_id, new_content
from editorial.media_types import EXTENSIONS
from editorial.system_errors import reason_words
from editorial.text import slug

PAGES = (".html", ".htm", ".aspx", ".asp", ".php", ".jsp")
"""How a page is called that was saved as a browser got it, be it made by a program; its query may follow."""
PROGRAM = re.compile(rb"<%|<\?(?:php|=)")
"""What stands in a program that makes pages, and in none of its pages."""
FILES = frozenset(ending for endings in EXTENSIONS.values() for ending in endings)
LONGEST_TOLD = 200
INDEXES = ("index.html", "index.htm", "default.html", "default.htm")


@dataclass
class Moved:
    """What becomes of a page. files: name beside its content file to the old file; lost: what stays behind"""

    page: OldPage
    id: str
    name: str
    old_address: str
    files: dict[str, Path] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Source:
    """The folder of the older site. base: its address, "" when not known; select: where a page has its text"""

    folder: Path
    base: str = ""
    select: str = ""


def plan(source: Source, kind: str, context: Context) -> tuple[list[Moved], dict[str, str]]:
    """Return what becomes of each page, and why others are left behind, by their path."""
    moved: list[Moved] = []
    left: dict[str, str] = {}
    names: set[str] = set()
    ids: set[str] = set()
    for path in sorted(path for path in source.folder.rglob("*") if is_page(path.name)):
        relative = path.relative_to(source.folder).as_posix()
        shown = plain(relative.encode(errors="backslashreplace").decode())
        if reason := _unfit(path, source.folder):
            left[shown] = reason
            continue
        try:
            page = read_page(path, source.select)
        except (OSError, TooMuch) as error:
            left[shown] = f"không đọc được: {reason_words(error) if isinstance(error, OSError) else error}"
            continue
        if not page.title or page.text is None or not page.text.get_text().strip():
            left[shown] = "không thấy tiêu đề hoặc nội dung; nếu có, chỉ chỗ bằng --select"
            continue
        page = replace(page, text=None)  # read again when it is written: a machine cannot hold the trees of all pages
        fresh = free_id(kind, context, ids)
        ids.add(fresh)
        moved.append(Moved(page, fresh, _free_name(page.title, names), address_of(relative)))
    return moved, left


def is_page(name: str) -> bool:
    """True for the name of a page: "Tin.aspx?id=5"."""
    return name.lower().partition("?")[0].endswith(PAGES)


def write(moved: Sequence[Moved], source: Source, kind: str, into: Path, context: Context) -> Iterator[Moved]:
    """Write each content file with its pictures and files; yield it when it is done.

    Raises: OSError, also for a page that was changed since it was planned
    """
    items = {one.old_address: one.id for one in moved}
    for one in moved:
        text = _text_of(one.page, source)
        if text is None:
            raise OSError(errno.ESTALE, os.strerror(errno.ESTALE), str(one.page.path))
        one.lost += one.page.lost
        body = as_markdown(text, partial(_place_of, one=one, source=source, items=items))
        folder = into / one.name
        folder.mkdir(parents=True)
        for name, old in one.files.items():
            shutil.copyfile(old, folder / name)
        (folder / f"{one.name}.md").write_text(_content(one, kind, body, context), encoding="utf-8", newline="\n")
        yield one


def _text_of(page: OldPage, source: Source) -> Tag | None:
    try:
        return read_page(page.path, source.select).text
    except TooMuch:
        return None  # as it was planned it was not too much


def address_of(relative: str) -> str:
    """Return the address that a file of the old site had: "tin/index.html" gives "/tin/"."""
    folder, name = posixpath.split(relative)
    written = f"/{folder}/".replace("//", "/") if name.lower() in INDEXES else f"/{relative}"
    return quote(written, safe="/~,+=&?%")


def _content(one: Moved, kind: str, body: str, context: Context) -> str:
    page = one.page
    values = {"title": page.title, "id": one.id, "old_address": one.old_address}
    if page.published_on:
        values["first_published_on"] = page.published_on.isoformat()
    if page.author:
        values["author"] = page.author
    offered = "; ".join(name for name in one.files if name.rpartition(".")[2].lower() not in PICTURES)
    if offered:
        values["attachments"] = offered
    return new_content(kind, values, context, body)


PICTURES = frozenset().union(*(EXTENSIONS[name] for name in ("png", "jpeg", "gif", "webp", "svg")))


def _place_of(link: str, one: Moved, source: Source, items: Mapping[str, str]) -> str:
    """Return how a link of the old page is written here, "" when what it leads to is not there any more, or nowhere."""
    try:
        return _found(link, one, source, items)
    except (ValueError, OSError):  # no address at all, or no name that a disk takes
        one.lost.append(f"liên kết tới {_told(link)}")
        return ""


def _found(link: str, one: Moved, source: Source, items: Mapping[str, str]) -> str:
    """Raises: ValueError for what is no address"""
    parts = urlsplit(link)
    if source.base and link.startswith(source.base):
        parts = urlsplit("/" + link.removeprefix(source.base).lstrip("/"))
    if parts.scheme or parts.netloc:
        return link if parts.scheme in ("http", "https", "mailto", "tel") else ""
    if not parts.path:
        return f"#{parts.fragment}" if parts.fragment else ""
    here = one.page.path.parent.relative_to(source.folder).as_posix()
    path = unquote(parts.path)
    relative = path.lstrip("/") if path.startswith("/") else posixpath.normpath(posixpath.join(here, path))
    asked = f"{relative}?{parts.query}" if parts.query else relative
    for one_of in (asked, relative, f"{relative}/index.html"):
        if item := items.get(address_of(one_of)):
            return f"id:{item}"
    old = source.folder / relative
    if old.suffix.lower().lstrip(".") in FILES and _is_below(old, source.folder) and old.is_file():
        return _take(old, one)
    one.lost.append(f"liên kết tới {_told(link)}")
    return ""


def _told(link: str) -> str:
    """Return a link as one line that is no page long."""
    words = plain(link)
    return words if len(words) <= LONGEST_TOLD else f"{words[:LONGEST_TOLD]}…"


def _unfit(path: Path, folder: Path) -> str:
    """Return why a file is not even opened, "" for one that is."""
    try:
        path.relative_to(folder).as_posix().encode()
        is_below = _is_below(path, folder)
    except (ValueError, OSError):  # bytes that are no text
        return "tên tệp không đọc được; đổi tên rồi nhập lại"
    if not is_below or (path.is_symlink() and not path.is_file()):  # from Python 3.13 on a circle resolves to itself
        return "là liên kết không dẫn tới tệp nào trong thư mục"
    if not path.is_file():
        return "không phải một tệp thường"
    with suppress(OSError):  # what cannot be read is told with its reason
        if not path.name.lower().endswith((".html", ".htm")) and PROGRAM.search(path.read_bytes()):
            return "là mã nguồn làm ra trang, không phải trang; lưu trang từ trình duyệt rồi nhập lại"
    return ""


def _take(old: Path, one: Moved) -> str:
    """Return the name under which a file lies beside the text."""
    stem, suffix = slug(old.stem) or "tep", old.suffix.lower()
    name = f"{stem}{suffix}"
    for number in range(2, 1000):
        if one.files.setdefault(name, old) == old:
            break
        name = f"{stem}-{number}{suffix}"
    return name


def _is_below(path: Path, folder: Path) -> bool:
    """True for a file truly in the folder: a link may lead out of it, or in a circle."""
    try:
        return path.resolve().is_relative_to(folder.resolve())
    except RuntimeError:
        return False


def _free_name(title: str, names: set[str]) -> str:
    stem = slug(title)[:60].strip("-") or "bai"
    name = next(name for name in (stem, *(f"{stem}-{n}" for n in range(2, 100_000))) if name not in names)
    names.add(name)
    return name
