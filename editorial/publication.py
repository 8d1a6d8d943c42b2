"""What is public at a moment: the one answer that the gate, verify, status and preview share.

Whatever cannot be trusted (roster, a ledger, an edition) refuses the whole answer, so nothing is
published on a guess; `without` leaves damaged items out by name, when the rest must go out.
Texts stay on disk until somebody asks for one, and are proved by their digest each time.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import date, datetime
from functools import cache, cached_property, partial
from types import MappingProxyType

from editorial.addresses import list_addresses, new_address
from editorial.checks_context import addresses_given
from editorial.content import Item, Metadata
from editorial.copies import Held, Shelf, shelves
from editorial.dates import local_day
from editorial.editions import Attachment, Edition, EditionStore
from editorial.frozen import frozen
from editorial.garbage import growing
from editorial.heads import Gone, Line, Shown, Standing
from editorial.light_items import SAID, light, metadata_of, seldom
from editorial.office import Case, Office, open_case, open_office
from editorial.parallel import beside
from editorial.problem import Problem, Refused
from editorial.profile import Profile
from editorial.receipts import Signed, signed_of
from editorial.roster import Roster
from editorial.settings import Settings
from editorial.signoffs import Signoff, ledger_folder, read_proved
from editorial.standings import Disk, Seen, memory_key, see, standings


@frozen
class PastEdition:
    """An edition that readers saw from a moment on. note, decided_by: as it says of itself what was changed (CT-5.5)

    is_minor: it says that it mends nothing that a reader could have been misled by
    """

    digest: str
    public_at: datetime
    note: str
    decided_by: str
    is_minor: bool


class PublicItem:
    """An edition that readers see; cheap, but for what is read anew each time: edition, html, receipt, superseded.

    published_at: when the item first became public; updated_at: when this edition was approved
    links: symbols of the text, see editorial.links; head_digest: names all but the text, which `digest` names
    unsigned: only in a preview: nobody has approved this text
    """

    def __init__(self, shown: Shown, store: EditionStore, unsigned: bool = False) -> None:
        self.shown, self.store, self.unsigned = shown, store, unsigned
        self.id, self.digest, self.kind, self.address = shown.id, shown.digest, shown.kind, shown.address
        self.links, self.head_digest = shown.links, shown.head_digest

    @cached_property
    def metadata(self) -> Metadata:
        """What the editor wrote above the text."""
        return metadata_of(self.shown.item)

    @cached_property
    def item(self) -> Item:
        """The typed item; its body is read when asked for."""
        return light(self.shown.item, lambda: self.edition.view())

    @cached_property
    def published_at(self) -> datetime:
        return datetime.fromisoformat(self.shown.published_at)

    @cached_property
    def updated_at(self) -> datetime:
        return datetime.fromisoformat(self.shown.updated_at)

    @property
    def attachments(self) -> tuple[Attachment, ...]:
        """The files of the edition."""
        return tuple(Attachment(*fields) for fields in self.shown.attachments)

    @property
    def edition(self) -> Edition:
        """The edition as the store holds it. Raises: Refused when it is missing or altered"""
        return self.store.get(self.digest)

    @property
    def html(self) -> str:
        """The text as it was signed. Raises: Refused when the edition is missing or altered"""
        return self.store.html(self.digest)

    @property
    def receipt(self) -> tuple[Signoff, ...]:
        """The sign-offs that completed the approval. Raises: Refused when the ledger does not hold them any more"""
        return self._signoffs(self.shown.receipt)

    @property
    def signed(self) -> tuple[Signed, ...]:
        """What pages tell of the same, as it was when it was judged."""
        return signed_of(self.shown.signed)

    @property
    def history(self) -> tuple[PastEdition, ...]:
        """Every public edition since the last withdrawal, the first one first; () while there is only one."""
        return tuple(
            PastEdition(digest, datetime.fromisoformat(at), note, decided_by, bool(is_minor))
            for digest, at, note, decided_by, is_minor in self.shown.history
        )

    @property
    def is_superseded(self) -> bool:
        """True when the text was withdrawn and stays under a banner."""
        return self.shown.superseded is not None

    @property
    def superseded(self) -> Signoff | None:
        """The withdrawal under whose banner the text stays, where the profile wants it so. Raises: as receipt"""
        return self._signoffs((self.shown.superseded,))[0] if self.shown.superseded else None

    def says(self, key: str) -> bool:
        """True when the editor wrote a key of SELDOM above the text."""
        return key in seldom(self.shown.item)

    @property
    def held(self) -> Held:
        """What the lists of copies tell of it."""
        return Held(self.address, self.shown.item.get("title", ""), self.is_superseded)

    def _signoffs(self, lines: tuple[Line, ...]) -> tuple[Signoff, ...]:
        if not lines:
            return ()
        return read_proved(self.store.records, self.id, lines)


@frozen
class Tombstone:
    """What stands at the address of a text that was taken away; never its words.

    edition: the one that was public; of_kind, section, areas, lang: of it, as its editor wrote them
    corrections: which editions, counted from 1, mended the one before them
    """

    item: str
    address: str
    kind: str
    reason: str
    clause: str
    withdrawn_on: date
    replacement: str
    withdrawn_at: datetime
    edition: str
    of_kind: str = ""
    section: str = ""
    areas: tuple[str, ...] = ()
    lang: str = ""
    corrections: tuple[int, ...] = ()


@frozen
class Publication:
    """Everything public, newest first by (published_at, id), and what was found on the way.

    standings: of every item that has a ledger; cases: of the same, each opened and judged whenever it is asked for
    """

    office: Office
    store: EditionStore
    items: tuple[PublicItem, ...]
    tombstones: tuple[Tombstone, ...]
    problems: tuple[Problem, ...]
    standings: Mapping[str, Standing]
    cases: Mapping[str, Case]

    @property
    def profile(self) -> Profile:
        """The regulation in use."""
        return self.office.profile

    @property
    def roster(self) -> Roster:
        """The people who signed."""
        return self.office.roster

    @property
    def until(self) -> float:
        """The next moment (POSIX) at which time alone may change what is public, 0 for never."""
        return min((standing.until for standing in self.standings.values() if standing.until), default=0.0)

    @property
    def unconfirmed(self) -> dict[str, date]:
        """The last day on which an urgent withdrawal is to be confirmed, by item."""
        found = ((item, standing.unconfirmed) for item, standing in self.standings.items() if standing.unconfirmed)
        return {item: date.fromisoformat(day) for item, day in found}

    def saying(self, key: str) -> Iterator[PublicItem]:
        """Yield the items above whose text the editor wrote a key of SELDOM, newest first."""
        return (public for public in self._saying_seldom_things if public.says(key))

    @cached_property
    def _saying_seldom_things(self) -> tuple[PublicItem, ...]:
        return tuple([public for public in self.items if SAID in public.shown.item])

    def stones(self) -> tuple[Tombstone, ...]:
        """Return the tombstones, of each address the last one that no public item has taken over."""
        last = {stone.address: stone for stone in sorted(self.tombstones, key=lambda one: (one.withdrawn_at, one.item))}
        return tuple(last[address] for address in sorted(last.keys() - self.taken)) if last else ()

    @cached_property
    def taken(self) -> frozenset[str]:
        """The addresses at which items stand."""
        return frozenset([public.address for public in self.items])

    @cached_property
    def editions(self) -> Mapping[str, str]:
        """The digest of the edition that readers see, by item."""
        return {public.id: public.digest for public in self.items}

    @cached_property
    def order_of_appearance(self) -> tuple[str, ...]:
        """The ids of all that readers can see or once could, in the order in which they first appeared."""
        seen = ((standing.appeared, item) for item, standing in self.standings.items() if standing.appeared)
        return tuple(item for _, item in sorted(seen))  # moments of one zone in ISO are in the order of time

    @cached_property
    def copy_shelves(self) -> Sequence[Shelf]:
        """What the lists are made of by which readers check copies."""
        items = self.items
        marks = [public.head_digest + public.digest.encode() for public in items]
        return shelves([public.shown.copies for public in items], marks, cache(lambda number: items[number].held))

    @cached_property
    def addresses(self) -> Mapping[str, str]:
        """Item id -> address of what is public; each such address and each list address -> itself."""
        found = {public.id: public.address for public in self.items}
        places = (*found.values(), *list_addresses(self.profile))
        return MappingProxyType(found | {address: address for address in places})


class _Cases(Mapping[str, Case]):
    """Opens what is on record about an item when it is asked for."""

    def __init__(self, office: Office, items: Collection[str], now: datetime) -> None:
        self._office, self._items, self._now = office, items, now

    def __getitem__(self, item: str) -> Case:
        if item not in self._items:
            raise KeyError(item)
        return open_case(self._office, item, self._now)

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)


def looking(
    settings: Settings, now: datetime, without: Collection[str] = ()
) -> AbstractContextManager[Callable[[], Seen]]:
    """Look at the records in a process of its own while the block runs; yield what waits for it: `looked` of `load`."""
    return beside(partial(see, settings, now, without))


def load(
    settings: Settings,
    now: datetime,
    without: Collection[str] = (),
    remember: bool = True,
    looked: Callable[[], Seen] | None = None,
) -> Publication:
    """Return what is public at the moment.

    remember: False to read every ledger and edition and prove every signature, whatever is remembered of them
    looked: of `looking` for the same moment and without the same ids, by whoever has something to do meanwhile
    Raises: Refused with every problem when roster, profile, a ledger or an edition cannot be trusted
    """
    with nullcontext(looked) if looked else beside(partial(_look, settings, without)) as looked:
        key = memory_key(settings)
        office = open_office(settings)
        if not remember or memory_key(settings) != key:  # changed while they were read: nobody knows which were
            key = ""
        ledger_folder(settings.records)
        with growing():
            found, damaged = standings(office, now, looked, key)
            if damaged:
                raise Refused(*damaged)
            items, tombstones, problems = _sort_out(office.store, found)
    return Publication(office, office.store, items, tombstones, problems, found, _Cases(office, found.keys(), now))


def _look(settings: Settings, without: Collection[str]) -> Seen:
    return Seen(Disk.look(settings.records, without), "", {})


def given_addresses(publication: Publication) -> dict[str, str]:
    """Return the address of the latest edition of every item that has one, by its id."""
    return {item: standing.latest_address for item, standing in publication.standings.items() if standing.latest}


def recorded_addresses(settings: Settings, now: datetime) -> dict[str, str]:
    """Return the same where the records may be damaged: what can be read keeps its address."""
    try:
        return given_addresses(load(settings, now))
    except Refused:
        return addresses_given(settings.records)


def given_address(item: Item, known: Standing | Case | None, profile: Profile, now: datetime) -> str:
    """Return the address of an item: the one under which it was approved, else a new one.

    A line of the ledger that counts for nothing gives no address, only the year of its first sign-off.
    known: what is on record about the item
    """
    if known and known.address:
        return known.address
    return new_address(item, profile, local_day((known and known.begun_at) or now).year)


def _sort_out(
    store: EditionStore, found: Mapping[str, Standing]
) -> tuple[tuple[PublicItem, ...], tuple[Tombstone, ...], tuple[Problem, ...]]:
    """Part the standings into what is shown, what is a tombstone, and what was found."""
    shown: dict[str, PublicItem] = {}
    tombstones: list[Tombstone] = []
    problems: list[Problem] = []
    for item, standing in found.items():
        if standing.told:
            problems += standing.problems
        if standing.unconfirmed:
            facts = {"item": item, "day": date.fromisoformat(standing.unconfirmed)}
            problems.append(Problem("withdrawal-unconfirmed", "warn", f"signoffs/{item}.jsonl", facts=facts))
        if standing.shown:
            public = PublicItem(standing.shown, store)
            first = shown.setdefault(public.address, public)
            if first is not public:
                later = max(first, public, key=_appearance)
                facts = {"address": public.address, "other": first.id if later is public else public.id}
                problems.append(Problem("address-taken", "hold", f"signoffs/{later.id}.jsonl", facts=facts))
                shown[public.address] = first if later is public else public
        elif standing.gone:
            tombstones.append(_tombstone(item, standing.gone))
    return in_order(shown.values()), tuple(tombstones), tuple(problems)


def in_order(items: Collection[PublicItem]) -> tuple[PublicItem, ...]:
    """Return the items newest first."""
    return tuple(sorted(items, key=_appearance, reverse=True))


def _tombstone(item: str, gone: Gone) -> Tombstone:
    moments = {
        "withdrawn_on": date.fromisoformat(gone.withdrawn_on),
        "withdrawn_at": datetime.fromisoformat(gone.withdrawn_at),
    }
    return Tombstone(item, **gone._asdict() | moments)


def _appearance(public: PublicItem) -> tuple[str, str]:
    return public.shown.published_at, public.id
