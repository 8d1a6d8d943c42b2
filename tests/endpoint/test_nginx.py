"""deploy/nginx.conf under the real nginx on loopback: what it serves, hides, refuses and outlives."""

from __future__ import annotations

import os
import re
import signal
import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from http.client import HTTPSConnection
from pathlib import Path
from urllib.parse import urlencode

import pytest

from audit import front as front_of
from audit.front import HOST, NGINX, serving, start_nginx
from endpoint.app import HEADERS, POLICY
from inquiries.codes import new_code, show_code
from tests.endpoint.live import Answer, Live, answered, empty_site, live
from tests.endpoint.sender import QUESTION, RESULT, SEND

pytestmark = pytest.mark.skipif(NGINX is None, reason="nginx is not installed: scripts/setup-system.sh")

FORMS = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}


@dataclass
class Front:
    """nginx before the endpoint. base: its configuration and logs"""

    base: Path
    port: int
    behind: Live

    def ask(
        self, method: str, address: str, body: bytes | str = b"", headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Send one request over TLS."""
        context = ssl.create_default_context(cafile=str(self.base / "cert.pem"))
        context.check_hostname = False
        connection = HTTPSConnection("127.0.0.1", self.port, timeout=30, context=context)
        return answered(connection, method, address, body, {"Host": HOST, **(headers or {})})

    def send(self, number: int) -> Answer:
        """Send a question."""
        return self.ask("POST", SEND, urlencode(QUESTION | {"tieu_de": f"Câu hỏi số {number}"}), FORMS)

    def raw(self, request: bytes) -> bytes:
        """Send bytes over TLS and return what comes back."""
        context = ssl._create_unverified_context()
        with (
            socket.create_connection(("127.0.0.1", self.port), timeout=5) as plain,
            context.wrap_socket(plain, server_hostname=HOST) as connection,
        ):
            connection.sendall(request)
            connection.settimeout(1.5)
            answer = b""
            with suppress(TimeoutError, OSError):
                while more := connection.recv(65536):
                    answer += more
            return answer

    def logs(self) -> str:
        """Return everything that nginx wrote down."""
        return "".join(path.read_text(encoding="utf-8") for path in self.base.glob("*.log"))


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    """nginx with the endpoint on a socket behind it."""
    base = tmp_path_factory.mktemp("nginx")
    site = empty_site(base / "site")
    (site.settings.output / "503.html").write_text("<h1>Máy chủ chưa phục vụ được lúc này</h1>", encoding="utf-8")
    (site.settings.output / "404.html").write_text("<h1>Không tìm thấy trang</h1>", encoding="utf-8")
    with live(site, LISTEN=f"unix:{base}/http.sock", PROXY="") as behind:
        process, port = start_nginx(base / "etc", site.settings.output, base / "http.sock")
        try:
            yield Front(base / "etc", port, behind)
        finally:
            process.send_signal(signal.SIGQUIT)
            process.wait(timeout=20)


def test_a_question_goes_through_and_can_be_followed(front: Front):
    answer = front.send(1)
    assert answer.status == 201 and answer.code
    followed = front.ask("POST", RESULT, urlencode({"ma": answer.code}), FORMS)
    assert followed.status == 200 and followed.head["cache-control"] == "no-store"
    assert front.behind.id_of(answer.code) in front.behind.stored()


@pytest.mark.parametrize("address", ["/", "/gui-cau-hoi/", "/khong-co/", RESULT, "/tim-kiem/ket-qua?q=a"])
def test_static_and_dynamic_answers_forbid_the_same(front: Front, address: str):
    head = front.ask("GET", address).head
    assert head["strict-transport-security"] == "max-age=31536000"
    assert head["content-security-policy"].startswith("default-src 'none'; script-src 'self'")
    assert head["content-security-policy"].count("default-src") == 1
    assert head["content-security-policy"] == POLICY
    assert {name: head[name.lower()] for name in HEADERS} == HEADERS
    assert head["cross-origin-opener-policy"] == head["cross-origin-resource-policy"] == "same-origin"
    assert not re.search(r"\d", head["server"])


def test_what_is_typed_is_not_packed(front: Front):
    head = front.ask("GET", RESULT, headers={"Accept-Encoding": "gzip"}).head
    assert "content-encoding" not in head


def test_only_the_named_addresses_reach_the_endpoint(front: Front):
    for address in ("/gui-cau-hoi/gui/", "/gui-cau-hoi/gui.html", "/tra-cuu/ket-qua/x", "/tra-cuu/khac", "/.state/"):
        answer = front.ask("GET", address)
        assert (answer.status, "Không tìm thấy trang" in answer.text) == (404, True), address
    assert front.ask("POST", "/", "a=b", FORMS).status == 403
    assert front.ask("GET", "/healthz").status in (200, 503)


def test_a_form_of_another_site_is_still_refused_behind_the_proxy(front: Front):
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://ke-xau.example"}):
        assert front.ask("POST", SEND, urlencode(QUESTION), FORMS | {"Sec-Fetch-Site": ""} | headers).status == 403
    origin = {"Content-Type": FORMS["Content-Type"], "Origin": f"https://{HOST}"}
    assert front.ask("POST", SEND, urlencode(QUESTION | {"tieu_de": "Cùng nguồn"}), origin).status == 201


def test_a_client_cannot_say_who_it_is(front: Front):
    statuses = []
    for number in range(100, 112):
        fields = urlencode(QUESTION | {"tieu_de": f"Câu hỏi số {number}"})
        lie = {"X-Forwarded-For": f"198.51.100.{number}", "Forwarded": f"for=198.51.100.{number}"}
        statuses.append(front.ask("POST", SEND, fields, FORMS | lie).status)
    assert statuses.count(201) <= 8 and statuses[-1] == 429


def test_what_is_too_large_gets_the_page_of_the_site(front: Front):
    answer = front.ask("POST", SEND, b"a" * 400_000, FORMS)
    assert answer.status == 413 and "chưa phục vụ được" in answer.text


@pytest.mark.parametrize(
    "lengths",
    [
        "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n",
        "Content-Length: 4\r\nContent-Length: 400\r\n\r\nabcd",
        "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding:\x0bchunked\r\n\r\n0\r\n\r\n",
        "Content-Length: 4\r\n Transfer-Encoding: chunked\r\n\r\nabcd",
        "Content-Length : 4\r\n\r\nabcd",
    ],
    ids=range(7),
)
def test_nothing_is_smuggled_past_the_proxy(front: Front, lengths: str):
    head = f"POST {SEND} HTTP/1.1\r\nHost: {HOST}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    smuggled = f"GET {RESULT}?ma=SMUGGLED HTTP/1.1\r\nHost: {HOST}\r\n\r\n"
    answer = front.raw((head + lengths + smuggled).encode("latin-1"))
    assert b"SMUGGLED" not in answer
    assert re.findall(rb"HTTP/1\.1 (\d{3})", answer)[0] in (b"400", b"501", b"415", b"422", b"429")


def test_chunks_are_put_together_by_the_proxy(front: Front):
    head = f"POST {RESULT} HTTP/1.1\r\nHost: {HOST}\r\nSec-Fetch-Site: same-origin\r\nConnection: close\r\n"
    form = f"{head}Content-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n"
    answer = front.raw(f"{form}3\r\nma=\r\n4\r\nABCD\r\n0\r\n\r\n".encode())
    assert answer.startswith(b"HTTP/1.1 422")


def test_the_logs_of_both_hold_nothing_that_was_typed(front: Front):
    code = show_code(new_code())
    front.ask("GET", f"{RESULT}?ma={code}&ten=KIEU-7F3A", headers={"Referer": f"https://x/?{code}", "User-Agent": code})
    front.send(3)
    for _ in range(60):  # past limit_req, which would name request and client in the error log
        front.ask("GET", f"{RESULT}?ma={code}")
    written = front.logs() + front.behind.log.read_text()
    for typed in (code, "KIEU-7F3A", "Kiều", "912 345", "912345", "127.0.0.1"):
        assert typed not in written
    assert '"from":"127.0.0.0"' in written and f'"path":"{RESULT}"' in written


def test_a_flood_is_told_to_wait(front: Front):
    answers = [front.ask("GET", RESULT) for _ in range(80)]
    refused = [answer for answer in answers if answer.status == 429]
    assert refused and all("retry-after" in answer.head for answer in refused)


ONE_SENDER = ("2001:db8:1:2::{:x}", "2001:db8:1:3:{:x}:6:7:8", "2001:db8::{:x}")
MANY_SENDERS = ("2001:db8:4:{:x}::1", "2001:db8:5:{:x}:5:6:7:8", "198.51.100.{}", "::ffff:198.51.101.{}")


def test_whoever_has_the_half_of_an_ipv6_address_is_one_sender(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Else one customer takes every connection that the site has, with an address each."""
    told = "http {{ set_real_ip_from 127.0.0.1; real_ip_header X-Sender; "
    monkeypatch.setattr("audit.front._WHOLE", front_of._WHOLE.replace("http {{ ", told))
    site = empty_site(tmp_path / "site")
    (site.settings.output / "503.html").write_text("<h1>Máy chủ chưa phục vụ được lúc này</h1>", encoding="utf-8")
    context = ssl._create_unverified_context()
    with (
        serving(tmp_path / "etc", site.settings.output) as port,
        closing(HTTPSConnection("127.0.0.1", port, timeout=30, context=context)) as connection,
    ):

        def status(sender: str) -> int:
            connection.request("GET", RESULT, headers={"Host": HOST, "X-Sender": sender})
            answer = connection.getresponse()
            answer.read()
            return answer.status

        for sender in MANY_SENDERS:
            assert {status(sender.format(n)) for n in range(1, 31)} == {502}, sender
        for sender in ONE_SENDER:
            assert {status(sender.format(n)) for n in range(1, 81)} == {502, 429}, sender


def test_the_site_goes_on_while_the_endpoint_is_dead(tmp_path: Path):
    site = empty_site(tmp_path / "site")
    (site.settings.output / "503.html").write_text("<h1>Máy chủ chưa phục vụ được lúc này</h1>", encoding="utf-8")
    process, port = start_nginx(tmp_path / "etc", site.settings.output, tmp_path / "http.sock")
    try:
        with live(site, LISTEN=f"unix:{tmp_path}/http.sock", PROXY="") as behind:
            front = Front(tmp_path / "etc", port, behind)
            code = front.send(1).code
            assert code
        dead = front.send(2)
        assert (dead.status, dead.head["retry-after"]) == (502, "60")
        assert "chưa phục vụ được" in dead.text and "x-content-type-options" in dead.head
        assert front.ask("GET", "/gui-cau-hoi/").status == 200
        with live(site, LISTEN=f"unix:{tmp_path}/http.sock", PROXY=""):
            assert front.ask("POST", RESULT, urlencode({"ma": code}), FORMS).status == 200
    finally:
        os.kill(process.pid, signal.SIGQUIT)
        process.wait(timeout=20)
