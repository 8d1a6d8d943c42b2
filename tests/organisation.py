"""A small real organisation in a folder of its own: roster, keys, adopted rules, content, sign-offs."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

from securesystemslib.signer import CryptoSigner

from editorial.content import Item
from editorial.dates import VIETNAM
from editorial.freezing import Frozen
from editorial.keys import new_key, public_hex
from editorial.office import Case, Office, open_case, open_office
from editorial.profile import Profile, load_profile, rules_file
from editorial.settings import Settings
from editorial.signing import find_item, identify, next_step, prepare, sign, withdraw
from editorial.signoffs import Signoff, Withdrawal
from editorial.store import write_whole

ROOT = Path(__file__).resolve().parent.parent
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=VIETNAM)
SINCE = date(2026, 1, 1)


@cache
def profile_named(regulation: str) -> Profile:
    """Return one of the five regulations; each is read once for all tests."""
    return load_profile(ROOT / "regulations" / f"{regulation}.toml")


BOARD = {
    "phong-cchc": "reform_office",
    "van-thu": "reform_office",
    "thanh-vien": "board_member",
    "pho-truong-ban": "deputy_editor",
    "truong-ban": "chief_editor",
    "lanh-dao-so": "dept_leader",
}
"""Person to role of the Cần Thơ board."""

FOUNDING = "Quyết định số 1/QĐ-CQT ngày 02/01/2026"
"""The decision that set up the board."""

DECISION = f'decision = "12/QĐ-UBND"\nsent_on = {SINCE}\n'
"""By which a person was assigned, where the regulation asks for it (LX-8.1)."""

MISTAKE = Withdrawal("error", "Nhầm số liệu")

ARTICLE = """title: {title}
id: {id}
kind: guidance
areas: the-che
level: thành phố Cần Thơ
author: Ban biên tập bản dùng thử
source: Quy chế
origin: own
slug: {id}
issued_on: 2026-11-01
legal_bases: 30/2020/NĐ-CP

{body}
"""


@dataclass
class Organisation:
    """Settings of a site below `base`, with a clock that the test moves."""

    base: Path
    settings: Settings
    now: datetime = NOON
    keys: dict[str, CryptoSigner] = field(default_factory=dict)

    def office(self) -> Office:
        """Return the records as they are on disk now."""
        return open_office(self.settings)

    def case(self, item: str) -> Case:
        """Return what is on record about an item."""
        return open_case(self.office(), item, self.now)

    def later(self, **amount: float) -> datetime:
        """Move the clock and return it."""
        self.now += timedelta(**amount)
        return self.now

    def write(self, path: str, text: str | bytes) -> Path:
        """Write a file below the content folder."""
        place = self.settings.content / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text.encode() if isinstance(text, str) else text)
        return place

    def article(self, item: str, body: str = "Nội dung đã soạn.", title: str = "Bài viết", extra: str = "") -> Path:
        """Write an article of the board's own that the Cần Thơ profile accepts."""
        text = ARTICLE.format(id=item, body=body, title=title)
        return self.write(f"bai/{item}.md", text.replace("\n\n", f"\n{extra}\n\n", 1) if extra else text)

    def sign(self, item: str, by: str, /, **how: object) -> Signoff:
        """Let the key of a person sign the next step of an item as it lies on disk; how: as signing.sign."""
        office, now = self.office(), self.later(seconds=1)
        working = find_item(office, item)
        frozen = prepare(office, working, open_case(office, working.id, now), now)
        return self._sign(office, working, frozen, by, **how)

    def sign_all(self, item: str) -> list[Signoff]:
        """Let whoever may sign do every step that is left, each in turn."""
        office, signed = self.office(), []
        working = find_item(office, item)
        frozen = prepare(office, working, open_case(office, working.id, self.now), self.now)
        while True:
            now = self.later(seconds=1)
            step = next_step(office, frozen.edition, open_case(office, working.id, now), now.date())
            signed.append(self._sign(office, working, frozen, step.people[0].id))
            if step.number == step.of:
                return signed

    def _sign(self, office: Office, working: Item, frozen: Frozen, by: str, **how: object) -> Signoff:
        checklist = office.profile.approval.checklist
        how.setdefault("checklist", checklist.list if checklist else ())
        signer = identify(office, self.keys[by], self.now)
        return sign(office, working, frozen, signer, self.now, **how)  # type: ignore[arg-type]

    def withdraw(
        self,
        item: str,
        withdrawal: Withdrawal = MISTAKE,
        by: str = "truong-ban",
        clause: str = "CT-5.5",
    ) -> Signoff:
        """Let the key of a person take an item away."""
        office, now = self.office(), self.later(seconds=1)
        return withdraw(office, item, identify(office, self.keys[by], now), withdrawal, clause, now)

    def roster_text(self, change: Callable[[str], str]) -> None:
        """Rewrite the roster file."""
        path = self.settings.records / "roster.toml"
        path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")


def lend(records: Path, *names: str) -> None:
    """Copy records of this checkout, files or folders, to those of another organisation."""
    for name in names:
        source = ROOT / "records" / name
        if source.is_dir():
            shutil.copytree(source, records / name)
        else:
            shutil.copy(source, records)


def found(base: Path, regulation: str = "ct", board: dict[str, str] | None = None) -> Organisation:
    """Set up an organisation below the folder: keys, roster, adopted rules, empty content."""
    settings = Settings(
        root=ROOT,
        regulation=regulation,
        siteurl="",
        publish_to="",
        **_places(base),
    )
    for folder in (settings.content, settings.records / "signoffs", settings.keys):
        folder.mkdir(parents=True)
    keys = {person: new_key(settings.keys / f"{person}.pem") for person in board or BOARD}
    roster = ["schema = 1", 'organisation = "Cơ quan thử"', f'founding = "{FOUNDING}"', ""]
    members = profile_named(regulation).members
    decided = bool(members and members.assignment)
    roster += [_entry(person, role, keys[person], decided) for person, role in (board or BOARD).items()]
    (settings.records / "roster.toml").write_text("\n".join(roster), encoding="utf-8")
    rules = settings.records / "rules" / rules_file(load_profile(settings.regulation_file), SINCE)
    write_whole(rules, settings.regulation_file.read_bytes())
    return Organisation(base, settings, keys=keys)


def reopened(organisation: Organisation, **settings: object) -> Organisation:
    """Return the same organisation with some settings changed."""
    return replace(organisation, settings=replace(organisation.settings, **settings))  # type: ignore[arg-type]


def copied(organisation: Organisation, base: Path) -> Organisation:
    """Return the same organisation below another folder, with a copy of everything that it has."""
    shutil.copytree(organisation.base, base, symlinks=True, dirs_exist_ok=True)
    return replace(reopened(organisation, **_places(base)), base=base)


def environment_of(settings: Settings) -> dict[str, str]:
    """Return the environment in which a process has these settings, as `make NAME=value` gives them."""
    given = {
        "REGULATION": settings.regulation,
        "SITEURL": settings.siteurl,
        "PUBLISH_TO": settings.publish_to,
        "RECORDS": settings.records,
        "CONTENT": settings.content,
        "OUTPUT_PATH": settings.output,
        "STATE": settings.state,
        "KEYS": settings.keys,
        "INQUIRIES": settings.inquiries,
    }
    return {**os.environ, **{name: str(value) for name, value in given.items()}}


def _places(base: Path) -> dict[str, Path]:
    names = ("content", "records", "output", "keys")
    return {name: base / name for name in names} | {"state": base / ".state", "inquiries": base / ".state/inquiries"}


def _entry(person: str, role: str, key: CryptoSigner, decided: bool) -> str:
    return (
        f'[[people]]\nid = "{person}"\nname = "{person}"\nposition = "{role}"\n'
        f'keys = [{{ public = "{public_hex(key)}", from = {SINCE} }}]\n'
        f'roles = [{{ role = "{role}", from = {SINCE} }}]\n{DECISION if decided else ""}'
    )
