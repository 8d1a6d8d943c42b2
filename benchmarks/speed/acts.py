"""What happens to a house between two publishings: an edit that is signed, a new item, a withdrawal, another theme.

Nothing here is timed. The acts are those of the board, made with the sample keys; their moments lie before now, each
after the one before.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from benchmarks.speed.contents import one_letter
from benchmarks.speed.house import settings_of
from benchmarks.speed.signed import Board, sign_file
from benchmarks.speed.subjects import NEWS, Subject, subjects
from benchmarks.speed.texts import text
from editorial.content_files import read_items
from editorial.dates import VIETNAM
from editorial.freezing import Targets
from editorial.office import open_office
from editorial.signing import identify, withdraw
from editorial.signoffs import Withdrawal

CHAIN = timedelta(hours=4)
"""Longer than the three signatures of one text take, by the clock of their making (signed.STEP)."""

TEMPLATE = Path("theme/templates/base.html")
TITLE = "title: "
ADDED_FROM = 900_000
"""Numbers of items that are added while measuring."""


@dataclass
class Editor:
    """Works on one house. items: as many as it was made with; left: news that nobody has touched yet, by number"""

    house: Path
    items: int
    seed: int
    left: Iterator[Subject] = field(init=False)
    board: Board = field(init=False)
    targets: Targets = field(init=False)
    added: int = 0

    def __post_init__(self) -> None:
        settings = settings_of(self.house)
        self.made = subjects(self.items, self.seed)
        self.board = Board.of(open_office(settings))
        self.targets = Targets.of(read_items(settings.content)[0])
        self.left = iter([one for one in self.made[self.items // 2 :] if one.kind == NEWS])

    def edit_body(self) -> None:
        """Change one letter of a text and have it signed."""
        path = next(self.left).path
        one_letter(self._content / path)
        self._sign(path)

    def edit_title(self) -> None:
        """Change a title, which lists and other pages show as well, and have it signed."""
        path = next(self.left).path
        place = self._content / path
        place.write_text(place.read_text("utf-8").replace(TITLE, f"{TITLE}Tin mới: ", 1), encoding="utf-8")
        self._sign(path)

    def add(self) -> None:
        """Write a new item of today and have it signed."""
        like = next(self.left)
        number = ADDED_FROM + self.added
        self.added += 1
        new = Subject(
            number, NEWS, f"{like.title} (đợt {self.added})", self._now().date(), like.areas, like.words, (0,)
        )
        place = self._content / new.path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text(new, self.made, self.seed), encoding="utf-8")
        self._sign(new.path)

    def withdraw(self) -> None:
        """Take an item away at once, as the chief editor may do alone."""
        office, now = self.board.office, self._now()
        signer = identify(office, self.board.keys["truong-ban"], now)
        withdraw(
            office, next(self.left).id, signer, Withdrawal("error", "Có số liệu sai, gỡ để kiểm tra lại."), "", now
        )

    def change_template(self) -> None:
        """Change a word in the frame of every page."""
        place = self.house / TEMPLATE
        place.write_text(place.read_text("utf-8").replace("</body>", "<!-- sửa mẫu -->\n</body>", 1), encoding="utf-8")

    @property
    def _content(self) -> Path:
        return self.board.office.settings.content

    def _sign(self, path: str) -> None:
        sign_file(self.board, path, self.targets, self._now() - CHAIN)

    def _now(self) -> datetime:
        return datetime.now(VIETNAM).replace(microsecond=0)
