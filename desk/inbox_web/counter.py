"""What the pages work with: the house, who acts, and the clock; the key is forgotten when the session ends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from desk.inquiries.clerk import Clerk
from desk.inquiries.drafts import publicity
from editorial.office import Office
from editorial.settings import Settings
from inquiries.house import House


@dataclass
class Counter:
    """One clerk at the counter."""

    office: Office
    house: House
    clerk: Clerk
    now: Callable[[], datetime]

    @property
    def settings(self) -> Settings:
        return self.office.settings

    @property
    def is_public(self) -> Callable[[str], bool]:
        """Return what tells whether the item of an id is on the site now."""
        return publicity(self.office, self.now())

    def leave(self) -> None:
        """Forget the private key."""
        self.clerk = replace(self.clerk, identity=None)
