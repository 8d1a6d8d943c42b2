"""Standings: what a ledger and its editions amount to, as plain data that may be remembered (editorial.standings)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from hashlib import blake2b
from typing import Any, NamedTuple

from editorial.content_fields import values_of
from editorial.copies import Copy, copies_of
from editorial.dates import VIETNAM, local_day
from editorial.editions import Edition, canonical, source_of
from editorial.light_items import packed
from editorial.links import symbols
from editorial.numbers import marks_of
from editorial.office import Case, Office
from editorial.problem import Problem, pack_problem, unpack_problem
from editorial.profile_schema import PERSONAL_DATA
from editorial.receipts import BY_NOBODY, told_of
from editorial.signoffs import Ledger, Signoff
from editorial.verdict import History, Verdict

Line = tuple[int, bytes]
"""A line of a ledger: its number, counted from 0, and its digest."""

Past = tuple[str, str, str, str, int]
"""An edition that was or is public: its digest, since when (ISO), what it says was changed, who decided it, and 1 where
the change is minor."""


class Gone(NamedTuple):
    """What its tombstone says of a withdrawn item.

    kind: of the withdrawal; withdrawn_on, withdrawn_at: ISO, in the zone of Vietnam
    edition: the one that was public; of_kind, section, areas, lang: of it, as the editor wrote them
    corrections: see corrections_in
    """

    address: str
    kind: str
    reason: str
    clause: str
    withdrawn_on: str
    replacement: str
    withdrawn_at: str
    edition: str
    of_kind: str
    section: str
    areas: tuple[str, ...]
    lang: str
    corrections: tuple[int, ...]


class Shown(NamedTuple):
    """All that is asked of a public edition but its text.

    section, areas: as the editor wrote them, so that lists need not open the item
    item: what a LightItem is made of; attachments: their fields; links: symbols of the text, see editorial.links
    numbers: marks of the documents that its legal bases and its text cite
    source: see editions.source_of; published_at, updated_at: ISO, in the zone of Vietnam, so in the order of time
    receipt, superseded: lines of the ledger; signed: what pages tell of the former, see editorial.receipts
    history: every edition since the last withdrawal, the first one first; () while there is only one
    copies: what readers may hold of it and of former editions, see editorial.copies; () of what nobody has signed
    head_digest: 16 bytes that name everything here but what comes from the text, which `digest` names
    """

    id: str
    digest: str
    kind: str
    address: str
    section: str
    areas: tuple[str, ...]
    item: dict[str, Any]
    attachments: tuple[tuple[str, str, int, str, str], ...]
    links: tuple[str, ...]
    numbers: tuple[str, ...]
    source: bytes
    published_at: str
    updated_at: str
    receipt: tuple[Line, ...]
    signed: bytes
    superseded: Line | None
    history: tuple[Past, ...]
    copies: tuple[Copy, ...]
    head_digest: bytes

    @property
    def files(self) -> list[tuple[str, str]]:
        """Name, as the text links it, and SHA-256 of every attached file."""
        return [(name, digest) for name, digest, *_ in self.attachments]


class Standing(NamedTuple):
    """What is on record about an item at a moment.

    lines, head: how many sign-offs, and the digest of the last one; begun, last: ISO, of the first and the last
    editions: in the order in which the ledger names them; latest: the one named last, at latest_address
    address: of the edition approved, also if withdrawn, or ""
    public, embargoed: editions, or ""; rests: nobody is asked to sign anything while the file is the public edition
    unconfirmed: last day (ISO) on which an urgent withdrawal is to be confirmed, "" while none is waiting
    made, until: moments (POSIX) between which this holds; until is 0 when time alone changes nothing
    personal: an edition of it was ever withdrawn for its personal data
    shown: also of a superseded text that stays; gone: of one that was withdrawn
    """

    lines: int
    head: str
    begun: str
    last: str
    editions: tuple[str, ...]
    latest: str
    latest_address: str
    address: str
    public: str
    embargoed: str
    withdrawn: bool
    rests: bool
    appeared: str
    made: float
    until: float
    unconfirmed: str
    personal: bool
    told: tuple[Any, ...]
    shown: Shown | None
    gone: Gone | None

    @property
    def appeared_at(self) -> datetime | None:
        """When readers could see the item for the first time."""
        return datetime.fromisoformat(self.appeared) if self.appeared else None

    @property
    def begun_at(self) -> datetime | None:
        """When the first sign-off was made."""
        return datetime.fromisoformat(self.begun) if self.begun else None

    @property
    def last_at(self) -> datetime | None:
        """When the last sign-off was made."""
        return datetime.fromisoformat(self.last) if self.last else None

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What the verdict found."""
        return tuple(map(unpack_problem, self.told))


def standing_of(office: Office, case: Case, now: datetime) -> Standing:
    """Return what a case amounts to."""
    verdict, signoffs, latest = case.verdict, case.ledger.signoffs, case.latest
    one = {digest: digest for digest in case.editions}  # one string for each, which is written and read once
    public = one[verdict.public.edition] if verdict.public else ""
    return Standing(
        lines=len(signoffs),
        head=case.ledger.head,
        begun=_iso(signoffs[0].at) if signoffs else "",
        last=_iso(signoffs[-1].at) if signoffs else "",
        editions=tuple(case.editions),
        latest=one[latest.digest] if latest else "",
        latest_address=latest.address if latest else "",
        address=case.address,
        public=public,
        embargoed=one[verdict.embargoed.edition] if verdict.embargoed else "",
        withdrawn=verdict.withdrawn is not None,
        rests=bool(public) and public == list(case.editions)[-1] and public not in verdict.progress,
        appeared=_iso(verdict.appeared_at) if verdict.appeared_at else "",
        made=now.timestamp(),
        until=verdict.until.timestamp() if verdict.until else 0.0,
        unconfirmed=_unconfirmed(verdict),
        personal=any(one.withdrawal is not None and one.withdrawal.kind == PERSONAL_DATA for one in signoffs),
        told=tuple(map(pack_problem, _unsettled(case))),
        shown=shown._replace(digest=one[shown.digest], id=case.ledger.item)
        if (shown := _shown(office, case))
        else None,
        gone=_gone(case),
    )


def _unsettled(case: Case) -> Iterator[Problem]:
    """Yield what the verdict found since the item was last approved in full or taken away.

    What came before hangs on nothing any more; the item's log tells it for good.
    """
    verdict, signoffs = case.verdict, case.ledger.signoffs
    ends = {approval.receipt[-1].digest for approval in verdict.granted}
    ends |= {verdict.withdrawn.digest} if verdict.withdrawn else set()
    settled = max((number for number, one in enumerate(signoffs, 1) if one.digest in ends), default=0)
    for problem in verdict.problems:
        if int(problem.where.rpartition(":")[2]) > settled:
            yield problem


def shown_of(
    edition: Edition,
    published_at: datetime,
    updated_at: datetime,
    receipt: tuple[Line, ...] = (),
    superseded: Line | None = None,
    history: tuple[Past, ...] = (),
    copies: tuple[Copy, ...] = (),
    signed: bytes = BY_NOBODY,
) -> Shown:
    """Return the head of an edition that readers see."""
    attachments = tuple((a.name, a.sha256, a.size, a.media_type, a.address_name) for a in edition.attachments)
    dates = _iso(published_at), _iso(updated_at)
    section, areas = _listed_under(edition)
    named = {
        "item": [edition.item, edition.kind, edition.address, *dates],
        "metadata": dict(edition.metadata),
        "attachments": list(attachments),
        "lines": [digest.hex() for _, digest in (*receipt, *([superseded] if superseded else ()))],
        "superseded": int(bool(superseded)),
        "history": [list(past) for past in history],
    }
    return Shown(
        id=edition.item,
        digest=edition.digest,
        kind=edition.kind,
        address=edition.address,
        section=section,
        areas=areas,
        item=packed(edition.view()),
        attachments=attachments,
        links=tuple(symbols(edition.html)),
        numbers=marks_of((*values_of(edition.metadata.get("legal_bases", ())), edition.body)),
        source=source_of(edition.metadata, edition.body),
        published_at=dates[0],
        updated_at=dates[1],
        receipt=receipt,
        signed=signed,
        superseded=superseded,
        history=history,
        copies=copies,
        head_digest=blake2b(canonical(named), digest_size=16).digest(),
    )


def _shown(office: Office, case: Case) -> Shown | None:
    """Return what readers see of an item: the edition approved, or a superseded one where the profile keeps it."""
    verdict = case.verdict
    approval, history, superseded = verdict.public, verdict.history, None
    if verdict.withdrawn and verdict.kept:
        retention = office.profile.retention
        if retention and retention.superseded and retention.superseded.do == "banner":
            approval, superseded = verdict.kept, _line(case.ledger, verdict.withdrawn)
            history = verdict.taken
    if approval is None:
        return None
    receipt = tuple(_line(case.ledger, signoff) for signoff in approval.receipt)
    seen = _seen(case, history)
    copies = copies_of([(case.editions[digest], at[:10]) for digest, at, *_ in seen])
    edition, signed = case.editions[approval.edition], told_of(approval.receipt)
    edits = seen if len(seen) > 1 else ()
    return shown_of(edition, history[0][0], approval.at, receipt, superseded, edits, copies, signed)


def corrections_in(history: Sequence[Past]) -> tuple[int, ...]:
    """Return which editions mended the one before them, counted from 1 (CT-5.5): those that say what was changed."""
    mended = (number for number, past in enumerate(history, 1) if number > 1 and past[2] and not past[4])
    return tuple(mended)


def _seen(case: Case, history: History) -> tuple[Past, ...]:
    """Return the editions that readers have seen; one that was approved twice in a row is told once."""
    found: list[Past] = []
    for at, digest in history:
        if not found or found[-1][0] != digest:
            metadata = case.editions[digest].metadata
            note, decided_by = str(metadata.get("change_note", "")), str(metadata.get("changed_by", ""))
            is_minor = int(bool(case.editions[digest].view().change_minor))
            found.append((digest, _iso(at), note, decided_by, is_minor))
    return tuple(found)


def _gone(case: Case) -> Gone | None:
    withdrawn, edition = case.verdict.withdrawn, case.taken
    if withdrawn is None or withdrawn.withdrawal is None or edition is None:
        return None
    act = withdrawn.withdrawal
    on, at = local_day(withdrawn.at).isoformat(), _iso(withdrawn.at)
    told = edition.address, act.kind, act.reason, withdrawn.clause, on, act.replacement, at
    lang, mended = str(edition.metadata.get("lang", "")), corrections_in(_seen(case, case.verdict.taken))
    return Gone(*told, edition.digest, edition.kind, *_listed_under(edition), lang, mended)


def _listed_under(edition: Edition) -> tuple[str, tuple[str, ...]]:
    """Return the section and the areas as the editor wrote them."""
    return str(edition.metadata.get("section", "")), tuple(edition.metadata.get("areas", ()))


def _unconfirmed(verdict: Verdict) -> str:
    withdrawal = verdict.unconfirmed.withdrawal if verdict.unconfirmed else None
    return withdrawal.confirm_by if withdrawal else ""


def _line(ledger: Ledger, signoff: Signoff) -> Line:
    return ledger.signoffs.index(signoff), bytes.fromhex(signoff.digest)


def _iso(at: datetime) -> str:
    return at.astimezone(VIETNAM).isoformat()
