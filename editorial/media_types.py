"""What a file is by its bytes, whether something in it could run, and which words it holds.

Nothing is executed. Archives (Word, Excel, OpenDocument, zip) are read from memory, at most SCAN_BYTES
of what they and all archives inside them unpack to, so that a small file that unpacks to a huge one does no harm.
"""

from __future__ import annotations

import io
import lzma
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from editorial.inside_pdf import read_pdf
from editorial.pdf_streams import Unseen, object_streams
from editorial.text import unescaped

SCAN_BYTES = 20_000_000
MARKUP_BYTES = 2_000_000
"""Of drawings (SVG), which take a second for each million of bytes."""
MOST_PARTS = 20_000
"""Of an archive: the list of them may be packed as well, and each takes memory as soon as it is read."""
MOST_LETTERS = 1_000_000
"""Of a file's words: some 400 printed pages."""

EXTENSIONS: Mapping[str, frozenset[str]] = MappingProxyType({
    "pdf": frozenset({"pdf"}),
    "png": frozenset({"png"}),
    "jpeg": frozenset({"jpg", "jpeg"}),
    "gif": frozenset({"gif"}),
    "webp": frozenset({"webp"}),
    "svg": frozenset({"svg"}),
    "docx": frozenset({"docx"}),
    "xlsx": frozenset({"xlsx"}),
    "pptx": frozenset({"pptx"}),
    "opendocument": frozenset({"odt", "ods", "odp"}),
    "zip": frozenset({"zip"}),
    "ole": frozenset({"doc", "xls", "ppt"}),
    "mp3": frozenset({"mp3"}),
    "ogg": frozenset({"ogg", "oga", "ogv", "opus"}),
    "wav": frozenset({"wav"}),
    "mp4": frozenset({"mp4", "m4a", "m4v", "mov"}),
    "webm": frozenset({"webm"}),
    "rtf": frozenset({"rtf"}),
    "text": frozenset({"txt", "csv", "json", "vtt"}),
})  # fmt: skip
"""What the bytes show, to the extensions under which it may go."""

SPOKEN = frozenset({"mp3", "ogg", "wav", "mp4", "webm"})
"""What is heard: sound and films."""
IN_WORDS = (".vtt", ".txt")
"""Beside such a file, of the same name: captions, or what is said."""
PICTURES = frozenset({"png", "jpeg", "gif", "webp"})
"""What is shown in a page as a photo is."""

RUNNABLE = frozenset(
    "exe dll com bat cmd ps1 sh vbs vbe js jse wsf hta jar apk msi scr lnk html htm xhtml mht mhtml php py pl "
    "docm dotm xlsm xltm xlam pptm potm ppsm swf".split()
)
"""Extensions of programs, scripts, files with macros and active pages."""

_STARTS: tuple[tuple[int, bytes, str], ...] = (
    (0, b"%PDF-", "pdf"), (0, b"\x89PNG\r\n\x1a\n", "png"), (0, b"\xff\xd8\xff", "jpeg"), (0, b"GIF8", "gif"),
    (8, b"WEBP", "webp"), (8, b"WAVE", "wav"), (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"), (0, b"ID3", "mp3"),
    (0, b"\xff\xfb", "mp3"), (0, b"\xff\xf3", "mp3"), (0, b"OggS", "ogg"), (4, b"ftyp", "mp4"),
    (0, b"\x1a\x45\xdf\xa3", "webm"), (0, b"{\\rtf", "rtf"),
    (0, b"MZ", "program"), (0, b"\x7fELF", "program"), (0, b"\xca\xfe\xba\xbe", "program"), (0, b"#!", "program"),
)  # fmt: skip
_HOLDS_OTHERS = frozenset("zip docx xlsx pptx odt ods odp doc xls ppt bin pdf svg".split())
_MOST_DEPTH = 3
"""Archives inside one another."""
_OFFICE = {"word/": "docx", "xl/": "xlsx", "ppt/": "pptx"}
_HEAD_BYTES = 4096
_PAGE = re.compile(rb"<(?:!doctype\s+html|html|script|iframe|body)\b", re.IGNORECASE)
_SVG = re.compile(rb"<(?:\w+:)?svg\b", re.IGNORECASE)
_ACTIVE_MARKUP = re.compile(
    rb"<\s*(?:\w+:)?(?:script|iframe|foreignobject|embed|object|handler)\b|[\s\"']on[a-z]+\s*="
    rb"|(?:javascript|vbscript)\s*:|data\s*:\s*text/html|<!entity|<\?xml-stylesheet|attributename\s*+=\s*+[\"']?\s*+on",
    re.IGNORECASE,
)
_NOT_IN_A_SCHEME = re.compile(rb"[\t\r\n]")
_NAMES = {
    name: "".join(f"(?:{letter}|#(?i:{ord(letter):02x}))" for letter in name)
    for name in ("JavaScript", "Launch", "JS", "ObjStm", "W")
}
"""Names in a PDF, each letter as it is or by its number."""
_ACTIVE_PDF = re.compile(
    rf"/{_NAMES['JavaScript']}\b|/{_NAMES['Launch']}\b|/{_NAMES['JS']}\s*(?:\(|<|\d+\s+\d+\s+R)".encode()
)
_COMPRESSED_PDF = re.compile(rf"/{_NAMES['ObjStm']}\b|/{_NAMES['W']}\s*\[".encode())
"""Stands in every file with compressed objects: the name of a stream of them, or the widths of the table of them."""
_PACKAGE_STREAM = "\x01Ole10Native".encode("utf-16-le")
"""A file of any kind, put into an Office file as an object."""
_MACRO_STREAM = "_VBA_PROJECT".encode("utf-16-le")
_MACRO_PART = re.compile(r"vbaproject|macrosheets/|activex/|^basic/|^scripts/", re.IGNORECASE)
_PARAGRAPH_END = re.compile(r"</(?:w:p|a:p|text:p|text:h|si|row)>")
_TAG = re.compile(r"<[^<>]*>")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_PART_HEAD = b"PK\x01\x02"
BROKEN = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, NotImplementedError, RuntimeError, OSError,
    ValueError, EOFError,
)  # fmt: skip
"""What reading an archive may raise that is cut off, altered or locked."""


def extension_of(name: str) -> str:
    """Return a file's extension in lower case without its dot."""
    return posixpath.splitext(name)[1].lower().removeprefix(".")


def kind_of(content: bytes) -> str:
    """Return what the bytes are: a key of EXTENSIONS, or "program", "page", "broken archive", "unknown"."""
    for start, magic, kind in _STARTS:
        if content.startswith(magic, start):
            return kind
    if content.startswith(b"PK"):
        return _archive_kind(content)
    head = content[:_HEAD_BYTES]
    if _SVG.search(head):
        return "svg"
    if _PAGE.search(head):
        return "page"
    return "text" if _is_text(content) else "unknown"


class _TooMuch(Exception):
    """What a file holds is more than is looked at."""


class _Left:
    """The bytes that may yet be unpacked of a file, and of all files inside it."""

    def __init__(self) -> None:
        self.bytes, self.markup = SCAN_BYTES, MARKUP_BYTES

    def take(self, count: int, markup: int = 0) -> None:
        """Take away what was unpacked, or looked through as markup. Raises: _TooMuch"""
        self.bytes -= count
        self.markup -= markup
        if self.bytes < 0 or self.markup < 0:
            raise _TooMuch


def active_part(name: str, content: bytes) -> str:
    """Return in Vietnamese what in the file could run, or could not be looked at; "" when nothing was found."""
    try:
        return _active(name, content, _Left(), 0)
    except _TooMuch:
        return "phần nén bên trong hoặc hình SVG quá lớn, hay nén quá nhiều lớp, nên không soát được mã lệnh"


def _active(name: str, content: bytes, left: _Left, depth: int) -> str:
    """depth: of archives around it. Raises: _TooMuch"""
    if (extension := extension_of(name)) in RUNNABLE:
        return f"tệp “.{extension}” là chương trình, mã lệnh, trang HTML hoặc tệp có macro"
    kind = kind_of(content)
    if kind in ("program", "page"):
        return "đây là một chương trình" if kind == "program" else "đây là một trang HTML"
    if kind == "svg" and _is_active_markup(content, left):
        return "hình SVG có mã lệnh"
    if kind == "pdf" and (reason := _active_in_pdf(content, left)):
        return reason
    if kind == "ole" and _MACRO_STREAM in content:
        return "tệp Office có macro"
    if kind == "ole" and _PACKAGE_STREAM in content:
        return "tệp Office có gói tệp khác bên trong"
    return _active_in_archive(content, left, depth) if content.startswith(b"PK") else ""


def words_of(content: bytes, memory: Path | None = None) -> tuple[str, bool]:
    """Return the words of a PDF, Word, Excel, PowerPoint, OpenDocument or plain text file, and whether these are all.

    "" for anything else; memory: as in editorial.inside_pdf.read_pdf
    """
    kind = kind_of(content)
    if kind == "text":
        words, whole = content.decode("utf-8-sig"), True
    elif kind == "pdf":
        words, whole = (pdf := read_pdf(content, memory)).words, pdf.whole
    else:
        words, whole = _words_in_archive(content) if kind in {*_OFFICE.values(), "opendocument"} else ("", True)
    return words[:MOST_LETTERS], whole and len(words) <= MOST_LETTERS


def _active_in_pdf(content: bytes, left: _Left) -> str:
    try:
        if _ACTIVE_PDF.search(content):
            return "tệp PDF có mã lệnh hoặc lệnh mở chương trình"
        for unpacked in object_streams(content, left.bytes) if _COMPRESSED_PDF.search(content) else ():
            left.take(len(unpacked))
            if _ACTIVE_PDF.search(unpacked):
                return "tệp PDF có mã lệnh hoặc lệnh mở chương trình"
    except Unseen:
        return "tệp PDF có phần nén không đọc được, nên không soát được mã lệnh"
    return ""


def _is_active_markup(content: bytes, left: _Left) -> bool:
    """True when something may run, also where its letters are written by number or parted by ends of lines."""
    left.take(0, markup=len(content))
    plain = unescaped(content.decode("latin-1")).encode("utf-8", "replace")
    return any(map(_ACTIVE_MARKUP.search, (content, plain, _NOT_IN_A_SCHEME.sub(b"", plain))))


def _archive_kind(content: bytes) -> str:
    if content.count(_PART_HEAD) > MOST_PARTS:
        return "broken archive"
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            if "mimetype" in names:
                with archive.open("mimetype") as file:
                    if file.read(100).startswith(b"application/vnd.oasis.opendocument"):
                        return "opendocument"
    except BROKEN:
        return "broken archive"
    if "[Content_Types].xml" not in names:
        return "zip"
    return next((kind for folder, kind in _OFFICE.items() if any(name.startswith(folder) for name in names)), "zip")


def _active_in_archive(content: bytes, left: _Left, depth: int) -> str:
    if content.count(_PART_HEAD) > MOST_PARTS:
        raise _TooMuch
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            if any(_MACRO_PART.search(name) for name in names):
                return "tệp có macro hoặc thành phần chạy được"
            if program := next((name for name in names if extension_of(name) in RUNNABLE), ""):
                return f"bên trong có “{program}”"
            return _active_inside(archive, left, depth)
    except BROKEN:
        return ""


def _active_inside(archive: zipfile.ZipFile, left: _Left, depth: int) -> str:
    """Return what could run in the files inside that can hold others. Raises: _TooMuch"""
    for part in archive.infolist():
        if extension_of(part.filename) not in _HOLDS_OTHERS:
            continue
        if depth >= _MOST_DEPTH:
            raise _TooMuch
        with archive.open(part) as file:
            content = file.read(left.bytes + 1)
        left.take(len(content))
        if reason := _active(part.filename, content, left, depth + 1):
            return f"“{part.filename}” bên trong: {reason}"
    return ""


def _words_in_archive(content: bytes) -> tuple[str, bool]:
    texts, left = [], SCAN_BYTES
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for part in archive.infolist():
                if part.filename.endswith(".xml") and left >= 0:
                    with archive.open(part) as file:
                        markup = file.read(left + 1)
                    seen = markup[:left].decode("utf-8", "replace")
                    texts.append(_TAG.sub("", _PARAGRAPH_END.sub("\n", seen)))
                    left -= len(markup)
    except BROKEN:
        pass  # what could be read is searched; kind_of has told whoever asks that the file is broken
    return "\n".join(texts), left >= 0


def _is_text(content: bytes) -> bool:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return not _CONTROL.search(text)
