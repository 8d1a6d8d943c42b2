"""A small real site: an organisation with signed and unsigned items, built by Pelican in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

from bs4 import BeautifulSoup

from tests import forked
from tests.folders import contents
from tests.lent_templates import lent_templates
from tests.organisation import ROOT, Organisation, environment_of, found, lend

CANARY = "bí-mật-chưa-ký-7q3z"
"""Stands in every text, title and file that nobody has signed; it must occur nowhere in the output."""

URL = "https://cchc.example.vn"

BODIES = """schema = 1

[[bodies]]
id = "so-noi-vu-can-tho"
name = "Sở Nội vụ thành phố Cần Thơ"
kind = "department"
symbol = "SNV"
"""
PROVIDERS = """schema = 1

[[providers]]
id = "so-noi-vu-can-tho"
name = "Sở Nội vụ thành phố Cần Thơ"
kind = "agency"
body = "so-noi-vu-can-tho"
official = true
"""

DOCUMENT = """title: {title}
summary: Tóm tắt của {number}.
id: {id}
kind: admin_document
areas: the-che; thu-tuc-hanh-chinh
level: thành phố Cần Thơ
author: Sở Nội vụ
source: Sở Nội vụ thành phố Cần Thơ
origin: own
slug: {id}
document_no: {number}
form: Quyết định
issuer: so-noi-vu-can-tho
issued_on: {issued_on}
effective_on: từ ngày ký
signer: Người ký
signer_title: Giám đốc
abstract: Về việc thử
recipients: Như Điều 3; Lưu: VT
legal_bases: Luật thứ nhất
    Luật thứ hai
{extra}
{body}
"""

PAGE = """title: {title}
id: {id}
kind: page
author: Ban Biên tập
source: Ban Biên tập
origin: own
address: {address}
template: {template}
{extra}
{body}
"""

LONG_BODY = """### Chương I<br>QUY ĐỊNH CHUNG

#### Điều 1. Phạm vi

1. Khoản một, xem [tin](id:tin-thu) và [chưa ký](id:tin-chua-ky), [mục văn bản](/van-ban/).

a) Điểm a.

#### Điều 2. Đối tượng

Đoạn văn.

### Chương II<br>TỔ CHỨC THỰC HIỆN

#### Điều 3. Hiệu lực

| Cột | Số |
| --- | ---: |
| một | 1 |
"""


@dataclass(frozen=True)
class Build:
    """What a run of Pelican left behind."""

    code: int
    said: str
    output: Path

    def files(self) -> dict[str, bytes]:
        """Return every file of the output by its path."""
        return contents(self.output)

    def text(self, name: str) -> str:
        """Return a page of the output."""
        return (self.output / name).read_text(encoding="utf-8")

    def words(self, name: str) -> str:
        """Return the words of a page."""
        return " ".join(BeautifulSoup(self.text(name), "html.parser").get_text(" ").split())

    def pages(self) -> dict[str, str]:
        """Return every HTML page of the output by its path."""
        return {name: content.decode() for name, content in self.files().items() if name.endswith(".html")}


def found_site(base: Path, regulation: str = "ct", board: dict[str, str] | None = None) -> Organisation:
    """Set up an organisation with the registry and the acts that its pages need."""
    organisation = found(base, regulation, board)
    (organisation.settings.records / "bodies.toml").write_text(BODIES, encoding="utf-8")
    (organisation.settings.records / "providers.toml").write_text(PROVIDERS, encoding="utf-8")
    lend(organisation.settings.records, "acts.toml", "places.toml")
    return organisation


def small_site(base: Path) -> Organisation:
    """Return an organisation with news, two documents, pages of every template, files, and unsigned work."""
    site = found_site(base)
    site.write("bai/hinh.png", b"\x89PNG signed picture")
    site.write("van-ban/quyet-dinh.pdf", b"%PDF-1.4 signed")
    site.article(
        "tin-thu", body="![Một hình](hinh.png)\n\nXem [quyết định](id:vb-1#dieu-2).", title="Tin <script>thử</script>"
    )
    document(site, "vb-1", "517/QĐ-SNV", LONG_BODY, "attachments: quyet-dinh.pdf\n")
    document(site, "vb-2", "/QĐ-SNV", "Không có điều nào.", "replaces: 517/QĐ-SNV; 9/QĐ-UBND\n", issued_on="2023-11")
    for template, address in PAGES.items():
        page(site, f"trang-{template}", address, template)
    site.write(f"bai/{CANARY}.png", f"PNG {CANARY}".encode())
    site.article("tin-chua-ky", body=f"{CANARY} ![x]({CANARY}.png)", title=f"Chưa ký {CANARY}")
    page(site, "trang-chua-ky", "/chua-ky/", "page", f"{CANARY}", "menu: 9\n")
    for item in ("tin-thu", "vb-1", "vb-2", *(f"trang-{template}" for template in PAGES)):
        site.sign_all(item)
    return site


PAGES = {
    "page": "/gioi-thieu/",
    "regulation": "/quy-che/",
    "areas": "/linh-vuc/",
    "contact": "/lien-he/",
    "sitemap": "/so-do/",
    "feeds": "/rss/",
}


def document(
    site: Organisation, item: str, number: str, body: str, extra: str = "", issued_on: str = "2026-10-30"
) -> None:
    """Write a document."""
    text = DOCUMENT.format(
        id=item, number=number, body=body, extra=extra, issued_on=issued_on, title=f"Quyết định {number}"
    )
    site.write(f"van-ban/{item}.md", text)


def page(
    site: Organisation, item: str, address: str, template: str, body: str = "Lời giới thiệu.", extra: str = "menu: 1\n"
) -> None:
    """Write a page of the site."""
    text = PAGE.format(id=item, title=f"Trang {item}", address=address, template=template, body=body, extra=extra)
    site.write(f"trang/{item}.md", text)


def build(
    site: Organisation, name: str = "output", tamper: str = "", hash_seed: str = "0", fatal: str = "errors"
) -> Build:
    """Run Pelican on the site as `desk publish` does, in a process of its own and a fresh folder.

    tamper: Python statements that do something to `settings` before Pelican sees them
    fatal: what Pelican itself is told to stop at
    """
    settings = replace(site.settings, output=site.base / name)
    program = PROGRAM.format(now=site.now.isoformat(), tamper=tamper, fatal=fatal)
    environment = {**environment_of(settings), "PYTHONHASHSEED": hash_seed, "PYTHONPATH": str(site.base)}
    with lent_templates(settings):
        if hash_seed == "0":
            return Build(*forked.program(program, environment), settings.output)
        words = [sys.executable, "-c", program]
        run = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, env=environment, check=False)
    return Build(run.returncode, run.stdout + run.stderr, settings.output)


PROGRAM = """
from datetime import datetime
from pelican import Pelican, log
from pelican.settings import read_settings

log.init(fatal="{fatal}", handler=None)
settings = read_settings("publishconf.py", {{"NOW": datetime.fromisoformat("{now}")}})
{tamper}
pelican = Pelican(settings)
from plugins.approval_gate import is_armed
print("armed" if is_armed(pelican) else "not armed")
pelican.run()
"""
