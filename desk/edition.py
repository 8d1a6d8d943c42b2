"""Look at frozen editions: would they still render as they were signed, and what does one say."""

from __future__ import annotations

import re
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from datetime import datetime

from bs4 import BeautifulSoup

from desk.fingerprint import groups, short
from desk.screen import Screen
from desk.wording import count
from editorial.content_fields import FIELDS
from editorial.dates import VIETNAM
from editorial.editions import Edition, EditionStore
from editorial.problem import Problem, Refused
from editorial.publication import Publication, load
from editorial.rendering import render, scheme_of
from editorial.settings import Settings

_DIGITS = re.compile(r"[0-9]+")

HELP = "xem (show) hoặc đối chiếu lại (check) các bản đã trình ký"


def add_arguments(parser: ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="edition_verb", required=True, metavar="VIỆC", parser_class=type(parser))
    check = verbs.add_parser("check", help="dựng lại từ tệp soạn và so với bản đã ký")
    check.add_argument("item", metavar="MỤC", nargs="?", default="", help="chỉ một mục (mặc định: mọi mục công khai)")
    show = verbs.add_parser("show", help="xem một bản")
    show.add_argument("digest", metavar="MÃ-BẢN", help="mã bản, hoặc ít nhất tám ký tự đầu")


def run(args: Namespace, settings: Settings, screen: Screen) -> int:
    if args.edition_verb == "show":
        return show_edition(settings, args.digest, screen)
    return check_editions(settings, args.item, screen, datetime.now(VIETNAM))


def check_editions(settings: Settings, item: str, screen: Screen, now: datetime) -> int:
    """Render public editions anew and report what differs. Raises: Refused when records are damaged"""
    publication = load(settings, now)
    editions = [public.edition for public in publication.items if item in ("", public.item.id)]
    if item and not editions:
        raise Refused(Problem("item-not-public", "fail", item))
    problems = [problem for edition in editions for problem in _drift(edition, publication)]
    screen.problems(problems)
    if problems:
        return 1
    screen.done(f"{count(len(editions))} bản công khai: dựng lại giống hệt bản đã ký, các tệp còn nguyên.")
    return 0


def rendered_anew(edition: Edition) -> str:
    """Return the HTML that today's rendering makes of the edition's Markdown.

    Where a link led and how large a picture is was settled when the text was frozen, so each takes what it has there.
    """
    settled, sizes = iter(_symbols(edition.html)), _sizes(edition.html)
    return render(edition.body, edition.kind, lambda address: next(settled, None), sizes.get).html


def show_edition(settings: Settings, digest: str, screen: Screen) -> int:
    """Print what an edition holds. Raises: Refused when there is none, or more than one that begins so"""
    edition = _find(EditionStore(settings.records), digest.replace(" ", "").lower())
    screen.say(f"Bản {' '.join(groups(edition.digest))}")
    screen.say(f"Mục “{edition.item}”, địa chỉ {edition.address}")
    for key, value in edition.metadata.items():
        screen.say(f"  {FIELDS[key].label}: {value if isinstance(value, str) else '; '.join(value)}")
    for file in edition.attachments:
        screen.say(f"  tệp {file.name}: {count(file.size)} byte, {short(file.sha256)}")
    screen.say()
    screen.say(edition.body)
    return 0


def _find(store: EditionStore, start: str) -> Edition:
    is_hexadecimal = len(start) >= 8 and not set(start) - set("0123456789abcdef")
    found = sorted(path.stem for path in store.editions.glob(f"{start}*.json")) if is_hexadecimal else []
    if len(found) != 1:
        raise Refused(Problem("edition-unknown" if not found else "edition-ambiguous", "fail", start))
    return store.get(found[0])


def _drift(edition: Edition, publication: Publication) -> Iterator[Problem]:
    where = f"editions/{edition.digest}.json"
    if rendered_anew(edition) != edition.html:
        yield Problem("edition-drift", "warn", where, "product", {"item": edition.item})
    for file in edition.attachments:
        try:
            publication.store.attachment(file)
        except Refused as refused:
            yield from refused.problems


def _symbols(html: str) -> Iterator[str]:
    """Yield the symbols of links and sources in the order of the text."""
    for tag in BeautifulSoup(html, "html.parser").find_all(["a", "img", "audio", "video"]):
        target = str(tag.get("href" if tag.name == "a" else "src", ""))
        if scheme_of(target) in ("cchc", "cchc-file"):
            yield target


def _sizes(html: str) -> dict[str, tuple[int, int]]:
    """Return width and height of each picture that has them, by its symbol."""
    sized = BeautifulSoup(html, "html.parser").find_all("img", src=True, width=_DIGITS, height=_DIGITS)
    return {str(tag["src"]): (int(str(tag["width"])), int(str(tag["height"]))) for tag in sized}
