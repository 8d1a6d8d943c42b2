"""The closed vocabulary of a regulation profile, and what a clause reference looks like.

Each list maps the word used in data to what a person reads. An unknown word is a *fail* with its
line. Clauses: "CT-5.4"; several stand side by side with a space, the one that orders the duty
first; "product" is a choice of this product without a text behind it. The prefix says where a rule
comes from: that of the profile's own id, or of another regulation (an inherited default).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import groupby
from operator import itemgetter
from types import MappingProxyType
from typing import Literal

KIND_NAMES: Mapping[str, str] = MappingProxyType({
    "legal_document": "Văn bản quy phạm pháp luật",
    "admin_document": "Văn bản hành chính",
    "other_document": "Văn bản khác",
    "management_document": "Văn bản quản lý nhà nước",
    "event_news": "Tin tức về hoạt động, sự kiện",
    "policy": "Chủ trương, đường lối, chính sách",
    "bulletin": "Bản tin",
    "unit_page": "Thông tin giới thiệu đơn vị",
    "guidance": "Thông tin tuyên truyền, phổ biến, hướng dẫn",
    "statistics": "Thông tin, báo cáo thống kê",
    "index": "Chỉ số",
    "science": "Chương trình, đề tài khoa học",
    "initiative": "Sáng kiến, mô hình, cách làm hay",
    "qa": "Trao đổi, hỏi đáp",
    "clarification": "Thông tin giải thích, làm rõ",
    "procedure": "Thủ tục hành chính",
    "public_service": "Dịch vụ hành chính công",
    "online_service": "Dịch vụ công trực tuyến",
    "order": "Chỉ đạo, mệnh lệnh hành chính",
})  # fmt: skip
"""Kinds that stand in a profile's sections; `page`, a kind of the product, needs no section."""

DOCUMENT_KINDS = frozenset({"legal_document", "admin_document", "other_document", "management_document"})
LEGAL_KINDS = DOCUMENT_KINDS | {"policy"}
"""Kinds whose text may have Điều and khoản."""

QUESTION = "qa"
"""The kind of a question that was answered."""

SERVICE_KINDS = frozenset({"procedure", "public_service", "online_service"})
"""Kinds of the list of services, which are carried out elsewhere."""

AUDIENCES_OF_SERVICES = ("cá nhân", "tổ chức")
"""For whom a service is (LX-3.3)."""

STEP_ACTS: Mapping[str, str] = MappingProxyType({
    "confirm": "xác nhận",
    "screen": "sàng lọc",
    "review": "kiểm duyệt",
    "approve": "phê duyệt",
    "consent": "chấp thuận",
})  # fmt: skip
"""What a step of an approval chain asks for."""

ACTS: Mapping[str, str] = MappingProxyType({
    **STEP_ACTS,
    "post": "đăng",
    "refuse": "từ chối đăng tải",
    "withdraw": "gỡ",
    "confirm_withdrawal": "xác nhận việc gỡ gấp",
})  # fmt: skip
"""Everything that a sign-off can be; `post` makes public where the regulation has no chain."""

ITEM_DATES: Mapping[str, str] = MappingProxyType({
    "event_on": "ngày diễn ra",
    "issued_on": "ngày ban hành",
    "effective_on": "ngày có hiệu lực",
    "announced_on": "ngày quyết định công bố",
    "approved_on": "ngày được phê duyệt",
    "accepted_on": "ngày nghiệm thu",
    "completed_on": "ngày hoàn thành",
    "received_on": "ngày tiếp nhận",
    "reviewed_on": "ngày rà soát",
    "changed_on": "ngày nội dung thay đổi",
})  # fmt: skip

DATE_FIELDS: Mapping[str, str] = MappingProxyType({
    **ITEM_DATES,
    "signed_off_at": "ngày có đủ chữ ký",
    "unit_received_on": "ngày đơn vị nhận được",
    "requested_on": "ngày nhận yêu cầu phối hợp",
})  # fmt: skip
"""Where a clock can start: the dates of an item, when it had its last sign-off, an inquiry's own."""

RELATIONS: Mapping[str, str] = MappingProxyType({
    "issuer": "cơ quan ban hành văn bản",
    "governed": "cơ quan thuộc phạm vi điều chỉnh của văn bản",
})  # fmt: skip

REPLACED, SUPERSEDED, PERSONAL_DATA = "replaced", "superseded", "personal_data"

WITHDRAWALS: Mapping[str, str] = MappingProxyType({
    "error": "đăng nhầm",
    REPLACED: "đã được thay thế",
    SUPERSEDED: "không còn phù hợp",
    PERSONAL_DATA: "có dữ liệu cá nhân",
})  # fmt: skip
"""Published in error, or with personal data (no text, 410; of the latter no site of before is kept either), replaced
(leads to its successor), superseded (SUPERSEDED_DO)."""

CITES_ENDED_DO: Mapping[str, str] = MappingProxyType({
    "note": "ghi rõ ngay trong bài và báo người biên tập",
    "list": "báo người biên tập",
})  # fmt: skip
"""What happens where a public text cites what no longer holds."""

SUPERSEDED_DO: Mapping[str, str] = MappingProxyType({
    "banner": "giữ lại, ghi rõ không còn hiệu lực",
    "withdraw": "gỡ khỏi trang, lưu bản gốc",
})  # fmt: skip

EVERY: Mapping[str, str] = MappingProxyType({
    "day": "hằng ngày",
    "6 months": "06 tháng một lần",
    "year": "hằng năm",
    "meeting": "theo phiên họp",
    "demand": "khi có yêu cầu",
})  # fmt: skip

STAND_IN_WHEN: Mapping[str, str] = MappingProxyType({"delegated": "ủy quyền", "absent": "đi vắng"})
STEP_WHEN: Mapping[str, str] = MappingProxyType({"beyond_authority": "vấn đề vượt thẩm quyền của người duyệt trước"})
STEP_UNLESS: Mapping[str, str] = MappingProxyType({"own": "trừ tin, bài do Ban Biên tập tự viết"})

AUDIENCES: Mapping[str, str] = MappingProxyType({"public": "công khai", "internal": "nội bộ"})
WRITTEN_FOR: Mapping[str, str] = MappingProxyType({
    "website": "trang thông tin điện tử",
    "zalo-oa": "trang Zalo Official",
    "facebook-page": "trang fanpage Facebook",
    "zalo-group": "nhóm Zalo nội bộ",
})  # fmt: skip
EXPORTS: Mapping[str, str] = MappingProxyType({
    "none": "không chuyển ra ngoài",
    "text": "soạn sẵn bài đăng",
    "link": "gửi đường dẫn",
})  # fmt: skip

KEEP: Mapping[str, str] = MappingProxyType({
    "permanent": "vĩnh viễn",
    "archive-law": "theo pháp luật về lưu trữ",
})  # fmt: skip
KEEP_UNLESS: Mapping[str, str] = MappingProxyType({"order": "cơ quan có thẩm quyền yêu cầu khác"})
CONSENT_WHEN: Mapping[str, str] = MappingProxyType({"source-demands": "nơi cung cấp có quy định"})

ROUTING: Mapping[str, str] = MappingProxyType({
    "receive": "tiếp nhận",
    "classify": "phân loại",
    "approve": "duyệt chuyển",
    "forward": "chuyển đơn vị trả lời",
    "confirm": "đơn vị xác nhận",
    "answer": "trả lời",
})  # fmt: skip
PUBLISH_WHAT: Mapping[str, str] = MappingProxyType({
    "answer": "câu trả lời",
    "content and answer": "nội dung và câu trả lời",
})  # fmt: skip
PUBLISH_WHEN: Mapping[str, str] = MappingProxyType({
    "general_concern": "vấn đề có liên quan chung",
    "approved": "đã được duyệt",
})  # fmt: skip
ON_HIT: Mapping[str, str] = MappingProxyType({"quarantine": "giữ riêng để người có trách nhiệm xem"})

COUNT_UNITS: Mapping[str, str] = MappingProxyType({"working-day": "ngày làm việc"})
COUNT_STARTS: Mapping[str, str] = MappingProxyType({
    "next-day": "ngày làm việc kế tiếp là ngày thứ nhất",
    "same-day": "chính ngày ấy là ngày thứ nhất",
})  # fmt: skip
EVENT_DAYS: Mapping[str, str] = MappingProxyType({
    "first-day": "ngày đầu của sự kiện",
    "last-day": "ngày cuối của sự kiện",
})  # fmt: skip
EMPTY_SECTION: Mapping[str, str] = MappingProxyType({"warn": "nhắc khi chưa có mục nào"})

PRODUCT = "product"
_ARTICLE = r"[A-Z]{0,2}\d+(?:\.\d+)?[a-zđ]?(?:-\d+)?(?:/\d+)?"
_DECISION = r"QD\.(?:0|cc|nn|\d+(?:\.\d+)?)"
_CLAUSE = rf"(?:[A-Z][A-Za-z]{{1,7}}-(?:{_DECISION}|{_ARTICLE})|{PRODUCT})"
CLAUSES = re.compile(rf"{_CLAUSE}(?: {_CLAUSE})*")

STANDARDS = "PS-"
"""How clauses of the public standards begin, which bind every office."""

Origin = Literal["own", "inherited", "product"]


def origin(clause: str, profile_id: str) -> Origin:
    """Return where a rule comes from, by the clause that orders its duty (the first one)."""
    first = clause.partition(" ")[0]
    if first == PRODUCT:
        return "product"
    return "own" if first.partition("-")[0] == profile_id else "inherited"


def is_inherited(clause: str, profile_id: str) -> bool:
    """True when the duty is a default taken from another regulation; the public standards are nobody's default."""
    return origin(clause, profile_id) == "inherited" and not clause.startswith(STANDARDS)


INHERITED_MARK = "mặc định, theo quy chế khác"


def clause_in_words(clause: str, profile_id: str, marked: bool = True) -> str:
    """Return the clauses for a person; marked: each that is not the profile's own says so. A law stays as named."""
    if not CLAUSES.fullmatch(clause):
        return clause

    def name(one: str) -> str:
        if one == PRODUCT:
            return "lựa chọn của phần mềm"
        return f"{one} ({INHERITED_MARK})" if marked and is_inherited(one, profile_id) else one

    return "; ".join(name(one) for one in clause.split())


_PLACE = re.compile(r"[A-Za-z]+-(?P<article>\d+)(?:\.(?P<paragraph>\d+)?(?P<point>[a-zđ]?))?(?:-\d+)?(?:/\d+)?")
_OF_DECISION: Mapping[str, str] = MappingProxyType({
    "0": "phần đầu của Quyết định",
    "cc": "phần căn cứ của Quyết định",
    "nn": "phần nơi nhận của Quyết định",
})  # fmt: skip


def place_in_words(clause: str) -> str:
    """Return one clause as people cite it, LX-10.1d as "điểm d khoản 1 Điều 10"; "" for what is no article."""
    _, _, of_decision = clause.partition("-QD.")
    if of_decision in _OF_DECISION:
        return _OF_DECISION[of_decision]
    found = _PLACE.fullmatch(clause.replace("-QD.", "-"))
    if found is None:
        return ""
    point, paragraph, article = found["point"], found["paragraph"], found["article"]
    parts = (point and f"điểm {point}", paragraph and f"khoản {paragraph}", f"Điều {article}")
    return " ".join(part for part in (*parts, of_decision and "của Quyết định") if part)


def whose_in_words(clause: str, borrowed: Mapping[str, str]) -> str:
    """Return what a foreign clause is of: its regulation as readers know it, else with its sign.

    borrowed: names of regulations by the prefix of their clauses (Profile.borrowed)
    """
    name = borrowed.get(clause.partition("-")[0])
    return f"của {name}" if name else f"của quy chế khác, ký hiệu {clause}"


def clauses_for_readers(clause: str, profile_id: str, borrowed: Mapping[str, str], whose: str = "Quy chế") -> str:
    """Return the clauses for who never saw our signs: "khoản 6 Điều 5, Điều 7 Quy chế"; whose they are is said once.

    borrowed: see whose_in_words; whose: what the own articles are said to be of, "" where the page has said it
    """
    if not CLAUSES.fullmatch(clause):
        return clause

    def told(one: str) -> tuple[str, str | None]:
        """Return the place and whose it is; None: the words name that already."""
        place = place_in_words(one)
        if one == PRODUCT or not place:
            return clause_in_words(one, profile_id), None
        if is_inherited(one, profile_id):
            return place, whose_in_words(one, borrowed)
        return place, None if "-QD." in one else whose

    parts = []
    for owner, places in groupby(dict.fromkeys(map(told, clause.split())), key=itemgetter(1)):
        named = [place for place, _ in places]
        parts += named if owner is None else [f"{', '.join(named)} {owner}".rstrip()]
    return "; ".join(parts)
