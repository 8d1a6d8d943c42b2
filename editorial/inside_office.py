"""What a Word, Excel or PowerPoint file holds besides what it shows. Source: ECMA-376, part 1

What a part is, its outermost element tells, since a file may choose names. By their names it is known only where
relations and properties lie, and which parts are read before others.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Mapping
from zipfile import ZipFile

from editorial.inside_found import Finds, is_elsewhere, is_path
from editorial.xml_events import Event, events

Events = Iterable[Event]
_OFF = frozenset({"0", "false", "off", "none"})
_CHANGES = frozenset(
    "ins del moveFrom moveTo cellIns cellDel cellMerge numberingChange rPrChange pPrChange sectPrChange tblPrChange "
    "tblGridChange trPrChange tcPrChange tblPrExChange".split()
)
_LOADING_FIELDS = re.compile(r"\s*(?:DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|LINK|IMPORT)\b", re.IGNORECASE)
_COLUMN = re.compile(r"[A-Z]{1,3}")
_TALK = frozenset({"comments", "ThreadedComments", "cmLst"})
"""Outermost elements of comments."""
_PICTURE = frozenset({"cNvPr", "srcRect"})
_CUT = 1_000
"""One percent; less is rounding."""
_PEOPLE = frozenset({"creator", "lastModifiedBy", "Manager"})
_PLACES = frozenset({"Template", "HyperlinkBase", "HLinks", "lpwstr"})


class _Names:
    """What parts read first tell of those read later: sheets by their part, styles of hidden text."""

    def __init__(self) -> None:
        self.parts: dict[tuple[str, str], str] = {}
        self.sheets: dict[str, str] = {}
        self.styles: set[str] = set()


Look = Callable[[str, Events, Finds, _Names], None]


def look_at_office(archive: ZipFile, kind: str, most_bytes: int) -> Finds:
    """Return what was found. most_bytes: of all parts unpacked. Raises: NoMarkup for a part that cannot be read"""
    finds, names = Finds(), _Names()
    parts = [part for part in archive.infolist() if part.filename.lower().endswith((".xml", ".rels"))]
    for part in sorted(parts, key=lambda part: _order(part.filename)):
        if (most_bytes := most_bytes - part.file_size) < 0:
            finds.add("inside-partly-seen", part.filename)
            break
        with archive.open(part) as file:
            found = events(file, part.file_size)
            if part.filename.endswith(".rels"):
                _relations(part.filename, found, finds, names)
            elif part.filename.startswith("docProps/"):
                _properties(found, finds)
            else:
                _LOOKS[kind](part.filename, found, finds, names)
    for name in archive.namelist():
        if "/embeddings/" in name:
            finds.add("inside-objects", posixpath.basename(name))
    return finds


def _order(name: str) -> tuple[int, str]:
    """What names things comes first, what is largest last."""
    first = ("_rels/", "docProps/", "workbook.xml", "styles.xml")
    return next((place for place, part in enumerate(first) if part in name), 9 + ("/worksheets/" in name)), name


def _relations(part: str, found: Events, finds: Finds, names: _Names) -> None:
    owner = part.replace("_rels/", "").removesuffix(".rels")
    for mark, name, attributes in found:
        if mark != "<" or name != "Relationship":
            continue
        target, kind = attributes.get("Target", ""), posixpath.basename(attributes.get("Type", ""))
        if attributes.get("TargetMode") != "External":
            place = posixpath.normpath(posixpath.join(posixpath.dirname(owner), target)).lstrip("/")
            names.parts[owner, attributes.get("Id", "")] = place
        elif kind == "hyperlink" or kind == "attachedTemplate" and not is_elsewhere(target):
            if is_path(target):
                finds.add("inside-paths", target)
        else:
            finds.add("inside-elsewhere", target)


def _properties(found: Events, finds: Finds) -> None:
    for mark, text, _ in found:
        if mark in _PEOPLE and text.strip():
            finds.add("inside-people", text)
        elif mark in _PLACES and is_path(text):
            finds.add("inside-paths", text)


def _is_on(attributes: Mapping[str, str], key: str = "val") -> bool:
    return attributes.get(key, "1").lower() not in _OFF


class _Runs:
    """Follows the runs of a Word part, hidden by themselves, by their style or by that of their paragraph.

    unshown: names of styles of hidden text, which grow by those of this part
    """

    def __init__(self, unshown: set[str]) -> None:
        self._unshown, self._style, self._is_paragraph_hidden = unshown, "", False
        self._hidden, self._words = list[bool](), list[list[str]]()
        """Of each run around: whether it is hidden, and its words."""

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take in the start of an element."""
        is_unshown = attributes.get("val", "") in self._unshown
        if name == "style":
            self._style = attributes.get("styleId", "")
        elif name == "p":
            self._is_paragraph_hidden = False
        elif name == "pStyle":
            self._is_paragraph_hidden = is_unshown
        elif name == "r":
            self._hidden.append(self._is_paragraph_hidden)
            self._words.append([])
        elif name == "rStyle" and self._hidden and is_unshown:
            self._hidden[-1] = True
        elif name == "vanish":
            if self._style and _is_on(attributes):
                self._unshown.add(self._style)
            if self._hidden:
                self._hidden[-1] = _is_on(attributes)

    def say(self, words: str) -> None:
        """Take in words."""
        if self._words:
            self._words[-1].append(words)

    def end(self, name: str) -> str:
        """Return the words of a hidden run that ends here, "" for none."""
        if name == "style":
            self._style = ""
        elif name == "r" and self._hidden:
            words = "".join(self._words.pop())
            return words if self._hidden.pop() else ""
        return ""


def _word(part: str, found: Events, finds: Finds, names: _Names) -> None:
    runs, in_comment = _Runs(names.styles), False
    for mark, name, attributes in found:
        if mark == "<":
            runs.begin(name, attributes)
            if name in _CHANGES and "author" in attributes:
                finds.add("inside-changes", by=attributes["author"])
            elif name == "comment":
                in_comment = True
                finds.add("inside-comments", by=attributes.get("author", ""))
            elif name in _PICTURE:
                _picture(name, attributes, finds)
        elif mark == ">":
            in_comment = in_comment and name != "comment"
            if (hidden := runs.end(name)).strip():
                finds.add("inside-hidden-text", hidden)
        elif mark == "t" and in_comment:
            finds.add("inside-comments", name, count=0)
        elif mark == "t":
            runs.say(name)
        elif mark == "delText":
            finds.add("inside-changes", name, count=0)
        elif mark == "instrText" and _LOADING_FIELDS.match(name):
            finds.add("inside-elsewhere", name)


def _excel(part: str, found: Events, finds: Finds, names: _Names) -> None:
    hidden_columns: set[str] = set()
    row_hidden, column, outermost = False, "", ""
    told_rows, told_columns, sheet = 0, set[str](), names.sheets.get(part, "")
    for mark, name, attributes in found:
        if mark == "<":
            outermost = outermost or name
            if name == "sheet":
                names.sheets[names.parts.get((part, attributes.get("id", "")), "")] = attributes.get("name", "")
                if attributes.get("state", "visible") != "visible":
                    finds.add("inside-hidden-sheets", attributes.get("name", ""))
            elif name == "absPath":
                finds.add("inside-paths", attributes.get("url", ""))
            elif name == "col" and attributes.get("hidden") in ("1", "true"):
                hidden_columns |= _letters(attributes.get("min", ""), attributes.get("max", ""))
            elif name == "row":
                row_hidden = attributes.get("hidden") in ("1", "true")
            elif name == "c":
                reference = _COLUMN.match(attributes.get("r", ""))
                column = reference[0] if reference else ""
                if row_hidden:
                    told_rows, row_hidden = told_rows + 1, False
                if column in hidden_columns:
                    told_columns.add(column)
            elif name in ("comment", "threadedComment"):
                finds.add("inside-comments")
            elif name == "connection":
                finds.add("inside-elsewhere", attributes.get("name", ""))
            elif name == "r" and outermost == "pivotCacheRecords":
                finds.add("inside-pivot")
            elif name in _PICTURE:
                _picture(name, attributes, finds)
        elif mark == "author":
            finds.add("inside-comments", by=name, count=0)
        elif mark in ("t", "text") and outermost in _TALK:
            finds.add("inside-comments", name, count=0)
    if told_rows or told_columns:
        rows = f"{told_rows} hàng" if told_rows else ""
        columns = f"cột {', '.join(sorted(told_columns))}" if told_columns else ""
        finds.add("inside-hidden-cells", f"{sheet}: {'; '.join(filter(None, (rows, columns)))}".removeprefix(": "))


def _letters(first: str, last: str) -> set[str]:
    """Return the names of columns by their numbers, at most those of a sheet."""
    if not (first.isdecimal() and last.isdecimal()):
        return set()
    return {_letter(number) for number in range(int(first[:5]), min(int(last[:5]), 16_384) + 1)}


def _letter(number: int) -> str:
    name = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name


def _slides(part: str, found: Events, finds: Finds, names: _Names) -> None:
    outermost, in_field = "", False
    for mark, name, attributes in found:
        if mark == "<":
            outermost, in_field = outermost or name, in_field or name == "fld"
            if name == "sld" and not _is_on(attributes, "show"):
                finds.add("inside-hidden-slides", posixpath.basename(part).removesuffix(".xml"))
            elif name == "cm":
                finds.add("inside-comments")
            elif name in ("cmAuthor", "author"):
                finds.add("inside-people", attributes.get("name", ""))
            elif name in _PICTURE:
                _picture(name, attributes, finds)
        elif mark == ">":
            in_field = in_field and name != "fld"
        elif name.strip() and outermost == "notes" and mark == "t" and not in_field:
            finds.add("inside-notes", name)
        elif name.strip() and outermost in _TALK and mark in ("t", "text"):
            finds.add("inside-comments", name, count=0)


def _picture(name: str, attributes: Mapping[str, str], finds: Finds) -> None:
    """Take down where a picture came from, and that what was cut off is kept. Shares of its size, in thousandths"""
    if name == "srcRect":
        if any(attributes.get(side, "").isdecimal() and int(attributes[side]) >= _CUT for side in "lrtb"):
            finds.add("inside-cropped")
        return
    for value in (attributes.get("descr", ""), attributes.get("name", "")):
        if is_path(value):
            finds.add("inside-paths", value)


_LOOKS: Mapping[str, Look] = {"docx": _word, "xlsx": _excel, "pptx": _slides}
