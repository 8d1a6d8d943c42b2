"""The words that acts choose from: classes, reasons and outcomes; the key is kept, the words are shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from inquiries.retention import REFUSED
from inquiries.word_filter import LINKS, SECRECY, TRAP

CLASS_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "simple": "đơn giản",
        "complex": "phức tạp, nhiều cơ quan",
        "out_of_scope": "ngoài phạm vi",
        "denunciation": "khiếu nại, tố cáo",
        "duplicate": "trùng",
    }
)
CLOSING: Mapping[str, str] = MappingProxyType(
    {
        "done": "đã giải quyết xong",
        "withdrawn": "người gửi rút lại",
        "no-reply": "người gửi không bổ sung",
        "duplicate": "trùng với hồ sơ khác",
        "not-taken": "không tiếp nhận được",
    }
)
REOPENING: Mapping[str, str] = MappingProxyType(
    {
        "sender": "người gửi đề nghị",
        "mistake": "trả lời hoặc đóng nhầm",
        "new-facts": "có tình tiết mới",
        "order": "cấp trên yêu cầu",
    }
)
SPAM: Mapping[str, str] = MappingProxyType(
    {
        "advert": "quảng cáo",
        "nonsense": "không có nội dung",
        "robot": "máy gửi tự động",
        "prohibited": "nội dung bị cấm",
    }
)
REASONS: Mapping[str, str] = MappingProxyType({**CLOSING, **REOPENING, **SPAM})
"""The reason of any act in words."""
RIGHT_NAMES: Mapping[str, str] = MappingProxyType(
    {"access": "xem dữ liệu", "correct": "sửa dữ liệu", "erase": "xóa dữ liệu"}
)
RIGHT_OUTCOMES: Mapping[str, str] = MappingProxyType(
    {"done": "đã làm theo yêu cầu", "partly": "làm được một phần", REFUSED: "không làm được"}
)
_FLAGS: Mapping[str, str] = MappingProxyType(
    {
        "gambling": "cờ bạc",
        "lending": "cho vay",
        "sexual": "khiêu dâm",
        "fake_papers": "giấy tờ giả",
        "advertising": "quảng cáo",
        TRAP: "ô để trống đã bị điền, có thể là máy gửi tự động",
        SECRECY: "có dấu hiệu bí mật nhà nước",
        LINKS: "nhiều liên kết",
    }
)


def flag_names(flags: Iterable[str]) -> list[str]:
    """Return why the filter held a message; an office's own group of words (data/filter.toml) by its name."""
    return [_FLAGS.get(one, one) for one in flags]


def listed(words: Mapping[str, str]) -> str:
    """Return what there is to choose from: the key, and what it means."""
    return ", ".join(f"{name} ({told})" for name, told in words.items())
