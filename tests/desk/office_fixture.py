"""An organisation with everything the desk reads, a screen whose words a test can read, and short ways to act."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console

from desk.screen import Screen
from desk.sign import OnPaper, Sitting, confirm, put_signature, sit, tell_next
from editorial.publication import load
from editorial.signoffs import Signoff, ledger_path
from tests.organisation import Organisation, found, lend

RECORDS = ("bodies.toml", "providers.toml", "acts.toml", "holidays")


@dataclass
class Desk:
    """An organisation and what was printed for its people."""

    organisation: Organisation
    printed: io.StringIO = field(default_factory=io.StringIO)

    @property
    def settings(self):  # type: ignore[no-untyped-def]
        return self.organisation.settings

    @property
    def now(self):  # type: ignore[no-untyped-def]
        return self.organisation.now

    @property
    def screen(self) -> Screen:
        """A screen that writes to `printed`, wide and without colours, as a pipe would get it."""
        console = Console(file=self.printed, width=400, highlight=False, soft_wrap=True, emoji=False)
        return Screen(console, console)

    def said(self) -> str:
        """Return what was printed since the last time this was asked."""
        text = self.printed.getvalue()
        self.printed.seek(0)
        self.printed.truncate()
        return text

    def sit(self, item: str, person: str, paper: OnPaper | None = None) -> Sitting:
        """Open an item for a person's signature."""
        return sit(
            self.organisation.office(), item, self.screen, self.organisation.later(seconds=1), person, paper=paper
        )

    def sign(self, item: str, person: str, paper: OnPaper | None = None, note: str = "") -> Signoff:
        """Sign as a person does who has read everything and says yes."""
        sitting = self.sit(item, person, paper)
        assert confirm(sitting, self.screen, yes=True, checked=True)
        signoff = put_signature(sitting, self.organisation.later(seconds=1), note)
        tell_next(sitting.office, signoff, self.screen)
        return signoff

    def public(self) -> dict[str, str]:
        """Return the public text of each item."""
        return {one.item.id: one.edition.body.strip() for one in load(self.settings, self.now).items}

    def lines(self, item: str = "bai-mot") -> list[bytes]:
        """Return the lines of an item's ledger."""
        path = ledger_path(self.settings.records, item)
        return path.read_bytes().splitlines() if path.exists() else []

    def sign_all(self, item: str) -> list[Signoff]:
        """Sign every step of a text of the board's own under the Cần Thơ regulation."""
        return [self.sign(item, person) for person in ("phong-cchc", "truong-ban", "lanh-dao-so")]


def furnish(organisation: Organisation) -> Desk:
    """Give an organisation the registries and calendars that checks and deadlines read."""
    lend(organisation.settings.records, *RECORDS)
    return Desk(organisation)


def desk_of(base: Path, regulation: str, board: dict[str, str]) -> Desk:
    """Set up the desk of another regulation."""
    return furnish(found(base, regulation, board))
