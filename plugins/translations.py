"""The other languages of a text, for its page: where they lie, and whether a translation is up to date (PS-P10)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from editorial.content_fields import SITE_LANG
from editorial.frozen import frozen
from editorial.publication import Publication
from editorial.translations import Translation, translations_of

NAMES: Mapping[str, str] = {"vi": "Tiếng Việt", "en": "English", "km": "ភាសាខ្មែរ"}
"""What a language calls itself."""


@frozen
class Version:
    """The same text in another language."""

    lang: str
    name: str
    title: str
    address: str


@frozen
class Versions:
    """What a page shows of other languages.

    state: "" of an original; of a translation "fresh", "stale", or "gone" where the original is no longer public
    """

    others: tuple[Version, ...] = ()
    state: str = ""


ALONE = Versions()
"""Of a text in one language only."""


class Tongues:
    """Tells of every item in which languages it is public. told: the ids of those of which there is something to say"""

    def __init__(self, publication: Publication) -> None:
        found = translations_of(publication)
        self._by_item = {one.item: one for one in found}
        self._of: defaultdict[str, list[Translation]] = defaultdict(list)
        for one in found:
            self._of[one.original].append(one)
        originals = (public for public in publication.items if public.id in self._of)
        self._originals = {
            public.id: Version(SITE_LANG, NAMES[SITE_LANG], str(public.metadata["title"]), public.address)
            for public in originals
        }

        self.told = frozenset(self._by_item) | frozenset(self._of)

    def versions(self, item: str) -> Versions:
        """Return the versions of an item besides itself, the original first."""
        mine = self._by_item.get(item)
        original = mine.original if mine else item
        if original not in self._of:
            return ALONE
        first = (self._originals[original],) if mine and original in self._originals else ()
        others = tuple(
            Version(one.lang, NAMES.get(one.lang, one.lang), one.title, one.address)
            for one in self._of[original]
            if one.item != item
        )
        return Versions((*first, *others), self._state(mine) if mine else "")

    def _state(self, translation: Translation) -> str:
        if translation.original not in self._originals:
            return "gone"
        return "stale" if translation.stale else "fresh"
