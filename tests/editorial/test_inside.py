"""What a file holds besides what its reader sees is told before anybody signs it; honest files pass unseen."""

from __future__ import annotations

import io
import time

import pytest
from openpyxl.comments import Comment
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject, TextStringObject

from editorial import inside_pdf
from editorial.inside import SEVERITIES, look_inside
from editorial.inside_found import Found
from editorial.media_types import kind_of
from editorial.sentences.files import VI, WAYS
from tests.editorial.checking import DATA, NEWS, check_folder, text_of, write
from tests.editorial.office_files import book, core, docx, odt, relation, run, saved, with_part, zipped
from tests.editorial.pdf_files import BOX, LINE, note, page_of, pdf

_W = 'w:author="Trần Thị B" w:date="2026-11-01T00:00:00Z"'
DELETED = f'<w:del w:id="1" {_W}><w:r><w:delText>45 tỷ đồng</w:delText></w:r></w:del>'
CHANGES = f'{DELETED}<w:ins w:id="2" {_W}>{run("54")}</w:ins>'
COMMENTS = f'<w:comment w:id="0" {_W}><w:p>{run("Sếp chưa đồng ý")}</w:p></w:comment>'
HIDDEN_STYLE = '<w:style w:styleId="An"><w:rPr><w:vanish/></w:rPr></w:style>'
IN_HIDDEN_STYLE = '</w:p><w:p><w:pPr><w:pStyle w:val="An"/></w:pPr>' + run("Dự kiến nhân sự")


def seen(content: bytes) -> dict[str, Found]:
    """Return what is found, by its code."""
    found = {one.code: one for one in look_inside(content)}
    assert found.keys() <= SEVERITIES.keys()
    return found


def excel(**hide: str) -> bytes:
    made = book()
    hidden = made.create_sheet("Danh sách gốc")
    hidden.append(("Một", "092"))
    hidden.sheet_state = hide.get("sheet", "visible")
    sheet = made.active
    if "column" in hide:
        sheet.column_dimensions[hide["column"]].hidden = True
    if "row" in hide:
        sheet.row_dimensions[int(hide["row"])].hidden = True
    if "comment" in hide:
        sheet["A2"].comment = Comment(hide["comment"], "Trần Thị B")
    return saved(made)


HONEST = {
    "docx": docx(run("x", '<w:vanish w:val="0"/>') + run(" ", "<w:vanish/>"), styles=HIDDEN_STYLE),
    "a picture cut by a hair": docx('<a:srcRect r="3"/><a:srcRect/><a:srcRect l="-9000"/>'),
    "xlsx": excel(),
    "an empty hidden column": excel(column="Z"),
    "pptx": zipped({"[Content_Types].xml": "<Types/>", "ppt/slides/slide1.xml": "<p:sld/>"}),
    "odt": odt('<text:p text:style-name="P1">Kế hoạch</text:p>'),
    "pdf": pdf(change=note("Link")),
    "white words on a dark head of a table": pdf(f"{BOX} 1 g {LINE % 'So thu tu'}"),
    "a rule below words": pdf(f"{LINE % 'So thu tu'} 0 g 70 696 200 1 re f"),
    "a black shape of which a clip leaves a rim": pdf(f"{LINE % 'So'} q 70 696 2 14 re W n {BOX} Q"),
    "a shadow that leaves out the words": pdf(f"{LINE % 'So'} q 0 0 500 800 re 70 696 200 14 re W* n {BOX} Q"),
    "a pale box around words": pdf(f"{LINE % 'So thu tu'} 0.9 g 70 690 200 20 re f"),
    "text": b"ke hoach",
    "the sample": (DATA / "ok" / "van-ban" / "12-quyet-dinh.pdf").read_bytes(),
}


@pytest.mark.parametrize("name", HONEST)
def test_an_honest_file_is_passed_without_a_word(name: str) -> None:
    assert seen(HONEST[name]) == {}


@pytest.mark.parametrize(
    ("content", "code", "told", "by"),
    [
        pytest.param(docx(CHANGES), "inside-changes", "45 tỷ đồng", "Trần Thị B", id="changes"),
        pytest.param(docx(comments=COMMENTS), "inside-comments", "Sếp chưa đồng ý", "Trần Thị B", id="comments"),
        pytest.param(docx(run("giá sàn", "<w:vanish/>")), "inside-hidden-text", "giá sàn", "", id="hidden run"),
        pytest.param(
            docx(IN_HIDDEN_STYLE, styles=HIDDEN_STYLE), "inside-hidden-text", "Dự kiến nhân sự", "", id="hidden style"
        ),
        pytest.param(
            with_part(docx(), "word/_rels/settings.xml.rels", relation("attachedTemplate", "https://x.example/a.dotm")),
            "inside-elsewhere", "https://x.example/a.dotm", "", id="a template of another server",
        ),
        pytest.param(
            with_part(docx(), "word/_rels/settings.xml.rels", relation("attachedTemplate", r"C:\Users\b\Mau.dotx")),
            "inside-paths", r"C:\Users\b\Mau.dotx", "", id="a template of this machine",
        ),
        pytest.param(
            docx("<w:r><w:instrText>INCLUDETEXT x.docx</w:instrText></w:r>"),
            "inside-elsewhere", "INCLUDETEXT x.docx", "", id="a field that loads",
        ),
        pytest.param(
            with_part(docx(), "docProps/core.xml", core("Nguyễn Văn A", "Trần Thị B")),
            "inside-people", "Nguyễn Văn A", "", id="author",
        ),
        pytest.param(
            with_part(docx(), "word/embeddings/Bang_luong.xlsx", b"PK"),
            "inside-objects", "Bang_luong.xlsx", "", id="embedded",
        ),
        pytest.param(docx('<a:srcRect l="25000" t="0"/>'), "inside-cropped", "", "", id="cropped picture"),
        pytest.param(excel(sheet="hidden"), "inside-hidden-sheets", "Danh sách gốc", "", id="hidden sheet"),
        pytest.param(excel(sheet="veryHidden"), "inside-hidden-sheets", "Danh sách gốc", "", id="very hidden sheet"),
        pytest.param(excel(column="C"), "inside-hidden-cells", "Tổng hợp: cột C", "", id="hidden column"),
        pytest.param(excel(row="2"), "inside-hidden-cells", "Tổng hợp: 1 hàng", "", id="hidden row"),
        pytest.param(excel(comment="hỏi lại"), "inside-comments", "hỏi lại", "Trần Thị B", id="note in a cell"),
        pytest.param(
            with_part(excel(), "xl/goc.xml", "<pivotCacheRecords><r/></pivotCacheRecords>"), "inside-pivot", "", "",
            id="pivot, under any name",
        ),
        pytest.param(
            with_part(excel(), "xl/connections.xml", '<connections><connection name="CSDL nhân sự"/></connections>'),
            "inside-elsewhere", "CSDL nhân sự", "", id="connection",
        ),
        pytest.param(
            with_part(excel(), "xl/externalLinks/_rels/e1.xml.rels", relation("externalLinkPath", "luong.xlsx")),
            "inside-elsewhere", "luong.xlsx", "", id="another workbook",
        ),
        pytest.param(
            zipped({"[Content_Types].xml": "<T/>", "ppt/slides/slide2.xml": '<p:sld show="0"/>'}),
            "inside-hidden-slides", "slide2", "", id="hidden slide",
        ),
        pytest.param(
            zipped({"[Content_Types].xml": "<T/>", "ppt/n.xml": "<p:notes><a:t>Nói nhỏ</a:t></p:notes>"}),
            "inside-notes", "Nói nhỏ", "", id="notes, under any name",
        ),
        pytest.param(
            zipped({"[Content_Types].xml": "<T/>", "ppt/n.xml": "<p:cmLst><p:text>hỏi lại</p:text><p:cm/></p:cmLst>"}),
            "inside-comments", "hỏi lại", "", id="comments on a slide, under any name",
        ),
        pytest.param(
            with_part(
                excel(), "xl/loi.xml",
                "<ThreadedComments><threadedComment><text>hỏi lại</text></threadedComment></ThreadedComments>",
            ),
            "inside-comments", "hỏi lại", "", id="talk in a cell, under any name",
        ),
        pytest.param(
            odt(
                "<text:tracked-changes><text:changed-region><text:deletion><dc:creator>Trần Thị B</dc:creator>"
                "<text:p>45 tỷ</text:p></text:deletion></text:changed-region></text:tracked-changes>"
            ),
            "inside-changes", "45 tỷ", "Trần Thị B", id="changes of LibreOffice",
        ),
        pytest.param(
            odt("<text:p><office:annotation><dc:creator>Trần Thị B</dc:creator><text:p>hỏi lại</text:p>"
                "</office:annotation></text:p>"),
            "inside-comments", "hỏi lại", "Trần Thị B", id="notes of LibreOffice",
        ),
        pytest.param(
            odt(
                '<table:table table:name="Gốc" table:style-name="ta2"/>',
                styles='<style:style style:name="ta2"><style:table-properties table:display="false"/></style:style>',
                kind="spreadsheet",
            ),
            "inside-hidden-sheets", "Gốc", "", id="hidden sheet of LibreOffice",
        ),
        pytest.param(
            odt(
                '<text:p><text:span text:style-name="T1">giá sàn</text:span></text:p>',
                styles='<style:style style:name="T1"><style:text-properties text:display="none"/></style:style>',
            ),
            "inside-hidden-text", "giá sàn", "", id="hidden words of LibreOffice",
        ),
        pytest.param(
            odt(meta="<meta:initial-creator>Nguyễn Văn A</meta:initial-creator>"), "inside-people", "Nguyễn Văn A", "",
            id="author of LibreOffice",
        ),
        pytest.param(
            zipped({
                "[Content_Types].xml": "<T/>",
                "ppt/slides/_rels/slide1.xml.rels": relation("oleObject", "https://x.example/bang.xlsx"),
            }),
            "inside-elsewhere", "https://x.example/bang.xlsx", "", id="a table that a slide takes from elsewhere",
        ),
        pytest.param(
            odt(
                '<draw:page draw:name="Nháp" draw:style-name="dp2"/>',
                styles='<style:style style:name="dp2"><style:drawing-page-properties presentation:visibility="hidden"/>'
                "</style:style>",
                kind="presentation",
            ),
            "inside-hidden-slides", "Nháp", "", id="hidden slide of LibreOffice",
        ),
        pytest.param(
            odt("<presentation:notes><text:p>Nói nhỏ</text:p></presentation:notes>", kind="presentation"),
            "inside-notes", "Nói nhỏ", "", id="notes under a slide of LibreOffice",
        ),
        pytest.param(
            odt('<draw:image xlink:href="https://x.example/a"/>'), "inside-elsewhere", "https://x.example/a", "",
            id="a picture that LibreOffice takes from elsewhere",
        ),
        pytest.param(
            odt('<text:a xlink:href="file:///D:/goc.odt">x</text:a>'), "inside-paths", "file:///D:/goc.odt", "",
            id="a path of LibreOffice",
        ),
        pytest.param(odt(manifest="<manifest:encryption-data/>"), "inside-encrypted", "", "", id="locked LibreOffice"),
        pytest.param(
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99) + "EncryptedPackage".encode("utf-16-le"),
            "inside-encrypted", "", "", id="locked Office",
        ),
        pytest.param(pdf() + docx(), "inside-appended", "", "", id="two files in one"),
        pytest.param(docx("<w:p>"), "inside-unreadable", "", "", id="broken markup"),
        pytest.param(docx("<a>" * 200 + "</a>" * 200), "inside-unreadable", "", "", id="endless depth"),
        pytest.param(docx("]]><!DOCTYPE a>"), "inside-unreadable", "", "", id="entities"),
        pytest.param(b"%PDF-1.4 nothing", "inside-unreadable", "", "", id="broken pdf"),
    ],
)  # fmt: skip
def test_what_an_office_file_holds_besides_is_told(content: bytes, code: str, told: str, by: str) -> None:
    found = seen(content)[code]
    assert not told or told in found.told
    assert not by or found.by == (by,)
    assert "{way}" not in VI[code] or WAYS[kind_of(content)][code], "who reads it is told where to press"


def test_two_changes_are_two() -> None:
    assert seen(docx(CHANGES))["inside-changes"].count == 2


def layers(writer: PdfWriter) -> None:
    layer = writer._add_object(
        DictionaryObject({NameObject("/Type"): NameObject("/OCG"), NameObject("/Name"): TextStringObject("Nháp")})
    )
    first = DictionaryObject({NameObject("/OFF"): ArrayObject([layer])})
    writer.root_object[NameObject("/OCProperties")] = DictionaryObject({
        NameObject("/OCGs"): ArrayObject([layer]), NameObject("/D"): first,
    })  # fmt: skip


def xmp(writer: PdfWriter) -> None:
    stream = DecodedStreamObject()
    stream.set_data("<dc:creator><rdf:Seq><rdf:li>Nguyễn Văn A</rdf:li></rdf:Seq></dc:creator>".encode())
    writer.root_object[NameObject("/Metadata")] = writer._add_object(stream)


def form(writer: PdfWriter) -> None:
    field = writer._add_object(DictionaryObject({
        NameObject("/FT"): NameObject("/Tx"), NameObject("/T"): TextStringObject("Ho ten"),
        NameObject("/V"): TextStringObject("Nguyễn Văn A"),
    }))  # fmt: skip
    writer.root_object[NameObject("/AcroForm")] = DictionaryObject({NameObject("/Fields"): ArrayObject([field])})


def saved_again(content: bytes) -> bytes:
    """Return a PDF to which a change was added behind, as editors of PDF save it."""
    buffer = io.BytesIO()
    writer = PdfWriter(io.BytesIO(content), incremental=True)
    writer.add_metadata({"/Title": "x"})
    writer.write(buffer)
    assert buffer.getvalue().startswith(content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "code", "told"),
    [
        pytest.param(pdf(change=lambda w: w.encrypt("x", algorithm="AES-256")), "inside-encrypted", "", id="password"),
        pytest.param(
            pdf(change=lambda w: w.encrypt("", "chủ", algorithm="AES-256")), "inside-restricted", "", id="restricted"
        ),
        pytest.param(
            pdf(change=lambda w: w.add_metadata({"/Author": "Nguyễn Văn A"})), "inside-people", "Nguyễn Văn A",
            id="author",
        ),
        pytest.param(pdf(change=xmp), "inside-people", "Nguyễn Văn A", id="author in XMP"),
        pytest.param(
            pdf(change=lambda w: w.add_metadata({"/Title": r"D:\Mật\ban nhap.docx"})), "inside-paths",
            r"D:\Mật\ban nhap.docx", id="path",
        ),
        pytest.param(pdf(change=lambda w: w.add_attachment("luong.csv", b"1")), "inside-files", "luong.csv", id="file"),
        pytest.param(pdf(change=note("Text", "xem lại")), "inside-comments", "trang 1: xem lại", id="note"),
        pytest.param(pdf(change=note("FileAttachment", "luong.csv")), "inside-files", "luong.csv", id="clip"),
        pytest.param(pdf(change=note("Redact")), "inside-covered", "trang 1", id="marked for redaction"),
        pytest.param(pdf(change=note("Square", IC=[0, 0, 0])), "inside-covered", "trang 1", id="a black shape"),
        pytest.param(pdf(f"{LINE % 'So can cuoc'} {BOX}"), "inside-covered", "trang 1", id="a box over words"),
        pytest.param(pdf(f"{BOX} {LINE % 'So can cuoc'}"), "inside-covered", "trang 1", id="black on black"),
        pytest.param(pdf(f"q 0 0 595 842 re W* n {LINE % 'x'} {BOX} Q"), "inside-covered", "trang 1", id="in a clip"),
        pytest.param(pdf(change=layers), "inside-layers", "Nháp", id="layer"),
        pytest.param(pdf(change=form), "inside-form", "Ho ten: Nguyễn Văn A", id="form"),
        pytest.param(saved_again(pdf()), "inside-revisions", "", id="saved again"),
        pytest.param(pdf(""), "inside-no-words", "", id="a scan"),
    ],
)  # fmt: skip
def test_what_a_pdf_holds_besides_is_told(content: bytes, code: str, told: str) -> None:
    found = seen(content)[code]
    assert not told or told in found.told


def test_the_words_of_a_pdf_are_searched_for_markings_and_personal_data(tmp_path) -> None:
    words = "BT /F1 12 Tf 72 700 Td (TOP SECRET) Tj 0 -20 Td (CCCD 092 099 001 234) Tj ET"
    write(tmp_path, {"bai/bai.md": text_of(NEWS | {"attachments": "a.pdf"}), "bai/a.pdf": pdf(words)})
    found = {problem.code: problem for problem in check_folder(tmp_path)}
    assert found["personal-data-in-file"].severity == "hold"
    assert "092099001234" not in str(found["personal-data-in-file"].facts)


def test_a_pdf_that_never_ends_is_left_after_a_while(monkeypatch) -> None:
    monkeypatch.setattr("editorial.inside_pdf.SECONDS", 0.2)
    begun = time.process_time()
    assert "inside-partly-seen" in seen(pdf(change=lambda w: [page_of(w, "q Q " * 20_000) for _ in range(40)]))
    assert time.process_time() - begun < 3


def test_a_page_of_too_many_strokes_is_told_and_the_others_are_read(monkeypatch) -> None:
    monkeypatch.setitem(inside_pdf._LIMITS, "stream_parsing_work_maximum_count", 1_000)
    content = pdf("q Q " * 2_000, lambda w: page_of(w, LINE % "Ke hoach"))
    read = inside_pdf.read_pdf(content)
    assert not read.whole and "Ke hoach" in read.words
    assert [found.code for found in read.found] == ["inside-partly-seen"]


def test_a_pdf_is_read_once_by_all_runs_until_all_are_forgotten(tmp_path, monkeypatch) -> None:
    content, read = pdf(change=note("Text", "xem lại")), []
    whole = inside_pdf._read
    monkeypatch.setattr(inside_pdf, "_read", lambda content: (read.append(1), whole(content))[1])
    told = []
    for _ in range(2):
        inside_pdf._known.clear()
        told.append(inside_pdf.read_pdf(content, tmp_path))
    assert told[0] == told[1] and len(read) == 1
    monkeypatch.setattr(inside_pdf, "MOST_REMEMBERED", 1)
    inside_pdf.read_pdf(pdf(), tmp_path)
    assert len(list((tmp_path / "pdf").iterdir())) == 1
    inside_pdf.forget_pdfs(tmp_path)
    assert inside_pdf.read_pdf(content, tmp_path) == told[0] and len(read) == 3
    inside_pdf._known.clear()
    (tmp_path / "file").write_bytes(b"")
    assert inside_pdf.read_pdf(content, tmp_path / "file") == told[0], "where nothing can be kept"


def test_a_file_of_very_many_elements_is_looked_through_in_little_time() -> None:
    begun = time.process_time()
    assert seen(docx("<w:p/>" * 200_000)) == {}
    assert time.process_time() - begun < 5


def test_who_reads_the_check_is_told_which_file_and_what_to_do(tmp_path) -> None:
    content = with_part(docx(CHANGES), "docProps/core.xml", core("Ban Biên tập", "Trần Thị B"))
    write(tmp_path, {"bai/bai.md": text_of(NEWS | {"attachments": "a.docx"}), "bai/a.docx": content})
    found = {problem.code: problem for problem in check_folder(tmp_path)}
    assert {code: problem.severity for code, problem in found.items()} == {
        "inside-changes": "hold",
        "inside-people": "warn",
    }
    changes, people = (VI[code].format(**found[code].facts) for code in ("inside-changes", "inside-people"))
    assert "“a.docx” còn 2 thay đổi chưa chốt của “Trần Thị B”" in changes and "Chấp nhận tất cả" in changes
    assert "“Trần Thị B”" in people and "Ban Biên tập" not in people, "the author of the item is no secret"


def test_every_find_has_a_weight_and_a_sentence() -> None:
    assert VI.keys() == SEVERITIES.keys()
    assert {code for ways in WAYS.values() for code in ways} <= SEVERITIES.keys()
