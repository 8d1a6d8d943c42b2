"""Attached files: allowed types, checked by content and not only by name, nothing that runs; names that work."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from editorial.checks_context import Context, place_of_file
from editorial.content import Item, place
from editorial.editions import Frozen
from editorial.media_types import EXTENSIONS, active_part, extension_of, kind_of
from editorial.problem import Problem
from editorial.text import nfc, slug


def check_active(item: Item, frozen: Frozen, context: Context) -> Iterator[Problem]:
    """Nothing in an attached file can run (LX-8.2, LCh-4.4)."""
    for attachment in frozen.edition.attachments:
        if reason := active_part(attachment.name, frozen.files[attachment.sha256]):
            facts = {"name": attachment.name, "reason": reason}
            yield Problem("attachment-active", "fail", place_of_file(item, attachment.name), "LX-8.2", facts)


def check_types(item: Item, frozen: Frozen, context: Context) -> Iterator[Problem]:
    """Every attached file is of a type that the profile allows (ST-10.1b), and is what its name says."""
    media = context.profile.content.media
    for attachment in frozen.edition.attachments:
        extension = extension_of(attachment.name)
        where, facts = place_of_file(item, attachment.name), {"name": attachment.name, "extension": extension}
        found = kind_of(frozen.files[attachment.sha256])
        if media and media.extensions and extension not in media.extensions:
            facts["allowed"] = ", ".join(media.extensions)
            yield Problem("attachment-type", "hold", where, media.clause, facts)
        elif extension not in EXTENSIONS.get(found, ()):
            yield Problem("attachment-other-content", "hold", where, "LX-8.2", facts)


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


CHECKS = (check_active, check_types, check_names)
