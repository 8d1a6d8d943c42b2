"""A publish: what is approved at this moment is checked, made, brought live, noted in the log and sent to readers."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from functools import cache, cached_property, partial
from typing import NamedTuple

from desk import unchanged
from desk.building import Wanted, load_builder
from desk.drafts import Drafts, in_any_case, look_at_drafts
from desk.live_site import (
    at_work,
    bring_live,
    disk_full_told,
    forget_personal_data,
    live_manifest,
    refuse_foreign,
    stop_at_fail,
)
from desk.progress import Steps
from desk.spare import prepare_aside, unprepared
from desk.upload import bring_to_readers, check_target, owe, site_of_others
from desk.websub import announce
from desk.wording import user_of_machine
from editorial.dates import local_day
from editorial.ended import citing_at, ended_problems
from editorial.frozen import frozen
from editorial.manifest import Manifest, site_digest
from editorial.parallel import beside
from editorial.problem import Problem, worst
from editorial.publication import Publication, load, looking
from editorial.published import (
    PUBLISH,
    Published,
    Run,
    changed_authority,
    changed_words,
    next_run,
    noted,
    read_log,
    record,
    shortened_ledgers,
)
from editorial.publishing import check_backup, check_left_out, check_publisher, check_publishing, check_vanished
from editorial.settings import Settings
from editorial.stages import stage
from editorial.urgent import put_right

_PATIENCE = 5
"""What is found in the working files is asked for when the site is made, so making it goes first."""

_URGENT_PATIENCE = 120
"""Seconds. Another run may have read the ledgers before the urgent act was in them, and then shows the text on."""


@frozen
class Release:
    """A site that is live. drafts: the working files; changed: False when the same site was live already."""

    publication: Publication
    manifest: Manifest
    run: Run
    drafts: Drafts
    problems: tuple[Problem, ...]
    changed: bool

    @cached_property
    def told(self) -> unchanged.Told:
        """What is told of it; of texts that are public as they stand, only that there is something."""
        drafts = self.drafts
        settled: dict[str, list[Problem]] = {}
        for problem in drafts.settled:
            settled.setdefault(problem.where, []).append(problem)
        found = (*self.problems, *self.publication.problems)
        problems = tuple(problem for problem in found if problem not in settled.get(problem.where, ()))
        return unchanged.Told(len(self.manifest.items), problems, bool(settled), drafts.waiting, drafts.withdrawn)


class _Order(NamedTuple):
    """What a publish was asked for; see release."""

    settings: Settings
    now: datetime
    by: str
    without: Collection[str]
    urgent: bool


class _Asked(NamedTuple):
    """What a publish read before it began. authority: the texts that its line of the log will name"""

    publication: Publication
    before: Published
    authority: Mapping[str, bytes]
    problems: list[Problem]


def release(
    settings: Settings, now: datetime, by: str, without: Collection[str], steps: Steps, urgent: bool = False
) -> Release:
    """Make what is approved at this moment the live site.

    by: who publishes; without: ids of damaged items to be left out
    urgent: what is wrong with working files is told and stops nothing, since they change no signed text, and another
        run is waited for
    Raises: Refused with everything that stands against it; the old site is then untouched
    """
    with at_work(settings, steps.say, _URGENT_PATIENCE if urgent else 0) as told_once:
        refuse_foreign(settings.output)
        told_once += unprepared(settings)
        began = unchanged.begin(settings)
        with beside(partial(unchanged.survey, settings), _PATIENCE) as surveyed:
            done = _released(_Order(settings, now, by, without, urgent), steps, told_once)
            if not (told_once or without or urgent or settings.publish_to or settings.websub_hub):
                until = min(filter(None, (done.drafts.until, done.publication.until)), default=0.0)
                unchanged.keep(settings, by, now, began, until, surveyed(), done.manifest.digest, done.told)
    if done.changed:
        prepare_aside(settings, len(done.manifest.files))
    return done


def _released(order: _Order, steps: Steps, told_once: list[Problem]) -> Release:
    """Do the same while the lock is held.

    told_once: what was put right; gets what has changed of who may sign, which the next run finds on record
    """
    settings, now, by, without, urgent = order
    check_target(settings)
    steps.begin("Đọc quy chế, danh sách Ban Biên tập và sổ ký")
    publication, before, authority, problems = _asked(order, told_once)
    steps.begin("Kiểm tra nội dung")
    look = partial(look_at_drafts, settings, publication, now)
    with beside(look, _PATIENCE) as looked_at, disk_full_told(settings):
        drafts = cache(partial(in_any_case, looked_at)) if urgent else looked_at

        def judge() -> None:
            with stage("working files"):
                found = drafts().problems
                stop_at_fail([*problems, *(() if urgent else found)])

        if worst(problems) == "fail":
            judge()
        head = before.before(publication.editions)
        manifest, changed = bring_live(Wanted(settings, now, publication, without, head), steps, judge)
    with stage("log"):
        run = next_run(before, manifest, publication.standings, authority, PUBLISH, by, now)
        # Before the run is on record: killed in between, the next one still finds the same items moved.
        forget_personal_data(settings, publication, run)
        owe(settings)
        record(settings.published_log, before, run, authority)
    if settings.publish_to:
        steps.begin(f"Tải lên {settings.publish_to}")
        bring_to_readers(settings)
    problems += announce(settings, manifest)
    problems += ended_problems(publication, citing_at(publication, now), local_day(now))
    return Release(publication, manifest, run, drafts(), (*problems, *drafts().problems), changed)


def _asked(order: _Order, told_once: list[Problem]) -> _Asked:
    """Read the records, and ask whether this site may go out; what stands against it is told with the drafts' faults.

    Raises: Refused for records that cannot be trusted, and for items left out that are not damaged
    """
    settings, now, by, without, _ = order
    with looking(settings, now, without) as looked:
        with stage("start"):
            load_builder(settings)
        with stage("standings"):
            before = read_log(settings.published_log)
            stop_at_fail(list(check_left_out(without, before, settings.records)))
            publication = load(settings, now, without, looked=looked)
    with stage("standings"):
        put_right(settings.records, publication.unconfirmed)
        told_once += changed_authority(settings.published_log, before, publication.office)
        authority = noted(publication.office)  # now, so that what changes while the site is built is told next time
        told_once += changed_words(settings.published_log, before, authority)
        problems = [*told_once, *check_publishing(settings, publication, by, now)]
        if settings.trial and by not in publication.roster.people and by != user_of_machine():  # a name mistyped
            problems += check_publisher(publication, by, now)
        problems += [p for p in shortened_ledgers(before, publication) if p.facts["item"] not in without]
        problems += check_vanished(before, publication, without)
        is_last = before.last and site_digest(settings.output) == before.last.manifest
        sites = site_of_others(settings, before), None if settings.trial or is_last else live_manifest(settings)
        for newer in {site.digest: site for site in sites if site}.values():
            problems += check_backup(newer, before, publication, without)
    return _Asked(publication, before, authority, problems)
