"""The characters of a text (ST-9.1, LC-7.4), what must stay secret (LCh-4.1), and personal data (PS-D4)."""

from __future__ import annotations

from collections.abc import Iterator

from editorial.checks_context import Context
from editorial.content import Item
from editorial.problem import Problem
from editorial.text_faults import lacks_marks, text_faults

VIETNAMESE = "vi"


def texts_of(item: Item) -> Iterator[tuple[str, str]]:
    """Yield every written value of the metadata with its key."""
    for key, written in item.metadata.items():
        for value in (written,) if isinstance(written, str) else written:
            yield key, value


def check_characters(item: Item, context: Context) -> Iterator[Problem]:
    """The text is composed Unicode without letters of old fonts, look-alikes or characters that nobody sees."""
    charset = context.profile.text.charset if context.profile.text else None
    clause = charset.clause if charset else "PS-T4"
    for key, value in texts_of(item):
        for finding in text_faults(value):
            yield finding.problem(item.at(key), clause)
    for finding in text_faults(item.body):
        yield finding.problem(item.at_body(finding.line), clause)


def check_marks(item: Item, context: Context) -> Iterator[Problem]:
    """Vietnamese is written with its marks (LC-7.4, LX-7.3)."""
    languages = context.profile.text.languages if context.profile.text else None
    if languages is None or not languages.diacritics or item.lang != VIETNAMESE:
        return
    if lacks_marks(item.body):
        yield Problem("text-lacks-marks", "hold", item.at_body(1), languages.clause)
    elif lacks_marks(item.title):
        yield Problem("text-lacks-marks", "hold", item.at("title"), languages.clause)


CHECKS = (check_characters, check_marks)
FROZEN_CHECKS: tuple[()] = ()
