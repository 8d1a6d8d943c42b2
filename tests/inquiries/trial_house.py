"""A house of inquiries in a folder of its own: trial keys, the real form and calendar, a clock that the test moves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import rfc8785

from editorial.dates import VIETNAM
from inquiries.codes import inquiry_id, new_code
from inquiries.events import Event
from inquiries.house import House, open_house
from inquiries.sealing import Recipient, seal, seal_file, seal_for_sender
from inquiries.store import InquiryStore
from tests.organisation import found, lend

MORNING = datetime(2026, 11, 23, 9, 15, tzinfo=VIETNAM)
CLERK, OTHER_CLERK = "van-thu", "phong-cchc"
SECRET_WORDS = "Nguyễn Thị Kín, 0912345678, hẻm 12 đường Bí Mật"
"""What no byte of an erased store may show."""


@dataclass
class Clock:
    """The time, as the test sets it."""

    time: datetime = MORNING

    def __call__(self) -> datetime:
        return self.time

    def later(self, **amount: float) -> datetime:
        """Move on (or back) and return the new time."""
        self.time += timedelta(**amount)
        return self.time


def trial_house(base: Path, clock: Clock) -> House:
    """Return a house with generated keys below the folder."""
    settings = found(base).settings
    lend(settings.records, "holidays")
    return open_house(settings, clock)


def received(
    store: InquiryStore,
    keys: tuple[Recipient, ...],
    text: str = SECRET_WORDS,
    attached: tuple[bytes, ...] = (),
    **facts: Any,
) -> tuple[Event, list[bytes], str]:
    """Return a first event as the endpoint makes it, its sealed attachments, and its code."""
    code = new_code()
    files = [seal_file(content, keys) for content in attached]
    digests = [sha256(file).hexdigest() for file in files]
    plain = {
        "code": code,
        "values": {"noi_dung": text},
        "files": [
            {"name": f"tệp {number}.pdf", "type": "application/pdf", "bytes": len(content), "sha256": digest}
            for number, (content, digest) in enumerate(zip(attached, digests, strict=True), 1)
        ],
    }
    given = {
        "kind": "hoi_dap",
        "area": "khac",
        "sender_type": "ca_nhan",
        "contact": "phone",
        "consent": "tb-0123456789ab",
        "may_publish": False,
        "form": "tb-0123456789ab",
        "due_on": "2026-12-14",
        "due_clause": "LX-10.1d",
        "flags": [],
        "files": digests,
        **facts,
    }
    sealed = seal(rfc8785.dumps(plain), keys)
    event = Event(inquiry_id(store.secret, code), 1, "received", store.now(), "sender", given, sealed)
    return event, files, code


@dataclass
class Box:
    """A store with its keys, as the hands on it see it."""

    store: InquiryStore
    keys: tuple[Recipient, ...]
    clock: Clock

    def receive(self, text: str = SECRET_WORDS, attached: tuple[bytes, ...] = (), **facts: Any) -> str:
        """Take one inquiry in and return its id."""
        event, files, _ = received(self.store, self.keys, text, attached, **facts)
        self.store.receive(event, files)
        return event.inquiry

    def next(self, inquiry: str, act: str, by: str = CLERK, text: str = "", **facts: Any) -> Event:
        """Return the next event of an inquiry, with a sealed text if there is one."""
        current = self.store.inquiry(inquiry)
        assert current is not None
        number = current.number + 1
        sealed = seal(text.encode(), self.keys) if text else ""
        facts = {name.rstrip("_"): value for name, value in facts.items()}
        return Event(inquiry, number, act, self.clock(), by, facts, sealed)

    def act(self, inquiry: str, act: str, by: str = CLERK, text: str = "", **facts: Any) -> None:
        """Add the next event of an inquiry."""
        self.store.append(self.next(inquiry, act, by, text, **facts))

    def again(self) -> Box:
        """Return the store as another process opens it."""
        return Box(InquiryStore.open(self.store.folder, self.clock), self.keys, self.clock)

    def problems(self) -> list[tuple[str, str]]:
        """Return what `verify` finds, as code and place."""
        return [(problem.code, problem.where) for problem in self.store.verify()]

    def drafts(self) -> list[str]:
        """Return the temporary files that are left."""
        return self.store.blobs.list("tmp")


def box_of(house: House) -> Box:
    """Return the house's store as a box."""
    assert isinstance(house.store.now, Clock)
    return Box(house.store, house.recipients.on(date(2026, 11, 23)), house.store.now)


def sealed_for(code: str, event: Event, text: str) -> str:
    """Return a text sealed for the sender of the code, at the place of the event."""
    return seal_for_sender(text.encode(), code, event.inquiry, event.number)
