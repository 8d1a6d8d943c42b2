"""The text of an old page as Markdown, its links and files under the names that they have here."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from bs4 import Tag
from markdownify import MarkdownConverter, abstract_inline_conversion

from desk.importing.old_tables import straighten
from editorial.text import nfc

_BLANK_LINES = re.compile(r"\n{3,}(?!\n| {4})")
_IN_AN_ADDRESS = "/:?#@!$&'*+,;=%~"
"""What stands in an address as it is; a bracket or a space would end it, and what follows would be Markdown."""
_BY_NUMBER = {"=": "&#61;", ":": "&#58;"}
"""Signs before which Markdown takes no stroke."""
_CODE = "\ue000"
"""Stands for the four spaces of a line of code until all is converted: on the way what begins a text is stripped."""
_LISTS = ["ul", "ol", "dl", "li", "dd"]
_AROUND_CODE = frozenset("[document] html body main article section div form center".split())
"""Inside anything else, and behind a list, lines that begin with four spaces are no code."""
_CODE_SPANS = "code, kbd, samp"
_WORDS = re.compile(r"\S")

_SIGNS = re.compile(r"[\\`*_\[\]]")
_REFERENCE = re.compile(r"&(?=#?\w+;)")
_BEGINNING = re.compile(r"^(\s*)(#+|[-+>=]|:(?=\s)|\d+(?=\.))", re.MULTILINE)
"""What at the beginning of a line would make it a heading, an entry of a list, a quotation, a definition."""


class _Converter(MarkdownConverter):  # type: ignore[misc]  # markdownify has no types that fit
    """Keeps words that look like Markdown as words, and a bar inside a cell from ending it.

    markdownify escapes more than Python-Markdown takes back: readers would see the strokes.
    """

    def escape(self, text: str, parent_tags: Any) -> str:
        text = text.replace(_CODE, "")
        text = _REFERENCE.sub("&amp;", _SIGNS.sub(r"\\\g<0>", text)).replace("<", "&lt;")
        return _BEGINNING.sub(lambda match: match[1] + _held(match[2]), text)

    # Readers would see the tildes, and "10<sup>6</sup>" would be 106.
    convert_del = convert_s = abstract_inline_conversion(lambda self: "<del>")
    convert_sub = abstract_inline_conversion(lambda self: "<sub>")
    convert_sup = abstract_inline_conversion(lambda self: "<sup>")

    def convert_br(self, el: Tag, text: str, parent_tags: Any) -> str:
        return " " if "_inline" in parent_tags else "<br>\n"  # spaces at the end of a line are seen by nobody

    def convert_code(self, el: Tag, text: str, parent_tags: Any) -> str:
        if "`" in text:  # beside other signs nobody can say where such a span ends
            return self.escape(text, parent_tags)
        made: str = super().convert_code(el, text, parent_tags)
        return made

    convert_kbd = convert_samp = convert_code

    def convert_img(self, el: Tag, text: str, parent_tags: Any) -> str:
        return f"![{self.escape(' '.join(str(el.get('alt', '')).split()), parent_tags)}]({el['src']})"

    def convert_pre(self, el: Tag, text: str, parent_tags: Any) -> str:
        """Return a block of code, whose lines and signs stay as they are; in a list or a cell its lines alone stay."""
        lines = el.get_text().replace(_CODE, "").strip("\n").expandtabs().split("\n")
        before = el.find_previous(string=_WORDS)
        if not _AROUND_CODE.issuperset(parent_tags) or (before and before.find_parent(_LISTS)):
            mark = "<br>" if "_inline" in parent_tags else "<br>\n"
            return f"\n\n{mark.join(self.escape(line.strip(), parent_tags) for line in lines)}\n\n"
        return "\n\n" + "".join(f"{_CODE}{line}\n" for line in lines) + "\n"

    def convert_td(self, el: Tag, text: str, parent_tags: Any) -> str:
        made: str = super().convert_td(el, text.replace("|", r"\|"), parent_tags)
        return made

    def convert_th(self, el: Tag, text: str, parent_tags: Any) -> str:
        made: str = super().convert_th(el, text.replace("|", r"\|"), parent_tags)
        return made


def _held(sign: str) -> str:
    """Return the sign, or the number before its full stop, so that it begins nothing."""
    if sign in _BY_NUMBER:
        return _BY_NUMBER[sign]
    return f"{sign}\\" if sign.isdigit() else f"\\{sign}"


def as_markdown(text: Tag, place_of: Callable[[str], str]) -> str:
    """Return the Markdown. place_of: what a link or a picture is to be written as, "" to keep its words alone"""
    for tag, key in (("a", "href"), ("img", "src")):
        for one in text.select(tag):
            target = place_of(str(one[key]).strip()) if key in one.attrs else ""
            if target:
                one.attrs = {key: quote(target, _IN_AN_ADDRESS), **({"alt": one["alt"]} if "alt" in one.attrs else {})}
            elif tag == "img":
                one.decompose()
            else:
                one.unwrap()
    for line_end in text.select("pre br"):
        line_end.replace_with("\n")
    for span in text.select(_CODE_SPANS):
        span.string = " ".join(span.get_text().split()) if not span.find_parent("pre") else span.get_text()
    straighten(text)
    made = _Converter(heading_style="ATX", bullets="-").convert_soup(text)
    lines = "\n".join(line.replace(_CODE, "    ").rstrip() for line in nfc(made).split("\n"))
    return _BLANK_LINES.sub("\n\n", lines).strip("\n") + "\n"
