"""The look-up of communes for readers: what each was before a merger, and what it is today.

Made from records/places.toml alone, which no leader signs: on a real site it appears once the office has vouched for
every act that it rests on (confirmed_on in records/acts.toml); a trial edition shows it before, and says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import cached_property
from hashlib import sha256
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from unicodedata import normalize

from pelican import Pelican, signals

from editorial.acts import Act, load_acts
from editorial.addresses import PLACES
from editorial.dates import local_day
from editorial.file_index import Memory
from editorial.frozen import frozen
from editorial.places import Commune, Hop, Places, Route, load_places
from editorial.publication import Publication
from editorial.text import SortKey, slug, sort_key
from plugins.approval_gate import PUBLICATION
from plugins.output import write_page
from plugins.site_context import Link, add_tool
from plugins.site_generator import SiteGenerator, site_planned
from plugins.site_writer import SiteWriter

PLACES_PAGE = "PLACES_PAGE"
"""The setting that holds the look-up for `write_places`, None where there is none."""
LINK = Link("Xã, phường cũ và mới", PLACES)
ONE_DAY = timedelta(days=1)


@frozen
class Was:
    """A commune of the past. today: names of what stands in its place, several when it was divided

    also: other spellings; ended: the last day, where that was before the last merger
    by_way_of: "phường Thới Bình, từ 01/11/2024"
    """

    name: str
    also: str
    today: tuple[str, ...]
    is_split: bool
    is_same: bool
    ended: str = ""
    by_way_of: str = ""


@frozen
class OldDistrict:
    """A district of the past. anchor: its id on the page"""

    name: str
    anchor: str
    communes: tuple[Was, ...]


@frozen
class OldProvince:
    """A province as it was before a day: its own last merger, or that of its communes."""

    name: str
    day: date
    districts: tuple[OldDistrict, ...]


@frozen
class Stands:
    """A commune of today. before: "phường Tân An, phường Thới Bình (quận Ninh Kiều)", "" when it did not change

    clause: of the act that made it, "" until the office has vouched for the act
    letter: with which its name begins, "Đ"; anchor: its id on the page where it is the first of its letter, else ""
    """

    name: str
    code: str
    before: str
    clause: str
    letter: str
    anchor: str = ""


@frozen
class Page:
    """All that the page shows. day: first day of the last merger; since: year of the first one told here

    merged: the provinces that went into it, in words; counts: "31 phường, 72 xã"
    cited: the number of the act whose clauses are told without it, "" where none are
    """

    day: date
    since: int
    merged: str
    before: int
    after: int
    counts: str
    acts: tuple[Act, ...]
    is_confirmed: bool
    provinces: tuple[OldProvince, ...]
    today: tuple[tuple[str, tuple[Stands, ...]], ...]
    cited: str


class LookUp:
    """The look-up of a day, made when its page is rendered: to read the table takes longer than to plan the site."""

    def __init__(self, records: Path, on: date) -> None:
        self._records, self._on = records, on

    @cached_property
    def mark(self) -> str:
        """What tells whether the page has changed: the records that it is made of, and the day."""
        told = sha256(b"\0".join((self._records / name).read_bytes() for name in ("places.toml", "acts.toml")))
        return f"{told.hexdigest()} {self._on}"

    @cached_property
    def page(self) -> Page:
        """What the page shows."""
        places = load_places(self._records)
        if places is None:
            raise FileNotFoundError(self._records / "places.toml")
        return make_page(places, load_acts(self._records), self._on)


def register() -> None:
    """Connect after the gate has opened, and to the planning of the site."""
    signals.initialized.connect(add_link)
    site_planned.connect(write_places)


def add_link(pelican: Pelican) -> None:
    """Tell of the look-up where there is one."""
    settings = pelican.settings
    found = look_up(settings[PUBLICATION], local_day(settings["NOW"]), is_trial=not settings["SITEURL"])
    settings[PLACES_PAGE] = found
    if found:
        add_tool(settings, LINK)


def write_places(generator: SiteGenerator, writer: SiteWriter) -> None:
    """Name the look-up where there is one."""
    found = generator.settings[PLACES_PAGE]
    if found:
        write_page(writer, PLACES, "places", look_up=found)


def look_up(publication: Publication, on: date, is_trial: bool) -> LookUp | None:
    """Return the look-up, None where the records have no places, or a real site may not show them yet."""
    office = publication.office.settings
    if not (office.records / "places.toml").exists():
        return None
    found = LookUp(office.records, on)
    return found if is_trial or _is_confirmed(found, office.memory / "places") else None


def _is_confirmed(found: LookUp, kept: Path) -> bool:
    confirmed = Memory.load(kept, found.mark)
    if confirmed is None:
        confirmed = found.page.is_confirmed
        Memory.save(kept, found.mark, confirmed)
    return bool(confirmed)


def make_page(places: Places, acts: Mapping[str, Act], on: date) -> Page:
    """Return what the page shows on the day."""
    day = max(merger.on for merger in places.mergers.values() if merger.on <= on)
    standing = places.standing(on)
    cited = {act: acts[act] for act in _acts_of(places)}
    kinds = {kind: tuple(group) for kind, group in groupby(sorted(standing, key=_by_name), key=_kind)}
    last = next(act for act, merger in places.mergers.items() if merger.on == day)
    return Page(
        day=day,
        since=min(merger.on for merger in places.mergers.values()).year,
        merged=", ".join(_inside(one.name) for one in places.provinces.values() if one.valid_to == day),
        before=sum(one.existed_on(day - ONE_DAY) for one in places.communes.values()),
        after=len(standing),
        counts=", ".join(f"{len(group)} {kind.lower()}" for kind, group in kinds.items()),
        acts=tuple(cited.values()),
        is_confirmed=all(act.confirmed_on for act in cited.values()),
        provinces=tuple(
            OldProvince(province.name, province.valid_to or day, districts)
            for id, province in places.provinces.items()
            if (districts := (*_districts(places, id, on, day), *_without_district(places, id, on, day)))
        ),
        today=tuple((kind, _by_letter(_stands(places, cited, one, last) for one in kinds[kind])) for kind in kinds),
        cited=cited[last].number if cited[last].confirmed_on else "",
    )


def _districts(places: Places, province: str, on: date, day: date) -> Iterable[OldDistrict]:
    for id, district in places.districts.items():
        if district.province == province:
            communes = [one for one in places.communes.values() if one.units[0] == id and one.began_by(day - ONE_DAY)]
            rows = tuple(_was(places, one, on, day) for one in sorted(communes, key=_by_name))
            yield OldDistrict(district.name, f"cc_{id}", rows)


def _without_district(places: Places, province: str, on: date, day: date) -> Iterable[OldDistrict]:
    """Yield in one part the communes that lay in a province itself and are no more."""
    of_it = (one for one in places.communes.values() if one.units[0] == province)
    gone = [one for one in of_it if one.began_by(on) and not one.existed_on(on)]
    if gone:
        rows = tuple(_was(places, one, on, day) for one in sorted(gone, key=_by_name))
        yield OldDistrict("Xã, phường không thuộc quận, huyện", f"cc_{province}", rows)


def _was(places: Places, commune: Commune, on: date, day: date) -> Was:
    routes = sorted(places.routes(commune, on), key=lambda route: sort_key(route.place.name))
    ended = commune.valid_to if commune.valid_to and commune.valid_to < day else None
    return Was(
        commune.name,
        ", ".join(commune.aliases),
        tuple(route.place.name for route in routes),
        is_split=len(routes) > 1,
        is_same=commune.existed_on(on),
        ended=f"{ended - ONE_DAY:%d/%m/%Y}" if ended else "",
        by_way_of=_by_way_of(places, routes[0]) if ended else "",
    )


def _by_way_of(places: Places, route: Route) -> str:
    return "; ".join(f"{_inside(places.communes[hop.receiver].name)}, từ {hop.on:%d/%m/%Y}" for hop in route.hops[:-1])


def _stands(places: Places, acts: Mapping[str, Act], commune: Commune, last: str) -> Stands:
    made = [hop for hop in places.received(commune.id) if hop.on == commune.valid_from]
    act = acts[made[0].act] if made else None
    clause = made[0].clause if act and act.confirmed_on else ""
    if act and clause and made[0].act != last:
        clause += f" Nghị quyết số {act.number}"
    letter = normalize("NFD", commune.name.partition(" ")[2])[:1]
    return Stands(commune.name, commune.code, _before(places, made), clause, letter)


def _by_letter(communes: Iterable[Stands]) -> tuple[Stands, ...]:
    """Return the communes of a kind with an id at the first of each letter."""
    found: list[Stands] = []
    for _, group in groupby(communes, key=attrgetter("letter")):
        first, *others = group
        found += [replace(first, anchor=f"cc_{slug(first.name)}"), *others]
    return tuple(found)


def _before(places: Places, made: list[Hop]) -> str:
    """Return what went into a commune, by district."""
    words = []
    for district, hops in groupby(made, key=lambda hop: places.communes[hop.giver].units[0]):
        names = [("một phần " if hop.is_part else "") + _inside(places.communes[hop.giver].name) for hop in hops]
        words.append(f"{', '.join(names)} ({_inside(places.units[district].name)})")
    return "; ".join(words)


def _acts_of(places: Places) -> list[str]:
    """Return the ids of the acts that the table rests on, the latest first."""
    mergers = sorted(places.mergers, key=lambda act: places.mergers[act].on, reverse=True)
    return list(dict.fromkeys([*(one.act for one in places.provinces.values() if one.act), *mergers]))


def _by_name(commune: Commune) -> SortKey:
    return sort_key(commune.name)


def _kind(commune: Commune) -> str:
    return commune.name.partition(" ")[0]


def _inside(name: str) -> str:
    """Return a name as it stands inside a sentence."""
    return name[0].lower() + name[1:]
