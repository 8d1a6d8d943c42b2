"""desk usage: pages of services counted from the server's log, and nobody told of."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from pathlib import Path

import pytest

from desk.usage import address_of, views_in
from tests.house import House
from tests.organisation import ROOT
from tests.plugins.service_site import service_site

BIRTH, LAND = "/dich-vu-cong/2026/dv-khai-sinh/", "/dich-vu-cong/2026/dv-dat-dai/"


def line(path: str, at: str = "2026-11-20T08:00:00+07:00", method: str = "GET", status: int = 200) -> str:
    return json.dumps({"at": at, "from": "10.0.0.0", "method": method, "path": path, "status": status}) + "\n"


@pytest.mark.parametrize("path", ["", "index.html", "index.html.br", "index.html.gz"])
@pytest.mark.parametrize("before", ["", "/-br"])
def test_a_page_counts_under_its_address_in_whatever_form_it_was_sent(before: str, path: str):
    assert address_of(before + BIRTH + path) == BIRTH


def test_only_pages_of_services_that_were_sent_are_counted():
    lines = [
        line(f"{BIRTH}index.html"),
        line(f"/-br{BIRTH}index.html", status=304),
        line(f"{BIRTH}index.html", at="2026-10-31T17:30:00+00:00"),  # November in Vietnam
        line(f"{BIRTH}index.html", at="2026-10-31T16:30:00+00:00"),
        line(f"{BIRTH}index.html", status=404),
        line(f"{BIRTH}index.html", method="HEAD"),
        line("/van-ban/index.html"),
        "\n",
    ]
    counted = Counter({("2026-11", BIRTH): 3, ("2026-10", BIRTH): 1})
    assert views_in(lines, {BIRTH, LAND}) == (counted, 0)


@pytest.mark.parametrize("text", ["không phải JSON", "[]", "7", '{"at": 5}', line(BIRTH, at="hôm qua")])
def test_a_line_of_another_kind_is_told_and_not_counted(text: str):
    assert views_in([text, line(BIRTH)], {BIRTH}) == (Counter({("2026-11", BIRTH): 1}), 1)


def test_the_log_of_our_nginx_has_what_is_read_and_no_person():
    configuration = (ROOT / "deploy/nginx.conf").read_text("utf-8")
    told = configuration.partition("log_format cchc")[2].partition(";")[0]
    names = re.findall(r'"(\w+)":', told)
    assert {"at", "method", "path", "status"} <= set(names)
    assert "$remote_addr" not in told and "$args" not in told and "agent" not in told


def test_every_service_is_told_for_every_month_also_from_a_packed_log(tmp_path: Path):
    site = service_site(tmp_path / "site")
    log = tmp_path / "cchc.log.2.gz"
    log.write_bytes(gzip.compress((line(f"{BIRTH}index.html") * 2 + "rác\n").encode()))
    done = House(site).desk("usage", str(log))
    assert done.code == 0, done.said
    counted = dict(re.findall(r"2026-11 *│ *(.*?) *│ *(\d+)", done.said))
    assert counted == {
        "Dịch vụ ăn uống thử": "0",
        "Dịch vụ đất đai thử": "0",
        "Dịch vụ khai sinh thử": "2",
        "Thủ tục một": "0",
    }
    assert "Bỏ qua 1 dòng" in done.said
    log.write_bytes(b"PK not gzip")
    for path, words in ((log, "tệp hỏng"), (tmp_path / "thieu.log", "Không có tệp")):
        done = House(site).desk("usage", str(path))
        assert done.code == 1 and words in done.said and "Traceback" not in done.said
