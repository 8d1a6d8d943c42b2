"""May this site go out at all, and may an old one come back? Rules, each with its clause.

A trial edition (no address set) may hold sample keys and may not leave the machine. The real one
asks for a confirmed address that is the regulation's, and for a roster without test keys.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from editorial.dates import local_day
from editorial.manifest import Manifest
from editorial.office import judge_case
from editorial.problem import Problem
from editorial.profile import Profile
from editorial.publication import Publication
from editorial.roster import check_real, check_roster, roles_beside
from editorial.settings import Settings
from editorial.signoffs import Ledger
from editorial.verdict import WITHDRAW

_ADDRESS = re.compile(r"https://([a-z0-9-]+(?:\.[a-z0-9-]+)+)(?::\d+)?")


def check_publishing(settings: Settings, publication: Publication, by: str, now: datetime) -> Iterator[Problem]:
    """Yield what stands against publishing under these settings, all of it in one go.

    by: id in the roster of the person who publishes, or the name of the machine's user. Nobody can
        prove by a name who he is, so a stranger is told and logged, not stopped (CT-10, ST-6.3k)
    """
    profile, roster = publication.profile, publication.roster
    yield from check_roster(roster, profile, roles_beside(settings.regulation_file.parent, publication.office.rules))
    if settings.trial:
        if settings.publish_to:
            yield Problem("upload-in-trial", "fail", "PUBLISH_TO", "product")
        return
    yield from check_address(settings, profile)
    yield from check_real(roster)
    publisher = profile.approval.publisher
    if by not in roster.people or not roster.people[by].holds(publisher.role, local_day(now)):
        facts = {"by": by, "role": profile.roles[publisher.role].title}
        yield Problem("publisher-not-in-role", "warn", "--by", publisher.clause, facts)


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
        yield Problem("site-address-unconfirmed", "fail", file, "ST-3.2a", {"file": file})
    elif settings.siteurl != site.base_url.rstrip("/"):
        facts = {"siteurl": settings.siteurl, "base_url": site.base_url, "file": file}
        yield Problem("site-address-differs", "fail", "SITEURL", "ST-3.2a", facts)


def check_return(manifest: Manifest, publication: Publication, now: datetime) -> Iterator[Problem]:
    """Yield the items of an old site that may no longer be public, so that it may not come back."""
    for entry in manifest.items:
        if not _still_stands(entry.id, entry.edition, publication, now):
            yield Problem("rollback-not-public", "fail", entry.address, "product", {"item": entry.id})


def _still_stands(item: str, edition: str, publication: Publication, now: datetime) -> bool:
    """True when the edition's sign-offs count today as well and nothing was withdrawn since."""
    case = publication.cases.get(item)
    if case is None or edition not in case.editions:
        return False
    signoffs = case.ledger.signoffs
    last = max(number for number, signoff in enumerate(signoffs) if signoff.edition == edition)
    if any(signoff.act == WITHDRAW for signoff in signoffs[last + 1 :]):
        return False
    then = judge_case(publication.office, Ledger(item, signoffs[: last + 1]), now).verdict
    return then.public is not None and then.public.edition == edition
