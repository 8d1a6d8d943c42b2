"""A new content file of a kind: every line that the regulation asks for is there already.

The lines are found by asking the checks what is missing, so that a template can never lag behind
them. Where a true value is known it stands there; where only the editor knows it (a date, a number,
a form), "[điền …]" keeps the item from every signer until it is replaced, as the guidance in the
text does until it is deleted. The checks tell both and let the template lie.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from editorial.checks import check_item
from editorial.checks_context import Context
from editorial.checks_fields import GUIDANCE
from editorial.content import parse_item
from editorial.content_fields import FIELDS, KINDS, PAGE
from editorial.index_values import INDEX, SOURCES_HEAD, VALUES_HEAD
from editorial.profile_schema import AUDIENCES_OF_SERVICES
from editorial.text import slug

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32: no letter that is taken for another one."""

ID_LENGTH = 8
PAGES = "trang"
"""The folder of what belongs to no section."""

_ASKED = frozenset({"field-missing", "explained-text-missing"})


def new_id(kind: str) -> str:
    """Return a fresh id: the initials of the kind's name and eight random letters, "tt-7k3mq9xw"."""
    return id_of(kind, secrets.token_bytes(ID_LENGTH))


def id_of(kind: str, chance: bytes) -> str:
    """Return the id that these bytes make, as many as it has letters, or more."""
    initials = "".join(word[0] for word in slug(KINDS[kind]).split("-")[:2])
    return f"{initials}-{''.join(ALPHABET[byte % len(ALPHABET)] for byte in chance[:ID_LENGTH])}"


def free_id(kind: str, context: Context, taken: Collection[str] = ()) -> str:
    """Return a fresh id that no item has or ever had. taken: ids that are given out besides"""
    while (fresh := new_id(kind)) in context.by_id or fresh in context.given or fresh in taken:
        continue
    return fresh


def place_for(kind: str, values: Mapping[str, str], context: Context) -> Path:
    """Return where a new file goes: its section's folder, named by the title, or by the id when that is taken."""
    section = context.profile.section_of(kind, values.get("section"))
    folder = context.content / (section.slug if section else PAGES)
    named = folder / f"{slug(values.get('title', '')) or values['id']}.md"
    return folder / f"{values['id']}.md" if named.exists() or named.is_symlink() else named


def kinds_of(context: Context) -> dict[str, str]:
    """Return the kinds that the profile's sections take, each with the slugs of its sections; pages last."""
    kinds: dict[str, list[str]] = {}
    for section in context.profile.sections:
        for kind in section.kinds:
            kinds.setdefault(kind, []).append(section.slug)
    return {kind: ", ".join(slugs) for kind, slugs in kinds.items()} | {PAGE: PAGES}


def new_content(kind: str, values: Mapping[str, str], context: Context, body: str = "") -> str:
    """Return the text of a new content file.

    values: metadata that are known, by key; "id" is among them; body: "" for guidance on how to write one
    """
    metadata = {"title": "[điền tiêu đề]", **values, "kind": kind}
    if kind == PAGE:
        metadata.setdefault("address", f"/{slug(values.get('title', '')) or metadata['id']}/")
    guidance = body or _guidance(kind)
    for _ in FIELDS:  # one round a layer of questions: some lines are asked for only when others are there
        item, _problems = parse_item(_text(metadata, guidance), "moi.md")
        if item is None:
            raise ValueError(f"the template of {kind!r} has no metadata")
        others = tuple(one for one in context.items if one.id != item.id)
        found = check_item(item, replace(context, items=(*others, item)))
        asked = {str(problem.facts["key"]) for problem in found if problem.code in _ASKED} - metadata.keys()
        if not asked:
            break
        metadata |= {key: _default(key, metadata, context) for key in asked}
    return _text(metadata, guidance)


def _default(key: str, metadata: Mapping[str, str], context: Context) -> str:
    """Return what stands in a line until the editor knows better."""
    profile = context.profile
    office = profile.site.directed.by if profile.site.directed else profile.regulation.issuer
    listed: dict[str, Any] = {
        "areas": [area.slug for area in profile.areas.list] if profile.areas else [],
        "level": profile.site.levels.list[::-1] if profile.site.levels else [],
        "service_level": profile.content.service_levels.list if profile.content.service_levels else [],
        "service_field": profile.content.services.fields if profile.content.services else [],
        "service_audience": ["; ".join(AUDIENCES_OF_SERVICES)],
        "issuer": [body.id for body in context.registry.bodies_named(office)] + list(context.registry.bodies),
    }
    if values := listed.get(key):
        count = profile.areas.required if key == "areas" and profile.areas else 1
        return "; ".join(values[: max(count, 1)])
    known = {
        "author": "Ban Biên tập",
        "source": office,
        "origin": "own",
        "abstract": metadata["title"],
        "service_owner": office,
        "summary": metadata["title"],
    }
    if key in known:
        return known[key]
    return FIELDS[key].example if FIELDS[key].form == "choice" else f"[điền {FIELDS[key].label}]"


def _guidance(kind: str) -> str:
    return f"""{GUIDANCE}: {KINDS[kind]}.
Viết nội dung ở đây bằng Markdown, rồi xóa cả đoạn này. Mỗi đề mục trong bài bắt đầu bằng “##”.
Điền mọi chỗ còn để trong ngoặc vuông ở đầu tệp; xem lại lĩnh vực, cấp, cơ quan, tác giả, nguồn, đang là giá trị mẫu.
Hình và tệp đính kèm đặt cạnh tệp này: ![lời mô tả hình](ten-hinh.png), [tên văn bản](ten-tep.pdf).
{_OF_KIND.get(kind, "")}-->
{_TABLES if kind == INDEX else ""}"""


_OF_KIND = {
    INDEX: """Giữ nguyên hàng đầu của hai bảng. Địa bàn ghi đúng tên trong sổ tay; trước và sau hợp nhất là hai địa bàn.
""",
    "online_service": """Không chép lại trình tự, hồ sơ, lệ phí: cổng dịch vụ công giữ bản đúng. Chỉ giới thiệu ngắn.
""",
    "procedure": """Thủ tục chỉ cần các dòng ở đầu tệp: xóa đoạn này, không viết thêm nội dung.
""",
}

_TABLES = f"""
## Kết quả

| {" | ".join(VALUES_HEAD)} |
| --- | --- | ---: | --- | --- |
| [điền năm] | [điền địa bàn] | [điền giá trị] | [điền hạng, như 22/63] | A |

## Nguồn số liệu

| {" | ".join(SOURCES_HEAD)} |
| --- | --- | --- | --- | --- | --- |
| A | [điền cơ quan] | [điền ngày] | [điền văn bản hoặc báo cáo] | [điền phương pháp] | [điền tên trang và liên kết] |
"""


def _text(metadata: Mapping[str, str], guidance: str) -> str:
    lines = [f"{key}: {metadata[key]}" for key in FIELDS if key in metadata]
    return "\n".join([*lines, "", guidance])
