"""What every act needs at hand: settings, the regulation, the roster, adopted rules, the editions.

A case is all that is on record about one item: its ledger, its editions, and the verdict.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256

from editorial.authority import read_authority
from editorial.content import Item
from editorial.content_fields import PAGE
from editorial.editions import Edition, EditionStore
from editorial.frozen import frozen
from editorial.problem import Problem, Refused, Severity
from editorial.profile import Profile, load_profile, load_rules
from editorial.roster import ROSTER, Roster, load_roster
from editorial.settings import Settings
from editorial.signoffs import Ledger, read_ledger
from editorial.verdict import Facts, Verdict, judge


@frozen
class Office:
    """The records of an organisation, loaded and checked once.

    rules_read: digest of the regulation and the rules as they were read
    authority: the texts of roster and rules, by their names below records/
    """

    settings: Settings
    profile: Profile
    roster: Roster
    rules: Mapping[str, Profile]
    store: EditionStore
    rules_read: str
    authority: Mapping[str, bytes]


@frozen
class Case:
    """All that is on record about one item; editions by digest, in the order of the ledger."""

    ledger: Ledger
    editions: Mapping[str, Edition]
    verdict: Verdict

    @property
    def latest(self) -> Edition | None:
        """The edition named last in the ledger."""
        return self.editions[self.ledger.signoffs[-1].edition] if self.ledger.signoffs else None

    @property
    def approved(self) -> Edition | None:
        """The edition that readers see, will see when its time comes, or saw before it was withdrawn."""
        approval = self.verdict.public or self.verdict.embargoed
        return self.editions[approval.edition] if approval else self.taken

    @property
    def taken(self) -> Edition | None:
        """The edition that the withdrawal in force took from readers, None when they saw nothing of it."""
        return self.editions[self.verdict.taken[-1][1]] if self.verdict.taken else None

    @property
    def address(self) -> str:
        """The address at which readers find it, will find it, or found it; "" when there is none."""
        return self.approved.address if self.approved else ""

    @property
    def begun_at(self) -> datetime | None:
        """When the first sign-off was made."""
        return self.ledger.signoffs[0].at if self.ledger.signoffs else None

    @property
    def title(self) -> str:
        """The title of the latest edition, "" when there is none."""
        return self.latest.view().title if self.latest else ""


def open_office(settings: Settings) -> Office:
    """Load what acts need.

    Raises: Refused when profile, roster or rules cannot be trusted, or are written while they are read
    """
    regulation, authority = read_rules(settings)
    profile, rules = load_profile(settings.regulation_file), load_rules(settings.records)
    roster = load_roster(settings.records / ROSTER)
    if read_rules(settings) != (regulation, authority):  # nobody knows which of them were read
        raise Refused(Problem("authority-moving", "fail", settings.records.name, "product"))
    digest = sha256()
    for name, text in {settings.regulation_file.name: regulation, **authority}.items():
        if name != ROSTER:
            digest.update(f"{name} {len(text)}\n".encode() + text)
    return Office(settings, profile, roster, rules, EditionStore(settings.records), digest.hexdigest(), authority)


def read_rules(settings: Settings) -> tuple[bytes, dict[str, bytes]]:
    """Return the text of the regulation, and those of roster and adopted rules by their names. Raises: OSError"""
    path = settings.regulation_file
    return path.read_bytes() if path.is_file() else b"", read_authority(settings.records)


def rules_problem(office: Office, severity: Severity) -> Problem | None:
    """Return why the regulation in use is not the one that the office works under: never adopted, or replaced since."""
    profile = office.profile
    kept = office.rules.get(profile.rules_digest)
    later = next((one for one in office.rules.values() if one.is_adopted), None)
    if kept is None or later is None:  # of an office that joined this one is none adopted here
        facts = {"id": profile.id, "digest": profile.rules_digest[:12]}
        return Problem("rules-not-adopted", severity, "rules/", facts=facts)
    if kept.is_adopted:
        return None
    since, title = later.adopted[-1].first, later.regulation.title
    told = {"id": profile.id, "title": title, "since": since, "later": later.id}
    return Problem("rules-replaced", severity, "rules/", facts=told)


def facts_of(item: Item) -> Facts:
    """Return what the rules ask of an item or of an edition's item."""
    return Facts(
        kind=item.kind,
        own=item.origin == "own" or item.kind == PAGE,
        beyond_authority=bool(item.beyond_authority),
        publish_at=item.publish_at,
        circulation=item.circulation,
    )


def open_case(office: Office, item: str, now: datetime) -> Case:
    """Return the case of an item. Raises: Refused when its ledger or an edition is damaged."""
    return judge_case(office, read_ledger(office.settings.records, item), now)


def judge_case(office: Office, ledger: Ledger, now: datetime) -> Case:
    """Return the case that a ledger makes. Raises: Refused when an edition is damaged."""
    editions: dict[str, Edition] = {}
    facts: dict[str, Facts] = {}
    for digest in dict.fromkeys(signoff.edition for signoff in ledger.signoffs):
        edition = office.store.get(digest)
        where = f"editions/{digest}.json"
        try:
            item = edition.view()
        except ValueError as error:
            raise Refused(Problem("edition-unreadable", "fail", where, facts={"digest": digest[:12]})) from error
        if not edition.item == item.id == ledger.item:
            raise Refused(Problem("edition-of-another", "fail", where, facts={"item": ledger.item}))
        facts[digest] = facts_of(item)
        editions[digest] = edition
    return Case(ledger, editions, judge(ledger, facts, office.roster, office.rules, now))
