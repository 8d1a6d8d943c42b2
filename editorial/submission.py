"""What lies before somebody who is to decide: the text as it would be frozen, its checks, its next step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from editorial.changes import Changes, compare
from editorial.checks import check_item, check_together
from editorial.checks_context import open_context
from editorial.content import Item, read_items
from editorial.content_fields import FIELDS
from editorial.editions import Edition, Frozen, Targets, freeze
from editorial.office import Case, Office, open_case
from editorial.problem import Problem, Refused
from editorial.profile import Profile
from editorial.publication import address_for
from editorial.signing import find_item, prepare


@dataclass(frozen=True)
class Submission:
    """A working item ready to be decided on.

    approved: the edition that readers see, or saw last; None for a text that is new
    changes: from that edition; None for a new text; warnings: what the checks say and does not hold it
    """

    item: Item
    case: Case
    frozen: Frozen
    approved: Edition | None
    changes: Changes | None
    warnings: tuple[Problem, ...]

    @property
    def edition(self) -> Edition:
        """The edition that would be signed."""
        return self.frozen.edition


def submit(office: Office, name: str, now: datetime) -> Submission:
    """Return what is to be decided on under an id or file name.

    Raises: Refused when there is no such item, or anything holds it back
    """
    item = find_item(office, name)
    case = open_case(office, item.id, now)
    found = problems_of(office, item, now)
    _refuse_held(found)
    frozen = prepare(office, item, case, now)
    approved = last_approved(case)
    changes = compare(approved, frozen.edition) if approved else None
    if approved and changes and not changes.none:
        found += _revision_problems(office.profile, item, approved)
        _refuse_held(found)
    warnings = tuple(problem for problem in found if problem.severity == "warn")
    return Submission(item, case, frozen, approved, changes, warnings)


def problems_of(office: Office, item: Item, now: datetime) -> list[Problem]:
    """Return what stands against the item: in reading it, by itself, and among the others.

    Raises: Refused when what the checks need (registry, calendar) cannot be read
    """
    context, unread = open_context(office.settings, now)
    found = [*unread, *check_item(item, context), *check_together(context)]
    return [problem for problem in found if f"{problem.where}:".startswith(f"{item.at()}:")]


def as_it_lies(office: Office, item: Item, case: Case, now: datetime) -> Edition:
    """Return the working text frozen in memory, whatever stands against signing it."""
    items, _ = read_items(office.settings.content)
    address = address_for(item, case, office.profile, now)
    return freeze(item, office.settings.content, address, Targets.of(items)).edition


def last_approved(case: Case) -> Edition | None:
    """Return the edition that readers see, will see when its time comes, or saw before it was withdrawn."""
    verdict = case.verdict
    approval = verdict.public or verdict.embargoed or verdict.withdrawn_approval
    return case.editions[approval.edition] if approval else None


def _refuse_held(problems: Iterable[Problem]) -> None:
    held = [problem for problem in problems if problem.severity != "warn"]
    if held:
        raise Refused(*held)


def _revision_problems(profile: Profile, item: Item, approved: Edition) -> Iterator[Problem]:
    """A text that was public says what changed in it, and who decided that (CT-5.5)."""
    revision = profile.approval.revision
    if revision is None:
        return
    asked = [
        "changed_on",
        *(["change_note"] if revision.note else []),
        *(["changed_by"] if revision.decided_by else []),
    ]
    missing = [key for key in asked if key not in item.metadata]
    if missing:
        lines = ", ".join(f"“{key}:” ({FIELDS[key].label})" for key in missing)
        yield Problem("revision-unexplained", "hold", item.at(), revision.clause, {"lines": lines})
    elif all(item.metadata[key] == approved.metadata.get(key) for key in asked):
        yield Problem("revision-explained-before", "warn", item.at("changed_on"), revision.clause)
