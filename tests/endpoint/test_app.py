"""What the application answers at which address, and what every answer carries."""

from __future__ import annotations

import json
import logging
import re
import shutil
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from plugins.own_pages import ASKED_FOR
from tests.endpoint.browser import Browser, browser_of
from tests.house import House
from tests.organisation import Organisation

SECRET_WORDS = "so-dien-thoai-0901234567"


def test_the_whole_site_is_shown_as_it_was_published(published_site: Organisation, browser: Browser):
    output = published_site.settings.output
    for path in sorted(p for p in output.rglob("*") if p.is_file()):
        name = path.relative_to(output).as_posix()
        answer = browser.get("/" + name)
        assert (answer.status_code, answer.data) == (200, path.read_bytes()), name


@pytest.mark.parametrize(
    ("address", "media_type"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/tim-kiem/", "text/html; charset=utf-8"),
        ("/tim-kiem/shards/manifest.bin", "application/octet-stream"),
        ("/theme/icon.svg", "image/svg+xml; charset=utf-8"),
    ],
)
def test_folders_show_their_page_and_files_say_what_they_are(browser: Browser, address: str, media_type: str):
    answer = browser.get(address)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, media_type)


def test_a_packed_shard_is_sent_as_it_lies_on_disk(browser: Browser):
    answer = browser.get("/tim-kiem/shards/manifest.bin")
    assert answer.data[:2] == b"\x1f\x8b"
    assert "Content-Encoding" not in answer.headers


def test_a_part_of_a_pack_is_sent_alone(published_site: Organisation, browser: Browser):
    pack = next(published_site.settings.output.glob("tim-kiem/shards/*/u0.bin"))
    address = f"/{pack.relative_to(published_site.settings.output).as_posix()}?10,20,version"
    answer = browser.get(address, headers={"Range": "bytes=10-19"})
    assert (answer.status_code, answer.data) == (206, pack.read_bytes()[10:20])


def test_an_answer_without_a_body_keeps_no_file_open(published_site: Organisation, browser: Browser):
    shard = published_site.settings.output / "tim-kiem/shards/manifest.bin"
    known = browser.get("/tim-kiem/shards/manifest.bin").headers["ETag"]
    answer = FlaskClient.open(browser, "/tim-kiem/shards/manifest.bin", headers={"If-None-Match": known})
    opened = {file.resolve() for file in Path("/proc/self/fd").iterdir()}
    assert answer.status_code == 304
    assert shard.resolve() not in opened


def test_a_folder_without_its_slash_leads_to_the_folder(browser: Browser):
    answer = browser.get("/tim-kiem")
    assert (answer.status_code, answer.headers["Location"]) == (308, "tim-kiem/")


def test_a_query_that_is_no_text_asks_for_the_page_all_the_same(browser: Browser):
    """As a program sends it, or a link of former days in another code."""
    assert browser.get("/tim-kiem/", environ_overrides={"QUERY_STRING": "q=\xe9\xff"}).status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        *("/khong-co/", "/index.html/", "/theme/", "/.state/"),
        *("/../pelicanconf.py", "/%2e%2e/pelicanconf.py", "//etc/passwd", "/a%00b"),
        *("/" + "a" * 300, "/" + "a/" * 3000),
    ],
)
def test_an_address_that_leads_nowhere_shows_the_page_of_the_site(browser: Browser, address: str):
    answer = browser.get(address)
    assert answer.status_code == 404
    assert "Không tìm thấy trang" in answer.text
    assert '="./' not in answer.text


def test_a_link_out_of_the_site_is_not_followed(own: Browser, published: House):
    (published.output / "ra-ngoai").symlink_to(published.site.settings.keys)
    key = next(published.site.settings.keys.iterdir()).name
    assert own.get(f"/ra-ngoai/{key}").status_code == 404


@pytest.mark.parametrize("address", ["/", "/khong-co/", "/healthz", "/tim-kiem/ket-qua?q=x", "/tim-kiem"])
def test_every_answer_forbids_what_the_site_does_not_need(browser: Browser, address: str):
    headers = browser.get(address).headers
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; ")
    for needed in (
        "script-src 'self'",
        "media-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ):
        assert needed in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "Set-Cookie" not in headers


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
@pytest.mark.parametrize("address", ["/", "/tim-kiem/ket-qua", "/healthz"])
def test_what_only_reads_takes_nothing(browser: Browser, method: str, address: str):
    answer = browser.open(address, method=method)
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


def test_health_tells_how_many_pages_are_found(published_site: Organisation, browser: Browser):
    answer = browser.get("/healthz")
    manifest = json.loads((published_site.settings.output / ".well-known/cchc/manifest.json").read_bytes())
    assert answer.json["status"] == "ok"
    assert answer.json["pages"] == len(manifest["items"]) + len(ASKED_FOR)
    assert answer.headers["Cache-Control"] == "no-store"


def test_without_an_index_health_says_so_and_a_search_leads_elsewhere(published: House):
    shutil.rmtree(published.output / "tim-kiem" / "shards")
    browser = browser_of(published.site)
    assert browser.get("/healthz").status_code == 503
    answer = browser.get("/tim-kiem/ket-qua?q=quyết+định")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "60"
    assert answer.text == (published.output / "tim-kiem/khong-tra-loi.html").read_text(encoding="utf-8")
    main = answer.text[answer.text.index("<main") : answer.text.index("</main>")]
    for address in ("van-ban/", "luu-tru/"):
        assert re.search(rf'href="\.\./{address}index\.html"', main), main


def test_without_a_search_page_a_search_is_told_so_in_a_sentence(published: House):
    shutil.rmtree(published.output / "tim-kiem")
    answer = browser_of(published.site).get("/tim-kiem/ket-qua?q=quyết+định")
    assert (answer.status_code, answer.mimetype) == (503, "text/plain")
    assert answer.text.count("\n") == 1


def test_what_readers_type_is_not_logged(published: House, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.DEBUG)
    browser = browser_of(published.site)
    assert browser.get("/tim-kiem/ket-qua", query_string={"q": SECRET_WORDS}).status_code == 200
    shutil.rmtree(published.output / "tim-kiem")
    assert browser.get("/tim-kiem/ket-qua", query_string={"q": SECRET_WORDS}).status_code == 503
    assert SECRET_WORDS not in caplog.text
