"""A small site that a script of random changes goes through, all in this process, with a clock and a theme of its own.

A change is a verb and two small numbers; whatever makes no sense at the moment (nothing to withdraw, nobody who may
sign) is refused by the house itself and counts as no change. A change's verb is the name of a method of RandomSite.
"""

from __future__ import annotations

import io
import os
import shutil
import time
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from rich.console import Console

from desk import rollback as rolling_back
from desk.live_site import fresh_site
from desk.progress import Steps
from desk.release import Release, release
from desk.screen import Screen
from desk.unchanged import recall
from desk.verify import verify
from editorial import file_index, site_folder
from editorial.manifest import read_manifest
from editorial.problem import Refused
from editorial.profile import load_profile, rules_file
from editorial.settings import Settings
from editorial.signing import find_item, identify, next_step, prepare, refuse
from editorial.signoffs import Refusal, Withdrawal
from editorial.store import write_whole
from plugins import feeds, listings, related, site_update
from tests.desk.harms import HARMS, die_before
from tests.house import House
from tests.organisation import ROOT, SINCE, Organisation, copied, reopened
from tests.site_fixture import URL, document, page

TICK_NS = 20_000_000
"""More than a tick of the kernel's clock: the two seconds of file_index would leave every file of a test in doubt."""

ARTICLES = tuple(f"tin-{n}" for n in ("thu", "hai", "ba", "bon", "nam", "sau"))
DOCUMENTS = ("vb-1", "vb-2", "vb-3", "vb-4")
PAGES = ("trang-page", "trang-a", "trang-b")
ITEMS = ARTICLES + DOCUMENTS + PAGES
TITLES = ("Tin một cửa", "Tin <hai> & “ba”", "Kết quả cải cách hành chính", "Một cửa điện tử ở xã", "Tin thử")
WORDS = (
    "Một cửa liên thông đã giải quyết hồ sơ của người dân trong ngày làm việc đầu tuần.",
    "Một cửa liên thông đã giải quyết hồ sơ của doanh nghiệp, báo cáo gửi Ủy ban nhân dân.",
    "Chỉ số cải cách hành chính tăng hai bậc so với năm trước.\n\n### Mục\n\n#### Ý một\n\n#### Ý hai\n\n#### Ba",
    "Bí mật công tác không được đưa lên; bị mất hồ sơ thì báo ngay cho bộ phận một cửa.",
)
JUMPS = (1, 3600, 90_000, 5 * 86_400, 40 * 86_400, 200 * 86_400)
"""Seconds by which the clock moves on."""
THEME = (
    "templates/components/card.html",
    "templates/components/see_also.html",
    "templates/base.html",
    "templates/article.html",
    "templates/listing.html",
    "static/css/card.css",
    "static/img/icon.svg",
)
HARMED = ("index.html", "404.html", "feeds/tat-ca.rss.xml", "van-ban/index.html", "gioi-thieu/index.html")


class Silent(Steps):
    """Says nothing, and starts no thread: a thread would keep the build from forking."""

    def __init__(self) -> None:
        """Nothing is shown, so there is nothing to make."""

    def begin(self, what: str) -> None:
        """Say nothing."""


@dataclass
class RandomSite:
    """The site.

    kept: copies of the memory at earlier moments; refused: how many publishings were refused
    compiled_of: the theme and the settings of the last build from nothing
    """

    site: Organisation
    kept: list[Path] = field(default_factory=list)
    environment: dict[str, str] = field(default_factory=lambda: {"COMPRESS": "no"})
    published: int = 0
    refused: int = 0
    compiled_of: object = None

    @classmethod
    def at(cls, base: Path, site: Organisation) -> RandomSite:
        """Return a copy of the site below the folder, with a theme and regulations of its own."""
        root = base / "checkout"
        made = cls(reopened(copied(site, base / "site"), root=root))
        for name in ("theme", "regulations"):
            shutil.copytree(ROOT / name, root / name)
        for name in ("pelicanconf.py", "publishconf.py"):
            shutil.copy(ROOT / name, root)
        for remembered in ("search", "site"):  # under other limits, see small_limits
            shutil.rmtree(made.settings.state / remembered, ignore_errors=True)
        made.regulation(0, 0)
        page(made.site, "trang-quy-che", "/quy-che-tham-gia/", "page")  # without it no real site goes live
        made.site.sign_all("trang-quy-che")
        return made

    @property
    def settings(self) -> Settings:
        return self.site.settings

    @contextmanager
    def at_home(self, state: Path | None = None) -> Iterator[Settings]:
        """Let the settings be those of the environment, as `make NAME=value` gives them."""
        settings = replace(self.settings, state=state or self.settings.state)
        with pytest.MonkeyPatch.context() as patch:
            told = House(replace(self.site, settings=settings)).environment() | self.environment
            for name, value in told.items():
                patch.setenv(name, value)
            yield settings

    def do(self, verb: str, one: int, two: int) -> None:
        """Make a change; what the house refuses changes nothing."""
        with suppress(Refused):
            getattr(self, verb)(one, two)

    # What editors and leaders do.

    def write(self, one: int, two: int) -> None:
        """Write an item anew, and leave it unsigned."""
        item = ITEMS[one % len(ITEMS)]
        title, words, other = TITLES[two % 5], WORDS[two % 4], ITEMS[(one + two) % len(ITEMS)]
        there = {path.stem for path in self.settings.content.rglob("*.md")}
        body = f"{words} Lần {two}." + (f" Xem [mục](id:{other})." if other in there and two % 3 else "")
        if item in DOCUMENTS:
            extra = ("", "replaces: 517/QĐ-SNV\n", f"replaced_by: {DOCUMENTS[two % 4]}\n", "replaces: vb-1\n")[two % 4]
            number = ("517/QĐ-SNV", "518/QĐ-SNV", "/QĐ-SNV")[(one + two) % 3]
            document(self.site, item, number, body, extra)
            place = self.settings.content / f"van-ban/{item}.md"
            force = ("từ ngày ký", "2026-11-25", "2027-01-10")[two % 3]
            place.write_text(place.read_text(encoding="utf-8").replace("từ ngày ký", force), encoding="utf-8")
        elif item in PAGES:
            address = "/gioi-thieu/" if item == "trang-page" else "/chung/"
            page(self.site, item, address, ("page", "regulation")[two % 2], body, f"menu: {two}\n" if two % 2 else "")
        else:
            picture = f"hinh-{two % 2}.png"
            self.site.write(f"bai/{picture}", b"\x89PNG %d" % (two % 3))
            areas = ("the-che", "thu-tuc-hanh-chinh", "the-che; thu-tuc-hanh-chinh")[two % 3]
            extra = ("summary: Tóm tắt khác.", f"attachments: {picture}", "", "summary: Một cửa.")[two % 4]
            place = self.site.article(item, body + (f" ![h]({picture})" if two % 2 else ""), title, extra)
            text = (
                place.read_text(encoding="utf-8").replace("areas: the-che", f"areas: {areas}").replace("\n\n\n", "\n\n")
            )
            place.write_text(text.replace(f"slug: {item}", f"slug: {item}-{two % 2}"), encoding="utf-8")

    def edit(self, one: int, two: int) -> None:
        """Write an item and have it signed to the end."""
        self.write(one, two)
        self.site.sign_all(ITEMS[one % len(ITEMS)])

    def embargo(self, one: int, two: int) -> None:
        """Have an article signed that is to appear later."""
        self.write(one % len(ARTICLES), two)
        place = self.settings.content / f"bai/{ARTICLES[one % len(ARTICLES)]}.md"
        at = self.site.now + timedelta(seconds=JUMPS[two % 4] // 2)
        text = place.read_text(encoding="utf-8").replace(
            "\n\n", f"\npublish_at: {at.isoformat(timespec='seconds')}\n\n", 1
        )
        place.write_text(text, encoding="utf-8")
        self.site.sign_all(ARTICLES[one % len(ARTICLES)])

    def sign_once(self, one: int, two: int) -> None:
        """Have the next step of an item signed."""
        office, now = self.site.office(), self.site.later(seconds=1)
        working = find_item(office, ITEMS[one % len(ITEMS)])
        case = self.site.case(working.id)
        step = next_step(office, prepare(office, working, case, now).edition, case, now.date())
        self.site.sign(working.id, step.people[two % len(step.people)].id)

    def refuse(self, one: int, two: int) -> None:
        """Have the latest edition of an item refused."""
        latest = self.site.case(ITEMS[one % len(ITEMS)]).latest
        office, now = self.site.office(), self.site.later(seconds=1)
        if latest:
            refuse(office, latest, identify(office, self.site.keys["truong-ban"], now), Refusal("unverified"), now)

    def withdraw(self, one: int, two: int) -> None:
        """Take an item away, be it in favour of another."""
        kind = ("error", "superseded", "replaced")[two % 3]
        act = Withdrawal(kind, f"Lý do {two}", ITEMS[two % len(ITEMS)] if kind == "replaced" else "")
        self.site.withdraw(ITEMS[one % len(ITEMS)], act)

    def move(self, one: int, two: int) -> None:
        """Put a working file, with the pictures beside it, into another folder; or take it away."""
        for place in list(self.settings.content.rglob(f"{ITEMS[one % len(ITEMS)]}.md")):
            if two % 5 == 0:
                place.unlink()
                continue
            (place.parent / "khac").mkdir(exist_ok=True)
            for beside in (*place.parent.glob("*.png"), *place.parent.glob("*.pdf")):
                shutil.copy(beside, place.parent / "khac")
            place.rename(place.parent / "khac" / place.name)

    def clock(self, one: int, two: int) -> None:
        """Let time pass."""
        self.site.later(seconds=JUMPS[one % len(JUMPS)])

    # What is around them.

    def theme(self, one: int, two: int) -> None:
        """Change a file of the theme, or put it back."""
        name = THEME[one % len(THEME)]
        text = (ROOT / "theme" / name).read_text(encoding="utf-8")
        (self.settings.root / "theme" / name).write_text(text + ("", "\n\n\n", " \n")[two % 3], encoding="utf-8")

    def setting(self, one: int, two: int) -> None:
        """Go from trial to real or back, or turn compression on or off."""
        if one % 2:
            self.site.settings = replace(self.settings, siteurl=("", URL)[two % 2])
        self.environment["COMPRESS"] = ("no", "yes")[two % 3 == 1]

    def registry(self, one: int, two: int) -> None:
        """Change what is known of offices, or of acts."""
        name = ("bodies.toml", "providers.toml", "acts.toml")[one % 3]
        place = self.settings.records / name
        text = place.read_text(encoding="utf-8")
        if one % 3 == 0 and "valid_to" not in text:
            text += "valid_to = 2026-12-24\n"
        elif one % 3 == 1:
            text = text.replace('Cần Thơ"', 'Cần  Thơ"') if two % 2 else text.replace("  ", " ")
        else:
            text += f"# {two}\n"
        place.write_text(text, encoding="utf-8")

    def regulation(self, one: int, two: int) -> None:
        """Change a word of the regulation, and adopt it."""
        place = self.settings.regulation_file
        text = (ROOT / "regulations" / "ct.toml").read_text(encoding="utf-8")
        text = text.replace('base_url = ""', f'base_url = "{URL}"')
        place.write_text(text.replace("Cải cách hành chính", f"Cải cách hành chính {two % 3}", 1), encoding="utf-8")
        write_whole(self.settings.records / "rules" / rules_file(load_profile(place), SINCE), place.read_bytes())

    def roster(self, one: int, two: int) -> None:
        """Let a key end some time from now."""
        last = (self.site.now + timedelta(days=60 + two)).date()
        key = f"from = {SINCE} }}]\nroles"
        self.site.roster_text(lambda text: text.replace(key, f"from = {SINCE}, until = {last} }}]\nroles", 1))

    # What goes wrong.

    def harm(self, one: int, two: int) -> None:
        """Do to a site folder what must not be done to it."""
        spare = self.settings.output.with_name(".build") / self.settings.output.name / "spare"
        folder = (self.settings.output, spare, self.settings.previous)[one % 3]
        path = folder / HARMED[two % len(HARMED)]
        if not path.is_file() or path.is_symlink():
            return
        HARMS[(one + two) % len(HARMS)](path)

    def memory(self, one: int, two: int) -> None:
        """Cut, take away or turn back what is remembered; a folder is kept as it is now for a later turn."""
        state = self.settings.state
        if one % 3 == 0 and self.kept:
            old = self.kept[two % len(self.kept)]
            for name in (("site",), ("memory",), ("search",), ("search/store",), ("site", "memory", "search"))[one % 5]:
                if (old / name).is_dir():
                    shutil.rmtree(state / name, ignore_errors=True)
                    shutil.copytree(old / name, state / name)
            return
        files = sorted(path for name in ("site", "memory", "search", "templates") for path in (state / name).rglob("*"))
        files = [path for path in files if path.is_file()]
        if files and one % 3 == 1:
            path = files[(7 * one + 31 * two) % len(files)]
            path.write_bytes(path.read_bytes()[: -1 - two]) if two % 3 else path.unlink()
            return
        self.kept.append(self.site.base.parent / f"kept-{len(self.kept)}")
        shutil.copytree(state, self.kept[-1], ignore=shutil.ignore_patterns("*.lock", "kept-*"))

    def die(self, one: int, two: int) -> None:
        """Publish, and be killed before some change of the disk."""
        child = os.fork()
        if child == 0:
            try:
                die_before(one * 16 + two)
                self.release()
            finally:
                os._exit(0)
        os.waitpid(child, 0)

    def rollback(self, one: int, two: int) -> None:
        """Go back to the site before, as a person at the desk does, at the time of the script."""
        quiet = Console(file=io.StringIO())
        now = self.site.now

        class Clock(datetime):
            @classmethod
            def now(cls, tz: object = None) -> datetime:
                return now

        with self.at_home() as settings, pytest.MonkeyPatch.context() as patch:
            patch.setattr(rolling_back, "datetime", Clock)
            rolling_back.run(Namespace(upload=False, yes=True, by="van-thu"), settings, Screen(quiet, quiet))

    # What must come of it.

    def release(self) -> Release:
        """Publish now."""
        time.sleep(TICK_NS / 1e9)
        with self.at_home() as settings:
            now = self.site.later(seconds=1)
            told = recall(settings, "van-thu", now)
            done = release(settings, now, "van-thu", (), Silent())
            assert told is None or (told == done.told and not done.changed), "what was recalled is still so"
            return done

    def _fresh_state(self) -> Path:
        """Return a state that remembers nothing; but what was compiled of the same theme and settings it may have."""
        state = self.site.base.parent / "fresh-state"
        templates = [path.read_bytes() for path in sorted((self.settings.root / "theme").rglob("*.html"))]
        told = self.settings.siteurl, self.settings.regulation_file.read_bytes(), {**self.environment}
        before, self.compiled_of = self.compiled_of, (templates, *told)
        for path in state.glob("*"):
            if path.name != "templates" or before != self.compiled_of:
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        return state

    def check(self) -> None:
        """Publish, and hold the site to one that is built from nothing; publish again, and nothing is written."""
        try:
            done = self.release()
        except Refused as refused:
            ours = [told for told in refused.problems if told.code.startswith(("output-", "build-", "gate-"))]
            assert not ours, ours
            self.refused += 1
            return
        self.published += 1
        now = self.site.now
        state = self._fresh_state()
        if self.settings.published_log.exists():
            shutil.copytree(self.settings.published_log.parent, state / "published")  # of a trial it is no memory
        with self.at_home(state) as settings, fresh_site(settings, now, ()) as (clean, _, built):
            site = self.settings.output
            names = sorted(built.files.keys() | done.manifest.files.keys())
            stale = [name for name in names if _bytes(clean / name) != _bytes(site / name)]
            assert not stale, f"not as in a clean build: {stale[:8]} and {len(stale[8:])} others"
            assert built.digest == done.manifest.digest
        with self.at_home() as settings:
            assert list(verify(settings, settings.output, read_manifest(settings.output), now)) == []
        before = _stats(self.settings.output)
        again = self.release()
        assert not again.changed
        assert _stats(self.settings.output) == before


def _bytes(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b"\0nothing"


def _stats(folder: Path) -> dict[str, object]:
    return {str(path): (path.lstat().st_ino, path.lstat().st_mtime_ns) for path in (folder, *folder.rglob("*"))}


@contextmanager
def small_limits() -> Iterator[None]:
    """Let what takes many items happen with a dozen: pages of lists, full feeds, common words, forks."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (file_index, site_folder):
            patch.setattr(module, "SLACK_NS", TICK_NS)
        patch.setattr(listings, "PAGE_SIZE", 3)
        patch.setattr(feeds, "MOST_ENTRIES", 4)
        patch.setattr(related, "RARE", 3)
        patch.setattr(related, "COMMON", 6)
        patch.setattr(site_update, "LEAST", 12)
        yield
