"""Markings of state secrets in a text, told apart by where they stand: LCh-4.1, CT-5.2.

A marking *stands alone* as a stamp does: on a line of its own, in a column of its own, in brackets that begin
or end a line, after "Độ mật:" or as the whole value of a label. Such a text must not go out. The same
words *inside a sentence* are only told, because a regulation that forbids them must be publishable; a
reviewer releases them by name. Compounds that merely share the syllable (bí mật, mật khẩu) are neither.
The markings themselves come from the profile.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from pathlib import PurePath

from editorial.finding import Finding, excerpt
from editorial.problem import Severity
from editorial.text import fold, nfc, unescaped
from editorial.text_faults import INVISIBLE, mend_confusables

STANDING = "secrecy-standing"
WORD = "secrecy-word"
FILE_NAME = "secrecy-file-name"

_COMPOUND_BEFORE = frozenset(
    "bí bảo cơ cẩn nghiêm chu thân trù đường trăng túi sỏi ống dịch rỉ gan ngọt rậm kín hũ nước".split()
)
_COMPOUND_AFTER = frozenset(
    "khẩu độ ong mía mã thiết thư vụ nghị lệnh ước ngữ danh báo đàm tập tông hiệu truyền phục kế gấu ngọt hoa "
    "đường thám phái".split()
)
_CARRIER = re.compile(r"\b(?:tài liệu|văn bản|hồ sơ|tin|công văn|dấu|loại|mức)\s+$", re.IGNORECASE)
"""Before a small "mật" these mean the marking."""

_DECOR = r"(?:[\s#>*_|~=\"'“”‘’«»()\[\]{}.…–—-]|&nbsp;|<[^<>]*>)*"
_LIST_MARKER = r"(?:\s*+(?:[-*+•]|\d{1,2}[.)]|[a-zđ]\))\s++)?"
_NOTHING_BEFORE = re.compile(_LIST_MARKER + _DECOR)
_NOTHING_AFTER = re.compile(_DECOR + r"+(?:[;,]\s*+)?")
_LIST_ITEM = re.compile(r"\s*(?:[-*+•]|\d{1,2}[.)]|[a-zđ]\))\s+")
_ENDS_CLAUSE = re.compile(_DECOR + r"[;,.]\s*")
_COLUMN_BEFORE = re.compile(r"(?:\t|\s{2,}|<br\s*/?>)[*_\"“(\[]*$", re.IGNORECASE)
_COLUMN_AFTER = re.compile(r"[*_\"”)\]]*(?:\t|\s{2,}|<br\s*/?>)", re.IGNORECASE)
_CELL_BEFORE = re.compile(r"\|\s*[*_]*$")
_CELL_AFTER = re.compile(r"[*_]*\s*(?:\||$)")
_NUMBER_BEFORE = re.compile(r"\S/\S+\s+$")
_DEGREE_BEFORE = re.compile(r"\bđộ\s+mật[*_]*\s*:\W*$", re.IGNORECASE)
_LABEL_BEFORE = re.compile(r"\W*+(?:[^\W\d]++\W++){0,4}[^\W\d]++[*_ ]*+:[*_]*\s*[\"“]?")
_BRACKET_BEFORE, _BRACKET_AFTER = re.compile(r"[(\[{]\s*[*_]*$"), re.compile(r"[*_]*\s*[)\]}]")
_QUOTE_BEFORE, _QUOTE_AFTER = re.compile(r"[\"“‘'«]$"), re.compile(r"[\"”’'»]")
_LAST_WORD = re.compile(r"([^\W\d_]+)[ \t]*$")
_NEXT_WORD = re.compile(r"[ \t]+([^\W\d_]+)")
_SENTENCE_START = re.compile(r"(?:^|[.:;!?…])\W*$")
_NEAR = 80
"""Characters on either side in which a neighbour is looked for."""
_MOST_OF_A_LINE = 50
_NAME_PART = re.compile(r"[^\W_]+")


def find_markings(text: str, markings: Sequence[str], released: bool = False) -> Iterator[Finding]:
    """Yield the markings, at most one a line: STANDING (fail) or, unless released, WORD inside a sentence (warn).

    markings: of the profile, such as ("Mật", "Tối mật", "Tuyệt mật")
    released: a reviewer has named himself and the reason why the words may stand
    """
    pattern = _pattern(tuple(markings))
    readable = _readable(text)
    if not pattern.search(readable):
        return
    for number, line in enumerate(readable.split("\n"), start=1):
        hits = list(islice((hit for hit in pattern.finditer(line) if not _is_compound(line, hit)), _MOST_OF_A_LINE))
        if len({hit[0].casefold() for hit in hits}) == 1 and (alone := _first(_stands_alone, line, hits)):
            yield _finding(STANDING, "fail", number, line, alone)
        elif not released and (meant := _first(_is_meant, line, hits)):
            yield _finding(WORD, "warn", number, line, meant)


def marking_in_name(name: str, markings: Sequence[str]) -> Finding | None:
    """Return what a file's name says of secrecy: "Tối mật.pdf" fails, "bc-toi-mat.pdf" is told.

    Without marks "mat" may be mặt, mắt or mất, so alone it counts only as the whole name, in brackets, or in capitals.
    """
    stem = nfc(PurePath(name).stem)
    parts = _NAME_PART.findall(stem)
    for marking in sorted(markings, key=len, reverse=True):
        words = marking.lower().split()
        for start in range(len(parts) - len(words) + 1):
            end = start + len(words)
            written = parts[start:end]
            before, after = parts[start - 1 : start] if start else [], parts[end : end + 1]
            if [fold(part) for part in written] != [fold(word) for word in words] or _in_compound(before, after):
                continue
            if [part.lower() for part in written] == words:
                alone = not (before and after) and (len(parts) == len(words) or "".join(written).isupper())
                return _of_name(name, STANDING if alone or _is_bracketed(stem, written) else FILE_NAME)
            at_edge = not before or not after
            if at_edge and (len(words) > 1 or len(parts) == 1 or written[0].isupper() or _is_bracketed(stem, written)):
                return _of_name(name, FILE_NAME)
    return None


def _readable(text: str) -> str:
    """Return what a reader sees of the text: composed, without invisible or look-alike letters."""
    seen = nfc(unescaped(text) if "&" in text else text)
    return mend_confusables(INVISIBLE.sub("", seen).replace("\u00a0", " "))


@lru_cache(maxsize=8)
def _pattern(markings: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern of the markings, also letter-spaced, and in capitals without marks if of several words."""
    if not markings:
        return re.compile(r"(?!)")
    spaced = [r"[ \t]*".join(map(re.escape, marking.replace(" ", ""))) for marking in sorted(markings, key=len)[::-1]]
    bare = [fold(marking).upper().replace(" ", r"[ \t]+") for marking in markings if " " in marking]
    anyhow = "|".join(f"(?i:{marking})" for marking in spaced)
    letters = "".join(marking[0] + fold(marking)[0] for marking in markings)
    first = f"(?i:[{re.escape(letters)}])"  # asked before all else, it spares time
    return re.compile(rf"(?={first})(?<![^\W_])(?:{'|'.join([anyhow, *bare])})(?![^\W_])")


def _first(
    question: Callable[[str, re.Match[str]], bool], line: str, hits: Sequence[re.Match[str]]
) -> re.Match[str] | None:
    return next((hit for hit in hits if question(line, hit)), None)


def _finding(code: str, severity: Severity, number: int, line: str, hit: re.Match[str]) -> Finding:
    return Finding(code, severity, number, excerpt(line, hit.start(), hit.end()))


def _stands_alone(line: str, hit: re.Match[str]) -> bool:
    """Return True for a marking that is a stamp, where the line names no other degree."""
    before, after = line[: hit.start()], line[hit.end() :]
    first, last = bool(_NOTHING_BEFORE.fullmatch(before)), bool(_NOTHING_AFTER.fullmatch(after))
    if first and last:
        # small letters are the end of a wrapped sentence ("bảo / mật."), not a stamp
        return not hit[0].islower() and not (_LIST_ITEM.match(before) and _ENDS_CLAUSE.fullmatch(after))
    if last and _LABEL_BEFORE.fullmatch(before):
        return True
    before, after = before[-_NEAR:], after[:_NEAR]
    if _DEGREE_BEFORE.search(before):
        return True
    if _BRACKET_BEFORE.search(before) and _BRACKET_AFTER.match(after):
        return first or (last and not _ENDS_CLAUSE.fullmatch(after))
    if (first or _COLUMN_BEFORE.search(before)) and (last or _COLUMN_AFTER.match(after)):
        return True
    in_cell = _CELL_BEFORE.search(before) and _CELL_AFTER.match(after)
    return hit[0].isupper() and bool(in_cell or (last and _NUMBER_BEFORE.search(before)))


def _is_meant(line: str, hit: re.Match[str]) -> bool:
    """Return True when the words inside a sentence mean the marking."""
    before, after = line[max(0, hit.start() - _NEAR) : hit.start()], line[hit.end() : hit.end() + _NEAR]
    written = hit[0]
    if len(written.split()) > 1 or (_QUOTE_BEFORE.search(before) and _QUOTE_AFTER.match(after)):
        return not written.isascii()
    if _CARRIER.search(before):
        return True
    if written.islower() or (written.isupper() and (before + after).isupper()):
        return False
    if _SENTENCE_START.search(before):
        return written.isupper() or not _NEXT_WORD.match(after)
    last = _LAST_WORD.search(before)
    return not (last and last[1].istitle())  # Nguyễn Văn Mật


def _is_compound(line: str, hit: re.Match[str]) -> bool:
    """Return True for bí mật, mật khẩu, and for "độ mật", which names no degree ("độ Mật" does)."""
    last = _LAST_WORD.search(line[max(0, hit.start() - _NEAR) : hit.start()])
    following = _NEXT_WORD.match(line[hit.end() : hit.end() + _NEAR])
    if last and last[1].lower() == "độ" and len(hit[0].split()) == 1:
        return hit[0].islower() or not last[1].islower()
    return _in_compound([last[1]] if last else [], [following[1]] if following else [])


def _in_compound(before: Sequence[str], after: Sequence[str]) -> bool:
    """Return True when a neighbouring syllable makes the word another one; a file's name lacks the marks."""
    return any(_is_one_of(word, _COMPOUND_BEFORE) for word in before) or any(
        _is_one_of(word, _COMPOUND_AFTER) for word in after
    )


@lru_cache(maxsize=4)
def _folded(words: frozenset[str]) -> frozenset[str]:
    return frozenset(map(fold, words))


def _is_one_of(word: str, words: frozenset[str]) -> bool:
    return word.lower() in words or (word.isascii() and word.lower() in _folded(words))


def _is_bracketed(stem: str, written: Sequence[str]) -> bool:
    return re.search(r"[(\[{]\W*" + r"[\W_]+".join(map(re.escape, written)) + r"\W*[)\]}]", stem) is not None


def _of_name(name: str, code: str) -> Finding:
    return Finding(code, "fail" if code == STANDING else "warn", 1, name)
