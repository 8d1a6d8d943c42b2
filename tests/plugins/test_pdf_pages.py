"""Pages of a PDF are told where they are known, and nothing is said where they are not."""

from __future__ import annotations

from io import BytesIO

import pytest
from pypdf import PdfWriter

from plugins.pdf_pages import count_pages


def pdf(pages: int, password: str = "") -> bytes:
    """Return a PDF of empty pages."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(595, 842)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


@pytest.mark.parametrize("pages", [1, 2, 37])
def test_pages_are_counted(pages: int) -> None:
    assert count_pages(pdf(pages)) == pages


@pytest.mark.parametrize("length", range(0, 600, 7))
def test_a_torn_file_is_no_error(length: int) -> None:
    assert count_pages(pdf(2)[:length]) in (0, 2)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4 signed", b"PK\x03\x04", b"%PDF-1.7\n" + b"[" * 100_000])
def test_what_is_no_pdf_has_no_pages(content: bytes) -> None:
    assert count_pages(content) == 0


def test_a_locked_file_has_no_pages_to_tell() -> None:
    assert count_pages(pdf(3, "mật khẩu")) == 0
