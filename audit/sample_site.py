"""The site that is measured: all sample content of this checkout, really signed, as a real edition with its forms.

The sample keys are refused by a real edition, so a board with keys of the moment signs everything anew. To it come what
the sample lacks and readers meet: an announcement, a service, a text that was changed, one that was withdrawn.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from pathlib import Path

from audit.front import HOST, ROOT
from benchmarks.speed.signed import Board, sign_file
from editorial.addresses import address_of
from editorial.content_files import read_items
from editorial.dates import VIETNAM
from editorial.freezing import Targets
from editorial.office import open_office
from editorial.signing import identify, withdraw
from editorial.signoffs import Withdrawal
from tests.house import House
from tests.lent_templates import lent_templates
from tests.organisation import NOON, Organisation, found

URL = f"https://{HOST}"
EXTRA = Path(__file__).with_name("extra")
"""Content files that come to the sample: short texts that say what they are for."""
CHANGED, WITHDRAWN = "audit-sua.md", "audit-go.md"
OWN_RECORDS = ("roster.toml", "rules", "editions", "attachments", "signoffs", "sample-keys", "published")
REDIRECTS = 'schema = 1\n\n[[moved]]\nfrom = "/trang-cu.html"\nto = "/van-ban/"\n'
CONFIRMED = "\nconfirmed_on = 2026-11-01\n"
FIRST_DAY = datetime.combine(NOON.date() - timedelta(days=3), time(8, 0), VIETNAM)


class NotBuilt(RuntimeError):
    """The site could not be signed or built."""


@dataclass(frozen=True)
class SampleSite:
    """A built site. output: its folder; templates: the template of every page, by its file"""

    output: Path
    templates: Mapping[str, str]

    def one_of_each(self) -> dict[str, str]:
        """Return for every template the address of its longest page."""
        longest: dict[str, str] = {}
        size = {name: (self.output / name).stat().st_size for name in self.templates}
        for name in sorted(self.templates, key=lambda name: (-size[name], name)):
            longest.setdefault(self.templates[name], address_of(name))
        return longest


def build_sample(base: Path) -> SampleSite:
    """Sign the sample content in a folder that is new, and build it. Raises: NotBuilt"""
    organisation = _sign(base)
    told = base / "templates.json"
    with lent_templates(organisation.settings):
        run = subprocess.run(
            [sys.executable, "-m", "audit.building", NOON.isoformat(), told],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
            env=House(organisation).environment() | {"COMPRESS": "yes"},
        )
    if run.returncode:
        raise NotBuilt(run.stdout + run.stderr)
    return SampleSite(organisation.settings.output, json.loads(told.read_text(encoding="utf-8")))


def _sign(base: Path) -> Organisation:
    organisation = found(base)
    settings = replace(organisation.settings, siteurl=URL)
    organisation = replace(organisation, settings=settings)
    shutil.copytree(ROOT / "content", settings.content, dirs_exist_ok=True)
    shutil.copytree(EXTRA, settings.content / "audit", dirs_exist_ok=True)
    shutil.copytree(ROOT / "records", settings.records, ignore=shutil.ignore_patterns(*OWN_RECORDS), dirs_exist_ok=True)
    for folder in ("editions", "attachments"):
        (settings.records / folder).mkdir(exist_ok=True)
    _confirm(settings.records / "acts.toml")
    (settings.records / "redirects.toml").write_text(REDIRECTS, encoding="utf-8")
    board = Board(open_office(settings), organisation.keys)
    items, problems = read_items(settings.content)
    if not items:
        raise NotBuilt("\n".join(map(str, problems)))
    targets = Targets(frozenset(item.id for item in items), {item.path: item.id for item in items})
    for number, item in enumerate(items):
        sign_file(board, item.path, targets, FIRST_DAY + timedelta(minutes=number))
    _change_and_withdraw(organisation, board, targets)
    return organisation


def _confirm(acts: Path) -> None:
    """Let every act count as looked at, here only: a real site shows no look-up of communes before."""
    text = acts.read_text(encoding="utf-8")
    told = [block if "\nconfirmed_on" in block else block.rstrip() + CONFIRMED for block in text.split("\n[acts.")[1:]]
    acts.write_text("\n[acts.".join([text.split("\n[acts.")[0], *told]), encoding="utf-8")


def _change_and_withdraw(organisation: Organisation, board: Board, targets: Targets) -> None:
    folder = organisation.settings.content / "audit"
    changed = folder / CHANGED
    changed.write_text(changed.read_text(encoding="utf-8").replace("buổi sáng", "buổi chiều"), encoding="utf-8")
    sign_file(board, f"audit/{CHANGED}", targets, FIRST_DAY + timedelta(days=1))
    item = next(
        line.removeprefix("id: ")
        for line in (folder / WITHDRAWN).read_text("utf-8").splitlines()
        if line.startswith("id: ")
    )
    office, now = open_office(organisation.settings), FIRST_DAY + timedelta(days=2)
    withdrawal = Withdrawal("error", "Bài thử của việc đo trang")
    withdraw(office, item, identify(office, organisation.keys["truong-ban"], now), withdrawal, "CT-5.5", now)
