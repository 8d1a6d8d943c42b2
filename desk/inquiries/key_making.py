"""desk inbox key: a new duty or escrow key; the public line is for the records, the private file for its keeper."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from getpass import getpass

from desk.inquiries.terminal import WORDS, Sitting
from desk.screen import Screen
from editorial.dates import local_day
from editorial.problem import Problem, Refused
from inquiries.sealing import KEYS_FILE, ROLES, identity_file, new_identity, save_identity

SHORTEST_WORDS = 12


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="TÊN", help="tên khóa, ví dụ truc-2027")
    parser.add_argument("--role", choices=tuple(ROLES), required=True, help="duty: khóa trực; escrow: khóa dự phòng")
    parser.add_argument("--no-passphrase", action="store_true", help="không đặt mật khẩu cho tệp khóa")


def run(sitting: Sitting) -> int:
    """Make the key and print what goes into the records. Raises: Refused for a name that is taken or odd"""
    args, screen, settings = sitting.args, sitting.screen, sitting.settings
    if not args.name.replace("-", "").isalnum() or not args.name.isascii() or args.name != args.name.lower():
        raise Refused(Problem("inbox-key-name", "fail", args.name))
    words = "" if args.no_passphrase else _words(screen)
    if not words and not args.no_passphrase:
        screen.error(
            f"Cần mật khẩu ít nhất {SHORTEST_WORDS} ký tự, gõ hai lần như nhau; không muốn thì thêm --no-passphrase."
        )
        return 2
    identity, path = new_identity(args.name), identity_file(settings.keys, args.name)
    save_identity(path, identity, words)
    screen.done(f"Đã tạo {ROLES[args.role]}: {path} (chỉ mình bạn đọc được).")
    screen.say(f"Ghi khối này vào {settings.records / KEYS_FILE}:\n")
    screen.say("[[keys]]")
    screen.say(f'name   = "{args.name}"')
    screen.say(f'role   = "{args.role}"')
    screen.say(f'public = "{identity.public}"')
    screen.say(f"from   = {local_day(sitting.now)}\n")
    if args.role == "escrow":
        screen.say("Chép tệp khóa dự phòng vào hai thẻ nhớ cất két, mật khẩu cất nơi khác, rồi xóa khỏi máy này.")
    screen.say("Mất hết khóa là mất hết nội dung đã niêm phong: diễn tập mỗi năm bằng “python -m desk inbox drill”.")
    return 0


def _words(screen: Screen) -> str:
    """Return the passphrase, "" when it is too short or was not typed alike twice."""
    given = os.environ.get(WORDS, "")
    if not given and screen.is_live:
        given = getpass("Mật khẩu mới của khóa: ")
        if given != getpass("Gõ lại mật khẩu: "):
            return ""
    return given if len(given) >= SHORTEST_WORDS else ""
