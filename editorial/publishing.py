"""May this site go out at all, and may an old one come back? Rules, each with its clause.

A trial edition (no address set) may hold sample keys and may not leave the machine. The real one
asks for a confirmed address that is the regulation's, and for a roster without test keys.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path

from editorial.access_list import check_access
from editorial.addresses import TAKING_PART, file_of
from editorial.content import Item
from editorial.content_fields import PAGE
from editorial.dates import local_day
from editorial.heads import Standing
from editorial.instructions import check_instructed
from editorial.manifest import Manifest
from editorial.messages import sentence
from editorial.office import judge_case, rules_problem
from editorial.problem import Problem
from editorial.profile import Profile, joined_rules
from editorial.profile_checks import check_profile
from editorial.publication import Publication, given_addresses
from editorial.published import Published
from editorial.redirects import load_redirects
from editorial.roster_checks import check_real, check_roster, idle_delegations, roles_beside
from editorial.settings import Settings
from editorial.signoffs import Ledger, ledger_items
from editorial.text import some_of, suggestion
from editorial.translations import translation_problems
from editorial.verdict import WITHDRAW
from editorial.waiting import is_withdrawn_as_it_is, unsettled_of
from editorial.working import Working

_ADDRESS = re.compile(r"https://([a-z0-9-]+(?:\.[a-z0-9-]+)+)(?::\d+)?")


def check_publishing(settings: Settings, publication: Publication, by: str, now: datetime) -> Iterator[Problem]:
    """Yield what stands against publishing under these settings, all of it in one go.

    by: id in the roster of the person who publishes, or the name of the machine's user. Nobody can
        prove by a name who he is, so a stranger is told and logged, not stopped (CT-10, ST-6.3k)
    """
    profile, roster = publication.profile, publication.roster
    held = {holding.role for person in roster.people.values() for holding in person.roles}
    is_known = held <= profile.roles.keys()  # then nobody need ask what other regulations know
    beside = () if is_known else roles_beside(settings.regulation_file.parent, publication.office.rules)
    yield from check_profile(settings.regulation_file, profile)
    yield from check_roster(roster, profile, beside)
    yield from idle_delegations(roster, profile, local_day(now))
    yield from load_redirects(publication).problems
    yield from check_sections(publication)
    yield from check_joined_rules(settings.records, local_day(now))
    if settings.trial:
        if settings.publish_to:
            yield Problem("upload-in-trial", "fail", "PUBLISH_TO", "product")
        return
    yield from check_address(settings, profile)
    yield from filter(None, (rules_problem(publication.office, "warn"),))
    yield from check_instructed(settings.records, settings.regulation_file, profile)
    yield from check_real(roster)
    if profile.site.access:
        yield from check_access(settings.access_list, profile.site.access, roster, local_day(now))
    yield from check_rules_page(publication)
    yield from check_empty_sections(publication)
    yield from check_publisher(publication, by, now)


def check_publisher(publication: Publication, by: str, now: datetime) -> Iterator[Problem]:
    """Yield that the one who publishes has not the role of it, as far as a name tells. by: as in check_publishing"""
    people, publisher = publication.roster.people, publication.profile.approval.publisher
    if by not in people or not people[by].holds(publisher.role, local_day(now)):
        hint = "" if by in people else suggestion(by, people)
        facts = {"by": by, "role": publication.profile.roles[publisher.role].title, "hint": hint}
        yield Problem("publisher-not-in-role", "warn", "--by", publisher.clause, facts)


def check_joined_rules(records: Path, today: date) -> Iterator[Problem]:
    """Yield the rules of joined offices that are not over: other rules than those in use would let people sign."""
    for name, period in joined_rules(records).items():
        if not period.is_over(today):
            yield Problem("rules-joined-lasting", "fail", f"rules/{name}", "product", {"last": period.last})


def check_rules_page(publication: Publication) -> Iterator[Problem]:
    """Yield that the rules for who takes part are not public, where the regulation wants them. Source: CT-8.2-2"""
    rules = publication.profile.inquiry and publication.profile.inquiry.rules_page
    if rules and rules.required and TAKING_PART not in publication.addresses:
        yield Problem("rules-page-missing", "fail", TAKING_PART, rules.clause)


def check_sections(publication: Publication) -> Iterator[Problem]:
    """Yield what is public and stands in no list of a section, since the regulation in use has none for it."""
    profile = publication.profile
    placed: dict[tuple[str, str], bool] = {}
    left: list[str] = []
    for public in publication.items:
        kind, slug = place = public.kind, public.shown.section
        if place not in placed:
            placed[place] = kind == PAGE or profile.section_of(kind, slug) is not None
        if not placed[place]:
            left.append(public.id)
    if left:
        file = f"regulations/{publication.office.settings.regulation_file.name}"
        yield Problem("items-without-section", "warn", file, "product", {"count": len(left), "items": some_of(left)})


def check_empty_sections(publication: Publication) -> Iterator[Problem]:
    """Yield the sections that are not to stay empty, while nothing public stands in them, or that there are none.

    Rules that were adopted stay readable, so this is asked of those in use and not when any are read. Source: LX-12.1
    """
    profile = publication.profile
    services = profile.content.services
    if services and not profile.section_of("online_service"):
        where = f"regulations/{publication.office.settings.regulation_file.name}"
        yield Problem("services-without-section", "warn", where, services.clause)
    asked = [section for section in profile.sections if section.empty]
    listed = {(public.kind, public.shown.section) for public in publication.items} if asked else ()
    found = filter(None, (profile.section_of(kind, slug) for kind, slug in listed))
    filled = {above.slug for section in found for above in profile.way_to(section)}
    for section in asked:
        if section.slug not in filled:
            facts = {"section": section.name, "kind": section.kinds[0]}
            yield Problem("section-empty", "warn", f"/{section.slug}/", section.clause, facts)


def check_address(settings: Settings, profile: Profile) -> Iterator[Problem]:
    """Yield why the address is not one under which the site may be public.

    Source: ST-3.2a (the build's address is the regulation's); reading A3 of CT-7 (a misprinted domain)
    """
    site, file = profile.site, settings.regulation_file.name
    match = _ADDRESS.fullmatch(settings.siteurl)
    if match is None:
        yield Problem("site-address-not-https", "fail", "SITEURL", "product", {"siteurl": settings.siteurl})
    if site.misprint and not site.misprint.confirmed and site.misprint.domain in settings.siteurl.lower():
        yield Problem(
            "site-address-misprint", "fail", "SITEURL", site.misprint.clause, {"domain": site.misprint.domain}
        )
    if not site.base_url:
        yield Problem("site-address-unconfirmed", "fail", file, "product", {"file": file})
    elif settings.siteurl != site.base_url.rstrip("/"):
        facts = {"siteurl": settings.siteurl, "base_url": site.base_url, "file": file}
        yield Problem("site-address-differs", "fail", "SITEURL", "product", facts)


def check_left_out(without: Collection[str], before: Published, records: Path) -> Iterator[Problem]:
    """Yield ids to be left out that no signed item has: a misprint would leave the wrong text public."""
    known = {*ledger_items(records), *before.ledgers} if without else set()
    for item in sorted(set(without) - known):
        yield Problem(
            "left-out-unknown", "fail", "--without", "product", {"item": item, "hint": suggestion(item, known)}
        )


def check_vanished(before: Published, publication: Publication, without: Collection[str]) -> Iterator[Problem]:
    """Yield a problem for the items that were public in the last run and would vanish by no act of anybody, and one for
    those of which readers would see an older text again.

    A withdrawal takes a text away, and `without` does so by name. Signatures that count no longer are a
    fault of the roster or of the rules: the live site stays until somebody has looked. A ledger that is
    gone is told by shortened_ledgers.
    """
    standings = publication.standings
    stands = {item for item, standing in standings.items() if standing.public or standing.withdrawn}
    gone = {
        item: standings[item] for item in sorted(before.editions.keys() - stands - set(without)) if item in standings
    }
    older = {item: standings[item] for item in sorted(reverted(before, publication) - set(without))}
    for code, items in (("public-items-vanish", gone), ("public-items-revert", older)):
        if items:
            yield _by_nobody(code, items)


def check_backup(
    live: Manifest, before: Published, publication: Publication, without: Collection[str] = ()
) -> Iterator[Problem]:
    """Yield in what the records are older than the live site: they were put back from a copy, the log with them.

    Nothing in them then tells that a text was withdrawn or mended after the copy was made, and it would come back.
    """
    standings, known = publication.standings, before.editions
    found = {
        item
        for item, edition in live.editions.items()
        if known.get(item) != edition and (item not in standings or edition not in standings[item].editions)
    }
    for public in publication.items:  # where its tombstone stands
        if public.id in known and public.id not in live.editions and file_of(public.address) in live.files:
            found.add(public.id)
    if items := sorted(found - set(without)):
        facts = {"count": len(items), "items": some_of(items), "first": items[0]}
        yield Problem("records-older-than-site", "fail", "signoffs/", "product", facts)
    if not before.has(live.log):
        facts = {"lines": live.log[0], "left": len(before.runs)}
        yield Problem("published-log-older", "warn", "published/log.jsonl", "product", facts)


def reverted(before: Published, publication: Publication) -> set[str]:
    """Return the items of which an older text is public again, since the newer one's signatures no longer count."""
    standings, found = publication.standings, set()
    for item, edition in before.editions.items():
        standing = standings.get(item)
        if before.last and standing and standing.shown and standing.shown.digest != edition:
            verdict = publication.cases[item].verdict
            shown, seen = verdict.public or verdict.kept, verdict.history or verdict.taken  # kept: under a banner
            if shown and shown.at <= before.last.at and edition not in {digest for _, digest in seen}:
                found.add(item)
    return found


def _by_nobody(code: str, gone: Mapping[str, Standing]) -> Problem:
    told = [problem for standing in gone.values() for problem in standing.problems]
    weight = Counter((problem.code, problem.facts.get("person")) for problem in told)
    example = max(told, key=lambda problem: weight[problem.code, problem.facts.get("person")], default=None)
    reason = f" Lý do chính: {sentence(example)}" if example else ""
    facts = {"count": len(gone), "items": some_of(list(gone)), "reason": reason, "first": next(iter(gone))}
    return Problem(code, "fail", "signoffs/", "product", facts)


def check_working(
    publication: Publication, working: Working, now: datetime, unsettled: Iterable[Item] | None = None
) -> list[Problem]:
    """Return what a publish asks of the working files: in full of those that are not public as they lie, nor withdrawn
    as they lie, and how they stand with the others; what was signed was checked before, and make check-content looks
    at all of it again.

    unsettled: those that are not public as they lie, where known
    Raises: Refused when what the checks need (registry, calendar) cannot be read
    """
    problems = [
        *working.problems,
        *check_files(publication, working.items),
        *translation_problems(publication, working.items),
    ]
    found = unsettled_of(publication, working) if unsettled is None else unsettled
    to_check = [item for item in found if not is_withdrawn_as_it_is(publication, working, item)]
    ids = {item.id for item in working.items}
    if not to_check and len(ids) == len(working.items):  # a copy of what is public is as it lies, and one too many
        return problems
    from editorial.checks import check_items, check_together  # here, since most publishings need none of it
    from editorial.checks_context import open_context
    from editorial.submission import revisions

    context, _ = open_context(publication.office.settings, now, working, given_addresses(publication))
    problems += [*check_together(context), *check_items(to_check, context)]
    return [*problems, *revisions(publication, working, to_check, now)]


def check_files(publication: Publication, items: Iterable[Item]) -> Iterator[Problem]:
    """Yield the items that readers see, or soon will, of which no file is left to work on."""
    kept = {item.id for item in items}
    for item, standing in publication.standings.items():
        if item not in kept and (standing.public or standing.embargoed):
            state = "đang công khai" if standing.public else "đã duyệt, chờ đến lúc đăng,"
            facts = {"item": item, "state": state}
            yield Problem("public-item-without-file", "warn", f"signoffs/{item}.jsonl", "product", facts)


def check_return(manifest: Manifest, publication: Publication, now: datetime) -> Iterator[Problem]:
    """Yield the items of an old site that may no longer be public, so that it may not come back."""
    for entry in manifest.items:
        if not _still_stands(entry.id, entry.edition, publication, now):
            yield Problem("rollback-not-public", "fail", entry.address, "product", {"item": entry.id})


def _still_stands(item: str, edition: str, publication: Publication, now: datetime) -> bool:
    """True when the edition's sign-offs count today as well and nothing was withdrawn since."""
    standing = publication.standings.get(item)
    if standing and standing.public == edition:
        return True
    case = publication.cases.get(item)
    if case is None or edition not in case.editions:
        return False
    signoffs = case.ledger.signoffs
    last = max(number for number, signoff in enumerate(signoffs) if signoff.edition == edition)
    if any(signoff.act == WITHDRAW for signoff in signoffs[last + 1 :]):
        return False
    then = judge_case(publication.office, Ledger(item, signoffs[: last + 1]), now).verdict
    return then.public is not None and then.public.edition == edition
