"""An item of any kind that a regulation accepts, as editors would write it, and what is said when one line changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from editorial.checks_context import Context
from editorial.content_files import read_item, read_items
from editorial.messages import sentence
from editorial.problem import Problem
from editorial.profile import Profile
from editorial.profile_schema import DOCUMENT_KINDS, ITEM_DATES
from editorial.registry import load_registry
from tests.editorial.checking import check_all
from tests.organisation import Organisation, profile_named

Fields = dict[str, str]
ISSUED = "2026-11-02"

REGISTRY = {
    "bodies.toml": """schema = 1
[[bodies]]
id = "so-noi-vu"
name = "Sở Nội vụ"
kind = "department"
symbol = "SNV"
valid_from = 2026-02-01
valid_to = 2027-01-01
""",
    "providers.toml": """schema = 1
[[providers]]
id = "so-noi-vu"
name = "Sở Nội vụ"
kind = "agency"
body = "so-noi-vu"
official = true
areas = ["the-che"]
focal = [{ name = "Nguyễn Văn Mẫu", from = 2026-01-01, until = 2026-11-30 }]

[[providers]]
id = "ban-bien-tap-cong"
name = "Ban Biên tập Cổng thông tin điện tử Sở Nội vụ"
kind = "unit"

[[providers]]
id = "nguoi-dan"
name = "Người dân"
kind = "individual"

[[providers]]
id = "vien-nghien-cuu"
name = "Viện Nghiên cứu"
kind = "organisation"
consent_required = true

[[providers]]
id = "bao-mau"
name = "Báo Mẫu"
kind = "press"
official = true
""",
}
"""A small registry: a department with a focal officer, a portal's board, a person, an institute, a newspaper."""

DOCUMENT: Fields = {
    "document_no": "12/QĐ-SNV",
    "form": "Quyết định",
    "issuer": "so-noi-vu",
    "issued_on": ISSUED,
    "effective_on": "từ ngày ký",
    "abstract": "Ban hành kế hoạch thử",
    "relation": "issuer",
    "recipients": "Trang CCHC tỉnh; Trang CCHC thành phố; Lưu: VT",
}
SERVICE: Fields = {
    "service_field": "Hộ tịch",
    "service_audience": "cá nhân; tổ chức",
    "service_guide": "https://dichvucong.gov.vn/",
    "service_level": "toàn trình",
    "service_url": "https://dichvucong.gov.vn/",
    "service_owner": "Sở Nội vụ",
    "reviewed_on": ISSUED,
}
OF_KIND: Mapping[str, Fields] = {
    "guidance": {"legal_bases": "Nghị định số 30/2020/NĐ-CP"},
    "legal_document": {"document_no": "12/2026/QĐ-UBND", "recipients": DOCUMENT["recipients"]},
    "unit_page": {"reviewed_on": ISSUED},
    "order": {"summary": "Báo cáo trước ngày 25."},
    "index": {"index_name": "Chỉ số thử", "index_unit": "%", "index_scale": "0–100"},
}


def profile_of(organisation: Organisation) -> Profile:
    """Return the regulation that the organisation obeys."""
    return profile_named(organisation.settings.regulation)


def complete(profile: Profile, kind: str, origin: str = "own") -> Fields:
    """Return the metadata of an item of the kind with everything that the regulation asks for."""
    fields: Fields = {
        "title": "Bài viết thử về cải cách hành chính",
        "id": "bai-thu",
        "kind": kind,
        "author": "Trần Thị Mẫu - Thành viên Ban Biên tập",
        "source": "Sở Nội vụ",
        "origin": origin,
        "slug": "bai-thu",
    }
    section = profile.section_of(kind)
    if section:
        fields["section"] = section.slug
    if profile.areas:
        fields["areas"] = profile.areas.list[0].slug
    if profile.site.levels:
        fields["level"] = profile.site.levels.list[0]
    if any(step.when == "beyond_authority" for step in profile.approval.steps):
        fields["beyond_authority"] = "no"
    for rule in profile.deadline_rules(kind):
        if rule.from_ in ITEM_DATES and rule.from_ not in {"changed_on", "completed_on"}:
            fields[rule.from_] = ISSUED
    if kind in DOCUMENT_KINDS:
        fields |= DOCUMENT
    if kind in {"online_service", "public_service", "procedure"}:
        fields |= SERVICE
    if origin == "provided":
        fields |= {"provider": "so-noi-vu", "provider_head": "Lê Văn Mẫu - Giám đốc", "focal": "Nguyễn Văn Mẫu"}
        if is_quoted(profile):
            fields["source_url"] = "https://cantho.gov.vn/"
    return fields | OF_KIND.get(kind, {})


def is_quoted(profile: Profile) -> bool:
    """True where collected material must stand word for word (LC-7.3)."""
    verbatim = profile.attribution.verbatim if profile.attribution else None
    return verbatim is not None and verbatim.collected


INDEX_TABLES = """| Năm | Địa bàn | Giá trị | Hạng | Nguồn |
| --- | --- | ---: | --- | --- |
| 2023 | Tỉnh Thử (trước 01/07/2025) | 80,50% | 20/63 | A |
| 2024 | Tỉnh Thử (trước 01/07/2025) | 81,25% | 19/63 | A |
| 2025 | Thành phố Thử (từ 01/07/2025) | 82,00% | 9/34 | A |

Nguồn:

| Nguồn | Cơ quan công bố | Ngày công bố | Căn cứ | Phương pháp | Nơi đăng |
| --- | --- | --- | --- | --- | --- |
| A | Cơ quan thử | 15/04/2026 | Báo cáo thử | Phương pháp thử | [trang thử](https://so-lieu.example.vn/a) |
"""
"""Made up, and no figure of anybody."""


def body_for(profile: Profile, fields: Fields) -> str:
    """Return a text that goes with the metadata: none for a procedure, a quotation where it must be one."""
    if fields["kind"] == "procedure":
        return ""
    if fields["kind"] == "index":
        return INDEX_TABLES
    mark = "> " if fields["origin"] == "provided" and is_quoted(profile) else ""
    return f"{mark}Nội dung đã soạn, đủ dấu và đúng chính tả."


def text_of(fields: Fields, body: str) -> str:
    """Return the file that an editor would have written."""
    return "".join(f"{key}: {value}\n" for key, value in fields.items()) + f"\n{body}\n"


def problems_of(
    organisation: Organisation, fields: Fields, body: str | None = None, **changes: str | None
) -> list[Problem]:
    """Return what is said of an item after some lines were changed; None takes a line out."""
    written = {key: value for key, value in (fields | changes).items() if value is not None}
    profile = profile_of(organisation)
    place = organisation.write("bai/bai-thu.md", text_of(written, body_for(profile, fields) if body is None else body))
    for name, text in REGISTRY.items():
        (organisation.settings.records / name).write_text(text, encoding="utf-8")
    content = organisation.settings.content
    _, unread = read_item(place, content)
    items, _ = read_items(content)
    registry = load_registry(organisation.settings.records)
    return [*unread, *check_all(Context(profile, registry, content, organisation.now, tuple(items)))]


def stops(problems: list[Problem]) -> list[tuple[str, str]]:
    """Return code and clause of what keeps the item out."""
    return [(problem.code, problem.clause) for problem in problems if problem.severity != "warn"]


def told(problems: list[Problem]) -> dict[str, str]:
    """Return every code with its severity."""
    return {problem.code: problem.severity for problem in problems}


@dataclass(frozen=True)
class Case:
    """One line changed in a complete item, and what is then said, how severely and under which clause."""

    kind: str
    changes: dict[str, str | None]
    code: str
    severity: str
    clause: str
    origin: str = "own"
    body: str | None = None
    beside: dict[str, bytes] = field(default_factory=dict)

    def holds_in(self, organisation: Organisation) -> None:
        """Assert that the complete item passes, that the changed one does not, and where the sentence leads."""
        fields = complete(profile_of(organisation), self.kind, self.origin)
        for name, content in self.beside.items():
            organisation.write(f"bai/{name}", content)
        assert self.code not in told(problems_of(organisation, fields))
        problems = problems_of(organisation, fields, self.body, **self.changes)
        assert told(problems).get(self.code) == self.severity, told(problems)
        found = next(problem for problem in problems if problem.code == self.code)
        assert self.clause in found.clause.split()
        assert found.where.startswith("content/bai/")
        assert sentence(found)
