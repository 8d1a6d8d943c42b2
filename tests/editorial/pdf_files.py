"""PDF files made in a test by the library that reads them."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, FloatObject, NameObject, TextStringObject

LINE = "BT /F1 12 Tf 72 700 Td (%s) Tj ET"
BOX = "0 g 70 696 200 14 re f"


def page_of(writer: PdfWriter, content: str) -> None:
    """Add a page of the operators."""
    page, stream = writer.add_blank_page(595, 842), DecodedStreamObject()
    stream.set_data(content.encode())
    font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica", "/Encoding": "/WinAnsiEncoding"}
    made = DictionaryObject({NameObject(key): NameObject(value) for key, value in font.items()})
    fonts = DictionaryObject({NameObject("/F1"): made})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    page[NameObject("/Contents")] = writer._add_object(stream)


def pdf(content: str = LINE % "Ke hoach", change: Callable[[PdfWriter], object] | None = None) -> bytes:
    """Return a PDF of one page of the operators, changed by whoever asks."""
    writer, buffer = PdfWriter(), BytesIO()
    writer.metadata = None
    page_of(writer, content)
    if change:
        change(writer)
    writer.write(buffer)
    return buffer.getvalue()


def note(kind: str, words: str = "", **more: object) -> Callable[[PdfWriter], None]:
    """Return what puts a note on the first page. more: IC gives the colour that fills it, T who wrote it"""

    def put(writer: PdfWriter) -> None:
        made = DictionaryObject({
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject(f"/{kind}"),
            NameObject("/Rect"): ArrayObject([FloatObject(one) for one in (70, 696, 270, 710)]),
            NameObject("/Contents"): TextStringObject(words),
        })  # fmt: skip
        for key, value in more.items():
            written = TextStringObject(value) if isinstance(value, str) else ArrayObject(map(FloatObject, value))
            made[NameObject(f"/{key}")] = written
        writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(made)])

    return put
