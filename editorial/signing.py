"""The acts of the board: sign, refuse, withdraw. Each adds one line to an item's ledger, or nothing.

A sign-off is judged before it is written: one that would not count is refused with its reason. The
edition and its files are kept first, so that a crash leaves at worst an edition that nobody names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from editorial.content import Item
from editorial.content_files import read_item
from editorial.dates import local_day
from editorial.editions import Edition
from editorial.freezing import Frozen, Targets, freeze, same_source
from editorial.frozen import frozen
from editorial.keys import public_hex
from editorial.light_items import whole
from editorial.office import Case, Office, facts_of, judge_case, open_case, rules_problem
from editorial.problem import Problem, Refused
from editorial.profile import Profile
from editorial.profile_process import Step
from editorial.profile_schema import REPLACED
from editorial.profile_shapes import clause_of
from editorial.publication import given_address
from editorial.rendering import render
from editorial.roster import ROSTER, Person
from editorial.roster_checks import lacks_decision
from editorial.signoffs import Ledger, Paper, Refusal, Signoff, Withdrawal, add
from editorial.verdict import (
    CHECKED_ACTS,
    CONFIRM_WITHDRAWAL,
    REFUSE,
    WITHDRAW,
    may_withdraw,
    stands_in,
    steps_for,
)
from editorial.working import read_working

if TYPE_CHECKING:
    from securesystemslib.signer import CryptoSigner


@frozen
class Signer:
    """Who acts: the person of the roster that the key belongs to, and the key."""

    person: Person
    key: CryptoSigner


@frozen
class NextStep:
    """What an edition waits for: the step, its place among the steps, and who may do it today."""

    step: Step
    number: int
    of: int
    people: tuple[Person, ...]


def identify(office: Office, key: CryptoSigner, now: datetime) -> Signer:
    """Return whose key it is. Raises: Refused for a key that is not in the roster today."""
    owned = office.roster.owner_of(key.public_key.keyid)
    if owned is None:
        raise Refused(Problem("key-not-in-roster", "fail", "roster.toml", facts={"key": public_hex(key)[:8]}))
    person, known = owned
    if not known.period.covers(local_day(now)):
        facts = {"key": known.public[:8], "person": person.name, "first": known.period.first, "last": known.period.last}
        code = "key-not-yet" if local_day(now) < known.period.first else "key-ended"
        raise Refused(Problem(code, "fail", "roster.toml", facts=facts))
    return Signer(person, key)


def current_rules(office: Office) -> Profile:
    """Return the profile in use.

    Raises: Refused until its rules were adopted (desk rules --adopt), and once others were adopted since
    """
    if problem := rules_problem(office, "fail"):
        raise Refused(problem)
    return office.profile


def check_assigned(office: Office, people: Iterable[Person]) -> None:
    """Raise Refused for a person who signs without the decision that the regulation asks for (LX-8.1).

    What was signed before stands, and taking away is never kept from anybody; a made-up board has no decisions.
    """
    for person in people:
        if not office.roster.sample and lacks_decision(person, office.profile):
            members = office.profile.members
            clause, facts = clause_of(members.assignment if members else None), {"person": person.name}
            raise Refused(Problem("signer-not-assigned", "fail", ROSTER, clause, facts))


def find_item(office: Office, name: str) -> Item:
    """Return the working item with the id, or of the file named. Raises: Refused when there is none."""
    working = read_working(office.settings)
    wanted = name.removeprefix("content/")
    found = [item for item in working.items if item.id == name or item.path == wanted]
    if len(found) == 1:
        return whole(found[0])
    at_fault = [p for p in working.problems if name in p.where]
    raise Refused(*at_fault or [Problem("item-unknown" if not found else "item-twice", "fail", name)])


def prepare(office: Office, item: Item, case: Case, now: datetime) -> Frozen:
    """Return the item frozen for signing: the public edition when the text is still the same, else made anew.

    A chain already begun goes on because the same text gives the same edition; one whose rendering is not
    what the text gives, put among the records by hand, is never shown as the text.
    Raises: Refused when something holds the text back
    """
    content = office.settings.content
    public = case.editions[case.verdict.public.edition] if case.verdict.public else None
    if public and same_source(item, public, content):
        return _again(office, public, item)
    targets = Targets.of(read_working(office.settings).items)
    frozen = freeze(item, content, given_address(item, case, office.profile, now), targets)
    held = [problem for problem in frozen.problems if problem.severity != "warn"]
    if held:
        raise Refused(*held)
    return frozen


def next_step(office: Office, edition: Edition, case: Case, day: date) -> NextStep:
    """Return the step that the edition waits for under the rules in use.

    day: on which its people may do it; for a signature on paper the day on the paper
    Raises: Refused when every step is signed already
    """
    profile = office.profile
    facts = facts_of(edition.view())
    steps = steps_for(facts, profile)
    done = [s for s in case.verdict.progress.get(edition.digest, ()) if s.rules == profile.rules_digest]
    approved = {a.edition for a in (case.verdict.public, case.verdict.embargoed) if a}
    if edition.digest in approved and not done:
        raise Refused(Problem("already-approved", "warn", edition.item))
    step = steps[len(done)]
    distinct = profile.approval.distinct
    shut_out = {s.person for s in done} if distinct and distinct.signers else set()
    people = tuple(
        person
        for person in office.roster.people.values()
        if person.id not in shut_out and stands_for(office, person, step.role, facts.kind, day) is not None
    )
    return NextStep(step, len(done) + 1, len(steps), people)


def stands_for(office: Office, person: Person | None, role: str, kind: str, day: date) -> str | None:
    """Return "" when the person holds the role that day, the holder's id when he stands in for one, else None."""
    if person is None:
        return None
    if person.holds(role, day):
        return ""
    for holder in office.roster.holders(role, day):
        if holder.id != person.id and stands_in(person.id, holder.id, role, kind, day, office.roster, office.profile):
            return holder.id
    return None


def sign(
    office: Office,
    item: Item,
    frozen: Frozen,
    signer: Signer,
    now: datetime,
    checklist: tuple[str, ...] = (),
    note: str = "",
    paper: Paper | None = None,
    person: str = "",
    shown: Step | None = None,
) -> Signoff:
    """Sign the next step of the edition and return the sign-off as recorded.

    checklist: the lines that were confirmed; paper, person: a signature on paper of somebody else
    shown: the step that the signer was asked for; one who holds two roles never signs the other unseen
    Raises: Refused when text or step changed since they were shown, or the sign-off would not count; Busy
    """
    profile = current_rules(office)
    edition = frozen.edition
    who = person or signer.person.id
    check_assigned(office, filter(None, (signer.person, office.roster.people.get(who))))

    def draft(ledger: Ledger) -> Signoff:
        _refuse_if_changed(office, item, edition)
        case = judge_case(office, ledger, now)
        day = paper.signed_on if paper else local_day(now)
        waiting = next_step(office, edition, case, day)
        if shown is not None and waiting.step != shown:
            raise Refused(Problem("step-taken-while-signing", "fail", item.at(), waiting.step.clause))
        holder = stands_for(office, office.roster.people.get(who), waiting.step.role, edition.kind, day) or ""
        return Signoff(
            item=edition.item,
            edition=edition.digest,
            act=waiting.step.act,
            role=waiting.step.role,
            person=who,
            on_behalf_of=holder,
            at=now,
            rules=profile.rules_digest,
            clause=waiting.step.clause,
            checklist=checklist if waiting.step.act in CHECKED_ACTS else (),
            note=note,
            paper=paper,
        )

    office.store.put(frozen.edition, frozen.files)
    return _record(office, edition.item, draft, signer, now)


def refuse(office: Office, edition: Edition, signer: Signer, refusal: Refusal, now: datetime) -> Signoff:
    """Refuse the edition with one of the regulation's reasons; the item goes back to its editor.

    Raises: Refused for an unknown reason, or a person who has no step in the chain
    """
    profile = current_rules(office)
    reason = next((r for r in profile.approval.refusals if r.code == refusal.code), None)
    if reason is None:
        known = ", ".join(r.code for r in profile.approval.refusals) or "(quy chế không nêu lý do nào)"
        raise Refused(Problem("refusal-unknown", "fail", edition.item, facts={"code": refusal.code, "known": known}))

    def draft(ledger: Ledger) -> Signoff:
        role, holder = role_in_chain(office, edition, signer.person, now)
        return Signoff(
            item=edition.item,
            edition=edition.digest,
            act=REFUSE,
            role=role,
            person=signer.person.id,
            on_behalf_of=holder,
            at=now,
            rules=profile.rules_digest,
            clause=reason.clause,
            refusal=refusal,
        )

    return _record(office, edition.item, draft, signer, now)


def check_withdrawal(office: Office, item: str, withdrawal: Withdrawal, now: datetime) -> None:
    """Raise Refused for an empty reason, and for a replacement that is missing, unwanted or leads nowhere."""
    if not withdrawal.reason:
        raise Refused(Problem("withdraw-without-reason", "fail", item))
    successor = withdrawal.replacement
    if withdrawal.kind != REPLACED:
        if successor:
            raise Refused(Problem("withdraw-replacement-unwanted", "fail", item))
        return
    if not successor:
        raise Refused(Problem("withdraw-without-replacement", "fail", item))
    if "/" in successor:
        parts = urlsplit(successor)
        exists = parts.scheme in ("http", "https") and "." in parts.netloc and not set(successor) & set(' "<>\\')
    else:
        exists = successor != item and open_case(office, successor, now).verdict.public is not None
    if not exists:
        raise Refused(Problem("withdraw-replacement-unknown", "fail", item, facts={"replacement": successor}))


def check_may_withdraw(office: Office, item: str, signer: Signer, now: datetime) -> None:
    """Raise Refused for a person who may not withdraw alone today, before he is asked anything."""
    if not may_withdraw(signer.person.id, local_day(now), office.roster, office.profile):
        clause, facts = office.profile.approval.withdrawal.clause, {"person": signer.person.name}
        raise Refused(Problem("withdraw-not-allowed", "fail", f"signoffs/{item}.jsonl", clause, facts))


def to_withdraw(case: Case, seen: str = "") -> Edition | None:
    """Return what can be taken away: what is public or soon will be, a superseded text kept under a banner, or what
    readers see though its sign-offs count no longer.

    seen: the edition that the live site shows, "" for none
    """
    verdict = case.verdict
    approval = verdict.public or verdict.embargoed or verdict.kept
    edition = approval.edition if approval else "" if verdict.withdrawn else seen
    return case.editions.get(edition)


def withdraw(
    office: Office, item: str, signer: Signer, withdrawal: Withdrawal, clause: str, now: datetime, seen: str = ""
) -> Signoff:
    """Take the item's public edition away.

    clause: the clause or order that it rests on, "" for the regulation's own; seen: as to_withdraw
    Raises: Refused when nothing is public, the withdrawal is not whole, or the person may not withdraw; Busy
    """
    profile = current_rules(office)
    check_withdrawal(office, item, withdrawal, now)

    def draft(ledger: Ledger) -> Signoff:
        case = judge_case(office, ledger, now)
        edition = to_withdraw(case, seen)
        if edition is None:
            raise Refused(Problem("nothing-to-withdraw", "warn", item))
        role = may_withdraw(signer.person.id, local_day(now), office.roster, profile)
        return Signoff(
            item=item,
            edition=edition.digest,
            act=WITHDRAW,
            role=role or "?",
            person=signer.person.id,
            at=now,
            rules=profile.rules_digest,
            clause=clause or profile.approval.withdrawal.clause,
            withdrawal=withdrawal,
        )

    return _record(office, item, draft, signer, now)


def confirm_withdrawal(office: Office, item: str, signer: Signer, now: datetime) -> Signoff:
    """Confirm, as a second person, that an item was rightly taken away at once.

    Raises: Refused when nothing waits for it, or the person may not confirm it; Busy
    """
    profile = current_rules(office)

    def draft(ledger: Ledger) -> Signoff:
        waiting = judge_case(office, ledger, now).verdict.unconfirmed
        if waiting is None:
            raise Refused(Problem("confirm-nothing", "warn", item))
        if waiting.person == signer.person.id:
            raise Refused(Problem("confirm-own", "fail", item, facts={"person": signer.person.name}))
        return Signoff(
            item=item,
            edition=waiting.edition,
            act=CONFIRM_WITHDRAWAL,
            role=may_withdraw(signer.person.id, local_day(now), office.roster, profile) or "?",
            person=signer.person.id,
            at=now,
            rules=profile.rules_digest,
            clause=waiting.clause,
        )

    return _record(office, item, draft, signer, now)


def _record(office: Office, item: str, draft: Callable[[Ledger], Signoff], signer: Signer, now: datetime) -> Signoff:
    """Write the sign-off unless the verdict says that it would not count."""

    def accept(ledger: Ledger) -> None:
        place = f"signoffs/{item}.jsonl:{len(ledger.signoffs)}"
        faults = [p for p in judge_case(office, ledger, now).verdict.problems if p.where == place]
        if faults:
            raise Refused(*(replace(fault, severity="fail") for fault in faults))

    def made(ledger: Ledger) -> Signoff:
        return replace(draft(ledger), organisation=office.roster.organisation)

    return add(office.settings.records, item, made, signer.key, accept)


def _refuse_if_changed(office: Office, item: Item, edition: Edition) -> None:
    """Read the working file once more: what is signed must be what lies there now."""
    again, _ = read_item(office.settings.content / item.path, office.settings.content)
    if again is None or not same_source(again, edition, office.settings.content):
        raise Refused(Problem("text-changed-while-signing", "fail", item.at()))


def _again(office: Office, edition: Edition, item: Item) -> Frozen:
    files = {file.sha256: office.store.attachment(file) for file in edition.attachments}
    return Frozen(edition, files, render(item.body, item.kind), ())


def role_in_chain(office: Office, edition: Edition, person: Person, now: datetime) -> tuple[str, str]:
    """Return the role by which a person has a say in the edition, and the holder he stands in for. Raises: Refused"""
    for step in reversed(steps_for(facts_of(edition.view()), office.profile)):
        holder = stands_for(office, person, step.role, edition.kind, local_day(now))
        if holder is not None:
            return step.role, holder
    raise Refused(Problem("signer-has-no-step", "fail", edition.item, facts={"person": person.name}))
