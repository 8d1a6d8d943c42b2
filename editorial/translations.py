"""An item in another language is bound to the edition that it was made from (PS-P10).

Terms: the *original* is the item that `translation_of` names; a translation is *stale* when readers see another edition
of the original than the one that `source_edition` names, or none.

1. A translation is signed like all else, and its own edition says what it was made from.
2. A stale one stays public and says so until it is renewed: one that tells its age serves better than none. Whoever
   withdraws an original is told of its translations, each of which is withdrawn by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from editorial.content import Item
from editorial.frozen import frozen
from editorial.light_items import is_silent
from editorial.problem import Problem
from editorial.publication import Publication, PublicItem

KEY, EDITION = "translation_of", "source_edition"
CLAUSE = "PS-P10"


@frozen
class Translation:
    """One public item in another language. stale: the original has changed since, or is not public"""

    item: str
    lang: str
    title: str
    address: str
    original: str
    stale: bool


def translations_of(publication: Publication) -> tuple[Translation, ...]:
    """Return every public translation, in the order of languages and addresses."""
    found = (_translation(public, publication.editions) for public in publication.saying(KEY))
    return tuple(sorted(found, key=lambda one: (one.lang, one.address)))


def translation_problems(publication: Publication, items: Iterable[Item]) -> Iterator[Problem]:
    """Yield the working files whose original is not public, is another edition than they say, or never was that one."""
    items = tuple(items)
    known = {item.id for item in items} | publication.standings.keys()
    for item in items:
        original = "" if is_silent(item, KEY) else str(item.metadata.get(KEY, ""))
        if not original or original not in known:  # the latter: told by editorial.checks_pages
            continue
        digest, made_from = publication.editions.get(original, ""), str(item.metadata.get(EDITION, ""))
        facts: dict[str, object] = {"original": original, "digest": digest}
        if not digest and item.id in publication.editions:
            yield Problem("translation-original-gone", "hold", item.at(KEY), CLAUSE, {**facts, "item": item.id})
        elif not digest:
            yield Problem("translation-original-hidden", "hold", item.at(KEY), CLAUSE, facts)
        elif not made_from or made_from not in publication.standings[original].editions:
            yield Problem("translation-edition-unknown", "hold", item.at(EDITION), CLAUSE, facts)
        elif made_from != digest:
            yield Problem("translation-stale", "warn", item.at(EDITION), CLAUSE, facts)


def _translation(public: PublicItem, digests: Mapping[str, str]) -> Translation:
    told = public.metadata
    original = str(told[KEY])
    stale = digests.get(original) != str(told.get(EDITION, ""))
    return Translation(public.id, str(told.get("lang", "")), str(told["title"]), public.address, original, stale)
