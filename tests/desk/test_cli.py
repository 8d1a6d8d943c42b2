"""The desk's one edge: what is typed wrong, what the system refuses, and the commands that people are told to type."""

from __future__ import annotations

import errno
import os
import re
import subprocess
import sys
from argparse import ArgumentParser, _SubParsersAction
from functools import cache
from pathlib import Path

import pytest

from desk import check, inbox
from desk.cli import VERBS, build_parser, main
from desk.wording import user_of_machine
from editorial.settings import load_settings
from tests.desk.office_fixture import Desk
from tests.house import House

ROOT = Path(__file__).resolve().parents[2]
COMMAND = re.compile(r"(?<![\w/.])desk ([a-z]+)([^”“\"`\\;\n]*)")
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*")
GUIDES = (ROOT / "docs/editors.md", *sorted((ROOT / "editorial/sentences").glob("*.py")))
TOLD = (*GUIDES, *sorted((ROOT / "desk").rglob("*.py")))


@cache
def parser_of(words: tuple[str, ...]) -> ArgumentParser:
    """Return the parser of a verb, or of a verb's verb."""
    if not words:
        return build_parser()
    parser = verbs_of(parser_of(words[:-1]))[words[-1]]
    if words[0] == "inbox" and len(words) > 1:  # whose words get their options when they are typed
        inbox._verb(words[1]).add_arguments(parser)
    return parser


def verbs_of(parser: ArgumentParser) -> dict[str, ArgumentParser]:
    """Return the verbs of a parser, none for one that has only arguments."""
    return next((dict(one.choices) for one in parser._actions if isinstance(one, _SubParsersAction)), {})


@pytest.mark.parametrize("path", TOLD, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_command_that_a_person_is_told_to_type_is_there(path: Path):
    wrong = []
    for told in COMMAND.finditer(path.read_text(encoding="utf-8")):
        verb, rest = told[1], told[2].split()
        if verb not in VERBS:
            continue  # the room's name in an English sentence
        verbs = verbs_of(parser_of((verb,)))
        words = (verb, rest[0]) if rest and rest[0] in verbs else (verb,)
        if rest and verbs and verb != "inbox" and words == (verb,):  # the inbox alone lists what is in it
            wrong.append(told[0])
        options = parser_of(words)._option_string_actions
        wrong += [told[0] for option in OPTION.findall(told[2]) if option not in options]
    assert wrong == []


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "content/a.md"), "content/a.md: ổ đĩa đã đầy"),
        (PermissionError(errno.EACCES, os.strerror(errno.EACCES), "output"), "output: không có quyền"),
        (OSError(errno.ENOTUNIQ, os.strerror(errno.ENOTUNIQ), "x"), f"x: hệ thống báo lỗi số {errno.ENOTUNIQ}"),
        (ChildProcessError("a process of ours ended with -9"), "Một phần việc bị máy dừng giữa chừng"),
        (EOFError(), "Đã dừng theo yêu cầu"),
        (KeyboardInterrupt(), "Đã dừng theo yêu cầu"),
        (ZeroDivisionError(), "Phần mềm gặp lỗi ngoài dự kiến"),
    ],
)
def test_what_the_system_refuses_is_told_in_vietnamese(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: BaseException, told: str
):
    def fail(*_: object) -> int:
        raise error

    monkeypatch.setattr(check, "run", fail)
    assert main(["check"], desk.settings.root) == 1
    assert told in capsys.readouterr().err.replace("\n", " ")


@pytest.mark.parametrize(
    ("written", "instead", "told"),
    [
        ('os.environ.get("PUBLISH_TO", "")', "“/srv/www”", "pelicanconf.py:13: Máy không đọc được tệp cài đặt"),
        ('os.environ.get("REGULATION", "ct")', "st", "pelicanconf.py:9: Máy không đọc được tệp cài đặt"),
        ('os.environ.get("RECORDS") or "records"', "None", "Cài đặt RECORDS bị xóa"),
        ('WEBSUB_HUB = os.environ.get("WEBSUB_HUB", "")', "", "Cài đặt WEBSUB_HUB bị xóa"),
        ('os.environ.get("KEYS") or "~/.cchc-keys"', '"~khong-co-ai/khoa"', "KEYS là “~khong-co-ai/khoa”"),
        ('os.environ.get("KEYS") or "~/.cchc-keys"', '""', "Cài đặt KEYS để trống"),
        ('os.environ.get("OUTPUT_PATH") or "output"', '"dan-vong"', "OUTPUT_PATH là “dan-vong”"),
        ('os.environ.get("URGENT_CONFIRM_DAYS", "1")', '"hai"', "URGENT_CONFIRM_DAYS là “hai”"),
        ('os.environ.get("URGENT_CONFIRM_DAYS", "1")', '"0"', "URGENT_CONFIRM_DAYS là “0”"),
    ],
)
def test_a_setting_that_cannot_be_read_is_told_by_its_line_or_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], written: str, instead: str, told: str
):
    conf = (ROOT / "pelicanconf.py").read_text(encoding="utf-8")
    assert written in conf
    (tmp_path / "dan-vong").symlink_to("dan-vong")
    (tmp_path / "pelicanconf.py").write_text(conf.replace(written, instead, 1), encoding="utf-8")
    assert main(["status"], tmp_path) == 1
    assert told in capsys.readouterr().err.replace("\n", " ")


def test_a_folder_that_is_given_as_nothing_is_the_usual_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not the checkout: a private key would lie there to be sent to everybody with the next commit."""
    names = ("RECORDS", "CONTENT", "OUTPUT_PATH", "STATE", "KEYS", "INQUIRIES")
    for name in names:
        monkeypatch.delenv(name, raising=False)
    usual = load_settings(ROOT)
    for name in names:
        monkeypatch.setenv(name, "")
    assert load_settings(ROOT) == usual


def test_a_word_too_many_names_the_help_of_its_verb(desk: Desk, capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit):
        main(["inbox", "forward", "012345", "--nhanh"], desk.settings.root)
    told = capsys.readouterr().err
    assert "không hiểu: --nhanh" in told and "“python -m desk inbox forward --help”" in told


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (["close", "abcdef"], "done: đã giải quyết xong"),
        (["close", "abcdef", "--reason", "xong"], "done: đã giải quyết xong"),
        (["classify", "abcdef"], "complex: phức tạp, nhiều cơ quan"),
        (["rights", "abcdef", "--outcome", "xong"], "partly: làm được một phần"),
        (["--state", "mới"], "new: mới nhận"),
    ],
)
def test_an_english_word_to_choose_is_told_with_its_meaning(
    desk: Desk, capsys: pytest.CaptureFixture[str], typed: list[str], told: str
):
    with pytest.raises(SystemExit):
        main(["inbox", *typed], desk.settings.root)
    assert told in capsys.readouterr().err


def test_others_of_the_machine_may_write_nothing_that_a_command_leaves(house: House) -> None:
    """With a umask of 0 they could else write what the next run believes, compiled templates too."""
    before = os.umask(0)
    try:
        done = house.desk("new", "event_news", "--title", "Hội nghị")
    finally:
        os.umask(before)
    assert done.code == 0, done.said
    made = max(house.site.settings.content.rglob("*.md"), key=lambda path: path.stat().st_ctime_ns)
    assert [path.stat().st_mode & 0o777 for path in (made, made.parent)] == [0o664, 0o775]


def test_a_home_that_nobody_has_is_told_by_its_name(desk: Desk, capsys: pytest.CaptureFixture[str]):
    assert main(["key", "show", "~khong-co-ai/khoa.pem"], desk.settings.root) == 1
    assert "~khong-co-ai/khoa.pem: không tìm thấy" in capsys.readouterr().err.replace("\n", " ")


def test_who_has_no_name_on_this_machine_is_logged_by_his_number(monkeypatch: pytest.MonkeyPatch):
    """As in a container whose user stands in no list: what is signed goes out all the same."""
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(name, raising=False)

    def unknown(_: int) -> None:
        raise KeyError("uid not found")

    monkeypatch.setattr("pwd.getpwuid", unknown)
    assert user_of_machine() == f"uid {os.getuid()}"


@pytest.mark.parametrize("closed", ["", ">&-", ">&- 2>&-", "<&-"])
def test_a_publish_ends_well_whatever_it_may_print_to(published: House, closed: str):
    """A locale of former days, whose letters are no Vietnamese; a service that closes what it does not read."""
    command = f'"$0" -m desk publish {closed}'
    environment = {**published.environment(), "PYTHONIOENCODING": "latin-1"}
    done = subprocess.run(
        ["sh", "-c", command, sys.executable], cwd=published.root, env=environment, capture_output=True, check=False
    )
    said = done.stderr.decode()
    assert done.returncode == 0 and "Traceback" not in said and "\\u" not in said, said
    assert ">" in closed or "Không có gì thay đổi" in done.stdout.decode()


def test_commands_say_the_same_when_they_read_their_modules_themselves(published: House) -> None:
    """Nearly all other tests let them begin with all modules read (see tests/forked.py)."""
    for words in (
        "status", "check", "log tin-thu", "diff tin-thu", "slip tin-chua-ky", "edition tin-thu", "roster", "rules",
        "find một", "verify", "history", "published", "usage", "inbox list", "rollback --yes", "key --help", "nham",
    ):  # fmt: skip
        itself = published.desk(*words.split(), environment={"COLUMNS": "200"})
        assert itself == published.desk(*words.split()), words
        assert "Traceback" not in itself.said and itself.said, words
