"""What the pages work with: the house, who acts, and the clock; who acts is forgotten when the session ends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

from desk.inquiries.clerk import Clerk
from editorial.settings import Settings
from inquiries.house import House


@dataclass
class Counter:
    """One clerk at the counter. is_public: whether the item of that id is on the site"""

    settings: Settings
    house: House
    clerk: Clerk
    now: Callable[[], datetime]
    is_public: Callable[[str], bool] = field(default=lambda item: False)

    def leave(self) -> None:
        """Forget the private key."""
        self.clerk = replace(self.clerk, identity=None)
