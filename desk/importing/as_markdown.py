"""The text of an old page as Markdown, its links and files under the names that they have here."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from bs4 import Tag
from markdownify import MarkdownConverter

from desk.importing.old_tables import straighten
from editorial.text import nfc

_BLANK_LINES = re.compile(r"\n{3,}")
_TRAILING = re.compile(r"[ \t]+$", re.MULTILINE)


_SIGNS = re.compile(r"[\\`*_\[\]]")
_REFERENCE = re.compile(r"&(?=#?\w+;)")
_BEGINNING = re.compile(r"^(\s*)(#+|[-+>=]|\d+(?=\.))", re.MULTILINE)
"""What at the beginning of a line would make it a heading, an entry of a list, a quotation."""


class _Converter(MarkdownConverter):  # type: ignore[misc]  # markdownify has no types that fit
    """Keeps words that look like Markdown as words, and a bar inside a cell from ending it.

    markdownify escapes more than Python-Markdown takes back: readers would see the strokes.
    """

    def escape(self, text: str, parent_tags: Any) -> str:
        text = _REFERENCE.sub("&amp;", _SIGNS.sub(r"\\\g<0>", text)).replace("<", "&lt;")
        return _BEGINNING.sub(lambda match: match[1] + _held(match[2]), text)

    def convert_td(self, el: Tag, text: str, parent_tags: Any) -> str:
        made: str = super().convert_td(el, text.replace("|", r"\|"), parent_tags)
        return made

    def convert_th(self, el: Tag, text: str, parent_tags: Any) -> str:
        made: str = super().convert_th(el, text.replace("|", r"\|"), parent_tags)
        return made


def _held(sign: str) -> str:
    """Return the sign, or the number before its full stop, so that it begins nothing."""
    return f"{sign}\\" if sign.isdigit() else "&#61;" if sign == "=" else f"\\{sign}"


def as_markdown(text: Tag, place_of: Callable[[str], str]) -> str:
    """Return the Markdown. place_of: what a link or a picture is to be written as, "" to keep its words alone"""
    for tag, key in (("a", "href"), ("img", "src")):
        for one in text.select(f"{tag}[{key}]"):
            target = place_of(str(one[key]).strip())
            if target:
                one[key] = target
            elif tag == "img":
                one.decompose()
            else:
                one.unwrap()
    straighten(text)
    made = _Converter(heading_style="ATX", bullets="-", strip=["span", "font"]).convert_soup(text)
    return _BLANK_LINES.sub("\n\n", _TRAILING.sub("", nfc(made))).strip() + "\n"
