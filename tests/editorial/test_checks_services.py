"""The list of services: what an entry must say, and that its ways lead to a portal that the profile names."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.editorial.checking import BODY, PAGE, PATH, SERVICE, said_of, text_of, write

PROCEDURE = {
    key: value for key, value in SERVICE.items() if key not in {"service_level", "service_audience", "service_guide"}
} | {"kind": "procedure", "id": "th-mau", "slug": "th-mau"}


def said(content: Path, **changes: str | None) -> dict[str, str]:
    write(content, {PATH: text_of(SERVICE | changes, BODY)})
    return said_of(content)


@pytest.mark.parametrize(
    "address",
    [
        "http://dichvucong.gov.vn/",
        "https://dichvucong.gov.vn.example.vn/",
        "https://xdichvucong.gov.vn/",
        "https://dichvucong.gov.vn@example.vn/",
        "https://can-bo@dichvucong.gov.vn/",
        "https://dichvucong-gov.vn/",
        "https://example.vn/dichvucong.gov.vn",
    ],
)
@pytest.mark.parametrize("key", ["service_url", "service_guide", "service_progress"])
def test_nobody_is_sent_to_another_portal(tmp_path: Path, key: str, address: str):
    assert said(tmp_path, **{key: address}) == {"service-elsewhere": "hold"}


@pytest.mark.parametrize("address", ["https://thutuc.dichvucong.gov.vn/p/1", "https://DichVuCong.gov.vn/p/1?a=2"])
def test_the_portal_and_what_lies_below_it_are_taken(tmp_path: Path, address: str):
    assert said(tmp_path, service_url=address, service_progress=address) == {}


@pytest.mark.parametrize("key", ["service_field", "service_audience"])
def test_a_service_says_its_field_and_for_whom_it_is(tmp_path: Path, key: str):
    assert said(tmp_path, **{key: None}) == {"field-missing": "hold"}


def test_for_whom_is_one_of_two_words(tmp_path: Path):
    assert said(tmp_path, service_audience="cá nhân; tổ chức") == {}
    assert said(tmp_path, service_audience="doanh nghiệp") == {"service-audience-unknown": "hold"}


def test_a_service_without_a_guide_has_the_sites(tmp_path: Path):
    assert said(tmp_path, service_guide=None) == {"service-guide-missing": "warn"}
    page = PAGE | {"id": "huong-dan-dvc", "address": "/huong-dan-dich-vu-cong/"}
    write(tmp_path, {"trang/huong-dan.md": text_of(page)})
    assert said(tmp_path, service_guide=None) == {}


def test_a_procedure_that_is_named_is_one_of_the_sites(tmp_path: Path):
    write(tmp_path, {"dich-vu-cong/th.md": text_of(PROCEDURE, "")})
    assert said(tmp_path, procedures="th-mau") == {}
    assert said(tmp_path, procedures="th-mao") == {"procedure-unknown": "hold"}
    assert said(tmp_path, procedures="bai-mau") == {"procedure-unknown": "hold"}
