"""What is public at a moment: the one answer that the gate, verify, status and preview share.

Whatever cannot be trusted (roster, a ledger, an edition) refuses the whole answer, so nothing is
published on a guess; `without` leaves damaged items out by name, when the rest must go out.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from editorial.addresses import list_addresses, new_address
from editorial.content import Item, read_items
from editorial.dates import local_day
from editorial.editions import Edition, EditionStore, Targets, freeze
from editorial.office import Case, Office, open_case, open_office
from editorial.problem import Problem, Refused
from editorial.profile import Profile
from editorial.roster import Roster
from editorial.settings import Settings
from editorial.signoffs import Signoff, ledger_items

SUPERSEDED = "superseded"


@dataclass(frozen=True)
class PublicItem:
    """An edition that readers see.

    published_at: when the item first became public; updated_at: when this edition was approved
    superseded: the withdrawal under whose banner the text stays, where the profile wants it so
    unsigned: only in a preview: nobody has approved this text
    """

    edition: Edition
    item: Item
    published_at: datetime
    updated_at: datetime
    receipt: tuple[Signoff, ...]
    superseded: Signoff | None = None
    unsigned: bool = False


@dataclass(frozen=True)
class Tombstone:
    """What stands at the address of a text that was taken away; never its words."""

    item: str
    address: str
    kind: str
    reason: str
    clause: str
    withdrawn_on: date
    replacement: str


@dataclass(frozen=True)
class Publication:
    """Everything public, newest first by (published_at, id), and what was found on the way."""

    office: Office
    store: EditionStore
    items: tuple[PublicItem, ...]
    tombstones: tuple[Tombstone, ...] = ()
    problems: tuple[Problem, ...] = ()
    cases: Mapping[str, Case] = field(default_factory=dict)

    @property
    def profile(self) -> Profile:
        """The regulation in use."""
        return self.office.profile

    @property
    def roster(self) -> Roster:
        """The people who signed."""
        return self.office.roster

    def order_of_appearance(self) -> tuple[str, ...]:
        """Return the ids of all that readers can see or once could, in the order in which they first appeared."""
        seen = ((case.verdict.appeared_at, item) for item, case in self.cases.items() if case.verdict.appeared_at)
        return tuple(item for _, item in sorted(seen))

    def addresses(self) -> dict[str, str]:
        """Return item id -> address of what is public; each such address and each list address -> itself."""
        found = {public.item.id: public.edition.address for public in self.items}
        places = (*found.values(), *list_addresses(self.profile))
        return found | {address: address for address in places}


def load(settings: Settings, now: datetime, without: Collection[str] = ()) -> Publication:
    """Return what is public at the moment.

    Raises: Refused with every problem when roster, profile, a ledger or an edition cannot be trusted
    """
    office = open_office(settings)
    damaged: list[Problem] = []
    cases: dict[str, Case] = {}
    for item in ledger_items(settings.records):
        if item in without:
            continue
        try:
            cases[item] = open_case(office, item, now)
        except Refused as refused:
            damaged += refused.problems
    if damaged:
        raise Refused(*damaged)
    items, tombstones, problems = _sort_out(office, cases)
    return Publication(office, office.store, items, tombstones, problems, cases)


def preview(settings: Settings, now: datetime) -> Publication:
    """Return the site as it would be were every working file signed now; kept below settings.state.

    Raises: Refused as load does
    """
    public = load(settings, now)
    store = EditionStore(settings.state / "preview")
    working, problems = read_items(settings.content)
    targets = Targets.of(working)
    shown: dict[str, PublicItem] = {}
    for item in working:
        case = public.cases.get(item.id)
        frozen = freeze(item, settings.content, address_for(item, case, public.profile, now), targets)
        store.put(frozen)
        problems += frozen.problems
        signed = next((p for p in public.items if p.edition.digest == frozen.edition.digest), None)
        shown[item.id] = signed or PublicItem(frozen.edition, frozen.edition.view(), now, now, (), unsigned=True)
    for signed in public.items:
        for file in signed.edition.attachments:
            store.put_file(file, public.store.attachment(file))
        store.put_edition(signed.edition)
        shown.setdefault(signed.item.id, signed)
    return Publication(
        public.office, store, _in_order(shown.values()), public.tombstones, tuple(problems), public.cases
    )


def address_for(item: Item, case: Case | None, profile: Profile, now: datetime) -> str:
    """Return the address of an item: the one under which it was approved, else a new one.

    A line of the ledger that counts for nothing gives no address, only the year of its first sign-off.
    """
    verdict = case.verdict if case else None
    approval = verdict and (verdict.public or verdict.embargoed or verdict.withdrawn_approval)
    if case and approval:
        return case.editions[approval.edition].address
    section = profile.section_of(item.kind, item.section)
    begun = case.ledger.signoffs[0].at if case and case.ledger.signoffs else now
    return new_address(item, section.slug if section else "", local_day(begun).year)


def _sort_out(
    office: Office, cases: Mapping[str, Case]
) -> tuple[tuple[PublicItem, ...], tuple[Tombstone, ...], tuple[Problem, ...]]:
    """Part the cases into what is shown, what is a tombstone, and what was found."""
    shown: dict[str, PublicItem] = {}
    tombstones: list[Tombstone] = []
    problems: list[Problem] = []
    for item, case in cases.items():
        problems += case.verdict.problems
        public = _public_item(office, case)
        if public:
            first = shown.get(public.edition.address)
            if first:
                later = max(first, public, key=lambda p: (p.published_at, p.item.id))
                facts = {"address": public.edition.address, "other": min(first.item.id, public.item.id)}
                problems.append(Problem("address-taken", "hold", f"signoffs/{later.item.id}.jsonl", facts=facts))
                public = first if later is public else public
            shown[public.edition.address] = public
        elif case.verdict.withdrawn and case.verdict.withdrawn_approval:
            tombstones.append(_tombstone(item, case))
    return _in_order(shown.values()), tuple(tombstones), tuple(problems)


def _in_order(items: Collection[PublicItem]) -> tuple[PublicItem, ...]:
    return tuple(sorted(items, key=lambda p: (p.published_at, p.item.id), reverse=True))


def _public_item(office: Office, case: Case) -> PublicItem | None:
    verdict = case.verdict
    approval, first_at, superseded = verdict.public, verdict.first_public_at, None
    withdrawn = verdict.withdrawn
    if withdrawn and withdrawn.withdrawal and withdrawn.withdrawal.kind == SUPERSEDED:
        retention = office.profile.retention
        if retention and retention.superseded and retention.superseded.do == "banner":
            approval, superseded = verdict.withdrawn_approval, withdrawn
            first_at = approval.at if approval else None
    if approval is None or first_at is None:
        return None
    edition = case.editions[approval.edition]
    return PublicItem(edition, edition.view(), first_at, approval.at, approval.receipt, superseded)


def _tombstone(item: str, case: Case) -> Tombstone:
    withdrawn, approval = case.verdict.withdrawn, case.verdict.withdrawn_approval
    if withdrawn is None or withdrawn.withdrawal is None or approval is None:
        raise ValueError(f"{item} was not withdrawn from the public")
    act = withdrawn.withdrawal
    address = case.editions[approval.edition].address
    return Tombstone(item, address, act.kind, act.reason, withdrawn.clause, local_day(withdrawn.at), act.replacement)
