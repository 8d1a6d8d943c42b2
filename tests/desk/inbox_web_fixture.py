"""The inbox's web page served for real, to a browser or to a plain client."""

from __future__ import annotations

import http.client
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from waitress import wasyncore
from waitress.server import create_server

from desk.inbox_web.app import create_app
from desk.inbox_web.counter import Counter
from desk.inbox_web.door import Door
from desk.inbox_web.guard import FORM_KEY, Place
from desk.inbox_web.serving import LIMITS
from tests.desk.inbox_fixture import Inbox


@dataclass
class Answer:
    """What the server said."""

    status: int
    headers: Mapping[str, str]
    body: str


@dataclass
class WebDesk:
    """A running desk of one person. seconds: the door's clock, which the test moves"""

    inbox: Inbox
    counter: Counter
    door: Door
    place: Place
    seconds: list[float]
    cookie: str = ""

    @property
    def link(self) -> str:
        """The link as it is printed."""
        return f"{self.place.origin}/mo/{self.door.token}"

    def ask(self, method: str, path: str, headers: Mapping[str, str] | None = None, body: str = "") -> Answer:
        """Send a request as it is written here: nothing is added but the length."""
        line = http.client.HTTPConnection("127.0.0.1", self.place.port, timeout=20)
        line.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for name, value in ({"Host": self.place.host} | dict(headers or {})).items():
            if value:
                line.putheader(name, value)
        line.putheader("Content-Length", str(len(body.encode())))
        line.endheaders(body.encode())
        response = line.getresponse()
        answer = Answer(response.status, dict(response.getheaders()), response.read().decode())
        line.close()
        return answer

    def enter(self) -> Answer:
        """Open the link and keep the session."""
        answer = self.ask("GET", f"/mo/{self.door.token}")
        self.cookie = answer.headers.get("Set-Cookie", "").partition(";")[0]
        return answer

    def get(self, path: str, **headers: str) -> Answer:
        """Ask for a page within the session."""
        return self.ask("GET", path, {"Cookie": self.cookie} | headers)

    def post(self, path: str, fields: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> Answer:
        """Send a form as the page would; headers: what an attacker changes, "" leaves one out."""
        own = {
            "Cookie": self.cookie,
            "Origin": self.place.origin,
            "Sec-Fetch-Site": "same-origin",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        body = urlencode({FORM_KEY: self.door.form_key} | dict(fields), doseq=True)
        return self.ask("POST", path, own | dict(headers or {}), body)


@contextmanager
def web_desk(inbox: Inbox, person: str = "phong-cchc") -> Iterator[WebDesk]:
    """Serve the inbox to one person."""
    seconds = [0.0]
    counter = Counter(inbox.desk.organisation.office(), inbox.house(), inbox.clerk(person), lambda: inbox.now)
    door = Door(lambda: seconds[0])
    listening = socket.create_server(("127.0.0.1", 0))
    place = Place(listening.getsockname()[1])
    server = create_server(create_app(counter, door, place), sockets=[listening], **LIMITS)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield WebDesk(inbox, counter, door, place, seconds)
    finally:
        with suppress(OSError):  # the loop, awake already, may have closed the trigger before it is pulled
            server.trigger.pull_trigger(lambda: wasyncore.close_all(server._map))  # in the loop's own thread
        thread.join(timeout=10)
        server.task_dispatcher.shutdown()


def events(inbox: Inbox, id: str) -> list[str]:
    """Return what happened to an inquiry."""
    return [event.act for event in inbox.house().store.events(id)]


def content_files(inbox: Inbox) -> list[Path]:
    """Return the files of the content folder."""
    return sorted(inbox.desk.settings.content.rglob("*.md"))
