"""The page of an item: its changes, its picture for sharing, its files, its receipt, what a reader may do with it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from PIL import Image

from editorial.manifest import make_manifest
from editorial.publication import load
from editorial.unbroken import without
from editorial.verification import check_site, entries
from plugins.share_pictures import draw
from tests.organisation import ROOT, Organisation, reopened
from tests.site_fixture import URL, Build, build, found_site
from tests.site_fixture import page as write_page

ITEM = "chinh-sach/2026/tin-thu/"
PAGE, HISTORY, PICTURE = f"{ITEM}index.html", f"{ITEM}cac-lan-sua/index.html", f"{ITEM}anh_chia_se.png"
FONT = ROOT / "theme/static/fonts/be-vietnam-pro-700.woff2"

FIRST = "Nộp hồ sơ tại quầy số bốn.\n\nLệ phí là mười nghìn đồng.\n\nLời đầu tiên, nay đã bỏ hẳn."
SECOND = "Nộp hồ sơ tại quầy số năm.\n\nLệ phí là mười nghìn đồng."
THIRD = "Nộp hồ sơ tại quầy số năm.\n\nLệ phí là mười hai nghìn đồng & không thu thêm."
NOTE = "change_note: {}\nchanged_by: Công văn số {}/SNV"


def edited(base: Path) -> Organisation:
    """Return a site whose one item has had three public editions, and another item one."""
    site = reopened(found_site(base), siteurl=URL)
    site.article("tin-mot-ban", body="Lời chỉ có một bản.")
    site.sign_all("tin-mot-ban")
    site.article("tin-thu", FIRST, "Nộp hồ sơ ở đâu")
    site.sign_all("tin-thu")
    site.later(days=1)
    site.article("tin-thu", SECOND, "Nộp hồ sơ ở đâu", NOTE.format("Sửa số quầy", 5))
    site.sign_all("tin-thu")
    site.later(days=1)
    site.article("tin-thu", THIRD, "Nộp hồ sơ ở phường", NOTE.format("Lệ phí mới", 6))
    site.sign_all("tin-thu")
    return site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Organisation:
    return edited(tmp_path_factory.mktemp("edited"))


@pytest.fixture(scope="module")
def built(site: Organisation) -> Build:
    made = build(site, "edited")
    assert made.code == 0, made.said
    return made


def words(page: str) -> str:
    """Return the words of a page as a screen reader meets them."""
    return " ".join(re.sub(r"<[^>]*>", " ", without(page[page.index("<main") :])).split())


def proof(site: Organisation, built: Build) -> set[tuple[str, str]]:
    """Return what the proof of the site finds."""
    publication = load(site.settings, site.now)
    manifest = make_manifest(built.output, entries(publication), URL)
    found = check_site(built.output, manifest, publication, site.settings.content)
    return {(problem.code, problem.where) for problem in found}


def test_the_page_tells_every_public_edition_with_day_note_and_who_decided(built: Build) -> None:
    """CT-5.5: a change carries its time, its note, and who decided it by which document."""
    page = words(built.text(PAGE))
    assert "22/11/2026 : Lệ phí mới (theo Công văn số 6/SNV)" in page
    assert "21/11/2026 : Sửa số quầy (theo Công văn số 5/SNV)" in page
    assert "20/11/2026 : đăng lần đầu" in page
    assert built.text(PAGE).count('href="/chinh-sach/2026/tin-thu/cac-lan-sua/"') == 2


def test_the_page_of_changes_tells_them_in_words_and_not_by_colour_alone(built: Build) -> None:
    page = built.text(HISTORY)
    told = words(page)
    described = (
        '<meta name="description" content="Các lần sửa: Nộp hồ sơ ở phường – '  # no full stop: it may be a question
    )
    assert described in page
    assert "Nộp hồ sơ tại quầy số [bỏ: bốn. ] [thêm: năm. ]" in told
    assert "[bỏ: Lời đầu tiên, nay đã bỏ hẳn. ]" in told
    assert "Nộp hồ sơ ở [bỏ: đâu ] [thêm: phường ]" in told
    assert re.search(r"<del><span[^>]*>[^<]*</span>bốn\.", page)
    assert re.search(r"<ins><span[^>]*>[^<]*</span>năm\.", page)
    assert [told.index(f"Bản {number}") for number in (3, 2, 1)] == sorted(told.index(f"Bản {n}") for n in (3, 2, 1))


def test_words_that_never_changed_are_not_repeated_as_changes(built: Build) -> None:
    """Between the first two editions the sentence on the fee stayed."""
    changed = re.findall(r'<p class="cc-change__text">(.*?)</p>', built.text(HISTORY), re.DOTALL)
    assert len(changed) == 4 and sum("Lệ phí" in one for one in changed) == 1


def test_one_edition_has_no_page_of_changes_and_no_link_to_one(built: Build) -> None:
    page = built.text("chinh-sach/2026/tin-mot-ban/index.html")
    assert "cac-lan-sua" not in page and "Các lần sửa" not in page
    assert [name for name in built.pages() if "cac-lan-sua" in name] == [HISTORY]


def test_the_page_of_changes_bears_no_mark_of_an_edition_and_is_proved(site: Organisation, built: Build) -> None:
    assert b"<!--edition:" not in built.files()[HISTORY]
    assert proof(site, built) == set()


@pytest.mark.parametrize(
    ("before", "after"),
    [("tại quầy", "ở quầy"), ("bốn.", "bảy."), ("del>", "ins>"), ("phường", "xã")],
    ids=["context", "old word", "mark", "new word"],
)
def test_one_altered_word_of_the_changes_is_found(
    site: Organisation, tmp_path: Path, built: Build, before: str, after: str
) -> None:
    shutil.copytree(built.output, tmp_path / "copy", ignore=shutil.ignore_patterns("*.br", "*.gz"))
    copy = Build(0, "", tmp_path / "copy")
    page = copy.output / HISTORY
    head, mark, rest = page.read_text().partition('class="cc-changes"')
    page.write_text(head + mark + rest.replace(before, after))
    assert proof(site, copy) == {("output-history-differs", HISTORY)}


def test_a_page_of_changes_or_a_picture_of_what_is_not_public_is_found(
    site: Organisation, tmp_path: Path, built: Build
) -> None:
    shutil.copytree(built.output, tmp_path / "copy")
    copy = Build(0, "", tmp_path / "copy")
    for name in ("chinh-sach/2026/tin-mot-ban/cac-lan-sua/index.html", "chinh-sach/2026/tin-cu/anh_chia_se.png"):
        (copy.output / name).parent.mkdir(parents=True, exist_ok=True)
        (copy.output / name).write_bytes(b"<!doctype html>")
        assert ("output-companion-left", name) in proof(site, copy)


def test_a_withdrawal_takes_every_word_of_every_edition_and_the_picture(tmp_path: Path) -> None:
    site = edited(tmp_path)
    site.withdraw("tin-thu")
    built = build(site, "withdrawn")
    assert built.code == 0 and proof(site, built) == set()
    files = built.files()
    assert HISTORY not in files and PICTURE not in files
    for gone in ("quầy số", "nay đã bỏ hẳn", "nghìn đồng", "Lệ phí", "Nộp hồ sơ", "Sửa số quầy", "Công văn số 5"):
        assert [name for name, content in files.items() if gone.encode() in content] == [], gone


def test_after_a_withdrawal_the_history_begins_anew(tmp_path: Path) -> None:
    site = edited(tmp_path)
    site.withdraw("tin-thu")
    site.article("tin-thu", "Lời mới hẳn.", "Bài mới", NOTE.format("Viết lại", 7))
    site.sign_all("tin-thu")
    built = build(site, "again")
    assert "Lời mới hẳn." in built.text(PAGE) and HISTORY not in built.files()
    assert "nghìn đồng" not in "".join(built.pages().values())


def test_what_was_overtaken_while_it_waited_was_never_public_and_is_not_told(tmp_path: Path) -> None:
    """An embargoed edition, then another one that went out before the embargo ended."""
    site = reopened(found_site(tmp_path), siteurl=URL)
    site.article("tin-thu", "Lời chưa ai được đọc.", extra="publish_at: 2026-11-25T08:00:00+07:00")
    site.sign_all("tin-thu")
    site.article("tin-thu", "Lời đăng ngay.", extra=NOTE.format("Đăng sớm", 5))
    site.sign_all("tin-thu")
    site.later(days=10)
    (public,) = load(site.settings, site.now).items
    assert public.history == () and public.published_at.day == 20
    built = build(site, "overtaken")
    assert not [name for name, content in built.files().items() if "chưa ai được đọc".encode() in content]


def test_shared_links_show_title_lead_and_a_picture(built: Build) -> None:
    page = built.text(PAGE)
    told = dict(re.findall(r'<meta property="([^"]+)" content="([^"]*)">', page))
    assert told["og:title"] == "Nộp hồ sơ ở phường" and told["og:type"] == "article"
    assert told["og:url"] == f"{URL}/{ITEM}" and told["og:image"] == f"{URL}/{PICTURE}"
    assert told["article:published_time"] == "2026-11-20" and told["article:modified_time"] == "2026-11-22"
    picture = Image.open(BytesIO(built.files()[PICTURE]))
    assert (picture.format, picture.size) == ("PNG", (1200, 630)) and len(built.files()[PICTURE]) < 40_000
    assert (told["og:image:width"], told["og:image:height"]) == ("1200", "630")
    assert '<meta name="twitter:card" content="summary_large_image">' in page


def test_the_first_page_is_shared_with_the_name_and_the_picture_of_the_site(built: Build) -> None:
    told = dict(re.findall(r'<meta property="([^"]+)" content="([^"]*)">', built.text("index.html")))
    assert (told["og:url"], told["og:image"]) == (f"{URL}/", f"{URL}/anh_chia_se.png")
    assert told["og:title"] == told["og:site_name"] != "" and "duyệt trước khi đăng" in told["og:description"]


def test_every_page_that_may_be_found_is_shared_with_its_own_title_words_address_and_a_picture(real: Build) -> None:
    """Lists, the register, tools and forms as well as items; what search engines must not show is not told either."""
    own = set()
    for name, page in real.pages().items():
        told = dict(re.findall(r'<meta property="(og:[^"]+)" content="([^"]*)">', page))
        if 'content="noindex"' in page:
            assert not told, name
            continue
        address = "/" + name.removesuffix("index.html")
        assert told["og:url"] == URL + address
        site = told["og:site_name"]
        assert f"<title>{told['og:title'] if address != '/' else 'Trang chủ'} – {site}</title>" in page, name
        if "cc-entry" not in page:
            assert f'<meta name="description" content="{told["og:description"]}">' in page, name
            own.update([address] * (told["og:image"] == f"{URL}{address}anh_chia_se.png"))
    assert own >= {"/", "/chinh-sach/", "/linh-vuc/the-che/"}


def test_every_picture_that_a_page_names_is_there(built: Build, real: Build) -> None:
    for one in (built, real):
        named = {m for page in one.pages().values() for m in re.findall(r'og:image" content="([^"]+)"', page)}
        assert named and {name.removeprefix(f"{URL}/") for name in named} <= one.files().keys()


def test_a_site_without_an_address_draws_nothing(trial: Build) -> None:
    assert not [name for name in trial.files() if name.endswith("anh_chia_se.png")]
    assert "og:" not in trial.text("chinh-sach/2026/tin-thu/index.html") + trial.text("index.html")


def test_an_older_item_shows_the_picture_of_its_section_and_a_page_that_of_the_site(tmp_path: Path) -> None:
    site = edited(tmp_path)
    write_page(site, "gioi-thieu", "/gioi-thieu/", "page")
    site.sign_all("gioi-thieu")
    built = build(site, "few", tamper="from plugins import share_pictures; share_pictures.NEWEST = 1")
    assert built.code == 0, built.said
    shown = {name: re.findall(r'og:image" content="([^"]+)"', text) for name, text in built.pages().items()}
    assert shown[PAGE] == [f"{URL}/{PICTURE}"]
    assert shown["chinh-sach/2026/tin-mot-ban/index.html"] == [f"{URL}/chinh-sach/anh_chia_se.png"]
    assert shown["gioi-thieu/index.html"] == [f"{URL}/anh_chia_se.png"]
    assert "chinh-sach/2026/tin-mot-ban/anh_chia_se.png" not in built.files()


@pytest.mark.parametrize("title", ["Một", "Nghị định số 118/2025/NĐ-CP về " + "việc rất dài " * 40, "x" * 400, ""])
def test_a_title_of_any_length_makes_a_small_picture_and_always_the_same(title: str) -> None:
    first = draw(title, "Tin tức", "Trang Thông tin " * 9, "cchc.example.vn", str(FONT), "")
    assert first == draw(title, "Tin tức", "Trang Thông tin " * 9, "cchc.example.vn", str(FONT), "")
    assert len(first) < 45_000 and Image.open(BytesIO(first)).size == (1200, 630)


def test_a_reader_can_hand_on_the_address_without_a_script_and_without_being_followed(built: Build) -> None:
    """PS-P9; CT-6: nothing of a third party is loaded, only linked."""
    page = built.text(PAGE)
    address = f"{URL}/{ITEM}".replace(":", "%3A")
    assert f'href="https://www.facebook.com/sharer/sharer.php?u={address}"' in page
    assert re.search(r'href="mailto:\?subject=N%E1%BB%99p%20h[^"]+&amp;body=https%3A', page)
    buttons = re.findall(r'<button class="cc-share__way" type="button" name="(\w+)" hidden>', page)
    assert buttons == ["share", "copy", "print"]


@pytest.fixture
def reader(chromium: Any, built: Build) -> Iterator[Any]:
    """The page of the item in a browser, answered from the output under the site's own address."""

    def answer(route: Any) -> None:
        path = unquote(urlsplit(route.request.url).path)
        file = built.output / (path[1:] + "index.html" * path.endswith("/"))
        route.fulfill(path=file) if file.is_file() else route.fulfill(status=404)

    context = chromium.new_context(permissions=["clipboard-read", "clipboard-write"])
    context.route("**/*", answer)
    page = context.new_page()
    page.goto(f"{URL}/{ITEM}")
    yield page
    context.close()


def test_a_printed_item_keeps_what_proves_it_and_leaves_out_what_belongs_to_a_screen(
    reader: Any, site: Organisation
) -> None:
    """PS-P9: source, address, date, edition and digest on paper, without a script."""
    (digest,) = [public.digest for public in load(site.settings, site.now).items if public.id == "tin-thu"]
    reader.emulate_media(media="print")
    printed = reader.inner_text("body")
    for kept in (
        "Cải cách hành chính thành phố Cần Thơ",
        "Tác giả",
        "Nguồn",
        f"{URL}/{ITEM}",
        "22/11/2026",
        digest[:16],
    ):
        assert kept in printed, kept
    for left_out in ("Chia sẻ, in, lưu", "Trang chính thức", "Hỏi về nội dung này", "Bản tin"):
        assert left_out not in printed, left_out


def test_copying_and_printing_work_where_a_script_runs(reader: Any) -> None:
    reader.get_by_role("button", name="Sao chép địa chỉ").click()
    reader.get_by_text("Đã sao chép địa chỉ của trang.").wait_for()
    assert reader.evaluate("navigator.clipboard.readText()") == f"{URL}/{ITEM}"
    reader.evaluate("window.print = () => { window.printed = true; }")
    reader.get_by_role("button", name="In hoặc lưu PDF").click()
    assert reader.evaluate("window.printed") is True


def test_nothing_is_wider_than_a_narrow_screen(reader: Any) -> None:
    for address in (ITEM, f"{ITEM}cac-lan-sua/"):
        reader.goto(f"{URL}/{address}")
        reader.set_viewport_size({"width": 320, "height": 700})
        assert reader.evaluate("document.documentElement.scrollWidth") == 320


def test_the_receipt_certifies_who_approved_which_text_where(built: Build, site: Organisation) -> None:
    page = words(built.text(PAGE))
    (digest,) = [public.digest for public in load(site.settings, site.now).items if public.id == "tin-thu"]
    assert "Xác nhận phê duyệt" in page and f"Mã của bản đã duyệt {digest[:16]}" in page
    assert "các bước duyệt theo Quy chế quản lý, vận hành Trang Zalo Official" in page
    assert "(trang áp dụng từ ngày 01/01/2026 ):" in page, "who asks later by which rules must not guess"
    assert f"Địa chỉ của trang gốc {URL}/{ITEM}" in page and "Nơi công bố" in page


def test_a_file_says_type_size_and_how_to_ask_for_a_readable_copy(real: Build) -> None:
    page = words(real.text("van-ban/so-noi-vu-can-tho/2026/517-quyet-dinh-snv/index.html"))
    assert "quyet-dinh.pdf PDF, 15 byte" in page and "không rõ" not in page
    assert "trình đọc màn hình? Gửi yêu cầu , ghi tên tệp" in page
