"""Keys: made once, in a private place, with the line for the roster."""

from __future__ import annotations

import io
import re
import resource
import stat
import tomllib
from datetime import date

import pytest
from rich.console import Console

from desk.key import make_key, show_key
from desk.screen import Screen
from editorial.keys import load_key, public_hex
from editorial.problem import Refused
from tests.desk.office_fixture import Desk
from tests.refusing import refuses

TODAY = date(2026, 11, 20)
PASSPHRASE = "một câu dài dễ nhớ"


def make(desk: Desk, name: str = "nguoi-moi", is_open: bool = True, **how: object) -> int:
    how = {"folder": desk.settings.keys, "screen": desk.screen, **how}
    return make_key(desk.settings, name, is_open=is_open, today=TODAY, **how)  # type: ignore[arg-type]


def test_the_printed_line_is_what_the_roster_wants(desk: Desk) -> None:
    assert make(desk) == 0
    said = desk.said()
    (line,) = [line for line in said.splitlines() if line.startswith("keys = ")]
    (key,) = tomllib.loads(line)["keys"]
    assert key == {"public": public_hex(load_key(desk.settings.keys / "nguoi-moi.pem")), "from": TODAY}
    assert "Không gửi tệp này cho ai" in said and str(desk.settings.keys / "nguoi-moi.pem") in said


def test_the_private_half_is_never_printed_and_only_its_owner_reads_the_file(desk: Desk) -> None:
    make(desk)
    path = desk.settings.keys / "nguoi-moi.pem"
    secret = re.sub(r"-----.*?-----|\s", "", path.read_text())
    assert secret not in desk.said()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_key_is_never_overwritten(desk: Desk) -> None:
    before = (desk.settings.keys / "van-thu.pem").read_bytes()
    with refuses("key-exists"):
        make(desk, "van-thu")
    assert (desk.settings.keys / "van-thu.pem").read_bytes() == before


def test_a_full_disk_leaves_no_half_key_that_would_bar_the_next_one(desk: Desk) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20, before[1]))
    try:
        with pytest.raises(OSError, match="File too large"):
            make(desk)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert make(desk) == 0


@pytest.mark.parametrize("name", ["", "../x", "Trưởng ban", "a/b", ".an"])
def test_a_name_is_an_id_and_no_path(desk: Desk, name: str) -> None:
    with refuses("key-name-strange"):
        make(desk, name)


def test_no_key_lies_where_things_are_published_or_copied(desk: Desk) -> None:
    settings = desk.settings
    for folder in (settings.content / "tep", settings.output, settings.records / "sample-keys"):
        with refuses("key-in-public-place"):
            make(desk, folder=folder)


def test_a_script_gives_the_passphrase_by_the_environment(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CCHC_PASSPHRASE", raising=False)
    with refuses("key-passphrase-none"):
        make(desk, is_open=False)
    monkeypatch.setenv("CCHC_PASSPHRASE", "ngắn")
    with refuses("key-passphrase-short"):
        make(desk, is_open=False)
    monkeypatch.setenv("CCHC_PASSPHRASE", PASSPHRASE)
    make(desk, is_open=False)
    path = desk.settings.keys / "nguoi-moi.pem"
    assert b"ENCRYPTED" in path.read_bytes() and load_key(path, PASSPHRASE)


@pytest.mark.parametrize(("typed", "made"), [((PASSPHRASE, PASSPHRASE), True), ((PASSPHRASE, "câu khác hẳn"), False)])
def test_at_a_terminal_the_passphrase_is_typed_twice(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, typed: tuple[str, str], made: bool
) -> None:
    monkeypatch.delenv("CCHC_PASSPHRASE", raising=False)
    answers = iter(typed)
    monkeypatch.setattr("desk.key.getpass", lambda prompt: next(answers))
    terminal = Screen(Console(file=io.StringIO(), force_terminal=True))
    if made:
        assert make(desk, is_open=False, screen=terminal) == 0
    else:
        with pytest.raises(Refused) as refused:
            make(desk, is_open=False, screen=terminal)
        (problem,) = refused.value.problems  # who types knows no variable of the environment
        assert (problem.code, problem.where) == ("key-passphrase-differs", "mật khẩu của khóa")
    assert (desk.settings.keys / "nguoi-moi.pem").exists() == made


def test_the_line_can_be_shown_again(desk: Desk) -> None:
    make(desk)
    first = desk.said()
    show_key(desk.settings.keys / "nguoi-moi.pem", desk.screen, TODAY)
    assert desk.said().splitlines()[-1] in first
    with pytest.raises(Refused):
        show_key(desk.settings.keys / "khong-co.pem", desk.screen, TODAY)
