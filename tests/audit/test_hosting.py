"""deploy/nginx.conf before a built site: forms, caching, types, what is gone and what leads on, and who may look."""

from __future__ import annotations

import os
import re
import signal
import ssl
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from http.client import HTTPSConnection
from pathlib import Path

import brotli
import pytest

from audit.front import HOST, NGINX, ROOT, command_of, serving, start_nginx
from editorial.signoffs import Withdrawal
from endpoint.app import create_app
from tests.organisation import Organisation, reopened
from tests.site_fixture import URL, build, found_site
from tests.waiting import wait_until

pytestmark = pytest.mark.skipif(NGINX is None, reason="nginx is not installed: scripts/setup-system.sh")

GONE = "/chinh-sach/2026/dang-nham/"
REPLACED = "/chinh-sach/2026/ban-cu/"
SUCCESSOR = "/chinh-sach/2026/ban-moi/"
OLD, ASKED = "/tin/Cu_1.html", "/Default.aspx?tabid=7&id=1"
LONG = "Một đoạn dài hơn một gói tin. " * 80


@dataclass(frozen=True)
class Got:
    """An answer. head: names in small letters"""

    status: int
    head: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Host:
    """A served site. output: its folder"""

    port: int
    output: Path

    def get(self, address: str, method: str = "GET", **headers: str) -> Got:
        """Ask for an address; accept_encoding="br" and the like."""
        context = ssl._create_unverified_context()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        with closing(HTTPSConnection("127.0.0.1", self.port, timeout=30, context=context)) as connection:
            connection.request(method, address, headers={"Host": HOST, **named})
            answer = connection.getresponse()
            return Got(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())


def withdrawn_site(base: Path) -> Organisation:
    """Return a site with a text that was put up in error and one that was replaced."""
    site = found_site(base)
    for item in ("dang-nham", "ban-cu", "ban-moi"):
        site.article(item, body=LONG, title=f"Bài {item}")
        site.sign_all(item)
    rows = "".join(f'[[moved]]\nfrom = "{old}"\nto = "ban-moi"\n' for old in (OLD, ASKED))
    (site.settings.records / "redirects.toml").write_text(f"schema = 1\n{rows}", encoding="utf-8")
    site.withdraw("dang-nham")
    site.withdraw("ban-cu", Withdrawal("replaced", "Có bản đầy đủ hơn", "ban-moi"))
    return reopened(site, siteurl=URL)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Organisation:
    return withdrawn_site(tmp_path_factory.mktemp("hosted"))


@pytest.fixture(scope="module")
def host(site: Organisation) -> Iterator[Host]:
    built = build(site)
    assert built.code == 0, built.said
    with serving(site.base / "nginx", built.output) as port:
        yield Host(port, built.output)


def test_a_form_beside_the_file_is_sent_with_its_own_name_and_the_type_of_the_file(host: Host):
    for address in (SUCCESSOR, "/", "/feeds/tat-ca.rss.xml", f"/theme/{sheet(host)}"):
        file = host.output / (address[1:] + ("index.html" if address.endswith("/") else ""))
        plain = host.get(address)
        assert plain.status == 200 and "content-encoding" not in plain.head and plain.body == file.read_bytes()
        packed = host.get(address, accept_encoding="gzip, deflate, br, zstd")
        assert packed.head["content-encoding"] == "br" and packed.head["vary"] == "Accept-Encoding"
        assert packed.head["content-type"] == plain.head["content-type"]
        assert packed.body == Path(f"{file}.br").read_bytes() and brotli.decompress(packed.body) == plain.body
        zipped = host.get(address, accept_encoding="gzip")
        assert zipped.head["content-encoding"] == "gzip" and zipped.head["vary"] == "Accept-Encoding"
        assert zipped.body == Path(f"{file}.gz").read_bytes()


@pytest.mark.parametrize("asked", ["br;q=0", "br;q=0.0, gzip;q=0", "identity", "vibrant"])
def test_who_does_not_take_brotli_gets_none(host: Host, asked: str):
    assert host.get("/", accept_encoding=asked).head.get("content-encoding") != "br"


def test_a_form_has_no_address_of_its_own(host: Host):
    assert host.get(f"/-br{SUCCESSOR}index.html", accept_encoding="br").status == 404
    assert host.get("/", method="POST", accept_encoding="br").status == 403


def test_what_is_named_by_its_digest_is_kept_for_a_year_and_nothing_else(host: Host):
    kept = "public, max-age=31536000, immutable"
    styles = host.get(f"/theme/{sheet(host)}", accept_encoding="br")
    fonts = re.findall(r'url\("([^"]+)"\)', brotli.decompress(styles.body).decode())
    scripts = re.findall(r'src="(/theme/js-[^"]+)"', host.get(SUCCESSOR).body.decode())
    assert styles.head["cache-control"] == kept and fonts and scripts
    for address in (*(f"/theme/{font}" for font in fonts), *scripts):
        assert host.get(address).head["cache-control"] == kept, address
    for address in ("/", SUCCESSOR, GONE, "/khong-co/", "/feeds/tat-ca.atom.xml", "/.well-known/cchc/manifest.json"):
        assert host.get(address).head["cache-control"] == "no-cache", address
    assert host.get("/theme/icon.svg").head["cache-control"] == "public, max-age=86400"


def test_what_guards_a_page_is_said_with_pages_and_not_with_their_files(host: Host):
    guards = {"content-security-policy", "permissions-policy", "referrer-policy", "cross-origin-opener-policy"}
    always = {"x-content-type-options", "strict-transport-security", "cross-origin-resource-policy"}
    scripts = re.findall(r'src="(/theme/js-[^"]+)"', host.get(SUCCESSOR).body.decode())
    for address in (f"/theme/{sheet(host)}", "/theme/icon-180.png", *scripts):
        for encoding in ("br", "gzip", "identity"):
            head = host.get(address, accept_encoding=encoding).head
            assert always <= head.keys() and not guards & head.keys(), address
    for address in (
        "/",
        SUCCESSOR,
        GONE,
        "/theme/khong-co.css",
        "/theme/icon.svg",
        "/feeds/tat-ca.rss.xml",
        "/robots.txt",
    ):
        assert guards | always <= host.get(address, accept_encoding="br").head.keys(), address


def test_an_unchanged_page_is_not_sent_twice(host: Host):
    first = host.get("/", accept_encoding="br")
    again = host.get("/", accept_encoding="br", if_none_match=first.head["etag"])
    assert (again.status, again.body) == (304, b"")


def test_types_are_told_and_words_are_utf8(host: Host):
    data = next(host.output.rglob("*.json")).relative_to(host.output)
    for address, media_type in ("/", "html"), ("/feeds/tat-ca.rss.xml", "xml"), (f"/theme/{sheet(host)}", "css"):
        assert host.get(address).head["content-type"] == f"text/{media_type}; charset=utf-8"
    for address in ("/theme/nguon-tin.xsl", "/feeds/nguon-tin.opml"):
        assert host.get(address).head["content-type"] == "text/xml; charset=utf-8", (
            "Firefox refuses a sheet of another type"
        )
    assert host.get(f"/{data}").head["content-type"] == "application/json; charset=utf-8"
    font = next((host.output / "theme").glob("*.woff2")).name
    assert host.get(f"/theme/{font}").head["content-type"] == "font/woff2"


@pytest.mark.parametrize("encoding", ["br", "gzip", "identity"])
@pytest.mark.parametrize("file", ["", "index.html", "%69ndex.html", "index.html?x=1"])
def test_what_was_put_up_in_error_answers_410_with_its_page(host: Host, file: str, encoding: str):
    answer = host.get(GONE + file, accept_encoding=encoding)
    assert answer.status == 410 and "strict-transport-security" in answer.head
    page = host.get(GONE + file).body.decode()
    assert "đã gỡ khỏi trang" in page and LONG.strip() not in page


@pytest.mark.parametrize("file", ["", "index.html"])
def test_what_was_replaced_leads_to_its_successor(host: Host, file: str):
    answer = host.get(REPLACED + file)
    assert (answer.status, answer.head["location"]) == (301, SUCCESSOR)
    assert host.get(SUCCESSOR).status == 200


@pytest.mark.parametrize(
    "address", [*(page + file for page in (GONE, REPLACED, SUCCESSOR) for file in ("", "index.html")), OLD, ASKED]
)
def test_the_endpoint_answers_for_files_as_nginx_does(site: Organisation, host: Host, address: str):
    """make endpoint: so that what was withdrawn is gone there too."""
    settings = replace(site.settings, output=host.output)
    answer = create_app(settings, site.later, with_site=True).test_client().get(address, buffered=True)
    served = host.get(address)
    assert (answer.status_code, answer.headers.get("Location")) == (served.status, served.head.get("location"))
    assert answer.status_code >= 300 or address.startswith(SUCCESSOR)
    assert served.status == 301 or answer.data == served.body


@pytest.mark.parametrize("old", [OLD, ASKED])
def test_an_address_of_former_days_leads_on(host: Host, old: str):
    answer = host.get(old)
    assert (answer.status, answer.head["location"]) == (301, SUCCESSOR)


def test_a_folder_without_its_slash_leads_on_inside_the_site(host: Host):
    answer = host.get(SUCCESSOR.rstrip("/"))
    assert (answer.status, answer.head["location"]) == (301, SUCCESSOR)
    assert host.get("//chinh-sach").head["location"] == "/chinh-sach/", "two slashes would lead to another host"


def test_nothing_but_the_site_is_served(host: Host):
    for address in (
        "/.well-known/cchc/gone.map",
        "/.well-known/cchc/redirects.map",
        "/.well-known/cchc/asked.map",
        "/../records/roster.toml",
        "/x.br",
    ):
        assert host.get(address).status in (400, 404), address


def test_an_address_that_no_item_can_have_never_gets_into_a_map():
    from plugins.server_maps import as_map

    for bad in ("/a b/", '/a"/', "/a;/", "/$host/", "/a\n/", "//evil/", "/{a}", "a"):
        with pytest.raises(ValueError, match="not an address"):
            as_map([(bad, "1")])
        with pytest.raises(ValueError, match="not an address"):
            as_map([("/a/", bad)])


RELOAD = ("sh", str(ROOT / "scripts/reload-nginx.sh"))


def workers(master: int) -> set[str]:
    """Return the processes that answer; after a reload the former ones go on beside the new ones for a moment."""
    return set(Path(f"/proc/{master}/task/{master}/children").read_text(encoding="ascii").split())


def test_nginx_reads_the_maps_again_when_a_publishing_has_changed_them(tmp_path: Path):
    """The script of the timer: it does nothing while they are the same, and reads them when they are not."""
    site = withdrawn_site(tmp_path)
    built = build(site)
    maps = tmp_path / "maps"
    process, port = start_nginx(tmp_path / "nginx", built.output, tmp_path / "http.sock", maps)
    host = Host(port, built.output)
    command = [*RELOAD, str(built.output), str(maps), *command_of(tmp_path / "nginx")]

    def reload() -> None:
        former = workers(process.pid)
        subprocess.run(command, check=True)
        wait_until(lambda: former.isdisjoint(workers(process.pid)))
        wait_until(lambda: bool(workers(process.pid)))

    try:
        assert host.get(GONE).status == 200, "nginx reads nothing of the site but its files"
        reload()
        assert host.get(GONE).status == 410
        first = (maps / "gone.map").stat().st_ino
        subprocess.run(command, check=True)
        assert (maps / "gone.map").stat().st_ino == first
        site.withdraw("ban-moi")
        again = build(site)
        assert again.code == 0, again.said
        assert host.get(SUCCESSOR).status == 200 and LONG.strip().encode() not in host.get(SUCCESSOR).body
        reload()
        assert host.get(SUCCESSOR).status == 410
        assert host.get(REPLACED).status == 410, "its successor is not public any more"
    finally:
        process.send_signal(signal.SIGQUIT)
        process.wait(timeout=20)


INJECTED = (
    '"/a/" "1";\n} server { listen 127.0.0.1:1; location / { root /; } } map $uri $x {\n',
    "include /etc/passwd;\n",
    '"include" "/etc/passwd";\n',
    '"/a/" "$document_root";\n',
    '"/a/" "//evil.example/";\n',
    '~. "1";\n',
    '"~." "1";\n',
    'default "1";\n',
    '"/a/" "1"; default "1";\n',
    '"/a/" "1";\r\n',
    "\0\n",
)


@pytest.fixture
def maps_of(tmp_path: Path) -> Iterator[Path]:
    """Return a site of three maps, of which nginx has copies."""
    folder = tmp_path / "site/.well-known/cchc"
    folder.mkdir(parents=True)
    for name in ("gone", "redirects", "asked"):
        (folder / f"{name}.map").write_text('# made\n"/a/" "1";\n', encoding="ascii")
    assert reload(tmp_path).returncode == 0
    yield folder


def reload(base: Path, *nginx: str) -> subprocess.CompletedProcess[str]:
    """Run the script of the timer. nginx: what is called in its place"""
    words = [*RELOAD, str(base / "site"), str(base / "maps"), *(nginx or ["true"])]
    return subprocess.run(words, capture_output=True, text=True, check=False, timeout=20)


@pytest.mark.parametrize("lines", INJECTED)
def test_a_map_that_holds_more_than_addresses_never_reaches_nginx(tmp_path: Path, maps_of: Path, lines: str):
    """Root reads a configuration, and whoever uploads the site is not root."""
    (maps_of / "gone.map").write_bytes(b"# made\n" + lines.encode())
    done = reload(tmp_path, "touch", str(tmp_path / "called"))
    assert done.returncode == 1 and "holds more than addresses" in done.stderr
    assert not (tmp_path / "called").exists()
    assert [path.read_text() for path in (tmp_path / "maps").iterdir()] == ['# made\n"/a/" "1";\n'] * 3


def test_maps_that_lead_elsewhere_tell_nothing_and_stop_nobody(tmp_path: Path, maps_of: Path):
    (maps_of / "gone.map").unlink()
    (maps_of / "gone.map").symlink_to("/etc/passwd")
    done = reload(tmp_path)
    assert done.returncode == 1 and "root:" not in done.stderr + done.stdout
    (maps_of / "gone.map").unlink()
    os.mkfifo(maps_of / "gone.map")
    assert reload(tmp_path).returncode == 0
    assert (tmp_path / "maps/gone.map").read_bytes() == b""


def test_maps_that_nginx_refuses_are_put_back(tmp_path: Path, maps_of: Path):
    (maps_of / "gone.map").write_text('"/b/" "1";\n', encoding="ascii")
    assert reload(tmp_path, "false").returncode == 1
    assert {path.read_text() for path in (tmp_path / "maps").iterdir()} == {'# made\n"/a/" "1";\n'}
    assert reload(tmp_path).returncode == 0
    assert (tmp_path / "maps/gone.map").read_text() == '"/b/" "1";\n'


def sheet(host: Host) -> str:
    """Return the name of the stylesheet."""
    [found] = (host.output / "theme").glob("site-????????.css")
    return found.name
