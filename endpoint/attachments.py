"""Files with a message, where form.toml allows them: judged by their first bytes, never by name or stated type.

They are read into memory, sealed and written; nothing of them is opened, shown or run here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from werkzeug.datastructures import FileStorage

from editorial.messages import sentence
from editorial.problem import Problem
from inquiries.cleaning import clean_line
from inquiries.form import FILES, MEDIA_TYPES, Attachments

FIRST_BYTES: Mapping[str, bytes] = {
    "pdf": b"%PDF-",
    "jpg": b"\xff\xd8\xff",
    "png": b"\x89PNG\r\n\x1a\n",
}
LONGEST_NAME = 120


@dataclass(frozen=True)
class Attachment:
    """A file that is taken. name: as the sender calls it, cleaned; type: found in its bytes"""

    name: str
    type: str
    content: bytes

    @property
    def digest(self) -> str:
        """What tells one file from another."""
        return f"{self.name} {sha256(self.content).hexdigest()}"


def read_attachments(allowed: Attachments, uploads: Iterable[FileStorage]) -> tuple[tuple[Attachment, ...], str]:
    """Return the files and "", or () and the sentence that says what is wrong; no files where none are allowed."""
    if not allowed.allowed:
        return (), ""
    files: list[Attachment] = []
    for upload in uploads:
        content = upload.read(allowed.most_bytes + 1)
        name = clean_line((upload.filename or "").replace("\\", "/").rpartition("/")[2])[:LONGEST_NAME]
        if not content and not name:
            continue  # a file input that was left empty
        fault = _fault(allowed, name, content, len(files))
        if fault:
            return (), sentence(fault)
        files.append(Attachment(name, MEDIA_TYPES[_type_of(content)], content))
    return tuple(files), ""


def _fault(allowed: Attachments, name: str, content: bytes, taken: int) -> Problem | None:
    facts = {"name": name or "không tên", "most": allowed.most, "mebibytes": allowed.mebibytes}
    facts["types"] = ", ".join(allowed.types)
    if taken >= allowed.most:
        return Problem("endpoint-files-many", "fail", FILES, "product", facts)
    if len(content) > allowed.most_bytes:
        return Problem("endpoint-file-large", "fail", FILES, "product", facts)
    if _type_of(content) not in allowed.types:
        return Problem("endpoint-file-type", "fail", FILES, "product", facts)
    return None


def _type_of(content: bytes) -> str:
    """Return "pdf", "jpg" or "png" by the first bytes, "" for anything else."""
    return next((name for name, first in FIRST_BYTES.items() if content.startswith(first)), "")
