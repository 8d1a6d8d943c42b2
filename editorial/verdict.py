"""Which edition of an item is public: a pure function of its sign-offs, the roster, the rules and now.

A sign-off counts when, asked in this order,
1. its rules are known and were in force that day (adopted by this organisation, not yet replaced);
2. one key signed the line, the signature is right, the key was the signer's on that day, and the organisation that the
   line names is this one: whoever signs for two has not signed for the other;
3. a paper signature was entered by somebody else, who held the publisher's role when entering it, and
   not before it was given; nor is it older than the step above it;
4. it was not made in the future, nor, unless it takes away, before the sign-off above it;
5. its act and role are the next step of the regulation for this edition (what the regulation asks
   of this kind, of a text from outside, of one beyond authority);
6. the person held the role that day, or stood in for a holder under a delegation or an absence;
7. nobody signs twice where the regulation wants different signers;
8. the regulation's checklist was confirmed in full where an approving act asks for it.
A sign-off that does not count is told and left aside; it never helps an edition.

An edition is approved when every step of its regulation counts, all under the same rules; the first
step under other rules begins the chain anew. A refusal puts its edition back to the start. A withdrawal
takes the item away, also one that does not count (in doubt shut); only a whole new chain brings one
back. That a second person confirms an urgent one changes nothing that readers see. The public edition is
the one approved last whose embargo is past and whose circulation is public.

Terms: day = Signoff.day; facts = what the edition says
about itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from datetime import date, datetime

from editorial.dates import local_day
from editorial.frozen import frozen
from editorial.problem import Problem
from editorial.profile import Profile
from editorial.profile_process import Step
from editorial.profile_schema import SUPERSEDED, WITHDRAWALS
from editorial.roster import Roster
from editorial.signoffs import AT_ANY_TIME, CLOCK_SLACK, Ledger, Signoff

POST = "post"
REFUSE = "refuse"
WITHDRAW = "withdraw"
CONFIRM_WITHDRAWAL = "confirm_withdrawal"
CHECKED_ACTS = frozenset({"review", "approve", "consent", POST})
"""Acts that confirm the regulation's checklist."""


@frozen
class Facts:
    """What an edition says about itself that the rules ask for.

    publish_at: embargo, aware; own: written by the board, not provided from outside
    """

    kind: str
    own: bool = True
    beyond_authority: bool = False
    publish_at: datetime | None = None
    circulation: str = "public"


@frozen
class Approval:
    """An edition whose chain is complete, with the sign-offs that completed it."""

    edition: str
    at: datetime
    receipt: tuple[Signoff, ...]


History = tuple[tuple[datetime, str], ...]
"""Since when readers saw which edition, in their order."""


@frozen
class Verdict:
    """What holds for an item at a moment.

    public: the approval that readers see, or None
    appeared_at: when readers could see the item for the first time, whatever was withdrawn since
    history: what readers saw since the last withdrawal; the last one is public
    granted: every approval that was ever complete, the oldest first, whatever was withdrawn since
    embargoed: approved, waiting for its time
    withdrawn: the withdrawal in force, or None
    taken: the history that it ended, whose approvals may count no longer, where a key or a role was ended with a day
      in the past; () for none
    kept: what the rules may keep under a banner, since nothing but "no longer fitting" took it from readers
    unconfirmed: the same while it is an urgent one that no second person has confirmed
    progress: the sign-offs that count so far, by edition, for editions not yet approved
    refused: the refusal in force, by edition
    until: the next moment at which time alone may change any of this, None when it never will
    """

    public: Approval | None = None
    appeared_at: datetime | None = None
    history: History = ()
    granted: tuple[Approval, ...] = ()
    embargoed: Approval | None = None
    withdrawn: Signoff | None = None
    taken: History = ()
    kept: Approval | None = None
    unconfirmed: Signoff | None = None
    progress: Mapping[str, tuple[Signoff, ...]] = field(default_factory=dict)
    refused: Mapping[str, Signoff] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    until: datetime | None = None


def steps_for(facts: Facts, profile: Profile) -> tuple[Step, ...]:
    """Return the steps that the profile asks of such an edition, in order, never none.

    Source: [approval] of the profile; a regulation without a chain (LCh) takes one `post`, and an
    order comes from its leaders only (LCh-3.3); where every step falls away by its condition, none does
    """
    approval = profile.approval
    if not approval.steps:
        if facts.kind == "order" and approval.orders_by is not None:
            return (Step(act=POST, role=approval.orders_by.role, clause=approval.orders_by.clause),)
        return (Step(act=POST, role=approval.publisher.role, clause=approval.publisher.clause),)
    asked = tuple(
        step
        for step in approval.steps
        if not (step.unless == "own" and facts.own)
        and not (step.when == "beyond_authority" and not facts.beyond_authority)
    )
    return asked or approval.steps


def stands_in(person: str, holder: str, role: str, kind: str, day: date, roster: Roster, profile: Profile) -> bool:
    """True when the person may sign a step of the role for its holder on the day.

    Source: stands_in_for and when of the profile's roles; [approval] delegation (A16, A44)
    """
    if not roster.people[holder].holds(role, day):
        return False
    held = roster.people[person].roles_on(day)
    deputies = [profile.roles[r] for r in held if r in profile.roles and profile.roles[r].stands_in_for == role]
    if roster.is_absent(holder, day) and any("absent" in deputy.when for deputy in deputies):
        return True
    if not roster.delegations_between(holder, person, kind, day):
        return False
    delegation = profile.approval.delegation
    named = delegation is not None and delegation.by == role and any(r in delegation.to for r in held)
    return named or any("delegated" in deputy.when for deputy in deputies)


def may_withdraw(person: str, day: date, roster: Roster, profile: Profile) -> str:
    """Return the role by which the person may withdraw alone on the day, or ""."""
    who = roster.people.get(person)
    return next((role for role in profile.approval.withdrawal.roles if who and who.holds(role, day)), "")


def judge(
    ledger: Ledger, facts: Mapping[str, Facts], roster: Roster, rules: Mapping[str, Profile], now: datetime
) -> Verdict:
    """Return the verdict on an item.

    facts: of every edition that the ledger names; rules: profiles by their rules digest
    now: the one reading of the clock, aware
    """
    verdict = _Court(ledger, facts, roster, rules, now).heard()
    if verdict.withdrawn is None or verdict.taken:
        return verdict
    up_to_it = replace(ledger, signoffs=ledger.signoffs[: ledger.signoffs.index(verdict.withdrawn) + 1])
    return replace(verdict, taken=_Court(up_to_it, facts, roster.as_if_nobody_left, rules, now).heard().taken)


class _Court:
    """Hears the sign-offs of one item in their order."""

    def __init__(
        self, ledger: Ledger, facts: Mapping[str, Facts], roster: Roster, rules: Mapping[str, Profile], now: datetime
    ) -> None:
        self.ledger, self.facts, self.roster, self.rules, self.now = ledger, facts, roster, rules, now
        self.progress: dict[str, list[Signoff]] = {}
        self.refused: dict[str, Signoff] = {}
        self.approvals: list[Approval] = []
        self.granted: list[Approval] = []
        self.withdrawn: Signoff | None = None
        self.taken: History = ()
        self.kept: Approval | None = None
        self.unconfirmed: Signoff | None = None
        self.last_at: datetime | None = None
        self.appeared_at: datetime | None = None
        self.problems: list[Problem] = []

    def heard(self) -> Verdict:
        for signoff in self.ledger.signoffs:
            self.hear(signoff)
        return self.verdict()

    def hear(self, signoff: Signoff) -> None:
        fault = next(self._faults(signoff), None)
        if signoff.act == WITHDRAW:
            self._remember_appearance(signoff.at)
        if self.last_at is None or signoff.at > self.last_at:
            self.last_at = signoff.at
        if fault:
            self.problems.append(fault)
            if signoff.act == WITHDRAW:  # in doubt shut: nobody can say that the text was meant to stay
                self.approvals, self.kept, self.progress, self.refused = [], None, {}, {}
        elif signoff.act == WITHDRAW:
            due = [approval for approval in self.approvals if self._is_due(approval, signoff.at)]
            is_superseded = signoff.withdrawal is not None and signoff.withdrawal.kind == SUPERSEDED
            if due:
                self.kept, self.taken = due[-1], self._seen(due)
            self.withdrawn, self.kept = signoff, self.kept if is_superseded else None
            if due or self.unconfirmed is None or signoff.person != self.unconfirmed.person:
                self.unconfirmed = signoff if signoff.withdrawal and signoff.withdrawal.confirm_by else None
            self.approvals, self.progress, self.refused = [], {}, {}
        elif signoff.act == CONFIRM_WITHDRAWAL:
            self.unconfirmed = None
        elif signoff.act == REFUSE:
            self.progress.pop(signoff.edition, None)
            self.refused[signoff.edition] = signoff
        else:
            self._advance(signoff)

    def verdict(self) -> Verdict:
        self._remember_appearance(self.now)
        due = [approval for approval in self.approvals if self._is_due(approval)]
        later = [approval for approval in self.approvals if not self._is_due(approval)]
        return Verdict(
            public=due[-1] if due else None,
            appeared_at=self.appeared_at,
            history=self._seen(due),
            granted=tuple(self.granted),
            embargoed=later[-1] if later else None,
            withdrawn=self.withdrawn if not due else None,
            taken=self.taken if not due else (),
            kept=self.kept if not due else None,
            unconfirmed=self.unconfirmed if not due else None,
            progress={edition: tuple(done) for edition, done in self.progress.items()},
            refused=dict(self.refused),
            problems=tuple(self.problems),
            until=self._until(),
        )

    def _until(self) -> datetime | None:
        """Whatever here asks for `now` asks whether an embargo is past or a sign-off still lies ahead."""
        embargoes = (self.facts[approval.edition].publish_at for approval in self.approvals)
        ahead = [moment for moment in embargoes if moment and moment > self.now]
        ahead += [signoff.at - CLOCK_SLACK for signoff in self.ledger.signoffs if self._is_ahead(signoff)]
        return min(ahead, default=None)

    def _is_ahead(self, signoff: Signoff) -> bool:
        return signoff.at > self.now + CLOCK_SLACK

    def _is_due(self, approval: Approval, at: datetime | None = None) -> bool:
        facts = self.facts[approval.edition]
        return facts.circulation == "public" and (facts.publish_at is None or facts.publish_at <= (at or self.now))

    def _public_from(self, approval: Approval) -> datetime:
        embargo = self.facts[approval.edition].publish_at
        return max(approval.at, embargo) if embargo else approval.at

    def _seen(self, due: Sequence[Approval]) -> History:
        """Leave out what readers never saw: a later approval was public before the embargo of an earlier one ended."""
        seen: list[tuple[datetime, str]] = []
        for approval in reversed(due):
            since = self._public_from(approval)
            if not seen or since < seen[-1][0]:
                seen.append((since, approval.edition))
        return tuple(reversed(seen))

    def _remember_appearance(self, until: datetime) -> None:
        """Keep when the item was first seen, before a withdrawal takes its approvals."""
        seen = [self._public_from(approval) for approval in self.approvals if self._is_due(approval, until)]
        self.appeared_at = min([self.appeared_at, *seen] if self.appeared_at else seen, default=None)

    def _advance(self, signoff: Signoff) -> None:
        done = self.progress.setdefault(signoff.edition, [])
        if done and done[0].rules != signoff.rules:
            done.clear()  # the regulation changed midway: its first step begins the chain anew
        if not done:
            self.refused.pop(signoff.edition, None)
        done.append(signoff)
        steps = steps_for(self.facts[signoff.edition], self.rules[signoff.rules])
        if len(done) == len(steps):
            self.approvals.append(Approval(signoff.edition, signoff.at, tuple(done)))
            self.granted.append(self.approvals[-1])
            del self.progress[signoff.edition]

    def _faults(self, signoff: Signoff) -> Iterator[Problem]:
        """Yield why a sign-off does not count; the first is the one told."""
        profile = self.rules.get(signoff.rules)
        if profile is None:
            yield self._problem("signoff-rules-unknown", signoff, rules=signoff.rules[:12])
            return
        if signoff.edition not in self.facts:
            yield self._problem("signoff-edition-unknown", signoff, edition=signoff.edition[:12])
            return
        entered_on = local_day(signoff.at)
        day = signoff.day
        if not profile.in_force(entered_on):
            yield self._problem("signoff-rules-not-in-force", signoff, rules=signoff.rules[:12])
        yield from self._signature_faults(signoff, entered_on, profile)
        if self._is_ahead(signoff):
            yield self._problem("signoff-future", signoff)
        if self.last_at is not None and signoff.at < self.last_at and signoff.act not in AT_ANY_TIME:
            yield self._problem("signoff-out-of-time", signoff)
        if signoff.act == WITHDRAW:
            known = signoff.withdrawal is not None and signoff.withdrawal.kind in WITHDRAWALS
            if not known or may_withdraw(signoff.person, day, self.roster, profile) != signoff.role:
                yield self._problem("withdraw-not-allowed", signoff)
            return
        if signoff.act == CONFIRM_WITHDRAWAL:
            first = self.unconfirmed
            people = {signoff.person, signoff.signer}
            if first is None or first.edition != signoff.edition or people & {first.person, first.signer}:
                yield self._problem("confirm-nothing", signoff)
            elif may_withdraw(signoff.person, day, self.roster, profile) != signoff.role:
                yield self._problem("withdraw-not-allowed", signoff)
            return
        yield from self._step_faults(signoff, day, profile)

    def _signature_faults(self, signoff: Signoff, day: date, profile: Profile) -> Iterator[Problem]:
        owned = self.roster.owner_of(signoff.key_id)
        if owned is None or owned[0].id != signoff.signer:
            yield self._problem("signature-key-unknown", signoff, key=signoff.key_id[:12])
            return
        if not owned[1].period.covers(day):
            yield self._problem("signature-key-expired", signoff, key=signoff.key_id[:12])
        if not verifies(signoff, self.roster):
            yield self._problem("signature-wrong", signoff)
        if signoff.organisation and signoff.organisation not in self.roster.names:
            yield self._problem("signoff-other-organisation", signoff, organisation=signoff.organisation)
        if signoff.paper:
            publisher = profile.approval.publisher.role
            if signoff.paper.entered_by == signoff.person or not owned[0].holds(publisher, day):
                yield self._problem("paper-clerk-not-allowed", signoff, clerk=signoff.paper.entered_by)
            if signoff.paper.signed_on > day:
                yield self._problem("paper-before-signed", signoff, signed_on=signoff.paper.signed_on)

    def _step_faults(self, signoff: Signoff, day: date, profile: Profile) -> Iterator[Problem]:
        steps = steps_for(self.facts[signoff.edition], profile)
        done = self.progress.get(signoff.edition, [])
        if signoff.act == REFUSE:
            if not any(self._stands(signoff, step.role, day, profile) for step in steps if step.role == signoff.role):
                yield self._problem("signer-not-in-role", signoff)
            return
        anew = bool(done) and done[0].rules != signoff.rules
        if anew:
            done = []
        expected = steps[len(done)]
        if (signoff.act, signoff.role) != (expected.act, expected.role):
            code = "signoff-rules-changed" if anew else "signoff-out-of-order"
            yield self._problem(code, signoff, expected=profile.roles[expected.role].title)
        if done and day < done[-1].day:
            yield self._problem("paper-before-step", signoff, signed_on=day, above=done[-1].day)
        if not self._stands(signoff, expected.role, day, profile):
            yield self._problem("signer-not-in-role", signoff)
        distinct = profile.approval.distinct
        if distinct is not None and distinct.signers and signoff.person in {earlier.person for earlier in done}:
            yield self._problem("signer-twice", signoff, clause=distinct.clause)
        if signoff.act in CHECKED_ACTS and profile.approval.checklist is not None:
            missing = [line for line in profile.approval.checklist.list if line not in signoff.checklist]
            if missing:
                yield self._problem("checklist-missing", signoff, lines="; ".join(missing))

    def _stands(self, signoff: Signoff, role: str, day: date, profile: Profile) -> bool:
        """True when the person may act in the role that day, for himself or for the holder he names."""
        if signoff.act == "confirm" and signoff.paper and signoff.person not in self.roster.people:
            return True  # a provider's head is outside the roster; the clerk vouches for the paper (A46)
        person = self.roster.people.get(signoff.person)
        if person is None:
            return False
        if not signoff.on_behalf_of:
            return person.holds(role, day)
        facts = self.facts[signoff.edition]
        return signoff.on_behalf_of in self.roster.people and stands_in(
            signoff.person, signoff.on_behalf_of, role, facts.kind, day, self.roster, profile
        )

    def _problem(self, code: str, signoff: Signoff, clause: str = "", **facts: object) -> Problem:
        profile = self.rules.get(signoff.rules)
        role = profile.roles[signoff.role].title if profile and signoff.role in profile.roles else signoff.role
        person = self.roster.people.get(signoff.person)
        told = {"role": role, "person": person.name if person else signoff.person, "at": signoff.at}
        line = self.ledger.signoffs.index(signoff) + 1
        where = f"signoffs/{signoff.item}.jsonl:{line}"
        return Problem(code, "hold", where, clause or signoff.clause, told | facts)


def verifies(signoff: Signoff, roster: Roster) -> bool:
    """True when the line's one signature is right for the key that it names."""
    from cryptography.exceptions import InvalidSignature  # here, as in signoffs: most runs prove no signature anew

    owned = roster.owner_of(signoff.key_id)
    if owned is None or signoff.envelope is None:
        return False
    try:
        signature = bytes.fromhex(signoff.envelope.signatures[signoff.key_id].signature)
        owned[1].verifier.verify(signature, signoff.envelope.pae())
    except (InvalidSignature, ValueError):
        return False
    return True
