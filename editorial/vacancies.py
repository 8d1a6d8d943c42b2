"""Places in lists that stay empty, so that a withdrawal moves nothing else to another page.

An item stands in lists where it first became public. Once it is withdrawn nothing stands there any more, also when it
becomes public again: it then stands where that happened. Source: the addresses of a list's pages are to stay (PS-P4)
"""

from __future__ import annotations

from typing import NamedTuple

from editorial.publication import Publication


class Vacancy(NamedTuple):
    """A place that stays empty; lists may ask it what they ask of a PublicItem.

    published_at: when the item appeared there (ISO); id, kind, section, areas: of the item
    """

    published_at: str
    id: str
    kind: str
    section: str
    areas: tuple[str, ...]

    @property
    def shown(self) -> Vacancy:
        return self


def vacancies_of(publication: Publication) -> list[Vacancy]:
    """Return the empty places."""
    found = []
    standings = publication.standings
    for stone in publication.tombstones:
        if since := standings[stone.item].appeared:
            found.append(Vacancy(since, stone.item, stone.of_kind, stone.section, stone.areas))
    for standing in standings.values():
        shown = standing.shown
        if shown and shown.published_at != standing.appeared:
            found.append(Vacancy(standing.appeared, shown.id, shown.kind, shown.section, shown.areas))
    return found
