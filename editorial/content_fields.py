"""Every metadata key of a content file: its Vietnamese name, how its value is written, an example.

The one list of keys; docs/architecture.md describes them. A *form* is a way of writing a value and
has one reader, from the written text to the typed value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from types import MappingProxyType
from typing import Any, Literal
from urllib.parse import urlsplit

from editorial.dates import VIETNAM, PartialDate
from editorial.frozen import frozen
from editorial.profile_schema import ITEM_DATES, KIND_NAMES, RELATIONS
from editorial.text import did_you_mean, fold, suggestion

PAGE = "page"
SITE_LANG = "vi"
KINDS: Mapping[str, str] = MappingProxyType({**KIND_NAMES, PAGE: "Trang thông tin chung"})
"""Kind to its Vietnamese name; the closed list."""

ON_SIGNING = "từ ngày ký"
UNDETERMINED = "chưa xác định"
TEMPLATES = ("page", "about", "regulation", "areas", "contact", "channels", "help", "english", "sitemap", "feeds")

FIRST_YEAR, LAST_YEAR = 10, 9900
"""From the ends of the calendar no term can be counted; which years are likely is a check's to say."""

PLACEHOLDER = re.compile(r"\[điền[^\[\]\n]*\]")
"""What a template writes where only the editor knows the words."""

LEFT_OPEN = frozenset({"day", "partial", "effective", "url", "flag"})
"""Forms in which a placeholder is read as nothing yet, rather than as a value that cannot be read."""

Form = Literal[
    "text", "list", "id", "digest", "slug", "address", "old_address", "url", "choice", "flag", "whole", "day",
    "partial", "effective", "moment",
]  # fmt: skip


class BadValue(Exception):
    """A value that its form cannot read; code and facts of the Problem to show."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(f"{code}: {facts}")
        self.code = code
        self.facts = facts


@frozen
class Field:
    """One metadata key. label: what an editor calls it; example: a value that its form reads."""

    key: str
    label: str
    form: Form = "text"
    example: str = "…"
    choices: tuple[str, ...] = ()
    default: str = ""


_ALL = (
    Field("title", "tiêu đề", example="Hội nghị sơ kết công tác cải cách hành chính"),
    Field("summary", "tóm tắt", example="Một hai câu nói điều chính của tin"),
    Field("id", "mã của mục", "id", "tt-7k3mq9xw"),
    Field("kind", "loại mục", "choice", "event_news", tuple(KINDS)),
    Field("section", "chuyên mục", "slug", "tin-tuc"),
    Field("areas", "lĩnh vực", "list", "thu-tuc-hanh-chinh"),
    Field("level", "cấp", example="Trung ương"),
    Field("lang", "ngôn ngữ", example=SITE_LANG, default=SITE_LANG),
    Field("translation_of", "bản gốc của bản dịch", "id", "trang-gioi-thieu"),
    Field("source_edition", "mã của bản gốc đã dịch", "digest", "3f2a91c0" * 8),
    Field("author", "tác giả", example="Ban Biên tập"),
    Field("source", "nguồn thông tin", example="Sở Nội vụ"),
    Field("source_url", "địa chỉ nguồn", "url", "https://chinhphu.vn/"),
    Field("origin", "xuất xứ", "choice", "own", ("own", "provided")),
    Field("provider", "nơi cung cấp", "id", "so-noi-vu"),
    Field("provider_head", "thủ trưởng nơi cung cấp", example="Họ tên - Chức vụ"),
    Field("focal", "cán bộ đầu mối", example="Họ tên - Chức vụ"),
    Field("consent_ref", "văn bản đồng ý", example="số và ngày của văn bản đồng ý"),
    Field("slug", "tên trong địa chỉ", "slug", "hoi-nghi-so-ket"),
    Field("address", "địa chỉ trang", "address", "/gioi-thieu/"),
    Field("menu", "vị trí trong trình đơn", "whole", "1"),
    Field("template", "mẫu trang", "choice", "page", TEMPLATES, default="page"),
    Field("emblem", "biểu trưng ở đầu trang", example="bieu-trung.png"),
    Field("banner", "ảnh đầu trang chủ", example="anh-bia.jpg"),
    Field("event_on", ITEM_DATES["event_on"], "day", "2026-11-20"),
    Field("event_until", "ngày kết thúc", "day", "2026-11-21"),
    Field("announced_on", ITEM_DATES["announced_on"], "day", "2026-11-20"),
    Field("approved_on", ITEM_DATES["approved_on"], "day", "2026-11-20"),
    Field("accepted_on", ITEM_DATES["accepted_on"], "day", "2026-11-20"),
    Field("completed_on", ITEM_DATES["completed_on"], "day", "2026-11-20"),
    Field("received_on", ITEM_DATES["received_on"], "day", "2026-11-20"),
    Field("reviewed_on", ITEM_DATES["reviewed_on"], "day", "2026-11-20"),
    Field("changed_on", ITEM_DATES["changed_on"], "day", "2026-11-20"),
    Field("issued_on", ITEM_DATES["issued_on"], "partial", "2026-11-20"),
    Field("effective_on", ITEM_DATES["effective_on"], "effective", ON_SIGNING),
    Field("alert_until", "ngày cuối hiện ở đầu mọi trang", "day", "2026-11-30"),
    Field("pinned_until", "ngày cuối được ghim", "day", "2026-11-30"),
    Field("expires_on", "ngày hết hiệu lực", "day", "2026-11-20"),
    Field("publish_at", "thời điểm được đăng", "moment", "2026-11-20T08:00:00+07:00"),
    Field("change_note", "nội dung thay đổi", example="Sửa địa chỉ tiếp nhận"),
    Field("changed_by", "nơi quyết định thay đổi", example="cơ quan, số và ngày văn bản"),
    Field("change_minor", "sửa nhỏ, không đổi nghĩa", "flag", "có"),
    Field("first_published_on", "ngày đăng ở trang cũ", "day", "2023-05-20"),
    Field("old_address", "địa chỉ ở trang cũ", "old_address", "/tin-tuc/bai-cu.html"),
    Field("document_no", "số ký hiệu", example="517/QĐ-SNV"),
    Field("number_variant", "số ký hiệu in khác", example="293/QĐ-UBND"),
    Field("form", "hình thức văn bản", example="Quyết định"),
    Field("issuer", "cơ quan ban hành", "id", "so-noi-vu"),
    Field("signer", "người ký", example="Họ và tên"),
    Field("signer_title", "chức vụ người ký", example="Giám đốc"),
    Field("abstract", "trích yếu", example="Ban hành Quy chế …"),
    Field("recipients", "nơi nhận", "list", "Như Điều 3; Lưu: VT"),
    Field("legal_bases", "căn cứ", "list", "Luật …"),
    Field("replaces", "thay thế văn bản", "list", "119/QĐ-SNV"),
    Field("repeals", "bãi bỏ văn bản", "list", "119/QĐ-SNV"),
    Field("amends", "sửa đổi, bổ sung văn bản", "list", "119/QĐ-SNV"),
    Field("guides", "hướng dẫn thi hành văn bản", "list", "30/2020/NĐ-CP"),
    Field("replaced_by", "được thay thế bằng", example="517/QĐ-SNV"),
    Field("repealed_by", "bị bãi bỏ theo", example="517/QĐ-SNV"),
    Field("relation", "quan hệ với văn bản", "choice", "issuer", tuple(RELATIONS)),
    Field("territory", "địa bàn áp dụng", example="tỉnh Sóc Trăng trước ngày 01/07/2025"),
    Field(
        "circulation", "phạm vi phổ biến", "choice", "public", ("public", "not-yet-public", "restricted"),
        default="public",
    ),
    Field("beyond_authority", "vượt thẩm quyền", "flag", "no"),
    Field("marking_release", "người cho dùng từ chỉ độ mật", example="Họ tên - Chức vụ: lý do"),
    Field("index_name", "tên chỉ số", example="SIPAS"),
    Field("index_unit", "đơn vị của chỉ số", example="%"),
    Field("index_scale", "thang điểm của chỉ số", example="0–100"),
    Field("service_field", "ngành, lĩnh vực của dịch vụ", example="Hộ tịch"),
    Field("service_level", "mức độ dịch vụ công", example="toàn trình"),
    Field("service_audience", "đối tượng của dịch vụ", "list", "cá nhân; tổ chức"),
    Field("service_url", "địa chỉ dịch vụ công", "url", "https://dichvucong.gov.vn/"),
    Field("service_owner", "cơ quan thực hiện dịch vụ", example="Sở Nội vụ"),
    Field("service_guide", "địa chỉ hướng dẫn sử dụng dịch vụ", "url", "https://dichvucong.gov.vn/"),
    Field("service_progress", "địa chỉ theo dõi hồ sơ", "url", "https://dichvucong.gov.vn/"),
    Field("procedures", "thủ tục hành chính liên quan", "list", "th-7k3mq9xw"),
    Field("attachments", "tệp đính kèm", "list", "quyet-dinh.pdf"),
)  # fmt: skip

FIELDS: Mapping[str, Field] = MappingProxyType({field.key: field for field in _ALL})

_ID = re.compile(r"[a-z0-9][a-z0-9-]{2,39}")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_ADDRESS = re.compile(r"/(?:[a-z0-9]+(?:-[a-z0-9]+)*/)*")
OLD_ADDRESS = re.compile(r"/[A-Za-z0-9._~%/=&?+,-]*")
"""An address of another site: nothing that could end a line of a web server's map."""
_FLAGS = {"yes": True, "no": False, "co": True, "khong": False}
_WRITTEN_DAY = re.compile(r"(?:ngày\s*)?(\d{1,2})(?:\s*tháng\s*|\s*[-/.]\s*)(\d{1,2})(?:\s*năm\s*|\s*[-/.]\s*)(\d{4})")
_WRITTEN_MONTH = re.compile(r"(?:tháng\s*)?(\d{1,2})(?:\s*năm\s*|\s*[-/.]\s*)(\d{4})")
_LOOSE_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_WRITTEN_HOUR = re.compile(r"(?<!\d)([01]?\d|2[0-3])\s*(?:h|giờ|:)\s*([0-5]\d)?(?:\s*phút|:[0-5]\d)?(?!\d)")
_AROUND_HOURS = re.compile(r"[\s,]*\b(?:lúc|vào)\b|[\s,]+|t$")


def suggest_key(key: str) -> str | None:
    """Return the key that somebody meant who wrote this one, also by its Vietnamese name, or None."""
    labels = {field.label: field.key for field in _ALL}
    meant = did_you_mean(key, [*FIELDS, *labels])
    return labels.get(meant, meant) if meant else None


def read_value(field: Field, values: tuple[str, ...]) -> Any:
    """Return the typed value of what was written, one string a value; the empty value when nothing was.

    Raises: BadValue with the problem's code and facts
    """
    if field.form == "list":
        return values
    text = " ".join(values) or field.default
    if field.form in _TEXT_FORMS:
        if text:
            _TEXT_FORMS[field.form](field, text)
        return text
    return _TYPED_FORMS[field.form](field, text) if text else None


def is_left_open(key: str, written: str | tuple[str, ...]) -> bool:
    """True for a date, link or answer that the template asks for and nobody has given; nothing is signed like that."""
    return FIELDS[key].form in LEFT_OPEN and isinstance(written, str) and bool(PLACEHOLDER.fullmatch(written))


def values_of(written: str | tuple[str, ...]) -> tuple[str, ...]:
    """Return what stands under a key, one value or several, as several."""
    return (written,) if isinstance(written, str) else written


def value_of(key: str, written: str | tuple[str, ...]) -> Any:
    """Return the typed value of a key's canonical words. Raises: BadValue"""
    return read_value(FIELDS[key], values_of(written))


def can_be_read(key: str, written: str | tuple[str, ...]) -> bool:
    """True for words that mean something, or are left open."""
    try:
        if not is_left_open(key, written):
            value_of(key, written)
    except BadValue:
        return False
    return True


def iso_proposal(text: str) -> str | None:
    """Return the ISO form of a date that a Vietnamese reader would understand ("5/11/2023"), or None."""
    trimmed = text.strip().lower()
    for pattern, names in ((_LOOSE_ISO, "ymd"), (_WRITTEN_DAY, "dmy"), (_WRITTEN_MONTH, "my")):
        if match := pattern.fullmatch(trimmed):
            part = dict(zip(names, (int(number) for number in match.groups()), strict=True))
            try:
                return PartialDate.of(date(part["y"], part["m"], part.get("d", 1))).iso()[: 10 if "d" in part else 7]
            except ValueError:
                return None
    return None


def moment_proposal(text: str) -> str | None:
    """Return the moment in Vietnam that a reader would understand ("8h30 ngày 1/12/2026"), or None."""
    trimmed = text.strip().lower()
    if not (hour := _WRITTEN_HOUR.search(trimmed)):
        return None
    around = (_AROUND_HOURS.sub(" ", part).strip() for part in (trimmed[: hour.start()], trimmed[hour.end() :]))
    day = iso_proposal(" ".join(around))
    return f"{day}T{int(hour[1]):02}:{hour[2] or '00'}:00+07:00" if day and len(day) == len("2026-11-20") else None


def _fits(pattern: re.Pattern[str], code: str) -> Callable[[Field, str], None]:
    def read(field: Field, text: str) -> None:
        if not pattern.fullmatch(text):
            raise BadValue(code, key=field.key, label=field.label, value=text, example=field.example)

    return read


def _url(field: Field, text: str) -> None:
    try:
        parts = urlsplit(text)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in {"http", "https"} or not parts.netloc or any(c.isspace() or c in '"<>\\' for c in text):
        raise BadValue("url-unreadable", key=field.key, label=field.label, value=text, example=field.example)


def _choice(field: Field, text: str) -> None:
    if text not in field.choices:
        raise BadValue(
            "value-unknown",
            key=field.key,
            label=field.label,
            value=text,
            allowed=", ".join(field.choices),
            hint=suggestion(text, field.choices),
        )


def _flag(field: Field, text: str) -> bool:
    try:
        return _FLAGS[fold(text)]
    except KeyError:
        raise BadValue("flag-unreadable", key=field.key, label=field.label, value=text) from None


def _whole(field: Field, text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise BadValue("whole-unreadable", key=field.key, label=field.label, value=text)
    return int(text)


def _partial(field: Field, text: str) -> PartialDate:
    try:
        if not text.isascii():
            raise ValueError("digits of another script")
        read = PartialDate.parse(text)
    except ValueError:
        proposal = iso_proposal(text)
        way = f"Viết “{field.key}: {proposal}”." if proposal else "Viết năm-tháng-ngày, ví dụ “2026-11-20”."
        raise BadValue("date-unreadable", key=field.key, label=field.label, value=text, way=way) from None
    if not FIRST_YEAR <= read.year <= LAST_YEAR:
        raise BadValue("date-unreadable", key=field.key, label=field.label, value=text, way="Sửa lại năm.")
    return read


def _day(field: Field, text: str) -> date:
    day = _partial(field, text).as_date()
    if day is None:
        raise BadValue("date-incomplete", key=field.key, label=field.label, value=text)
    return day


def _effective(field: Field, text: str) -> date | str:
    return text if text in {ON_SIGNING, UNDETERMINED} else _day(field, text)


def _moment(field: Field, text: str) -> datetime:
    """A day means its first moment in Vietnam; a moment must say its offset."""
    proposal = moment_proposal(text)
    if ":" not in text and not proposal:
        return datetime.combine(_day(field, text), time(), VIETNAM)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None or not FIRST_YEAR <= moment.year <= LAST_YEAR:
        example = proposal or field.example
        raise BadValue("moment-unreadable", key=field.key, label=field.label, value=text, example=example)
    return moment


_TEXT_FORMS: Mapping[str, Callable[[Field, str], None]] = {
    "text": lambda field, text: None,
    "id": _fits(_ID, "id-unreadable"),
    "digest": _fits(_DIGEST, "digest-unreadable"),
    "slug": _fits(_SLUG, "slug-unreadable"),
    "address": _fits(_ADDRESS, "address-unreadable"),
    "old_address": _fits(OLD_ADDRESS, "old-address-unreadable"),
    "url": _url,
    "choice": _choice,
}
_TYPED_FORMS: Mapping[str, Callable[[Field, str], Any]] = {
    "flag": _flag,
    "whole": _whole,
    "day": _day,
    "partial": _partial,
    "effective": _effective,
    "moment": _moment,
}
