"""How many pages a PDF has, so that a reader knows before opening it.

A file of a digest never changes, so each is counted once and remembered. What nobody has counted is counted by another
process while the site is planned: the library that reads PDF takes longer to load than a hundred pages to render.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from io import BytesIO
from pathlib import Path

from editorial.editions import Attachment, EditionStore
from editorial.file_index import Memory
from editorial.publication import PublicItem

PDF = "application/pdf"


class PageCounts:
    """The pages of attached files by SHA-256. place: where they are remembered, None for nowhere; key: of the engine"""

    def __init__(self, store: EditionStore, place: Path | None = None, key: str = "") -> None:
        self._store, self._place, self._key = store, place, key
        self._known: dict[str, int] = (place and Memory.load(place, key)) or {}

    def of(self, file: Attachment) -> int:
        """Return how many pages a PDF has, 0 of another file or where nobody can tell."""
        if file.media_type != PDF:
            return 0
        if file.sha256 not in self._known:
            self._known |= self.count([file])
        return self._known[file.sha256]

    def unknown(self, publics: Iterable[PublicItem]) -> list[Attachment]:
        """Return the PDFs of items that were never counted."""
        told = (fields for public in publics for fields in public.shown.attachments)
        files = {fields[1]: Attachment(*fields) for fields in told if fields[3] == PDF and fields[1] not in self._known}
        return list(files.values())

    def count(self, files: Sequence[Attachment]) -> dict[str, int]:
        """Return the pages of files. Raises: Refused when one is missing or altered"""
        return {file.sha256: count_pages(self._store.attachment(file)) for file in files}

    def learn(self, counted: dict[str, int]) -> None:
        """Know what was counted, and remember it."""
        self._known |= counted
        if self._place:
            Memory.save(self._place, self._key, self._known)


def count_pages(content: bytes) -> int:
    """Return the number of pages; 0 for a file that cannot be read, of which then nothing is said."""
    from pypdf import PdfReader  # half a second to import, for pages with a PDF only
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it is told of every oddity of a file that is read well
    try:
        with PdfReader(BytesIO(content)) as reader:  # which refers to itself, and would keep all that it has read
            return len(reader.pages)
    except (PyPdfError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return 0
