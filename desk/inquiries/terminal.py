"""Who sits at the terminal before the inbox: the house, the person's signing key, the duty key."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from desk.inquiries.clerk import Clerk, open_clerk
from desk.inquiries.doing import find
from desk.screen import Screen
from editorial.dates import VIETNAM
from editorial.problem import Problem, Refused
from editorial.settings import Settings, at_home
from inquiries.cleaning import clean_text
from inquiries.house import House, open_house
from inquiries.sealing import Identity, load_identity, needs_passphrase

if TYPE_CHECKING:
    from editorial.office import Office

WORDS = "CCHC_INBOX_PASSPHRASE"
"""Environment variable that gives a script the passphrase of the duty key."""
LARGEST_TEXT = 200_000
END_OF_TEXT = "."


@dataclass(frozen=True)
class Sitting:
    """One command at the inbox."""

    settings: Settings
    screen: Screen
    now: datetime
    args: Namespace

    @cached_property
    def house(self) -> House:
        """The house, opened once. Raises: Refused"""
        house = open_house(self.settings, lambda: datetime.now(VIETNAM))
        if house.trial:
            self.screen.warn("HỘP THƯ DÙNG THỬ: niêm phong bằng khóa thử nằm cạnh kho, không dùng cho dữ liệu thật.")
        return house

    @cached_property
    def office(self) -> Office:
        """The records of the organisation. Raises: Refused"""
        from editorial.office import open_office  # here, since it brings everything that renders texts

        return open_office(self.settings)

    @cached_property
    def identity(self) -> Identity | None:
        """The duty key of this machine, None without one. Raises: Refused for a wrong passphrase"""
        files = self.house.identity_files()
        return load_identity(files[0], words_for(files[0], self.screen)) if files else None

    @cached_property
    def clerk(self) -> Clerk:
        """Who acts, proved by the signing key. Raises: Refused for who has no key, or no part in inquiries"""
        from desk.signer_key import open_signer  # here, since lists need no signing key and are to come fast

        signer = open_signer(self.office, self.screen, self.now, self.args.as_, self.args.key)
        return open_clerk(self.house, self.office.roster, signer.person.id, self.now, self.identity)

    @property
    def id(self) -> str:
        """The whole id of the inquiry that was typed. Raises: Refused"""
        return find(self.house, self.args.id)


def words_for(path: Path, screen: Screen) -> str:
    """Return what opens an inbox key's file: "" for an open one, else CCHC_INBOX_PASSPHRASE or what is typed."""
    return screen.passphrase(path, WORDS) if needs_passphrase(path) else ""


def add_id(parser: ArgumentParser) -> None:
    """Let a verb be told which inquiry."""
    parser.add_argument("id", metavar="MÃ", help="mã hồ sơ: ít nhất 6 ký tự đầu, như trong danh sách")


def add_person(parser: ArgumentParser) -> None:
    """Let a verb be told whose key acts."""
    parser.add_argument("--as", dest="as_", metavar="MÃ-NGƯỜI", default="", help="làm bằng khóa MÃ-NGƯỜI.pem")
    parser.add_argument("--key", metavar="TỆP", default="", help="làm bằng tệp khóa này")


def add_text(parser: ArgumentParser, what: str) -> None:
    """Let a verb be told a text for the sender."""
    parser.add_argument("--text", metavar="LỜI", default="", help=f"{what}, đặt trong ngoặc kép")
    parser.add_argument("--file", metavar="TỆP", type=Path, help=f"{what}, lấy từ tệp chữ UTF-8")


def text_of(sitting: Sitting, what: str) -> str:
    """Return the text that was given, read from the file, or typed line by line until a single full stop.

    Raises: Refused for a file that cannot be read as text
    """
    args = sitting.args
    if args.file:
        return read_text(args.file)
    if args.text or not (sitting.screen.is_live and sys.stdin.isatty()):
        return clean_text(args.text)
    sitting.screen.say(f"Soạn {what}; xong thì gõ một dòng chỉ có dấu chấm.")
    lines: list[str] = []
    while (line := _line()) is not None:
        lines.append(line)
    return clean_text("\n".join(lines))


def confirmed_text(sitting: Sitting, what: str) -> str | None:
    """Return the text once the person has seen it whole and said yes; "" goes on, to be refused with its reason."""
    text = text_of(sitting, what)
    if not text:
        return ""
    for line in text.splitlines():
        sitting.screen.say(f"    {line}")
    return text if sitting.screen.confirm("Gửi nội dung này cho người dân?", sitting.args.yes) else None


def _line() -> str | None:
    try:
        line = input()
    except EOFError:
        return None
    return None if line.strip() == END_OF_TEXT else line


def read_text(path: Path) -> str:
    """Return a text file's words, cleaned. Raises: Refused when it is missing, too large or no UTF-8"""
    try:
        with at_home(path).open("rb") as file:
            raw = file.read(LARGEST_TEXT + 1)
        if len(raw) > LARGEST_TEXT:
            raise Refused(Problem("inbox-file-large", "fail", str(path), facts={"most": LARGEST_TEXT // 1000}))
        return clean_text(raw.decode("utf-8-sig"))
    except OSError as error:
        raise Refused(Problem("inbox-file-missing", "fail", str(path))) from error
    except UnicodeDecodeError as error:
        raise Refused(Problem("inbox-file-not-text", "fail", str(path))) from error
