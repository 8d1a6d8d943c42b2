"""What waits for whom: every working item whose present text is not yet public.

A text that was withdrawn waits for nobody, until it is edited or signed anew.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from functools import partial
from typing import Literal

from editorial.content import Item
from editorial.dates import local_day
from editorial.editions import source_of
from editorial.freezing import same_source
from editorial.frozen import frozen
from editorial.light_items import whole
from editorial.office import Case, Office, facts_of
from editorial.profile_process import Step
from editorial.publication import Publication
from editorial.signing import next_step
from editorial.signoffs import Refusal
from editorial.verdict import steps_for
from editorial.working import Working

State = Literal["new", "edited", "amended", "begun", "lapsed", "refused", "embargoed"]
"""new: never signed; edited: changed since it was approved; amended: since somebody signed or refused it, before that
begun: some steps are signed; lapsed: they were, under rules that are no longer those in use."""


@frozen
class Waiting:
    """One item that waits.

    step: the next one, None while an embargo runs; people: names of who may sign it today
    since: of the last sign-off on this text, None when nobody has signed it; is_public: an older text is
    """

    item: Item
    state: State
    step: Step | None = None
    people: tuple[str, ...] = ()
    since: datetime | None = None
    edition: str = ""
    refusal: Refusal | None = None
    is_public: bool = False


def waiting(
    publication: Publication, working: Working, now: datetime, unsettled: Collection[Item] | None = None
) -> Iterator[Waiting]:
    """Yield the items that wait, in the order of their files. unsettled: those that are not settled, where known"""
    known = {item.path for item in (unsettled_of(publication, working) if unsettled is None else unsettled)}
    for item in working.items:
        standing = publication.standings.get(item.id)
        if standing and standing.rests and item.path not in known:
            continue
        found = _of(publication.office, whole(item), publication.cases[item.id] if standing else None, now)
        if found:
            yield found


def unsettled_of(publication: Publication, working: Working) -> list[Item]:
    """Return the items whose files are not what readers see or will see."""
    return [item for item in working.items if not is_settled(publication, working, item)]


def is_withdrawn_as_it_is(publication: Publication, working: Working, item: Item) -> bool:
    """True when the file is, text and files, what was withdrawn: nothing of it goes out, and it was checked before."""
    standing = publication.standings.get(item.id)
    if standing is None or not (standing.withdrawn and standing.gone):
        return False
    return _is_made_into(publication, working, item, standing.gone.edition)


def is_settled(publication: Publication, working: Working, item: Item) -> bool:
    """True when the file is, text and files, what readers see or will see when its time comes."""
    standing = publication.standings.get(item.id)
    if standing is None or not (standing.public or standing.embargoed):
        return False
    shown = standing.shown if standing.public else None
    if shown and working.is_made_into(item, shown.source, shown.files):
        return True
    return bool(standing.embargoed) and _is_made_into(publication, working, item, standing.embargoed)


def _is_made_into(publication: Publication, working: Working, item: Item, digest: str) -> bool:
    edition = publication.store.get(digest)
    attachments = ((file.name, file.sha256) for file in edition.attachments)
    return working.is_made_into(item, source_of(edition.metadata, edition.body), attachments)


def _of(office: Office, item: Item, case: Case | None, now: datetime) -> Waiting | None:
    first = steps_for(facts_of(item), office.profile)[0]
    holders = _names(office, first.role, now)
    if case is None:
        return Waiting(item, "new", first, holders)
    verdict, is_public = case.verdict, case.verdict.public is not None
    editions = reversed(list(case.editions.values()))
    edition = next((one for one in editions if same_source(item, one, office.settings.content)), None)
    if edition is None:
        was_approved = verdict.public or verdict.embargoed or verdict.withdrawn
        state: State = "edited" if was_approved else "amended" if case.editions else "new"
        return Waiting(item, state, first, holders, is_public=is_public)
    waiting_in = partial(Waiting, item, edition=edition.digest, is_public=is_public)
    done = verdict.progress.get(edition.digest)
    if verdict.public and verdict.public.edition == edition.digest and not done:
        return None
    if verdict.embargoed and verdict.embargoed.edition == edition.digest:
        return waiting_in("embargoed", since=verdict.embargoed.at)
    if refused := verdict.refused.get(edition.digest):
        return waiting_in("refused", first, since=refused.at, refusal=refused.refusal)
    if not done:
        return None if verdict.withdrawn else waiting_in("new", first, holders)
    step = next_step(office, edition, case, local_day(now))
    people = tuple(person.name for person in step.people)
    if step.number == 1:
        return waiting_in("lapsed", step.step, people)
    return waiting_in("begun", step.step, people, done[-1].at)


def _names(office: Office, role: str, now: datetime) -> tuple[str, ...]:
    return tuple(person.name for person in office.roster.holders(role, local_day(now)))
