"""All that is needed to take and to work on inquiries, opened together or not at all.

1. The store lies outside everything that is published; links are followed, and a mounted folder is recognised.
2. With SITEURL set only real keys count: records/inquiry-keys.toml with a duty and an escrow key of today, and a
   store that never was a trial one.
3. A trial edition without that file makes its own keys, beside the store, and says so wherever it shows anything.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from editorial.dates import local_day
from editorial.problem import Problem, Refused
from editorial.profile import Profile, load_profile
from editorial.settings import Settings
from editorial.workdays import WorkCalendar, load_calendar
from inquiries.blobs import put_once
from inquiries.clocks import Promise, promise
from inquiries.form import Form, load_form
from inquiries.sealing import (
    KEYS_FILE,
    Recipient,
    Recipients,
    identity_file,
    identity_text,
    load_identity,
    load_recipients,
    new_identity,
)
from inquiries.store import InquiryStore, StoreFailed

TRIAL_KEYS = "keys"
TRIAL_NAMES = {"duty": "thu-truc", "escrow": "thu-du-phong"}
TRIAL_NOTE = "KHÓA DÙNG THỬ: không dùng cho trang thật"

_OTHERS = 0o077


@dataclass(frozen=True)
class House:
    """What belongs together. trial: the keys are generated ones, which every screen must say."""

    settings: Settings
    profile: Profile
    calendar: WorkCalendar
    form: Form
    recipients: Recipients
    store: InquiryStore
    _promises: dict[date, Promise] = field(default_factory=dict, init=False, repr=False, compare=False)

    def promise(self, day: date) -> Promise:
        """Return what can be promised for something received on the day, worked out once. Raises: YearNotLoaded"""
        if day not in self._promises:
            self._promises.clear()
            self._promises[day] = promise(self.profile, self.calendar, day)
        return self._promises[day]

    @property
    def trial(self) -> bool:
        """True while inquiries are sealed to keys made for a trial."""
        return self.recipients.trial

    def identity_files(self, role: str = "duty") -> list[Path]:
        """Return the private key files of this machine that belong to recipients of the role, newest key first."""
        keys = self.settings.inquiries / TRIAL_KEYS if self.trial else self.settings.keys
        names = (
            key.name
            for key in sorted(self.recipients.keys, key=lambda key: key.from_, reverse=True)
            if key.role == role
        )
        return [path for name in names if (path := identity_file(keys, name)).is_file()]


def open_house(settings: Settings, now: Callable[[], datetime]) -> House:
    """Return the house of an installation, its store recovered.

    Raises: Refused when the store lies where it may not, keys are wanting or for trials only, or a file is faulty
    """
    problems = list(place_problems(settings))
    if problems:
        raise Refused(*problems)
    profile = load_profile(settings.regulation_file)
    if profile.inquiry is None:
        raise Refused(Problem("inquiries-not-taken", "fail", profile.file, "product", {"name": profile.site.name}))
    form, calendar = load_form(profile), load_calendar(settings.records)
    recipients = None if _makes_keys(settings) else load_recipients(settings.records)
    if recipients:
        recipients.on(local_day(now()))
        _refuse_trial_names(settings, recipients)
    store = InquiryStore.open(settings.inquiries, now)
    return House(settings, profile, calendar, form, recipients or _trial_recipients(store), store)


def place_problems(settings: Settings) -> Iterator[Problem]:
    """Yield why the store may not lie where it is to lie, or be read by whom it may be read."""
    store = settings.inquiries.resolve()
    theme = settings.root / "theme"
    for folder in (settings.output, settings.previous, settings.content, settings.records, theme):
        if _holds(folder, store) or _holds(store, folder):
            facts = {"folder": store, "other": folder}
            yield Problem("store-inside-site", "fail", "INQUIRIES", "product", facts)
    if store.is_dir() and store.stat().st_mode & _OTHERS:
        yield Problem("store-open-to-others", "fail", "INQUIRIES", "product", {"folder": store})
    if not settings.trial and (store / TRIAL_KEYS).exists():
        yield Problem("store-of-a-trial", "fail", "INQUIRIES", "product", {"folder": store})


def _holds(folder: Path, other: Path) -> bool:
    """True when the other lies in the folder or is it, by whatever name either is reached."""
    place = other.resolve()
    with suppress(FileNotFoundError):
        here = os.stat(folder)
        for above in (place, *place.parents):
            with suppress(FileNotFoundError):
                if os.path.samestat(here, os.stat(above)):
                    return True
        return False
    return place.is_relative_to(folder.resolve())


def _refuse_trial_names(settings: Settings, recipients: Recipients) -> None:
    """Raises: Refused when a real site would seal to a key of a trial, whose private half lay about."""
    named = [key.name for key in recipients.keys if key.name in TRIAL_NAMES.values()]
    if named and not settings.trial:
        raise Refused(*(Problem("inquiry-key-trial", "fail", KEYS_FILE, "product", {"name": name}) for name in named))


def _makes_keys(settings: Settings) -> bool:
    """True for a trial edition without keys of its own."""
    return settings.trial and not (settings.records / KEYS_FILE).exists()


def _trial_recipients(store: InquiryStore) -> Recipients:
    """Return the trial keys that lie beside the store, made at the first start."""
    keys = tuple(Recipient(name, role, _trial_key(store, name), date.min) for role, name in TRIAL_NAMES.items())
    return Recipients(1, keys, trial=True)


def _trial_key(store: InquiryStore, name: str) -> str:
    """Return the public half of a trial key. Raises: StoreFailed"""
    path = identity_file(Path(TRIAL_KEYS), name)
    try:
        put_once(store.blobs, path.as_posix(), identity_text(new_identity(name), TRIAL_NOTE))
    except OSError as error:
        raise StoreFailed(error) from error
    return load_identity(store.folder / path).public
