"""How often the pages of services were opened, by month, from the web server's own log (LX-12.2).

The log holds no person: an address cut short, a path without its query (deploy/nginx.conf). Counted are pages that were
sent, not people, and machines that read the site are among them; what somebody did on the portal only the portal knows.
"""

from __future__ import annotations

import gzip
import json
import re
import zlib
from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path

from desk.screen import Screen
from editorial.addresses import INDEX
from editorial.dates import VIETNAM
from editorial.profile_schema import SERVICE_KINDS
from editorial.publication import load
from editorial.settings import Settings
from editorial.text import sort_key

HELP = "số lượt mở trang của từng dịch vụ công, theo tháng, đọc từ nhật ký máy chủ web"
SENT = frozenset({200, 304})
"""A page that was sent, or that the browser had already."""

_PACKED = re.compile(r"^/-br(?=/)")
_FILE = re.compile(rf"{re.escape(INDEX)}(\.gz|\.br)?$")

Month = str
"""'2026-11'"""


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("logs", metavar="TỆP", nargs="+", type=Path, help="nhật ký của nginx, cả tệp .gz đã xoay vòng")


def run(args: Namespace, settings: Settings, screen: Screen) -> int:
    public = load(settings, datetime.now(VIETNAM)).items
    titles = {one.address: str(one.metadata.get("title", "")) for one in public if one.kind in SERVICE_KINDS}
    if not titles:
        screen.say("Chưa có dịch vụ nào công khai, nên không có gì để đếm.")
        return 0
    views: Counter[tuple[Month, str]] = Counter()
    unread = 0
    for path in args.logs:
        try:
            found, skipped = views_in(_lines(path), titles.keys())
        except FileNotFoundError:
            screen.error(f"Không có tệp “{path}”. Nhật ký thường ở /var/log/nginx/cchc.log.")
            return 1
        except (EOFError, UnicodeDecodeError, gzip.BadGzipFile, zlib.error):
            screen.error(f"Không đọc được “{path}”: tệp hỏng, hoặc không phải nhật ký của máy chủ web.")
            return 1
        views += found
        unread += skipped
    screen.table(("Tháng", "Dịch vụ", "Lượt mở trang"), _rows(views, titles), title="Lượt mở trang dịch vụ")
    screen.say("Đếm lượt mở trang, gồm cả máy tự động; không biết ai, không biết việc làm trên cổng dịch vụ công.")
    if unread:
        screen.warn(f"Bỏ qua {unread} dòng không phải của nhật ký theo mẫu deploy/nginx.conf.")
    return 0


def views_in(lines: Iterable[str], addresses: Iterable[str]) -> tuple[Counter[tuple[Month, str]], int]:
    """Return how often each address was sent in each month, and how many lines could not be read."""
    wanted, views, unread = frozenset(addresses), Counter[tuple[Month, str]](), 0
    for line in lines:
        if not line.strip():
            continue
        try:
            told = json.loads(line)
            at, method, path, status = (told[name] for name in ("at", "method", "path", "status"))
            month = f"{datetime.fromisoformat(at).astimezone(VIETNAM):%Y-%m}"
        except (ValueError, KeyError, TypeError):
            unread += 1
            continue
        address = address_of(path) if isinstance(path, str) else ""
        if method == "GET" and status in SENT and address in wanted:
            views[month, address] += 1
    return views, unread


def address_of(path: str) -> str:
    """Return the address that a reader asked for: nginx logs the file that it sent, packed or not."""
    return _FILE.sub("", _PACKED.sub("", path))


def _lines(path: Path) -> Iterator[str]:
    if path.suffix == ".gz":
        with gzip.open(path, "rt", encoding="utf-8") as packed:
            yield from packed
    else:
        with path.open(encoding="utf-8") as plain:
            yield from plain


def _rows(views: Mapping[tuple[Month, str], int], titles: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """Yield every month, the newest first, with every service by name; none is left out for want of use."""
    for month in sorted({month for month, _ in views}, reverse=True):
        for address in sorted(titles, key=lambda address: sort_key(titles[address])):
            yield month, titles[address], str(views.get((month, address), 0))
