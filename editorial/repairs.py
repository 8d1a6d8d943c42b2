"""Repairs of a content file that cannot change what it says; a person sees each of them before it is written.

Every repair but the last keeps the number of lines. They run in this order, and again until nothing changes:
1. line ends and byte-order mark; 2. composed letters; 3. text of legacy fonts, a paragraph at a time;
4. look-alike letters; 5. invisible characters; 6. odd spaces; 7. bullets of Word; 8. tabs;
9. names of metadata lines; 10. quotes around and 11. dates of their values; 12. the empty line above a list.
Code keeps its bytes but for 1 and 2; addresses also keep their letters and spaces.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import get_close_matches

from editorial.content_fields import FIELDS, iso_proposal, moment_proposal
from editorial.frozen import frozen
from editorial.legacy_fonts import CONVERT, Font, legacy_font
from editorial.text import fold, nfc
from editorial.text_faults import INLINE_CODE, INVISIBLE, ODD_SPACE, fenced_lines, mend_confusables

OTHER_NAMES: Mapping[str, str] = {
    "số hiệu": "document_no",
    "số văn bản": "document_no",
    "nguồn": "source",
    "loại": "kind",
    "ngày hiệu lực": "effective_on",
    "ngày sự kiện": "event_on",
    "đính kèm": "attachments",
    "căn cứ pháp lý": "legal_bases",
}
"""What editors call a line, beside the labels of editorial.content_fields."""

_DATES = frozenset({"day", "partial", "effective", "moment"})
_WORDS = frozenset({"text", "list"})
_QUOTES = " \"'“”‘’"
_ROUNDS = 8
_CLOSE_ENOUGH = 0.8
_FULL_DAY = len("2026-11-20")
_BULLET = re.compile("^([ \t]*)[\uf02d\uf076\uf0a7\uf0a8\uf0b7\uf0d8\uf0fc•●○◦▪■❖➢✓]\\s*(?=\\S)")
_LIST_ITEM = re.compile(r" {0,3}(?:[-*+]|1\.)[ \t]+\S")
_OWN_BLOCK = re.compile(r" {0,3}(?:[#>|]|\[\^)|.*\|")
"""A heading, a quotation, a row of a table, a footnote: what stands below is no part of a sentence."""
_LEADING = re.compile(r"[ \t]*\t[ \t]*")
_INDENTED = re.compile(r" {0,3}\t| {4}")
_HOLDS_INDENTED = re.compile(r" {0,3}(?:[-*+:]|\d{1,9}[.)]|\[\^[^\]]+\]:)(?:[ \t]|$)")
"""An item of a list, a definition, a footnote: what is indented below is a part of it."""
_IN_WORDS = re.compile(r"[ \t]+[“\"(]?(?=[^\W\d_]\S* )(?=.*[À-ỹ])[^{}<>=$|\\\t`]+")
_KEY_LINE = re.compile(r"( {0,3})([^\W\d][\w ]{0,39}?)( *:)(?:([ \t]+)(.*))?")
_CODE_OR_ADDRESS = re.compile(
    INLINE_CODE.pattern + r"|(?:https?://|www\.|mailto:)[^\s<>\"]+|(?<=\]\()[^()\[\]]*(?=\))|^ {0,3}\[[^\]]+\]:.*$"
    r"|(?<![\w.+-])[\w.+-]{1,64}@[\w.-]+"
)


@frozen
class Change:
    """One repaired line. what: a code of editorial.sentences.text; before, after: the line, "" for the whole file."""

    line: int
    what: str
    before: str
    after: str


@frozen
class Repair:
    """The repaired text, and what was repaired in order of the steps; the same text when nothing was."""

    text: str
    changes: tuple[Change, ...]


def repair(source_text: str) -> Repair:
    """Return the file's text with everything mended that can be mended safely; a second run changes nothing."""
    text, changes = source_text, list[Change]()
    for what, mended in (
        ("repair-byte-order-mark", text.lstrip("\ufeff")),
        ("repair-line-ends", text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")),
    ):
        if mended != text:
            changes.append(Change(1, what, "", ""))
            text = mended
    lines = text.split("\n")
    for _ in range(_ROUNDS):
        found = list(_one_round(lines))
        if not found:
            break
        changes += found
    return Repair("\n".join(lines), tuple(changes))


def _one_round(lines: list[str]) -> Iterator[Change]:
    """Mend the lines in place and yield what changed."""
    for what, step in _STEPS:
        for index, mended in list(step(lines, fenced_lines(lines))):
            if mended != lines[index]:
                yield Change(index + 1, what, lines[index], mended)
                lines[index] = mended
    lines[:] = "\n".join(lines).split("\n")  # a step may have put an empty line above one


Mended = Iterator[tuple[int, str]]
"""Index and new text of lines, also of unchanged ones."""
Step = Callable[[Sequence[str], set[int]], Mended]
"""From the lines, and the indexes of those in fenced code, to the mended ones."""


def _composed(lines: Sequence[str], fenced: set[int]) -> Mended:
    return ((index, nfc(line)) for index, line in enumerate(lines))


def _outside(protected: re.Pattern[str], mend: Callable[[str], str]) -> Step:
    """Return a step that mends each line outside fenced code and what the pattern protects."""

    def step(lines: Sequence[str], fenced: set[int]) -> Mended:
        return ((i, _mend_outside(protected, mend, line)) for i, line in enumerate(lines) if i not in fenced)

    return step


def _mend_outside(protected: re.Pattern[str], mend: Callable[[str], str], line: str) -> str:
    parts, end = [], 0
    for kept in protected.finditer(line):
        parts += [mend(line[end : kept.start()]), kept[0]]
        end = kept.end()
    return "".join([*parts, mend(line[end:])])


def _unicode(lines: Sequence[str], fenced: set[int]) -> Mended:
    """Convert the paragraphs that a legacy font explains whole, else such lines of them."""
    paragraphs = list(_paragraphs(lines, fenced))
    fonts = [_font_of(lines, paragraph) for paragraph in paragraphs]
    likely = next((font for font in fonts if font), None)
    for paragraph, font in zip(paragraphs, fonts, strict=True):
        font = font or _font_of(lines, paragraph, likely)
        for index in paragraph:
            if of_line := font or _font_of(lines, [index], likely):
                yield index, _mend_outside(_CODE_OR_ADDRESS, CONVERT[of_line], lines[index])


def _font_of(lines: Sequence[str], paragraph: Sequence[int], likely: Font | None = None) -> Font | None:
    words = "\n".join(_CODE_OR_ADDRESS.sub(" ", lines[index]) for index in paragraph)
    return legacy_font(words, likely)


def _paragraphs(lines: Sequence[str], fenced: set[int]) -> Iterator[list[int]]:
    """Yield the indexes of lines that stand together; each metadata line stands by itself."""
    end_of_header = _end_of_header(lines)
    paragraph: list[int] = []
    for index, line in enumerate(lines):
        if paragraph and (index in fenced or not line.strip() or index <= end_of_header):
            yield paragraph
            paragraph = []
        if index not in fenced and line.strip():
            paragraph.append(index)
    if paragraph:
        yield paragraph


def _bullets(lines: Sequence[str], fenced: set[int]) -> Mended:
    for index in range(_end_of_header(lines), len(lines)):
        if index not in fenced:
            yield index, _BULLET.sub(r"\1- ", lines[index])


def _gaps(lines: Sequence[str], fenced: set[int]) -> Mended:
    for index in glued_lists(lines, fenced, _end_of_header(lines)):
        yield index, f"\n{lines[index]}"


def glued_lists(lines: Sequence[str], fenced: set[int], start: int = 0) -> Iterator[int]:
    """Yield where a list begins right below a line of text: Markdown takes its items for words of that paragraph.

    start: the first line that is no metadata; a single item counts only below a colon, for a sentence may be wrapped
    before a dash
    """
    block: list[int] = []
    for index in range(start, len(lines) + 1):
        if index < len(lines) and index not in fenced and lines[index].strip():
            block.append(index)
            continue
        items = [index for index in block if _LIST_ITEM.match(lines[index])]
        above = lines[items[0] - 1] if items and items[0] > block[0] else ""
        if above and not _OWN_BLOCK.match(above) and (len(items) > 1 or above.rstrip().endswith(":")):
            yield items[0]
        block = []


def _tabs(lines: Sequence[str], fenced: set[int]) -> Mended:
    """A tab at the start is four columns, as Markdown reads it; within a metadata line it is a space.

    Where a letter's paragraph begins with one, as Word writes them, it goes: Markdown would take the words for code.
    """
    end_of_header = _end_of_header(lines)
    paragraphs = set(_first_line_indents(lines, fenced, end_of_header))
    for index, line in enumerate(lines):
        if index in fenced or "\t" not in line:
            continue
        if index in paragraphs:
            line = line.lstrip()
        elif leading := _LEADING.match(line):
            line = leading[0].expandtabs(4) + line[leading.end() :]
        yield index, line.replace("\t", " ") if index < end_of_header else line


def _first_line_indents(lines: Sequence[str], fenced: set[int], start: int) -> Iterator[int]:
    """Yield the lines that are indented and are code for Markdown only: each of such a run is a paragraph in words."""
    run: list[int] = []
    is_held = False  # what is indented is a part of what stands above, as of an item of a list
    for index in range(start, len(lines) + 1):
        line = lines[index] if index < len(lines) else "."
        if index not in fenced and (not line.strip() or _INDENTED.match(line)):
            run += [index] if line.strip() else []
            continue
        if not is_held and all(_is_paragraph(lines, one) for one in run):
            yield from run
        run = []
        begins = line[:1].strip() and (index == start or not lines[index - 1].strip())
        is_held = bool(_HOLDS_INDENTED.match(line)) or (is_held and not begins)


def _is_paragraph(lines: Sequence[str], index: int) -> bool:
    """True for one line of Vietnamese words between empty lines."""
    around = [*lines[max(index - 1, 0) : index], *lines[index + 1 : index + 2]]
    return not any(line.strip() for line in around) and _IN_WORDS.fullmatch(lines[index]) is not None


def _keys(lines: Sequence[str], fenced: set[int]) -> Mended:
    """Give a metadata line the name that its writer can only have meant, unless that name is taken."""
    header = list(_header(lines))
    written = {nfc(match[2]).lower() for _, match in header}
    meant = [_meant_key(match[2]) for _, match in header]
    for (index, match), key in zip(header, meant, strict=True):
        taken = key != nfc(match[2]).lower() and (key in written or meant.count(key) > 1)
        if key and not taken:
            yield index, f"{match[1]}{key}{lines[index][match.end(2) :]}"


def _meant_key(written: str) -> str | None:
    key = nfc(written).lower()
    if key in FIELDS:
        return key
    name = _plain(key)
    if name in _NAMES:
        return _NAMES[name]
    close = get_close_matches(name, _NAMES, n=4, cutoff=_CLOSE_ENOUGH)
    keys = {_NAMES[match] for match in close}
    return keys.pop() if len(keys) == 1 and abs(len(close[0]) - len(name)) < 2 else None


def _plain(name: str) -> str:
    return re.sub(r"[\s_]", "", fold(name))


_LABELS = {field.label: key for key, field in FIELDS.items()}
_NAMES = {_plain(name): key for name, key in {**OTHER_NAMES, **_LABELS, **{key: key for key in FIELDS}}.items()}


def _quotes(lines: Sequence[str], fenced: set[int]) -> Mended:
    """Take away what other programs want around a value; no date, code or choice here has quotes."""
    for index, match in _header(lines):
        field, value = FIELDS.get(nfc(match[2]).lower()), (match[5] or "").strip()
        bare = value.strip(_QUOTES)
        if field and field.form not in _WORDS and bare and bare != value:
            yield index, f"{lines[index][: match.end(3)]} {bare}"


def _dates(lines: Sequence[str], fenced: set[int]) -> Mended:
    for index, match in _header(lines):
        field, value = FIELDS.get(nfc(match[2]).lower()), (match[5] or "").strip()
        if not field or field.form not in _DATES:
            continue
        day = iso_proposal(value) or (moment_proposal(value) if field.form == "moment" else None)
        if day and day != value and (len(day) >= _FULL_DAY or field.form == "partial"):
            yield index, f"{lines[index][: match.end(3)]} {day}"


def _header(lines: Sequence[str]) -> Iterator[tuple[int, re.Match[str]]]:
    """Yield the metadata lines that begin a key."""
    for index in range(_end_of_header(lines)):
        if match := _KEY_LINE.fullmatch(lines[index]):
            yield index, match


def _end_of_header(lines: Sequence[str]) -> int:
    """Return the index of the first line below the metadata, 0 when the file does not begin with any."""
    start = next((index for index, line in enumerate(lines) if line.strip()), len(lines))
    if start < len(lines) and lines[start].rstrip() == "---":
        start += 1
    if start >= len(lines) or not _KEY_LINE.fullmatch(lines[start]):
        return 0
    return next((index for index in range(start, len(lines)) if not lines[index].strip()), len(lines))


_STEPS: tuple[tuple[str, Step], ...] = (
    ("repair-composed", _composed),
    ("repair-legacy-font", _unicode),
    ("repair-confusable", _outside(_CODE_OR_ADDRESS, mend_confusables)),
    ("repair-invisible", _outside(INLINE_CODE, lambda part: INVISIBLE.sub("", part))),
    ("repair-odd-space", _outside(_CODE_OR_ADDRESS, lambda part: ODD_SPACE.sub(" ", part))),
    ("repair-bullet", _bullets),
    ("repair-tab", _tabs),
    ("repair-key", _keys),
    ("repair-quotes", _quotes),
    ("repair-date", _dates),
    ("repair-list-gap", _gaps),
)
