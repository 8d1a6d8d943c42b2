"""From the words typed to a verb's module, and from its outcome to an exit code.

A verb is a module desk/<verb>.py with
    HELP: one Vietnamese line
    add_arguments(parser): its options, with Vietnamese help
    run(args, settings, screen) -> int: 0 done, 1 problems, 2 wrong call
The only edge of the desk: what a verb refuses or fails at ends here as one clear sentence.
"""

from __future__ import annotations

import argparse
import re
import sys
import traceback
from collections.abc import Sequence
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

from desk.screen import Screen
from editorial.dates import VIETNAM
from editorial.problem import Refused
from editorial.settings import Settings, load_settings
from editorial.store import Busy, TornFile, write_whole
from editorial.system_errors import file_words, reason_words
from editorial.text import suggestion
from editorial.urgent import noted

VERBS = (
    "new", "check", "fix", "preview", "sign", "refuse", "withdraw", "status", "log", "diff", "slip",
    "edition", "key", "roster", "rules", "find", "publish", "verify", "rollback", "holidays", "inbox", "usage",
    "history", "published", "archive", "at", "import",
)  # fmt: skip

_WORDS = (
    ("usage: ", "cách dùng: "),
    ("positional arguments", "tham số"),
    ("options", "tùy chọn"),
    ("show this help message and exit", "hiện hướng dẫn này rồi thoát"),
    ("the following arguments are required: ", "còn thiếu: "),
    ("unrecognized arguments: ", "không hiểu: "),
    ("expected one argument", "cần thêm một giá trị sau nó"),
    ("expected at least one argument", "cần thêm ít nhất một giá trị sau nó"),
    ("invalid choice: ", "không có lựa chọn "),
    ("choose from ", "chọn một trong: "),
    ("argument ", "tham số "),
    ("invalid int value: ", "cần một số nguyên, không phải "),
    ("ambiguous option: ", "tùy chọn chưa rõ: "),
    ("could match", "có thể là"),
    ("not allowed with argument", "không đi cùng"),
    ("one of the arguments", "cần một trong các tham số"),
    ("is required", ""),
)

_OPTION = re.compile(r"--[a-z][a-z-]*")


class Parser(argparse.ArgumentParser):
    """An argument parser that speaks Vietnamese."""

    def format_help(self) -> str:
        return _in_vietnamese(super().format_help())

    def format_usage(self) -> str:
        return _in_vietnamese(super().format_usage())

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> tuple[Any, list[str]]:
        """Parse, and refuse here what is left over: else it is handed up, and another verb's help is named."""
        known, unknown = super().parse_known_args(args, namespace)
        if unknown:
            self.error(f"unrecognized arguments: {' '.join(unknown)}")
        return known, unknown

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with what was typed; of words to choose from, what each means."""
        self.print_usage(sys.stderr)
        about = [
            one for one in self._actions if one.choices and set(one.option_strings) & set(_OPTION.findall(message))
        ]
        meant = "".join(f"  {one.option_strings[0]}  {one.help}\n" for one in about)
        self.exit(2, f"{self.prog}: {_in_vietnamese(message)}. Xem “{self.prog} --help”.\n{meant}")


def _in_vietnamese(text: str) -> str:
    for english, vietnamese in _WORDS:
        text = text.replace(english, vietnamese)
    return text


def build_parser(wanted: Sequence[str] = VERBS) -> Parser:
    """Return the parser of the verbs; each verb's module adds its own arguments.

    wanted: the verbs to load: the one that was typed starts faster than all of them
    """
    parser = Parser(prog="python -m desk", description="Bàn biên tập: soạn, kiểm tra, trình ký, xuất bản.")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="LỆNH", parser_class=Parser)
    for verb in wanted:
        module = import_module(f"desk.{verb}")
        module.add_arguments(verbs.add_parser(verb, help=module.HELP, description=module.HELP))
    return parser


def main(argv: Sequence[str], root: Path) -> int:
    """Run one verb and return the exit code."""
    screen = Screen()
    if argv and argv[0] not in VERBS and not argv[0].startswith("-"):
        screen.error(f"Không có lệnh “{argv[0]}”.{suggestion(argv[0], VERBS)} Xem “python -m desk --help”.")
        return 2
    args = build_parser(argv[:1] if argv and argv[0] in VERBS else VERBS).parse_args(argv)
    try:
        settings = load_settings(root)
    except Refused as refused:
        screen.problems(refused.problems)
        return 1
    screen.regulation = settings.regulation_file
    code = _run(args, settings, screen)
    for item, day in noted(settings.records).items():
        until = f" (hạn đến hết ngày {day:%d/%m/%Y})" if day else ""
        screen.warn(
            f"Chưa ai xác nhận việc gỡ gấp “{item}”{until}. Người có thẩm quyền thứ hai gõ: "
            f"python -m desk withdraw {item} --confirm"
        )
    return code


def _run(args: argparse.Namespace, settings: Settings, screen: Screen) -> int:
    """Run the verb; whatever it refuses or fails at becomes one sentence."""
    try:
        code: int = import_module(f"desk.{args.verb}").run(args, settings, screen)
        return code
    except Refused as refused:
        screen.problems(refused.problems)
        return 1
    except Busy:
        screen.error("Người khác đang làm việc này cùng lúc. Đợi vài giây rồi chạy lại lệnh.")
        return 1
    except TornFile as torn:
        screen.error(f"Tệp {torn} bị cắt cụt ở dòng cuối. Chạy “python -m desk log --repair” để xem và phục hồi.")
        return 1
    except (KeyboardInterrupt, EOFError):  # Ctrl+C, or Ctrl+D where an answer is asked for
        screen.error("Đã dừng theo yêu cầu; không có gì bị ghi dở dang.")
        return 1
    except ChildProcessError:
        screen.error("Một phần việc bị máy dừng giữa chừng, thường vì hết bộ nhớ. Đóng bớt chương trình rồi chạy lại.")
        return 1
    except OSError as error:
        told = f"{file_words(error)}: {reason_words(error)}"
        screen.error(f"Máy không đọc hoặc ghi được {told}. Xem lại quyền, ổ đĩa rồi chạy lại.")
        return 1
    except Exception:
        return _failed(settings.errors, screen)


def _failed(errors: Path, screen: Screen) -> int:
    """Keep the trace of a defect for developers and tell the editor where it is."""
    place, trace = errors / f"{datetime.now(VIETNAM):%Y%m%d-%H%M%S}.txt", traceback.format_exc()
    try:
        write_whole(place, trace.encode())
        send = f"Gửi tệp {place} cho người kỹ thuật."
    except OSError as error:
        send = f"Không ghi được cả tệp báo lỗi ({reason_words(error)}): xử lý điều đó rồi chạy lại lệnh."
    screen.error(f"Phần mềm gặp lỗi ngoài dự kiến; không có gì được xuất bản. {send}")
    return 1
