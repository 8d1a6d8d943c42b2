"""How many pages a PDF has, so that a reader knows before opening it."""

from __future__ import annotations

import logging
from io import BytesIO


def count_pages(content: bytes) -> int:
    """Return the number of pages; 0 for a file that cannot be read, of which then nothing is said."""
    from pypdf import PdfReader  # half a second to import, for pages with a PDF only
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it is told of every oddity of a file that is read well
    try:
        return len(PdfReader(BytesIO(content)).pages)
    except (PyPdfError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return 0
