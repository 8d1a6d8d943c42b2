"""Markdown becomes the HTML that leaders sign: anchors as cited, nothing that can run, what was removed is told."""

import pytest

from editorial.rendering import render

REGULATION = """## QUYẾT ĐỊNH

#### Điều 2. Hiệu lực

1. Từ ngày ký.

## QUY CHẾ

### Chương IV<br>TỔ CHỨC

#### Điều 10. Thời hạn

1. Khoản một.

a) Điểm a.

đ) Điểm đ.

7. Khoản bảy, số giữ như bản in.

- gạch đầu dòng
"""


def test_articles_clauses_and_points_get_the_anchors_that_people_cite():
    html = render(REGULATION, "admin_document").html
    for anchor in ("qd-dieu-2", "qd-dieu-2-khoan-1", "chuong-4", "dieu-10", "dieu-10-khoan-1", "dieu-10-khoan-1-diem-a",
                   "dieu-10-khoan-1-diem-dd", "dieu-10-khoan-7"):  # fmt: skip
        assert f'id="{anchor}"' in html


def test_printed_numbers_of_a_document_are_never_recounted():
    html = render("#### Điều 1. Tên\n\n3. Ba\n\n5. Năm\n", "legal_document").html
    assert "<ol" not in html
    assert ">3. Ba<" in html and ">5. Năm<" in html


def test_an_article_keeps_markdown_lists():
    assert "<ol>" in render("1. Một\n2. Hai\n", "guidance").html


def test_a_new_chapter_ends_the_article_before_it():
    html = render("#### Điều 1. A\n\n### Chương II\n\n1. Lời dẫn của chương.\n", "admin_document").html
    assert "dieu-1-khoan-1" not in html


def test_equal_headings_get_different_ids():
    ids = [heading.id for heading in render("## Kết quả\n\n## Kết quả\n", "guidance").headings]
    assert ids == ["ket-qua", "ket-qua-2"]


@pytest.mark.parametrize(
    ("markdown", "harm"),
    [
        ("<script>alert(1)</script>", "alert"),
        ("[bấm](javascript:alert(1))", "javascript"),
        ("[bấm](JaVaScRiPt&#58;alert(1))", "alert"),
        ("<a href=' java\nscript:alert(1)'>x</a>", "script:"),
        ("<img src=x onerror=alert(1)>", "onerror"),
        ("<iframe src='https://example.com'></iframe>", "iframe"),
        ("<svg><a xlink:href='javascript:alert(1)'>x</a></svg>", "javascript"),
        ("<p style='position:fixed'>x</p>", "style"),
        ("<form action='/x'><input name=a></form>", "<form"),
        ("<!--/edition--> lọt ra ngoài", "<!--"),
        ("![a](data:text/html;base64,PHNjcmlwdD4=)", "data:"),
        ("<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>", "onerror"),
        ("<a href='//example.com'>x</a>", "//example.com"),
    ],
)
def test_what_could_run_or_mislead_is_taken_away(markdown, harm):
    html = render(markdown, "guidance", lambda address: None).html
    assert harm not in html


def test_the_editor_is_told_what_was_taken_away():
    removed = render("<script>alert(1)</script>\n\n[a](javascript:x)\n\n<p onclick='x()'>b</p>", "guidance").removed
    told = " ".join(one.what for one in removed)
    assert "thẻ <script>" in told and "javascript:" in told and "onclick" in told


def test_template_syntax_is_only_text():
    html = render("{{ config }} {% include 'x' %} {filename}bi-mat.md |attach|x.pdf", "guidance").html
    assert "{{ config }}" in html and "{filename}bi-mat.md" in html


def test_column_alignment_becomes_a_class_not_a_style():
    html = render("| a | b |\n|---|--:|\n| 1 | 2 |\n", "guidance").html
    assert 'class="cc-align-right"' in html and "style=" not in html


def test_links_inside_the_site_become_symbols_and_those_outside_stay():
    def symbol(address: str) -> str | None:
        return {"../van-ban/a.md#dieu-1": "cchc:qd-a#dieu-1"}.get(address)

    rendered = render("[a](../van-ban/a.md#dieu-1) [b](mat.md) [c](https://example.com/)", "guidance", symbol)
    assert 'href="cchc:qd-a#dieu-1"' in rendered.html and 'href="https://example.com/"' in rendered.html
    assert rendered.unresolved == ("mat.md",) and "mat.md" not in rendered.html


def test_a_link_by_id_is_not_reported_as_removed():
    rendered = render("[Điều 7](id:qc-can-tho#dieu-7)", "qa", lambda address: "cchc:qc-can-tho#dieu-7")
    assert rendered.removed == ()
    assert 'href="cchc:qc-can-tho#dieu-7"' in rendered.html


def test_an_ampersand_in_an_abbreviation_loses_nothing():
    assert "<li>Sở TT&amp;TT;</li>" in render("- Sở TT&TT;", "admin_document").html
    assert "a &lt; b" in render("a &lt; b", "qa").html


def test_a_heading_never_takes_the_id_of_the_element_around_the_text():
    assert '<h2 id="noi-dung-2">' in render("## Nội dung", "event_news").html


@pytest.mark.parametrize("before", ["", "<p>", '<p title="', "[x](y ", "`", "    ", "&\\", "<", "![", "<http://x/"])
def test_a_character_by_an_endless_number_stops_nothing(before):
    for number in (f"&#{'9' * 5000};", f"#{'9' * 5000};", f"&#x{'f' * 5000};"):
        assert "sau" in render(f"{before}{number}\n\nsau", "event_news").html


def test_the_way_back_from_a_footnote_is_told_in_vietnamese():
    html = render("Chữ[^1].\n\n[^1]: Ghi chú.", "guidance").html
    assert '<a href="#fnref:1" title="Trở lại chỗ ghi chú 1 trong bài">↩</a>' in html
