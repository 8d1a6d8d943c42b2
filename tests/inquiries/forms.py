"""The form of each regulation, a schema that is changed in one place, and a form that is filled in rightly."""

from __future__ import annotations

import re
from pathlib import Path

from inquiries.form import FORM_FILE, Form, load_form
from tests.organisation import profile_named

RIGHT = {
    "loai": "hoi_dap",
    "tieu_de": "Hỏi về thủ tục khai sinh",
    "noi_dung": "Tôi nộp hồ sơ ngày 02/11 mà chưa có kết quả.",
    "dong_y": "co",
}


def form_of(regulation: str = "ct") -> Form:
    return load_form(profile_named(regulation))


def altered(tmp_path: Path, pattern: str, by: str) -> Path:
    """Return the schema with the first place that fits the pattern changed."""
    text, changed = re.subn(pattern, by, FORM_FILE.read_text(encoding="utf-8"), count=1, flags=re.MULTILINE)
    assert changed
    path = tmp_path / "form.toml"
    path.write_text(text, encoding="utf-8")
    return path
