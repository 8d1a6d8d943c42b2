"""Somebody who sends and follows inquiries, with a browser that runs no JavaScript."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

from werkzeug.test import TestResponse

from endpoint.app import create_app
from endpoint.counter import Counter
from endpoint.frames import Frames
from inquiries.codes import inquiry_id, read_code
from inquiries.events import Event
from inquiries.house import House
from inquiries.sealing import load_identity, seal_for_sender, unseal
from inquiries.states import Inquiry
from tests.endpoint.browser import Browser

SEND, RESULT, SUPPLEMENT, RIGHT = "/gui-cau-hoi/gui", "/tra-cuu/ket-qua", "/tra-cuu/bo-sung", "/tra-cuu/quyen"
OWN = {"Sec-Fetch-Site": "same-origin", "Host": "cchc.example.vn"}

QUESTION = {
    "loai": "hoi_dap",
    "linh_vuc": "the-che",
    "tieu_de": "Nộp hồ sơ qua mạng",
    "noi_dung": "Tôi cần nộp hồ sơ qua mạng thì làm thế nào, ở đâu?",
    "ho_ten": "Trần Thị Kiều",
    "dien_thoai": "0912 345 678",
    "dong_y": "co",
    "website": "",
}


class Sender:
    """A person at an address; every answer is kept in `answers`."""

    def __init__(self, house: House, address: str = "203.0.113.7", **counter: Any) -> None:
        self.house = house
        self.address = address
        self.counter = Counter(house, Frames(house.settings), house.store.now, **counter)
        app = create_app(house.settings, house.store.now, counter=self.counter)
        app.test_client_class = Browser
        self.browser = app.test_client()
        self.answers: list[TestResponse] = []

    def post(self, address: str, data: Any, headers: dict[str, str] | None = None, **how: Any) -> TestResponse:
        """Send a form as a browser does."""
        origin = {"REMOTE_ADDR": how.pop("at", self.address)}
        answer = self.browser.post(
            address, data=data, headers=OWN if headers is None else headers, environ_base=origin, **how
        )
        self.answers.append(answer)
        return answer

    def send(self, headers: dict[str, str] | None = None, at: str = "", **changed: str) -> TestResponse:
        """Send the question, with some fields changed."""
        return self.post(SEND, QUESTION | changed, headers, at=at or self.address)

    def code(self, **changed: str) -> str:
        """Send the question and return its code."""
        answer = self.send(**changed)
        assert answer.status_code == 201, answer.text
        return code_on(answer)

    def follow(self, code: str) -> TestResponse:
        """Ask for the state of a code."""
        return self.post(RESULT, {"ma": code})

    def events(self, code: str) -> tuple[Event, ...]:
        """Return what is stored under a code."""
        canonical = read_code(code)
        assert canonical
        return self.house.store.events(inquiry_id(self.house.store.secret, canonical))

    def inquiry(self, code: str) -> Inquiry:
        """Return the inquiry of a code."""
        inquiry = self.house.store.inquiry(self.events(code)[0].inquiry)
        assert inquiry
        return inquiry

    def opened(self, event: Event) -> dict[str, Any]:
        """Return what staff read in an event."""
        identity = load_identity(self.house.identity_files()[0])
        opened: dict[str, Any] = json.loads(unseal(event.sealed, identity))
        return opened

    def act(self, code: str, act: str, text: str = "", **facts: Any) -> None:
        """Let a clerk do something."""
        events = self.events(code)
        number, inquiry = len(events) + 1, events[0].inquiry
        for_sender = seal_for_sender(text.encode(), read_code(code) or "", inquiry, number) if text else ""
        now = self.house.store.now()
        facts = {name.rstrip("_"): value for name, value in facts.items()}
        self.house.store.append(Event(inquiry, number, act, now, "van-thu", facts, "", for_sender))


def code_on(answer: TestResponse) -> str:
    """Return the code that a receipt shows."""
    found = re.search(r'class="cc-code__letters">([0-9A-Z-]+)<', answer.text)
    assert found, answer.text
    return found[1]


def typed_on(answer: TestResponse) -> dict[str, str]:
    """Return what stands in the fields of a page's form."""
    page = answer.text
    fields = {
        name: unescape(value) for name, value in re.findall(r'<input[^>]*name="([a-z_]+)"[^>]*value="([^"]*)"', page)
    }
    texts = re.findall(r'<textarea[^>]*name="([a-z_]+)"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    return fields | {name: unescape(text).removeprefix("\n") for name, text in texts}
