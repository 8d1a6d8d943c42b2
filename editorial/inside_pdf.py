"""The words of a PDF, and what it holds besides what it shows. Source: ISO 32000-1

Nothing is executed. pypdf is held to limits, and looking ends after SECONDS of work, whatever the file asks for.
"""

from __future__ import annotations

import logging
import re
import shutil
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING, Any

from editorial.file_index import CODE, Memory
from editorial.frozen import frozen
from editorial.inside_found import Finds, Found, is_path
from editorial.pdf_covers import DARK, Covers, lightness
from editorial.store import forget

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

SECONDS = 10.0
"""Of a processor; a thousand pages of a regulation take less."""
MOST_LETTERS = 1_000_000
_LIMITS: dict[str, Any] = {
    "zlib_maximum_output_length": 8_000_000,
    "lzw_maximum_output_length": 8_000_000,
    "run_length_maximum_output_length": 8_000_000,
    "array_based_stream_maximum_output_length": 8_000_000,
    "stream_decoding_work_maximum_length": 20_000_000,
    "stream_parsing_work_maximum_count": 500_000,
    "xform_maximum_invocations_per_extraction": 500,
    "form_fields_maximum_entries": 10_000,
    "page_tree_maximum_entries": 20_000,
    "page_tree_maximum_page_entries": 20_000,
}
_KEPT = 4
"""So many of the last files are known to a process: each is asked about several times in a row."""
MOST_REMEMBERED = 200
"""Between two runs: what waits for signatures, not what was ever signed."""
_FOLDER = "pdf"

_SHOWN_ANYWAY = frozenset({"/Link", "/Widget", "/Popup", "/PrinterMark", "/TrapNet", "/Watermark"})
_SHAPES = frozenset({"/Square", "/Circle", "/Polygon"})
_END = re.compile(rb"startxref\s+\d+\s+%%EOF")
_SIGNED = re.compile(rb"/ByteRange\s*\[")
_HEAD_BYTES = 1024
_TAG = re.compile(r"<[^<>]*>")


@frozen
class Pdf:
    """words: of its pages; whole: these are all; found: what it holds besides"""

    words: str
    whole: bool
    found: tuple[Found, ...]


class _Enough(Exception):
    """Looking takes too long, or there are too many words."""


_known: dict[str, Pdf] = {}


def read_pdf(content: bytes, memory: Path | None = None) -> Pdf:
    """Return what the file holds; that nobody can look into it is a find as well.

    memory: the folder of what may be made anew, in which it is remembered by the digest of the file; None for nowhere
    """
    digest = sha256(content).hexdigest()
    if digest not in _known:
        if len(_known) >= _KEPT:
            del _known[next(iter(_known))]
        _known[digest] = _remembered(content, memory / _FOLDER / digest) if memory else _read(content)
    return _known[digest]


def forget_pdfs(memory: Path) -> None:
    """Forget the words of all files: those of one may be personal data that was withdrawn."""
    _known.clear()
    shutil.rmtree(memory / _FOLDER, ignore_errors=True)


def _remembered(content: bytes, place: Path) -> Pdf:
    key = f"{CODE} pypdf {version('pypdf')}"
    if kept := Memory.load(place, key):
        words, whole, found = kept
        return Pdf(words, whole, tuple(Found(*one) for one in found))
    pdf = _read(content)
    plain = tuple((one.code, one.count, one.told, one.by) for one in pdf.found)
    Memory.save(place, key, (pdf.words, pdf.whole, plain))
    with suppress(OSError):  # it could not be kept, or another process has just taken one away
        for old in sorted(place.parent.iterdir(), key=lambda path: path.stat().st_mtime_ns)[:-MOST_REMEMBERED]:
            forget(old)
    return pdf


def _read(content: bytes) -> Pdf:
    from pypdf import PdfReader, apply_configuration  # half a second to import, for files of this kind only

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it is told of every oddity of a file that is read well
    finds, words, whole = Finds(), list[str](), False
    try:
        with apply_configuration(**_LIMITS), PdfReader(BytesIO(content)) as reader:
            if reader.is_encrypted:
                if not reader.decrypt(""):
                    finds.add("inside-encrypted")
                    return Pdf("", True, tuple(finds.all()))
                finds.add("inside-restricted")
            _whole_file(reader, content, finds)
            whole = _pages(reader, finds, words)
    except Exception:  # whatever it is that a file made by an attacker raises in pypdf
        finds.add("inside-unreadable")
    return Pdf("\n".join(words)[:MOST_LETTERS], whole, tuple(finds.all()))


def _whole_file(reader: PdfReader, content: bytes, finds: Finds) -> None:
    """Take down what belongs to no page."""
    root = reader.root_object
    for name in dict.fromkeys(file.name for file in reader.attachment_list):
        finds.add("inside-files", name)
    for key, value in (reader.metadata or {}).items():
        if key == "/Author" and str(value).strip():
            finds.add("inside-people", str(value))
        elif is_path(str(value)):
            finds.add("inside-paths", str(value))
    if (xmp := root.get("/Metadata")) is not None:
        told_here = xmp.get_object().get_data().partition(b"<dc:creator>")[2].partition(b"</dc:creator>")[0]
        if creators := _TAG.sub(" ", told_here[:_HEAD_BYTES].decode("utf-8", "replace")).strip():
            finds.add("inside-people", creators)
    for layer in _hidden_layers(root):
        finds.add("inside-layers", layer)
    for name, field in (reader.get_fields() or {}).items():
        if field.get("/FT") in ("/Tx", "/Ch") and str(field.get("/V") or "").strip():
            finds.add("inside-form", f"{name}: {field['/V']}")
    saved = len(_END.findall(content)) - (b"/Linearized" in content[:_HEAD_BYTES])
    if saved - len(_SIGNED.findall(content)) > 1:  # each signature is put behind what it signs
        finds.add("inside-revisions", count=saved - 1)


def _hidden_layers(root: Any) -> Iterator[str]:
    layers = root.get("/OCProperties", {})
    first = layers.get("/D", {})
    hidden = layers.get("/OCGs", []) if first.get("/BaseState") == "/OFF" else first.get("/OFF", [])
    shown = {id(one.get_object()) for one in first.get("/ON", [])} if first.get("/BaseState") == "/OFF" else set()
    for layer in hidden:
        if id(layer.get_object()) not in shown:
            yield str(layer.get_object().get("/Name", ""))


def _pages(reader: PdfReader, finds: Finds, words: list[str]) -> bool:
    """Take down what the pages hold; True when all of them were read."""
    ends, letters, whole = process_time() + SECONDS, 0, True

    def see(*operation: Any) -> None:
        if process_time() > ends:
            raise _Enough
        covers.see(*operation)

    for number, page in enumerate(reader.pages, 1):
        covers = Covers(_faint(page))
        _annotations(page, number, finds)
        try:
            if process_time() > ends or letters > MOST_LETTERS:
                raise _Enough
            words.append(page.extract_text(visitor_operand_before=see))
            letters += len(words[-1])
        except _Enough:
            finds.add("inside-partly-seen")
            return False
        except Exception:  # as in _read; the other pages may be read well
            finds.add("inside-partly-seen", f"trang {number}")
            whole = False
        if covers.found:
            finds.add("inside-covered", f"trang {number}")
    if whole and reader.pages and not "".join(words).strip():
        finds.add("inside-no-words")
    return whole


def _annotations(page: PageObject, number: int, finds: Finds) -> None:
    place = f"trang {number}"
    for reference in page.get("/Annots", ()):
        note = reference.get_object()
        kind, words = note.get("/Subtype"), str(note.get("/Contents") or "").strip()
        if kind == "/FileAttachment":
            finds.add("inside-files", words or place)
        elif kind == "/Redact" or kind in _SHAPES and _is_dark(note.get("/IC")):
            finds.add("inside-covered", place)
        elif kind not in _SHOWN_ANYWAY:
            finds.add("inside-comments", f"{place}: {words}" if words else place, str(note.get("/T") or ""))


def _faint(page: PageObject) -> frozenset[str]:
    """Return the names of the states of graphics in which what is filled can be seen through."""
    states = page.get("/Resources", {}).get("/ExtGState", {})
    return frozenset(name for name in states if float(states[name].get("/ca", 1)) < 1)


def _is_dark(colour: Any) -> bool:
    parts = [float(one) for one in colour or ()]
    return bool(parts) and lightness(parts) < DARK
