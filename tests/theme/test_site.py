"""What holds for every page of a built site, read from the output alone."""

from __future__ import annotations

import posixpath
import re
import shutil
from pathlib import Path

import pytest

from editorial.manifest import make_manifest
from editorial.publication import load
from editorial.unbroken import without
from editorial.verification import check_site, entries
from endpoint.components import nameless
from tests.organisation import Organisation, reopened
from tests.site_fixture import CANARY, URL, Build, build, found_site, page
from tests.theme.checker import hold_valid
from tests.theme.html_facts import VERIFY, Page, broken_links

DOCUMENT = "van-ban/so-noi-vu-can-tho/2026/517-quyet-dinh-snv/index.html"
NEWS = "chinh-sach/2026/tin-thu/index.html"
FORMS = {"gui-cau-hoi/index.html": ["gui-cau-hoi/gui"], "tra-cuu/index.html": ["tra-cuu/ket-qua"]}
"""The pages with a form of their own, and where it is sent."""
SHARER = "https://www.facebook.com/sharer/sharer.php?u=https%3A//cchc.example.vn/"
"""A link that only a reader's own click follows (PS-P9)."""
SERVICES, PORTAL = "dich-vu-cong/index.html", "https://dichvucong.gov.vn/"
WARNINGS = "https://dantri.com.vn/phap-luat/"
"""Where the page that checks copies has its warnings of forged papers from."""
DATA = '<script type="application/ld+json">'
"""Facts for search engines, which no browser runs."""


@pytest.fixture(params=["trial", "real"])
def built(request: pytest.FixtureRequest) -> Build:
    """Each of the two editions."""
    made: Build = request.getfixturevalue(request.param)
    assert made.code == 0, made.said
    return made


def built_file(page: str, link: str) -> str:
    """Return the output file that a link of a page leads to."""
    return link[1:] if link.startswith("/") else posixpath.normpath(posixpath.join(posixpath.dirname(page), link))


def test_no_link_or_fragment_is_broken(built: Build):
    assert list(broken_links(built)) == []


def test_the_link_check_finds_what_is_broken(trial: Build, tmp_path: Path):
    shutil.copytree(trial.output, tmp_path / "copy")
    broken = Build(0, "", tmp_path / "copy")
    home = broken.output / "index.html"
    home.write_text(home.read_text().replace("#cc_main", "#khong-co").replace("van-ban/index.html", "khong-co/"))
    assert {line.partition(": ")[2] for line in broken_links(broken)} >= {"#khong-co", "./khong-co/"}


def test_the_trial_edition_works_from_a_disk(trial: Build):
    """A double click on a file: no link starts at the root, and folders name their index."""
    for name, text in trial.pages().items():
        for link in Page(text).links:
            assert not link.startswith("/"), (name, link)
            assert link.startswith("https:") or not link.partition("#")[0].endswith("/"), (name, link)


def test_the_trial_edition_says_so_and_is_not_to_be_found(trial: Build, real: Build):
    assert all("Bản dùng thử" in text and 'content="noindex"' in text for text in trial.pages().values())
    assert not [name for name, text in real.pages().items() if "Bản dùng thử" in text]
    hidden = [name for name, text in real.pages().items() if "noindex" in text]
    assert hidden == ["404.html", "503.html", "tim-kiem/khong-tra-loi.html"]


def test_every_page_of_the_real_edition_names_its_own_address(real: Build):
    for name, text in real.pages().items():
        address = "/" + name.removesuffix("index.html")
        assert f'<link rel="canonical" href="{URL}{address}">' in text


def test_an_answer_on_a_page_does_not_go_by_the_address_of_the_page(real: Build):
    """Who shares the results of a search does not share an empty search."""
    frame = real.text("tim-kiem/index.html")
    assert f"{URL}/tim-kiem/" in frame and f"{URL}/tim-kiem/" not in nameless(frame)


def test_pages_have_one_title_no_double_ids_and_no_skipped_heading(built: Build):
    for name, text in built.pages().items():
        facts = Page(text)
        assert facts.headings.count(1) == 1, name
        assert len(facts.ids) == len(set(facts.ids)), name
        assert text.startswith('<!doctype html>\n<html lang="vi">'), name
        steps = zip(facts.headings, facts.headings[1:], strict=False)
        assert all(later <= earlier + 1 for earlier, later in steps), (name, facts.headings)


def test_pages_ask_nothing_of_others_and_run_only_our_own_files(built: Build):
    files = built.files()
    for name, text in built.pages().items():
        facts = Page(text)
        assert not {"iframe", "object", "style"} & set(facts.tags), name
        scripts = re.findall(r'<script type="module" src="([^"]+)"(?: fetchpriority="low")?></script>', text)
        assert len(scripts) == text.count("<script") - text.count(DATA) <= 3, name
        assert files.keys() >= {built_file(name, script) for script in scripts}, name
        ours = {"tim-kiem/ket-qua", *FORMS.get(name, ())}
        root = posixpath.relpath(".", posixpath.dirname(name) or ".")
        asked = set(re.findall(r'<form[^>]* action="([^"]+)"', text))
        assert asked <= {place for one in ours for place in (f"/{one}", posixpath.join(root, one))}, name
        outside = [link for link in facts.links if link.startswith("http") and not link.startswith(URL)]
        outside = [link for link in outside if name != VERIFY or not link.startswith(WARNINGS)]
        outside = [link for link in outside if name != SERVICES or not link.startswith(PORTAL)]
        assert all(link.startswith(SHARER) for link in outside) and len(outside) <= 1, name
        assert " style=" not in text and " onclick=" not in text, name


def test_a_title_is_words_and_never_markup(built: Build):
    assert "<h1>Tin &lt;script&gt;thử&lt;/script&gt;</h1>" in built.text(NEWS)
    assert not [name for name, text in built.pages().items() if "<script>" in text]


def test_nothing_unsigned_is_in_the_output_not_even_by_name(built: Build):
    for name, content in built.files().items():
        assert CANARY.encode() not in content, name
        assert CANARY not in name
        assert b"tin-chua-ky" not in content, name
        assert b"/chua-ky/" not in content, name


def test_a_link_to_something_unsigned_has_no_target(built: Build):
    assert "<a>chưa ký</a>" in built.text(DOCUMENT)


def test_every_byte_of_signed_text_is_where_verify_looks_for_it(small: Organisation, built: Build):
    siteurl = "" if "Bản dùng thử" in built.text("index.html") else URL
    settings = reopened(small, siteurl=siteurl).settings
    publication = load(settings, small.now)
    manifest = make_manifest(built.output, entries(publication), siteurl)
    assert list(check_site(built.output, manifest, publication, settings.content)) == []


def test_the_page_of_an_item_says_who_wrote_and_who_signed_it(trial: Build):
    """CT-5.4, PS-P12: author, source, dates; the roles and days of the sign-offs."""
    text = trial.text(NEWS)
    for words in ("Ban biên tập bản dùng thử", "Quy chế", "20/11/2026", "Cải cách thể chế", "thành phố Cần Thơ"):
        assert words in text
    for role, act in (
        ("Phòng Cải cách hành chính - Văn thư, Lưu trữ", "sàng lọc"),
        ("Trưởng Ban", "phê duyệt"),
        ("Lãnh đạo Sở Nội vụ", "chấp thuận"),
    ):
        assert f"<strong>{role}</strong> {act} ngày" in text


def test_a_document_shows_the_fields_of_its_kind(trial: Build):
    """PS-P1: form, number, issuer, day of issue and effect, abstract, signer, and the file.

    PS-S1: which document it is and whether it is in force stand right under its title, before any other word.
    """
    text = trial.text(DOCUMENT)
    first = without(text.partition("</h1>")[2].partition('<p class="cc-main__lead">')[0]).strip()
    state = r"<span [^>]*>Chưa xác định hiệu lực từ 30/10/2026, đã có [^<]*"
    assert re.fullmatch(rf'<p class="cc-document__status"><strong>517/QĐ-SNV</strong> {state}</p>', first)
    for words in (
        "517/QĐ-SNV",
        "Quyết định",
        "30/10/2026",
        "từ ngày ký",
        "Về việc thử",
        "Người ký, Giám đốc",
        "Luật thứ hai",
    ):
        assert words in text
    assert 'quyet-dinh.pdf">quyet-dinh.pdf</a>\n<span class="cc-attachments__kind">PDF, 15 byte</span>' in text
    assert '<a href="#dieu-2">Điều 2. Đối tượng</a>' in text
    assert "Chương I – QUY ĐỊNH CHUNG" in text


def test_the_page_of_the_regulation_tells_own_rules_from_others(trial: Build):
    text = without(trial.text("quy-che/index.html"))
    own, inherited = text.index("Quy định của chính quy chế này"), text.index("theo quy chế khác</h2>")
    product = text.index("Lựa chọn của phần mềm</h2>")
    own_clause = text.index("khoản 6 Điều 5, Điều 7</td>")
    whose = "Quy chế kèm theo Quyết định số 01/2020/QĐ-UBND của UBND thành phố Long Xuyên"
    assert own < own_clause < inherited < text.index(f"khoản 1 Điều 11 của {whose}</td>") < product
    assert "…/QĐ-SNV" in text and "tháng 11 năm 2023" in text


@pytest.mark.parametrize("regulation", ["ct", "st", "lc", "lx", "lch"])
def test_a_site_without_any_item_builds_under_every_regulation(tmp_path: Path, regulation: str):
    built = build(found_site(tmp_path, regulation))
    assert built.code == 0, built.said
    assert list(broken_links(built)) == []
    assert "Chưa có nội dung nào được duyệt" in built.text("index.html")


def test_a_preview_cries_out_what_nobody_signed(small: Organisation):
    built = build(small, "preview", tamper="settings['PREVIEW'] = True")
    assert built.code == 0, built.said
    unsigned = {name for name, text in built.pages().items() if "cc-strip--unsigned" in text}
    assert unsigned == {"chinh-sach/2026/tin-chua-ky/index.html", "chua-ky/index.html"}
    assert "<strong>CHƯA DUYỆT</strong>" in built.text("index.html")


def test_an_item_at_the_address_of_a_list_stops_the_build(tmp_path: Path):
    site = found_site(tmp_path)
    page(site, "trang-tin-tuc", "/tin-tuc/", "page")
    site.sign_all("trang-tin-tuc")
    built = build(site)
    assert built.code != 0
    assert "address-of-list" in built.said
    assert built.files() == {}


def test_every_page_is_valid_html(trial: Build):
    """Those of a real edition are held in test_office.py and in tests/audit/."""
    hold_valid(trial.output)
