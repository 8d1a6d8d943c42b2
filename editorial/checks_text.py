"""The characters of a text (ST-9.1, LC-7.4), what must stay secret (LCh-4.1), and personal data (PS-D4)."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from itertools import islice

from editorial.checks_context import Context, place_of_file
from editorial.content import Item
from editorial.content_fields import values_of
from editorial.freezing import Frozen
from editorial.media_types import PICTURES, kind_of, words_of
from editorial.personal_data import find_personal_data
from editorial.pictures import shows_former, tells_where
from editorial.problem import Problem
from editorial.secrecy import find_markings, marking_in_name
from editorial.text import nfc
from editorial.text_faults import lacks_marks, text_faults

VIETNAMESE = "vi"
MOST_OF_A_FILE = 5
"""So many findings of one attached file are told; it has to be looked at anyway."""


def texts_of(item: Item) -> Iterator[tuple[str, str]]:
    """Yield every written value of the metadata with its key."""
    for key, written in item.metadata.items():
        for value in values_of(written):
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
    if lacks_marks(nfc(item.body)):
        yield Problem("text-lacks-marks", "hold", item.at_body(1), languages.clause)
    elif lacks_marks(item.title):
        yield Problem("text-lacks-marks", "hold", item.at("title"), languages.clause)


def check_secrecy(item: Item, frozen: Frozen, context: Context) -> Iterator[Problem]:
    """No marking of a state secret stands in text, metadata, file names or attached files (LCh-4.1, CT-5.2)."""
    security = context.profile.security
    if security is None or security.markings is None:
        return
    markings, clause = security.markings.list, security.markings.clause
    released = bool(item.marking_release.strip())
    for key, value in texts_of(item):
        if key != "marking_release":
            yield from (found.problem(item.at(key), clause) for found in find_markings(value, markings, released))
    for found in find_markings(item.body, markings, released):
        yield found.problem(item.at_body(found.line), clause)
    if in_name := marking_in_name(posixpath.basename(item.path), markings):
        yield in_name.problem(item.at(), clause)
    for attachment in frozen.edition.attachments:
        where = place_of_file(item, attachment.name)
        if in_name := marking_in_name(posixpath.basename(attachment.name), markings):
            yield in_name.problem(where, clause)
        words, _ = words_of(frozen.files[attachment.sha256], context.memory)
        for found in islice(find_markings(words, markings, released), MOST_OF_A_FILE):
            facts = {"name": attachment.name, "found": found.excerpt}
            code = "secrecy-in-file" if found.severity == "fail" else "secrecy-word-in-file"
            yield Problem(code, found.severity, where, clause, facts)


def check_personal_data(item: Item, frozen: Frozen, context: Context) -> Iterator[Problem]:
    """No identity number, private phone or private mailbox stands in text or attached files (PS-D4, PS-P5).

    A picture does not tell where it was taken, nor show what was cut off or covered.
    """
    security = context.profile.security
    if security is None or security.personal is None or security.personal.publish:
        return
    clause = f"{security.personal.clause} PS-D4"
    contact = context.profile.site.contact
    phones = (contact.phone,) if contact else ()
    for key, value in texts_of(item):
        yield from (found.problem(item.at(key), clause) for found in find_personal_data(value, phones))
    for found in find_personal_data(item.body, phones):
        yield found.problem(item.at_body(found.line), clause)
    for attachment in frozen.edition.attachments:
        content, where = frozen.files[attachment.sha256], place_of_file(item, attachment.name)
        if kind_of(content) in PICTURES and tells_where(content):
            yield Problem("picture-tells-where", "hold", where, clause, {"name": attachment.name})
        if kind_of(content) in PICTURES and shows_former(content):
            yield Problem("picture-shows-former", "hold", where, clause, {"name": attachment.name})
        words, _ = words_of(content, context.memory)
        for found in islice(find_personal_data(words, phones), MOST_OF_A_FILE):
            facts = {"name": attachment.name, "found": found.excerpt}
            yield Problem("personal-data-in-file", found.severity, where, clause, facts)


CHECKS = (check_characters, check_marks)
FROZEN_CHECKS = (check_secrecy, check_personal_data)
