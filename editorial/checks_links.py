"""Links: those inside the site lead somewhere, and none says one address and leads to another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import unquote

from editorial.checks_context import Context, in_body
from editorial.content import Item
from editorial.freezing import Frozen
from editorial.links import symbols
from editorial.problem import Problem
from editorial.rendering import scheme_of
from editorial.text import without_tags

_LINK = re.compile(r'<a(?: [a-z]+="[^"]*")*? href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w.-]*\w")
_HOST = re.compile(r"(?:https?://|\bwww\.)([\w.-]*\w)|((?<![\w@.-])[\w.-]+\.vn\b)", re.IGNORECASE)
_PHONE = re.compile(r"\+?[\d() .-]{8,}")
_SHOWN = 80
"""Characters of an address that are told."""


def check_addresses(item: Item, frozen: Frozen, context: Context) -> Iterator[Problem]:
    """A link to an address of the site leads to an item or a list that the site has."""
    for symbol in symbols(frozen.edition.html):
        address = symbol.partition("#")[0]
        if address.startswith("/") and address not in context.addresses:
            yield Problem("address-unknown", "hold", in_body(item, address), "product", {"link": address})


def check_fragments(item: Item, frozen: Frozen, context: Context) -> Iterator[Problem]:
    """A link to a place in a text leads to a place that the text has."""
    for link in frozen.rendered.links:
        if link.startswith("#") and len(link) > 1 and unquote(link[1:]) not in frozen.rendered.ids:
            yield Problem("fragment-missing", "hold", in_body(item, link), "product", {"link": link})
    for symbol in symbols(frozen.edition.html):
        name, _, fragment = symbol.partition("#")
        target = context.by_id.get(name) or next(iter(context.by_address.get(name, ())), None)
        if fragment and target and unquote(fragment) not in context.ids_of(target):
            yield Problem("fragment-missing", "hold", in_body(item, f"#{fragment}"), "product", {"link": symbol})


def check_link_words(item: Item, frozen: Frozen, context: Context) -> Iterator[Problem]:
    """A link whose words are an address of the net, of mail or of a telephone leads there and not elsewhere."""
    for target, inside in _LINK.findall(frozen.edition.html):
        words, leads_to = without_tags(inside).strip(), unescape(target).strip()
        if _names_another(words, leads_to):
            facts = {"words": words[:_SHOWN], "target": leads_to[:_SHOWN]}
            yield Problem("link-names-another", "warn", in_body(item, words[:20]), "product", facts)


def _names_another(words: str, target: str) -> bool:
    """True for words that name another host, mailbox or telephone than the one behind the link."""
    scheme, rest = scheme_of(target), target.partition(":")[2]
    if scheme == "mailto" or scheme in ("http", "https") and _MAIL.fullmatch(words):
        named = _MAIL.search(words)
        return named is not None and named[0].lower() != unquote(rest).partition("?")[0].lower()
    if scheme == "tel":
        return _PHONE.fullmatch(words) is not None and _digits(words) != _digits(rest)
    named = _HOST.search(words) if scheme in ("http", "https") else None
    return named is not None and _host(named[1] or named[2]) != _host(re.split(r"[/?#]", rest.lstrip("/\\"))[0])


def _host(name: str) -> str:
    return name.lower().rpartition("@")[2].partition(":")[0].removeprefix("www.")


def _digits(number: str) -> str:
    return re.sub(r"\D", "", re.sub(r"^\s*\+?84", "0", number))


CHECKS = (check_addresses, check_fragments, check_link_words)
