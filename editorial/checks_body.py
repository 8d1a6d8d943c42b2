"""The Markdown as it will be seen: nothing taken away unsaid, pictures in words, headings in order."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import unescape
from itertools import pairwise

from editorial.checks_context import Context, in_body, place_of_file
from editorial.checks_fields import GUIDANCE
from editorial.content import Item
from editorial.freezing import Frozen
from editorial.problem import Problem
from editorial.repairs import glued_lists
from editorial.text import fold, without_tags
from editorial.text_faults import fenced_lines

FIRST_LEVEL = 2
"""The page's own title is the heading of level 1."""

_BULLET = re.compile(r"[ \t]*[•●○◦▪■❖➢✓][ \t]*\S")
_CELLS = re.compile(r"[^\s•●○◦▪■❖➢✓].*\t.*\S")
_INDENTED = re.compile(r" {0,3}\t\s*\S| {4,}\S")
_CODE = re.compile(r"<pre><code>(.*?)</code></pre>", re.DOTALL)
_ELSEWHERE = re.compile(r'<(?:img|audio|video)(?: [a-z]+="[^"]*")*? src="(?!cchc)([^"]+)"')
"""What is shown or played and is no file of the edition, in frozen HTML, whose attributes hold no quotation mark."""

_PLAYED = re.compile(r"<(audio|video)\b[^>]*>(.*?)</\1>", re.DOTALL)

_GUIDANCE_WORD = GUIDANCE.removeprefix("<!-- ")
_OF_A_MACHINE = re.compile(r"(?:(?:[a-z]:|file:|/).*/|.*(?:\\|%5c))", re.IGNORECASE)
"""The folders before a picture's name that no edition has: of somebody's machine, as Word and Windows write them."""

_FILE_NAME = re.compile(r"[\w -]*\.\w{2,4}|(?:img|dsc|image|hinh|anh|screenshot)[\W_]*\d*", re.IGNORECASE)


def check_frozen(item: Item, frozen: Frozen, context: Context) -> Iterator[Problem]:
    """Links lead to items that exist, files are there, and what the sanitiser took away is told."""
    for problem in frozen.problems:
        if problem.code == "html-removed" and str(problem.facts["excerpt"]).startswith(_GUIDANCE_WORD):
            continue  # checks_fields.check_template says it better
        written = str(next((problem.facts[key] for key in ("name", "link", "excerpt") if key in problem.facts), ""))
        yield replace(problem, where=place_of_file(item, written.removesuffix("…")))


def check_pictures(item: Item, frozen: Frozen, context: Context) -> Iterator[Problem]:
    """Every picture has words for those who do not see it, and they are not its file name (ST-10.1b)."""
    for source, alternative in frozen.rendered.images:
        words = alternative.strip()
        if not words or _FILE_NAME.fullmatch(fold(words)) or fold(words) == fold(posixpath.basename(source)):
            code = "picture-without-words" if not words else "picture-named-by-file"
            facts = {"source": _OF_A_MACHINE.sub("", source, count=1), "words": words}
            yield Problem(code, "hold", in_body(item, source), "PS-T5", facts)


def check_embedded(item: Item, frozen: Frozen, context: Context) -> Iterator[Problem]:
    """What a page shows or plays is a file of its edition: bytes of another server nobody can sign (CT-6).

    Words inside a player are shown by no browser, so no signer reads them; feeds and the search would tell them.
    """
    for kind, inside in _PLAYED.findall(frozen.edition.html):
        if words := without_tags(inside).strip():
            facts = {"kind": kind, "words": words[:60]}
            yield Problem("media-hides-words", "hold", in_body(item, words[:20]), "product", facts)
    for source in map(unescape, _ELSEWHERE.findall(frozen.edition.html)):
        yield Problem("media-elsewhere", "hold", in_body(item, source), "product", {"source": source})


def check_pasted(item: Item, frozen: Frozen, context: Context) -> Iterator[Problem]:
    """A list or a table of Word is one for readers too: pasted as it is, its lines run together in one paragraph."""
    lines = item.body.split("\n")
    fenced = fenced_lines(lines)
    lists = (number for number, line in enumerate(lines) if _BULLET.match(line) and number not in fenced)
    rows = ["\t" in line and bool(_CELLS.search(line)) and number not in fenced for number, line in enumerate(lines)]
    tables = (number for number, (one, next_one) in enumerate(pairwise(rows)) if one and next_one)
    kinds = (
        ("pasted-list", lists),
        ("pasted-table", tables),
        ("glued-list", glued_lists(lines, fenced)),
        ("indented-text", _indented(lines, fenced, frozen.rendered.html)),
    )
    for code, found in kinds:
        if (first := next(found, None)) is not None:
            yield Problem(code, "warn", item.at_body(first + 1), "product", {"text": lines[first].strip()[:40]})


def _indented(lines: Sequence[str], fenced: set[int], html: str) -> Iterator[int]:
    """Yield where a paragraph is indented as letters are: Markdown takes it for code, which never wraps."""
    codes = [unescape(code) for code in _CODE.findall(html)]
    for number, line in enumerate(lines):
        if number not in fenced and _INDENTED.match(line) and any(line.strip() in code for code in codes):
            yield number


def check_headings(item: Item, frozen: Frozen, context: Context) -> Iterator[Problem]:
    """Headings go down one level at a time, below the page's own title (PS-T5)."""
    level = FIRST_LEVEL - 1
    for heading in frozen.rendered.headings:
        where = in_body(item, heading.text[:40])
        if heading.level < FIRST_LEVEL:
            yield Problem("heading-is-title", "hold", where, "PS-T5", {"text": heading.text[:60]})
        elif heading.level > level + 1:
            facts = {"text": heading.text[:60], "level": heading.level, "wanted": level + 1}
            yield Problem("heading-jumps", "warn", where, "PS-T5", facts)
        level = max(heading.level, FIRST_LEVEL - 1)


CHECKS = (check_frozen, check_pictures, check_embedded, check_pasted, check_headings)
