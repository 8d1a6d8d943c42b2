"""Make a private key, and show the lines by which the roster knows it."""

from __future__ import annotations

import os
import re
from argparse import ArgumentParser, Namespace
from datetime import date, datetime
from getpass import getpass
from pathlib import Path

from desk.screen import Screen
from desk.signer_key import PASSPHRASE, ask_passphrase
from editorial.dates import VIETNAM
from editorial.keys import load_key, new_key, public_hex
from editorial.problem import Problem, Refused
from editorial.settings import Settings, at_home

HELP = "tạo khóa ký riêng, in dòng để ghi vào danh sách Ban Biên tập"

SHORTEST_PASSPHRASE = 8
"""Characters; a shorter one is guessed from a stolen file in an evening."""

_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")


def add_arguments(parser: ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="key_verb", required=True, metavar="VIỆC", parser_class=type(parser))
    new = verbs.add_parser("new", help="tạo khóa mới cho một người")
    new.add_argument("name", metavar="MÃ-NGƯỜI", help="mã người trong roster.toml, ví dụ truong-ban")
    new.add_argument("--dir", metavar="THƯ-MỤC", default="", help="nơi cất khóa (mặc định: thư mục khóa của bạn)")
    new.add_argument("--no-passphrase", action="store_true", help="không đặt mật khẩu cho tệp khóa")
    show = verbs.add_parser("show", help="in lại dòng công khai của một khóa")
    show.add_argument("file", metavar="TỆP", help="tệp khóa .pem")


def run(args: Namespace, settings: Settings, screen: Screen) -> int:
    today = datetime.now(VIETNAM).date()
    if args.key_verb == "show":
        return show_key(at_home(args.file), screen, today)
    folder = at_home(args.dir).resolve() if args.dir else settings.keys
    return make_key(settings, args.name, folder, args.no_passphrase, screen, today)


def make_key(settings: Settings, name: str, folder: Path, is_open: bool, screen: Screen, today: date) -> int:
    """Make the key file and print what to paste and what to keep.

    is_open: without a passphrase
    Raises: Refused for a strange name, a place that gets published, or a file that is there already
    """
    if not _NAME.fullmatch(name):
        raise Refused(Problem("key-name-strange", "fail", name))
    if any(folder.is_relative_to(public) for public in (settings.content, settings.output, settings.records)):
        raise Refused(Problem("key-in-public-place", "fail", str(folder), facts={"keys": settings.keys}))
    path = folder / f"{name}.pem"
    if path.exists():
        raise Refused(Problem("key-exists", "fail", str(path)))
    passphrase = "" if is_open else _new_passphrase(screen)
    signer = new_key(path, passphrase)
    screen.done(f"Đã tạo khóa riêng: {path}")
    screen.say("  Không gửi tệp này cho ai, kể cả người quản trị; không chép lên máy dùng chung.")
    screen.say("  Cất một bản sao ở nơi khóa lại được (ví dụ USB trong két). Mất tệp là mất khóa: tạo khóa mới.")
    if is_open:
        screen.error("Khóa này không có mật khẩu: ai chép được tệp là ký được thay bạn.")
    _say_roster_line(public_hex(signer), screen, today)
    return 0


def show_key(path: Path, screen: Screen, today: date) -> int:
    """Print the public line of a key file. Raises: Refused when it cannot be opened"""
    _say_roster_line(public_hex(load_key(path, ask_passphrase(path, screen))), screen, today)
    return 0


def _say_roster_line(public: str, screen: Screen, today: date) -> None:
    screen.say("\nGửi dòng công khai này cho người giữ danh sách, để ghi vào phần của bạn trong roster.toml:")
    screen.say(f'keys = [{{ public = "{public}", from = {today.isoformat()} }}]')
    screen.say("Phần ấy đã có khóa cũ thì thêm cặp ngoặc { … } vào cùng danh sách, không xóa khóa cũ.")


def _new_passphrase(screen: Screen) -> str:
    """Return the passphrase of a new key, typed twice. Raises: Refused when short, mistyped or not given."""
    given, where = os.environ.get(PASSPHRASE, ""), PASSPHRASE
    if not given:
        if not screen.is_live:
            raise Refused(Problem("key-passphrase-none", "fail", PASSPHRASE))
        where = "mật khẩu của khóa"
        given = getpass(f"Đặt mật khẩu cho khóa (từ {SHORTEST_PASSPHRASE} ký tự): ")
        if getpass("Nhập lại mật khẩu: ") != given:
            raise Refused(Problem("key-passphrase-differs", "fail", where))
    if len(given) < SHORTEST_PASSPHRASE:
        raise Refused(Problem("key-passphrase-short", "fail", where, facts={"characters": SHORTEST_PASSPHRASE}))
    return given
