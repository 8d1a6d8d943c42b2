"""Checks run on files as editors write them, against a real regulation and a small registry."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

from editorial.checks import check_items, check_together
from editorial.checks_context import Context
from editorial.content_files import read_items
from editorial.dates import VIETNAM
from editorial.messages import sentence
from editorial.problem import Problem
from editorial.registry import load_registry
from tests.organisation import profile_named

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "tests" / "data"
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=VIETNAM)
PATH = "bai/bai.md"

NEWS = {
    "title": "Hội nghị mẫu về cải cách hành chính",
    "id": "bai-mau",
    "kind": "event_news",
    "areas": "the-che",
    "level": "thành phố Cần Thơ",
    "author": "Ban Biên tập",
    "source": "Sở Mẫu",
    "origin": "own",
    "event_on": "2026-11-18",
}
DOCUMENT = {key: value for key, value in NEWS.items() if key != "event_on"} | {
    "kind": "admin_document",
    "form": "Quyết định",
    "document_no": "12/QĐ-SM",
    "issuer": "so-mau",
    "issued_on": "2026-11-17",
    "effective_on": "từ ngày ký",
    "abstract": "Ban hành kế hoạch mẫu",
    "recipients": "Trang CCHC thành phố; Lưu: VT",
}
SERVICE = {key: value for key, value in NEWS.items() if key != "event_on"} | {
    "kind": "online_service",
    "service_field": "Hộ tịch",
    "service_level": "toàn trình",
    "service_audience": "cá nhân",
    "service_guide": "https://dichvucong.gov.vn/",
    "service_url": "https://dichvucong.gov.vn/",
    "service_owner": "Sở Mẫu",
    "reviewed_on": "2026-11-01",
}
PAGE = {"title": "Giới thiệu", "id": "gioi-thieu", "kind": "page", "author": "Ban Biên tập", "source": "Sở Mẫu"}
BODY = "Nội dung của bài đã soạn xong, đủ dấu."


def text_of(fields: Mapping[str, str | None], body: str = BODY) -> str:
    """Return the file that holds the fields (None leaves one out) and the body."""
    lines = [f"{key}: {value}" for key, value in fields.items() if value is not None]
    return "\n".join([*lines, "", body, ""])


def check_all(context: Context) -> list[Problem]:
    """Return what stands against all items of the context."""
    return [*check_items(context.items, context), *check_together(context)]


def check_folder(content: Path, regulation: str = "ct", **more: Any) -> list[Problem]:
    """Return every problem of the content folder; each has a sentence. more: of the Context"""
    items, problems = read_items(content)
    registry = load_registry(DATA / "registry")
    problems += check_all(Context(profile_named(regulation), registry, content, NOW, tuple(items), **more))
    assert all(sentence(problem) for problem in problems)
    return problems


def write(content: Path, files: Mapping[str, str | bytes]) -> None:
    """Write files below the content folder."""
    for name, text in files.items():
        path = content / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)


def said_of(content: Path, regulation: str = "ct", **more: Any) -> dict[str, str]:
    """Return code -> severity of everything that is said of the folder. more: of the Context"""
    return {problem.code: problem.severity for problem in check_folder(content, regulation, **more)}


def photo(form: str, where: bool = True, size: tuple[int, int] = (30, 20)) -> bytes:
    """Return a picture full of grain with the EXIF of a phone; where: it knows the place, else only its map datum."""
    made, exif = BytesIO(), Image.Exif()
    exif[0x010F], exif[0x8825] = "Máy", {2: (10.0, 2.0, 3.5), 4: (105.0, 47.0, 0.0)} if where else {18: "WGS-84"}
    Image.effect_noise(size, 90).convert("RGB").save(made, form, exif=exif, quality=98)
    return made.getvalue()
