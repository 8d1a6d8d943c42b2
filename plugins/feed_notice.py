"""What a feed in XML says to a person who opened it in a browser: what it is, how it is used, where the site is.

The words stand once, in the feed itself, as XHTML with true links: the sheet that makes a page of the feed copies them,
and a browser that no longer transforms XML shows them as they are, with the sheet that only styles. Validators pass
XHTML in a feed only inside an element of another vocabulary: here that which says who may use something (DCMI Terms).
"""

from __future__ import annotations

from lxml import etree
from lxml.builder import ElementMaker

from editorial.links import href

SHEETS = ("nguon-tin.xsl", "nguon-tin.css")
"""Files of the theme, for browsers that transform XML and for those that only style it."""

RIGHTS = "{http://purl.org/dc/terms/}accessRights"
_XHTML = "http://www.w3.org/1999/xhtml"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_TYPES = {".xsl": "text/xsl", ".css": "text/css"}
_OF = ElementMaker(namespace=_XHTML, nsmap={None: _XHTML})


def notice(topic: str, site: str, address: str, page: str, help_address: str, trial: bool) -> etree._Element:
    """Return the element that explains a feed.

    topic: what it is about; site: whose it is; address: the whole one, to be copied; page: address of this page of it
    help_address: of the page that explains all feeds, "" where there is none; trial: links must work from a disk
    """
    ways = [("Cách dùng và các nguồn tin khác", help_address), ("Về trang chủ", "/")]
    links = [_OF.a(words, href=href(way, _way_up(page), trial)) for words, way in ways if way]
    found = etree.Element(RIGHTS, nsmap={"dcterms": "http://purl.org/dc/terms/"})
    found.append(
        _OF.div(
            # Without it a phone shows a page of XML as wide as a desk.
            _OF.meta(name="viewport", content="width=device-width, initial-scale=1"),
            _OF.h1(topic),
            _OF.p("Nguồn tin của ", site),
            _OF.p(
                _OF.strong("Đây là nguồn tin, dành cho phần mềm đọc tin."),
                " Chép địa chỉ dưới đây, dán vào phần mềm đó để nhận nội dung mới được duyệt. Ai cũng dùng được,"
                " không phải để lại tên hay địa chỉ thư, thôi nhận lúc nào cũng được.",
            ),
            _OF.p(_OF.code(address)),
            _OF.ul(*map(_OF.li, links)),
            _OF.h2("Nội dung trong nguồn tin"),
            {_LANG: "vi"},
        )
    )
    return found


def with_sheets(made: bytes, page: str) -> bytes:
    """Name the sheets by the way from the feed, so that they are found in a trial edition as well."""
    up = _way_up(page)
    named = "".join(f'<?xml-stylesheet type="{_TYPES[sheet[-4:]]}" href="{up}theme/{sheet}"?>\n' for sheet in SHEETS)
    head, _, rest = made.partition(b"?>\n")
    return head + b"?>\n" + named.encode() + rest


def _way_up(page: str) -> str:
    return "../" * (page.count("/") - 1)
