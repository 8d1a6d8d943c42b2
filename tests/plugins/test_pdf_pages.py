"""Pages of a PDF are told where they are known, and nothing is said where they are not."""

from __future__ import annotations

from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfWriter

from editorial.editions import Attachment, EditionStore
from editorial.problem import Refused
from plugins.pdf_pages import PDF, PageCounts, count_pages


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


def attached(store: EditionStore, content: bytes, media_type: str = PDF) -> Attachment:
    """Return a file that the store holds."""
    file = Attachment("tep", sha256(content).hexdigest(), len(content), media_type, "tep")
    store.put_file(file, content)
    return file


def test_what_was_counted_is_known_without_the_file(tmp_path: Path) -> None:
    store, place = EditionStore(tmp_path), tmp_path / "pages"
    file = attached(store, pdf(3))
    first = PageCounts(store, place, "engine")
    first.learn(first.count([file]))
    store.path_of_file(file.sha256).unlink()
    assert PageCounts(store, place, "engine").of(file) == 3


def test_what_another_engine_counted_is_counted_anew(tmp_path: Path) -> None:
    store, place = EditionStore(tmp_path), tmp_path / "pages"
    file = attached(store, pdf(3))
    PageCounts(store, place, "engine").learn({file.sha256: 7})
    assert PageCounts(store, place, "engine").of(file) == 7
    assert PageCounts(store, place, "another").of(file) == 3


def test_a_file_that_was_altered_is_not_counted(tmp_path: Path) -> None:
    store = EditionStore(tmp_path)
    file = attached(store, pdf(3))
    store.path_of_file(file.sha256).write_bytes(pdf(4))
    with pytest.raises(Refused):
        PageCounts(store).of(file)


def test_what_is_said_to_be_no_pdf_is_not_read(tmp_path: Path) -> None:
    store = EditionStore(tmp_path)
    file = attached(store, pdf(3), "application/zip")
    store.path_of_file(file.sha256).unlink()
    assert PageCounts(store).of(file) == 0
