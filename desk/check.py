"""desk check: everything in content that an editor has to mend, in one run."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from rich.progress import track

from desk.screen import Screen
from editorial.checks import check_item, check_together
from editorial.checks_context import Context, open_context
from editorial.checks_fields import LEFTOVERS
from editorial.content import Item, place
from editorial.content_files import MISNAMED, markdown_files, read_item, saved_as_text
from editorial.dates import VIETNAM
from editorial.ended import citing_at, ended_problems
from editorial.organisation import load_organisation, organisation_problems
from editorial.problem import Problem, Refused, gathering
from editorial.publication import Publication, given_addresses, load
from editorial.published import changed_words, noted, read_log
from editorial.publishing import check_files
from editorial.redirects import load_redirects
from editorial.settings import Settings
from editorial.submission import revisions
from editorial.text import suggestion
from editorial.translations import translation_problems
from editorial.waiting import is_settled
from editorial.working import Working, read_working

HELP = "kiểm tra nội dung và chỉ ra mọi chỗ cần sửa"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the files to look at."""
    parser.add_argument("files", nargs="*", metavar="TỆP", help="tệp hoặc thư mục cần kiểm tra; bỏ trống là tất cả")


def run(args: argparse.Namespace, settings: Settings, screen: Screen) -> int:
    """Print the problems and one line that sums them up. Raises: Refused for a profile or registry with faults"""
    chosen = _chosen([name for name in args.files if name], settings, screen)
    if chosen is None:
        return 2
    now = datetime.now(VIETNAM)
    publication: Publication | None = None
    with suppress(Refused):  # damaged records are told by status and publish
        publication = load(settings, now)
    context, problems = open_context(settings, now, given=given_addresses(publication) if publication else None)
    read = {item.path for item in context.items}
    for path in chosen:  # named one by one: below a linked or hidden folder, where nobody looks
        if path not in read and not any(_concerns(problem, [path]) for problem in problems):
            problems += read_item(settings.content / path, settings.content)[1]
    problems += check(chosen, context, screen)
    if publication:
        working = read_working(settings)
        problems += revisions(publication, working, _edited(chosen, context, publication, working), now)
        problems += translation_problems(publication, context.items)
    shown = [problem for problem in problems if _concerns(problem, chosen)]
    if not args.files:
        shown += saved_as_text(settings.content)
    if publication and not args.files:
        shown += check_files(publication, context.items)
        shown += ended_problems(publication, citing_at(publication, now), context.today, None)
        shown += organisation_problems(load_organisation(settings.records), publication.profile)
        with gathering(shown):
            shown += load_redirects(publication).problems
            log = read_log(settings.published_log)
            shown += changed_words(settings.published_log, log, noted(publication.office))
    screen.problems(shown)
    count = {severity: sum(problem.severity == severity for problem in shown) for severity in ("fail", "hold", "warn")}
    left = sum(problem.code in LEFTOVERS for problem in shown)
    unfilled = f"; còn {left} chỗ của mẫu phải điền mới trình được" if left else ""
    counted = f"{len(chosen)} mục: {count['fail']} lỗi dừng, {count['hold']} giữ lại, {count['warn']} lưu ý"
    screen.say(f"{counted}{unfilled}.")
    return 1 if count["fail"] or count["hold"] else 0


def check(chosen: Iterable[str], context: Context, screen: Screen) -> list[Problem]:
    """Return the problems of the items at the paths (below the content folder), and those between items."""
    paths = set(chosen)
    items: Sequence[Item] = [item for item in context.items if item.path in paths]
    found: list[Problem] = []
    for item in track(items, "Đang kiểm tra", console=screen.err, transient=True, disable=not screen.err.is_terminal):
        found += check_item(item, context)
    return [*found, *check_together(context)]


def _edited(chosen: Iterable[str], context: Context, publication: Publication, working: Working) -> Iterator[Item]:
    """Yield the items that are not public as they lie."""
    paths = set(chosen)
    for item in context.items:
        if item.path in paths and item.id in publication.standings and not is_settled(publication, working, item):
            yield item


def _chosen(names: Sequence[str], settings: Settings, screen: Screen) -> list[str] | None:
    """Return the paths below the content folder that were named, all when none was; None when one cannot be."""
    content = settings.content
    if not content.is_dir():
        screen.error(f"Chưa có thư mục nội dung {content}. Xem lại CONTENT trong pelicanconf.py.")
        return None
    chosen: list[Path] = [] if names else list(markdown_files(content))
    for name in names:
        path = Path(os.path.abspath(name))
        if not path.is_relative_to(content) and path.resolve().is_relative_to(content):
            path = path.resolve()
        if not path.exists() and not path.is_symlink():
            screen.error(
                f"Không có tệp “{name}”.{_near(path)} Xem lại tên và thư mục; tên có dấu cách thì để trong ngoặc kép."
            )
            return None
        if not path.is_relative_to(content):
            screen.error(f"Tệp “{name}” nằm ngoài thư mục nội dung {content}.")
            return None
        if path.is_file() and path.suffix.lower() != ".md":
            screen.error(f"Chỉ kiểm tra tệp Markdown (đuôi .md). {_other_file(path)}")
            return None
        chosen += markdown_files(path) if path.is_dir() and not path.is_symlink() else [path]
    return list(dict.fromkeys(path.relative_to(content).as_posix() for path in chosen))


def _near(path: Path) -> str:
    """Return which file beside was meant, of one that is not there."""
    return suggestion(path.name, [found.name for found in path.parent.iterdir()]) if path.parent.is_dir() else ""


def _other_file(path: Path) -> str:
    """Return what to do with a file that is no Markdown by its name."""
    if path.name.lower().endswith(MISNAMED):
        return f"“{path.name}” thừa đuôi: đổi tên để tệp kết thúc bằng “.md”."
    return (
        f"“{path.name}” là tệp đính kèm thì được kiểm tra cùng bài đính kèm nó; là bài viết thì chép chữ vào tệp do "
        "“python -m desk new” tạo."
    )


def _concerns(problem: Problem, chosen: Iterable[str]) -> bool:
    """True when the problem, or the other item that it names, is at one of the paths."""
    places = {place(path) for path in chosen}
    named = (problem.where, str(problem.facts.get("other", "")))
    return any(where in places or where.rpartition(":")[0] in places for where in named)
