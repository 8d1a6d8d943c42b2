"""What a file is by its bytes; macros, scripts and disguises are found, honest files pass."""

import io
import struct
import time
import zipfile
import zlib

import pytest

from editorial.media_types import EXTENSIONS, SCAN_BYTES, active_part, extension_of, kind_of, words_of
from tests.editorial.office_files import zipped

CONTENT_TYPES = "[Content_Types].xml"


def archive(**parts: str | bytes) -> bytes:
    """Return a zip of the parts; "__" in a name stands for "/" and the content types come first."""
    names = {"types": CONTENT_TYPES}
    return zipped({names.get(name, name.replace("__", "/").replace("_", ".")): parts[name] for name in parts})


DOCX = archive(types="<Types/>", word__document_xml="<w:p><w:t>Kế hoạch</w:t></w:p><w:p><w:t>MẬT</w:t></w:p>")
MACRO = archive(types="<Types/>", word__document_xml="<w:p/>", word__vbaProject_bin=b"\0")
ODT = archive(mimetype="application/vnd.oasis.opendocument.text", content_xml="<text:p>Báo cáo</text:p>")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg">%s</svg>'


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.docx", DOCX, "docx"),
        ("a.odt", ODT, "opendocument"),
        ("a.zip", archive(doc_txt="x"), "zip"),
        ("a.doc", OLE, "ole"),
        ("a.pdf", PDF, "pdf"),
        ("a.svg", SVG % b"<rect/>", "svg"),
        ("a.jpg", b"\xff\xd8\xff\xe0" + bytes(20), "jpeg"),
        ("a.mp4", b"\0\0\0\x18ftypisom" + bytes(20), "mp4"),
        ("a.webm", b"\x1a\x45\xdf\xa3" + bytes(20), "webm"),
        ("a.csv", "tên;số\nmột;1\n".encode(), "text"),
    ],
)
def test_honest_files_are_known_and_pass(name, content, kind):
    assert kind_of(content) == kind
    assert extension_of(name) in EXTENSIONS[kind]
    assert active_part(name, content) == ""


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.docm", DOCX),
        ("a.docx", MACRO),
        ("a.xlsx", archive(types="<Types/>", xl__workbook_xml="<x/>", xl__macrosheets__sheet1_xml="<x/>")),
        ("a.pptx", archive(types="<Types/>", ppt__p_xml="<p/>", ppt__activeX__activeX1_xml="<x/>")),
        ("a.odt", archive(mimetype="application/vnd.oasis.opendocument.text", Basic__Standard__m_xml="<x/>")),
        ("a.doc", OLE + "_VBA_PROJECT".encode("utf-16-le")),
        ("a.zip", archive(setup_exe="x")),
        ("a.txt", b"MZ\x90\0 program"),
        ("a.txt", b"#!/bin/sh\nrm -rf /\n"),
        ("a.html", b"<p>hien</p>"),
        ("a.txt", b"<!DOCTYPE html><p>x</p>"),
        ("a.js", b"1"),
        ("a.svg", SVG % b"<script>1</script>"),
        ("a.svg", SVG % b'<rect onclick="x()"/>'),
        ("a.svg", SVG % b'<a href="javascript:x()"><rect/></a>'),
        ("a.svg", SVG % b"<foreignObject><body/></foreignObject>"),
        ("a.svg", SVG % b'<a href="&#106;ava&#10;script:x()"><rect/></a>'),
        ("a.svg", SVG % b'<set attributeName="onload" to="x()"/>'),
        ("a.svg", b'<?xml-stylesheet type="text/xsl" href="#a"?>' + SVG % b"<rect/>"),
        ("a.pdf", PDF + b"<</S/JavaScript/JS(app.alert(1))>>"),
        ("a.pdf", PDF + b"<</S/J#61vaScript/#4a#53(app.alert(1))>>"),
        ("a.pdf", PDF + b"<</S/Launch/F(cmd.exe)>>"),
    ],
)
def test_what_can_run_is_found_under_any_name(name, content):
    assert active_part(name, content)


@pytest.mark.parametrize("content", [b"PK\x03\x04 cut off", b"\0\1\2\3", "chữ".encode("utf-16")])
def test_broken_and_unknown_files_are_of_no_allowed_kind(content):
    assert kind_of(content) not in EXTENSIONS
    assert words_of(content) == ("", True)


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_an_archive_with_a_byte_altered_stops_nobody(method):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as file:
        file.writestr(CONTENT_TYPES, "<Types/>")
        file.writestr("word/document.xml", "<w:p>" + "Kế hoạch " * 90 + "</w:p>")
    content = bytearray(buffer.getvalue())
    for at in range(30, len(content), 3):
        altered = bytes(content[:at]) + bytes([content[at] ^ 0xFF]) + bytes(content[at + 1 :])
        assert isinstance(active_part("a.docx", altered), str) and isinstance(words_of(altered)[0], str)


def test_the_words_of_office_files_can_be_searched():
    assert [line.strip() for line in words_of(DOCX)[0].split("\n") if line.strip()] == ["Kế hoạch", "MẬT"]
    assert "Báo cáo" in words_of(ODT)[0]


def test_an_archive_that_unpacks_to_a_huge_text_is_read_only_in_part(monkeypatch):
    monkeypatch.setattr("editorial.media_types.SCAN_BYTES", 1000)
    bomb = archive(types="<Types/>", word__a_xml=b"a" * 500_000, word__b_xml=b"b" * 500_000)
    words, whole = words_of(bomb)
    assert 900 < len(words) < 1100 and not whole
    assert words_of(archive(types="<Types/>", word__a_xml=b"a" * 900)) == ("\n" + "a" * 900, True)


def test_a_long_text_is_read_only_in_part(monkeypatch):
    monkeypatch.setattr("editorial.media_types.MOST_LETTERS", 100)
    assert words_of(b"a" * 100) == ("a" * 100, True)
    assert words_of(b"a" * 101) == ("a" * 100, False)


def pdf_with_hidden(objects: bytes) -> bytes:
    """Return a PDF that holds the dictionaries in a compressed object stream, as writers since PDF 1.5 do."""
    numbered = f"4 0 5 {len(objects) // 2} ".encode()
    packed = zlib.compress(numbered + objects)
    out, places = b"%PDF-1.7\n", []
    bodies = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 0/Kids[]>>",
        b"<</Type/ObjStm/N 2/First %d/Filter/FlateDecode/Length %d>>stream\n%b\nendstream" % (
            len(numbered), len(packed), packed,
        ),
    )  # fmt: skip
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    rows = [(0, 0, 65535), *((1, place, 0) for place in places), (2, 3, 0), (2, 3, 1), (1, len(out), 0)]
    table = zlib.compress(b"".join(struct.pack(">BIH", *row) for row in rows))
    head = b"<</Type/XRef/Size 7/W[1 4 2]/Root 1 0 R/Filter/FlateDecode/Length %d>>" % len(table)
    return out + b"6 0 obj\n%b\nstream\n%b\nendstream\nendobj\nstartxref\n%d\n%%%%EOF" % (head, table, len(out))


HARMLESS, SCRIPT = (
    b"<</Type/Font>><</Type/Font>>",
    b"<</S/JavaScript/JS(app.alert(1))>><</S/JavaScript/JS(app.alert(1))>>",
)


def test_a_script_in_a_compressed_part_of_a_pdf_is_found():
    assert b"JavaScript" not in pdf_with_hidden(SCRIPT)
    assert "mã lệnh" in active_part("a.pdf", pdf_with_hidden(SCRIPT))
    assert "mã lệnh" in active_part("a.pdf", pdf_with_hidden(SCRIPT).replace(b"/ObjStm", b"/O#62jStm"))
    assert active_part("a.pdf", pdf_with_hidden(HARMLESS)) == ""


@pytest.mark.parametrize(
    "content",
    [
        pdf_with_hidden(b" " * 2 * SCAN_BYTES),
        PDF + b"7 0 obj<</Type/ObjStm/N 1/First 4/Filter/Unheard/Length 3>>stream\nabc\nendstream endobj",
        pdf_with_hidden(HARMLESS).replace(b"/Filter/FlateDecode/Length", b"/Filter/UnheardXXXX/Length", 1),
    ],
    ids=["a bomb", "an unknown filter", "an unknown filter of objects"],
)
def test_a_pdf_that_nobody_can_look_into_is_refused(content):
    assert "không soát được mã lệnh" in active_part("a.pdf", content)


PACKAGE = OLE + "\x01Ole10Native".encode("utf-16-le")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.zip", zipped({"b.zip": zipped({"setup.exe": b"MZ"})})),
        ("a.zip", zipped({"b.docx": MACRO})),
        ("a.zip", zipped({"b.pdf": PDF + b"<</S/JavaScript/JS(app.alert(1))>>"})),
        ("a.zip", zipped({"b.zip": zipped({"c.zip": zipped({"d.zip": zipped({"e.zip": b"PK"})})})})),
        ("a.zip", zipped({"b.zip": bytes(SCAN_BYTES + 1)})),
        ("a.docx", archive(types="<Types/>", word__document_xml="<w:p/>", word__embeddings__oleObject1_bin=PACKAGE)),
    ],
    ids=["program", "macro", "script", "layers", "bomb", "package"],
)
def test_what_lies_in_an_archive_inside_an_archive_is_found(name, content):
    assert "bên trong" in active_part(name, content)


def test_archives_inside_an_archive_pass_when_they_are_honest():
    inner = archive(types="<Types/>", xl__workbook_xml="<x/>")
    outer = archive(types="<Types/>", word__document_xml="<w:p/>", word__embeddings__Sheet_xlsx=inner)
    assert active_part("a.zip", zipped({"b.docx": outer})) == ""


# --- small files that cost much -------------------------------------------------------------------


def entries(count: int) -> bytes:
    """Return an archive that lists so many parts and has none of them."""
    head = b"PK\x01\x02" + struct.pack("<HHHHHHIIIHHHHHII", 20, 20, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"a"
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 0, 0, len(head) * count, 4, 0)
    return b"PK\x03\x04" + head * count + end


ZEROS = archive(a_bin=bytes(SCAN_BYTES - 1_000))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("a.zip", archive(**{f"a{n}_zip": ZEROS for n in range(40)}), id="archives side by side"),
        pytest.param("a.zip", archive(**{f"a{n}_pdf": b"%PDF-" + bytes(5_000_000) for n in range(40)}), id="pdf"),
        pytest.param("a.zip", archive(a_zip=entries(400_000)), id="a packed list of parts"),
        pytest.param("a.zip", archive(a_svg=b"<svg " + b"&a" * 9_000_000), id="a packed drawing"),
        pytest.param("a.zip", archive(**{f"a{n}_svg": b"<svg " + b"&a" * 900_000 for n in range(9)}), id="drawings"),
    ],
)
def test_what_unpacks_to_more_than_can_be_looked_at_is_told_at_once(name, content):
    assert len(content) < 300_000
    begun = time.process_time()
    assert "quá lớn" in active_part(name, content)
    assert time.process_time() - begun < 8  # less than half of it on a calm machine


@pytest.mark.parametrize("before", [b"attributeName=", b"attributeName", b"attributeName = '"])
def test_a_drawing_of_blanks_is_looked_through_at_once(before):
    begun = time.process_time()
    assert active_part("a.svg", b"<svg " + before + b" " * 90_000) == ""
    assert time.process_time() - begun < 1


@pytest.mark.parametrize(
    "coded", [b"&#" + b"0" * 5_000 + b"106;avascript:x()", b"java&#" + b"9" * 5_000 + b";script:x()"]
)
def test_a_character_by_an_endless_number_hides_nothing_and_stops_nothing(coded):
    assert bool(active_part("a.svg", SVG % b'<a href="%b"/>' % coded)) == (b"106" in coded)
