"""What an OpenDocument file holds besides what it shows. Source: OpenDocument 1.3, part 3"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from zipfile import ZipFile

from editorial.inside_found import Finds, is_elsewhere, is_path
from editorial.xml_events import Event, events

Around = list[tuple[str, Mapping[str, str]]]
"""The telling elements in which something stands, with their attributes."""

_TELLING = frozenset(
    "tracked-changes changed-region deletion annotation notes style table page hidden-text hidden-paragraph".split()
)
_HIDDEN = frozenset({"hidden-text", "hidden-paragraph"})
_MOST_AROUND = 16

_PARTS = ("META-INF/manifest.xml", "meta.xml", "styles.xml", "content.xml")
_CHANGES = frozenset({"insertion", "deletion", "format-change", "movement", "cell-content-change"})
_PEOPLE = frozenset({"initial-creator", "creator", "printed-by"})
_LOADING = frozenset({"image", "object", "object-ole", "plugin", "section-source", "table-source", "floating-frame"})
_UNSHOWN = {("display", "none"), ("display", "false"), ("visibility", "hidden")}
"""Properties of a style by which text, a sheet or a slide is not shown."""


def look_at_opendocument(archive: ZipFile, most_bytes: int) -> Finds:
    """Return what was found. most_bytes: of all parts unpacked. Raises: NoMarkup for a part that cannot be read"""
    finds, unshown, there = Finds(), set[str](), set(archive.namelist())
    for name in filter(there.__contains__, _PARTS):
        if (most_bytes := most_bytes - (size := archive.getinfo(name).file_size)) < 0:
            finds.add("inside-partly-seen", name)
            break
        with archive.open(name) as file:
            if name.startswith("META-INF/"):
                _manifest(events(file, size), finds)
            else:
                _part(events(file, size), finds, unshown)
        if any(found.code == "inside-encrypted" for found in finds.all()):
            break
    return finds


def _manifest(found: Iterable[Event], finds: Finds) -> None:
    if any(mark == "<" and name == "encryption-data" for mark, name, _ in found):
        finds.add("inside-encrypted")


def _part(found: Iterable[Event], finds: Finds, unshown: set[str]) -> None:
    """unshown: names of styles of what is not shown, which grow by those of this part"""
    around, kept = Around(), list[bool]()
    for mark, name, attributes in found:
        if mark == "<":
            _element(name, attributes, around, finds, unshown)
            telling = name in _TELLING or attributes.get("style-name") in unshown
            kept.append(telling and len(around) < _MOST_AROUND)
            if kept[-1]:
                around.append((name, attributes))
        elif mark == ">":
            if kept.pop():
                around.pop()
        elif around or mark in _PEOPLE:
            _words(name, mark, around, finds, unshown)


def _element(name: str, attributes: Mapping[str, str], around: Around, finds: Finds, unshown: set[str]) -> None:
    if name.endswith("-properties"):
        if not _UNSHOWN.isdisjoint(attributes.items()):
            unshown.update(outer["name"] for tag, outer in around if tag == "style" and "name" in outer)
    elif name in _CHANGES and any(tag in ("changed-region", "tracked-changes") for tag, _ in around):
        finds.add("inside-changes")
    elif name == "annotation":
        finds.add("inside-comments")
    elif name == "table" and attributes.get("style-name") in unshown:
        finds.add("inside-hidden-sheets", attributes.get("name", ""))
    elif name == "page" and attributes.get("style-name") in unshown:
        finds.add("inside-hidden-slides", attributes.get("name", ""))
    elif name in ("table-row", "table-column") and attributes.get("visibility", "visible") != "visible":
        sheets = [outer.get("name", "") for tag, outer in around if tag == "table"]
        finds.add("inside-hidden-cells", sheets[-1] if sheets else "")
    href = attributes.get("href", "")
    if name in _LOADING and (is_elsewhere(href) or is_path(href)):
        finds.add("inside-elsewhere", href)
    elif is_path(href):
        finds.add("inside-paths", href)


def _words(words: str, inside: str, around: Around, finds: Finds, unshown: set[str]) -> None:
    """Take down words of what nobody sees, by the element in which they stand and those around it."""
    tags, who = {tag for tag, _ in around}, inside in _PEOPLE
    if not words.strip():
        return
    if "tracked-changes" in tags:
        if who or "deletion" in tags and inside != "date":
            finds.add("inside-changes", "" if who else words, words if who else "", count=0)
    elif "annotation" in tags:
        if who or inside not in ("date", "date-string"):
            finds.add("inside-comments", "" if who else words, words if who else "", count=0)
    elif who:
        finds.add("inside-people", words)
    elif "notes" in tags and inside != "page-number":
        finds.add("inside-notes", words)
    elif not tags.isdisjoint(_HIDDEN) or any(
        outer.get("style-name") in unshown for tag, outer in around if tag not in ("table", "page")
    ):
        finds.add("inside-hidden-text", words)
