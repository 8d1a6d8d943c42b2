"""Attached files: of allowed types, by content too; nothing in them runs or hides; names that work."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence

from editorial.checks_context import Context, place_of_file
from editorial.content import Item, place
from editorial.freezing import Frozen
from editorial.inside import SEVERITIES, look_inside
from editorial.inside_found import MOST_TOLD, NOBODY
from editorial.media_types import EXTENSIONS, IN_WORDS, PICTURES, SPOKEN, active_part, extension_of, kind_of, words_of
from editorial.problem import Problem
from editorial.profile_shapes import clause_of
from editorial.sentences.files import WAYS
from editorial.text import nfc, slug

HEAVY = 1_000_000
"""So many bytes a picture may have: a reader with 400 kbit/s waits 20 seconds for them."""


def check_content(item: Item, frozen: Frozen, context: Context) -> Iterator[Problem]:
    """Nothing in a file can run (LX-8.2); it is of an allowed type (ST-10.1b) and what its name says; who cannot hear
    a sound or a film reads what is said (ST-10.1b).

    A file of more words than are searched for markings and personal data is told of: a person has to look.
    """
    media, security = context.profile.content.media, context.profile.security
    clause = clause_of(security.attachments if security else None)
    markings = clause_of(security.markings if security else None)
    for attachment in frozen.edition.attachments:
        content, extension = frozen.files[attachment.sha256], extension_of(attachment.name)
        where, facts = place_of_file(item, attachment.name), {"name": attachment.name, "extension": extension}
        if reason := active_part(attachment.name, content):
            yield Problem("attachment-active", "fail", where, clause, {**facts, "reason": reason})
        elif media and media.extensions and extension not in media.extensions:
            facts["allowed"] = ", ".join(media.extensions)
            yield Problem("attachment-type", "hold", where, media.clause, facts)
        elif extension not in EXTENSIONS.get(kind_of(content), ()):
            yield Problem("attachment-other-content", "hold", where, clause, facts)
        elif media and kind_of(content) in SPOKEN and not _in_words(attachment.name, frozen):
            yield Problem("media-without-words", "hold", where, media.clause, facts | {"stem": _stem(attachment.name)})
        elif kind_of(content) in PICTURES and len(content) > HEAVY:
            facts["megabytes"] = f"{len(content) / 1_000_000:.1f}".replace(".", ",")
            yield Problem("picture-heavy", "warn", where, "product", facts)
        elif not words_of(content, context.memory)[1]:
            yield Problem("attachment-partly-read", "warn", where, markings, facts)


def check_inside(item: Item, frozen: Frozen, context: Context) -> Iterator[Problem]:
    """A file holds nothing that who reads it does not see, and names nobody unasked (PS-D4)."""
    known = NOBODY | {item.author.casefold(), item.source.casefold()}
    for attachment in frozen.edition.attachments:
        content = frozen.files[attachment.sha256]
        ways, where = WAYS.get(kind_of(content), {}), place_of_file(item, attachment.name)
        for found in look_inside(content, context.memory):
            told = [words for words in found.told if found.code != "inside-people" or words.casefold() not in known]
            if found.code == "inside-people" and not told:
                continue
            facts = {
                "name": attachment.name,
                "count": found.count,
                "told": _in_quotes(told, ": "),
                "by": _in_quotes(found.by, " của "),
                "way": ways.get(found.code, ""),
            }
            yield Problem(found.code, SEVERITIES[found.code], where, "PS-D4", facts)


def _in_quotes(words: Sequence[str], before: str) -> str:
    """Return some of the words, “a”, “b”, with what stands before them, or ""."""
    named = ", ".join(f"“{one}”" for one in words[:MOST_TOLD]) + (", …" if len(words) > MOST_TOLD else "")
    return before + named if words else ""


def _in_words(name: str, frozen: Frozen) -> bool:
    """True when a file of captions, or of what is said, goes with a sound or a film (ST-10.1b)."""
    return any(one.name in {_stem(name) + ending for ending in IN_WORDS} for one in frozen.edition.attachments)


def _stem(name: str) -> str:
    return posixpath.splitext(name)[0]


def check_names(item: Item, frozen: Frozen, context: Context) -> Iterator[Problem]:
    """The file's own name is plain, so that it can be typed, sent and found on every machine."""
    name = posixpath.basename(item.path)
    if name != plain_name(name):
        yield Problem("file-name-odd", "warn", place(item.path), "product", {"name": name, "safe": plain_name(name)})
    for attachment in frozen.edition.attachments:
        if posixpath.basename(attachment.name) != attachment.address_name:
            facts = {"name": attachment.name, "safe": attachment.address_name}
            yield Problem("attachment-renamed", "warn", place_of_file(item, attachment.name), "product", facts)


def plain_name(name: str) -> str:
    """Return a file name that works everywhere: "Tin mới.MD" gives "tin-moi.md"."""
    stem, extension = posixpath.splitext(nfc(name))
    return (slug(stem) or "muc") + extension.lower()


CHECKS = (check_content, check_inside, check_names)
