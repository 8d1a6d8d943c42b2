"""The site's own pages as the search takes them in: forms, look-ups and lists, which no leader signs and no list holds.

People ask for them in their own words ("xã cũ", "kiểm tra văn bản giả"), few of which stand on the page. Each has a
document number for good, its place in ASKED_FOR, before those of all items.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from editorial.addresses import FOLLOW, OPEN_DATA, PLACES, REGISTER, SEND, VERIFY
from editorial.content_fields import KINDS, PAGE
from plugins import archive, corrections
from plugins.inquiry_pages import INQUIRY_LINKS
from plugins.site_context import TOOL_LINKS, Link
from search.pages import Entry, Gone, Page

ASKED_FOR: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        REGISTER: (
            "Tìm văn bản theo số, loại, cơ quan ban hành, năm; xem còn hay hết hiệu lực.",
            "danh sách văn bản, sổ văn bản, thư viện văn bản, tìm văn bản, xem văn bản còn hiệu lực không",
        ),
        SEND: (
            "Gửi câu hỏi, phản ánh, kiến nghị, hoặc thông tin để đăng; gửi xong có ngay mã tra cứu để theo dõi.",
            "đặt câu hỏi, hỏi đáp, góp ý, gửi ý kiến, gửi phản ánh, gửi kiến nghị, gửi đơn, khiếu nại, tố cáo,"
            " báo lỗi, báo tin giả, gửi tin bài, biểu mẫu",
        ),
        FOLLOW: (
            "Gõ mã tra cứu nhận được khi gửi để xem tình trạng và câu trả lời.",
            "theo dõi câu hỏi đã gửi, xem trả lời, tình trạng xử lý, mã tra cứu, tra cứu phản ánh kiến nghị,"
            " tra cứu hồ sơ",
        ),
        PLACES: (
            "Nơi ở trước đây nay thuộc xã, phường nào.",
            "tra cứu xã phường, tra cứu phường xã, tra cứu địa danh, xã cũ nay là xã nào, phường cũ nay là phường nào,"
            " tên xã cũ và mới, tên phường cũ và mới, xã mới, phường mới, quận huyện cũ, thị trấn cũ,"
            " địa chỉ cũ, địa chỉ mới, sáp nhập xã, sáp nhập phường, sáp nhập tỉnh, đơn vị hành chính cấp xã, mã xã",
        ),
        VERIFY: (
            "Nội dung, tệp nhận được có đúng bản đã duyệt không; cách nhận ra văn bản giả mạo.",
            "kiểm tra văn bản giả, kiểm tra văn bản thật hay giả, văn bản giả mạo, giấy tờ giả, giấy mời giả,"
            " công văn giả, tin giả, lừa đảo, xác minh văn bản, xác thực văn bản, mã SHA-256",
        ),
        OPEN_DATA: (
            "Mọi văn bản và nội dung đang đăng, ở dạng mà bảng tính và phần mềm đọc được.",
            "tải dữ liệu, tải danh sách văn bản, Excel, CSV, JSON, API",
        ),
        archive.HOME.address: (
            "Mọi nội dung đã từng đăng, theo ngày, theo chuyên mục và theo loại.",
            "bài cũ, tin cũ, tin bài theo ngày, theo tháng, theo năm, nội dung đã gỡ",
        ),
        corrections.HOME.address: (
            "Nội dung đã đăng nay sửa lại: sửa gì, sửa ngày nào.",
            "sửa sai, cải chính, nội dung đã sửa, tin đăng sai",
        ),
    }
)
"""By address, in the order of their numbers: what a result says of the page, and by which words it is found besides."""

BY_TEMPLATE: Mapping[str, str] = MappingProxyType(
    {
        "channels": "Zalo, Facebook, fanpage, trang giả mạo, kênh chính thức",
        "contact": "số điện thoại, gọi điện, số máy, địa chỉ cơ quan, trụ sở, người phụ trách, ai phụ trách, gặp ai",
        "feeds": "đăng ký nhận tin, theo dõi tin mới, nhận thông báo, nhận tin qua email, RSS, Atom",
        "help": "hướng dẫn sử dụng, cách tìm kiếm, trợ giúp, báo lỗi trang",
        "sitemap": "sơ đồ trang, bản đồ trang, mục lục trang, tất cả các mục",
    }
)
"""The same of signed pages, by what they are for: their own words were written by editors."""


def own_pages(settings: Mapping[str, Any]) -> list[Entry]:
    """Return the pages as the index takes them in, each under its number; one that the site does not have is Gone."""
    known = settings["JINJA_GLOBALS"]
    links = (Link("Tra cứu văn bản", REGISTER), archive.HOME, corrections.HOME)
    names = {link.address: link.name for link in (*known[INQUIRY_LINKS], *known[TOOL_LINKS], *links)}
    return [
        Page(id=address, title=names[address], body=lead, kind=KINDS[PAGE], address=address, words=words)
        if address in names
        else Gone(address)
        for address, (lead, words) in ASKED_FOR.items()
    ]
