"""What comes out of the printer: A4 sheets of the pages that officials and citizens take along."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from audit.browser import opened


def sheets(reader: Any, address: str) -> list[str]:
    """Return the words of each sheet of a page."""
    with opened(reader, address, []) as page:
        printed = page.pdf(format="A4", prefer_css_page_size=True)
    return [" ".join(sheet.extract_text().split()) for sheet in PdfReader(BytesIO(printed)).pages]


def test_the_first_sheet_of_the_register_holds_documents(reader: Any):
    first = sheets(reader, "/van-ban/")[0]
    assert all(word in first for word in ("517/QĐ-SNV", "Còn hiệu lực", "30/12/2022"))
    assert "Lọc văn bản" not in first


def test_places_take_no_sheet_for_a_handful_of_lines(reader: Any):
    """263 places of old, under the heads of their districts."""
    found = sheets(reader, "/tra-cuu-dia-danh/")
    assert len(found) <= 25
    assert min(len(sheet) for sheet in found[:-1]) > 200


@pytest.mark.parametrize("address", ["/en/", "/hoi-dap/gui-cau-hoi-phan-anh-o-dau/"])
def test_a_text_on_paper_says_where_it_is_from_and_has_no_button(reader: Any, address: str):
    """PS-P9: source, address, date and digest of the edition."""
    whole = " ".join(sheets(reader, address))
    for told in (
        "Sở Nội vụ thành phố Cần Thơ",
        f"https://cchc.example.vn{address}",
        "17/11/2026",
        "Mã của bản đã duyệt",
    ):
        assert told in whole, told
    for button in ("Về mục lục", "Sao chép địa chỉ", "Đến nội dung chính"):
        assert button not in whole, button
