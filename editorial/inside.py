"""What an attached file holds besides what its reader sees, so that nobody signs what he has not read.

Nothing is executed. Looking takes bounded time and memory, whoever made the file: at most SCAN_BYTES of what it unpacks
to are read, and what cannot be looked at is told.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from editorial.inside_found import Found
from editorial.inside_office import look_at_office
from editorial.inside_opendocument import look_at_opendocument
from editorial.inside_pdf import read_pdf
from editorial.media_types import BROKEN, SCAN_BYTES, kind_of
from editorial.problem import Severity
from editorial.xml_events import NoMarkup

SEVERITIES: Mapping[str, Severity] = MappingProxyType({
    "inside-encrypted": "hold",
    "inside-unreadable": "hold",
    "inside-appended": "hold",
    "inside-changes": "hold",
    "inside-comments": "hold",
    "inside-hidden-text": "hold",
    "inside-hidden-sheets": "hold",
    "inside-hidden-cells": "hold",
    "inside-hidden-slides": "hold",
    "inside-pivot": "hold",
    "inside-elsewhere": "hold",
    "inside-files": "hold",
    "inside-layers": "hold",
    "inside-covered": "hold",
    "inside-people": "warn",
    "inside-paths": "warn",
    "inside-objects": "warn",
    "inside-cropped": "warn",
    "inside-notes": "warn",
    "inside-form": "warn",
    "inside-revisions": "warn",
    "inside-restricted": "warn",
    "inside-no-words": "warn",
    "inside-partly-seen": "warn",
})  # fmt: skip
"""What may be found. hold: readers get words that a signer does not see, or the file loads or hides something; warn: it
names people and places, or a person should look."""

PROGRAMS: Mapping[str, str] = MappingProxyType({
    "docx": "word", "xlsx": "excel", "pptx": "powerpoint", "opendocument": "libreoffice", "pdf": "pdf",
})  # fmt: skip
"""By what a file of a kind is mended."""

_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_ENCRYPTED_PART = 0x1
_STARTS_WITH_PARTS = b"PK"


def look_inside(content: bytes, memory: Path | None = None) -> Iterator[Found]:
    """Yield what is found; nothing of a kind that nobody looks into. memory: as in editorial.inside_pdf.read_pdf"""
    kind = kind_of(content)
    if kind == "ole" and _ENCRYPTED_STREAM in content:
        yield Found("inside-encrypted", 1)
    elif kind == "pdf":
        yield from read_pdf(content, memory).found
    elif kind in PROGRAMS:
        yield from _look_at_parts(content, kind)
    if not content.startswith(_STARTS_WITH_PARTS) and zipfile.is_zipfile(io.BytesIO(content)):
        yield Found("inside-appended", 1)


def _look_at_parts(content: bytes, kind: str) -> Iterator[Found]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if any(part.flag_bits & _ENCRYPTED_PART for part in archive.infolist()):
                yield Found("inside-encrypted", 1)
            elif kind == "opendocument":
                yield from look_at_opendocument(archive, SCAN_BYTES).all()
            else:
                yield from look_at_office(archive, kind, SCAN_BYTES).all()
    except (*BROKEN, NoMarkup):
        yield Found("inside-unreadable", 1)
