"""The endpoint measured beside the disk and beside Isso, in one run on loopback: make bench-endpoint.

Rates are taken in turns (disk, ours, Isso, and again), so that other work on the machine meets all of them; ratios say
more than figures. The disk's own rate is the same sequence of system calls as one acceptance, one after the other:
write and fsync a file, make its folder and fsync the one above, link, fsync the folder, append and fdatasync, unlink.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from datetime import date, datetime
from hashlib import sha256
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

from editorial.dates import VIETNAM
from editorial.settings import Settings, load_settings
from inquiries.audit import Entry
from inquiries.events import SENDER, Event, pack
from inquiries.house import open_house
from inquiries.sealing import seal
from inquiries.store import event_path

ROOT = Path(__file__).resolve().parent.parent
REPORT = ROOT / "benchmarks/endpoint.md"
ISSO = "isso==0.14.0"
ROUNDS, SECONDS, CLIENTS = 3, 4.0, 8
LARGE, LIST = 100_000, 10_000
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
_KIB = 1024

REPORT_TEXT = """# The endpoint, measured

On {day:%Y-%m-%d} in {minutes:.1f} minutes by `make bench-endpoint`, all in one run on loopback. {cores} cores,
{machine}, Python {python}; the load was {load:.1f} (other work makes times longer; ratios say more).

{rounds} rounds of {seconds:.0f} seconds by turns, medians; {clients} clients that keep their connections, a message of
{size:,} bytes; {isso}. Clients and servers share the cores. Each of our messages is validated, sealed to two keys,
written, synced, linked, audited and synced before its answer.

| what | measured | target | met |
| --- | ---: | ---: | --- |
{table}
"""

Post = Callable[[HTTPConnection, int], int]


def main() -> int:
    """Measure everything and write the report; 0 when every target was met."""
    begun, lines = time.perf_counter(), []
    (ROOT / ".state").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=ROOT / ".state", prefix="bench-") as folder:
        base = Path(folder)
        settings = _installation(base / "ours")
        with _ours(settings) as (process, port), _isso(base / "isso") as isso:
            rates = _rates(base, port, isso)
            lines += _rate_rows(rates)
            p99 = _percentile(_at_fifty(port))
            lines.append(("p99 at 50 a second", f"{p99 * 1000:.0f} ms", "≤ 50 ms", p99 <= 0.05))
            resident = _resident(process.pid)
            lines.append(("resident after all that", f"{resident / _KIB:.0f} MiB", "≤ 60 MiB", resident <= 60 * _KIB))
            slow = max(_beside_slow(port))
            lines.append(
                ("slowest of 50 honest ones beside 300 slow", f"{slow * 1000:.0f} ms", "≤ 100 ms", slow <= 0.1)
            )
        lines += _large_rows(base)
    REPORT.write_text(_report(lines, begun, isso is not None), encoding="utf-8")
    print(REPORT.read_text(encoding="utf-8"))
    return 0 if all(row[3] for row in lines) else 1


# --- the three contenders -------------------------------------------------------------------------


def _installation(base: Path) -> Settings:
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
def _ours(settings: Settings) -> Iterator[tuple[subprocess.Popen[str], int]]:
    process = subprocess.Popen([sys.executable, "-m", "endpoint"], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        yield process, int(process.stdout.readline().partition("127.0.0.1:")[2].partition("/")[0])
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)


@contextmanager
def _isso(base: Path) -> Iterator[int | None]:
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


def _send_ours(connection: HTTPConnection, number: int) -> int:
    head = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Sec-Fetch-Site": "same-origin",
        "X-Forwarded-For": f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}",
    }
    connection.request("POST", "/gui-cau-hoi/gui", urlencode(FORM | {"ho_ten": f"Người {number}"}), head)
    return _status(connection)


def _send_isso(connection: HTTPConnection, number: int) -> int:
    comment = {"text": FORM["noi_dung"], "author": f"Người {number}", "title": "x", "parent": None}
    head = {"Content-Type": "application/json", "Origin": "http://localhost"}
    connection.request("POST", "/new?uri=%2Fx", json.dumps(comment), head)
    return _status(connection)


def _status(connection: HTTPConnection) -> int:
    answer = connection.getresponse()
    answer.read()
    return answer.status


# --- rates ----------------------------------------------------------------------------------------


def _rates(base: Path, port: int, isso: int | None) -> Mapping[str, list[float]]:
    """Return what each did a second, by turns."""
    rates: dict[str, list[float]] = {"disk": [], "ours": [], "isso": []}
    for turn in range(ROUNDS):
        rates["disk"].append(_disk_rate(base / f"disk-{turn}"))
        rates["ours"].append(_rate(port, _send_ours, turn))
        if isso:
            rates["isso"].append(_rate(isso, _send_isso, turn))
    return rates


def _disk_rate(folder: Path) -> float:
    """Return how often a second the system calls of one acceptance are done, one after the other."""
    for name in ("tmp", "inquiries"):
        (folder / name).mkdir(parents=True)
    content, line = b"x" * 3_500, b"y" * 395
    journal = os.open(folder / "audit", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    begun, number = time.perf_counter(), 0
    while time.perf_counter() - begun < SECONDS:
        draft, place = folder / f"tmp/{number}", folder / f"inquiries/{number}"
        descriptor = os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        os.write(descriptor, content)
        os.fsync(descriptor)
        os.close(descriptor)
        place.mkdir()
        _sync(place.parent)
        os.link(draft, place / "0001.json")
        _sync(place)
        os.write(journal, line)
        os.fdatasync(journal)
        os.unlink(draft)
        number += 1
    os.close(journal)
    return number / (time.perf_counter() - begun)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)


def _rate(port: int, send: Post, turn: int) -> float:
    """Return how many are stored a second for eight clients that keep their connections."""
    begun, done = time.perf_counter(), [0] * CLIENTS

    def client(own: int) -> None:
        with closing(HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
            while time.perf_counter() - begun < SECONDS:
                number = ((turn * CLIENTS + own) << 16) + done[own]
                assert send(connection, number) == 201
                done[own] += 1

    threads = [threading.Thread(target=client, args=(own,)) for own in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done) / (time.perf_counter() - begun)


def _rate_rows(rates: Mapping[str, list[float]]) -> list[tuple[str, str, str, bool]]:
    ours, disk = statistics.median(rates["ours"]), statistics.median(rates["disk"])
    share = ours / disk
    rows = [
        ("stored, sealed, audited a second, ours", f"{ours:.0f}", "", True),
        ("the disk's own rate for the same syncs", f"{disk:.0f}", "", True),
        ("ours ÷ disk", f"{share:.2f}", "≥ 0.50", share >= 0.5),
    ]
    if rates["isso"]:
        isso = statistics.median(rates["isso"])
        rows.append(("comments stored a second, Isso", f"{isso:.0f}", "", True))
        rows.append(("ours ÷ Isso", f"{ours / isso:.2f}", "≥ 3", ours >= 3 * isso))
    return rows


def _at_fifty(port: int) -> list[float]:
    """Return the waiting times of messages that come 50 a second for 10 seconds, whatever the answers do."""
    begun = time.perf_counter()

    def one(number: int) -> float:
        due = begun + number / 50
        time.sleep(max(0.0, due - time.perf_counter()))
        with closing(HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
            assert _send_ours(connection, (200 << 16) + number) == 201
        return time.perf_counter() - due

    with ThreadPoolExecutor(25) as clients:
        return list(clients.map(one, range(500)))


def _percentile(waits: list[float]) -> float:
    return statistics.quantiles(waits, n=100)[98]


def _beside_slow(port: int) -> list[float]:
    """Return the waiting times of honest ones beside 100 half heads, 100 half bodies and 100 silent connections."""
    half = (
        b"",
        b"POST /gui-cau-hoi/gui HTTP/1.1\r\nX-A: ",
        b"POST /gui-cau-hoi/gui HTTP/1.1\r\nContent-Length: 9\r\n\r\na",
    )
    waits = []
    with ExitStack() as held:
        slow = [held.enter_context(socket.create_connection(("127.0.0.1", port))) for _ in range(300)]
        for number, connection in enumerate(slow):
            connection.sendall(half[number % 3])
        for number in range(50):
            for connection in slow[1 + number % 2 :: 3][:20]:
                connection.sendall(b"a") if number % 10 == 0 else None
            begun = time.perf_counter()
            with closing(HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
                assert _send_ours(connection, (220 << 16) + number) == 201
            waits.append(time.perf_counter() - begun)
            time.sleep(0.02)
    return waits


def _resident(process: int) -> int:
    """Return the resident memory in KiB."""
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    return int(status.partition("VmRSS:")[2].split()[0])


# --- a large store --------------------------------------------------------------------------------


def _large_rows(base: Path) -> list[tuple[str, str, str, bool]]:
    rows = []
    for count, name in ((LIST, "list"), (LARGE, "large")):
        settings = _installation(base / name)
        _fill(settings, count)
        if count == LIST:
            command = [sys.executable, "-m", "desk", "inbox", "list"]
            first, again = (_seconds(command) for _ in range(2))
            rows.append((f"`desk inbox list` over {LIST:,} open, the first time", f"{first:.2f} s", "", True))
            rows.append((f"`desk inbox list` over {LIST:,} open, later", f"{again:.2f} s", "≤ 1 s", again <= 1))
        else:
            begun = time.perf_counter()
            with _ours(settings):
                started = time.perf_counter() - begun
            rows.append((f"start with {LARGE:,} inquiries", f"{started:.2f} s", "≤ 1 s", started <= 1))
    return rows


def _seconds(command: list[str]) -> float:
    begun = time.perf_counter()
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    return time.perf_counter() - begun


def _fill(settings: Settings, count: int) -> None:
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


# --- the report -----------------------------------------------------------------------------------


def _report(rows: list[tuple[str, str, str, bool]], begun: float, with_isso: bool) -> str:
    minutes = (time.perf_counter() - begun) / 60
    table = "\n".join(
        f"| {what} | {value} | {target or '–'} | {('yes' if met else '**no**') if target else '–'} |"
        for what, value, target, met in rows
    )
    isso = f"Isso ({ISSO}) with its own server and SQLite" if with_isso else "Isso could not be installed"
    return REPORT_TEXT.format(
        day=datetime.now(VIETNAM),
        minutes=minutes,
        cores=os.cpu_count(),
        machine=platform.machine(),
        python=platform.python_version(),
        load=os.getloadavg()[2],
        rounds=ROUNDS,
        seconds=SECONDS,
        clients=CLIENTS,
        size=len(urlencode(FORM)),
        isso=isso,
        table=table,
    )


if __name__ == "__main__":
    raise SystemExit(main())
