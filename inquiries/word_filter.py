"""Which messages a person looks at before anything else is done with them (LC-8.4c, LCh-4.3).

A hit is a flag, never a refusal: the message is received, sealed and answered with a code like every other. The words
stand in data/filter.toml. A phrase is found whole, in any case, with its marks or, typed without any, without them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Annotated

from editorial.profile import Profile
from editorial.profile_shapes import Name
from editorial.secrecy import find_markings
from editorial.text import fold
from editorial.toml_document import read_document
from editorial.typed_toml import AtLeast, Fault, Reader, Schema, named_twice
from inquiries.filling import Filling

FILTER_FILE = Path(__file__).parent / "data" / "filter.toml"

TRAP, SECRECY, LINKS = "trap", "secrecy", "links"

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Group:
    """Phrases of one sort; name: the flag they raise."""

    name: Name
    words: Annotated[tuple[str, ...], AtLeast(1)]


@dataclass(frozen=True)
class WordFilter:
    """data/filter.toml. most_links: how many a message may hold"""

    schema: Schema
    most_links: Annotated[int, AtLeast(0)]
    groups: tuple[Group, ...]

    def faults(self) -> Iterator[Fault]:
        yield from named_twice("groups", [group.name for group in self.groups])

    def flags(self, text: str, profile: Profile) -> Iterator[str]:
        """Yield the flags that the text raises, each once; too many links are told wherever there is a form."""
        groups = _phrases(self).items() if profile.inquiry_rules.filter else ()
        there = _words_in(text.lower())
        maybe = [(name, phrase) for name, phrases in groups for phrase, needed in phrases if needed <= there]
        if maybe:  # all its words stand somewhere: do they stand together?
            line = f" {' '.join(_WORD.findall(text.lower()))} "
            yield from dict.fromkeys(name for name, phrase in maybe if phrase in line)
        secrets = profile.security.markings if profile.security else None
        if secrets and next(find_markings(text, secrets.list), None):
            yield SECRECY
        if _links_in(text.lower()) > self.most_links:
            yield LINKS


@cache
def load_filter(path: Path = FILTER_FILE) -> WordFilter:
    """Return the filter. Raises: Refused with every fault of the file"""
    return Reader(read_document(path)).read(WordFilter)


def flags_of(filling: Filling, profile: Profile, words: WordFilter | None = None) -> tuple[str, ...]:
    """Return why a person must look at the message first, () mostly.

    profile: phrases and markings are asked where the regulation has a filter, and forbids markings
    Raises: Refused for a filter with faults
    """
    text = "\n".join(filling.values.values())
    found = (words or load_filter()).flags(text, profile)
    return ((TRAP,) if filling.trapped else ()) + tuple(found)


def _words_in(text: str) -> set[str]:
    """Return the words of a text; what stands between two blanks is mostly one."""
    parts = set(text.split())
    words = {part for part in parts if part.isalnum()}
    return words.union(*map(_WORD.findall, parts - words))


def _links_in(text: str) -> int:
    return text.count("://") + text.count("www.") - text.count("://www.")


@cache
def _phrases(words: WordFilter) -> Mapping[str, tuple[tuple[str, frozenset[str]], ...]]:
    """Return the flags with their phrases between spaces, as typed and without marks, and the words of each."""
    return MappingProxyType({
        group.name: tuple(
            (f" {form} ", frozenset(form.split()))
            for word in group.words
            for form in dict.fromkeys((word.lower(), fold(word)))
        )
        for group in words.groups
    })  # fmt: skip
