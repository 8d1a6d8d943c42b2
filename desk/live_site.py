"""The live site: made in a folder of its own, proved, and exchanged with the one that readers see.

Everything happens under one lock, so that whoever is interrupted, killed or refused leaves the old site whole; the next
start puts right what he left. Three folders take turns: the live site, the one before, and a spare that is brought up
to date, proved and exchanged with the live one.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from functools import cache, partial
from pathlib import Path

from desk.building import Wanted, bring_up, build, is_disk_full, open_to_readers
from desk.inputs import inputs_of
from desk.progress import Steps
from desk.spare import at_hand, lock_of_publishing, place_of, sweep, turned, workshop_of
from desk.upload import is_ours_or_empty
from editorial.exchange import recover, replace, swap_in
from editorial.file_index import Memory
from editorial.manifest import PLACE, Manifest, make_manifest, read_manifest, site_digest
from editorial.problem import Problem, Refused, worst
from editorial.profile_schema import PERSONAL_DATA
from editorial.proven import keep_proofs, proofs, recall_proofs
from editorial.publication import Publication, load
from editorial.published import Run, mend_tail, read_log
from editorial.settings import Settings
from editorial.site_folder import SiteFolder
from editorial.stages import stage
from editorial.store import Busy, write_whole
from editorial.verification import Leaks, check_update, entries

_INPUTS = "inputs, manifest"


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
        with disk_full_told(settings):
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
    refuse_foreign(settings.output)
    if settings.output.exists() and not site_digest(settings.output):
        settings.output.rmdir()
    if is_repair:
        replace(fresh, settings.output, _note(settings))
    else:
        swap_in(fresh, settings.output, settings.previous, _note(settings))


def bring_live(wanted: Wanted, steps: Steps, judge: Callable[[], None]) -> tuple[Manifest, bool]:
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
            stop_at_fail(list(check_update(spare, manifest, publication, leaks, claims, before)))
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


def live_manifest(settings: Settings) -> Manifest | None:
    """Return what the live site says of itself, None where there is none of this address that can be read."""
    try:
        live = read_manifest(settings.output)
    except Refused:
        return None
    return live if live.site == settings.siteurl else None


def refuse_foreign(output: Path) -> None:
    """Raises: Refused for a folder that no publish of ours has made"""
    if not is_ours_or_empty(output):
        raise Refused(Problem("output-not-ours", "fail", str(output), "product"))


def _is_live(live: SiteFolder, manifest: Manifest) -> bool:
    """True when the live site is this one already, down to the last byte."""
    return not live.strange and live.files == manifest.files and site_digest(live.path) == manifest.digest


def forget_personal_data(settings: Settings, publication: Publication, run: Run) -> None:
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
def disk_full_told(settings: Settings) -> Iterator[None]:
    """Say Refused where the disk turns out to be full."""
    try:
        yield
    except OSError as error:
        if is_disk_full(error):
            raise Refused(Problem("disk-full", "fail", settings.output.name, "product")) from error
        raise


def stop_at_fail(problems: list[Problem]) -> None:
    """Raises: Refused with all of the problems when one of them stops a publish"""
    if worst(problems) == "fail":
        raise Refused(*problems)


def _memory(settings: Settings, name: str) -> Path:
    return settings.state / "site" / f"release-{name}"


def _note(settings: Settings) -> Path:
    return settings.state / "swap.json"
