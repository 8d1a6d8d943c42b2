"""What readers see of texts that were taken away or outdated, and of signatures given otherwise than by key."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from editorial.dates import VIETNAM
from editorial.publication import Tombstone
from editorial.signoffs import Paper, Withdrawal
from plugins.gone import stone_of
from tests.site_fixture import build, found_site

PAGE = "chinh-sach/2026/tin-thu/index.html"


def test_a_replaced_text_leads_to_its_successor(tmp_path: Path):
    site = found_site(tmp_path)
    site.article("tin-thu", body="Lời cũ.")
    site.article("tin-moi", title="Tin <mới>")
    for item in ("tin-thu", "tin-moi"):
        site.sign_all(item)
    site.withdraw("tin-thu", Withdrawal("replaced", "Có bản đầy đủ hơn", "tin-moi"))
    stone = build(site).text(PAGE)
    assert "Lời cũ." not in stone
    assert '<a href="../../../chinh-sach/2026/tin-moi/index.html">Tin &lt;mới&gt;</a>' in stone


def test_a_tombstone_is_no_dead_end(tmp_path: Path):
    site = found_site(tmp_path)
    site.article("tin-thu")
    site.sign_all("tin-thu")
    site.withdraw("tin-thu", Withdrawal("error", "Sai số liệu"))
    named = site.article("tin-ten", title="Kết luận về người được nêu tên")
    named.write_text(named.read_text(encoding="utf-8").replace("slug: tin-ten\n", ""), encoding="utf-8")
    site.sign_all("tin-ten")
    site.withdraw("tin-ten", Withdrawal("personal_data", "Theo yêu cầu"))
    built = build(site)
    words = "ket-luan-ve-nguoi-duoc-neu-ten"
    showing = {name for name, content in built.files().items() if words.encode() in content}
    assert showing == {".well-known/cchc/gone.map"}, "an address is made of the title's words"
    assert "Theo yêu cầu" in built.text("luu-tru/da-go/index.html")
    for way in ("luu-tru/da-go/", "luu-tru/", "", "gui-cau-hoi/"):
        main = built.text(PAGE).partition("<main")[2].partition("</main>")[0]
        assert f'href="../../../{way}index.html"' in main and f"{way}index.html" in built.files(), way


def test_a_withdrawal_without_a_clause_of_the_regulation_names_none(tmp_path: Path):
    """In Cần Thơ the product says who may withdraw, and a reader is told no word of the software."""
    site = found_site(tmp_path)
    site.article("tin-thu")
    site.sign_all("tin-thu")
    site.withdraw("tin-thu", Withdrawal("error", "Sai số liệu"), clause="")
    built = build(site)
    for name in (PAGE, "luu-tru/da-go/index.html"):
        assert "Sai số liệu" in built.text(name)
        assert "product" not in built.text(name) and "Căn cứ" not in built.text(name), name


def test_a_successor_that_is_no_web_address_is_not_linked():
    """Signing refuses it; a ledger that was written by other means gets no further."""
    tombstone = Tombstone(
        item="tin-thu",
        address="/x/",
        kind="replaced",
        reason="Có bản khác",
        clause="CT-5.5",
        withdrawn_on=date(2026, 11, 20),
        replacement="javascript:alert(1)",
        withdrawn_at=datetime(2026, 11, 20, 9, tzinfo=VIETNAM),
        edition="",
    )
    stone = stone_of(tombstone, {})
    assert (stone.replacement, stone.replacement_name) == ("", "")


def test_an_outdated_text_stays_under_a_banner_where_the_regulation_keeps_it(tmp_path: Path):
    """ST-10.4: permanent storage; the profile of Sóc Trăng keeps the text with a mark."""
    board = {"thanh-vien": "board_member", "truong-ban": "chief_editor", "giam-doc": "director"}
    site = found_site(tmp_path, "st", board)
    site.article("tin-thu", body="Lời vẫn còn.")
    site.sign_all("tin-thu")
    site.withdraw("tin-thu", Withdrawal("superseded", "Luật mới đã thay"), by="giam-doc")
    built = build(site)
    page = built.text("chu-truong/2026/tin-thu/index.html")
    assert "Lời vẫn còn." in page
    assert "Nội dung này không còn phù hợp, chỉ giữ lại để tra cứu." in page
    assert "Lý do: Luật mới đã thay" in page


def test_a_signature_on_paper_says_so_on_the_page(tmp_path: Path):
    """The paper bridge is marked as such for good."""
    site = found_site(tmp_path)
    site.article("tin-thu")
    site.sign("tin-thu", "phong-cchc")
    site.sign("tin-thu", "truong-ban")
    slip = Paper("Phiếu trình 05", date(2026, 11, 20), "van-thu")
    site.sign("tin-thu", "van-thu", person="lanh-dao-so", paper=slip)
    page = build(site).text(PAGE)
    assert "ký trên phiếu “Phiếu trình 05” ngày 20/11/2026, văn thư nhập vào hệ thống" in page


def test_a_stand_in_says_so_on_the_page(tmp_path: Path):
    """CT-8.3-2: the deputy signs for an absent head of the board."""
    site = found_site(tmp_path)
    away = '\n[[absences]]\nperson = "truong-ban"\nfrom = 2026-11-01\nuntil = 2026-12-31\nreference = "CV 1"\n'
    site.roster_text(lambda text: text + away)
    site.article("tin-thu")
    site.sign("tin-thu", "phong-cchc")
    site.sign("tin-thu", "pho-truong-ban")
    site.sign("tin-thu", "lanh-dao-so")
    page = build(site).text(PAGE)
    assert "<strong>Trưởng Ban</strong> phê duyệt" in page
    assert "người được ủy quyền hoặc phân công ký thay" in page
