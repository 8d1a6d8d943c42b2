"""An inbox with real keys: citizens send, the store seals, clerks of the roster act."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from desk.inquiries.clerk import Clerk, open_clerk
from editorial.dates import local_day
from inquiries.clocks import promise
from inquiries.codes import inquiry_id, new_code
from inquiries.events import SENDER, Event
from inquiries.house import House, open_house
from inquiries.sealing import load_identity, seal, seal_for_sender
from inquiries.states import fold
from tests.desk.office_fixture import Desk

VALUES = {
    "loai": "hoi_dap",
    "tieu_de": "Thời hạn cấp bản sao văn bản",
    "noi_dung": "Tôi là Lê Thị Cẩm Tú, số 0912 345 678. Xin hỏi cấp bản sao mất bao lâu?",
    "ho_ten": "Lê Thị Cẩm Tú",
    "dien_thoai": "",
    "email": "camtu.test@example.vn",
    "dia_chi": "12/3 đường Hòa Bình, phường Ninh Kiều",
}

LC_BOARD = {
    "truong-ban": "chief_editor",
    "chanh-van-phong": "chief_of_office",
    "thuong-truc": "standing_committee",
    "can-bo": "standing_unit",
}
"""Who is who under the regulation with approval and letters."""


@dataclass
class Inbox:
    """A desk with its inquiries."""

    desk: Desk
    codes: dict[str, str] = field(default_factory=dict)

    @property
    def now(self) -> datetime:
        """The moment of the organisation's clock."""
        return self.desk.now

    def house(self) -> House:
        """Open the house as a command does."""
        return open_house(self.desk.settings, lambda: self.desk.organisation.now)

    def clerk(self, person: str = "phong-cchc", with_key: bool = True) -> Clerk:
        """Return a person of the roster at work."""
        house = self.house()
        identity = load_identity(house.identity_files()[0]) if with_key else None
        return open_clerk(house, self.desk.organisation.office().roster, person, self.now, identity)

    def do(self, act: Callable[..., Any], id: str, person: str = "phong-cchc", **more: Any) -> Any:
        """Let a person act on an inquiry, a minute later."""
        return act(self.house(), self.clerk(person), id, self.desk.organisation.later(minutes=1), **more)

    def state(self, id: str) -> str:
        """Return the state in which an inquiry is."""
        return fold(self.house().store.events(id)).state

    def send(self, flags: Iterable[str] = (), house: House | None = None, **values: str) -> str:
        """Let a citizen send something and return the inquiry's id; the code is kept beside it."""
        house = house or self.house()
        now, code = self.now, new_code()
        filled = VALUES | values
        id = inquiry_id(house.store.secret, code)
        promised = promise(house.profile, house.calendar, local_day(now))
        facts = {
            "kind": filled["loai"],
            "area": filled.get("linh_vuc", "khac"),
            "contact": "email" if filled["email"] else "phone" if filled["dien_thoai"] else "none",
            "consent": house.form.version,
            "may_publish": True,
            "form": house.form.version,
            "keep_days": house.form.keep_days,
            "due_clause": promised.clause,
            "flags": list(flags),
            "files": [],
        }
        if promised.due_on:
            facts |= {"due_on": promised.due_on.isoformat(), "due_days": promised.days}
        private = {"code": code, "values": filled, "files": []}
        sealed = seal(json.dumps(private, ensure_ascii=False).encode(), house.recipients.on(local_day(now)))
        house.store.receive(Event(id, 1, "received", now, SENDER, facts, sealed))
        self.codes[id] = code
        return id

    def supplement(self, id: str, text: str) -> None:
        """Let the sender add what was asked for."""
        house = self.house()
        number = len(house.store.events(id)) + 1
        sealed = seal(json.dumps({"text": text}).encode(), house.recipients.on(local_day(self.now)))
        told = seal_for_sender(text.encode(), self.codes[id], id, number)
        house.store.append(Event(id, number, "supplemented", self.now, SENDER, {}, sealed, told))

    def ask_right(self, id: str, right: str, due_on: str) -> None:
        """Let the sender ask for the data."""
        number = len(self.house().store.events(id)) + 1
        facts = {"right": right, "due_on": due_on}
        self.house().store.append(Event(id, number, "rights_requested", self.now, SENDER, facts))

    def end(self, id: str) -> None:
        """Let somebody have ended the work on it."""
        number = len(self.house().store.events(id)) + 1
        self.house().store.append(Event(id, number, "spam", self.now, "phong-cchc", {"reason": "advert"}))
