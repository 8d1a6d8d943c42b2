"""The page on which a reader checks a copy, in real Chromium: it agrees with what was signed, and sends nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from editorial.copies import canonical_text
from editorial.publication import Publication, load
from editorial.signoffs import Withdrawal
from endpoint.app import HEADERS
from tests.browsing import quiet_page
from tests.organisation import ROOT, Organisation, reopened
from tests.site_fixture import LONG_BODY, URL, Build, build, document, found_site, page
from tests.theme.serving import served

ADDRESS = "/xac-minh/"
OLD, NEW = "Lời đã đăng trước đây.", "Lời **đang đăng**, xem [quyết định](id:vb-1#dieu-2).\n\n- một\n- hai"
GONE = "Lời đã gỡ vì đăng nhầm."
DECISION = LONG_BODY.replace(" và [chưa ký](id:tin-chua-ky)", "").replace(
    "[mục văn bản]", "[tệp](quyet-dinh.pdf), [mục]"
)
PDF, FORMER_PDF = b"%PDF-1.4 signed", b"%PDF-1.4 former"


@dataclass(frozen=True)
class Served:
    """A running site with a former edition and something withdrawn."""

    url: str
    publication: Publication
    output: Path


def edited_site(base: Path) -> Organisation:
    """Return a site with an item and a file that were edited, and one that was withdrawn."""
    site = reopened(found_site(base), siteurl=URL)
    site.article("tin-thu", body=OLD, title="Tin “thử”")
    site.article("tin-go", body=GONE)
    site.write("van-ban/quyet-dinh.pdf", FORMER_PDF)
    document(site, "vb-1", "517/QĐ-SNV", DECISION, "attachments: quyet-dinh.pdf\n")
    page(site, "trang-gioi-thieu", "/gioi-thieu/", "page", "Lời giới\xa0thiệu, m² và <sup>1</sup>.")
    for item in ("tin-thu", "tin-go", "vb-1", "trang-gioi-thieu"):
        site.sign_all(item)
    site.later(days=1)
    site.article("tin-thu", body=NEW, title="Tin “thử”", extra="change_note: sửa lời")
    site.write("van-ban/quyet-dinh.pdf", PDF)
    document(site, "vb-1", "517/QĐ-SNV", DECISION, "attachments: quyet-dinh.pdf\nchange_note: thay tệp\n")
    for item in ("tin-thu", "vb-1"):
        site.sign_all(item)
    site.withdraw("tin-go", clause="x")
    return site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    made = edited_site(tmp_path_factory.mktemp("verify"))
    built = build(made)
    assert built.code == 0, built.said
    with served(built.output, HEADERS) as url:
        yield Served(url, load(made.settings, made.now), built.output)


@pytest.fixture
def asked(site: Served) -> list[str]:
    """Every request that the page makes once it is there."""
    return []


@pytest.fixture
def check(chromium: Any, site: Served, asked: list[str]) -> Iterator[Any]:
    """The page, ready to be asked; whatever it complains about fails the test."""
    with quiet_page(chromium, site.url, permissions=["clipboard-read", "clipboard-write"]) as page:
        page.goto(ADDRESS)
        page.wait_for_selector("[data-verify]")
        page.wait_for_load_state("networkidle")
        page.on("request", lambda request: asked.append(f"{request.method} {request.url} {request.post_data or ''}"))
        yield page


def verdict(page: Any) -> str:
    """Press the button and return what is said."""
    page.evaluate("document.querySelector('[data-verify] [role=status]').replaceChildren()")
    page.get_by_role("button", name="Kiểm tra", exact=True).click()
    return said(page)


def said(page: Any) -> str:
    page.wait_for_selector(".cc-verdict")
    lines = str(page.inner_text("[data-verify] [role=status]")).split("\n")
    return "\n".join(line for line in lines if line)


def of_text(page: Any, text: str) -> str:
    page.fill("#cc_copy", text)
    return verdict(page)


def of_file(page: Any, content: bytes) -> str:
    page.set_input_files("#cc_copy_file", {"name": "a.pdf", "mimeType": "application/pdf", "buffer": content})
    return verdict(page)


def test_every_text_copied_from_its_page_is_the_one_that_is_shown(check: Any, site: Served) -> None:
    """The browser's own copy and paste, so that the two canonical forms are compared on what people really hold."""
    reader = check.context.new_page()
    for public in site.publication.items:
        reader.goto(public.address)
        reader.bring_to_front()
        reader.evaluate("getSelection().selectAllChildren(document.getElementById('noi-dung'))")
        reader.keyboard.press("Control+C")
        check.bring_to_front()
        check.fill("#cc_copy", "")
        check.focus("#cc_copy")
        check.keyboard.press("Control+V")
        told = verdict(check)
        assert told.startswith("Đúng bản đang đăng\n") and public.metadata["title"] in told, public.id
        assert check.get_attribute(".cc-verdict a", "href") == f"{site.url}{public.address}"


def test_a_pasted_text_is_told_apart(check: Any) -> None:
    for text, title in (
        ("Tin “thử”\n\nLời đang đăng, xem quyết định.\nmột\nhai", "Đúng bản đang đăng"),
        ("Lời đang đăng, xem quyết định. một hai.", "Không khớp với nội dung nào của trang"),
        (OLD, "Bản cũ"),
        (GONE, "Không khớp với nội dung nào của trang"),
        ("  \u200b ", "Chưa có gì để kiểm tra"),
        ("0123456789abcdef", "Không có mã này"),
    ):
        assert of_text(check, text).startswith(f"{title}\n"), text


def test_a_former_edition_is_told_with_its_days(check: Any) -> None:
    assert "đăng từ ngày 20/11/2026 đến ngày 21/11/2026" in of_text(check, OLD)


def test_a_file_is_told_from_its_former_one_and_from_a_forged_one(check: Any) -> None:
    assert of_file(check, PDF).startswith("Đúng tệp đang đăng\nĐây là tệp “quyet-dinh.pdf” kèm theo Quyết định")
    assert of_file(check, FORMER_PDF).startswith("Tệp cũ\n")
    forged = of_file(check, PDF + b"\n")
    assert forged.startswith("Không khớp") and sha256(PDF + b"\n").hexdigest() in forged
    check.fill("#cc_copy", "chữ")
    assert verdict(check).startswith("Có cả nội dung và tệp\n")
    check.get_by_role("button", name="Xóa").click()
    assert check.inner_text("[data-verify] [role=status]") == ""


def test_the_receipt_of_an_item_leads_to_its_code(check: Any, site: Served) -> None:
    public = next(public for public in site.publication.items if public.id == "tin-thu")
    check.goto(public.address)
    check.get_by_role("link", name="Kiểm tra một bản sao có đúng là bản đã duyệt không").click()
    assert said(check).startswith("Mã của bản đang đăng\nMã này là của Tin “thử”, đăng từ ngày 21/11/2026.")
    assert of_text(check, f" {public.digest[:16].upper()} ").startswith("Mã của bản đang đăng\n")
    former = public.history[0].digest
    check.evaluate("code => (location.hash = `#sha256=${code}`)", former)
    check.locator(".cc-verdict__title", has_text="Mã của bản cũ").wait_for()


def test_nothing_leaves_the_browser_but_the_first_digit_of_a_code(check: Any, asked: list[str], site: Served) -> None:
    of_text(check, "một bí mật")
    digest = sha256("một bí mật".encode()).hexdigest()
    assert asked == [f"GET {site.url}/xac-minh/ma/{digest[0]}.json "]
    assert check.evaluate("document.cookie + JSON.stringify({...localStorage})") == "{}"


def test_a_list_that_does_not_come_is_no_verdict(check: Any) -> None:
    for answer in ({"status": 404}, {"status": 500}, {"body": "<html>"}):
        check.route("**/ma/*.json", partial(answered, answer))
        assert of_text(check, OLD).startswith("Chưa kiểm tra được\n")
    check.route("**/ma/*.json", lambda route: route.abort())
    assert of_text(check, OLD).startswith("Chưa kiểm tra được\n")


def answered(answer: dict[str, Any], route: Any) -> None:
    route.fulfill(**{"body": "{}", **answer})


def test_words_of_a_list_stay_words(check: Any, site: Served) -> None:
    """A title is put in as text, whatever it holds."""
    row = ["text", "/x/", "<img src=x onerror=alert(1)>", "", "2026-11-20", "", 0]
    digest = sha256(b"x").hexdigest()
    check.route("**/ma/*.json", lambda route: route.fulfill(body=json.dumps({digest[1:]: [row]})))
    assert "<img src=x onerror=alert(1)>" in of_text(check, "x")


ODD = [
    "a\x1cb\x85c\u1680d\u2000e\u2028f\u202fg\u205fh\u3000i",
    "so\xadft\u2060 \ufeffhyp\u200bhen",
    "e\u0323\u0302 ê\u0323 \u1ec7",
    "\u202eabc\u202c \u200dkh\u200cm",
    "\x0b\x0c tab\ttab\r\n\r\n",
    "😀 \U0001d54f ½ ﬁ Å \u212b",
]


def test_browser_and_desk_bring_words_into_one_form(check: Any) -> None:
    """What the script computes is read from what it asks for and says, not from inside it."""
    for text in ODD:
        check.evaluate("text => (document.getElementById('cc_copy').value = text)", text)
        digest = sha256(canonical_text(text.replace("\r\n", "\n")).encode()).hexdigest()
        assert digest in verdict(check), ascii(text)


def test_without_a_script_the_page_tells_how_to_do_it_by_hand(chromium: Any, site: Served) -> None:
    with chromium.new_context(base_url=site.url, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(ADDRESS)
        assert not page.locator("[data-verify]").is_visible()
        for words in ("sha256sum ten-tep.pdf", 'certutil -hashfile "ten-tep.pdf" SHA256', "không chạy JavaScript"):
            assert page.get_by_text(words).is_visible(), words
        manifest = page.get_by_role("link", name="danh mục mọi tệp của trang").get_attribute("href")
        assert manifest == "/.well-known/cchc/manifest.json"


def test_nothing_runs_over_the_edge(check: Any) -> None:
    of_text(check, "không có")
    for width in (320, 360, 768, 1280):
        check.set_viewport_size({"width": width, "height": 800})
        assert check.evaluate("document.documentElement.scrollWidth") <= width


def test_a_keyboard_is_enough(check: Any) -> None:
    check.focus("#cc_copy")
    check.keyboard.type("không có")
    for _ in range(3):
        check.keyboard.press("Tab")
        if check.evaluate("document.activeElement.type") == "submit":
            break
    check.keyboard.press("Enter")
    assert said(check).startswith("Không khớp")


def test_an_internal_site_has_the_page_and_its_script_and_no_other(internal: Build) -> None:
    (script,) = [name for name in internal.files() if name.endswith(".js")]
    page = internal.text("xac-minh/index.html")
    assert script.endswith("/verify.js") and f'<script type="module" src="/{script}">' in page
    assert "Công an" not in page, "what is for the public is not for an internal site"


def test_a_text_that_was_replaced_says_so(tmp_path: Path, chromium: Any) -> None:
    """ST-10.4: it stays under a banner."""
    board = {"thanh-vien": "board_member", "truong-ban": "chief_editor", "giam-doc": "director"}
    site = found_site(tmp_path, "st", board)
    site.article("tin-thu", body="Lời vẫn còn.")
    site.sign_all("tin-thu")
    site.withdraw("tin-thu", Withdrawal("superseded", "Luật mới đã thay"), by="giam-doc", clause="ST-10.4")
    built = build(site)
    assert built.code == 0, built.said
    with served(built.output) as url, chromium.new_context(base_url=url) as context:
        page = context.new_page()
        page.goto(ADDRESS)
        assert of_text(page, "Lời vẫn còn.").startswith("Không còn phù hợp\n")
        href = page.get_attribute(".cc-verdict a", "href")
        assert page.goto(href).ok and "Lời vẫn còn." in page.inner_text("#noi-dung"), "also in a trial edition"


def test_the_script_is_small() -> None:
    import brotli

    script = (ROOT / "theme/static/js/built/verify.js").read_bytes()
    assert len(brotli.compress(script)) < 1200
