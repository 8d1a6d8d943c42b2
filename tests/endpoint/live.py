"""The real process on loopback over a store of its own, and a sender that speaks plain HTTP to it."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

from editorial.dates import VIETNAM
from inquiries.codes import inquiry_id, read_code
from inquiries.house import House, open_house
from tests.endpoint.sender import QUESTION, RESULT, SEND
from tests.house import House as Installation
from tests.organisation import ROOT, Organisation, found, lend

FRAME = (
    "<!doctype html><html><head><title>Trang</title></head><body><!--form-->{}<!--/form--><p>CHÂN TRANG</body></html>"
)
_CODE = re.compile(r'class="cc-code__letters">([0-9A-Z-]+)<')


@dataclass(frozen=True)
class Answer:
    """One answer. head: names in small letters"""

    status: int
    head: Mapping[str, str]
    text: str

    @property
    def code(self) -> str:
        """The code of a receipt, "" where there is none."""
        shown = _CODE.search(self.text)
        return shown[1] if shown else ""


def answered(
    connection: HTTPConnection, method: str, address: str, body: bytes | str, headers: Mapping[str, str]
) -> Answer:
    """Send the one request of a connection."""
    with closing(connection):
        connection.request(method, address, body, dict(headers))
        answer = connection.getresponse()
        head = {name.lower(): value for name, value in answer.getheaders()}
        return Answer(answer.status, head, answer.read().decode("utf-8", "replace"))


@dataclass
class Live:
    """A running server. log: what it wrote to stderr"""

    site: Organisation
    port: int
    process: subprocess.Popen[str]
    log: Path

    def ask(
        self, method: str, address: str, body: bytes | str = b"", headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Send one request on a connection of its own."""
        return answered(HTTPConnection("127.0.0.1", self.port, timeout=30), method, address, body, headers or {})

    def post(self, address: str, fields: Mapping[str, str], **headers: str) -> Answer:
        """Send a form from our own page; headers: x_forwarded_for=…"""
        own = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.ask("POST", address, urlencode(fields), own | named)

    def send(self, number: int, **changed: str) -> Answer:
        """Send a question of its own, each from another address where the proxy is believed."""
        fields = QUESTION | {"tieu_de": f"Câu hỏi số {number}"} | changed
        return self.post(SEND, fields, x_forwarded_for=f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}")

    def follow(self, code: str) -> Answer:
        """Ask for the state of a code."""
        return self.post(RESULT, {"ma": code})

    def open(self) -> socket.socket:
        """Return a bare connection."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=10)

    def raw(self, request: bytes) -> bytes:
        """Send bytes and return all that comes back until the server closes or is silent for a second."""
        with self.open() as connection:
            connection.sendall(request)
            connection.settimeout(1)
            answer = b""
            try:
                while more := connection.recv(65536):
                    answer += more
            except (TimeoutError, ConnectionResetError):
                pass
            return answer

    def end(self, how: int = signal.SIGTERM) -> int:
        """Tell the process to end and return its exit code."""
        self.process.send_signal(how)
        return self.process.wait(timeout=30)

    def processor_seconds(self) -> float:
        """Return what the process has cost so far; what else the machine does adds nothing to it."""
        words = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")

    def house(self) -> House:
        """Return the house as another process opens it."""
        return open_house(self.site.settings, lambda: datetime.now(VIETNAM))

    def id_of(self, code: str) -> str:
        """Return the id of the inquiry of a code."""
        return inquiry_id((self.site.settings.inquiries / "secret").read_bytes(), read_code(code) or "")

    def stored(self) -> set[str]:
        """Return the ids in the store."""
        folder = self.site.settings.inquiries / "inquiries"
        return {path.name for path in folder.iterdir()} if folder.is_dir() else set()


def empty_site(base: Path) -> Organisation:
    """Return an organisation with the calendar and the least site that is served."""
    site = found(base)
    lend(site.settings.records, "holidays")
    for name in ("", "gui-cau-hoi", "tra-cuu"):
        (site.settings.output / name).mkdir(parents=True, exist_ok=True)
        (site.settings.output / name / "index.html").write_text(FRAME.format(""), encoding="utf-8")
    return site


def start(site: Organisation, *words: str, log: int | None = None, **environment: str) -> subprocess.Popen[str]:
    """Start the server as its operator does."""
    return subprocess.Popen(
        [sys.executable, "-m", "endpoint", *words],
        cwd=ROOT,
        env={**Installation(site).environment(), "PORT": "0", **environment},
        stdout=subprocess.PIPE,
        stderr=log if log is not None else subprocess.PIPE,
        text=True,
    )


@contextmanager
def live(site: Organisation, *words: str, **environment: str) -> Iterator[Live]:
    """Run a server for the block, behind a proxy that is believed unless PROXY says otherwise."""
    log = site.base / f"endpoint-{os.urandom(4).hex()}.log"
    with log.open("w") as stderr:
        process = start(site, *words, log=stderr.fileno(), **{"PROXY": "127.0.0.1", **environment})
        try:
            assert process.stdout
            line = process.stdout.readline()
            shown = re.search(r"127\.0\.0\.1:(\d+)|unix:", line)
            assert shown, line + log.read_text()
            yield Live(site, int(shown[1] or 0), process, log)
        finally:
            process.kill()
            process.communicate()
