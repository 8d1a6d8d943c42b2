"""A folder of old pages from anywhere: no page ends the import of the others, and words stay words."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from desk.importing.as_markdown import as_markdown
from desk.importing.moving import Source, plan, write
from desk.importing.old_page import MOST_BYTES, TooMuch, read_page
from editorial.checks_context import open_context
from editorial.dates import VIETNAM
from editorial.rendering import render
from editorial.system_errors import reason_words
from tests.desk.checking_desk import settings_in
from tests.house import House

WORDS = "Sáng nay hội nghị đã diễn ra."


def page_of(body: str, title: str = "Tin cũ") -> bytes:
    return f"<title>{title}</title><meta charset=utf-8><article><p>{WORDS}</p>{body}</article>".encode()


def read(tmp_path: Path, body: str) -> str:
    """Return the Markdown of a page with the body; every link leads where it says."""
    place = tmp_path / "cu.html"
    place.write_bytes(page_of(body))
    text = read_page(place).text
    assert text is not None
    return as_markdown(text, lambda link: link)


def shown(markdown: str) -> Tag:
    """Return what readers would get, after making sure that the sanitiser had nothing to take away."""
    rendered = render(markdown, "event_news")
    assert not rendered.removed, rendered.removed
    return BeautifulSoup(rendered.html, "html.parser")


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 5000 + "sâu",
        "<b>" * 5000 + "sâu",
        "<blockquote>" * 1000 + "sâu",
        "<ul><li>" * 1000 + "sâu",
        "<table><tr><td>" * 1000 + "sâu",
        "<p>" * 200_001,
        "chữ " * 300_000,
        "<p>" + "x" * MOST_BYTES,
    ],
    ids=["div", "b", "blockquote", "ul", "table", "tags", "letters", "bytes"],
)
def test_a_page_that_no_person_wrote_stays_behind_alone(tmp_path: Path, body: str):
    with pytest.raises(TooMuch):
        read(tmp_path, body)


@pytest.mark.parametrize("body", ["<div>" * 5000 + "sâu", ""], ids=["too much", "nothing"])
def test_a_page_changed_since_it_was_planned_is_told_in_words(tmp_path: Path, body: str):
    old = tmp_path / "cu.html"
    old.write_bytes(page_of(""))
    context, _ = open_context(settings_in(tmp_path), datetime.now(VIETNAM))
    source = Source(tmp_path)
    moved, _ = plan(source, "event_news", context)
    old.write_bytes(page_of(body) if body else b"")
    with pytest.raises(OSError) as told:
        list(write(moved, source, "event_news", tmp_path / "vao", context))
    assert reason_words(told.value) == "tệp bị đổi trong lúc máy đang đọc"


def test_old_fonts_inside_one_another_are_no_depth(tmp_path: Path):
    """Pages of former days never closed them."""
    assert "chữ cuối" in read(tmp_path, "<font size=2><span>x " * 400 + "chữ cuối")


@pytest.mark.parametrize(
    "table",
    [
        "<tr><td colspan=1000000 rowspan=1000000>a<td rowspan=999999999999999999>b" * 2000,
        "<tr>" + "<td colspan=1000 rowspan=1000>a<td>b" * 300 + "<tr><td>x" * 1000,
        "<tr>" + "<td>a" * 1000 + "<tr><td>b<td>c" * 1000,
        f"<tr><td colspan={'9' * 5000}>a<td>b<tr><td>c<td>d",
    ],
)
def test_a_table_larger_than_any_that_people_read_is_taken_apart(tmp_path: Path, table: str):
    made = read(tmp_path, f"<table>{table}</table>")
    assert len(made) < 500_000 and "a" in made


@pytest.mark.parametrize(
    "body",
    [
        '<a href="https://x.vn/) <script>alert(1)</script> [x](javascript:alert(1)">chữ</a>',
        '<a href="https://x.vn/a" title="&quot;) <script>alert(1)</script>">chữ</a>',
        '<img src="https://x.vn/a.png](javascript:1)" alt="](javascript:alert(1)) <script>4</script>">chữ',
        '<img src="https://x.vn/a.png" alt="ảnh" title=\'" onerror="alert(1)\'>chữ',
        "<pre>```\n&lt;script&gt;alert(1)&lt;/script&gt;\n```\n</pre>chữ",
        "<ul><li>chữ<pre>&lt;script&gt;\n&lt;/script&gt;</pre></ul>",
        "<table><tr><th>A<th>B<tr><td>chữ<td><pre>&lt;b&gt;|\n&lt;script&gt;</pre></table>",
        "<div><pre>&lt;script&gt;\n&lt;/script&gt;</pre></div>chữ",
        "<div><ul><li>mục</ul></div><pre>[x](javascript:alert(1))</pre>chữ",
        "<del><pre>&lt;script&gt;</pre></del>chữ",
        "<code><div>&lt;script&gt;</div>\n\n&lt;!-- x --&gt;</code>chữ",
        "<xmp><script>chữ</script></xmp>",
        "<p>&amp;lt;script&amp;gt; chữ <code>`` ` &lt;script&gt;</code>",
    ],
)
def test_no_address_alternative_or_code_becomes_markup(tmp_path: Path, body: str):
    page = shown(read(tmp_path, body))
    assert "chữ" in page.get_text()
    assert not page.find_all(["script", "iframe"])
    assert not [link for link in page.find_all(href=True) if "javascript:" in link["href"].partition("x.vn")[0]]


def test_lines_of_pre_stay_lines_and_its_signs_signs(tmp_path: Path):
    lines = ["Mười giờ:  họp", "    <b>*không đậm*</b> & [không](liên kết)", "", "", "```", "# không phải tiêu đề"]
    written = "<br>".join(lines[:2]).replace("<b>", "&lt;b>").replace("</b>", "&lt;/b>") + "\n" + "\n".join(lines[2:])
    made = read(tmp_path, f"<pre>{written}</pre><p>Sau.</p>")
    assert [pre.get_text().rstrip("\n").split("\n") for pre in shown(made).find_all("pre")] == [lines]


@pytest.mark.parametrize(
    "body",
    [
        "<ul><li>mục<pre>một\nhai</pre></ul>",
        "<ul><li>mục</ul><pre>một\nhai</pre>",
        "<div><ol><li>mục</ol></div><pre>một\nhai</pre>",
        "<table><tr><th>A<th>B<tr><td>mục<td><pre>một\nhai</pre></table>",
        "<p>một<br>hai</p>",
        "<p>Nơi nhận:<br>- một<br>hai</p>",
    ],
)
def test_lines_stay_lines_where_no_code_can_stand(tmp_path: Path, body: str):
    page = shown(read(tmp_path, body))
    ends = [line_end for line_end in page.find_all("br") if "một" in (line_end.previous_sibling or "")]
    assert [str(line_end.next_sibling).strip() for line_end in ends] == ["hai"]


def test_a_power_stays_above_the_line(tmp_path: Path):
    assert shown(read(tmp_path, "<p>10<sup>6</sup> m<sub>2</sub> <s>bỏ</s>")).find("sup").get_text() == "6"


def test_a_picture_in_a_table_arrives(tmp_path: Path):
    made = read(tmp_path, "<table><tr><td><p><img src='a.png' alt='Ảnh [1]'></p><td>b</table>")
    assert [image["alt"] for image in shown(made).find_all("img")] == ["Ảnh [1]"]


def test_forms_and_what_stood_in_them_are_told(tmp_path: Path):
    place = tmp_path / "cu.html"
    place.write_bytes(page_of("<form>Góp ý <textarea></textarea><input><button>Gửi</button></form><svg></svg>"))
    page = read_page(place)
    assert page.lost == ("1 hình vẽ trong trang (SVG)", "1 biểu mẫu, cả lời trong đó")
    assert page.text is not None and "Góp ý" not in page.text.get_text()


def test_a_form_around_all_of_a_page_is_told_by_its_fields(tmp_path: Path):
    place = tmp_path / "cu.html"
    fields = "<input type=hidden name=__VIEWSTATE><input name=q><select></select>"
    place.write_bytes(f"<body><form><h1>Tin</h1><p>{WORDS}</p>{fields}</form>".encode())
    page = read_page(place)
    assert page.lost == ("2 ô nhập của biểu mẫu",)
    assert page.text is not None and WORDS in page.text.get_text()


@pytest.mark.parametrize("label", ["hex", "rot13", "base64", "zip", "undefined", "a\x00b", "idna"])
def test_a_label_that_is_no_encoding_of_texts_harms_nothing(tmp_path: Path, label: str):
    place = tmp_path / "cu.html"
    place.write_bytes(page_of("").replace(b"charset=utf-8", f"charset='{label}'".encode()) + b"\xff")
    assert read_page(place).text is not None


def hostile_folder(folder: Path) -> Path:
    """Return a folder with one good page among everything that a folder can hold."""
    folder.mkdir()
    long, bare = "a" * 5000, os.fsencode(folder)
    links = [
        "fifo.pdf",
        "loop.pdf",
        "zero.pdf",
        "dir.pdf",
        f"{long}.pdf",
        "%00.pdf",
        "a%0ab.pdf",
        "../" * 3000 + "x.pdf",
    ]
    links += ["/etc/passwd", "//[::1", "http://[", "file:///etc/passwd", "javascript:alert(1)", "l\nĐÃ%20DUYỆT\tid"]
    (folder / "tot.html").write_bytes(page_of("".join(f'<a href="{link}">l</a>' for link in links), "Tin tốt"))
    (folder / "sau.html").write_bytes(page_of("<div>" * 2000))
    (folder / "dir.html").mkdir()
    (folder / "dir.pdf").mkdir()
    for name in ("fifo.html", "fifo.pdf"):
        os.mkfifo(folder / name)
    for name, target in {"x.html": "/etc/hostname", "zero.html": "/dev/zero", "zero.pdf": "/dev/zero"}.items():
        (folder / name).symlink_to(target)
    for name in ("loop.html", "loop.pdf"):
        (folder / name).symlink_to(name)
    for name in (b"\xff\xfe.html", b"a\nb\x1b[2J.html", "‮gpj.html".encode()):
        with open(bare + b"/" + name, "wb") as file:
            file.write(page_of("", "Tên \x1b[2J lạ"))
    return folder


def test_one_bad_file_keeps_no_good_page_out_and_is_told_in_one_line(house: House, tmp_path: Path):
    done = house.desk("import", str(hostile_folder(tmp_path / "cu")))
    assert done.code == 0, done.said
    assert "Đã đưa 3 trang" in done.said and "\x1b" not in done.said
    content = house.site.settings.content / "trang-cu"
    assert (content / "tin-tot" / "tin-tot.md").is_file()
    assert not [path for path in content.rglob("*") if path.suffix == ".pdf" or path.is_symlink()]
    report = (house.site.settings.state / "import" / "trang-cu.txt").read_text(encoding="utf-8")
    assert "có hơn 120 thẻ HTML lồng trong nhau" in report
    for name in ("x.html", "zero.html", "loop.html"):
        assert f"{name}\tBỎ LẠI\tlà liên kết không dẫn tới tệp nào trong thư mục" in report
    for name in ("fifo.html", "dir.html"):
        assert f"{name}\tBỎ LẠI\tkhông phải một tệp thường" in report
    assert "\\udcff\\udcfe.html\tBỎ LẠI\ttên tệp không đọc được" in report
    assert not [line for line in report.splitlines() if line.startswith("ĐÃ") or len(line) > 400]
    assert "\x1b" not in report


def test_a_folder_without_a_page_that_can_be_taken_says_so(house: House, tmp_path: Path):
    (tmp_path / "cu").mkdir()
    (tmp_path / "cu" / "a.html").write_bytes(b"")
    done = house.desk("import", str(tmp_path / "cu"))
    assert done.code == 1
    assert "Không có trang nào đưa vào được" in done.said
    assert not (house.site.settings.content / "trang-cu").exists()
