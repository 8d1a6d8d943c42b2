"""desk new: a content file of a kind, with every line that the regulation asks for."""

from __future__ import annotations

import argparse
from datetime import datetime

from desk.screen import Screen
from editorial.checks_context import Context, open_context
from editorial.content_fields import FIELDS, KINDS, PAGE, BadValue, read_value, suggest_key
from editorial.content_template import free_id, kinds_of, new_content, place_for
from editorial.dates import VIETNAM
from editorial.problem import Problem
from editorial.settings import Settings
from editorial.store import write_new
from editorial.text import nfc, suggestion

HELP = "tạo tệp mẫu cho một mục mới"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the kind and what is known of the item already."""
    parser.add_argument("kind", nargs="?", metavar="LOẠI", help="loại mục; bỏ trống để xem các loại")
    parser.add_argument("--title", metavar="TIÊU-ĐỀ", help="tiêu đề, đặt trong ngoặc kép")
    parser.add_argument("--section", metavar="CHUYÊN-MỤC", help="chuyên mục, nếu loại này có nhiều chuyên mục")
    parser.add_argument("--id", metavar="MÃ", help="mã của mục; bỏ trống để phần mềm đặt")
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="KHÓA=GIÁ-TRỊ",
        help="điền sẵn một dòng khác ở đầu tệp; dùng được nhiều lần",
    )


def run(args: argparse.Namespace, settings: Settings, screen: Screen) -> int:
    """Write the file and say what comes next; never over another one. Raises: Refused as desk check does"""
    now = datetime.now(VIETNAM)
    context, _ = open_context(settings, now)
    kinds = kinds_of(context)
    if args.kind not in kinds:
        _show_kinds(args.kind, kinds, context, screen)
        return 2
    given = _given(args)
    problems = [*_unreadable(given), *_unfit(args.kind, given, context)]
    if problems:
        screen.problems(problems)
        return 2
    values = {**given, "id": given.get("id") or free_id(args.kind, context)}
    path = place_for(args.kind, values, context)
    write_new(path, new_content(args.kind, values, context).encode())
    shown = path.relative_to(settings.root) if path.is_relative_to(settings.root) else path
    screen.done(f"Đã tạo {shown} (mã {values['id']}, giữ nguyên mã này mãi).")
    screen.say("Việc tiếp theo:")
    screen.say("  1. Mở tệp, viết nội dung, xem lại các dòng ở đầu tệp.")
    screen.say(f"  2. Kiểm tra:   python -m desk check {shown}")
    screen.say(f"  3. Trình ký:   python -m desk sign {values['id']} (ký giấy: python -m desk slip {values['id']})")
    return 0


def _given(args: argparse.Namespace) -> dict[str, str]:
    """Return what was typed, by metadata key, as it will stand in the file."""
    pairs = [pair.partition("=")[::2] for pair in args.set]
    pairs += [(key, getattr(args, key) or "") for key in ("title", "section", "id")]
    return {key.strip(): nfc(" ".join(value.split())) for key, value in pairs if value.strip()}


def _show_kinds(kind: str | None, kinds: dict[str, str], context: Context, screen: Screen) -> None:
    """Print the kinds, and which one was meant by a wrong kind, its Vietnamese name or a section."""
    if kind:
        names = {section.slug: section.kinds[0] for section in context.profile.sections}
        names |= {KINDS[one]: one for one in kinds}
        screen.error(f"Trang này không có loại “{kind}”.{suggestion(kind, [*kinds, *names], names)}")
    screen.table(["LOẠI", "Tên", "Chuyên mục"], [(one, KINDS[one], sections) for one, sections in kinds.items()])
    screen.say('Gõ: python -m desk new LOẠI --title "Tiêu đề"')


def _unreadable(given: dict[str, str]) -> list[Problem]:
    problems = []
    for key, value in given.items():
        if key not in FIELDS:
            meant = suggest_key(key)
            facts = {"key": key, "hint": f"Ý bạn là “{meant}:”?" if meant else ""}
            problems.append(Problem("key-unknown", "fail", "--set", "product", facts))
            continue
        try:
            read_value(FIELDS[key], (value,))
        except BadValue as bad:
            problems.append(Problem(bad.code, "fail", f"--{key}", "product", bad.facts))
    return problems


def _unfit(kind: str, given: dict[str, str], context: Context) -> list[Problem]:
    """Return an id that is taken and a section that does not take the kind."""
    problems = []
    taken = context.by_id.get(given.get("id", ""))
    if taken or given.get("id") in context.given:
        facts = {"value": given["id"], "other": taken.at("id") if taken else "sổ ký"}
        problems.append(Problem("id-twice", "fail", "--id", "product", facts))
    if "section" in given and kind != PAGE and not context.profile.section_of(kind, given["section"]):
        fits = ", ".join(section.slug for section in context.profile.sections if kind in section.kinds)
        facts = {"value": given["section"], "kind": kind, "fits": fits}
        problems.append(Problem("section-other-kind", "fail", "--section", "product", facts))
    return problems
