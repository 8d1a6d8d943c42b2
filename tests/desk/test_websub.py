"""A hub on this machine is told of feeds that changed, once, and again when it did not listen."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs

import pytest

from desk.websub import announce
from editorial.manifest import Manifest
from editorial.messages import sentence
from editorial.settings import Settings
from tests.house import House
from tests.organisation import Organisation
from tests.site_fixture import URL

FILES = {"feeds/tat-ca.atom.xml": "1" * 64, "feeds/tat-ca.json": "2" * 64, "index.html": "3" * 64}


@dataclass
class Hub:
    """What a hub was told. answer: the status with which it answers"""

    address: str = ""
    answer: int = 204
    told: list[dict[str, list[str]]] = field(default_factory=list)


@contextmanager
def listening() -> Iterator[Hub]:
    hub = Hub()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            hub.told.append(parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode()))
            self.send_response(hub.answer)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        hub.address = f"http://127.0.0.1:{server.server_port}/"
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield hub
        finally:
            server.shutdown()
            thread.join()


def settings_of(organisation: Organisation, hub: str, siteurl: str = URL) -> Settings:
    return replace(organisation.settings, websub_hub=hub, siteurl=siteurl)


def test_the_hub_is_told_of_every_feed_and_of_nothing_else(organisation: Organisation):
    with listening() as hub:
        assert list(announce(settings_of(organisation, hub.address), Manifest(URL, (), FILES))) == []
    urls = [f"{URL}/feeds/tat-ca.atom.xml", f"{URL}/feeds/tat-ca.json"]
    assert hub.told == [{"hub.mode": ["publish"], "hub.url": urls}]


def test_only_what_changed_is_told_again(organisation: Organisation):
    with listening() as hub:
        settings = settings_of(organisation, hub.address)
        for files in (FILES, FILES, FILES | {"feeds/tat-ca.json": "4" * 64}):
            assert list(announce(settings, Manifest(URL, (), files))) == []
    assert [told["hub.url"] for told in hub.told[1:]] == [[f"{URL}/feeds/tat-ca.json"]]


def test_a_hub_that_refuses_is_told_the_next_time(organisation: Organisation):
    with listening() as hub:
        settings = settings_of(organisation, hub.address)
        hub.answer = 503
        [problem] = announce(settings, Manifest(URL, (), FILES))
        hub.answer = 204
        assert list(announce(settings, Manifest(URL, (), FILES))) == []
    assert (problem.code, problem.severity) == ("websub-failed", "warn")
    assert "từ chối, mã 503" in sentence(problem)
    assert len(hub.told) == 2


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("{gone}", "máy chủ không nhận kết nối"),
        ("{gone} hub", "địa chỉ phải bắt đầu bằng https://"),
        ("hub.example", "địa chỉ phải bắt đầu bằng https://"),
        ("http://máy-chủ.example/", "địa chỉ phải bắt đầu bằng https://"),
        ("https:///publish", "địa chỉ phải bắt đầu bằng https://"),
        ("https://may-chu.invalid/", "không tìm thấy máy chủ"),
    ],
)
def test_a_hub_that_cannot_be_told_stops_nothing_and_why_is_said_in_vietnamese(
    organisation: Organisation, address: str, why: str
):
    with listening() as hub:
        gone = hub.address.rstrip("/")
    [problem] = announce(settings_of(organisation, address.format(gone=gone)), Manifest(URL, (), FILES))
    assert problem.code == "websub-failed" and f"({why}" in sentence(problem)


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (b"khong phai HTTP\r\n\r\n", "trả lời không đúng quy cách"),
        (b"", "trả lời không đúng quy cách"),
        (None, "không trả lời sau"),
    ],
)
def test_a_hub_that_answers_nonsense_or_never_stops_nothing(
    organisation: Organisation, monkeypatch: pytest.MonkeyPatch, answer: bytes | None, why: str
):
    monkeypatch.setattr("desk.websub.TIMEOUT_SECONDS", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as server, ThreadPoolExecutor() as pool:
        settings = settings_of(organisation, f"http://127.0.0.1:{server.getsockname()[1]}/")
        told = pool.submit(lambda: list(announce(settings, Manifest(URL, (), FILES))))
        with server.accept()[0] as line:
            if answer is not None:
                line.recv(65536)
                line.sendall(answer)
                line.shutdown(socket.SHUT_WR)
            [problem] = told.result(timeout=30)
    assert why in sentence(problem)


def test_a_trial_and_a_site_without_a_hub_tell_nobody(organisation: Organisation):
    with listening() as hub:
        assert list(announce(settings_of(organisation, hub.address, ""), Manifest("", (), FILES))) == []
        assert list(announce(settings_of(organisation, ""), Manifest(URL, (), FILES))) == []
    assert hub.told == []


def test_a_publish_tells_the_hub_what_it_changed_and_nothing_when_nothing_did(real: House):
    with listening() as hub:
        environment = {"WEBSUB_HUB": hub.address}
        assert real.desk("publish", environment=environment).code == 0
        [first] = hub.told
        site = real.site.settings.siteurl
        assert first["hub.mode"] == ["publish"]
        feeds = [path for path in (real.output / "feeds").rglob("*.*") if path.suffix in (".xml", ".json")]
        assert set(first["hub.url"]) == {f"{site}/{path.relative_to(real.output).as_posix()}" for path in feeds}
        assert f'href="{hub.address}" rel="hub"' in (real.output / "feeds/tat-ca.atom.xml").read_text(encoding="utf-8")
        assert real.desk("publish", environment=environment).code == 0
        assert len(hub.told) == 1
        real.site.article("tin-hai", title="Tin hai")
        real.site.sign_all("tin-hai")
        assert real.desk("publish", environment=environment).code == 0
    assert f"{site}/feeds/tat-ca.json" in hub.told[1]["hub.url"]
    assert f"{site}/feeds/dinh-chinh.json" not in hub.told[1]["hub.url"]
