"""Editions frozen and sign-offs made as the desk makes them, many at once: the same functions, but no file is synced.

The desk judges a sign-off before it writes it and syncs each file to the disk; a house made for measuring holds nothing
that anybody would miss, and `editorial.publication.load` judges every line of it anyway when the site is built.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from securesystemslib.signer import CryptoSigner

from editorial.content import Item
from editorial.content_files import read_item
from editorial.dates import local_day
from editorial.editions import EditionStore, encode
from editorial.freezing import Frozen, Targets, freeze
from editorial.keys import load_key
from editorial.office import Office, facts_of
from editorial.problem import Refused
from editorial.publication import given_address
from editorial.signoffs import Ledger, Signoff, ledger_path, read_ledger, seal
from editorial.verdict import CHECKED_ACTS, steps_for

STEP = timedelta(minutes=47)
"""From one signature to the next."""


@dataclass(frozen=True)
class Board:
    """The people of a sample roster as signers: the office, and each person's key."""

    office: Office
    keys: Mapping[str, CryptoSigner]

    @classmethod
    def of(cls, office: Office) -> Board:
        """Return the board whose keys lie among the sample keys of the records."""
        folder = office.settings.records / "sample-keys"
        return cls(office, {path.stem: load_key(path) for path in sorted(folder.glob("*.pem"))})


def sign_file(board: Board, path: str, targets: Targets, at: datetime) -> str:
    """Freeze the content file as it lies there and sign every step, the first at the moment; return the edition.

    path: below the content folder. Raises: Refused with what stands against the text
    """
    settings = board.office.settings
    item, problems = read_item(settings.content / path, settings.content)
    if item is None:
        raise Refused(*problems)
    ledger = read_ledger(settings.records, item.id)
    frozen = frozen_for(board, item, ledger, targets, at)
    if stopping := [problem for problem in (*problems, *frozen.problems) if problem.severity != "warn"]:
        raise Refused(*stopping)
    keep(board.office.store, frozen)
    with ledger_path(settings.records, item.id).open("a", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in lines(board, frozen, ledger.head, at))
    return frozen.edition.digest


def frozen_for(board: Board, item: Item, ledger: Ledger, targets: Targets, at: datetime) -> Frozen:
    """Return the item frozen under the address of its first edition, or under a new one."""
    office = board.office
    if ledger.signoffs:
        address = office.store.get(ledger.signoffs[0].edition).address
    else:
        address = given_address(item, None, office.profile, at)
    return freeze(item, office.settings.content, address, targets)


def keep(store: EditionStore, frozen: Frozen) -> None:
    """Write the edition and its files under their digests, as EditionStore.put does but unsynced."""
    for digest, content in frozen.files.items():
        (store.attachments / digest).write_bytes(content)
    store.path(frozen.edition.digest).write_bytes(encode(frozen.edition))


def lines(board: Board, frozen: Frozen, previous: str, at: datetime) -> list[str]:
    """Return the lines of a whole chain, each signed by the first person who holds its role."""
    profile, edition = board.office.profile, frozen.edition
    checklist = profile.approval.checklist
    made: list[str] = []
    for number, step in enumerate(steps_for(facts_of(edition.view()), profile)):
        signed_at = at + number * STEP
        person = board.office.roster.holders(step.role, local_day(signed_at))[0].id
        draft = Signoff(
            item=edition.item,
            edition=edition.digest,
            act=step.act,
            role=step.role,
            person=person,
            at=signed_at,
            rules=profile.rules_digest,
            clause=step.clause,
            checklist=checklist.list if checklist and step.act in CHECKED_ACTS else (),
        )
        made.append(seal(draft, previous, board.keys[person]))
        previous = sha256(made[-1].encode()).hexdigest()
    return made
