"""What people write, "51 Lý Tự Trọng, p. An Phú, Ninh Kiều" or a code, and which commune of a day it is.

Terms: a *mention* is a name known here that stands in a text; it may mean several things, and then means all of them.

1. Marks, case and usual abbreviations are set aside (PS-M2). Of several communes those are meant that bear the marks
   that were typed; where none does, all.
2. A name counts with its kind, "xã Long Phú", wherever nothing but other names follows it ("xã Tân Long Hội" is not
   Tân Long); without its kind as all that stands between two commas, or right after another name.
3. A bare name may mean several: the district and province beside it decide, and if they do not, all are told and none
   is taken first (PS-M3). A spelling that only an alias knows counts where no name fits.
4. A code means the commune that bears it on the day (PS-M1).
5. "found" is one commune of the day for all that was meant, "split" what was divided, "several" names that mean
   different communes, "unknown" none (PS-M4).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Literal, NamedTuple

from editorial.frozen import frozen
from editorial.places import Commune, Places, Route
from editorial.text import fold, nfc, sort_key

Outcome = Literal["found", "split", "several", "unknown"]
Level = Literal["commune", "alias", "unit", "elsewhere"]

_CODE = re.compile(r"\d{5}")
_BORDER = re.compile(r"[,;()\[\]/|\n]| [-–] ")
_WORD = re.compile(r"[^\W_]+")
_KIND = re.compile(r"(?:phuong|xa|thi tran|quan|huyen|thi xa|thanh pho|tinh) ")
_NUMBER = re.compile(r"[0-9]+|[ivx]+")
_ABBREVIATIONS = (
    (re.compile(r"\btp\.?\s*hcm\b"), "thành phố hcm"),
    (re.compile(r"\btp\b\.?"), "thành phố "),
    (re.compile(r"\btx\b\.?"), "thị xã "),
    (re.compile(r"\btt\b\.?"), "thị trấn "),
    (re.compile(r"\bp(?:\.|(?=\s*\d))"), "phường "),
    (re.compile(r"\bq(?:\.|(?=\s*\d))"), "quận "),
    (re.compile(r"\bh\."), "huyện "),
    (re.compile(r"\bx\."), "xã "),
    (re.compile(r"\bt\."), "tỉnh "),
    (re.compile(r"\b0+(?=\d)"), ""),
)
_LONGEST = 7
"""Words of the longest name with its kind."""


class Meaning(NamedTuple):
    """One thing that a name means. id: of a commune or a unit; of a province elsewhere its name"""

    level: Level
    id: str


@frozen
class Mention:
    """A name in a text. typed: its words in small letters"""

    typed: str
    meanings: frozenset[Meaning]

    @property
    def name(self) -> str:
        """The name folded, without its kind."""
        return bare(self.typed)

    def ids(self, *levels: Level) -> frozenset[str]:
        """Return what it means at the levels."""
        return frozenset(one.id for one in self.meanings if one.level in levels)

    @property
    def is_elsewhere(self) -> bool:
        """True when it can only be a province elsewhere."""
        return all(one.level == "elsewhere" for one in self.meanings)


@frozen
class Answer:
    """Where it is on the day. routes: one for each commune of the day that it may be, by name"""

    outcome: Outcome
    routes: tuple[Route, ...] = ()


@frozen
class Gazetteer:
    """Finds places by what people write."""

    places: Places

    def today(self, asked: str, on: date) -> Answer:
        """Return which commune of the day a name, an address or a code means."""
        if _CODE.fullmatch(asked.strip()):
            origins = [commune for commune in self.places.standing(on) if commune.code == asked.strip()]
        else:
            origins = [commune for commune in self.meant(asked) if commune.began_by(on)]
        routes: dict[str, Route] = {}
        for origin in sorted(origins, key=lambda one: one.valid_to is None):  # the way from the past says more
            for route in self.places.routes(origin, on):
                routes.setdefault(route.place.id, route)
        told = tuple(sorted(routes.values(), key=lambda route: sort_key(route.place.name)))
        if any(route.is_part for route in told):
            return Answer("split", told)
        return Answer("unknown" if not told else "found" if len(told) == 1 else "several", told)

    def meant(self, text: str) -> tuple[Commune, ...]:
        """Return every commune, of any time, that an address can mean."""
        named = self.mentions(text)
        if any(one.is_elsewhere for one in named):
            return ()
        with_kind = [one for one in named if one.name != fold(one.typed) and one.ids("commune", "alias")]
        first = next(iter(with_kind or named), None)
        if first is None:
            return ()
        beside = [units for one in named if one is not first and (units := one.ids("unit"))]
        districts = first.ids("unit") & self.places.districts.keys()
        if districts and not (with_kind or beside):  # "Ninh Kiều" is the district as well
            told = [one for one in self.places.communes.values() if districts & set(one.units)]
            return tuple(told) + tuple(self._named(first, "commune"))
        return tuple(
            self._within(self._named(first, "commune"), beside) or self._within(self._named(first, "alias"), beside)
        )

    def mentions(self, text: str) -> list[Mention]:
        """Return the names in a text, in their order."""
        text = nfc(text).lower()
        for pattern, whole in _ABBREVIATIONS:
            text = pattern.sub(whole, text)
        return [one for part in _BORDER.split(text) for one in self._mentions_in(_WORD.findall(part))]

    def _mentions_in(self, words: list[str]) -> Iterator[Mention]:
        """Yield the names between two commas: all of it, or those with their kind and what follows them."""
        if whole := self._mention(words):
            yield whole
            return
        at = 0
        while at < len(words):
            ends = range(min(len(words), at + _LONGEST), at, -1)
            found = next((end for end in ends if self._is_name_with_kind(words[at:end], words[end:])), None)
            if found is None:
                at += 1
                continue
            yield Mention(" ".join(words[at:found]), self._names[fold(" ".join(words[at:found]))])
            at = found
            if rest := self._mention(words[at:]):
                yield rest
                return

    def _mention(self, words: list[str]) -> Mention | None:
        typed = " ".join(words)
        meanings = self._names.get(fold(typed))
        return Mention(typed, meanings) if meanings else None

    def _is_name_with_kind(self, words: list[str], rest: list[str]) -> bool:
        """True for a name that may end here: nothing follows, another kind, or another name."""
        name, after = fold(" ".join(words)), [fold(word) for word in rest[:_LONGEST]]
        return bool(
            name in self._names
            and _KIND.match(name)
            and (
                not after
                or _KIND.match(" ".join(after))
                or any(" ".join(after[:end]) in self._names for end in range(1, len(after) + 1))
            )
        )

    def _named(self, mention: Mention, level: Level) -> list[Commune]:
        """Return the communes of that name; of several those that bear the marks typed, if one does."""
        named = [self.places.communes[id] for id in sorted(mention.ids(level))]
        key = sort_key(mention.typed)[0]
        same = [one for one in named if any(sort_key(n)[0][-len(key) :] == key for n in (one.name, *one.aliases))]
        return same if same and fold(mention.typed) != mention.typed else named

    def _within(self, candidates: list[Commune], beside: Iterable[frozenset[str]]) -> list[Commune]:
        """Return the candidates that lie in every unit named beside them; those of today by what went into them too."""
        for units in beside:
            inside = [one for one in candidates if units & set(one.units)]
            candidates = inside or [one for one in candidates if units & self.places.lineage(one)]
        return candidates

    @cached_property
    def _names(self) -> Mapping[str, frozenset[Meaning]]:
        names: defaultdict[str, set[Meaning]] = defaultdict(set)
        for name, meaning in self._all_names():
            for one in {fold(name), bare(name)}:
                if not _NUMBER.fullmatch(one):
                    names[one].add(meaning)
        return {name: frozenset(meanings) for name, meanings in names.items()}

    def _all_names(self) -> Iterator[tuple[str, Meaning]]:
        for commune in self.places.communes.values():
            yield commune.name, Meaning("commune", commune.id)
            yield from ((alias, Meaning("alias", commune.id)) for alias in commune.aliases)
        for id, unit in self.places.units.items():
            yield unit.name, Meaning("unit", id)
        for name in self.places.elsewhere.provinces:
            yield from ((f"{kind} {name}", Meaning("elsewhere", name)) for kind in ("tỉnh", "thành phố"))


def bare(name: str) -> str:
    """Return a name folded and without its kind."""
    return _KIND.sub("", fold(name), count=1)
