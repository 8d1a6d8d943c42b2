"""What an old HTML page holds: title, day, text, and what of it cannot be carried over.

The text is looked for where such pages have it; `select` says where it is on a site that has it elsewhere. A date is
taken only from where a page says that it is one, never from any number in the text.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE, lookup
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from bs4 import BeautifulSoup, Comment, Tag
from bs4.dammit import EncodingDetector

from desk.importing.old_tables import merged
from desk.wording import count
from editorial.store import read_whole
from editorial.text import nfc

TEXT_PLACES = ("[itemprop=articleBody]", "article", "main", "[role=main]", "#content", ".content", ".post", "#main")
TITLE_PLACES = ("[itemprop=headline]", "h1")
DATE_PLACES = ("[itemprop=datePublished]", "time", ".date", ".ngaydang", ".post-date", ".published")
NOT_TEXT = "script, style, noscript, template, nav, header, footer, aside, button, input, select, textarea"
LOST = {
    "iframe": "khung nhúng",
    "video": "video",
    "audio": "âm thanh",
    "object": "tệp nhúng",
    "embed": "tệp nhúng",
    "svg": "hình vẽ trong trang (SVG)",
    "canvas": "hình vẽ bằng mã lệnh",
}
FORM_FIELDS = "input:not([type=hidden]), select, textarea"
PAGE_PARTS = "p, table, h1, h2, h3, pre, ul, ol"
LEAST_WORDS = 5
MOST_BYTES = 30_000_000
"""A page of Word with its pictures inside may have so many."""
MOST_TAGS = 200_000
"""The time for a page may grow with their square."""
MOST_LETTERS = 1_000_000
"""Of the text: some 400 printed pages."""
MOST_DEPTH = 120
"""Elements inside one another; conversion goes down by calls of itself."""

_DAY = re.compile(r"\b(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\b")


@dataclass(frozen=True)
class OldPage:
    """One page. text: its element, None where none was found; published_on: None where the page does not say

    lost: what its text holds and no content file can
    """

    path: Path
    title: str
    text: Tag | None
    published_on: date | None
    author: str
    lost: tuple[str, ...]


class TooMuch(Exception):
    """No page that a person wrote; the sentence says why."""


def read_page(path: Path, select: str = "") -> OldPage:
    """Return what a file holds. Raises: OSError; TooMuch"""
    if path.stat().st_size > MOST_BYTES:
        raise TooMuch(f"lớn hơn {MOST_BYTES // 1_000_000} MB")
    content = read_whole(path)
    if content.count(b"<") > MOST_TAGS:
        raise TooMuch(f"có hơn {count(MOST_TAGS)} thẻ HTML")
    soup = BeautifulSoup(content, "lxml", from_encoding=_encoding(content))
    title, author = _title(soup), _meta(soup, "author", "article:author")
    published_on = _published_on(soup)
    text = _text(soup, select)
    lost = tuple(_lost(text)) if text else ()
    if text:
        _strip(text, title)
        if len(text.get_text()) > MOST_LETTERS:
            raise TooMuch(f"có hơn {count(MOST_LETTERS)} chữ cái")
        if _depth(text) > MOST_DEPTH:
            raise TooMuch(f"có hơn {MOST_DEPTH} thẻ HTML lồng trong nhau")
    return OldPage(path, title, text, published_on, author, lost)


def _encoding(content: bytes) -> str | None:
    """Return how the bytes are to be read, None where they say it rightly.

    What is UTF-8 is read as such, whatever it says. Where nothing is said it is what browsers took: letters of TCVN3
    and VNI fonts come out as those that `desk fix` knows, which a guess would change.
    """
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return None
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return None if _is_known(EncodingDetector.find_declared_encoding(content, is_html=True)) else "windows-1252"
    return "utf-8"


def _is_known(encoding: str | None) -> bool:
    try:
        return bool(encoding and lookup(encoding)._is_text_encoding)
    except (LookupError, ValueError):
        return False


def _title(soup: BeautifulSoup) -> str:
    for place in TITLE_PLACES:
        if (found := soup.select_one(place)) and (words := _words(found)):
            return words
    if words := _meta(soup, "og:title"):
        return words
    return _words(soup.title) if soup.title else ""


def _published_on(soup: BeautifulSoup) -> date | None:
    written = [_meta(soup, "article:published_time", "datePublished", "DC.date", "date")]
    for place in DATE_PLACES:
        for found in soup.select(place)[:1]:
            written += [str(found.get("datetime") or found.get("content") or ""), _words(found)]
    return next((day for text in written if (day := _day(text))), None)


def _day(text: str) -> date | None:
    try:
        return datetime.fromisoformat(text.strip()).date()
    except ValueError:
        pass
    if match := _DAY.search(text):
        day, month, year = map(int, match.groups())
        try:
            return date(year, month, day)
        except ValueError:
            return None
    return None


def _text(soup: BeautifulSoup, select: str) -> Tag | None:
    places = (select,) if select else TEXT_PLACES
    for place in places:
        found = soup.select(place)
        if found:
            best = max(found, key=lambda one: len(_words(one)))
            if len(_words(best).split()) >= LEAST_WORDS:
                return best
    return None if select else soup.body


def _depth(text: Tag) -> int:
    """Return how many elements lie inside one another at most."""
    deepest, level = 0, [text]
    while level := [child for one in level for child in one.children if isinstance(child, Tag)]:
        deepest += 1
    return deepest


def _lost(text: Tag) -> Iterator[str]:
    """Yield what is left behind, each kind once with how often it stands there."""
    for name, words in LOST.items():
        if there := len(text.select(name)):
            yield f"{there} {words}"
    if forms := _plain_forms(text):
        yield f"{len(forms)} biểu mẫu, cả lời trong đó"
    if fields := len(text.select(FORM_FIELDS)) - sum(len(form.select(FORM_FIELDS)) for form in forms):
        yield f"{fields} ô nhập của biểu mẫu"
    if cells := merged(text):
        yield f"{cells} ô gộp trong bảng (chỗ gộp để trống, xem lại bảng)"


def _plain_forms(text: Tag) -> list[Tag]:
    """Return the forms that are not the page itself: ASP.NET puts one around all of it."""
    forms = text.select(f"form:not(:has({PAGE_PARTS}))")
    return [form for form in forms if form.get_text().strip() or form.select_one(FORM_FIELDS)]


def _strip(text: Tag, title: str) -> None:
    """Take out what is no text, and the title, which a content file holds apart."""
    for comment in text.find_all(string=lambda string: isinstance(string, Comment)):
        comment.extract()
    for form in _plain_forms(text):
        form.decompose()
    for one in text.select(f"{NOT_TEXT}, {', '.join(LOST)}"):
        one.decompose()
    for one in text.select("span, font"):
        one.unwrap()
    for heading in text.select("h1"):
        if _words(heading) == title:
            heading.decompose()
        else:
            heading.name = "h2"


def _meta(soup: BeautifulSoup, *names: str) -> str:
    for name in names:
        for key in ("property", "name", "itemprop"):
            found = soup.find("meta", attrs={key: name})
            if isinstance(found, Tag) and (words := plain(str(found.get("content", "")))):
                return words
    return ""


def _words(tag: Tag) -> str:
    return plain(tag.get_text(" "))


def plain(text: str) -> str:
    """Return the words of one line, without signs that would move a cursor."""
    return nfc(" ".join("".join(sign if sign.isprintable() else " " for sign in text).split()))
