"""A real SMTP server on loopback that does as it is told, and an outbox with the keys that open it."""

from __future__ import annotations

import asyncio
import email.policy
import socket
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path
from typing import Any, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from inquiries.delivery import Delivery, Server, deliver
from inquiries.mails import write_mail
from inquiries.outbox import Outbox
from inquiries.sealing import Identity, Recipient, Recipients, new_identity
from tests.organisation import NOON

OFFICE = "Sở Nội vụ thành phố Cần Thơ"
SENDER = "hoidap@coquan.example.vn"
TO = "nguoi.gui@vidu.example.vn"
ID = "0123456789abcdef0123456789abcdef"


@dataclass
class Mailbox:
    """What the server took. answer_rcpt, answer_data: what it says; "" hangs up, None says nothing for long"""

    answer_rcpt: str | None = "250 OK"
    answer_data: str | None = "250 OK"
    answer_mail: str = "250 OK"
    before_answer: Callable[[], Awaitable[None]] | None = None
    taken: list[Envelope] = field(default_factory=list)

    async def handle_MAIL(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any) -> str:
        envelope.mail_from = address
        return self.answer_mail

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any) -> str:
        envelope.rcpt_tos.append(address)
        return await self._say(server, self.answer_rcpt)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.answer_data is None or not self.answer_data.startswith(("4", "5")):
            self.taken.append(envelope)
        if self.before_answer:
            await self.before_answer()
        return await self._say(server, self.answer_data)

    async def _say(self, server: SMTP, answer: str | None) -> str:
        if answer is None:
            await asyncio.sleep(2)
            return "421 too late"
        if answer == "":
            server.transport.abort()
        return answer or "421 gone"

    def messages(self) -> list[EmailMessage]:
        """Return what was taken, as a mail program reads it."""
        parser = BytesParser(policy=email.policy.default)
        return [cast(EmailMessage, parser.parsebytes(cast(bytes, one.content))) for one in self.taken]


@dataclass
class Post:
    """An outbox, its keys, a mail server and a clock that the test moves."""

    outbox: Outbox
    identity: Identity
    server: Server
    mailbox: Mailbox
    now: datetime = NOON

    def queue(self, due_on: date | None = None) -> str:
        """Queue a mail."""
        mail = write_mail("received", TO, OFFICE, "https://vidu.example.vn", due_on)
        return self.outbox.put(ID, "received", mail, self.now)

    def deliver(self, identity: Identity | None = None) -> Delivery:
        """Deliver what is due."""
        return deliver(self.outbox, identity or self.identity, self.server, OFFICE, lambda: self.now)

    def later(self, **amount: float) -> None:
        """Move the clock."""
        self.now += timedelta(**amount)

    def files(self) -> list[str]:
        """Return what lies in the queue and aside."""
        folder = self.outbox.folder
        return sorted(str(file.relative_to(folder)) for file in folder.rglob("*.json"))


def keys() -> tuple[Identity, Recipients]:
    """Return a duty identity, and the public keys to which everything is sealed."""
    duty, escrow = new_identity("truc"), new_identity("du-phong")
    since = date(2026, 1, 1)
    recipients = Recipients(
        1, (Recipient("truc", "duty", duty.public, since), Recipient("du-phong", "escrow", escrow.public, since))
    )
    return duty, recipients


@contextmanager
def running(mailbox: Mailbox, **how: Any) -> Iterator[Controller]:
    """Run the server on a free port; how: as aiosmtpd's Controller takes it."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(mailbox, hostname="127.0.0.1", port=port, **how)
    controller.start()
    try:
        yield controller
    finally:
        controller.stop()


def open_post(folder: Path, controller: Controller, mailbox: Mailbox, **server: Any) -> Post:
    """Return an outbox before a server that runs."""
    identity, recipients = keys()
    facts: dict[str, Any] = {"sender": SENDER, "timeout_seconds": 0.5} | server
    return Post(Outbox(folder, recipients), identity, Server(controller.hostname, controller.port, **facts), mailbox)
