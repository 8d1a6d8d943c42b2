"""From the records to the live site: build, prove, swap, log. Shared by publish, verify and rollback.

Everything happens under one lock and in a folder of its own, so that whoever is interrupted, killed
or refused leaves the old site whole; the next start puts right what he left. Three folders take turns:
the live site, the one before, and a spare that is brought up to date, proved and exchanged with the live one.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import datetime
from functools import cache, cached_property, partial
from pathlib import Path
from typing import NamedTuple

from desk import unchanged
from desk.building import Wanted, bring_up, build, is_disk_full, load_builder, open_to_readers
from desk.drafts import Drafts, in_any_case, look_at_drafts
from desk.former_records import as_published
from desk.inputs import inputs_of
from desk.progress import Steps
from desk.spare import at_hand, lock_of_publishing, place_of, prepare_aside, sweep, turned, unprepared, workshop_of
from desk.upload import bring_to_readers, check_target, is_ours_or_empty
from desk.websub import announce
from editorial.dates import local_day
from editorial.ended import citing_at, ended_problems
from editorial.exchange import recover, swap_in
from editorial.exchange import replace as put_in_place
from editorial.file_index import Memory
from editorial.frozen import frozen
from editorial.manifest import PLACE, Manifest, make_manifest, read_manifest, site_digest
from editorial.parallel import beside
from editorial.problem import Problem, Refused, worst
from editorial.profile_schema import PERSONAL_DATA
from editorial.proven import keep_proofs, proofs, recall_proofs
from editorial.publication import Publication, load, looking
from editorial.published import (
    PUBLISH,
    Published,
    Run,
    changed_authority,
    changed_words,
    mend_tail,
    next_run,
    noted,
    read_log,
    record,
    shortened_ledgers,
)
from editorial.publishing import check_backup, check_left_out, check_publishing, check_vanished
from editorial.settings import Settings
from editorial.site_folder import SiteFolder
from editorial.stages import stage
from editorial.store import Busy, write_whole
from editorial.urgent import put_right
from editorial.verification import Leaks, check_update, entries

_INPUTS = "inputs, manifest"

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


class Less(NamedTuple):
    """A site that is live again, less what was withdrawn since. left: items that could not be proved any more"""

    run: Run
    left: tuple[str, ...]
    problems: tuple[Problem, ...]


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
        _refuse_foreign(settings.output)
        told_once += unprepared(settings)
        began = unchanged.begin(settings)
        with beside(partial(unchanged.survey, settings), _PATIENCE) as surveyed:
            done = _released(settings, now, by, without, steps, urgent, told_once)
            if not (told_once or without or urgent or settings.publish_to or settings.websub_hub):
                until = min(filter(None, (done.drafts.until, done.publication.until)), default=0.0)
                unchanged.keep(settings, by, now, began, until, surveyed(), done.manifest.digest, done.told)
    if done.changed:
        prepare_aside(settings, len(done.manifest.files))
    return done


def release_less(settings: Settings, now: datetime, by: str, steps: Steps) -> Less:
    """Make the site of the last run live once more, less what was withdrawn since; all else waits for a publish.

    What keeps a publish back today concerns none of it: it is made of the records as that run left them.
    Raises: Refused where it was another site, would show anything else, or cannot be made
    """
    with at_work(settings, steps.say):
        _refuse_foreign(settings.output)
        check_target(settings)
        before = read_log(settings.published_log)
        if not before.last or before.last.site != settings.siteurl:
            raise Refused(Problem("less-other-site", "fail", "SITEURL", "product"))
        with as_published(settings, before, now) as (then, left), _disk_full_told(settings):
            publication = load(then, now, remember=False)
            live, shown = _live_manifest(settings), publication.editions.items()
            if not shown <= before.editions.items() or live and not shown <= live.editions.items():
                raise Refused(Problem("less-shows-more", "fail", settings.published_log.name, "product"))
            wanted = Wanted(then, now, publication, (), before.before(publication.editions))
            manifest, _ = _bring_live(wanted, steps, lambda: None)
            run = next_run(before, manifest, publication.standings, {}, PUBLISH, by, now)
            run = replace(run, authority={})  # it was that of the last run
            _forget_personal_data(settings, publication, run)
            record(settings.published_log, before, run, {})
        if settings.publish_to:
            bring_to_readers(settings)
    return Less(run, left, tuple(announce(settings, manifest)))


def _released(
    settings: Settings,
    now: datetime,
    by: str,
    without: Collection[str],
    steps: Steps,
    urgent: bool,
    told_once: list[Problem],
) -> Release:
    """Do the same while the lock is held.

    told_once: what was put right; gets what has changed of who may sign, which the next run finds on record
    """
    check_target(settings)
    steps.begin("Đọc quy chế, danh sách Ban Biên tập và sổ ký")
    publication, before, authority, problems = _asked(settings, now, by, without, told_once)
    steps.begin("Kiểm tra nội dung")
    look = partial(look_at_drafts, settings, publication, now)
    with beside(look, _PATIENCE) as looked_at, _disk_full_told(settings):
        drafts = cache(partial(in_any_case, looked_at)) if urgent else looked_at

        def judge() -> None:
            with stage("working files"):
                found = drafts().problems
                _stop_at_fail([*problems, *(() if urgent else found)])

        if worst(problems) == "fail":
            judge()
        head = before.before(publication.editions)
        manifest, changed = _bring_live(Wanted(settings, now, publication, without, head), steps, judge)
    with stage("log"):
        run = next_run(before, manifest, publication.standings, authority, PUBLISH, by, now)
        # Before the run is on record: killed in between, the next one still finds the same items moved.
        _forget_personal_data(settings, publication, run)
        record(settings.published_log, before, run, authority)
    if settings.publish_to:
        steps.begin(f"Tải lên {settings.publish_to}")
        bring_to_readers(settings)
    problems += announce(settings, manifest)
    problems += ended_problems(publication, citing_at(publication, now), local_day(now))
    return Release(publication, manifest, run, drafts(), (*problems, *drafts().problems), changed)


def _asked(settings: Settings, now: datetime, by: str, without: Collection[str], told_once: list[Problem]) -> _Asked:
    """Read the records, and ask whether this site may go out; what stands against it is told with the drafts' faults.

    Raises: Refused for records that cannot be trusted, and for items left out that are not damaged
    """
    with looking(settings, now, without) as looked:
        with stage("start"):
            load_builder(settings)
        with stage("standings"):
            before = read_log(settings.published_log)
            _stop_at_fail(list(check_left_out(without, before, settings.records)))
            publication = load(settings, now, without, looked=looked)
    with stage("standings"):
        put_right(settings.records, publication.unconfirmed)
        told_once += changed_authority(settings.published_log, before, publication.office)
        authority = noted(publication.office)  # now, so that what changes while the site is built is told next time
        told_once += changed_words(settings.published_log, before, authority)
        problems = [*told_once, *check_publishing(settings, publication, by, now)]
        problems += [p for p in shortened_ledgers(before, publication) if p.facts["item"] not in without]
        problems += check_vanished(before, publication, without)
        is_last = before.last and site_digest(settings.output) == before.last.manifest
        if not (settings.trial or is_last) and (live := _live_manifest(settings)):
            problems += check_backup(live, before, publication, without)
    return _Asked(publication, before, authority, problems)


@contextmanager
def at_work(settings: Settings, say: Callable[[str], None], patience: int = 0) -> Iterator[list[Problem]]:
    """Hold the publish lock; what an interrupted run left is put right first, and told.

    say: tells a person what is waited for; patience: how many seconds another run is
    Raises: Refused when another run holds the lock
    """
    with ExitStack() as stack:
        try:
            stack.enter_context(lock_of_publishing(settings, say, patience))
        except Busy as error:
            code = "publish-running-long" if patience else "publish-running"
            raise Refused(Problem(code, "fail", "publish", "product", {"seconds": patience})) from error
        recover(settings.output, settings.previous, _note(settings))
        sweep(settings)
        torn = mend_tail(settings.published_log)
        yield [torn] if torn else []


@contextmanager
def fresh_site(
    settings: Settings, now: datetime, without: Collection[str], proved: Publication | None = None
) -> Iterator[tuple[Path, Publication, Manifest]]:
    """Build the site from nothing, with nothing remembered, into a folder that is gone afterwards; manifest included.

    proved: what is public then, by who has read and proved everything just before
    Raises: Refused when the build failed or the disk is full
    """
    folder = workshop_of(settings) / secrets.token_hex(8)
    try:
        with _disk_full_told(settings):
            folder.mkdir(parents=True)
            proved = proved or load(settings, now, without, remember=False)
            head = read_log(settings.published_log).before(proved.editions)
            publication = build(Wanted(settings, now, proved, without, head), folder)
            manifest = make_manifest(folder, entries(publication), settings.siteurl, head)
            write_whole(folder / PLACE, manifest.encode())
            open_to_readers(folder)
        yield folder, publication, manifest
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def put_live(settings: Settings, fresh: Path, is_repair: bool = False) -> None:
    """Swap the fresh site in; the one that was live is kept, and the one that was kept is the next spare.

    is_repair: the same site was live, but damaged: it is not worth keeping
    Raises: Refused for a folder that is not ours
    """
    _refuse_foreign(settings.output)
    if settings.output.exists() and not site_digest(settings.output):
        settings.output.rmdir()
    if is_repair:
        put_in_place(fresh, settings.output, _note(settings))
    else:
        swap_in(fresh, settings.output, settings.previous, _note(settings))


def _bring_live(wanted: Wanted, steps: Steps, judge: Callable[[], None]) -> tuple[Manifest, bool]:
    """Make a site live; return its manifest, and whether anything had to be changed.

    judge: waits for what is found in the working files, and refuses; asked before anything is exchanged
    """
    settings, publication = wanted.settings, wanted.publication
    with stage("plan"):
        inputs = inputs_of(wanted)
        made, digest = Memory.load(_memory(settings, "inputs"), _INPUTS) or ("", "")
        # What is live may be another site than was made of them: one that came back, or was put there by hand.
        is_same = made == inputs and site_digest(settings.output) == digest
        live = (SiteFolder.open if is_same else SiteFolder.kept)(settings.output, settings.state)
        if is_same:
            manifest = Manifest(settings.siteurl, entries(publication), live.files, wanted.log)
            is_same = _is_live(live, manifest)
    if is_same:
        judge()
        live.keep()
        return manifest, False
    steps.begin("Dựng trang")
    with stage("plan"), at_hand(settings) as workshop:
        built = bring_up(wanted, place_of(settings), workshop, live)
        spare = workshop()
    steps.begin("Đối chiếu từng tệp với chữ ký")
    with stage("prove"):
        manifest = Manifest(settings.siteurl, entries(publication), spare.files, wanted.log)
    with spare.syncing() as synced:
        with stage("prove"):
            place, claims = _memory(settings, "proven"), cache(partial(proofs, manifest, publication))
            leaks = Leaks(settings.content, _memory(settings, "content"))
            before = partial(recall_proofs, place, manifest)
            _stop_at_fail(list(check_update(spare, manifest, publication, leaks, claims, before)))
        judge()
        steps.begin("Đưa trang lên")
        with stage("exchange"):
            is_repair = site_digest(settings.output) == manifest.digest
            changed = not (is_repair and _is_live(SiteFolder.open(settings.output, settings.state), manifest))
            if changed:
                synced()
                spare.seal(manifest.encode())
                put_live(settings, spare.path, is_repair)
                spare.moved(settings.output)
                turned(settings, len(built.made))
            spare.keep()
            keep_proofs(place, manifest, claims())
            Memory.save(_memory(settings, "inputs"), _INPUTS, (inputs, manifest.digest))
    return manifest, changed


def _live_manifest(settings: Settings) -> Manifest | None:
    """Return what the live site says of itself, None where there is none of this address that can be read."""
    try:
        live = read_manifest(settings.output)
    except Refused:
        return None
    return live if live.site == settings.siteurl else None


def _refuse_foreign(output: Path) -> None:
    if not is_ours_or_empty(output):
        raise Refused(Problem("output-not-ours", "fail", str(output), "product"))


def _is_live(live: SiteFolder, manifest: Manifest) -> bool:
    """True when the live site is this one already, down to the last byte."""
    return not live.strange and live.files == manifest.files and site_digest(live.path) == manifest.digest


def _forget_personal_data(settings: Settings, publication: Publication, run: Run) -> None:
    """Delete the sites of before that hold what was withdrawn for its personal data; there is no way back to them."""
    gone = {stone.item for stone in publication.tombstones if stone.kind == PERSONAL_DATA}
    standings = publication.standings
    moved = standings.keys() & {*run.added, *run.changed, *run.withdrawn}
    gone |= {item for item in moved if standings[item].personal}
    if not gone:
        return
    from editorial.inside_pdf import forget_pdfs  # here, since most publishings withdraw nothing

    forget_pdfs(settings.memory)
    shown = publication.editions
    for folder in (settings.previous, place_of(settings)):
        try:
            held = read_manifest(folder).editions
            is_held = any(item in held and held[item] != shown.get(item) for item in gone)
        except Refused:
            is_held = folder.exists()  # nobody can say what it holds
        if is_held:
            SiteFolder.kept(folder, settings.state).discard()
            shutil.rmtree(folder)


@contextmanager
def _disk_full_told(settings: Settings) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if is_disk_full(error):
            raise Refused(Problem("disk-full", "fail", settings.output.name, "product")) from error
        raise


def _stop_at_fail(problems: list[Problem]) -> None:
    if worst(problems) == "fail":
        raise Refused(*problems)


def _memory(settings: Settings, name: str) -> Path:
    return settings.state / "site" / f"release-{name}"


def _note(settings: Settings) -> Path:
    return settings.state / "swap.json"
