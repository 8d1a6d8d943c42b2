"""desk fix: mend what can be mended safely in content files, after showing every change."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

from rich.text import Text

from desk.screen import Screen
from editorial.content import place
from editorial.content_files import markdown_files, read_item
from editorial.legacy_fonts import utf16_text
from editorial.messages import VI
from editorial.problem import Problem, Refused
from editorial.repairs import Change, Repair, repair
from editorial.settings import Settings
from editorial.store import write_whole
from editorial.text_faults import visible

HELP = "tự sửa lỗi gõ, bảng mã và ngày tháng; cho xem trước khi ghi"

LOOK = {"-": "red", "+": "green", "@": "cyan"}
NOT_TO_BE_MENDED = frozenset(
    "content-hidden content-is-link content-is-office content-is-utf16 content-name-unreadable content-not-a-file "
    "content-not-utf8 content-too-large".split()
)
"""Problems of reading, after which a file is left as it is."""


@dataclass(frozen=True)
class Mended:
    """A file, the bytes that were repaired, and the outcome."""

    path: Path
    where: str
    before: bytes
    source: str
    repair: Repair


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the files to mend and --yes."""
    parser.add_argument("files", nargs="*", metavar="TỆP", help="tệp hoặc thư mục cần sửa; bỏ trống là tất cả")
    parser.add_argument("--yes", action="store_true", help="ghi ngay, không hỏi lại")


def run(args: argparse.Namespace, settings: Settings, screen: Screen) -> int:
    """Show every change, ask, write. Raises: Refused for a name that cannot be mended, before anything is written"""
    paths = _chosen([name for name in args.files if name], settings.content)
    found, problems = mend(paths, settings.content)
    screen.problems(problems)
    for mended in found:
        _show(mended, screen)
    if not found:
        screen.say("Không có gì phải sửa." if not problems else "Các tệp còn lại không có gì phải sửa.")
        return 1 if problems else 0
    if not screen.confirm(f"Ghi các thay đổi trên vào {len(found)} tệp?", args.yes):
        return 1
    changed_meanwhile = list(write(found))
    screen.problems(changed_meanwhile)
    screen.done(f"Đã sửa {len(found) - len(changed_meanwhile)} tệp. Chạy “python -m desk check” để xem còn gì.")
    return 1 if problems or changed_meanwhile else 0


def mend(paths: Sequence[Path], content: Path) -> tuple[list[Mended], list[Problem]]:
    """Return the files that a repair changes, and why others cannot be read; nothing is written."""
    found: list[Mended] = []
    problems: list[Problem] = []
    for path in paths:
        _, read = read_item(path, content)
        faults = [problem for problem in read if problem.code in NOT_TO_BE_MENDED]
        is_utf16 = [fault.code for fault in faults] == ["content-is-utf16"]
        if faults and not is_utf16:
            problems += faults
            continue
        before = path.read_bytes()
        source = utf16_text(before) if is_utf16 else before.decode()
        outcome = repair(source)
        if is_utf16:
            outcome = Repair(outcome.text, (Change(1, "repair-utf16", "", ""), *outcome.changes))
        if outcome.changes:
            found.append(Mended(path, place(path.relative_to(content).as_posix()), before, source, outcome))
    return found, problems


def write(found: Sequence[Mended]) -> Iterator[Problem]:
    """Write the repaired files; a file that was changed since it was read stays, and is yielded as a Problem."""
    for mended in found:
        if mended.path.is_symlink() or not mended.path.is_file() or mended.path.read_bytes() != mended.before:
            yield Problem("fix-changed-meanwhile", "hold", mended.where, "product")
        else:
            write_whole(mended.path, mended.repair.text.encode())


def _chosen(names: Sequence[str], content: Path) -> list[Path]:
    """Return the Markdown files that were named, all when none was. Raises: Refused"""
    chosen: list[Path] = [] if names else list(markdown_files(content))
    refused: list[Problem] = []
    for name in names:
        path = Path(os.path.abspath(name))
        below = Path(os.path.realpath(path.parent)) / path.name  # the last part may be a link, which read_item tells
        if not os.path.lexists(below):
            refused.append(Problem("fix-missing", "fail", name, "product"))
        elif not below.is_relative_to(content):
            refused.append(Problem("fix-outside", "fail", name, "product", {"content": content}))
        elif below.is_dir() and not below.is_symlink():
            chosen += markdown_files(below)
        elif below.suffix.lower() != ".md":
            refused.append(Problem("fix-not-markdown", "fail", name, "product"))
        else:
            chosen.append(below)
    if refused:
        raise Refused(*refused)
    return list(dict.fromkeys(chosen))


def _show(mended: Mended, screen: Screen) -> None:
    """Print the difference and what each repair was."""
    before = mended.source.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    after = mended.repair.text.split("\n")
    for line in unified_diff(before, after, mended.where, f"{mended.where} (sau khi sửa)", n=1, lineterm=""):
        screen.out.print(Text(visible(line.rstrip("\n")), LOOK.get(line[0], "")))
    for what, lines in _by_repair(mended.repair.changes).items():
        where = "cả tệp" if lines == [0] else f"dòng {', '.join(map(str, lines))}"
        screen.say(f"  {mended.where}: {VI[what]} ({where})")


def _by_repair(changes: Sequence[Change]) -> dict[str, list[int]]:
    """Return the lines of each repair, [0] for one of the whole file."""
    lines: dict[str, list[int]] = {}
    for change in changes:
        of_repair = lines.setdefault(change.what, [])
        line = change.line if change.before else 0
        if line not in of_repair:
            of_repair.append(line)
    return lines
