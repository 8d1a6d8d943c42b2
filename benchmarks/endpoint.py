"""The endpoint measured beside the disk and beside Isso, in one run on loopback: make bench-endpoint.

Rates are taken in turns (disk, ours, Isso, and again), so that other work on the machine meets all of them; ratios say
more than figures. The disk's own rate is the same sequence of system calls as one acceptance, one after the other:
write and fsync a file, make its folder and fsync the one above, link, fsync the folder, append and fdatasync, unlink.
"""

from __future__ import annotations

import os
import platform
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from datetime import datetime
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.endpoint_contenders import (
    FORM,
    ISSO,
    ROOT,
    fill,
    installation,
    running_isso,
    running_ours,
    send_isso,
    send_ours,
)
from editorial.dates import VIETNAM

REPORT = ROOT / "benchmarks/endpoint.md"
ROUNDS, SECONDS, CLIENTS = 3, 4.0, 8
LARGE, LIST = 100_000, 10_000
_KIB = 1024

REPORT_TEXT = """# The endpoint, measured

On {day:%Y-%m-%d} in {minutes:.1f} minutes by `make bench-endpoint`, all in one run on loopback. {cores} cores,
{machine}, Python {python}; the load was {load:.1f} (other work makes times longer; ratios say more).

{rounds} rounds of {seconds:.0f} seconds by turns, medians; {clients} clients that keep their connections, a message of
{size:,} bytes; {isso}. Clients and servers share the cores; ours keeps
itself to one of them (decision 22). Each of our messages is validated, sealed to two keys, written, synced, linked,
audited and synced before its answer.

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
        installation(base / "ours")
        with running_ours() as (process, port), running_isso(base / "isso") as isso:
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


# --- rates ----------------------------------------------------------------------------------------


def _rates(base: Path, port: int, isso: int | None) -> Mapping[str, list[float]]:
    """Return what each did a second, by turns."""
    rates: dict[str, list[float]] = {"disk": [], "ours": [], "isso": []}
    for turn in range(ROUNDS):
        rates["disk"].append(_disk_rate(base / f"disk-{turn}"))
        rates["ours"].append(_rate(port, send_ours, turn))
        if isso:
            rates["isso"].append(_rate(isso, send_isso, turn))
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
            assert send_ours(connection, (200 << 16) + number) == 201
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
                assert send_ours(connection, (220 << 16) + number) == 201
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
        settings = installation(base / name)
        fill(settings, count)
        if count == LIST:
            command = [sys.executable, "-m", "desk", "inbox", "list"]
            first, again = (_seconds(command) for _ in range(2))
            rows.append((f"`desk inbox list` over {LIST:,} open, the first time", f"{first:.2f} s", "", True))
            rows.append((f"`desk inbox list` over {LIST:,} open, later", f"{again:.2f} s", "≤ 1 s", again <= 1))
        else:
            begun = time.perf_counter()
            with running_ours():
                started = time.perf_counter() - begun
            rows.append((f"start with {LARGE:,} inquiries", f"{started:.2f} s", "≤ 1 s", started <= 1))
    return rows


def _seconds(command: list[str]) -> float:
    begun = time.perf_counter()
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    return time.perf_counter() - begun


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
