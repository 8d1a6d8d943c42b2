"""The process in service: what it refuses to start with, how it ends, and what is left when it is killed."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlencode

import pytest

from inquiries.codes import inquiry_id, read_code
from tests.endpoint.live import Live, empty_site, live, start
from tests.endpoint.sender import OWN, QUESTION, SEND
from tests.organisation import ROOT


def refused(base: Path, **environment: str) -> str:
    """Return the one sentence with which the server does not start."""
    process = start(empty_site(base), **environment)
    said, wrong = process.communicate(timeout=30)
    assert (process.returncode, said) == (1, ""), wrong
    assert wrong.count("\n") == 1 and wrong.startswith("✗ ")
    return wrong


def test_it_does_not_start_with_the_store_in_the_site(tmp_path: Path):
    wrong = refused(tmp_path, INQUIRIES=str(tmp_path / "output" / "cau-hoi"))
    assert "ngoài trang" in wrong and "INQUIRIES" in wrong
    assert not (tmp_path / "output" / "cau-hoi").exists()


def test_it_does_not_start_for_a_real_site_without_real_keys(tmp_path: Path):
    assert "inquiry-keys.toml" in refused(tmp_path, SITEURL="https://cchc.example.vn")


def test_it_does_not_start_with_a_store_that_others_can_read(tmp_path: Path):
    (tmp_path / "kho").mkdir(mode=0o755)
    assert "chmod 700" in refused(tmp_path, INQUIRIES=str(tmp_path / "kho"))


@pytest.mark.parametrize("listen", ["unix:http.sock", "unix:/khong/co/http.sock", "unix:", "khong.co.invalid", "[::1"])
def test_it_does_not_start_at_a_place_that_cannot_be(tmp_path: Path, listen: str):
    assert f"LISTEN={listen}" in refused(tmp_path, LISTEN=listen)


def test_a_trial_says_so_and_keeps_the_store_out_of_the_site(tmp_path: Path):
    site = empty_site(tmp_path)
    with live(site) as running:
        assert running.process.stdout
        said = running.process.stdout.readline() + running.process.stdout.readline()
        assert "KHÓA THỬ" in said and str(site.settings.inquiries) in said
        assert stat.S_IMODE(site.settings.inquiries.stat().st_mode) == 0o700


def test_behind_a_socket_the_proxy_says_who_sends(tmp_path: Path):
    place = tmp_path / "http.sock"
    with live(empty_site(tmp_path / "o"), LISTEN=f"unix:{place}", PROXY="") as running:
        assert stat.S_IMODE(place.stat().st_mode) == 0o660
        statuses = [_over_socket(place, number, f"10.0.0.{number % 2}") for number in range(18)]
        assert statuses == [201] * 16 + [429] * 2
        assert len(running.stored()) == 16


def _over_socket(place: Path, number: int, sender: str) -> int:
    connection = HTTPConnection("cchc.example.vn")
    connection.sock = socket.socket(socket.AF_UNIX)
    connection.sock.connect(str(place))
    form = {"Content-Type": "application/x-www-form-urlencoded", "X-Forwarded-For": f"192.0.2.{number}, {sender}"}
    connection.request("POST", SEND, urlencode(QUESTION | {"tieu_de": f"Câu số {number}"}), OWN | form)
    status = connection.getresponse().status
    connection.close()
    return status


def test_without_a_proxy_nobody_s_word_on_addresses_is_believed(tmp_path: Path):
    with live(empty_site(tmp_path), PROXY="") as running:
        assert [running.send(number).status for number in range(10)] == [201] * 8 + [429] * 2


def test_being_told_to_end_answers_what_was_begun_and_loses_nothing(tmp_path: Path):
    with live(empty_site(tmp_path)) as running:
        received = _storm(running, lambda: running.process.send_signal(signal.SIGTERM))
        assert running.process.wait(timeout=30) == 0
        assert received and received == running.stored()
        assert not list(running.house().store.verify())
        assert "Traceback" not in running.log.read_text()


@pytest.mark.parametrize("after", [5, 20])
def test_a_killed_server_has_lost_nothing_that_it_said_yes_to(tmp_path: Path, after: int):
    site = empty_site(tmp_path)
    with live(site) as running:
        received = _storm(running, running.process.kill, after)
        assert received <= running.stored()
    with live(site) as again:
        assert again.send(999).status == 201
        assert not list(again.house().store.verify())


def _storm(running: Live, stop: object, after: int = 10) -> set[str]:
    """Send 120 messages from 6 threads, stop the server after some answers; return the ids that were acknowledged."""
    codes: list[str] = []

    def send(number: int) -> None:
        try:
            answer = running.send(number)
        except (OSError, HTTPException):
            return
        assert answer.status == 201
        codes.append(answer.code)
        if len(codes) == after:
            stop()  # type: ignore[operator]

    with ThreadPoolExecutor(6) as senders:
        list(senders.map(send, range(120)))
    return {running.id_of(code) for code in codes}


def test_two_processes_on_one_store_lose_nothing(tmp_path: Path):
    site = empty_site(tmp_path)
    with live(site) as one, live(site) as other, ThreadPoolExecutor(6) as senders:
        answers = list(senders.map(lambda n: (one, other)[n % 2].send(n), range(60)))
        assert {answer.status for answer in answers} == {201}
        assert {one.id_of(answer.code) for answer in answers} == one.stored()
        assert other.follow(answers[0].code).status == 200
    assert not list(one.house().store.verify())


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting a small disk needs root")
def test_a_full_disk_is_said_so_and_what_was_taken_stays(tmp_path: Path):
    disk = tmp_path / "dia"
    disk.mkdir(mode=0o700)
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=512k,mode=700", "tmpfs", disk], check=False)
    if mounted.returncode:
        pytest.skip("this machine does not let tmpfs be mounted")
    try:
        with live(empty_site(tmp_path / "o"), INQUIRIES=str(disk / "kho")) as running:
            answers = [running.send(number) for number in range(120)]
            refused = [answer for answer in answers if answer.status == 503]
            assert {answer.status for answer in answers} == {201, 503}
            assert all("retry-after" in answer.head and "Sở Nội vụ" in answer.text for answer in refused)
            assert QUESTION["noi_dung"] in refused[0].text
            taken = [answer.code for answer in answers if answer.status == 201]
            assert all(running.follow(code).status == 200 for code in taken)
            stored = {path.name for path in (disk / "kho/inquiries").iterdir()}
            secret = (disk / "kho/secret").read_bytes()
        assert {inquiry_id(secret, read_code(code) or "") for code in taken} <= stored
    finally:
        subprocess.run(["umount", disk], check=True)


def test_a_store_that_is_removed_under_it_is_a_failing_disk(tmp_path: Path):
    with live(empty_site(tmp_path)) as running:
        code, store = running.send(1).code, running.site.settings.inquiries
        away = store.rename(store.with_name("cho-khac"))
        answer = running.send(2)
        assert (answer.status, running.follow(code).status) == (503, 503)
        assert QUESTION["noi_dung"] in answer.text and not store.exists()
        away.rename(store)
        assert (running.send(2).status, running.follow(code).status) == (201, 200)


def test_a_crash_leaves_no_memory_on_the_disk(tmp_path: Path):
    with live(empty_site(tmp_path)) as running:
        limits = Path(f"/proc/{running.process.pid}/limits").read_text()
    assert re.search(r"Max core file size +0 +0 ", limits)


def test_what_a_sender_s_address_looked_like_is_not_logged(tmp_path: Path):
    with live(empty_site(tmp_path)) as running:
        running.post(SEND, QUESTION, x_forwarded_for='203.0.113.77, "')
        assert "203.0.113.77" not in running.log.read_text()


def test_it_starts_with_a_site_whose_form_page_is_gone(tmp_path: Path):
    site = empty_site(tmp_path)
    (site.settings.output / "gui-cau-hoi/index.html").unlink()
    with live(site) as running:
        assert running.send(1).status == 201


def test_the_frame_is_the_live_page_and_follows_a_publishing(tmp_path: Path):
    site = empty_site(tmp_path)
    with live(site) as running:
        assert "CHÂN TRANG" in running.send(1).text
        page = site.settings.output / "gui-cau-hoi/index.html"
        page.write_text(page.read_text(encoding="utf-8").replace("CHÂN TRANG", "CHÂN MỚI"), encoding="utf-8")
        assert "CHÂN MỚI" in running.send(2).text


def test_the_unit_files_are_such_that_systemd_reads():
    units = sorted(path for path in (ROOT / "deploy").iterdir() if path.suffix in (".service", ".timer"))
    assert len(units) == 5
    try:
        read = subprocess.run(
            ["systemd-analyze", "verify", "--man=no", *units], capture_output=True, text=True, check=False, timeout=60
        )
    except FileNotFoundError:
        pytest.skip("systemd-analyze is not installed")
    wrong = [line for line in (read.stdout + read.stderr).splitlines() if "cchc-" in line]
    assert [line for line in wrong if "is not executable" not in line] == []


def test_a_start_costs_little(tmp_path: Path):
    with live(empty_site(tmp_path)) as running:
        assert running.processor_seconds() < 3  # on a slow machine; benchmarks/endpoint.md has the time to wait for


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not let a process choose")
def test_its_threads_share_one_processor_and_stop_one_another_never(tmp_path: Path):
    with live(empty_site(tmp_path)) as running:
        assert running.send(1).status == 201
        threads = [int(task.name) for task in Path(f"/proc/{running.process.pid}/task").iterdir()]
        assert len(threads) > 8, "waitress has eight beside the one that listens"
        assert len({frozenset(os.sched_getaffinity(thread)) for thread in threads}) == 1
        assert {len(os.sched_getaffinity(thread)) for thread in threads} == {1}
        assert {os.sched_getscheduler(thread) for thread in threads} == {os.SCHED_BATCH}


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed: scripts/setup-system.sh")
def test_the_code_is_said_only_after_everything_is_on_the_disk(tmp_path: Path):
    with live(empty_site(tmp_path)) as running:
        assert running.send(1).status == 201
        trace = tmp_path / "trace"
        calls = "trace=fsync,fdatasync,link,sendto"
        tracer = subprocess.Popen(
            ["strace", "-f", "-s", "12", "-e", calls, "-o", trace, "-p", str(running.process.pid)],
            stderr=subprocess.PIPE,
            text=True,
        )
        assert tracer.stderr
        if "attached" not in tracer.stderr.readline():
            tracer.kill()
            tracer.communicate()
            pytest.skip("this machine does not let processes be traced")
        time.sleep(0.5)
        assert running.send(2).status == 201
        tracer.terminate()
        tracer.communicate(timeout=10)
    done = re.findall(r"^\d+ +(fsync|fdatasync|link|sendto)\(", trace.read_text(), re.MULTILINE)
    assert [call for call in done if call != "sendto"] == ["fsync", "link", "fsync", "fsync", "fdatasync"]
    assert done.index("sendto") == 5


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed: scripts/setup-system.sh")
def test_of_many_at_once_each_is_told_only_after_its_own_is_on_the_disk(tmp_path: Path):
    """Threads share syncs, never the word of another thread's."""
    with live(empty_site(tmp_path)) as running:
        assert running.send(0).status == 201
        with (
            tracing(running, "trace=mkdir,fsync,fdatasync,link,write,sendto") as trace,
            ThreadPoolExecutor(8) as senders,
        ):
            codes = [answer.code for answer in senders.map(running.send, range(1, 41))]
        ids = {code: running.id_of(code) for code in codes}
    calls = finished(trace.read_text(encoding="ascii"))

    def first(name: str, *words: str, after: int = -1) -> tuple[int, int]:
        """Return the lines on which the first such call began and was done."""
        found = (one for one in calls if one[2] == name and one[0] > after and all(word in one[3] for word in words))
        begun, done, _, _ = next(found)
        return begun, done

    for code, inquiry in ids.items():
        drafted, linked = first("fsync", f"tmp/inquiries+{inquiry}")[1], first("link", inquiry)
        shared = first("fsync", "/inquiries/inquiries>", after=linked[1])[1]
        placed, line = first("fsync", f"inquiries/{inquiry}>", after=linked[1])[1], first("write", "audit/", inquiry)
        assert drafted < linked[0] and max(shared, placed) < line[0]
        assert first("fdatasync", "audit/", after=line[1])[1] < first("sendto", code)[0]
    assert sum(call == "fdatasync" for _, _, call, _ in calls) <= len(codes)


@contextmanager
def tracing(running: Live, calls: str) -> Iterator[Path]:
    """Follow the system calls of all threads during the block; yields the file that says them."""
    trace = running.log.with_suffix(".trace")
    command = ["strace", "-f", "-y", "-s", "4000", "-e", calls, "-o", trace, "-p", str(running.process.pid)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as tracer:
        assert tracer.stderr
        if "attached" not in tracer.stderr.readline():
            tracer.kill()
            pytest.skip("this machine does not let processes be traced")
        time.sleep(0.5)
        yield trace
        tracer.terminate()


def finished(trace: str) -> list[tuple[int, int, str, str]]:
    """Return the calls of a trace: the lines on which each began and was done, its name, what it said."""
    begun: dict[str, tuple[int, str, str]] = {}
    calls = []
    for number, line in enumerate(trace.splitlines()):
        thread, _, rest = line.partition(" ")
        rest = rest.strip()
        if match := re.match(r"(\w+)\((.*)", rest):
            begun[thread] = (number, match[1], match[2])
        if thread in begun and ("resumed>" in rest or not rest.endswith("<unfinished ...>")):
            start, name, said = begun.pop(thread)
            calls.append((start, number, name, said))
    return calls
