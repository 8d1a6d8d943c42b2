"""desk find: the working files that say something, found as readers find public pages; also what nobody has signed.

The index lies in private working data, apart from that of the site, and is brought up to the files at every call.
With --all it tells completely instead of by relevance: every file that has all the words, whole phrases as quoted.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from html import unescape
from pathlib import Path

from desk.screen import Screen
from editorial.content import Item, place
from editorial.content_fields import KINDS
from editorial.content_files import read_items
from editorial.registry import Registry, load_registry
from editorial.settings import Settings
from editorial.store import locked
from search import store
from search.engine import Engine, Hit, Results
from search.pages import Page
from search.updating import keep_up
from search.vocabulary import Vocabulary, aliases, read_abbreviations

HELP = "tìm trong mọi tệp đang soạn, cả mục chưa ký (make find WORDS=…)"
FOLDER = "find"

_TAG = re.compile(r"<[^>]*>")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("words", nargs="+", metavar="TỪ", help="từ, số văn bản, hoặc cụm từ trong ngoặc kép")
    parser.add_argument("--page", type=int, default=1, metavar="TRANG", help="trang kết quả (mỗi trang 10 kết quả)")
    parser.add_argument("--all", action="store_true", help="liệt kê mọi tệp có đủ các từ, không đoán từ gõ sai")


def run(args: argparse.Namespace, settings: Settings, screen: Screen) -> int:
    """Print what was found. Raises: Refused for a registry with faults; Busy"""
    words = " ".join(args.words).strip()
    if not words:
        screen.error('Chưa có từ nào để tìm. Gõ: python -m desk find kế hoạch; hoặc make find WORDS="kế hoạch".')
        return 2
    items, problems = read_items(settings.content)
    with indexed(items, settings) as folder:
        if args.all:
            _tell_all(store.find(folder, words, limit=len(items)), screen)
        else:
            _tell_best(Engine(folder).search(words, page=args.page, with_facets=False), len(items), screen)
    read = {place(item.path) for item in items}
    unread = {problem.where.partition(":")[0] for problem in problems} - read
    if unread:
        screen.say(f"Có {len(unread)} tệp không đọc được nên kết quả có thể còn thiếu: chạy “python -m desk check”.")
    return 0


@contextmanager
def indexed(items: Sequence[Item], settings: Settings) -> Iterator[Path]:
    """Hold the index of the working files, brought up to them. Raises: Refused for a registry with faults; Busy"""
    registry = load_registry(settings.records)
    vocabulary = Vocabulary(read_abbreviations(), aliases(tuple(registry.bodies.values())))
    folder = settings.state / FOLDER
    with locked(settings.state / "find.lock"):
        keep_up(folder, [page_of(item, registry) for item in items], vocabulary)
        yield folder


def page_of(item: Item, registry: Registry) -> Page:
    """Return an item as the index takes it in; its file is its name, since two files may have one id by mistake."""
    issuer = registry.bodies.get(item.issuer)
    besides = (item.id, item.author, item.source, item.abstract, item.signer, item.number_variant, item.territory)
    on = item.issued_on.iso() if item.issued_on else item.event_on.isoformat() if item.event_on else ""
    return Page(
        id=item.path,
        title=item.title,
        body=" ".join((item.summary, text_of(item.body))).strip(),
        number=item.document_no,
        kind=KINDS.get(item.kind, item.kind),
        date=on,
        level=item.level,
        issuer=issuer.name if issuer else item.issuer,
        words=" ".join(filter(None, besides)),
    )


def text_of(body: str) -> str:
    """Return the words of a Markdown text: no tags, no targets of links, no signs of emphasis within a word."""
    return " ".join(_LINK.sub(r"\1", _TAG.sub(" ", body)).replace("**", "").split())


def _tell_best(found: Results, files: int, screen: Screen) -> None:
    for number, hit in enumerate(found.hits, (found.page - 1) * 10 + 1):
        _tell(number, hit, screen)
    if found.meant:
        screen.say(f"Có phải bạn muốn tìm: {found.meant}")
    more = ""
    if found.page < found.pages:
        more = f", trang {found.page} trên {found.pages} (xem tiếp: --page {found.page + 1})"
    screen.say(f"{found.total} kết quả trong {files} tệp{more}.")


def _tell_all(finding: store.Finding, screen: Screen) -> None:
    for found in sorted(finding.found, key=lambda one: one.id):
        facts = (f"content/{found.id}", found.kind, found.number)
        screen.say(f"{' · '.join(fact for fact in facts if fact)}\n   {found.title}")
    kinds = ", ".join(f"{count} {kind}" for kind, count in finding.counts["kind"].items())
    screen.say(f"{finding.total} tệp có đủ các từ{': ' + kinds if kinds else ''}.")


def _tell(number: int, hit: Hit, screen: Screen) -> None:
    card = hit.card
    screen.say(f"{number}. {_plain(hit.title)}")
    facts = (f"content/{card['id']}", card.get("kind", ""), card.get("number", ""))
    screen.say(f"   {' · '.join(fact for fact in facts if fact)}")
    if hit.text:
        screen.say(f"   {_plain(hit.text)}")


def _plain(marked: str) -> str:
    return unescape(marked.replace("<mark>", "").replace("</mark>", ""))
