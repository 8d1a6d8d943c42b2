"""What is measured, made ready: a trial site with its endpoint, Isso in an environment of its own, a large store."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from hashlib import sha256
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import quote_plus, urlencode

from editorial.dates import VIETNAM
from editorial.settings import Settings, load_settings
from inquiries.audit import Entry
from inquiries.events import SENDER, Event, pack
from inquiries.house import open_house
from inquiries.sealing import seal
from inquiries.store import event_path

ROOT = Path(__file__).resolve().parent.parent
ISSO = "isso==0.14.0"
AT_ONCE = 1_000
"""Lines of the audit that are written together."""
FORM = {
    "loai": "hoi_dap",
    "linh_vuc": "the-che",
    "tieu_de": "Nộp hồ sơ qua mạng",
    "noi_dung": "Tôi cần nộp hồ sơ qua mạng thì làm thế nào, ở đâu? " * 20,
    "dien_thoai": "0912345678",
    "dong_y": "co",
}
_TYPED = urlencode(FORM)


def installation(base: Path) -> Settings:
    """Return the settings of a trial site with the least that is served."""
    for name in ("output/gui-cau-hoi", "output/tra-cuu", "content", "records"):
        (base / name).mkdir(parents=True)
    for name in ("", "gui-cau-hoi/", "tra-cuu/"):
        (base / f"output/{name}index.html").write_text("<title>x</title><!--form--><!--/form-->", encoding="utf-8")
    shutil.copytree(ROOT / "records/holidays", base / "records/holidays")
    shutil.copy(ROOT / "records/roster.toml", base / "records")
    for name, path in _environment(base).items():
        os.environ[name] = path
    return load_settings(ROOT)


def _environment(base: Path) -> dict[str, str]:
    return {
        "OUTPUT_PATH": str(base / "output"),
        "CONTENT": str(base / "content"),
        "RECORDS": str(base / "records"),
        "STATE": str(base / "state"),
        "INQUIRIES": str(base / "inquiries"),
        "SITEURL": "",
        "PORT": "0",
        "PROXY": "127.0.0.1",
    }


@contextmanager
def running_ours() -> Iterator[tuple[subprocess.Popen[str], int]]:
    """Run the endpoint of the installation that was made last; yields its process and its port."""
    process = subprocess.Popen([sys.executable, "-m", "endpoint"], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        yield process, int(process.stdout.readline().partition("127.0.0.1:")[2].partition("/")[0])
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)


@contextmanager
def running_isso(base: Path) -> Iterator[int | None]:
    """Run Isso in an environment of its own; yields its port, None where it cannot be installed."""
    base.mkdir()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    installed = subprocess.run([sys.executable, "-m", "venv", base / "venv"], check=False).returncode == 0 and (
        subprocess.run([base / "venv/bin/pip", "install", "-q", ISSO], capture_output=True, check=False).returncode == 0
    )
    if not installed:
        yield None
        return
    settings = (
        f"[general]\ndbpath={base}/comments.db\nhost=http://localhost/\n[server]\nlisten=http://127.0.0.1:{port}\n"
    )
    (base / "isso.cfg").write_text(settings + "[guard]\nenabled=false\n", encoding="utf-8")
    command = [base / "venv/bin/isso", "-c", base / "isso.cfg", "run"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait_for(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise TimeoutError(f"nothing listens on {port}")


def send_ours(connection: HTTPConnection, number: int) -> int:
    """Send a message as the sender of that number; return the status."""
    head = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Sec-Fetch-Site": "same-origin",
        "X-Forwarded-For": f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}",
    }
    return _posted(connection, "/gui-cau-hoi/gui", f"{_TYPED}&ho_ten={quote_plus(f'Người {number}')}", head)


def send_isso(connection: HTTPConnection, number: int) -> int:
    """Send the same text as a comment; return the status."""
    comment = {"text": FORM["noi_dung"], "author": f"Người {number}", "title": "x", "parent": None}
    head = {"Content-Type": "application/json", "Origin": "http://localhost"}
    return _posted(connection, "/new?uri=%2Fx", json.dumps(comment), head)


def _posted(connection: HTTPConnection, address: str, body: str, head: Mapping[str, str]) -> int:
    """Send head and body in one piece, as a proxy does, and for as little as can be; return the status."""
    if connection.sock is None:
        connection.connect()
    lines = [f"POST {address} HTTP/1.1", f"Host: {connection.host}:{connection.port}", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in head.items()]
    connection.sock.sendall("\r\n".join([*lines, "", body]).encode("ascii"))
    answer = HTTPResponse(connection.sock, method="POST")
    answer.begin()
    answer.read()
    if answer.will_close:
        connection.close()
    return answer.status


def fill(settings: Settings, count: int) -> None:
    """Put so many inquiries into the store at once: real events under the real chain, written without a sync each."""
    now = datetime.now(VIETNAM)
    house = open_house(settings, lambda: now)
    sealed = seal(json.dumps({"code": "", "values": FORM, "files": []}).encode(), house.recipients.on(now.date()))
    facts = {
        "kind": "hoi_dap",
        "area": "the-che",
        "contact": "phone",
        "consent": house.form.version,
        "may_publish": False,
        "form": house.form.version,
        "flags": [],
        "files": [],
        "due_on": date(2026, 12, 14).isoformat(),
        "due_days": 15,
        "due_clause": "LX-10.1d",
    }
    entries = []
    for number in range(count):
        inquiry = sha256(str(number).encode()).hexdigest()[:32]
        content = pack(Event(inquiry, 1, "received", now, SENDER, facts, sealed))
        path = event_path(inquiry, 1)
        place = settings.inquiries / path
        place.parent.mkdir(parents=True, mode=0o700)
        place.write_bytes(content)
        place.chmod(0o600)
        entries.append(Entry("received", inquiry, path, sha256(content).hexdigest()))
    for first in range(0, count, AT_ONCE):
        house.store.audit.append(entries[first : first + AT_ONCE], now)
