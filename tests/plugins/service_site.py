"""A site with services of two fields and an index, all made up."""

from __future__ import annotations

from pathlib import Path

from tests.organisation import Organisation
from tests.requirements.items import INDEX_TABLES
from tests.site_fixture import found_site, page

SERVICE = """title: {title}
summary: Tóm tắt của {title}.
id: {id}
kind: {kind}
areas: thu-tuc-hanh-chinh
level: thành phố Cần Thơ
author: Ban biên tập bản dùng thử
source: Quy chế
origin: own
slug: {id}
service_field: {field}
service_url: https://dichvucong.gov.vn/{id}
service_owner: Cơ quan thử
reviewed_on: 2026-11-01
{extra}

{body}
"""
INDEX = """title: Chỉ số thử theo năm
id: chi-so-thu
kind: index
areas: the-che
level: thành phố Cần Thơ
author: Ban biên tập bản dùng thử
source: Cơ quan thử
origin: own
slug: chi-so-thu
issued_on: 2026-11-01
index_name: CST
index_unit: %
index_scale: 0–100

{body}
"""
ONLINE = "service_level: {level}\nservice_audience: {audience}\n"
GUIDE = "/huong-dan-dich-vu-cong/"


def service(
    site: Organisation,
    item: str,
    title: str,
    field: str,
    level: str = "toàn trình",
    audience: str = "cá nhân",
    extra: str = "",
) -> None:
    """Write an online service."""
    lines = ONLINE.format(level=level, audience=audience) + extra
    text = SERVICE.format(
        id=item, title=title, kind="online_service", field=field, extra=lines.strip(), body="Giới thiệu ngắn."
    )
    site.write(f"dich-vu-cong/{item}.md", text)


def index(site: Organisation, body: str = INDEX_TABLES) -> None:
    """Write an index."""
    site.write("ket-qua/chi-so-thu.md", INDEX.format(body=body))


def service_site(base: Path) -> Organisation:
    """Return an organisation with services, a procedure, a guide and an index, all signed."""
    site = found_site(base)
    text = SERVICE.format(
        id="th-mot", title="Thủ tục một", kind="procedure", field="Hộ tịch", extra="areas_note", body=""
    )
    site.write("dich-vu-cong/th-mot.md", text.replace("areas_note\n", ""))
    service(site, "dv-khai-sinh", "Dịch vụ khai sinh thử", "Hộ tịch", extra="procedures: th-mot; th-chua-ky\n")
    service(site, "dv-an-tuong", "Dịch vụ ăn uống thử", "Hộ tịch", "một phần", "cá nhân; tổ chức")
    service(
        site,
        "dv-dat-dai",
        "Dịch vụ đất đai thử",
        "Đất đai",
        "một phần",
        "tổ chức",
        "service_guide: https://dichvucong.gov.vn/huong-dan\nservice_progress: https://dichvucong.gov.vn/tra-cuu\n",
    )
    page(site, "huong-dan-dvc", GUIDE, "page", "Cách dùng cổng.")
    index(site)
    for item in ("th-mot", "dv-khai-sinh", "dv-an-tuong", "dv-dat-dai", "huong-dan-dvc", "chi-so-thu"):
        site.sign_all(item)
    return site
