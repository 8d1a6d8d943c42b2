"""From an editor's Markdown to the HTML that leaders sign and readers see.

Steps: Python-Markdown; headings, khoản and điểm get stable ids; links and pictures become symbolic
(see editorial.links); last of all the sanitiser keeps only what the allow-list names. What it took
away is reported, so that the editor knows. In documents a paragraph that begins "1." or "a)" is a
khoản or a điểm as printed, never a Markdown list, so that no number is ever recounted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html.entities import html5
from typing import TYPE_CHECKING

from editorial.frozen import frozen
from editorial.profile_schema import LEGAL_KINDS
from editorial.text import short_references, slug

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

SCHEMES = frozenset({"http", "https", "mailto", "tel", "cchc", "cchc-file"})
_INSIDE = frozenset({"", "id", "cchc", "cchc-file"})
"""Schemes of an address inside the site, as an editor writes it or as a symbol."""
_EVERYWHERE = {"id", "lang"}
_ALIGNED = {f"cc-align-{side}" for side in ("left", "center", "right")}
ALLOWED: dict[str, set[str]] = {
    name: set()
    for name in (
        "p br hr h2 h3 h4 h5 h6 ul li dl dt dd blockquote table caption thead tbody tfoot tr strong em b i u s del ins "
        "sub sup code pre figure figcaption abbr small q cite details summary div"
    ).split()
} | {
    "a": {"href", "title"},
    "ol": {"start"},
    "img": {"src", "alt", "width", "height"},
    "audio": {"src", "controls"},
    "video": {"src", "controls", "width", "height"},
    "time": {"datetime"},
    "th": {"colspan", "rowspan", "scope"},
    "td": {"colspan", "rowspan"},
}  # fmt: skip

TEXT_ID = "noi-dung"
"""The id of the element that holds the text on its page; a heading "Nội dung" gets another."""

_PART = re.compile(r"QUYẾT ĐỊNH\b|QUY CHẾ\b")
_DIVISION = re.compile(r"(Chương|Mục|Điều)\s+([IVXLC]+|\d+[a-zđ]?)\b", re.IGNORECASE)
_CLAUSE = re.compile(r"(\d+)\.\s")
_POINT = re.compile(r"([a-zđ])\)\s")
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]*;)")
_SCHEME = re.compile(r"[\s\x00-\x1f]*([a-zA-Z][a-zA-Z0-9+.-]*):")


@frozen
class Heading:
    """A heading of the text: level 1 to 6, its id and its words."""

    level: int
    id: str
    text: str


@frozen
class Removed:
    """What the sanitiser took away: "thẻ <script>", and the words around it."""

    what: str
    excerpt: str
    code: str = "html-removed"


@frozen
class Rendered:
    """HTML and what was met on the way; links and sources as the editor wrote them.

    unresolved: links and sources for which `symbol` gave None
    """

    html: str
    headings: tuple[Heading, ...]
    links: tuple[str, ...]
    images: tuple[tuple[str, str], ...]
    ids: frozenset[str]
    removed: tuple[Removed, ...]
    unresolved: tuple[str, ...]


TANGLED = Rendered("", (), (), (), frozenset(), (), ())
"""What becomes of a text that is too tangled: elements in elements, hundreds of definitions without a blank line."""

_OWN_MACHINE = re.compile(r"(?:[a-z]:|file:)(?:[\\/]|%5c)", re.IGNORECASE)
"""A file's path as Windows or a browser shows it: C:\\anh.jpg, file:///C:/anh.jpg."""


def scheme_of(address: str) -> str:
    """Return the lower-case URL scheme ("https"), or "" for an address inside the site."""
    match = _SCHEME.match(address)
    return match[1].lower() if match else ""


Size = Callable[[str], tuple[int, int] | None]
"""Gives the width and height in pixels of the picture behind a symbol, None where they are not known."""


def render(
    body: str,
    kind: str,
    symbol: Callable[[str], str | None] = lambda address: address,
    size: Size = lambda target: None,
) -> Rendered:
    """Return the sanitised HTML of a Markdown body, TANGLED for one that cannot be converted.

    kind: the item's kind; those of LEGAL_KINDS get article, clause and point ids
    symbol: turns an address inside the site, as written, into "cchc:…" or "cchc-file:…";
        None where nothing stands behind it (the link loses its target)
    size: of a picture by its symbol; it is written down where the editor gave none
    """
    try:
        return _rendered(body, legal=kind in LEGAL_KINDS, symbol=symbol, size=size)
    except RecursionError:
        return TANGLED


def _rendered(body: str, legal: bool, symbol: Callable[[str], str | None], size: Size) -> Rendered:
    import nh3  # here, since most commands convert nothing and start faster without them
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(_convert(body, legal), "html.parser")
    removed = tuple(_forbidden(soup))
    images = tuple((str(tag.get("src", "")), str(tag.get("alt", ""))) for tag in soup.find_all("img"))
    links = tuple(str(tag["href"]) for tag in soup.find_all("a", href=True))
    headings = tuple(_name_parts(soup, legal))
    unresolved = tuple(_make_symbolic(soup, symbol, size))
    _align_by_class(soup)
    ids = frozenset(str(tag["id"]) for tag in soup.find_all(id=True))
    html = nh3.clean(
        str(soup),
        tags=set(ALLOWED),
        attributes={name: allowed | _EVERYWHERE for name, allowed in ALLOWED.items()},
        allowed_classes={"td": _ALIGNED, "th": _ALIGNED},
        url_schemes=set(SCHEMES),
        link_rel=None,
    )
    return Rendered(html.strip() + "\n", headings, links, images, ids, removed, unresolved)


def _convert(body: str, legal: bool) -> str:
    import markdown

    converter = markdown.Markdown(
        extensions=["tables", "footnotes", "def_list", "sane_lists"],
        extension_configs={"footnotes": {"BACKLINK_TITLE": "Trở lại chỗ ghi chú {} trong bài"}},
        output_format="html",
    )
    if legal:
        converter.parser.blockprocessors.deregister("olist")
    converted = short_references(converter.convert(short_references(body)))  # again: strokes taken back make new ones
    return _ENTITY.sub(_literal_unless_known, converted)


def _literal_unless_known(match: re.Match[str]) -> str:
    """A parser would eat the ";" of an unknown name: "Sở TT&TT;" is text, not an entity."""
    return match[0] if match[1] in html5 else "&amp;" + match[1]


def _forbidden(soup: BeautifulSoup) -> Iterator[Removed]:
    """Yield what the allow-list does not name."""
    from bs4 import Comment

    for comment in soup.find_all(string=lambda text: isinstance(text, Comment)):
        yield Removed("chú thích ẩn <!-- -->", _excerpt(str(comment)))
    for tag in soup.find_all(True):
        if tag.name not in ALLOWED:
            if tag.name != "h1":
                yield Removed(f"thẻ <{tag.name}>", _excerpt(tag.get_text(" ") or str(tag)))
            continue
        for name, value in tag.attrs.items():
            text = " ".join(value) if isinstance(value, list) else str(value)
            if name in ("href", "src"):
                if scheme_of(text) not in SCHEMES | _INSIDE:
                    code = "address-of-own-machine" if _OWN_MACHINE.match(text) else "html-removed"
                    yield Removed(f"địa chỉ “{scheme_of(text)}:”", _excerpt(tag.get_text(" ") or text), code)
            elif name not in ALLOWED[tag.name] | _EVERYWHERE and not _made_by_markdown(tag, name, text):
                yield Removed(f"thuộc tính {name} của thẻ <{tag.name}>", _excerpt(text))


def _made_by_markdown(tag: Tag, name: str, value: str) -> bool:
    """True for attributes that Python-Markdown itself writes and that may go without a word."""
    if name == "style":
        return tag.name in ("td", "th") and value.startswith("text-align")
    return (name == "class" and value.startswith("footnote")) or name == "title" and tag.name == "a"


def _excerpt(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 60 else words[:57] + "…"


def _name_parts(soup: BeautifulSoup, legal: bool) -> Iterator[Heading]:
    """Give ids to headings, and in documents to clauses and points; yield the headings."""
    taken = {TEXT_ID: 1}
    prefix = article = clause = ""
    for tag in soup.find_all(["h1", "h2", "h3", "h4", "h5", "h6", "p"]):
        text = " ".join(tag.get_text(" ").split())
        name = ""
        if tag.name != "p":
            part = _PART.match(text) if legal else None
            division = _DIVISION.match(text) if legal else None
            if part:
                prefix = "qd-" if part[0].startswith("QUYẾT") else ""
                article = clause = ""
            if division:
                name = prefix + slug(division[1]) + "-" + _number(division[2])
                article, clause = (name if division[1].lower() == "điều" else ""), ""
            name = _free(name or slug(text) or "muc", taken)
            yield Heading(int(tag.name[1]), name, text)
        elif article and tag.parent is soup:
            if match := _CLAUSE.match(text):
                name = clause = _free(f"{article}-khoan-{match[1]}", taken)
            elif match := _POINT.match(text):
                letter = "dd" if match[1] == "đ" else match[1]
                name = _free(f"{clause or article}-diem-{letter}", taken)
        if name:
            tag["id"] = name
        elif tag.get("id") and tag.name == "p":
            del tag["id"]


def _number(text: str) -> str:
    if not text.isalpha():
        return slug(text)
    values = [_ROMAN[letter] for letter in text.upper()]
    following = [*values[1:], 0]
    return str(sum(-v if v < n else v for v, n in zip(values, following, strict=True)))


def _free(name: str, taken: dict[str, int]) -> str:
    """Return the name, with a number behind it when it is taken. taken: name to the last number given to it."""
    candidate, count = name, taken.get(name, 1)
    while candidate in taken:
        count += 1
        candidate = f"{name}-{count}"
    taken[name] = count
    taken.setdefault(candidate, 1)
    return candidate


def _make_symbolic(soup: BeautifulSoup, symbol: Callable[[str], str | None], size: Size) -> Iterator[str]:
    """Turn addresses inside the site into symbols, pictures with their size; yield those that lead nowhere."""
    for tag in soup.find_all(["a", "img", "audio", "video"]):
        attribute = "href" if tag.name == "a" else "src"
        address = str(tag.get(attribute, ""))
        if not address or address.startswith("#") or scheme_of(address) not in _INSIDE:
            continue
        target = symbol(address)
        if target is None:
            del tag[attribute]
            yield address
        else:
            tag[attribute] = target
            if tag.name == "img" and not ({"width", "height"} & tag.attrs.keys()) and (found := size(target)):
                tag["width"], tag["height"] = map(str, found)


def _align_by_class(soup: BeautifulSoup) -> None:
    for cell in soup.find_all(["td", "th"], style=True):
        side = str(cell["style"]).partition(":")[2].strip(" ;")
        del cell["style"]
        cell["class"] = f"cc-align-{side}"
