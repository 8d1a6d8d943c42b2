"""Office files as their programs write them, made in a test: what stands in a part is given, the rest is whole."""

from __future__ import annotations

import io
import zipfile

from openpyxl import Workbook

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_ODF = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "text", "table", "style", "meta", "presentation", "draw", "manifest")
)
_ODF_TYPE = "application/vnd.oasis.opendocument.text"


def zipped(parts: dict[str, str | bytes]) -> bytes:
    """Return an archive of the parts, in their order."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return buffer.getvalue()


def run(words: str, properties: str = "") -> str:
    """Return words of a Word text, with properties such as "<w:vanish/>"."""
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{words}</w:t></w:r>"


def docx(body: str = "", **parts: str) -> bytes:
    """Return a Word file. body: markup of its paragraphs; parts: "comments" gives word/comments.xml"""
    paragraphs = f"<w:p>{run('Kế hoạch')}{body}</w:p>"
    made: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f"<w:document {_W}><w:body>{paragraphs}</w:body></w:document>",
    }
    for name, content in parts.items():
        made[f"word/{name}.xml"] = f"<w:{name} {_W}>{content}</w:{name}>"
    return zipped(made)


def with_part(content: bytes, name: str, part: str | bytes) -> bytes:
    """Return an archive with one more part."""
    buffer = io.BytesIO(content)
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as file:
        file.writestr(name, part)
    return buffer.getvalue()


def relation(kind: str, target: str) -> str:
    """Return a part of relations with one that leads out of the file."""
    one = f'<Relationship Id="r1" Type="{_OFFICE_RELATION}/{kind}" Target="{target}" TargetMode="External"/>'
    return f'<Relationships xmlns="{_RELATIONS}">{one}</Relationships>'


def core(creator: str, last: str) -> str:
    """Return the properties of a file that name people."""
    names = 'xmlns:cp="c" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    return (
        f"<cp:coreProperties {names}><dc:creator>{creator}</dc:creator>"
        f"<cp:lastModifiedBy>{last}</cp:lastModifiedBy></cp:coreProperties>"
    )


def book() -> Workbook:
    """Return an Excel file of one sheet that names nobody."""
    made = Workbook()
    made.properties.creator = ""
    sheet = made.active
    sheet.title = "Tổng hợp"
    for row in (("Họ tên", "Số", "Căn cước"), ("Một", 1, "x"), ("Hai", 2, "y")):
        sheet.append(row)
    return made


def saved(made: Workbook) -> bytes:
    """Return the bytes of an Excel file."""
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def odt(body: str = "", styles: str = "", meta: str = "", manifest: str = "", kind: str = "text") -> bytes:
    """Return an OpenDocument file of the parts given."""
    return zipped({
        "mimetype": _ODF_TYPE,
        "META-INF/manifest.xml": f"<manifest:manifest {_ODF}>{manifest}</manifest:manifest>",
        "meta.xml": f'<office:document-meta {_ODF} xmlns:dc="d">{meta}</office:document-meta>',
        "content.xml": f'<office:document-content {_ODF} xmlns:dc="d" xmlns:xlink="x"><office:automatic-styles>{styles}'
        f"</office:automatic-styles><office:body><office:{kind}>{body}</office:{kind}></office:body>"
        "</office:document-content>",
    })  # fmt: skip
