"""Open data: what is told of an item and of a document, said once for the data, for its JSON Schema and for its page.

What nobody knows is left out of a row; nothing is guessed, and nothing hangs on today: a status is told with its days.
In CSV a cell that a spreadsheet would take for a formula begins with an apostrophe; JSON has the words as they are.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from io import StringIO
from typing import Any

from editorial.frozen import frozen
from editorial.spreadsheet import safe_cell
from plugins.entries import Entry
from plugins.facets import ISSUER

Row = dict[str, Any]

TEXT: Mapping[str, Any] = {"type": "string"}
TEXTS: Mapping[str, Any] = {"type": "array", "items": TEXT}
MOMENT: Mapping[str, Any] = {"type": "string", "format": "date-time"}
URI: Mapping[str, Any] = {"type": "string", "format": "uri-reference"}
DAY: Mapping[str, Any] = {"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"}
DIGEST: Mapping[str, Any] = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
STATUSES: Mapping[str, Any] = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["status"],
        "properties": {"status": TEXT, "from": {"type": "string", "format": "date"}},
        "additionalProperties": False,
    },
}
FILES: Mapping[str, Any] = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["name", "url", "media_type", "size", "sha256"],
        "properties": {"name": TEXT, "url": URI, "media_type": TEXT, "size": {"type": "integer"}, "sha256": DIGEST},
        "additionalProperties": False,
    },
}


@frozen
class Field:
    """One thing that is told. label: its name for people; words: what it means; value: of an entry, given the base"""

    key: str
    label: str
    words: str
    schema: Mapping[str, Any]
    value: Callable[[Entry, str], Any]
    is_required: bool = False


def _told(key: str) -> Callable[[Entry, str], Any]:
    """As the editor wrote it above the text."""
    return lambda entry, base: _plain(entry.public.metadata.get(key, ""))


def _plain(value: str | tuple[str, ...]) -> str | list[str]:
    return value if isinstance(value, str) else list(value)


def _texts(key: str) -> Callable[[Entry, str], Any]:
    def value(entry: Entry, base: str) -> list[str]:
        told = entry.public.metadata.get(key, ())
        return [told] if told and isinstance(told, str) else list(told)

    return value


def _issuer(entry: Entry, base: str) -> str:
    return next((value.name for value in entry.facets if value.facet == ISSUER), "")


def _section(entry: Entry, base: str) -> str:
    return entry.section.slug if entry.section else ""


def _areas(entry: Entry, base: str) -> list[str]:
    return [area.slug for area in entry.areas]


def _statuses(entry: Entry, base: str) -> list[dict[str, str]]:
    return [
        {"status": span.status.words, **({"from": span.first.isoformat()} if span.first else {})}
        for span in entry.spans
    ]


def _files(entry: Entry, base: str) -> list[dict[str, Any]]:
    return [
        {
            "name": file.name,
            "url": base + entry.address + file.address_name,
            "media_type": file.media_type,
            "size": file.size,
            "sha256": file.sha256,
        }
        for file in entry.public.attachments
    ]


_SHARED = (
    Field("id", "Mã mục", "Mã cố định, không đổi khi đổi tên hay địa chỉ", TEXT, lambda e, _: e.id, True),
    Field("url", "Địa chỉ", "Trang của mục", URI, lambda e, base: base + e.address, True),
    Field("title", "Tiêu đề", "Như trên trang", TEXT, _told("title"), True),
)
_DATES = (
    Field(
        "published_at",
        "Đăng lần đầu",
        "Thời điểm công khai lần đầu",
        MOMENT,
        lambda e, _: e.public.shown.published_at,
        True,
    ),
    Field(
        "updated_at",
        "Duyệt bản đang đăng",
        "Thời điểm bản đang đăng được duyệt",
        MOMENT,
        lambda e, _: e.public.shown.updated_at,
        True,
    ),
    Field(
        "superseded",
        "Không còn phù hợp",
        "Có mặt khi nội dung chỉ còn để tra cứu",
        {"const": True},
        lambda e, _: e.public.is_superseded,
    ),
    Field("edition", "Mã bản đã duyệt", "SHA-256 của bản mà lãnh đạo đã ký", DIGEST, lambda e, _: e.digest, True),
    Field("files", "Tệp đính kèm", "Tên, địa chỉ, kiểu, số byte, SHA-256", FILES, _files),
)

DOCUMENT: tuple[Field, ...] = (
    *_SHARED,
    Field("number", "Số, ký hiệu", "Như in trên văn bản; chỗ để trống giữ nguyên", TEXT, _told("document_no")),
    Field("form", "Loại văn bản", "Hình thức văn bản", TEXT, _told("form")),
    Field("abstract", "Trích yếu", "Trích yếu nội dung", TEXT, _told("abstract")),
    Field("issuer_id", "Mã cơ quan ban hành", "Mã cố định của cơ quan", TEXT, _told("issuer")),
    Field("issuer", "Cơ quan ban hành", "Tên cơ quan khi ban hành", TEXT, _issuer),
    Field("issued_on", "Ngày ban hành", "Ngày, tháng hoặc năm, theo mức văn bản ghi", DAY, _told("issued_on")),
    Field(
        "effective_on",
        "Ngày có hiệu lực",
        "Như văn bản ghi: ngày, “từ ngày ký”, “chưa xác định”",
        TEXT,
        _told("effective_on"),
    ),
    Field(
        "expires_on", "Ngày hết hiệu lực", "Ngày đầu tiên không còn hiệu lực, nếu đã biết", TEXT, _told("expires_on")
    ),
    Field(
        "statuses",
        "Tình trạng hiệu lực",
        "Từng giai đoạn, cũ trước mới sau; “from” là ngày đầu của giai đoạn",
        STATUSES,
        _statuses,
        True,
    ),
    Field("areas", "Lĩnh vực", "Mã lĩnh vực, như trong địa chỉ /linh-vuc/…/", TEXTS, _texts("areas")),
    Field("territory", "Địa bàn áp dụng", "Nếu văn bản có ghi", TEXT, _told("territory")),
    Field("signer", "Người ký", "Như in trên văn bản", TEXT, _told("signer")),
    Field("signer_title", "Chức vụ người ký", "Như in trên văn bản", TEXT, _told("signer_title")),
    Field("legal_bases", "Căn cứ", "Từng căn cứ, như in", TEXTS, _texts("legal_bases")),
    Field("replaces", "Thay thế", "Văn bản bị thay thế", TEXTS, _texts("replaces")),
    Field("repeals", "Bãi bỏ", "Văn bản bị bãi bỏ", TEXTS, _texts("repeals")),
    Field("amends", "Sửa đổi, bổ sung", "Văn bản được sửa đổi", TEXTS, _texts("amends")),
    Field("guides", "Hướng dẫn", "Văn bản được hướng dẫn thi hành", TEXTS, _texts("guides")),
    *_DATES,
)

ITEM: tuple[Field, ...] = (
    *_SHARED,
    Field("summary", "Tóm tắt", "Lời dẫn của bài", TEXT, _told("summary")),
    Field("kind", "Loại nội dung", "Mã loại nội dung", TEXT, lambda e, _: e.kind, True),
    Field("kind_name", "Tên loại nội dung", "Tên loại nội dung", TEXT, lambda e, _: e.kind_name, True),
    Field("section", "Chuyên mục", "Mã chuyên mục, như trong địa chỉ", TEXT, _section),
    Field("areas", "Lĩnh vực", "Mã lĩnh vực, như trong địa chỉ /linh-vuc/…/", TEXTS, _areas),
    Field("lang", "Ngôn ngữ", "Mã ngôn ngữ", TEXT, lambda e, _: e.foreign_lang or "vi", True),
    Field("author", "Tác giả", "Như ghi trên bài", TEXT, _told("author")),
    Field("source", "Nguồn", "Như ghi trên bài", TEXT, _told("source")),
    Field("source_url", "Địa chỉ nguồn", "Nếu có", TEXT, _told("source_url")),
    *_DATES,
)


def row_of(fields: Iterable[Field], entry: Entry, base: str) -> Row:
    """Return what is told of an entry; what it does not have is left out."""
    entry.note_all()
    told = ((field, field.value(entry, base)) for field in fields)
    return {field.key: value for field, value in told if value or field.is_required}


def json_bytes(fields: str, entries: Sequence[Entry], base: str, schema: str, head: Sequence[tuple[str, str]]) -> bytes:
    """Return a set of data as JSON, a line an item. fields: "document" or "item"; head: what is said of the whole"""
    told = {"schema": base + schema, **dict(head)}
    opening = json.dumps(told, ensure_ascii=False, indent=1)[:-2]
    lines = ",\n".join(
        json.dumps(row_of(FIELDS[fields], entry, base), ensure_ascii=False, separators=(",", ":")) for entry in entries
    )
    return f'{opening},\n "items": [\n{lines}\n]}}\n'.encode()


def csv_bytes(fields: str, entries: Sequence[Entry], base: str) -> bytes:
    """Return the same as CSV (RFC 4180): UTF-8 with a mark that Excel needs, lists joined by "; "."""
    made = StringIO()
    writer = csv.writer(made, lineterminator="\r\n")
    columns = FIELDS[fields]
    writer.writerow(field.label for field in columns)
    for entry in entries:
        row = row_of(columns, entry, base)
        writer.writerow(cell_of(row.get(field.key, "")) for field in columns)
    return made.getvalue().encode("utf-8-sig")


def cell_of(value: Any) -> str:
    """Return what stands in a cell; never a formula."""
    if isinstance(value, list):
        value = "; ".join(_of_object(one) if isinstance(one, dict) else one for one in value)
    text = "có" if value is True else str(value)
    return safe_cell(text)


def _of_object(value: Mapping[str, Any]) -> str:
    """A file is told by its address, a status by its words and its first day."""
    if "url" in value:
        return str(value["url"])
    return f"{value['status']} từ {value['from']}" if "from" in value else str(value["status"])


def schema_bytes(fields: str, title: str, address: str) -> bytes:
    """Return the JSON Schema of a set of data. address: its own"""
    columns = FIELDS[fields]
    row = {
        "type": "object",
        "required": [field.key for field in columns if field.is_required],
        "properties": {
            field.key: {"title": field.label, "description": field.words, **field.schema} for field in columns
        },
        "additionalProperties": False,
    }
    told = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": address,
        "title": title,
        "type": "object",
        "required": ["schema", "source", "items"],
        "properties": {
            "schema": URI,
            "source": TEXT,
            "reuse": {"description": "Lời ghi nguồn khi dùng lại", **TEXT},
            "items": {"type": "array", "items": row},
        },
        "additionalProperties": False,
    }
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


FIELDS: Mapping[str, tuple[Field, ...]] = {"document": DOCUMENT, "item": ITEM}
"""What is told, by the name that jobs are given."""
