"""A regulation profile: what one organisation's regulation asks, read from regulations/<id>.toml.

Rules of the schema:
1. One file tells everything; nothing is inherited at run time. A default taken from another
   regulation is written out, and its clause shows where it comes from.
2. No clause, no load. An unknown key or word is refused with its line; all faults come at once.
3. An absent table is None, an absent list (): the text is silent, the check is off.
4. Rules only, no people: those stand in the roster.

Sign-offs name the rules under which they were made by `rules_digest`; every set of rules under
which the organisation has worked is kept in records/rules/, so that old sign-offs keep theirs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field, replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import rfc8785

from editorial.dates import Period
from editorial.frozen import frozen
from editorial.problem import Problem, Refused, gathering
from editorial.profile_duties import Channels, Members, Reports, Retention, Royalty, Security
from editorial.profile_process import Approval, DeadlineRule, Deadlines, Inquiry, Role
from editorial.profile_shapes import Listed, Prefix, RoleKey
from editorial.profile_site import Area, Areas, Attribution, Content, Intake, Regulation, Section, Site, Text
from editorial.toml_document import Document, read_document
from editorial.typed_toml import Fault, Reader, Schema

DIGEST_IN_NAME = 8
"""How many digits of its digest a kept set of rules carries in its file name."""


@frozen
class Profile:
    """One regulation as rules. id: the prefix of its own clauses; file: how problems name it.

    borrowed: what readers are told another regulation is, by the prefix of its clauses
    adopted: when this organisation worked under these rules; only kept sets of rules know it
    """

    schema: Schema
    id: Prefix
    regulation: Regulation
    site: Site
    content: Content
    roles: Mapping[RoleKey, Role]
    approval: Approval
    borrowed: Mapping[Prefix, str] = field(default_factory=dict)
    areas: Areas | None = None
    text: Text | None = None
    attribution: Attribution | None = None
    intake: Intake | None = None
    deadlines: Deadlines | None = None
    inquiry: Inquiry | None = None
    retention: Retention | None = None
    reports: Reports | None = None
    channels: Channels | None = None
    security: Security | None = None
    members: Members | None = None
    royalty: Royalty | None = None
    subsites: Listed | None = None
    rules_digest: str = field(default="", metadata={"toml": False})
    adopted: tuple[Period, ...] = field(default=(), metadata={"toml": False})
    file: str = field(default="", metadata={"toml": False})

    @property
    def is_internal(self) -> bool:
        """True when the site has no public: no feed, sitemap, channel or index."""
        return self.site.audience == "internal"

    @property
    def inquiry_rules(self) -> Inquiry:
        """The rules on inquiries, all silent where the regulation has none."""
        return self.inquiry or Inquiry()

    @property
    def sections(self) -> tuple[Section, ...]:
        """The sections in the regulation's order."""
        return self.content.sections

    def section(self, slug: str) -> Section | None:
        """Return the section with that slug."""
        return next((section for section in self.sections if section.slug == slug), None)

    def way_to(self, section: Section) -> tuple[Section, ...]:
        """Return the sections in which one lies, the topmost first, itself last."""
        above = self.section(section.within) if section.within else None
        return (*(self.way_to(above) if above else ()), section)

    def section_of(self, kind: str, slug: str | None = None) -> Section | None:
        """Return the named section, or the first one, that takes the kind; None when there is none."""
        fitting = (section for section in self.sections if kind in section.kinds)
        return next((section for section in fitting if not slug or section.slug == slug), None)

    def area(self, slug: str) -> Area | None:
        """Return the reform area with that slug."""
        return next((area for area in self.areas.list if area.slug == slug), None) if self.areas else None

    def role(self, name: str) -> Role | None:
        """Return the role with that name."""
        return self.roles.get(name)

    def deadline_rules(self, kind: str, relation: str = "") -> tuple[DeadlineRule, ...]:
        """Return the time limits for the kind; those for a relation only when the item has that relation."""
        rules = self.deadlines.rules if self.deadlines else ()
        return tuple(rule for rule in rules if rule.covers(kind) and rule.relation in {"", relation})

    def needs_relation(self, kind: str) -> bool:
        """True when the kind's time limit hangs on whether we issued the document (LX-10.1c)."""
        rules = self.deadlines.rules if self.deadlines else ()
        return any(rule.covers(kind) and rule.relation for rule in rules)

    def in_force(self, day: date) -> bool:
        """True when this organisation worked under these rules on the day."""
        return any(period.covers(day) for period in self.adopted)

    def since(self, day: date) -> date:
        """Return since when this organisation had worked under these rules on a day on which it did."""
        return max(period.first for period in self.adopted if period.covers(day))

    @property
    def is_adopted(self) -> bool:
        """True when this organisation works under these rules: none were adopted since."""
        return bool(self.adopted) and self.adopted[-1].last is None

    def faults(self) -> Iterator[Fault]:
        """Yield what is wrong between tables."""
        giver = self.approval.delegation
        if giver and giver.by and not giver.standing and giver.by not in self.roles:
            yield Fault("profile-delegation-by", ("approval", "delegation", "by"), {"value": giver.by})
        if self.section_of("order") and not self.approval.orders_by:
            yield Fault("profile-orders-by", ("approval",))
        if self.inquiry and self.inquiry.answer and not self.deadlines:
            yield Fault("profile-count-missing", ("inquiry", "answer"))
        if self.is_internal:
            yield from self._internal_faults()

    def _internal_faults(self) -> Iterator[Fault]:
        """An internal site sends nothing out by itself (LCh-4.6) and says what keeps outsiders out (LCh-4.5)."""
        for index, channel in enumerate(self.channels.list if self.channels else ()):
            if channel.export != "none":
                yield Fault("profile-internal-export", ("channels", "list", index, "export"), {"value": channel.id})
        if not self.site.access:
            yield Fault("profile-internal-access", ("site",))


def load_profile(path: Path) -> Profile:
    """Read a profile. Raises: Refused with every fault, each with file, line, key and remedy."""
    document = read_document(path)
    profile = Reader(document).read(Profile)
    return replace(profile, rules_digest=_rules_digest(document), file=document.where)


def rules_file(profile: Profile, adopted_on: date, nth: int = 1) -> str:
    """Return the name under which a set of rules is kept: "2026-11-22-ct-1a2b3c4d.toml".

    nth: of those adopted on that day; names sort in the order of adoption, the second as "2026-11-22.02-…"
    """
    day = adopted_on.isoformat() + (f".{nth:02d}" if nth > 1 else "")
    return f"{day}-{profile.id.lower()}-{profile.rules_digest[:DIGEST_IN_NAME]}.toml"


def load_rules(records: Path) -> Mapping[str, Profile]:
    """Return the kept sets of rules by their digest, oldest first, each with the periods it was in force.

    A set is in force from the day in its file's name until the day on which the next one was adopted. One with a last
    day in its name, "2025-07-01-den-2027-02-28-st-….toml", came with an office that joined this one: it was in force
    there on these days, whatever was so here.
    Raises: Refused for a set that cannot be read, or whose name lacks its day or its digest
    """
    kept: list[tuple[Period, Profile]] = []
    problems: list[Problem] = []
    for path in sorted((records / "rules").glob("*.toml")):
        with gathering(problems):
            profile = load_profile(path)
            period = _period_in(path.stem)
            if period is None or path.stem.rpartition("-")[2] != profile.rules_digest[:DIGEST_IN_NAME]:
                raise Refused(
                    Problem("rules-altered", "fail", profile.file, facts={"digest": profile.rules_digest[:8]})
                )
            kept.append((period, profile))
    if problems:
        raise Refused(*problems)
    ours = [(period.first, profile) for period, profile in kept if period.last is None]
    ends = [*(since for since, _ in ours), None][1:]
    periods = [(period, profile) for period, profile in kept if period.last]
    periods += [(Period(since, until), profile) for (since, profile), until in zip(ours, ends, strict=True)]
    rules: dict[str, Profile] = {}
    for period, profile in periods:  # ours last, since the last one says what is in force now
        known = rules.get(profile.rules_digest, profile)
        rules[profile.rules_digest] = replace(known, adopted=(*known.adopted, period))
    return rules


def joined_rules(records: Path) -> dict[str, Period]:
    """Return the files of rules that came with offices that joined this one, and on which days they were in force."""
    periods = {path.name: _period_in(path.stem) for path in (records / "rules").glob("*.toml")}
    return {name: period for name, period in sorted(periods.items()) if period and period.last}


def _period_in(name: str) -> Period | None:
    """Return the days in a file's name, None where it has none, or a last one that is none."""
    last = name[len("2025-07-01-den-") :][:10] if name[10:15] == "-den-" else ""
    try:
        return Period(date.fromisoformat(name[:10]), date.fromisoformat(last) if last else None)
    except ValueError:
        return None


def _rules_digest(document: Document) -> str:
    """Return the SHA-256 of who signs what: id, roles and approval as canonical JSON (RFC 8785)."""
    signing = {name: document.data[name] for name in ("id", "roles", "approval")}
    return sha256(rfc8785.dumps(signing)).hexdigest()
