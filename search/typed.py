"""A query's text taken apart: words with their keys, where they stand, and which of them are quoted together.

docs/search-format.md section 5.1.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from search.analysis import Keys, spans, tidy
from search.shards import Block

LONGEST_QUERY = 1_000
MOST_WORDS = 32

_QUOTES = re.compile('["“”„«»]')

Lookup = Callable[[str, str], Block | None]
"""Kind of shard and key to the block, None where there is none."""


@dataclass(frozen=True)
class Word:
    """typed: as it stands in the query, lower case; begin, end: in the tidied query; phrase: 0 outside quotes;
    repairs: (folded key, weight), best first; glued: it came out of a longer word"""

    typed: str
    keys: Keys
    begin: int
    end: int
    phrase: int = 0
    repairs: tuple[tuple[str, int], ...] = ()
    glued: bool = False

    @property
    def folded(self) -> str:
        return self.keys.folded


def words_of(text: str) -> list[Word]:
    """Return the words of a query as they are typed, with their phrases; the text may be in any Unicode form."""
    text = tidy(text)[:LONGEST_QUERY]
    quotes = [match.start() for match in _QUOTES.finditer(text)]
    phrases = list(zip(quotes[::2], quotes[1::2], strict=False))
    found = []
    for begin, end, word_keys in spans(text):
        phrase = next((number for number, (left, right) in enumerate(phrases, start=1) if left < begin < right), 0)
        found.append(Word(text[begin:end].lower(), word_keys, begin, end, phrase))
        if len(found) == MOST_WORDS:
            break
    return found
