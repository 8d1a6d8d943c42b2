"""What differs between two versions of a text, as data that a terminal and a printed page can show.

Long Vietnamese paragraphs stand on one line, so within changed lines the words are compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Literal

from editorial.content_fields import FIELDS, values_of
from editorial.editions import Edition
from editorial.frozen import frozen
from editorial.links import symbols

Sort = Literal["same", "out", "in"]

WORDS_COMPARED = 3_000
"""Changed passages with more words than this are shown whole: comparing them takes too long to wait for."""

_WORD = re.compile(r"\n|[^\S\n]*+(?:\S+|(?=\n|\Z))")
"""A word with the blanks before it, the end of a line, or the blanks before one, which are no word."""


@frozen
class Piece:
    """A run of text that stayed, went out or came in."""

    sort: Sort
    text: str


@frozen
class Passage:
    """A changed place; name: what it is ("tiêu đề", "dòng 12"), pieces: its text with the changes."""

    name: str
    pieces: tuple[Piece, ...]


@frozen
class Changes:
    """All changed places; words_in, words_out: how many words of the body came and went.

    links: where those inside the site lead, which their words in the body need not tell
    """

    metadata: tuple[Passage, ...]
    body: tuple[Passage, ...]
    links: tuple[Passage, ...]
    files: tuple[Passage, ...]
    words_in: int
    words_out: int

    @property
    def passages(self) -> tuple[Passage, ...]:
        """All of them, in the order in which they are shown."""
        return (*self.metadata, *self.body, *self.links, *self.files)

    @property
    def none(self) -> bool:
        """True when nothing differs."""
        return not self.passages

    def summary(self) -> str:
        """Return one line: "tiêu đề; 2 chỗ trong bài (thêm 3 chữ, bỏ 1 chữ); tệp so-lieu.csv"."""
        parts = [passage.name for passage in self.metadata]
        if self.body:
            parts.append(f"{len(self.body)} chỗ trong bài (thêm {self.words_in} chữ, bỏ {self.words_out} chữ)")
        parts += [passage.name for passage in self.links]
        parts += [f"tệp {passage.name}" for passage in self.files]
        return "; ".join(parts) or "không có gì thay đổi"


def compare(before: Edition, after: Edition) -> Changes:
    """Return what changed from one edition to another."""
    body = tuple(compare_lines(before.body.splitlines(), after.body.splitlines()))
    return Changes(
        metadata=tuple(_metadata(before.metadata, after.metadata)),
        body=body,
        links=tuple(_links(before.html, after.html)),
        files=tuple(_files(before, after)),
        words_in=_count(body, "in"),
        words_out=_count(body, "out"),
    )


def _count(passages: Sequence[Passage], sort: Sort) -> int:
    return sum(len(piece.text.split()) for passage in passages for piece in passage.pieces if piece.sort == sort)


def _metadata(
    before: Mapping[str, str | tuple[str, ...]], after: Mapping[str, str | tuple[str, ...]]
) -> Iterator[Passage]:
    for key in [*after, *(key for key in before if key not in after)]:
        old, new = ("; ".join(values_of(told.get(key, ""))) for told in (before, after))
        if old != new:
            name = FIELDS[key].label if key in FIELDS else key
            yield Passage(name, tuple(compare_words(old, new)))


def _links(before: str, after: str) -> Iterator[Passage]:
    old, new = "; ".join(symbols(before)), "; ".join(symbols(after))
    if old != new:
        yield Passage("liên kết", tuple(compare_words(old, new)))


def _files(before: Edition, after: Edition) -> Iterator[Passage]:
    old = {file.name: f"{file.size} byte, {file.sha256[:16]}" for file in before.attachments}
    new = {file.name: f"{file.size} byte, {file.sha256[:16]}" for file in after.attachments}
    for name in sorted(old.keys() | new.keys()):
        if old.get(name) != new.get(name):
            yield Passage(name, tuple(_whole(old.get(name, ""), new.get(name, ""))))


def compare_lines(before: Sequence[str], after: Sequence[str]) -> Iterator[Passage]:
    """Yield the changed places of a text given by its lines."""
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        old, new = "\n".join(before[old_from:old_to]), "\n".join(after[new_from:new_to])
        if tag != "equal" and (old.strip() or new.strip()):
            yield Passage(f"dòng {new_from + 1}", tuple(compare_words(old, new)))


def _words(text: str) -> list[str]:
    return [word for word in _WORD.findall(text) if word == "\n" or word.strip()]


def compare_words(old: str, new: str) -> Iterator[Piece]:
    """Yield the pieces of the new text with what went out in between."""
    before, after = _words(old), _words(new)
    if not before or not after or max(len(before), len(after)) > WORDS_COMPARED:
        yield from _whole(old, new)
        return
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if matcher.ratio() < 0.4:  # two different texts: word by word they would be unreadable
        yield from _whole(old, new)
        return
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if tag == "equal":
            yield Piece("same", "".join(after[new_from:new_to]))
            continue
        yield from _whole("".join(before[old_from:old_to]), "".join(after[new_from:new_to]))


def _whole(old: str, new: str) -> Iterator[Piece]:
    if old:
        yield Piece("out", old)
    if new:
        yield Piece("in", new)
