"""Import: the pages of an older site, from a folder of HTML files, as content files that wait for their signatures."""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from desk.screen import Screen
from editorial.content_template import kinds_of
from editorial.dates import VIETNAM
from editorial.problem import Problem, Refused
from editorial.settings import Settings
from editorial.text import suggestion

if TYPE_CHECKING:
    from desk.importing.moving import Moved

HELP = "đưa các trang HTML của trang cũ vào content/, để xem lại và trình ký"
SHOWN = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", metavar="THƯ-MỤC", type=Path, help="thư mục chứa các tệp HTML của trang cũ")
    parser.add_argument("--kind", metavar="LOẠI", default="event_news", help="loại mục (mặc định: event_news)")
    parser.add_argument(
        "--base", metavar="ĐỊA-CHỈ", default="", help="địa chỉ của trang cũ, ví dụ https://cu.example.vn/"
    )
    parser.add_argument(
        "--select", metavar="CSS", default="", help="chỗ có nội dung trong trang cũ, ví dụ “div.noidung”"
    )
    parser.add_argument(
        "--into", metavar="TÊN", default="trang-cu", help="thư mục mới trong content/ (mặc định: trang-cu)"
    )
    parser.add_argument("--dry-run", action="store_true", help="chỉ nói sẽ làm gì, không ghi tệp nào")


def run(args: argparse.Namespace, settings: Settings, screen: Screen) -> int:
    from soupsieve import SelectorSyntaxError

    from desk.importing.moving import Source, plan, write  # here, since every other verb starts faster without it
    from editorial.checks_context import open_context

    context, _ = open_context(settings, datetime.now(VIETNAM))
    if wrong := _wrong(args, kinds_of(context)):
        screen.error(wrong)
        return 2
    into = settings.content / args.into
    if into.exists() or not into.resolve().is_relative_to(settings.content):
        raise Refused(Problem("import-place-taken", "fail", str(into), "product"))
    source = Source(args.folder.resolve(), args.base, args.select)
    try:
        moved, left = plan(source, args.kind, context)
    except SelectorSyntaxError:
        screen.error(f"Không hiểu --select “{args.select}”. Viết theo CSS, ví dụ “div.noidung” hoặc “#noidung”.")
        return 2
    if args.dry_run:
        screen.table(("Tệp cũ", "Ngày", "Tiêu đề"), [_row(one) for one in moved[:SHOWN]], title=f"{len(moved)} trang")
        _tell_left(screen, left)
        return 0
    report = settings.state / "import" / f"{args.into}.txt"
    unfinished = into.with_name(f".{into.name}.dang-chep")
    shutil.rmtree(unfinished, ignore_errors=True)
    try:
        done = list(write(moved, source, args.kind, unfinished, context))
        _write_report(report, done, left)
        if done:
            unfinished.rename(into)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    _tell_done(screen, into, done, left, report)
    return 0 if done else 1


def _wrong(args: argparse.Namespace, kinds: Collection[str]) -> str:
    """Return what is wrong with the call, "" for nothing."""
    if not args.folder.is_dir():
        return f"Không có thư mục “{args.folder}”. Chỉ đúng thư mục có các tệp HTML đã chép về."
    if args.base and not args.base.startswith(("https://", "http://")):
        return f"--base cần đủ cả phần đầu “https://” hoặc “http://”: thử --base https://{args.base}"
    if args.kind not in kinds:
        return f"Trang này không có loại “{args.kind}”.{suggestion(args.kind, kinds)} Xem: python -m desk new"
    return ""


def _row(one: Moved) -> tuple[str, str, str]:
    page = one.page
    return one.old_address, f"{page.published_on:%d/%m/%Y}" if page.published_on else "?", page.title


def _tell_done(screen: Screen, into: Path, done: Sequence[Moved], left: Mapping[str, str], report: Path) -> None:
    if not done:
        screen.error("Không có trang nào đưa vào được.")
        _tell_left(screen, left)
        return
    screen.done(f"Đã đưa {len(done)} trang vào {into}, mỗi trang một thư mục với hình và tệp của nó.")
    poor = [one for one in done if one.lost]
    if poor:
        screen.say(f"Có {len(poor)} trang không mang được hết (liên kết hỏng, video, khung nhúng); xem báo cáo.")
    _tell_left(screen, left)
    screen.say(f"Báo cáo đủ từng trang: {report}")
    screen.say("Các bài này ghi là đã đăng trước khi có quy trình ký duyệt và chưa ai duyệt: xem lại, điền chỗ còn")
    screen.say("để trong ngoặc vuông, chạy make check-content, rồi trình ký như bài mới. Địa chỉ cũ sẽ dẫn đến bài.")


def _tell_left(screen: Screen, left: Mapping[str, str]) -> None:
    if left:
        screen.table(("Tệp", "Vì sao"), list(left.items())[:SHOWN], title=f"Bỏ lại {len(left)} tệp")


def _write_report(place: Path, done: Sequence[Moved], left: Mapping[str, str]) -> None:
    lines = []
    for one in done:
        page = one.page
        lines.append(f"{one.old_address}\t{one.id}\t{page.title}")
        lines += [f"\tkhông mang được: {what}" for what in one.lost]
        lines += [] if page.published_on else ["\tkhông thấy ngày đăng: điền first_published_on nếu biết"]
    lines += [f"{name}\tBỎ LẠI\t{why}" for name, why in left.items()]
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text("\n".join(lines) + "\n", encoding="utf-8")
