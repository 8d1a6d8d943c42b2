"""desk inbox: what citizens sent, and everything that staff do with it; one word after it names the act.

A word is a module of desk/inquiries with
    add_arguments(parser): its options, with Vietnamese help
    run(sitting) -> int: 0 done, 1 problems, 2 wrong call
or one of several in its VERBS. Only the module of the word that was typed is imported, so that the list comes within a
second.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from datetime import datetime
from importlib import import_module
from typing import Any

from desk.cli import Parser
from desk.inquiries import listing
from desk.inquiries.terminal import Sitting
from desk.screen import Screen
from editorial.dates import VIETNAM
from editorial.settings import Settings

HELP = "hộp thư: câu hỏi, phản ánh, kiến nghị của người dân"

DEFAULT = "list"

SUBS: Mapping[str, tuple[str, str]] = {
    "list": ("listing", "danh sách việc phải làm, gấp trước"),
    "show": ("showing", "xem một hồ sơ: nội dung, hạn, việc đã làm, việc làm được lúc này"),
    "classify": ("act_verbs", "phân loại, giao đơn vị, gắn nhãn"),
    "approve-routing": ("act_verbs", "duyệt việc chuyển, khi quy chế yêu cầu"),
    "forward": ("act_verbs", "chuyển đơn vị giải quyết; soạn công văn khi quy chế yêu cầu"),
    "unit-received": ("act_verbs", "ghi ngày đơn vị nhận được"),
    "coordinate": ("act_verbs", "đề nghị đơn vị khác phối hợp, hoặc ghi đã nhận ý kiến"),
    "confirm-unit": ("act_verbs", "ghi thủ trưởng đơn vị đã xác nhận câu trả lời"),
    "ask": ("act_verbs", "đề nghị người gửi bổ sung"),
    "notice": ("act_verbs", "thông báo quá trình xử lý và hạn trả lời mới"),
    "redirect": ("act_verbs", "báo ngay việc ngoài phạm vi; hướng dẫn nơi nhận khiếu nại, tố cáo"),
    "answer": ("act_verbs", "trả lời người gửi"),
    "close": ("act_verbs", "đóng hồ sơ"),
    "reopen": ("act_verbs", "mở lại hồ sơ"),
    "spam": ("act_verbs", "đánh dấu thư rác, nội dung bị cấm"),
    "release": ("act_verbs", "đưa hồ sơ bộ lọc giữ vào xử lý"),
    "publish": ("publishing", "soạn bản đăng từ hồ sơ đã trả lời: che dữ liệu cá nhân, người khác xác nhận"),
    "rights": ("rights", "yêu cầu của người gửi về dữ liệu cá nhân: xem, trả lời trong 02 ngày làm việc"),
    "erase": ("erasing", "xóa dữ liệu của người gửi: đến hạn, hoặc theo yêu cầu; in bằng chứng"),
    "purge-log": ("purging", "xóa nhật ký ai đã mở hồ sơ nào, khi đã giữ đủ số năm quy chế đặt ra"),
    "export": ("exporting", "xuất bảng CSV hoặc XLSX, theo đơn vị nếu cần"),
    "mail": ("mailing", "gửi thư báo cho người gửi đang chờ trong hàng đợi"),
    "web": ("webbing", "mở hộp thư thành trang web trên máy này (make inbox)"),
    "key": ("key_making", "tạo khóa mở hộp thư: khóa trực, khóa dự phòng"),
    "verify": ("checking", "đối chiếu mọi tệp của kho với nhật ký"),
    "drill": ("checking", "diễn tập: khóa dự phòng còn mở được tất cả không"),
    "recompute": ("checking", "tính lại hạn sau khi sửa lịch nghỉ"),
}
"""Word to its module and its help."""


class _Late(Parser):
    """The parser of one word, which gets its options when that word is typed."""

    word = ""

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        if self.word:
            _verb(self.word).add_arguments(self)
            self.word = ""
        return super().parse_known_args(args, namespace)


def add_arguments(parser: ArgumentParser) -> None:
    """Add every word; without one the list is shown, with its filters."""
    listing.add_arguments(parser)
    subs = parser.add_subparsers(dest="sub", metavar="VIỆC", parser_class=_Late)
    for word, (_, told) in SUBS.items():
        subs.add_parser(word, help=told, description=told).word = word


def run(args: Namespace, settings: Settings, screen: Screen) -> int:
    """Do what the word says. Raises: Refused; Busy; OSError"""
    code: int = _verb(args.sub or DEFAULT).run(Sitting(settings, screen, datetime.now(VIETNAM), args))
    return code


def _verb(word: str) -> Any:
    module = import_module(f"desk.inquiries.{SUBS[word][0]}")
    return module.VERBS[word] if hasattr(module, "VERBS") else module
