"""The process: how it starts, what it refuses, how it ends."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.house import House, house_of
from tests.organisation import ROOT, Organisation


def start(house: House, *words: str, **environment: str) -> subprocess.Popen[str]:
    """Start the server as its operator does."""
    return subprocess.Popen(
        [sys.executable, "-m", "endpoint", *words],
        cwd=ROOT,
        env={**house.environment(), "PORT": "0", **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@contextmanager
def served(house: House, *words: str) -> Iterator[tuple[int, subprocess.Popen[str]]]:
    """Run a server for the block; yields its port."""
    process = start(house, *words)
    try:
        assert process.stdout
        line = process.stdout.readline()
        found = re.search(r"127\.0\.0\.1:(\d+)", line)
        assert found, line + (process.stderr.read() if process.stderr and process.poll() is not None else "")
        yield int(found[1]), process
    finally:
        process.kill()
        process.communicate()


def get(port: int, address: str) -> tuple[int, dict[str, str], str]:
    """Ask for an address and return status, headers and text."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        connection.request("GET", address)
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read().decode("utf-8", "replace")


@pytest.fixture(scope="module")
def house(published_site: Organisation, tmp_path_factory: pytest.TempPathFactory) -> House:
    """A house whose site is served but never changed."""
    return house_of(published_site, tmp_path_factory.mktemp("served"))


def test_one_command_shows_the_site_with_its_search(house: House):
    with served(house, "--with-site") as (port, _):
        assert get(port, "/")[0] == 200
        status, headers, text = get(port, "/tim-kiem/ket-qua?q=" + quote("quyết định"))
        assert status == 200
        assert "517/QĐ-SNV" in text
        assert "Server" not in headers


def test_in_service_only_the_dynamic_addresses_are_answered(house: House):
    with served(house) as (port, _):
        assert get(port, "/healthz")[0] == 200
        assert get(port, "/")[0] == 404


def test_five_thousand_letters_are_answered(house: House):
    with served(house) as (port, _):
        assert get(port, "/tim-kiem/ket-qua?q=" + quote("ế" * 5_000))[0] == 200


def test_a_head_that_never_ends_is_refused(house: House):
    with served(house) as (port, _):
        assert get(port, "/tim-kiem/ket-qua?q=" + "a" * 100_000)[0] == 431
        assert get(port, "/healthz")[0] == 200


def test_being_told_to_end_is_no_failure_and_finishes_what_was_begun(house: House):
    with served(house) as (port, process):
        assert get(port, "/healthz")[0] == 200
        process.send_signal(signal.SIGTERM)
        said = process.communicate(timeout=10)
        assert process.returncode == 0
        assert "Traceback" not in "".join(said)


def test_nothing_but_this_machine_can_reach_it(house: House):
    with served(house) as (port, _), pytest.raises(OSError), socket.create_connection(("127.0.0.2", port), timeout=1):
        pass


def test_without_a_site_it_says_in_one_sentence_what_to_do(house: House, tmp_path: Path):
    process = start(house, OUTPUT_PATH=str(tmp_path / "output"))
    said, wrong = process.communicate(timeout=20)
    assert (process.returncode, said) == (1, "")
    assert wrong.count("\n") == 1
    assert "make publish" in wrong


def test_a_taken_port_is_named(house: House):
    with served(house) as (port, _):
        process = start(house, PORT=str(port))
        _, wrong = process.communicate(timeout=20)
        assert process.returncode == 1
        assert f"127.0.0.1:{port}" in wrong and "make endpoint PORT=8080" in wrong


@pytest.mark.parametrize(("words", "port"), [(["--nghe"], "0"), ([], "tám mươi"), ([], "70000"), ([], "-1")])
def test_a_wrong_call_is_told_how_to_call(house: House, words: list[str], port: str):
    process = start(house, *words, PORT=port)
    _, wrong = process.communicate(timeout=20)
    assert process.returncode == 2
    assert wrong.startswith("cách dùng: python -m endpoint")
