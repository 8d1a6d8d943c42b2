"""The page and the feed of corrections: what was wrong, since when, when it was put right."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from editorial.heads import corrections_in
from editorial.publication import load
from editorial.signoffs import Withdrawal
from editorial.unbroken import without
from tests.organisation import Organisation, reopened
from tests.site_fixture import URL, Build, build, found_site

CHANGE = "changed_on: 2026-11-20\nchange_note: {}\nchanged_by: Công văn số 1/SNV{}"
PAGE = "dinh-chinh/index.html"


BOARD = {"thanh-vien": "board_member", "truong-ban": "chief_editor", "giam-doc": "director"}


def revised(base: Path, *notes: str, minor: bool = False, regulation: str = "ct") -> Organisation:
    """Return a site with one text that was signed, and signed again for each note."""
    site = found_site(base, regulation, BOARD if regulation == "st" else None)
    site.article("tin-thu", body="Lời số 0.", title="Một tin")
    site.sign_all("tin-thu")
    for number, note in enumerate(notes, 1):
        site.later(days=1)
        extra = CHANGE.format(note, "\nchange_minor: có" if minor else "")
        site.article("tin-thu", body=f"Lời số {number}.", title="Một tin", extra=extra)
        site.sign_all("tin-thu")
    return site


def corrections(built: Build) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(built.files()["feeds/dinh-chinh.json"])["items"]
    return found


def test_a_site_without_corrections_says_so(tmp_path: Path):
    built = build(reopened(revised(tmp_path), siteurl=URL))
    assert "Chưa có nội dung nào phải đính chính." in built.text(PAGE)
    assert corrections(built) == []


def test_a_correction_says_what_was_wrong_since_when_and_when_it_was_mended(tmp_path: Path):
    built = build(reopened(revised(tmp_path, "Sửa số điện thoại"), siteurl=URL))
    page = without(built.text(PAGE))
    assert "Sửa số điện thoại" in page
    assert "Công văn số 1/SNV" in page
    assert '<time datetime="2026-11-20">20/11/2026</time>' in page
    assert '<time datetime="2026-11-21">21/11/2026</time>' in page
    assert "/tin-thu/cac-lan-sua/" in page
    [told] = corrections(built)
    assert told["id"] == "tag:cantho.gov.vn,2026:tin-thu/2"
    assert "Bản trước đăng từ ngày 20/11/2026, sửa ngày 21/11/2026." in told["content_html"]


def test_every_correction_of_a_text_stands_the_newest_first(tmp_path: Path):
    built = build(reopened(revised(tmp_path, "Sửa lần đầu", "Sửa lần hai"), siteurl=URL))
    assert [one["id"].rpartition("/")[2] for one in corrections(built)] == ["3", "2"]
    page = built.text("dinh-chinh/2026/index.html")
    assert page.index("Sửa lần hai") < page.index("Sửa lần đầu")
    assert "2 lần" in built.text(PAGE)


def test_a_minor_change_is_signed_and_shown_in_the_history_but_no_correction(tmp_path: Path):
    built = build(reopened(revised(tmp_path, "Thêm dấu phẩy", minor=True), siteurl=URL))
    assert corrections(built) == []
    assert "Thêm dấu phẩy" not in built.text(PAGE)
    [history] = [name for name in built.files() if name.endswith("tin-thu/cac-lan-sua/index.html")]
    assert "Thêm dấu phẩy" in built.text(history)


def test_what_is_withdrawn_is_no_correction_any_more(tmp_path: Path):

    site = revised(tmp_path, "Sửa số điện thoại")
    site.withdraw("tin-thu")
    built = build(reopened(site, siteurl=URL))
    assert corrections(built) == []
    assert "Sửa số điện thoại".encode() not in b"".join(built.files().values())


def test_a_text_that_stays_under_a_banner_keeps_its_day_and_its_corrections(tmp_path: Path):
    """ST-10.4: no longer fitting, it is still there to be looked up, and so is what was wrong in it."""
    site = revised(tmp_path, "Sửa số điện thoại", regulation="st")
    [before] = load(site.settings, site.now).items
    site.later(days=1)
    site.withdraw("tin-thu", Withdrawal("superseded", "Đã có quy định mới"), by="giam-doc", clause="ST-10.4")
    [after] = load(site.settings, site.now).items
    assert after.is_superseded and not before.is_superseded
    assert after.published_at == before.published_at
    assert after.history == before.history and corrections_in(after.shown.history) == (2,)
